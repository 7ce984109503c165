// Rules of a pack.
#include <algorithm>

#include "packs/pack_reader.h"

namespace verilot {

namespace {

const std::vector<std::string> kRuleKeys = {
    "id",       "use",      "title",    "subject",    "applies_to", "severity",
    "citation", "ground",   "in_force", "parameters", "compares",   "when",
    "require",  "messages", "ask",      "absence_ok", "versions",   "cases"};

const std::vector<std::string> kOutcomeTexts = {"pass", "fail", "unverified"};

Expression both(Expression own, const Expression& shared) {
  for (WrittenPart& part : own.parts) part.offset += 1;
  own.text = "(" + own.text + ") && (";
  for (WrittenPart part : shared.parts) {
    part.offset += own.text.size();
    own.parts.push_back(std::move(part));
  }
  own.text += shared.text + ")";
  return own;
}

}  // namespace

void PackReader::read_rules(const YamlNode& root, const std::vector<Rule>& shared, RulePack& pack) {
  refuse_unknown_keys(root, {"rules"}, problems);
  const YamlNode* rules = root.find("rules");
  if (rules == nullptr || !rules->is_list())
    return problem(root.where, "a rule file needs `rules:`, a list");
  for (const YamlNode& item : rules->items) {
    if (!item.is_map()) {
      problem(item.where, "a rule is a map with `id:`");
      continue;
    }
    Rule one = rule(item, shared);
    const bool twice = std::any_of(pack.rules.begin(), pack.rules.end(),
                                   [&](const Rule& r) { return r.id == one.id; });
    if (twice)
      problem(item.where, "rule '" + one.id + "' is defined twice; ids are unique in a pack");
    pack.rules.push_back(std::move(one));
  }
}

Rule PackReader::rule(const YamlNode& node, const std::vector<Rule>& shared) {
  refuse_unknown_keys(node, kRuleKeys, problems);
  Rule rule;
  rule.where = node.where;
  const bool bound = node.find("use") == nullptr || bind_shared(node, shared, rule);
  read_rule_keys(node, rule);
  if (!bound) return rule;  // what it lacks may be in the rule that was meant
  if (node.find("use") != nullptr && node.find("id") == nullptr)
    problem(node.where, "a binding needs `id:`, its own in this pack");
  if (rule.id.empty()) problem(node.where, "a rule needs `id:`");
  if (rule.require.text.empty()) problem(node.where, "rule '" + rule.id + "' needs `require:`");
  if (rule.citation.clause.empty() && !rule.safety_ground)
    problem(node.where, "rule '" + rule.id + "' needs `citation:`, or `ground: safety`");
  return rule;
}

bool PackReader::bind_shared(const YamlNode& node, const std::vector<Rule>& shared, Rule& rule) {
  const std::string use = text_member(node, "use", problems);
  const auto it =
      std::find_if(shared.begin(), shared.end(), [&](const Rule& r) { return r.id == use; });
  if (it == shared.end()) {
    std::vector<std::string> ids;
    for (const Rule& r : shared) ids.push_back(r.id);
    problem(node.find("use")->where, "no shared rule '" + use + "'" + did_you_mean(use, ids));
    return false;
  }
  const SourceLocation where = rule.where;
  rule = *it;
  rule.where = where;
  rule.shared_id = use;
  rule.cases.clear();  // they prove the shared rule, under its own conditions
  rule.texts.clear();
  return true;
}

void PackReader::read_rule_keys(const YamlNode& node, Rule& rule) {
  const auto replace = [&](std::string_view key, std::string& into) {
    if (node.find(key) != nullptr) into = text_member(node, key, problems);
  };
  replace("id", rule.id);
  replace("title", rule.title);
  replace("subject", rule.subject);
  replace("absence_ok", rule.absence_ok);
  if (node.find("applies_to") != nullptr)
    rule.applies_to = text_list_member(node, "applies_to", problems);
  if (node.find("compares") != nullptr)
    rule.compares = text_list_member(node, "compares", problems);
  if (const auto s = severity(node)) rule.severity = *s;
  if (node.find("citation") != nullptr) {
    rule.cited.clear();
    rule.citation = citation(node, rule.cited);
  }
  if (const std::string ground = text_member(node, "ground", problems); !ground.empty()) {
    if (ground != "safety" && ground != "law")
      problem(node.find("ground")->where, "'ground' is safety or law");
    rule.safety_ground = ground == "safety";
  }
  if (const YamlNode* in_force = node.find("in_force")) {
    refuse_unknown_keys(*in_force, {"from", "until"}, problems);
    rule.in_force = period(*in_force);
  }
  for (auto& [name, value] : values(node, "parameters"))
    rule.parameters.insert_or_assign(name, value);
  if (node.find("when") != nullptr) {
    Expression own = expression(node, "when");
    // A binding narrows the shared rule; it cannot widen it.
    rule.when = rule.when.text.empty() ? std::move(own) : both(std::move(own), rule.when);
  }
  if (node.find("require") != nullptr) rule.require = expression(node, "require");
  if (const YamlNode* texts = node.find("messages")) {
    rule.messages = messages(*texts);
    note_texts(*texts, kOutcomeTexts, rule.texts);
  }
  note_texts(node, {"ask"}, rule.texts);
  if (node.find("ask") != nullptr) rule.ask = text_list_member(node, "ask", problems);
  for (const YamlNode& item : elements(node, "versions")) {
    rule.versions.push_back(version(item));
    if (const YamlNode* texts = item.find("messages"))
      note_texts(*texts, kOutcomeTexts, rule.texts);
  }
  for (Case& c : cases(node)) rule.cases.push_back(std::move(c));
}

RuleVersion PackReader::version(const YamlNode& node) {
  refuse_unknown_keys(
      node, {"from", "until", "severity", "require", "when", "messages", "citation"}, problems);
  RuleVersion version;
  version.period = period(node);
  version.severity = severity(node);
  if (node.find("when") != nullptr) version.when = expression(node, "when");
  if (const YamlNode* require = node.find("require")) {
    version.require = expression(node, "require");
    if (version.require->text.empty())
      problem(require->where, "'require' of a version must be an expression");
  }
  if (const YamlNode* texts = node.find("messages")) version.messages = messages(*texts);
  if (node.find("citation") != nullptr) version.citation = citation(node, version.cited);
  return version;
}

}  // namespace verilot
