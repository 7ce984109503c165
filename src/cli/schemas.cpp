#include "cli/schemas.h"

#include <nlohmann/json.hpp>

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDialect = "https://json-schema.org/draft/2020-12/schema";

Json reference(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

Json scalar(FieldKind kind, const std::string& type, const Schema& schema) {
  switch (kind) {
    case FieldKind::boolean:
      return {{"type", "boolean"}};
    case FieldKind::integer:
      return {{"type", "integer"}, {"minimum", 0}};
    case FieldKind::number:
      return {{"type", {"number", "string"}}};
    case FieldKind::date:
    case FieldKind::expiry_date:
      return {{"type", "string"}, {"pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"}};
    case FieldKind::choice: {
      Json values = Json::array();
      for (const Choice& choice : schema.enumeration(type)->choices) values.push_back(choice.value);
      return {{"type", "string"}, {"examples", values}};
    }
    case FieldKind::object:
      return reference(type);
    case FieldKind::text:
    case FieldKind::quantity:
    case FieldKind::document:
    case FieldKind::list:
      return {{"type", "string"}};
  }
  return {{"type", "string"}};
}

// A value, null ("there is none"), or the value with its basis or several assertions.
Json fact(const Field& field, const Schema& schema) {
  Json any = Json::array();
  if (field.kind == FieldKind::list) {
    Json items = {
        {"type", "array"},
        {"items",
         {{"anyOf", Json::array({scalar(field.element, field.type, schema), Json{{"type", "null"}},
                                 reference("supported_fact")})}}}};
    if (field.element == FieldKind::object) items["items"] = reference(field.type);
    any = Json::array({items,
                       {{"type", "object"},
                        {"properties", {{"complete", {{"type", "boolean"}}}, {"items", items}}},
                        {"required", {"items"}},
                        {"additionalProperties", false}}});
  } else {
    any.push_back(scalar(field.kind, field.type, schema));
    if (field.kind != FieldKind::object) any.push_back(reference("supported_fact"));
  }
  any.push_back({{"type", "null"}});
  any.push_back({{"type", "string"}});  // "unknown", "none": words of docs/dossier-format.md
  return {{"description", field.meaning}, {"anyOf", any}};
}

Json object(const ObjectType& type, const Schema& schema) {
  Json properties = Json::object();
  for (const Field& field : type.fields)
    if (!field.derived) properties[field.name] = fact(field, schema);
  return {{"description", type.meaning},
          {"type", "object"},
          {"properties", properties},
          {"additionalProperties", false}};
}

Json supported_fact() {
  const Json any_value = Json::object();
  Json one = {{"value", any_value},
              {"basis", {{"enum", {"stated", "documented", "registered", "observed"}}}},
              {"document", {{"type", "string"}}},
              {"quote", {{"type", "string"}}},
              {"from", {{"type", "string"}}},
              {"until", {{"type", "string"}}},
              {"assertions", {{"type", "array"}}}};
  return {{"type", "object"}, {"properties", one}, {"additionalProperties", false}};
}

Json definitions(const Schema& schema) {
  Json defs = Json::object();
  for (const auto& [name, type] : schema.types)
    if (name != schema.root) defs[name] = object(type, schema);
  defs["supported_fact"] = supported_fact();
  return defs;
}

Json text_list() { return {{"type", "array"}, {"items", {{"type", "string"}}}}; }

Json closed(Json properties, const std::vector<const char*>& required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", required},
          {"additionalProperties", false}};
}

}  // namespace

std::string type_text(const Field& field) {
  const auto word = [&](FieldKind kind) -> std::string {
    switch (kind) {
      case FieldKind::text:
        return "text";
      case FieldKind::boolean:
        return "boolean";
      case FieldKind::integer:
        return "integer";
      case FieldKind::number:
        return "number";
      case FieldKind::quantity:
        return "quantity";
      case FieldKind::date:
        return "date";
      case FieldKind::expiry_date:
        return "expiry_date";
      case FieldKind::choice:
        return "choice(" + field.type + ")";
      case FieldKind::document:
        return "document";
      case FieldKind::object:
        return field.type;
      case FieldKind::list:
        return "list";
    }
    return "text";
  };
  return field.kind == FieldKind::list ? "list(" + word(field.element) + ")" : word(field.kind);
}

