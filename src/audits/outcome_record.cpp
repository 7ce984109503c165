#include "audits/outcome_record.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/problem.h"

namespace verilot {

namespace {

using Json = nlohmann::json;

template <class Kind>
Kind named(const Json& word, std::initializer_list<Kind> kinds) {
  const std::string text = word.get<std::string>();
  for (const Kind kind : kinds)
    if (to_string(kind) == text) return kind;
  return *kinds.begin();
}

Outcome outcome_named(const Json& word) {
  return named(word, {Outcome::unverified, Outcome::fail, Outcome::error, Outcome::waived});
}
Severity severity_named(const Json& word) {
  return named(word, {Severity::high, Severity::critical, Severity::medium, Severity::low});
}
Verdict verdict_named(const Json& word) {
  return named(word, {Verdict::hold, Verdict::clear, Verdict::reject});
}

// Text as JSON; nearly all of it is plain.
std::string as_json(std::string_view text) {
  const bool plain = std::ranges::all_of(
      text, [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
  if (!plain) return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string out = "\"";
  out += text;
  out += '"';
  return out;
}

// A JSON array, put together item by item.
class Items {
 public:
  Items& add(std::string_view item) {
    if (!text_.empty()) text_ += ',';
    text_ += item;
    return *this;
  }
  Items& quote(std::string_view text) { return add(as_json(text)); }
  std::string text() const { return "[" + text_ + "]"; }

 private:
  std::string text_;
};

std::string live_outcome(const Finding& finding) {
  const bool told = finding.outcome != Outcome::unverified;
  Items items;
  items.quote(finding.rule).quote(finding.subject).quote(to_string(finding.outcome));
  items.quote(to_string(finding.severity)).add(finding.advisory ? "true" : "false");
  items.quote(told ? finding.message : "");
  if (finding.waived) items.quote(to_string(finding.waived->outcome));
  return items.text();
}

}  // namespace

std::string outcome_record(const DossierResult& result) {
  Items verdicts, live, problems, waivers;
  std::size_t passed = 0, not_applicable = 0;
  for (const PackVerdict& verdict : result.verdicts)
    verdicts.add(Items().quote(verdict.pack).quote(to_string(verdict.verdict)).text());
  for (const Finding& finding : result.findings) {
    passed += finding.outcome == Outcome::pass;
    not_applicable += finding.outcome == Outcome::not_applicable;
    if (finding.outcome == Outcome::pass || finding.outcome == Outcome::not_applicable) continue;
    live.add(live_outcome(finding));
  }
  for (const Problem& problem : result.problems)
    if (problem.level == ProblemLevel::error) problems.quote(to_string(problem));
  for (const WaiverUse& use : result.waivers)
    waivers.add(Items().quote(use.id).quote(use.finding).quote(use.state).text());
  const auto number = [](std::size_t n) { return std::to_string(n); };
  return "{\"known\":" + number(result.completeness.known) + ",\"live\":" + live.text() +
         ",\"needed\":" + number(result.completeness.needed) +
         ",\"not_applicable\":" + number(not_applicable) + ",\"passed\":" + number(passed) +
         ",\"problems\":" + problems.text() + ",\"product\":" + as_json(result.product) +
         ",\"supplier\":" + as_json(result.supplier) + ",\"verdicts\":" + verdicts.text() +
         (result.waivers.empty() ? "" : ",\"waivers\":" + waivers.text()) + "}";
}

OutcomeRecord read_outcomes(const std::string& text) {
  const Json json = Json::parse(text);
  OutcomeRecord record;
  record.product = json.at("product").get<std::string>();
  record.supplier = json.at("supplier").get<std::string>();
  for (const Json& verdict : json.at("verdicts"))
    record.verdicts.push_back({verdict.at(0).get<std::string>(), verdict_named(verdict.at(1))});
  record.completeness = {json.at("known").get<std::size_t>(), json.at("needed").get<std::size_t>()};
  record.passed = json.at("passed").get<std::size_t>();
  record.not_applicable = json.at("not_applicable").get<std::size_t>();
  for (const Json& one : json.at("live"))
    record.live.push_back(
        {one.at(0).get<std::string>(), one.at(1).get<std::string>(), outcome_named(one.at(2)),
         severity_named(one.at(3)), one.at(4).get<bool>(), one.at(5).get<std::string>(),
         one.size() > 6 ? std::optional(outcome_named(one.at(6))) : std::nullopt});
  if (json.contains("waivers"))
    for (const Json& use : json.at("waivers"))
      record.waivers.push_back({use.at(0).get<std::string>(), use.at(1).get<std::string>(),
                                use.at(2).get<std::string>()});
  for (const Json& problem : json.at("problems"))
    record.problems.push_back(problem.get<std::string>());
  return record;
}

}  // namespace verilot
