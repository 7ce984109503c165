#include "evaluate/in_force.h"

#include <algorithm>

namespace verilot {

bool holds(const Period& period, const Date& as_of) {
  return !(period.from && as_of.last < period.from->first) &&
         !(period.until && as_of.first > period.until->last);
}

std::vector<std::chrono::sys_days> bounds(const Period& period) {
  std::vector<std::chrono::sys_days> days;
  if (period.from) days.push_back(period.from->first);
  if (period.until) days.push_back(period.until->last + std::chrono::days(1));
  return days;
}

std::string not_in_force(const Period& period, const Date& as_of) {
  const bool early = period.from && as_of.last < period.from->first;
  return early ? "Not in force before " + to_string(*period.from) + "."
               : "Not in force after " + to_string(*period.until) + ".";
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

namespace {

// "certificate.lot" below the element that `certificate` is bound to.
NodeId below(const Evidence& evidence, NodeId node, std::string_view path) {
  while (node != kNoNode && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    node = evidence.kind(node) == NodeKind::object ? evidence.member(node, path.substr(0, dot))
                                                   : kNoNode;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return node;
}

}  // namespace

bool compares_element(const Rule& rule) {
  return std::ranges::any_of(rule.compares, [&](const std::string& path) {
    return !rule.element.empty() && path.starts_with(rule.element + ".");
  });
}

bool something_to_compare(const Rule& rule, const Evidence& evidence, NodeId element) {
  return std::ranges::all_of(rule.compares, [&](const std::string& path) {
    const bool of_element = !rule.element.empty() && path.starts_with(rule.element + ".");
    if (of_element && element == kNoNode) return true;
    const NodeId fact = of_element ? below(evidence, element,
                                           std::string_view(path).substr(rule.element.size() + 1))
                                   : evidence.find(path);
    if (fact == kNoNode || evidence.kind(fact) == NodeKind::null) return false;
    return evidence.kind(fact) != NodeKind::unknown || evidence.reason(fact) != "not stated";
  });
}

}  // namespace verilot
