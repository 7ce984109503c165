#include "ingest/load_certificate_checks.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace verilot {
namespace {

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

// A pattern that does not compile is a problem and stays out.
std::string pattern_of(const YamlNode& entry, std::string pattern, Problems& problems) {
  const re2::RE2 compiled("(?i)" + pattern, re2::RE2::Quiet);
  if (compiled.ok()) return pattern;
  wrong(entry, "not a pattern: " + compiled.error(), problems);
  return "";
}

std::string pattern_member(const YamlNode& entry, const char* key, Problems& problems) {
  return pattern_of(entry, text_member(entry, key, problems), problems);
}

std::vector<std::string> pattern_list(const YamlNode& map, const std::string& key,
                                      Problems& problems) {
  std::vector<std::string> good;
  for (const YamlNode& item : elements(map, key.c_str(), problems))
    if (std::string pattern = pattern_of(item, item.text, problems); !pattern.empty())
      good.push_back("(?i)" + pattern);
  return good;
}

double number_of(const YamlNode& node, Problems& problems) {
  double value = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [rest, error] = std::from_chars(node.text.data(), end, value);
  if (error != std::errc{} || rest != end)
    wrong(node, "expected a number, not '" + node.text + "'", problems);
  return value;
}

using Numbers = std::vector<std::pair<std::string, double>>;

Numbers numbers_member(const YamlNode& entry, const char* key, Problems& problems) {
  Numbers numbers;
  const YamlNode* map = entry.find(key);
  if (map == nullptr) return numbers;
  if (!map->is_map()) {
    wrong(*map, std::string("'") + key + "' must be a map of names to numbers", problems);
    return numbers;
  }
  for (std::size_t i = 0; i < map->keys.size(); ++i)
    numbers.emplace_back(map->keys[i], number_of(map->items[i], problems));
  return numbers;
}

bool one_of(const YamlNode& entry, const char* key, const std::string& value,
            const std::vector<std::string>& allowed, Problems& problems) {
  if (std::ranges::find(allowed, value) != allowed.end()) return true;
  std::string list;
  for (const std::string& each : allowed) list += (list.empty() ? "" : ", ") + each;
  wrong(entry, std::string("'") + key + "' must be one of " + list, problems);
  return false;
}

void load_checks(const YamlNode& root, CertificateCheckTable& table, Problems& problems) {
  std::set<std::string> seen;
  for (const YamlNode& entry : elements(root, "checks", problems)) {
    refuse_unknown_keys(
        entry, {"id", "code", "grade", "weight", "question", "thresholds", "source"}, problems);
    CertificateCheck check;
    check.id = required(entry, "id", problems);
    check.code = required(entry, "code", problems);
    check.grade = required(entry, "grade", problems);
    check.question = required(entry, "question", problems);
    const std::string weight = required(entry, "weight", problems);
    one_of(entry, "grade", check.grade, {"error", "warning", "information"}, problems);
    one_of(entry, "weight", weight, {"contradiction", "signal"}, problems);
    check.contradiction = weight == "contradiction";
    for (const auto& [name, value] : numbers_member(entry, "thresholds", problems))
      check.thresholds[name] = value;
    if (!seen.insert(check.id).second)
      wrong(entry, "the id '" + check.id + "' is used twice", problems);
    table.checks.push_back(std::move(check));
  }
}

void load_patterns(const YamlNode& root, const char* key,
                   std::map<std::string, std::vector<std::string>, std::less<>>& into,
                   Problems& problems) {
  const YamlNode* map = root.find(key);
  if (map == nullptr || !map->is_map())
    return wrong(root, std::string("'") + key + "' must be a map of names to patterns", problems);
  for (const std::string& name : map->keys) into[name] = pattern_list(*map, name, problems);
}

void load_misused(const YamlNode& root, CertificateCheckTable& table, Problems& problems) {
  for (const YamlNode& entry : elements(root, "misused", problems)) {
    refuse_unknown_keys(entry, {"pattern", "analytes", "product", "unless", "why"}, problems);
    MisusedMethod misused;
    misused.pattern = "(?i)" + pattern_member(entry, "pattern", problems);
    misused.analytes = text_list_member(entry, "analytes", problems);
    misused.product = pattern_member(entry, "product", problems);
    misused.unless = pattern_member(entry, "unless", problems);
    misused.why = required(entry, "why", problems);
    for (std::string* pattern : {&misused.product, &misused.unless})
      if (!pattern->empty()) *pattern = "(?i)" + *pattern;
    table.misused.push_back(std::move(misused));
  }
}

void load_forms(const YamlNode& root, CertificateCheckTable& table, Problems& problems) {
  for (const YamlNode& entry : elements(root, "accreditation_forms", problems)) {
    refuse_unknown_keys(entry, {"body", "number", "form"}, problems);
    table.accreditation_forms.push_back({"(?i)" + pattern_member(entry, "body", problems),
                                         "(?i)" + pattern_member(entry, "number", problems),
                                         required(entry, "form", problems)});
  }
}

void load_substances(const YamlNode& root, CertificateCheckTable& table, Problems& problems) {
  for (const YamlNode& entry : elements(root, "substances", problems)) {
    refuse_unknown_keys(entry, {"id", "names"}, problems);
    table.substances.push_back(
        {required(entry, "id", problems), pattern_list(entry, "names", problems)});
  }
}

void load_totals(const YamlNode& root, CertificateCheckTable& table, Problems& problems) {
  for (const YamlNode& entry : elements(root, "totals", problems)) {
    refuse_unknown_keys(entry, {"total", "parts", "source"}, problems);
    TotalOfParts total{required(entry, "total", problems), {}};
    for (const auto& [name, value] : numbers_member(entry, "parts", problems))
      total.parts[name] = value;
    table.totals.push_back(std::move(total));
  }
}

std::optional<PlausibleRange> range_of(const YamlNode& entry, const UnitTable& units,
                                       Problems& problems) {
  if (entry.find("low") == nullptr && entry.find("high") == nullptr) return std::nullopt;
  const auto low = Decimal::parse(required(entry, "low", problems));
  const auto high = Decimal::parse(required(entry, "high", problems));
  const std::string printed = required(entry, "unit", problems);
  const auto unit = printed == "1" ? std::optional(Unit{"1", "number", *Decimal::parse("1")})
                                   : units.find(printed);
  if (!low || !high || !unit) {
    wrong(entry, "'low' and 'high' must be numbers, 'unit' one of units.yaml, or 1", problems);
    return std::nullopt;
  }
  return PlausibleRange{*low, *high, *unit};
}

}  // namespace

