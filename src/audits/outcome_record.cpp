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

}  // namespace

std::string outcome_record(const DossierResult& result) {
  Json verdicts = Json::array(), live = Json::array(), problems = Json::array();
  std::size_t passed = 0, not_applicable = 0;
  for (const PackVerdict& verdict : result.verdicts)
    verdicts.push_back({verdict.pack, to_string(verdict.verdict)});
  for (const Finding& finding : result.findings) {
    passed += finding.outcome == Outcome::pass;
    not_applicable += finding.outcome == Outcome::not_applicable;
    if (finding.outcome == Outcome::pass || finding.outcome == Outcome::not_applicable) continue;
    const bool told = finding.outcome != Outcome::unverified;
    live.push_back({finding.rule, finding.subject, to_string(finding.outcome),
                    to_string(finding.severity), finding.advisory, told ? finding.message : ""});
    if (finding.waived) live.back().push_back(to_string(finding.waived->outcome));
  }
  for (const Problem& problem : result.problems)
    if (problem.level == ProblemLevel::error) problems.push_back(to_string(problem));
  Json json = {{"product", result.product},
               {"supplier", result.supplier},
               {"verdicts", verdicts},
               {"known", result.completeness.known},
               {"needed", result.completeness.needed},
               {"passed", passed},
               {"not_applicable", not_applicable},
               {"live", live},
               {"problems", problems}};
  for (const WaiverUse& use : result.waivers)
    json["waivers"].push_back({use.id, use.finding, use.state});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
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
