// Input that is large on purpose: what is read of it is bounded, and the bound says so.
#include <doctest/doctest.h>

#include <algorithm>

#include "audit/audit.h"
#include "ingest/certificate_reader.h"
#include "ingest/fact_reader.h"
#include "ingest/html_text.h"
#include "support/mutations.h"

using namespace verilot;

namespace {

constexpr std::size_t kMaxItems = 200;

const Rulebook& rulebook() {
  static const Rulebook loaded = load_rulebook(VERILOT_SOURCE_DIR);
  return loaded;
}

std::string repeated(const std::string& part, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += part;
  return all;
}

ExaminedDossier examined(const std::string& json) {
  const LoadedYaml loaded = load_json(json, "dossier.json");
  return examine_dossier(read_case(loaded.root, rulebook().schema, rulebook().tables), rulebook());
}

bool says(const Problems& problems, const std::string& words) {
  return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
    return problem.message.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("sizes: of 20,000 lots the first 200 are read and the list is incomplete") {
  const Liveness live;
  const ExaminedDossier dossier = examined(R"({"product":{"name":"x"},"lots":[)" +
                                           repeated(R"({"number":"A"},)", 20'000) + "{}]}");
  const NodeId lots = dossier.evidence.find("lots");
  REQUIRE(lots != kNoNode);
  CHECK(dossier.evidence.size(lots) == kMaxItems);
  CHECK(!dossier.evidence.complete(lots));
  CHECK(says(dossier.problems, "more than 200 elements in lots"));
  CHECK(live.within_bound());
}

TEST_CASE("sizes: a list of as many elements as it may have is complete") {
  const ExaminedDossier dossier =
      examined(R"({"lots":[)" + repeated(R"({"number":"A"},)", kMaxItems - 1) + "{}]}");
  CHECK(dossier.evidence.complete(dossier.evidence.find("lots")));
  CHECK(dossier.evidence.path(dossier.evidence.find("lots[199]")) == "lots[199]");
  CHECK(dossier.evidence.find("lots[200]") == kNoNode);
  CHECK(dossier.problems.empty());
}

TEST_CASE("sizes: what the schema declares of derived lists is what examiners keep") {
  CHECK(rulebook().schema.field("certificate", "tests")->max_items < kMaxTests);
  CHECK(rulebook().schema.field("lot", "certificates")->max_items == kMaxLotCertificates);
  CHECK(rulebook().schema.field("dossier", "articles")->max_items ==
        rulebook().schema.field("dossier", "associated_articles")->max_items + 1);
  CHECK(rulebook().schema.field("claim", "recognised")->max_items == kMaxRecognised);
  CHECK(rulebook().schema.field("dossier", "lots")->max_items == kMaxItems);
}

TEST_CASE("sizes: a text is read up to the bytes that its field declares") {
  const std::size_t most = rulebook().schema.field("article", "name")->max_bytes;
  const auto named = [](std::size_t bytes) {
    return examined(R"({"product":{"name":")" + repeated("x", bytes) + R"("}})");
  };
  CHECK(named(most).problems.empty());
  const ExaminedDossier longer = named(most + 1);
  CHECK(says(longer.problems, "the text of name is longer than 1000 bytes"));
  CHECK(longer.evidence.kind(longer.evidence.find("product.name")) == NodeKind::unknown);
}

TEST_CASE("sizes: the values of a JSON or YAML file are counted") {
  CHECK(says(load_json("[" + repeated("0,", 600'000) + "0]", "a.json").problems,
             "more than 500,000 values"));
  CHECK(says(load_yaml("[" + repeated("[],", 600'000) + "0]", "a.yaml").problems,
             "more than 500,000 values"));
}

TEST_CASE("sizes: a hundred unknown keys are listed, then their number") {
  const LoadedYaml loaded = load_json(R"({"a":1)" + repeated(R"(,"b":1)", 5'000) + "}", "a.json");
  Problems problems;
  refuse_unknown_keys(loaded.root, {"lots"}, problems);
  CHECK(problems.size() == 101);
}

TEST_CASE("sizes: a web page of nothing but scripts or ampersands ends") {
  const Liveness live;
  CHECK(html_text(repeated("<script>x</script>", 200'000)).empty());
  CHECK(html_text(repeated("&", 2'000'000)).size() == 2'000'000);
  CHECK(live.within_bound());
}

TEST_CASE("sizes: a certificate of a hundred thousand unknown elements ends and is reported") {
  const Liveness live;
  const DocumentFile file{"coa.xml", "",
                          "<certificate>" + repeated("<x/>", 100'000) + "</certificate>"};
  const CertificateFile read = find_certificate_reader(file)->read(file, rulebook().tables);
  CHECK(says(read.problems, "the rest are not listed"));
  CHECK(read.problems.size() < 200);
  CHECK(live.within_bound());
}

TEST_CASE("sizes: many assertions of one fact agree or contradict without a walk through all") {
  const Liveness live;
  EvidenceBuilder builder;
  for (int i = 0; i < 100'000; ++i)
    builder.add_text(builder.root(), "name", i == 99'999 ? "other" : "same", in_file("a"));
  const NodeId name = builder.view().find("name");
  CHECK(builder.view().kind(name) == NodeKind::unknown);
  CHECK(builder.view().reason(name) == "contradicted");
  CHECK(builder.view().assertions(name).size() == 100'000);
  CHECK(live.within_bound());
}
