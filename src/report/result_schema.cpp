// The JSON Schema of the JSON report. Written beside json_report.cpp so that a change of one is a
// change of the other; a test validates every golden result against it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/report.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

Json text() { return {{"type", "string"}}; }
Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
Json one_of(std::initializer_list<const char*> values) { return {{"enum", Json(values)}}; }

Json object(Json properties, const std::vector<std::string>& optional = {}) {
  Json required = Json::array();
  for (const auto& [name, schema] : properties.items())
    if (std::find(optional.begin(), optional.end(), name) == optional.end())
      required.push_back(name);
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

const std::vector<std::string> kPlace = {"document", "page",    "box",       "line",
                                         "column",   "pointer", "correction"};

Json with_place(Json properties) {
  properties["document"] = text();
  properties["page"] = {{"type", "integer"}, {"minimum", 1}};
  properties["box"] = {
      {"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 4}, {"maxItems", 4}};
  properties["line"] = {{"type", "integer"}, {"minimum", 1}};
  properties["column"] = {{"type", "integer"}, {"minimum", 1}};
  properties["pointer"] = text();
  properties["correction"] = text();
  return properties;
}

std::vector<std::string> optional_place(std::initializer_list<const char*> more) {
  std::vector<std::string> names = kPlace;
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

Json problem() {
  return object(with_place({{"level", one_of({"note", "warning", "error"})}, {"message", text()}}),
                kPlace);
}

Json citation() {
  return object({{"clauses", list_of(text())},
                 {"clause", text()},
                 {"status", text()},
                 {"text", text()},
                 {"source", text()},
                 {"interpretation", object({{"author", text()}, {"date", text()}})}},
                {"text", "source", "interpretation"});
}

Json evidence() {
  Json value = {
      {"anyOf", Json::array({{{"type", "string"}}, {{"type", "null"}}, list_of(text())})}};
  Json basis = {{"enum", {"stated", "documented", "registered", "observed", nullptr}}};
  return object(with_place({{"path", text()},
                            {"value", value},
                            {"basis", basis},
                            {"complete", {{"type", "boolean"}}},
                            {"reason", text()}}),
                optional_place({"complete", "reason"}));
}

Json settle() {
  return object({{"facts", list_of(text())},
                 {"settles", {{"type", "boolean"}}},
                 {"smallest", {{"type", "boolean"}}},
                 {"could_fail", list_of(text())},
                 {"documents", list_of(text())}});
}

Json finding() {
  return object(
      {{"id", text()},
       {"pack", text()},
       {"rule", text()},
       {"title", text()},
       {"subject", text()},
       {"outcome", one_of({"pass", "fail", "unverified", "not-applicable", "waived", "error"})},
       {"advisory", {{"type", "boolean"}}},
       {"severity", one_of({"low", "medium", "high", "critical"})},
       {"citation", citation()},
       {"message", text()},
       {"tailored", list_of(text())},
       {"evidence", list_of(evidence())},
       {"unknown", list_of(object({{"path", text()}, {"reason", text()}}))},
       {"ask", list_of(text())},
       {"what_if", list_of(object({{"if", text()}, {"outcome", text()}}))},
       {"settle", settle()},
       {"waiver", object({{"id", text()},
                          {"until", text()},
                          {"by", text()},
                          {"reason", text()},
                          {"outcome", one_of({"fail", "unverified"})}})}},
      {"settle", "tailored", "waiver"});
}

Json needed() {
  return object({{"kind", text()},
                 {"name", text()},
                 {"held_by", one_of({"supplier", "clinic", "public"})},
                 {"facts", list_of(text())},
                 {"ask", list_of(text())},
                 {"lots", list_of(text())},
                 {"settles", list_of(text())},
                 {"clauses", list_of(text())}});
}

Json market() {
  return object({{"pack", text()},
                 {"needs", one_of({"nothing", "documents", "change", "closed"})},
                 {"text", text()},
                 {"documents", list_of(text())},
                 {"changes", list_of(text())},
                 {"because", list_of(text())}});
}

Json dossier() {
  const Json count = {{"type", "integer"}, {"minimum", 0}};
  return object(
      {{"id", text()},
       {"path", text()},
       {"product", text()},
       {"supplier", text()},
       {"packs_because", text()},
       {"refused", list_of(text())},
       {"verdicts",
        list_of(object({{"pack", text()}, {"verdict", one_of({"CLEAR", "HOLD", "REJECT"})}}))},
       {"completeness", object({{"known", count}, {"needed", count}})},
       {"documents", list_of(object({{"name", text()},
                                     {"sha256", text()},
                                     {"pages", count},
                                     {"unread_pages", list_of(count)}}))},
       {"findings", list_of(finding())},
       {"waivers", list_of(object({{"id", text()},
                                   {"finding", text()},
                                   {"state", one_of({"future", "live", "expired", "voided"})}}))},
       {"requests", list_of(object({{"text", text()}, {"settles", list_of(text())}}))},
       {"needed", list_of(needed())},
       {"markets", list_of(market())},
       {"problems", list_of(problem())}},
      {"needed", "markets", "waivers"});
}

Json tailoring() {
  return object({{"file", text()},
                 {"sha256", text()},
                 {"rules", list_of(object({{"rule", text()},
                                           {"change", text()},
                                           {"reason", text()},
                                           {"who", text()},
                                           {"date", text()}}))}});
}

}  // namespace

std::string result_schema() {
  Json schema = object(
      {{"schema", {{"const", "verilot-result-1"}}},
       {"as_of", text()},
       {"packs", list_of(object({{"id", text()},
                                 {"version", text()},
                                 {"title", text()},
                                 {"hash", text()},
                                 {"law_as_found", text()}}))},
       {"tailoring", tailoring()},
       {"registers", list_of(object({{"id", text()},
                                     {"title", text()},
                                     {"date", text()},
                                     {"sha256", text()},
                                     {"complete", {{"type", "boolean"}}},
                                     {"stale", {{"type", "boolean"}}}}))},
       {"dossiers", list_of(dossier())},
       {"problems", list_of(problem())},
       {"exit", object({{"code", {{"type", "integer"}}}, {"name", text()}, {"why", text()}})}},
      {"tailoring", "registers"});
  Json head = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
               {"title", "verilot result"}};
  head.update(schema);
  return head.dump(2);
}

}  // namespace verilot
