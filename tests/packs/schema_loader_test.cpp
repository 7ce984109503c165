#include "packs/schema_loader.h"

#include <doctest/doctest.h>

#include "support/sample_packs.h"

namespace verilot {
namespace {

std::string problems_of(const std::string& text) {
  const SampleFolder folder({{"rules/s.yaml", text}});
  Problems problems;
  load_schema(folder.path() / "rules" / "s.yaml", problems);
  for (Problem& problem : problems) problem.where.file = "s.yaml";
  return all_lines(problems);
}

TEST_CASE("schema: fields have kind, type, meaning and who fills them") {
  const SampleFolder folder({{"s.yaml", kSampleSchema}});
  Problems problems;
  const Schema schema = load_schema(folder.path() / "s.yaml", problems);
  CHECK(all_lines(problems) == "");
  CHECK(schema.field("lot", "expiry")->kind == FieldKind::expiry_date);
  CHECK(schema.field("article", "kind")->kind == FieldKind::choice);
  CHECK(schema.field("article", "kind")->type == "kind");
  CHECK(schema.field("dossier", "lots")->element == FieldKind::object);
  CHECK(schema.field("dossier", "authorisations")->element == FieldKind::text);
  CHECK(schema.field("dossier", "articles")->derived);
  CHECK(schema.field("dossier", "articles")->filled_by == "examine");
  CHECK(schema.field("dossier", "nothing") == nullptr);
  CHECK(schema.field("nothing", "lots") == nullptr);
  CHECK(schema.enumeration("kind")->choices.size() == 3);
  CHECK(schema.enumeration("nothing") == nullptr);
  CHECK(schema.no_value == std::vector<std::string>{"unknown", "?"});
}

TEST_CASE("schema: sizes are those of the field, else those of the head") {
  const SampleFolder folder(
      {{"s.yaml",
        "root: d\nmax_items: 7\nmax_bytes: 80\ntypes:\n  d:\n    fields:\n"
        "      a: {type: list(text)}\n      b: {type: list(text), max_items: 3, max_bytes: 9}\n"
        "      c: {type: boolean}\n"}});
  Problems problems;
  const Schema schema = load_schema(folder.path() / "s.yaml", problems);
  CHECK(all_lines(problems) == "");
  CHECK(schema.field("d", "a")->max_items == 7);
  CHECK(schema.field("d", "a")->max_bytes == 80);
  CHECK(schema.field("d", "b")->max_items == 3);
  CHECK(schema.field("d", "b")->max_bytes == 9);
  CHECK(schema.field("d", "c")->max_bytes == 0);
}

TEST_CASE("schema: a size that is no number, or of what has none, is a fault") {
  CHECK(problems_of("root: d\ntypes:\n  d:\n    fields:\n      a: {type: list(text), max_items: "
                    "0}\n      b: {type: boolean, max_bytes: 5}\n      c: {type: text, max_items: "
                    "5}\n") ==
        "s.yaml:5:40: error: `max_items:` is a whole number above 0 (at "
        "/types/d/fields/a/max_items)\n"
        "s.yaml:6:10: error: `max_bytes:` is of a text or a list of texts (at /types/d/fields/b)\n"
        "s.yaml:7:10: error: `max_items:` is of a list (at /types/d/fields/c)\n");
}

TEST_CASE("schema: what is named and not defined is a fault with its place") {
  CHECK(problems_of("root: dossier\ntypes:\n  dossier:\n    fields:\n      a: {type: list(lot)}\n  "
                    "    b: {type: choice(kind)}\n      c: {typ: text}\n") ==
        "s.yaml:6:10: error: enumeration 'kind' is not defined (at /types/dossier/fields/b)\n"
        "s.yaml:7:11: error: unknown key 'typ', did you mean 'type'? (at /types/dossier/fields/c)\n"
        "s.yaml:5:10: error: type 'lot' is not defined (at /types/dossier/fields/a)\n"
        "s.yaml:7:10: error: type '' is not defined (at /types/dossier/fields/c)\n");
  CHECK(problems_of(
            "root: b\nenumerations: { kind: { meaning: x } }\ntypes: { a: { meaning: x } }\n") ==
        "s.yaml:2:23: error: an enumeration needs `values:`, a map (at /enumerations/kind)\n"
        "s.yaml:3:13: error: a type needs `fields:`, a map (at /types/a)\n"
        "s.yaml:1:1: error: `root:` must name one of the types, 'b' is none\n");
}

}  // namespace
}  // namespace verilot
