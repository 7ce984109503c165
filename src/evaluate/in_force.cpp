#include "evaluate/in_force.h"

#include <algorithm>

namespace verilot {

bool holds(const Period& period, const Date& as_of) {
  return !(period.from && as_of.last < period.from->first) &&
         !(period.until && as_of.first > period.until->last);
}

const RuleVersion* version_on(const Rule& rule, const Date& as_of) {
  const auto version = std::ranges::find_if(
      rule.versions, [&](const RuleVersion& v) { return holds(v.period, as_of); });
  return version == rule.versions.end() ? nullptr : &*version;
}

Rule replaced_by(const RuleVersion& version, Rule rule) {
  if (version.severity) rule.severity = *version.severity;
  if (version.when) rule.when = *version.when;
  if (version.require) rule.require = *version.require;
  if (version.messages) rule.messages = *version.messages;
  if (version.citation) {
    rule.citation = *version.citation;
  }
  return rule;
}

Rule on_day(const Rule& rule, const Date& as_of) {
  const RuleVersion* version = version_on(rule, as_of);
  return version == nullptr ? rule : replaced_by(*version, rule);
}

bool something_to_compare(const Rule& rule, const Evidence& evidence) {
  return std::ranges::all_of(rule.compares, [&](const std::string& path) {
    const NodeId fact = evidence.find(path);
    if (fact == kNoNode || evidence.kind(fact) == NodeKind::null) return false;
    return evidence.kind(fact) != NodeKind::unknown || evidence.reason(fact) != "not stated";
  });
}

}  // namespace verilot
