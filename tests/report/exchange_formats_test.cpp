// SARIF, JUnit and CSV: the members their standards require, and what each outcome becomes.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sample_run.h"

using namespace verilot;
using namespace verilot::testing;

namespace {

using Json = nlohmann::json;

Json sarif(const std::vector<Finding>& findings, const ReportOptions& options = {}) {
  return Json::parse(written("sarif", sample_run(findings), options));
}

Json result_of(Outcome outcome, Severity severity = Severity::critical, bool advisory = false,
               bool strict = false) {
  Finding f = sample_finding(outcome, "us-fda.610.12");
  f.severity = severity;
  f.advisory = advisory;
  ReportOptions options;
  options.strict = strict;
  return sarif({f}, options)["runs"][0]["results"][0];
}

// Records of RFC 4180; a fault ends the reading.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"')
        cell += text[++i];
      else if (c == '"')
        quoted = false;
      else
        cell += c;
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',' || c == '\r') {
      rows.back().push_back(std::exchange(cell, ""));
      if (c == '\r') {
        if (i + 1 == text.size() || text[++i] != '\n') return {};
        rows.emplace_back();
      }
    } else if (c == '\n' || c == '"') {
      return {};
    } else {
      cell += c;
    }
  }
  rows.pop_back();
  return rows;
}

std::size_t column(const std::vector<std::string>& head, const std::string& name) {
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == name) return i;
  return head.size();
}

}  // namespace

TEST_CASE("sarif: the members that the standard requires are there") {
  const Json log = sarif({sample_finding(Outcome::fail, "a"), sample_finding(Outcome::pass, "b"),
                          sample_finding(Outcome::pass, "a")});
  CHECK(log["version"] == "2.1.0");
  const Json& run = log["runs"][0];
  CHECK(run["tool"]["driver"]["name"] == "verilot");
  CHECK(run["tool"]["driver"]["rules"].size() == 2);
  CHECK(run["results"].size() == 3);
  for (const Json& result : run["results"]) {
    CHECK(result["message"]["text"].get<std::string>().size() > 0);
    const Json& rule = run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()];
    CHECK(rule["id"] == result["ruleId"]);
    CHECK(rule["properties"]["citation"] == "21 CFR 610.12");
  }
  CHECK(run["invocations"][0]["executionSuccessful"] == true);
  CHECK(run["artifacts"][0]["location"]["uri"] == "lots/vial/coa.pdf");
  CHECK(run["artifacts"][0]["hashes"]["sha-256"] == "ab12");
}

TEST_CASE("sarif: each outcome has its kind, and a level only where it failed") {
  CHECK(result_of(Outcome::unverified)["kind"] == "open");
  CHECK(result_of(Outcome::pass)["kind"] == "pass");
  CHECK(result_of(Outcome::not_applicable)["kind"] == "notApplicable");
  for (const Outcome outcome : {Outcome::unverified, Outcome::pass, Outcome::not_applicable})
    CHECK(result_of(outcome)["level"] == "none");
  CHECK(result_of(Outcome::fail, Severity::critical)["level"] == "error");
  CHECK(result_of(Outcome::fail, Severity::high)["level"] == "error");
  CHECK(result_of(Outcome::fail, Severity::medium)["level"] == "warning");
  CHECK(result_of(Outcome::fail, Severity::low)["level"] == "note");
  CHECK(result_of(Outcome::fail, Severity::critical, true)["level"] == "note");
}

TEST_CASE("sarif: what is open is a warning where the report is strict, unless it is advisory") {
  CHECK(result_of(Outcome::unverified, Severity::high, false, true)["kind"] == "fail");
  CHECK(result_of(Outcome::unverified, Severity::high, false, true)["level"] == "warning");
  CHECK(result_of(Outcome::unverified, Severity::high, true, true)["kind"] == "open");
}

TEST_CASE("sarif: a waived failure is a failure that is suppressed") {
  const Json result = result_of(Outcome::waived);
  CHECK(result["kind"] == "fail");
  CHECK(result["suppressions"][0]["status"] == "accepted");
}

TEST_CASE("sarif: a place on a page names the document, its page and box") {
  const Json place = result_of(Outcome::fail)["locations"][0];
  CHECK(place["physicalLocation"]["artifactLocation"]["uri"] == "lots/vial/coa.pdf");
  CHECK(place["properties"]["page"] == 2);
  CHECK(place["properties"]["box"] == Json({60, 100, 120, 112}));
}

TEST_CASE("sarif: a line of a file is a region, and a result without a place is the dossier's") {
  Finding f = sample_finding(Outcome::fail, "a");
  f.searched.clear();
  f.evidence[0].where = {.file = "dossier.yaml", .line = 7, .column = 3};
  const Json lined = sarif({f})["runs"][0]["results"][0]["locations"][0];
  CHECK(lined["physicalLocation"]["region"]["startLine"] == 7);
  f.evidence.clear();
  const Json nowhere = sarif({f})["runs"][0]["results"][0]["locations"][0];
  CHECK(nowhere["physicalLocation"]["artifactLocation"]["uri"] == "lots/vial");
}

