#include "ingest/load_supply_tables.h"

#include <re2/re2.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace verilot {
namespace {

constexpr std::pair<const char*, CheckAlgorithm> kAlgorithms[] = {
    {"", CheckAlgorithm::none},           {"gs1", CheckAlgorithm::gs1},
    {"luhn", CheckAlgorithm::luhn},       {"mod97", CheckAlgorithm::mod97},
    {"mod37-2", CheckAlgorithm::mod37_2}, {"mod36-sum", CheckAlgorithm::mod36_sum},
};

void wrong(const YamlNode& node, std::string what, Problems& problems) {
  problems.push_back({ProblemLevel::error, node.where, std::move(what)});
}

const std::vector<YamlNode>& elements(const YamlNode& map, const char* key, Problems& problems) {
  static const std::vector<YamlNode> kNone;
  const YamlNode* list = map.find(key);
  if (list != nullptr && list->is_list()) return list->items;
  wrong(list == nullptr ? map : *list, std::string("'") + key + "' must be a list", problems);
  return kNone;
}

std::string required(const YamlNode& map, const char* key, Problems& problems) {
  std::string text = text_member(map, key, problems);
  if (text.empty()) wrong(map, std::string("'") + key + "' is missing", problems);
  return text;
}

bool flag(const YamlNode& map, const char* key, Problems& problems) {
  bool value = false;
  const YamlNode* node = map.find(key);
  if (node != nullptr && !is_boolean(*node, value))
    wrong(*node, std::string("'") + key + "' must be true or false", problems);
  return value;
}

bool is_pattern(const std::string& pattern, const YamlNode& entry, Problems& problems) {
  const re2::RE2 compiled(pattern, re2::RE2::Quiet);
  if (!compiled.ok()) wrong(entry, "not a pattern: " + compiled.error(), problems);
  return compiled.ok();
}

CheckAlgorithm check_of(const YamlNode& entry, Problems& problems) {
  const std::string name = text_member(entry, "check", problems);
  const auto* found = std::ranges::find(
      kAlgorithms, name, [](const auto& one) { return std::string_view(one.first); });
  if (found != std::end(kAlgorithms)) return found->second;
  std::string known;
  for (const auto& [each, algorithm] : kAlgorithms)
    if (*each != '\0') known += (known.empty() ? "" : ", ") + std::string(each);
  wrong(*entry.find("check"), "'check' must be one of " + known + ", not '" + name + "'", problems);
  return CheckAlgorithm::none;
}

void load_scheme(const YamlNode& entry, std::vector<IdentifierScheme>& schemes,
                 Problems& problems) {
  refuse_unknown_keys(entry,
                      {"id", "name", "form", "label", "separators", "patterns", "undecided",
                       "shape", "check", "prefix", "source"},
                      problems);
  IdentifierScheme scheme;
  scheme.id = required(entry, "id", problems);
  scheme.name = required(entry, "name", problems);
  scheme.form = required(entry, "form", problems);
  scheme.label = text_member(entry, "label", problems);
  scheme.separators = text_member(entry, "separators", problems);
  scheme.patterns = text_list_member(entry, "patterns", problems);
  scheme.undecided = text_member(entry, "undecided", problems);
  scheme.shape = text_member(entry, "shape", problems);
  scheme.check = check_of(entry, problems);
  scheme.prefix = text_member(entry, "prefix", problems);
  if (scheme.patterns.empty()) wrong(entry, "'patterns' is missing", problems);
  std::vector<std::string> patterns = scheme.patterns;
  patterns.insert(patterns.end(), {scheme.label, scheme.undecided, scheme.shape});
  bool good = !scheme.id.empty();
  for (const std::string& pattern : patterns) good = is_pattern(pattern, entry, problems) && good;
  if (std::ranges::count(schemes, scheme.id, &IdentifierScheme::id) != 0)
    wrong(entry, "the id '" + scheme.id + "' is used twice", problems);
  if (good) schemes.push_back(std::move(scheme));
}

void load_facts(const YamlNode& entry, IdentifierTable& table, Problems& problems) {
  refuse_unknown_keys(entry, {"scheme", "paths", "beside", "by_shape"}, problems);
  IdentifierFacts facts;
  const std::string id = required(entry, "scheme", problems);
  const auto scheme = std::ranges::find(table.schemes, id, &IdentifierScheme::id);
  if (scheme == table.schemes.end()) {
    wrong(entry, "no scheme '" + id + "'", problems);
    return;
  }
  facts.scheme = static_cast<std::size_t>(scheme - table.schemes.begin());
  facts.paths = text_list_member(entry, "paths", problems);
  facts.by_shape = flag(entry, "by_shape", problems);
  if (const YamlNode* beside = entry.find("beside"); beside != nullptr && beside->is_map()) {
    for (const std::string& key : beside->keys)
      facts.beside[key] = text_list_member(*beside, key, problems);
  } else if (beside != nullptr) {
    wrong(*beside, "'beside' must be a map of fact to values", problems);
  }
  table.facts.push_back(std::move(facts));
}

}  // namespace

void load_identifiers(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"schemes", "facts"}, problems);
  for (const YamlNode& entry : elements(root, "schemes", problems))
    load_scheme(entry, tables.identifiers.schemes, problems);
  for (const YamlNode& entry : elements(root, "facts", problems))
    load_facts(entry, tables.identifiers, problems);
}

void load_chain(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"stages"}, problems);
  for (const YamlNode& entry : elements(root, "stages", problems)) {
    refuse_unknown_keys(entry, {"stage", "needed"}, problems);
    tables.chain.push_back({required(entry, "stage", problems), flag(entry, "needed", problems)});
  }
}

void load_questions(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"questions"}, problems);
  for (const YamlNode& entry : elements(root, "questions", problems)) {
    refuse_unknown_keys(entry, {"id", "words"}, problems);
    ProviderQuestion question{required(entry, "id", problems), {}};
    for (std::string& pattern : text_list_member(entry, "words", problems))
      if (is_pattern(pattern, entry, problems)) question.words.push_back(std::move(pattern));
    tables.questions.push_back(std::move(question));
  }
}

}  // namespace verilot