std::string dossier_schema(const Schema& schema) {
  Json json = {{"$schema", kDialect}, {"title", "verilot dossier " + schema.version}};
  json.update(object(*schema.type(schema.root), schema));
  json["$defs"] = definitions(schema);
  return json.dump(2);
}

std::string certificate_schema() {
  const Json text = {{"type", "string"}};
  const Json number = {{"type", "number"}};
  const Json whole = {{"type", "integer"}, {"minimum", 1}};
  const Json place = closed({{"page", whole},
                             {"x0", number},
                             {"y0", number},
                             {"x1", number},
                             {"y1", number},
                             {"line", whole},
                             {"column", whole},
                             {"pointer", text},
                             {"correction", text},
                             {"doubt", text}},
                            {});
  const auto part = [&](const char* key) {
    return closed({{key, text}, {"box", place}}, {key, "box"});
  };
  const Json places = {{"type", "object"}, {"additionalProperties", place}};
  const Json test = closed({{"section", text},
                            {"analyte_raw", text},
                            {"analyte_id", text},
                            {"box", place},
                            {"places", places},
                            {"method_raw", text},
                            {"method_id", text},
                            {"spec_raw", text},
                            {"result_raw", text},
                            {"unit_raw", text},
                            {"status_raw", text},
                            {"lod", text},
                            {"loq", text}},
                           {"analyte_raw", "box"});
  const Json pages = {{"type", "array"}, {"items", whole}};
  const Json certificate =
      closed({{"pages", pages},
              {"places", places},
              {"title", text},
              {"coa_id", text},
              {"product", part("name")},
              {"lot", part("id")},
              {"client", text},
              {"manufacturer", part("name")},
              {"lab", part("name")},
              {"accreditation", text},
              {"overall_status", part("raw")},
              {"signatories", {{"type", "array"}, {"items", part("name")}}},
              {"dates", {{"type", "object"}, {"additionalProperties", part("iso")}}},
              {"tests", {{"type", "array"}, {"items", test}}},
              {"complete", {{"type", "boolean"}}},
              {"incomplete", text}},
             {"pages", "dates", "tests", "complete"});
  Json json = {{"$schema", kDialect}, {"title", "verilot certificates of one file"}};
  json.update(closed(
      {{"schema", {{"const", "verilot-coa-1"}}},
       {"source_name", text},
       {"container", text},
       {"pages", {{"type", "integer"}}},
       {"unread_pages", pages},
       {"certificates", {{"type", "array"}, {"items", certificate}}},
       {"problems", text_list()}},
      {"schema", "source_name", "container", "pages", "unread_pages", "certificates", "problems"}));
  return json.dump(2);
}

std::string claims_schema() {
  const Json text = {{"type", "string"}};
  const Json yes_or_no = {{"type", "boolean"}};
  const Json count = {{"type", "integer"}, {"minimum", 0}};
  const Json fact = closed({{"path", text},
                            {"value", text},
                            {"unknown", text},
                            {"held", text_list()},
                            {"complete", yes_or_no},
                            {"where", text}},
                           {"path", "where"});
  const Json product = closed({{"answer", {{"enum", {"borne out", "not borne out", "not known"}}}},
                               {"facts", {{"type", "array"}, {"items", fact}}}},
                              {"answer", "facts"});
  const Json stances = {{"enum", {"asserted", "negated", "reported", "conditional", "disclaimer"}}};
  const Json claim = closed({{"kind", text},
                             {"stance", stances},
                             {"finding", yes_or_no},
                             {"words", text},
                             {"sentence", text},
                             {"language", {{"enum", {"en", "es"}}}},
                             {"line", count},
                             {"column", count},
                             {"begin", count},
                             {"end", count},
                             {"speaker", text},
                             {"product", product}},
                            {"kind", "stance", "finding", "words", "sentence", "language", "line",
                             "column", "begin", "end"});
  const Json one = closed({{"file", text},
                           {"author", text},
                           {"handle", text},
                           {"date", text},
                           {"medium", text},
                           {"claims", {{"type", "array"}, {"items", claim}}}},
                          {"file", "claims"});
  Json json = {{"$schema", kDialect}, {"title", "verilot claims of marketing texts"}};
  json.update(closed(
      {{"schema", {{"const", "verilot-claims-1"}}},
       {"texts", {{"type", "array"}, {"items", one}}},
       {"counts", closed({{"texts", count}, {"claims", count}, {"findings", count}},
                         {"texts", "claims", "findings"})},
       {"problems", text_list()},
       {"exit", closed({{"code", count}, {"name", text}, {"why", text}}, {"code", "name", "why"})}},
      {"schema", "texts", "counts", "problems", "exit"}));
  return json.dump(2);
}

