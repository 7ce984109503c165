// A small schema with a field of every kind, and the types that certificates are read into.
#pragma once

#include "model/schema.h"
#include "model/tables.h"

namespace verilot {

inline Field field_of(std::string name, FieldKind kind, std::string type = "",
                      FieldKind element = FieldKind::text) {
  return {std::move(name), kind, std::move(type), element, "", false, "", "", 1'000, 10'000};
}

inline std::vector<Field> text_fields(std::initializer_list<const char*> names) {
  std::vector<Field> fields;
  for (const char* name : names) fields.push_back(field_of(name, FieldKind::text));
  return fields;
}

inline Schema sample_schema() {
  using K = FieldKind;
  Schema schema;
  schema.no_value = {"unknown", "not stated", "n/k", "tbc", "?"};
  schema.same_names = {{"homo sapiens", {"human"}}};
  schema.names_nothing = {"premium", "european", "laboratory", "of"};
  schema.enumerations["country"] = {
      "country", "", {{"US", "", {"USA", "United States"}}, {"GB", "", {"UK"}}}};
  schema.enumerations["discount"] = {"discount", "", {{"none", "", {}}, {"half", "", {}}}};
  Field maker = field_of("maker", K::text);
  maker.names = "facility";
  Field words = field_of("text", K::text);
  words.always = true;
  Field derived = field_of("articles", K::list, "article", K::object);
  derived.derived = true;
  derived.filled_by = "examine";
  schema.types["dossier"] = {
      "dossier",
      "",
      {field_of("id", K::text), field_of("markets", K::list, "country", K::choice),
       field_of("product", K::object, "article"), derived,
       field_of("lots", K::list, "lot", K::object),
       field_of("certificates", K::list, "certificate", K::object),
       field_of("claims", K::list, "claim", K::object),
       field_of("practice", K::object, "practice")}};
  schema.types["article"] = {
      "article",
      "",
      {field_of("name", K::text), field_of("origin", K::text), maker,
       field_of("viable_cells", K::boolean), field_of("passages", K::integer),
       field_of("ph", K::number), field_of("dose_volume", K::quantity),
       field_of("discount", K::choice, "discount"), field_of("additives", K::list, "", K::text)}};
  schema.types["lot"] = {"lot",
                         "",
                         {field_of("number", K::text), field_of("manufactured", K::date),
                          field_of("expiry", K::expiry_date), field_of("quantity", K::integer),
                          field_of("relabelling_document", K::document)}};
  schema.types["practice"] = {
      "practice",
      "",
      {field_of("country", K::choice, "country"), field_of("registration", K::text)}};
  schema.types["claim"] = {
      "claim", "", {field_of("document", K::document), words, field_of("medium", K::text)}};
  schema.types["certificate"] = {
      "certificate", "",
      text_fields({"number", "product_name", "lot", "client", "manufacturer", "laboratory",
                   "accreditation", "signatory", "overall_status"})};
  auto& certificate = schema.types["certificate"].fields;
  certificate.push_back(field_of("document", K::document));
  certificate.push_back(field_of("dates", K::object, "certificate_dates"));
  certificate.push_back(field_of("tests", K::list, "test", K::object));
  schema.types["certificate_dates"] = {"certificate_dates", "", {field_of("issued", K::date)}};
  schema.types["test"] = {"test", "",
                          text_fields({"analyte", "printed_analyte", "section", "method",
                                       "method_id", "limit", "result", "unit", "printed_status"})};
  return schema;
}

inline Tables sample_tables() {
  Tables tables;
  tables.units.add("mL", {"mL", "volume", *Decimal::parse("1")});
  tables.units.add("%", {"%", "ratio", *Decimal::parse("1")});
  return tables;
}

}  // namespace verilot
