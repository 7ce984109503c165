#include "packs/pack_layout.h"

#include <map>

namespace verilot {

namespace {

using Keys = std::vector<std::pair<std::string, YamlLayout>>;

Keys named(std::initializer_list<const char*> names) {
  Keys keys;
  for (const char* name : names) keys.emplace_back(name, YamlLayout{});
  return keys;
}

YamlLayout map_of(Keys keys) { return {.keys = std::move(keys)}; }

// A list whose elements never stand in brackets.
YamlLayout list_of(Keys keys) {
  return {.block = true, .items = {{.block = true, .keys = std::move(keys)}}};
}

Keys with(Keys keys, const std::string& name, YamlLayout layout) {
  for (auto& [key, own] : keys)
    if (key == name) own = layout;
  return keys;
}

YamlLayout period() { return map_of(named({"from", "until"})); }
YamlLayout position() { return map_of(named({"author", "date"})); }
YamlLayout outcome_texts() { return map_of(named({"pass", "fail", "unverified"})); }

YamlLayout cases() {
  return list_of(named({"name", "base", "given", "as_of", "subject", "expect"}));
}

YamlLayout versions() {
  Keys keys = named(
      {"from", "until", "severity", "citation", "interpretation", "when", "require", "messages"});
  keys = with(std::move(keys), "interpretation", position());
  return {.items = {map_of(with(std::move(keys), "messages", outcome_texts()))}};
}

YamlLayout rules(std::initializer_list<const char*> first = {}) {
  Keys keys = named(first);
  for (const char* name : {"use", "id", "title", "subject", "applies_to", "severity", "citation",
                           "interpretation", "ground", "in_force", "parameters", "compares", "when",
                           "require", "messages", "ask", "absence_ok", "versions", "cases"})
    keys.emplace_back(name, YamlLayout{});
  keys = with(std::move(keys), "citation", map_of(named({"clause", "status", "text", "source"})));
  keys = with(std::move(keys), "interpretation", position());
  keys = with(std::move(keys), "in_force", period());
  keys = with(std::move(keys), "messages", outcome_texts());
  keys = with(std::move(keys), "versions", versions());
  return list_of(with(std::move(keys), "cases", cases()));
}

YamlLayout clauses() {
  Keys keys = named({"id", "clause", "title", "status", "text", "source", "in_force",
                     "interpretation", "no_rule", "sha256"});
  keys = with(std::move(keys), "in_force", period());
  return list_of(with(std::move(keys), "interpretation", position()));
}

YamlLayout tree() {
  return map_of(
      {{"start", {}},
       {"leaves", list_of(named({"id", "in_place_of", "title", "lawful", "strictness", "citation",
                                 "message"}))},
       {"questions", list_of(named({"id", "in_place_of", "text", "if", "yes", "no", "ask"}))},
       {"cases", cases()}});
}

std::map<std::string, YamlLayout> layouts() {
  return {
      {"pack.yaml", map_of(named({"id", "version", "title", "country", "country_names", "builds_on",
                                  "law_as_found", "values"}))},
      {"pathways.yaml", tree()},
      {"registers.yaml", map_of({{"lists", list_of(named({"id", "title", "as_of", "complete",
                                                          "status", "source", "entries"}))},
                                 {"identifier_kinds", {}},
                                 {"sources", {}}})},
      {"bases.yaml", {}},
      {"examples.yaml", map_of({{"examples", list_of(named({"name", "base", "given", "as_of",
                                                            "verdict", "pathway", "expect"}))}})}};
}

}  // namespace

const YamlLayout& layout_of_file(const std::string& name, bool is_law) {
  static const std::map<std::string, YamlLayout> kLayouts = layouts();
  static const YamlLayout kLaw = map_of({{"clauses", clauses()}});
  static const YamlLayout kRules = map_of({{"rules", rules()}});
  if (is_law) return kLaw;
  const auto known = kLayouts.find(name);
  return known == kLayouts.end() ? kRules : known->second;
}

const YamlLayout& layout_of_tailoring() {
  static const YamlLayout kTailoring =
      map_of({{"changes",
               list_of(named({"rule", "parameters", "severity", "off", "reason", "who", "date"}))},
              {"rules", rules({"pack", "reason", "who", "date"})}});
  return kTailoring;
}

}  // namespace verilot
