#include "packs/describe.h"

namespace verilot {

namespace {

std::string joined(const std::vector<std::string>& words, const char* between = ", ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string days(const Period& period) {
  if (!period.from && !period.until) return "";
  return (period.from ? "from " + to_string(*period.from) : "") +
         (period.from && period.until ? " " : "") +
         (period.until ? "until " + to_string(*period.until) : "");
}

void put(Fields& fields, const std::string& name, const std::string& text) {
  if (!text.empty()) fields.emplace(name, text);
}

void put(Fields& fields, const std::string& prefix, const Citation& citation) {
  put(fields, prefix + "clause", citation.clause);
  put(fields, prefix + "clause ids", joined(citation.ids));
  put(fields, prefix + "clause status", citation.status);
  put(fields, prefix + "clause text", citation.text);
}

void put(Fields& fields, const std::string& prefix, const Messages& messages) {
  put(fields, prefix + "message pass", messages.pass);
  put(fields, prefix + "message fail", messages.fail);
  put(fields, prefix + "message unverified", messages.unverified);
}

void put_versions(Fields& fields, const Rule& rule) {
  for (std::size_t i = 0; i < rule.versions.size(); ++i) {
    const RuleVersion& version = rule.versions[i];
    const std::string prefix = "version " + std::to_string(i + 1) + " ";
    put(fields, prefix + "dates", days(version.period));
    if (version.severity)
      put(fields, prefix + "severity", std::string(to_string(*version.severity)));
    if (version.when) put(fields, prefix + "when", version.when->text);
    if (version.require) put(fields, prefix + "require", version.require->text);
    if (version.messages) put(fields, prefix, *version.messages);
    if (version.citation) put(fields, prefix, *version.citation);
  }
}

Fields described(const Leaf& leaf) {
  Fields fields;
  put(fields, "title", leaf.title);
  put(fields, "lawful",
      leaf.route == Leaf::Route::lawful ? "true"
      : leaf.route == Leaf::Route::none ? "false"
                                        : "open");
  put(fields, "strictness", std::to_string(leaf.strictness));
  put(fields, "", leaf.citation);
  put(fields, "message", leaf.message);
  return fields;
}

Fields described(const Question& question) {
  Fields fields;
  put(fields, "text", question.text);
  put(fields, "if", question.condition.text);
  put(fields, "yes", question.yes);
  put(fields, "no", question.no);
  put(fields, "ask", joined(question.ask, "; "));
  return fields;
}

Fields described(const OfficialList& list) {
  Fields fields;
  put(fields, "title", list.title);
  put(fields, "as of", to_string(list.as_of));
  put(fields, "complete", list.complete ? "true" : "false");
  put(fields, "entries", joined(list.entries));
  return fields;
}

Fields described(const Clause& clause) {
  Fields fields;
  put(fields, "clause", clause.clause);
  put(fields, "title", clause.title);
  put(fields, "status", clause.status);
  put(fields, "text", clause.text);
  put(fields, "source", clause.source);
  put(fields, "dates", days(clause.in_force));
  put(fields, "no rule", clause.no_rule);
  return fields;
}

}  // namespace

Fields described(const Rule& rule) {
  Fields fields;
  put(fields, "title", rule.title);
  put(fields, "shared rule", rule.shared_id);
  put(fields, "subject", rule.subject);
  put(fields, "applies to", joined(rule.applies_to));
  put(fields, "severity", std::string(to_string(rule.severity)));
  put(fields, "", rule.citation);
  put(fields, "ground", rule.safety_ground ? "safety" : "");
  put(fields, "dates", days(rule.in_force));
  put(fields, "compares", joined(rule.compares));
  put(fields, "when", rule.when.text);
  put(fields, "require", rule.require.text);
  put(fields, "", rule.messages);
  put(fields, "ask", joined(rule.ask, "; "));
  for (const auto& [name, value] : rule.parameters)
    put(fields, "parameter " + name, cel::to_display(value));
  put_versions(fields, rule);
  return fields;
}

std::map<std::pair<std::string, std::string>, Fields> described(const RulePack& pack) {
  std::map<std::pair<std::string, std::string>, Fields> parts;
  for (const Rule& rule : pack.rules) parts[{"rule", rule.id}] = described(rule);
  for (const auto& [id, leaf] : pack.tree.leaves) parts[{"leaf", id}] = described(leaf);
  for (const auto& [id, question] : pack.tree.questions)
    parts[{"question", id}] = described(question);
  for (const OfficialList& list : pack.lists) parts[{"list", list.id}] = described(list);
  for (const auto& [id, clause] : pack.law) parts[{"clause", id}] = described(clause);
  for (const auto& [name, value] : pack.values)
    put(parts[{"value", name}], "value", cel::to_display(value));
  return parts;
}

}  // namespace verilot