std::string resolution_schema() {
  const Json text = {{"type", "string"}};
  const Json flag = {{"type", "boolean"}};
  const auto list_of = [](Json items) { return Json{{"type", "array"}, {"items", items}}; };
  const Json tailoring = closed(
      {{"file", text},
       {"sha256", text},
       {"rules",
        list_of(closed(
            {{"rule", text}, {"change", text}, {"reason", text}, {"who", text}, {"date", text}},
            {"rule", "change", "reason", "who", "date"}))}},
      {"file", "sha256", "rules"});
  const Json rule = closed({{"pack", text},
                            {"id", text},
                            {"title", text},
                            {"severity", {{"enum", {"critical", "high", "medium", "low"}}}},
                            {"clause", text},
                            {"shared_rule", text},
                            {"parameters", {{"type", "object"}, {"additionalProperties", text}}},
                            {"tailored", text_list()},
                            {"advisory", flag},
                            {"in_force", flag}},
                           {"pack", "id", "title", "severity", "clause", "shared_rule",
                            "parameters", "tailored", "advisory", "in_force"});
  Json json = {{"$schema", kDialect}, {"title", "verilot rules as resolved"}};
  json.update(closed({{"schema", {{"const", "verilot-resolution-1"}}},
                      {"as_of", text},
                      {"packs", list_of(closed({{"id", text}, {"version", text}, {"hash", text}},
                                               {"id", "version", "hash"}))},
                      {"tailoring", tailoring},
                      {"rules", list_of(rule)},
                      {"sha256", text}},
                     {"schema", "as_of", "packs", "rules", "sha256"}));
  return json.dump(2);
}

std::string pack_schema() {
  const Json text = {{"type", "string"}};
  const Json period = {{"type", "object"},
                       {"properties", {{"from", text}, {"until", text}}},
                       {"additionalProperties", false}};
  Json rule = {{"id", text},
               {"use", text},
               {"title", text},
               {"subject", text},
               {"applies_to", text_list()},
               {"severity", {{"enum", {"critical", "high", "medium", "low"}}}},
               {"citation", {{"oneOf", Json::array({text, text_list()})}}},
               {"ground", {{"enum", {"law", "safety"}}}},
               {"in_force", period},
               {"parameters", {{"type", "object"}}},
               {"compares", text_list()},
               {"when", text},
               {"require", text},
               {"messages",
                {{"type", "object"},
                 {"properties", {{"pass", text}, {"fail", text}, {"unverified", text}}},
                 {"additionalProperties", false}}},
               {"ask", text_list()},
               {"absence_ok", text},
               {"versions", {{"type", "array"}}},
               {"cases", {{"type", "array"}}}};
  const Json position = closed({{"author", text}, {"date", text}}, {});
  const Json clause = closed({{"id", text},
                              {"clause", text},
                              {"title", text},
                              {"status", {{"enum", {"T", "P", "S", "U"}}}},
                              {"text", text},
                              {"source", text},
                              {"in_force", period},
                              {"interpretation", position},
                              {"no_rule", text},
                              {"sha256", text}},
                             {"id", "clause", "status"});
  const auto list_of = [](const Json& items) { return Json{{"type", "array"}, {"items", items}}; };
  Json json = {{"$schema", kDialect}, {"title", "verilot file of rules or of clauses"}};
  json["oneOf"] = {closed({{"rules", list_of(closed(rule, {"id"}))}}, {"rules"}),
                   closed({{"clauses", list_of(clause)}}, {"clauses"})};
  return json.dump(2);
}

}  // namespace verilot