void load_certificate_checks(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(
      root,
      {"checks", "statements", "words", "required_analytes", "count_analytes", "short_life_kinds",
       "misused", "accreditation_forms", "accreditation_fillers", "substances", "totals",
       "specific_methods", "atomic_weights"},
      problems);
  CertificateCheckTable& table = tables.certificate_checks;
  load_checks(root, table, problems);
  load_patterns(root, "statements", table.statements, problems);
  load_patterns(root, "words", table.words, problems);
  table.required_analytes = text_list_member(root, "required_analytes", problems);
  table.count_analytes = text_list_member(root, "count_analytes", problems);
  table.short_life_kinds = text_list_member(root, "short_life_kinds", problems);
  load_misused(root, table, problems);
  load_forms(root, table, problems);
  table.accreditation_fillers = pattern_list(root, "accreditation_fillers", problems);
  load_substances(root, table, problems);
  load_totals(root, table, problems);
  table.specific_methods = text_list_member(root, "specific_methods", problems);
  for (const auto& [symbol, weight] : numbers_member(root, "atomic_weights", problems))
    table.atomic_weights[symbol] = weight;
}

void load_plausible_values(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"values"}, problems);
  for (const YamlNode& entry : elements(root, "values", problems)) {
    refuse_unknown_keys(
        entry, {"analytes", "low", "high", "unit", "classes", "without_unit", "source"}, problems);
    const auto range = range_of(entry, tables.units, problems);
    bool bare = false;
    if (const YamlNode* flag = entry.find("without_unit"); flag != nullptr)
      if (!is_boolean(*flag, bare)) wrong(*flag, "'without_unit' must be true or false", problems);
    for (const YamlNode& id : elements(entry, "analytes", problems)) {
      const auto analyte = std::ranges::find(tables.analytes, id.text, &Analyte::id);
      if (analyte == tables.analytes.end()) {
        wrong(id, "no analyte '" + id.text + "' in analytes.yaml", problems);
        continue;
      }
      analyte->plausible = range;
      if (entry.find("classes") != nullptr)
        analyte->unit_classes = text_list_member(entry, "classes", problems);
      analyte->needs_unit = !bare;
    }
  }
}

}  // namespace verilot
