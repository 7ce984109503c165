#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/schemas.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

Json closed(Json properties, const std::vector<const char*>& optional = {}) {
  Json required = Json::array();
  for (const auto& [key, value] : properties.items())
    if (std::find(optional.begin(), optional.end(), key) == optional.end()) required.push_back(key);
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", required},
          {"additionalProperties", false}};
}

Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
Json text() { return {{"type", "string"}}; }
Json count() { return {{"type", "integer"}, {"minimum", 0}}; }
Json flag() { return {{"type", "boolean"}}; }
Json digest() { return {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}}; }

std::string published(const char* title, Json schema) {
  Json json = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  json.update(schema);
  return json.dump(2);
}

}  // namespace

std::string bundle_schema() {
  const Json run = closed({{"id", count()},
                           {"inventory", text()},
                           {"as_of", text()},
                           {"started", text()},
                           {"finished", text()},
                           {"software", text()},
                           {"jurisdictions", list_of(text())},
                           {"rules", digest()},
                           {"tailoring", closed({{"file", text()}, {"sha256", digest()}})}},
                          {"tailoring"});
  const Json counts = closed({{"dossiers", count()},
                              {"outcomes", count()},
                              {"inputs", count()},
                              {"waivers", count()},
                              {"pages", count()}});
  return published(
      "verilot evidence bundle, manifest.json",
      closed({{"format", {{"const", "verilot-evidence-1"}}},
              {"software", text()},
              {"run", run},
              {"inputs", flag()},
              {"pages", flag()},
              {"counts", counts},
              {"files",
               list_of(closed({{"path", text()}, {"sha256", digest()}, {"size", count()}}))}}));
}

std::string verification_schema() {
  Json bundle = closed({{"run", count()},
                        {"inventory", text()},
                        {"as_of", text()},
                        {"finished", text()},
                        {"judged_by", text()},
                        {"exported_by", text()},
                        {"inputs", flag()},
                        {"pages", flag()}});
  bundle["type"] = {"object", "null"};
  return published(
      "verilot verification of an evidence bundle",
      closed({{"schema", {{"const", "verilot-verification-1"}}},
              {"sha256", digest()},
              {"software", text()},
              {"bundle", bundle},
              {"files", count()},
              {"dossiers", count()},
              {"outcomes", closed({{"rederived", count()}, {"unverified", count()}})},
              {"counts", closed({{"faults", count()},
                                 {"differences", count()},
                                 {"unverified_dossiers", count()}})},
              {"faults", list_of(text())},
              {"differences", list_of(closed({{"dossier", text()},
                                              {"finding", text()},
                                              {"stored", text()},
                                              {"derived", text()}}))},
              {"unverified",
               list_of(closed({{"dossier", text()}, {"reason", text()}, {"outcomes", count()}}))},
              {"exit",
               closed({{"code", {{"type", "integer"}}}, {"name", text()}, {"why", text()}})}}));
}

}  // namespace verilot
