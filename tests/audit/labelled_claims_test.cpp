// Labelled sentences of tests/examine/labelled through the recogniser: how many of the claims that
// a reader finds asserted are found, and how many that are found are asserted.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "examine/claim_recogniser.h"
#include "ingest/load_claims.h"
#include "yaml/yaml.h"

using namespace verilot;

namespace {

struct Labelled {
  std::string language, words;
  std::set<std::string> asserted;
  std::string hard;  // what a sentence without a claim looks like
  SourceLocation where;
};

std::vector<Labelled> labelled(const std::string& half) {
  const std::string file = "tests/examine/labelled/" + half + ".yaml";
  const LoadedYaml loaded = load_file(VERILOT_SOURCE_DIR "/" + file, file);
  for (const Problem& problem : loaded.problems) MESSAGE(to_string(problem));
  REQUIRE(loaded.problems.empty());
  std::vector<Labelled> all;
  Problems problems;
  for (const YamlNode& node : loaded.root.find("sentences")->items) {
    refuse_unknown_keys(node, {"en", "es", "asserted", "hard"}, problems);
    Labelled one;
    one.language = node.find("en") != nullptr ? "en" : "es";
    one.words = text_member(node, one.language, problems);
    one.hard = text_member(node, "hard", problems);
    one.where = node.where;
    if (node.find("asserted") != nullptr)
      for (const std::string& kind : text_list_member(node, "asserted", problems))
        one.asserted.insert(kind);
    REQUIRE(one.asserted.empty() != one.hard.empty());
    all.push_back(one);
  }
  for (const Problem& problem : problems) MESSAGE(to_string(problem));
  REQUIRE(problems.empty());
  return all;
}

const ClaimRecogniser& recogniser() {
  static const ClaimRecogniser compiled = [] {
    ClaimTable table;
    Problems problems;
    load_claims(VERILOT_SOURCE_DIR "/rules/claims", table, problems);
    for (const Problem& problem : problems) MESSAGE(to_string(problem));
    ClaimRecogniser made(table, "", problems);
    REQUIRE(problems.empty());
    return ClaimRecogniser(made, "", problems);
  }();
  return compiled;
}

std::set<std::string> asserted_kinds(const std::string& words) {
  std::set<std::string> kinds;
  for (const RecognisedClaim& claim : recogniser().recognise(words, 100))
    if (claim.stance == "asserted") kinds.insert(claim.kind);
  return kinds;
}

struct Score {
  int right = 0, wrong = 0, missed = 0;
  double precision() const { return right == 0 ? 0 : double(right) / (right + wrong); }
  double recall() const { return right == 0 ? 0 : double(right) / (right + missed); }
};

std::string percent(double part) { return std::to_string(part * 100).substr(0, 5) + " %"; }

// VERILOT_SHOW=1 prints every sentence that is read wrongly.
Score scored(const std::string& half) {
  Score score;
  for (const Labelled& one : labelled(half)) {
    const std::set<std::string> found = asserted_kinds(one.words);
    std::string missed, wrong;
    for (const std::string& kind : one.asserted)
      if (found.count(kind) == 0) missed += " -" + kind, ++score.missed;
    for (const std::string& kind : found) {
      if (one.asserted.count(kind) == 0)
        wrong += " +" + kind, ++score.wrong;
      else
        ++score.right;
    }
    if (missed.empty() && wrong.empty()) continue;
    if (std::getenv("VERILOT_SHOW") != nullptr)
      MESSAGE(to_string(one.where) << missed << wrong << ": " << one.words);
  }
  MESSAGE("labelled sentences, " << half << ": precision " << percent(score.precision())
                                 << ", recall " << percent(score.recall()) << " (" << score.right
                                 << " right, " << score.wrong << " wrong, " << score.missed
                                 << " missed)");
  return score;
}

}  // namespace

TEST_CASE("claims: labelled sentences are read with precision and recall of 0.95 and more") {
  for (const char* half : {"tuned", "held", "third", "fourth"}) {
    CAPTURE(std::string(half));
    const Score score = scored(half);
    CHECK(score.precision() >= 0.95);
    CHECK(score.recall() >= 0.95);
  }
}

TEST_CASE("claims: sentences that nothing was tuned for are read nearly as well") {
  const Score score = scored("fresh");
  CHECK(score.precision() >= 0.90);
  CHECK(score.recall() >= 0.90);
}

TEST_CASE("claims: the labelled set is large, in two languages and hard") {
  int sentences = 0, spanish = 0, hard = 0;
  for (const char* half : {"tuned", "held", "third", "fourth"}) {
    for (const Labelled& one : labelled(half)) {
      ++sentences;
      spanish += one.language == "es" ? 1 : 0;
      hard += one.hard.empty() ? 0 : 1;
    }
  }
  CHECK(sentences >= 360);
  CHECK(spanish >= 120);
  CHECK(hard * 10 >= sentences * 4);
}