TEST_CASE("sarif: an incomplete run was not successful, and says what it could not read") {
  Run run = sample_run({});
  run.exit = {3, "incomplete", "nothing was judged"};
  run.problems = {{ProblemLevel::error, in_file("stock"), "is no dossier"}};
  const Json json = Json::parse(written("sarif", run));
  const Json& invocation = json["runs"][0]["invocations"][0];
  CHECK(invocation["executionSuccessful"] == false);
  CHECK(invocation["toolExecutionNotifications"][0]["message"]["text"] == "is no dossier");
}

TEST_CASE("sarif: a rule that could not be judged is open, and a notification of the run") {
  const Json run = sarif({sample_finding(Outcome::error, "a")})["runs"][0];
  CHECK(run["results"][0]["kind"] == "open");
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["associatedRule"]["id"] == "a");
}

TEST_CASE("sarif: hostile words leave the log well formed") {
  CHECK(Json::parse(written("sarif", hostile_run()))["runs"][0]["results"].size() == 1);
}

TEST_CASE("junit: each outcome has its element, and the counts of a suite are those of its cases") {
  const std::string xml =
      written("junit",
              sample_run({sample_finding(Outcome::pass, "p"), sample_finding(Outcome::fail, "f"),
                          sample_finding(Outcome::unverified, "u"),
                          sample_finding(Outcome::waived, "w"), sample_finding(Outcome::error, "e"),
                          sample_finding(Outcome::not_applicable, "n")}));
  CHECK(xml.find("<testsuite name=\"vial\" file=\"lots/vial\" tests=\"5\" failures=\"1\" "
                 "errors=\"1\" skipped=\"2\">") != std::string::npos);
  CHECK(xml.find("<property name=\"not-applicable\" value=\"1\"/>") != std::string::npos);
  CHECK(xml.find("<testcase name=\"p lots[0]\" classname=\"vial.us-fda\"/>") != std::string::npos);
  CHECK(xml.find("name=\"n lots[0]\"") == std::string::npos);
  CHECK(times(xml, "<failure ") == 1);
  CHECK(times(xml, "<skipped ") == 2);
  CHECK(xml.find("<skipped type=\"unverified, critical\"") != std::string::npos);
  CHECK(xml.find("open: lots[0].sterility (page 3 of coa.pdf was not read)") != std::string::npos);
}

TEST_CASE("junit: what is open is an error where the report is strict") {
  ReportOptions strict;
  strict.strict = true;
  const std::string xml =
      written("junit", sample_run({sample_finding(Outcome::unverified, "u")}), strict);
  CHECK(xml.find("<error type=\"unverified, critical\"") != std::string::npos);
  CHECK(xml.find("<skipped") == std::string::npos);
}

TEST_CASE("junit: an advisory failure decides nothing and is skipped") {
  Finding f = sample_finding(Outcome::fail, "f");
  f.advisory = true;
  const std::string xml = written("junit", sample_run({f}));
  CHECK(xml.find("<failure") == std::string::npos);
  CHECK(xml.find("<skipped type=\"fail, advisory, critical\"") != std::string::npos);
}

TEST_CASE("junit: a run that judged nothing is no success") {
  Run run = sample_run({});
  run.dossiers.clear();
  run.exit = {3, "incomplete", "nothing was judged"};
  const std::string xml = written("junit", run);
  CHECK(xml.find("<error type=\"incomplete\" message=\"nothing was judged\"/>") !=
        std::string::npos);
  CHECK(xml.find("name=\"run\" tests=\"1\" failures=\"0\" errors=\"1\"") != std::string::npos);
}

TEST_CASE("junit: hostile words never become elements or characters that XML excludes") {
  const std::string xml = written("junit", hostile_run());
  CHECK(xml.find("<script") == std::string::npos);
  CHECK(xml.find('\x1b') == std::string::npos);
  CHECK(xml.find('\xff') == std::string::npos);
}

TEST_CASE("csv: one row a finding, every row as wide as the head") {
  const auto rows = read_csv(written(
      "csv", sample_run({sample_finding(Outcome::fail, "f"), sample_finding(Outcome::pass, "p")})));
  REQUIRE(rows.size() == 3);
  for (const auto& row : rows) CHECK(row.size() == rows[0].size());
  CHECK(rows[1][column(rows[0], "outcome")] == "fail");
  CHECK(rows[1][column(rows[0], "document")] == "coa.pdf");
  CHECK(rows[1][column(rows[0], "page")] == "2");
  CHECK(rows[1][column(rows[0], "box")] == "60,100-120,112");
  CHECK(rows[2][column(rows[0], "rule")] == "p");
}

TEST_CASE("csv: a cell that a spreadsheet would run begins with an apostrophe") {
  for (const std::string start : {"=", "+", "-", "@", "\t", "\r"}) {
    CAPTURE(start);
    Finding f = sample_finding(Outcome::fail, "f");
    f.message = start + "cmd|' /C calc'!A0";
    const auto rows = read_csv(written("csv", sample_run({f})));
    REQUIRE(rows.size() == 2);
    CHECK(rows[1][column(rows[0], "message")] == "'" + f.message);
  }
}

TEST_CASE("csv: commas, quotes and line breaks of foreign words stay within their cell") {
  Finding f = sample_finding(Outcome::fail, "f");
  f.message = "a,\"b\"\r\nc";
  const auto rows = read_csv(written("csv", sample_run({f})));
  REQUIRE(rows.size() == 2);
  CHECK(rows[1][column(rows[0], "message")] == f.message);
  CHECK(read_csv(written("csv", hostile_run())).size() == 2);
}
