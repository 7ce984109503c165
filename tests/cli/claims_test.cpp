#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "commands.h"

using namespace verilot;
using nlohmann::json;

namespace {

Ran check_claims_of(std::vector<std::string> words, const std::string& input = "") {
  words.insert(words.begin(), {"claims", "check", "--packs", kRoot, "--as-of", "2026-11-22"});
  return run(words, input);
}

const std::string kClaimed = kRoot + "/fixtures/clinic/exosome-fda-approved-claim";

}  // namespace

TEST_CASE("claims check: an asserted claim of a problem kind is a finding, exit 1") {
  const Ran ran = check_claims_of({"-"}, "Our exosomes are FDA approved.\n");
  CHECK(ran.code == 1);
  CHECK(ran.out.find("-:1:18: asserted regulator_approved  FINDING\n    en  FDA approved\n") == 0);
  CHECK(ran.out.find("1 finding   exit 1 (fail)") != std::string::npos);
  CHECK(check_claims_of({"-", "--exit-zero"}, "Our exosomes are FDA approved.\n").code == 0);
}

TEST_CASE("claims check: negations, cautions and claims that are no problem are exit 0") {
  for (const char* text : {"Exosome therapy is not FDA-approved.\n", "Sterile vials.\n",
                           "Avoid providers who claim it is FDA approved.\n", "Good morning.\n"}) {
    CAPTURE(std::string(text));
    CHECK(check_claims_of({"-"}, text).code == 0);
  }
}

TEST_CASE("claims check: what is not there or not readable is 66 and 3") {
  const TemporaryFolder folder;
  CHECK(check_claims_of({"nowhere.txt"}).code == 66);
  CHECK(check_claims_of({folder.path.string()}).code == 3);
  const Ran ran = check_claims_of({folder.with("post.yaml", "txt: a\n")});
  CHECK(ran.code == 3);
  CHECK(ran.err.find("post.yaml:1:1: error: unknown key 'txt', did you mean 'text'?") !=
        std::string::npos);
  CHECK(check_claims_of({"-", "--language", "fr"}).code == 64);
  CHECK(check_claims_of({"-", "--product", "exosom"}).code == 64);
}

TEST_CASE("claims check: one language, or only what is asserted") {
  const std::string text = "Guaranteed results.\nResultados garantizados.\nNot FDA approved.\n";
  const auto kinds = [&](std::vector<std::string> options) {
    options.insert(options.end(), {"-", "--json"});
    std::string all;
    const json result = json::parse(check_claims_of(options, text).out);
    for (const auto& claim : result["texts"][0]["claims"])
      all += claim["language"].get<std::string>() + " " + claim["kind"].get<std::string>() + "\n";
    return all;
  };
  CHECK(kinds({}) == "en guaranteed_result\nes guaranteed_result\nen regulator_approved\n");
  CHECK(kinds({"--asserted"}) == "en guaranteed_result\nes guaranteed_result\n");
  CHECK(kinds({"--language", "es"}) == "es guaranteed_result\n");
}

TEST_CASE("claims check: the offsets and the line and column are those of the file") {
  const TemporaryFolder folder;
  const std::string page = "<html>\n<p>it is <b>FDA&nbsp;approved</b></p>\n</html>\n";
  const Ran ran = check_claims_of({folder.with("p.html", page), "--json"});
  const json claim = json::parse(ran.out)["texts"][0]["claims"][0];
  CHECK(claim["line"] == 2);
  CHECK(claim["column"] == 13);
  const auto begin = claim["begin"].get<std::size_t>(), end = claim["end"].get<std::size_t>();
  CHECK(page.substr(begin, end - begin) == "FDA&nbsp;approved");
}

TEST_CASE("claims check: a dossier's claim stands beside what its facts say") {
  const Ran ran = check_claims_of({kClaimed, "--json"});
  CHECK(ran.code == 1);
  const json result = json::parse(ran.out);
  CHECK(result["schema"] == "verilot-claims-1");
  bool approval = false, harmless = false;
  for (const auto& text : result["texts"])
    for (const auto& claim : text["claims"]) {
      if (claim["kind"] == "regulator_approved") {
        approval = true;
        CHECK(claim["speaker"] == "supplier");
        CHECK(claim["product"]["answer"] == "not borne out");
        CHECK(claim["product"]["facts"][0]["path"] == "authorisations");
      }
      if (claim["kind"] == "no_side_effects") {
        harmless = true;
        CHECK(claim["product"]["answer"] == "not known");
        CHECK(claim["product"]["facts"][0]["unknown"] == "not stated");
      }
    }
  CHECK(approval);
  CHECK(harmless);
}

TEST_CASE("claims check: what the schema asks for is there, and nothing else") {
  const json schema = json::parse(run({"schema", "claims"}).out);
  const json& text_schema = schema["properties"]["texts"]["items"];
  const json& claim_schema = text_schema["properties"]["claims"]["items"];
  const auto fits = [](const json& object, const json& wanted) {
    for (const auto& key : wanted["required"]) CHECK(object.contains(key.get<std::string>()));
    for (const auto& [key, value] : object.items()) {
      CAPTURE(key);
      CHECK(wanted["properties"].contains(key));
    }
  };
  const json result = json::parse(check_claims_of({kClaimed, "--json"}).out);
  fits(result, schema);
  for (const auto& text : result["texts"]) {
    fits(text, text_schema);
    for (const auto& claim : text["claims"]) fits(claim, claim_schema);
  }
}

TEST_CASE("claims check: every line of a text is at most 80 columns, but for a place") {
  std::istringstream lines(check_claims_of({kClaimed}).out);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK((line.size() <= 80 || line.find(kRoot) == 0));
  }
}

TEST_CASE("claims check: a table of kinds names every kind and no other") {
  const Rulebook rulebook = load_rulebook(kRoot);
  std::vector<std::string> known, told;
  for (const Choice& choice : rulebook.schema.enumeration("claim_kind")->choices)
    known.push_back(choice.value);
  for (const ClaimKind& kind : rulebook.tables.claim_kinds) told.push_back(kind.id);
  std::sort(known.begin(), known.end());
  std::sort(told.begin(), told.end());
  CHECK(known == told);
}

TEST_CASE("claims check: completion knows its options and their values") {
  const auto words = [](std::vector<std::string> typed) {
    typed.insert(typed.begin(), {"completion", "words", "--packs", kRoot, "--"});
    return run(typed).out;
  };
  CHECK(words({"cl"}) == "claims\n");
  CHECK(words({"claims", ""}) == "check\n");
  CHECK(words({"claims", "check", "--lang"}) == "--language\n");
  CHECK(words({"claims", "check", "x", "--language", "e"}) == "en\nes\n");
  CHECK(words({"claims", "check", "x", "--product", "exo"}) == "exosome\n");
}
