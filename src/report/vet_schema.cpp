// The JSON Schema of `supplier vet -o json`.
#include <nlohmann/json.hpp>

#include "report/vet_report.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

Json list_of(const Json& items) { return {{"type", "array"}, {"items", items}}; }

// An object that has all of these members and no others.
Json object(const Json& properties) {
  Json required = Json::array();
  for (const auto& [name, type] : properties.items()) required.push_back(name);
  return {{"type", "object"},
          {"properties", properties},
          {"required", required},
          {"additionalProperties", false}};
}

const Json kText = {{"type", "string"}}, kCount = {{"type", "integer"}, {"minimum", 0}},
           kFlag = {{"type", "boolean"}};

Json finding() {
  return object({{"rule", kText},
                 {"subject", kText},
                 {"outcome", {{"enum", {"pass", "fail", "unverified", "waived", "error"}}}},
                 {"severity", {{"enum", {"low", "medium", "high", "critical"}}}},
                 {"advisory", kFlag},
                 {"citation", kText},
                 {"message", kText},
                 {"evidence", list_of(object({{"path", kText},
                                              {"value", kText},
                                              {"basis", kText},
                                              {"document", kText},
                                              {"page", kCount}}))},
                 {"unknown", list_of(object({{"path", kText}, {"reason", kText}}))},
                 {"rests_on", kText},
                 {"ask", list_of(kText)}});
}

Json name() {
  return object({{"kind", {{"enum", {"entry", "open", "cleared", "nearest"}}}},
                 {"party", kText},
                 {"list", kText},
                 {"name", kText},
                 {"score", {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}},
                 {"reasons", list_of(kText)},
                 {"hit", kText},
                 {"decided", kText}});
}

}  // namespace

std::string vet_schema() {
  const Json section = object({{"id", kText},
                               {"looked_at", kFlag},
                               {"findings", list_of(finding())},
                               {"names", list_of(name())}});
  const Json supplier = object({{"id", kText},
                                {"name", kText},
                                {"country", kText},
                                {"numbers", {{"type", "object"}, {"additionalProperties", kText}}},
                                {"verdict", {{"enum", {"CLEAR", "HOLD", "REJECT"}}}},
                                {"passed", kCount},
                                {"failed", kCount},
                                {"open", kCount},
                                {"errors", kCount},
                                {"sections", list_of(section)},
                                {"problems", list_of(kText)}});
  Json json = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
               {"title", "verilot suppliers vetted"}};
  json.update(object({{"schema", {{"const", "verilot-vet-1"}}},
                      {"as_of", kText},
                      {"registers", list_of(object({{"id", kText},
                                                    {"title", kText},
                                                    {"date", kText},
                                                    {"sha256", kText},
                                                    {"complete", kFlag},
                                                    {"stale", kFlag}}))},
                      {"suppliers", list_of(supplier)},
                      {"exit", object({{"code", kCount}, {"name", kText}, {"why", kText}})}}));
  return json.dump(2);
}

}  // namespace verilot
