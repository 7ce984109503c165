#include "cli/exit_code.h"

#include <doctest/doctest.h>

using namespace verilot;

namespace {

Run run_with(std::vector<Finding> findings, Problems of_packs = {}, Problems of_dossier = {}) {
  Run run;
  DossierResult dossier;
  dossier.id = "vial";
  dossier.findings = std::move(findings);
  dossier.problems = std::move(of_dossier);
  run.dossiers = {dossier};
  run.pack_problems = std::move(of_packs);
  return run;
}

Finding finding(Outcome outcome, Severity severity, bool advisory = false) {
  Finding f;
  f.outcome = outcome;
  f.severity = severity;
  f.advisory = advisory;
  return f;
}

}  // namespace

TEST_CASE("decide_exit: each row of the table") {
  const Problem pack_fault{ProblemLevel::error, in_file("jurisdictions/us-fda/pack.yaml"),
                           "unknown key"};
  const Problem unreadable{ProblemLevel::error, in_file("coa.pdf"), "damaged"};
  const Problem unread_page{ProblemLevel::warning, in_file("coa.pdf"), "page 2 was not read"};
  const Finding pass = finding(Outcome::pass, Severity::critical);
  const Finding fail = finding(Outcome::fail, Severity::high);
  const Finding open = finding(Outcome::unverified, Severity::high);
  struct Case {
    const char* name;
    Run run;
    int code;
  };
  const Case cases[] = {
      {"all pass", run_with({pass}), 0},
      {"a failure", run_with({pass, fail, open}), 1},
      {"a medium failure alone", run_with({finding(Outcome::fail, Severity::medium)}), 0},
      {"an advisory failure alone", run_with({finding(Outcome::fail, Severity::critical, true)}),
       0},
      {"something open", run_with({pass, open}), 2},
      {"an unread page is no incomplete run", run_with({pass}, {}, {unread_page}), 0},
      {"an unreadable document stands over a failure", run_with({fail}, {}, {unreadable}), 3},
      {"a rule that errs", run_with({fail, finding(Outcome::error, Severity::low)}), 3},
      {"nothing judged", run_with({}), 3},
      {"a faulty pack stands over everything below 64",
       run_with({fail}, {pack_fault}, {unreadable}), 10},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(decide_exit(c.run, {}).code == c.code);
  }
}

TEST_CASE("decide_exit: the thresholds choose what counts") {
  const Run run = run_with(
      {finding(Outcome::fail, Severity::medium), finding(Outcome::unverified, Severity::low)});
  CHECK(decide_exit(run, {Severity::medium, Severity::high, false}).code == 1);
  CHECK(decide_exit(run, {Severity::high, Severity::low, false}).code == 2);
  CHECK(decide_exit(run, {Severity::medium, Severity::high, true}).code == 0);
}
