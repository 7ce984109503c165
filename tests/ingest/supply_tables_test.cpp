#include <doctest/doctest.h>

#include "ingest/load_supply_tables.h"
#include "ingest/load_tables.h"

namespace verilot {
namespace {

struct Loaded {
  Tables tables;
  Problems problems;
};

Loaded identifiers(const char* text) {
  Loaded loaded;
  const LoadedYaml yaml = load_yaml(text, "identifiers.yaml");
  REQUIRE(yaml.problems.empty());
  load_identifiers(yaml.root, loaded.tables, loaded.problems);
  return loaded;
}

}  // namespace

TEST_CASE("supply tables: those of the project load, and every place names a scheme") {
  Problems problems;
  const Tables tables = load_tables(std::string(VERILOT_SOURCE_DIR) + "/rules", problems);
  for (const Problem& problem : problems) MESSAGE(to_string(problem));
  CHECK(problems.empty());
  CHECK(tables.identifiers.schemes.size() >= 25);
  CHECK(tables.identifiers.facts.size() >= tables.identifiers.schemes.size());
  CHECK(tables.chain.front().stage == "donor");
  CHECK(tables.chain.back().stage == "clinic");
  CHECK(tables.questions.size() == 6);
}

TEST_CASE("supply tables: a scheme with a wrong pattern or check is told with its place") {
  const Loaded loaded = identifiers(
      "schemes:\n"
      "  - { id: a, name: A, form: f, patterns: ['('] }\n"
      "  - { id: b, name: B, form: f, patterns: ['x'], check: mod98 }\n"
      "  - { id: c, name: C, form: f }\n"
      "facts: []\n");
  REQUIRE(loaded.problems.size() == 3);
  CHECK(to_string(loaded.problems[0]).find("identifiers.yaml:2:") != std::string::npos);
  CHECK(loaded.problems[0].message.find("not a pattern") == 0);
  CHECK(loaded.problems[1].message ==
        "'check' must be one of gs1, luhn, mod97, mod37-2, mod36-sum, not 'mod98'");
  CHECK(loaded.problems[2].message == "'patterns' is missing");
}

TEST_CASE("supply tables: a place of a scheme that is not there is told") {
  const Loaded loaded = identifiers(
      "schemes:\n"
      "  - { id: a, name: A, form: f, patterns: ['x'] }\n"
      "facts:\n"
      "  - { scheme: b, paths: [supplier.a] }\n"
      "  - { scheme: a, paths: [supplier.a], by_shape: often }\n");
  REQUIRE(loaded.problems.size() == 2);
  CHECK(loaded.problems[0].message == "no scheme 'b'");
  CHECK(loaded.problems[1].message == "'by_shape' must be true or false");
  CHECK(loaded.tables.identifiers.facts.size() == 1);
}

}  // namespace verilot
