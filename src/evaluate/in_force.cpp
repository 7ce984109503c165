#include "evaluate/in_force.h"

#include <algorithm>

namespace verilot {

namespace {

// What the version gives replaces what the rule gives.
Rule replaced_by(const RuleVersion& version, Rule rule) {
  if (version.severity) rule.severity = *version.severity;
  if (version.when) rule.when = *version.when;
  if (version.require) rule.require = *version.require;
  if (version.messages) rule.messages = *version.messages;
  if (version.citation && !version.citation->clause.empty()) {
    rule.citation = *version.citation;
  } else if (version.citation) {
    rule.citation.author = version.citation->author;
    rule.citation.date = version.citation->date;
  }
  return rule;
}

}  // namespace

bool holds(const Period& period, const Date& as_of) {
  return !(period.from && as_of.last < period.from->first) &&
         !(period.until && as_of.first > period.until->last);
}

Rule on_day(const Rule& rule, const Date& as_of) {
  const auto version = std::ranges::find_if(
      rule.versions, [&](const RuleVersion& v) { return holds(v.period, as_of); });
  return version == rule.versions.end() ? rule : replaced_by(*version, rule);
}

}  // namespace verilot
