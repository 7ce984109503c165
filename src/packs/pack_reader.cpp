#include "packs/pack_reader.h"

#include <algorithm>

#include "packs/domain_values.h"

namespace verilot {

namespace {

cel::Value constant(const YamlNode& node, const UnitTable& units, Problems& problems) {
  using cel::Value;
  bool flag = false;
  if (is_boolean(node, flag)) return Value::boolean(flag);
  if (node.is_list()) {
    std::vector<Value> elements;
    for (const YamlNode& item : node.items) elements.push_back(constant(item, units, problems));
    return Value::list(std::move(elements));
  }
  if (node.is_map() && node.keys.size() == 1) {
    const std::string text = node.items[0].text;
    if (node.keys[0] == "date")
      if (const auto date = parse_date(text)) return date_value(*date);
    if (node.keys[0] == "quantity")
      if (const auto quantity = parse_quantity(text, units)) return quantity_value(*quantity);
  }
  if (node.is_scalar()) {
    const bool digits = !node.quoted && node.text.size() <= 18 &&
                        std::all_of(node.text.begin(), node.text.end(),
                                    [](char c) { return c >= '0' && c <= '9'; });
    if (digits) return Value::integer(std::stoll(node.text));
    return Value::text(node.text);
  }
  const bool named = node.is_map() && node.keys.size() == 1;
  if (named && (node.keys[0] == "date" || node.keys[0] == "quantity")) {
    problems.push_back({ProblemLevel::error, node.items[0].where,
                        "'" + node.items[0].text + "' is no " + node.keys[0] +
                            (node.keys[0] == "date" ? " that exists; write 2026-11-22"
                                                    : " of a unit of rules/tables/units.yaml; "
                                                      "write 0.5 EU/mL")});
    return Value::null();
  }
  problems.push_back({ProblemLevel::error, node.where,
                      "a constant is a text, a whole number, true, false, a list of these, `{date: "
                      "2023-06-08}` or `{quantity: 5 %}`"});
  return Value::null();
}

}  // namespace

void PackReader::problem(const SourceLocation& where, std::string message) {
  problems.push_back({ProblemLevel::error, where, std::move(message)});
}

const std::vector<YamlNode>& PackReader::elements(const YamlNode& map, std::string_view key) {
  static const std::vector<YamlNode> kNone;
  const YamlNode* node = map.find(key);
  if (node == nullptr || node->is_null()) return kNone;
  if (node->is_list()) return node->items;
  problem(node->where, "'" + std::string(key) + "' must be a list");
  return kNone;
}

std::map<std::string, cel::Value, std::less<>> PackReader::values(const YamlNode& map,
                                                                  std::string_view key) {
  const YamlNode* node = map.find(key);
  if (node == nullptr || node->is_null()) return {};
  if (!node->is_map())
    problem(node->where, "'" + std::string(key) + "' must be a map of constants");
  return constants(*node);
}

std::map<std::string, cel::Value, std::less<>> PackReader::constants(const YamlNode& map) {
  std::map<std::string, cel::Value, std::less<>> constants;
  for (std::size_t i = 0; i < map.keys.size(); ++i)
    constants.emplace(map.keys[i], constant(map.items[i], units, problems));
  return constants;
}

std::optional<Date> PackReader::date(const YamlNode& map, std::string_view key) {
  const std::string text = text_member(map, key, problems);
  if (text.empty()) return std::nullopt;
  const std::optional<Date> date = parse_date(text);
  if (!date)
    problem(map.find(key)->where, "'" + text + "' is not a date that exists; write 2026-11-22");
  return date;
}

Period PackReader::period(const YamlNode& map) {
  Period period{date(map, "from"), date(map, "until")};
  if (period.from) period.from = Date{period.from->first, period.from->first};
  if (period.until) period.until = last_day(*period.until);
  if (period.from && period.until && period.until->last < period.from->first)
    problem(map.find("until")->where, "the period ends before it begins: 'until' is the last day");
  return period;
}

std::optional<Severity> PackReader::severity(const YamlNode& map) {
  const std::string word = text_member(map, "severity", problems);
  if (word.empty()) return std::nullopt;
  for (const Severity s : {Severity::low, Severity::medium, Severity::high, Severity::critical})
    if (to_string(s) == word) return s;
  problem(map.find("severity")->where,
          "'" + word + "' is no severity: expected critical, high, medium or low");
  return std::nullopt;
}

Messages PackReader::messages(const YamlNode& map) {
  refuse_unknown_keys(map, {"pass", "fail", "unverified"}, problems);
  return {text_member(map, "pass", problems), text_member(map, "fail", problems),
          text_member(map, "unverified", problems)};
}

Expression PackReader::expression(const YamlNode& map, std::string_view key) {
  const std::string text = text_member(map, key, problems);
  const YamlNode* node = map.find(key);
  return node == nullptr ? Expression{} : written(text, node->where);
}

Expression PackReader::written(const std::string& text, const SourceLocation& where) const {
  return {text, where, {{0, text.size(), where, source}}, std::nullopt};
}

void PackReader::note_texts(const YamlNode& map, const std::vector<std::string>& keys,
                            std::vector<Expression>& texts) const {
  for (const std::string& key : keys) {
    const YamlNode* node = map.find(key);
    if (node == nullptr) continue;
    if (node->is_scalar()) texts.push_back(written(node->text, node->where));
    for (const YamlNode& item : node->items)
      if (node->is_list() && item.is_scalar()) texts.push_back(written(item.text, item.where));
  }
}

Case PackReader::dossier_of(const YamlNode& item) {
  Case c;
  c.where = item.where;
  c.name = text_member(item, "name", problems);
  c.base = text_member(item, "base", problems);
  if (const YamlNode* given = item.find("given")) c.given = *given;
  c.as_of = date(item, "as_of");
  if (c.name.empty()) problem(item.where, "a case needs `name:`");
  return c;
}

std::vector<Case> PackReader::cases(const YamlNode& map) {
  std::vector<Case> cases;
  for (const YamlNode& item : elements(map, "cases")) {
    refuse_unknown_keys(item, {"name", "base", "given", "as_of", "subject", "expect"}, problems);
    Case c = dossier_of(item);
    c.subject = text_member(item, "subject", problems);
    const YamlNode* expect = item.find("expect");
    if (expect != nullptr && expect->is_list()) {
      c.expect = text_list_member(item, "expect", problems);
    } else {
      c.expect = {text_member(item, "expect", problems)};
    }
    if (c.expect.empty() || c.expect.front().empty()) problem(item.where, "a case needs `expect:`");
    cases.push_back(std::move(c));
  }
  return cases;
}

void PackReader::read_head(const YamlNode& root, RulePack& pack) {
  refuse_unknown_keys(
      root,
      {"id", "version", "title", "country", "country_names", "builds_on", "law_as_found", "values"},
      problems);
  pack.id = text_member(root, "id", problems);
  pack.version = text_member(root, "version", problems);
  pack.title = text_member(root, "title", problems);
  pack.country = text_member(root, "country", problems);
  pack.builds_on = text_member(root, "builds_on", problems);
  if (pack.id.empty() || pack.version.empty())
    problem(root.where, "a pack needs `id:` and `version:`");
  if (const auto found = date(root, "law_as_found")) {
    pack.law_as_found = *found;
  } else if (root.find("law_as_found") == nullptr) {
    problem(root.where, "a pack needs `law_as_found:`, the date of its research");
  }
  for (auto& [name, value] : values(root, "values"))
    pack.values.insert_or_assign(name, std::move(value));
  if (const YamlNode* given = root.find("values"); given != nullptr && given->is_map())
    for (std::size_t i = 0; i < given->keys.size(); ++i)
      value_places.emplace(given->keys[i], given->key_place(i));
}

void PackReader::read_lists(const YamlNode& root, RulePack& pack) {
  refuse_unknown_keys(root, {"lists", "sources", "identifier_kinds"}, problems);
  for (const YamlNode& item : elements(root, "lists")) {
    refuse_unknown_keys(item, {"id", "title", "as_of", "complete", "status", "source", "entries"},
                        problems);
    OfficialList list;
    list.where = item.where;
    list.id = text_member(item, "id", problems);
    list.title = text_member(item, "title", problems);
    list.status = text_member(item, "status", problems);
    list.source = text_member(item, "source", problems);
    list.entries = text_list_member(item, "entries", problems);
    const auto as_of = date(item, "as_of");
    if (list.id.empty()) problem(item.where, "a list needs `id:`");
    if (item.find("as_of") == nullptr)
      problem(item.where, "a list needs `as_of:`, the day of the copy");
    if (as_of) list.as_of = *as_of;
    if (std::any_of(pack.lists.begin(), pack.lists.end(),
                    [&](const OfficialList& other) { return other.id == list.id; }))
      problem(item.where, "list '" + list.id + "' is defined twice");
    const YamlNode* complete = item.find("complete");
    if (complete == nullptr || !is_boolean(*complete, list.complete))
      problem(item.where, "a list needs `complete: true` or `complete: false`");
    pack.lists.push_back(std::move(list));
  }
}

void PackReader::read_bases(const YamlNode& root, RulePack& pack) {
  for (std::size_t i = 0; i < root.keys.size(); ++i)
    pack.bases.insert_or_assign(root.keys[i], root.items[i]);
}

}  // namespace verilot
