#include <doctest/doctest.h>

#include "evaluate/evaluate.h"

namespace verilot {
namespace {

Finding finding_of(Outcome outcome, Severity severity, bool advisory = false) {
  Finding finding;
  finding.outcome = outcome;
  finding.severity = severity;
  finding.advisory = advisory;
  return finding;
}

TEST_CASE("verdict_of: the table of outcomes and severities") {
  struct Row {
    Outcome outcome;
    Verdict low, medium, high, critical;
  };
  constexpr Verdict C = Verdict::clear, H = Verdict::hold, R = Verdict::reject;
  const Row rows[] = {
      {Outcome::pass, C, C, C, C},       {Outcome::fail, C, H, R, R},
      {Outcome::unverified, C, C, H, H}, {Outcome::not_applicable, C, C, C, C},
      {Outcome::waived, C, C, C, C},     {Outcome::error, C, C, H, H},
  };
  for (const Row& row : rows) {
    CAPTURE(to_string(row.outcome));
    CHECK(verdict_of({finding_of(row.outcome, Severity::low)}) == row.low);
    CHECK(verdict_of({finding_of(row.outcome, Severity::medium)}) == row.medium);
    CHECK(verdict_of({finding_of(row.outcome, Severity::high)}) == row.high);
    CHECK(verdict_of({finding_of(row.outcome, Severity::critical)}) == row.critical);
    CHECK(verdict_of({finding_of(row.outcome, Severity::critical, true)}) == C);
  }
}

TEST_CASE("verdict_of: the worst finding decides wherever it stands") {
  const Finding pass = finding_of(Outcome::pass, Severity::critical),
                open = finding_of(Outcome::unverified, Severity::high),
                fail = finding_of(Outcome::fail, Severity::high);
  CHECK(verdict_of({}) == Verdict::clear);
  CHECK(verdict_of({pass, open}) == Verdict::hold);
  CHECK(verdict_of({pass, open, fail}) == Verdict::reject);
  CHECK(verdict_of({fail, open, pass}) == Verdict::reject);
}

TEST_CASE("requests_of: the document that settles most comes first, each finding once") {
  std::vector<Finding> findings;
  const auto add = [&](const char* id, Outcome outcome, std::vector<std::string> ask,
                       const char* missing = "") {
    Finding finding = finding_of(outcome, Severity::high);
    finding.id = id;
    finding.ask = std::move(ask);
    if (*missing != '\0') finding.unknown.push_back({missing, "not stated"});
    findings.push_back(std::move(finding));
  };
  add("D/a", Outcome::unverified, {"Letter"});
  add("D/b", Outcome::unverified, {"Certificate", "Certificate"});
  add("D/c", Outcome::unverified, {"Certificate"});
  add("D/d", Outcome::unverified, {}, "product.kind");
  add("D/e", Outcome::unverified, {});
  add("D/f", Outcome::fail, {"Nothing settles a failure"});
  add("D/g", Outcome::pass, {"Nor a pass"});
  const std::vector<Request> requests = requests_of(findings);
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].text == "Certificate");
  CHECK(requests[0].findings == std::vector<std::string>{"D/b", "D/c"});
  CHECK(requests[1].text == "Letter");
  CHECK(requests[2].text == "A document that states product.kind");
}

}  // namespace
}  // namespace verilot
