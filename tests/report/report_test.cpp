#include "report/report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "report/text.h"

using namespace verilot;

namespace {

Finding finding(Outcome outcome, Severity severity, const std::string& rule) {
  Finding f;
  f.id = "vial/lots[0]/" + rule;
  f.pack = "us-fda";
  f.rule = rule;
  f.title = "Sterility test of each lot";
  f.subject = "lots[0]";
  f.outcome = outcome;
  f.severity = severity;
  f.citation = {.ids = {"us-fda.610.12"}, .clause = "21 CFR 610.12", .status = "T"};
  f.message = "The certificates for lot A1 were read in full and show no passing sterility test.";
  SearchedList table;
  table.path = "certificates[0].tests";
  table.where = {.file = "coa.pdf", .page = 2, .box = {54, 210, 558, 402}};
  table.held = {"Endotoxin", "Mycoplasma"};
  f.searched = {table};
  return f;
}

Run sample_run(std::vector<Finding> findings) {
  Run run;
  run.as_of = *parse_date("2026-11-22");
  run.packs = {{"us-fda", "2026.1", "United States", "00", "2026-11-22", 1}};
  DossierResult dossier;
  dossier.id = "vial";
  dossier.path = "lots/vial";
  dossier.product = "Alpha vial";
  dossier.packs = {"us-fda"};
  dossier.packs_because = "as asked";
  dossier.verdicts = {{"us-fda", Verdict::reject}};
  dossier.findings = std::move(findings);
  run.dossiers = {dossier};
  run.exit = {1, "fail", "1 failed at or above high"};
  return run;
}

std::string as(const char* format, const Run& run, const ReportOptions& options = {}) {
  std::ostringstream out;
  write_report(*find_reporter(format), run, options, out);
  return out.str();
}

// What of JSON Schema the published schemas use; the faults, with their paths.
void validate(const nlohmann::json& value, const nlohmann::json& schema, const std::string& path,
              std::vector<std::string>& faults) {
  if (schema.contains("const") && value != schema["const"])
    faults.push_back(path + " is not the constant");
  if (schema.contains("enum")) {
    bool found = false;
    for (const auto& one : schema["enum"]) found = found || one == value;
    if (!found) faults.push_back(path + " is no value of the enumeration");
  }
  if (schema.contains("anyOf")) {
    bool fits = false;
    for (const auto& one : schema["anyOf"]) {
      std::vector<std::string> own;
      validate(value, one, path, own);
      fits = fits || own.empty();
    }
    if (!fits) faults.push_back(path + " fits nothing of anyOf");
  }
  const std::string type = schema.value("type", "");
  const bool right =
      type.empty() || (type == "object" && value.is_object()) ||
      (type == "array" && value.is_array()) || (type == "string" && value.is_string()) ||
      (type == "integer" && value.is_number_integer()) || (type == "number" && value.is_number()) ||
      (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null());
  if (!right) faults.push_back(path + " is no " + type);
  if (type == "object" && value.is_object() && schema.contains("properties")) {
    for (const auto& name : schema["required"])
      if (!value.contains(name.get<std::string>()))
        faults.push_back(path + "/" + name.get<std::string>() + " is missing");
    for (const auto& [name, member] : value.items()) {
      if (schema["properties"].contains(name)) {
        validate(member, schema["properties"][name], path + "/" + name, faults);
      } else {
        faults.push_back(path + "/" + name + " is not in the schema");
      }
    }
  }
  if (type == "array" && value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i)
      validate(value[i], schema["items"], path + "/" + std::to_string(i), faults);
}

}  // namespace

TEST_CASE("text: a failure shows rule, clause, and page and box of the searched table") {
  const std::string text =
      as("text", sample_run({finding(Outcome::fail, Severity::critical, "us-fda.610.12")}));
  CHECK(text.find("FAIL  critical  us-fda.610.12\n") != std::string::npos);
  CHECK(text.find("law: 21 CFR 610.12 [T]") != std::string::npos);
  CHECK(text.find("at: coa.pdf p.2 box 54,210-558,402") != std::string::npos);
  CHECK(text.find("exit 1 (fail)  1 failed at or above high") != std::string::npos);
}

TEST_CASE("text: failures stand before what is open, whatever the order of the rules") {
  const std::string text =
      as("text", sample_run({finding(Outcome::unverified, Severity::critical, "open.rule"),
                             finding(Outcome::fail, Severity::high, "failed.rule")}));
  CHECK(text.find("failed.rule") < text.find("open.rule"));
}

TEST_CASE("text: passes and low findings are shown on request only") {
  const Run run = sample_run({finding(Outcome::pass, Severity::critical, "passed.rule"),
                              finding(Outcome::unverified, Severity::low, "low.rule")});
  CHECK(as("text", run).find("passed.rule") == std::string::npos);
  CHECK(as("text", run).find("low.rule") == std::string::npos);
  ReportOptions all;
  all.all = true;
  CHECK(as("text", run, all).find("passed.rule") != std::string::npos);
  CHECK(as("text", run, all).find("low.rule") != std::string::npos);
}

TEST_CASE("text: every line fits 80 columns and holds no escape sequence without colour") {
  Finding f = finding(Outcome::fail, Severity::critical, "us-fda.610.12");
  f.message = "\x1b[2J" + std::string(200, 'm') + " words of a supplier";
  f.subject_name = std::string(100, 'n');
  const std::string text = as("text", sample_run({f}));
  CHECK(text.find('\x1b') == std::string::npos);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(columns(line) <= 80);
  }
}

TEST_CASE("text: long names, many counts and many packs fit 80 columns too") {
  Finding f = finding(Outcome::fail, Severity::critical,
                      "us-fda.1271.10-a-4-systemic-effect-of-the-product");
  f.advisory = true;
  f.subject_name = "Lot " + std::string(40, '7');
  Run run = sample_run(std::vector<Finding>(1234, f));
  DossierResult& dossier = run.dossiers[0];
  dossier.id = std::string(100, 'd');
  dossier.product = std::string(50, 'p') + " " + std::string(50, 'q');
  dossier.supplier = "\x9b\u009b31m" + std::string(90, 's');
  dossier.completeness = {12345, 123456};
  for (const Outcome outcome :
       {Outcome::pass, Outcome::unverified, Outcome::not_applicable, Outcome::error})
    dossier.findings.push_back(finding(outcome, Severity::low, "rule"));
  dossier.verdicts = {{"us-fda", Verdict::reject},
                      {"uk-mhra", Verdict::reject},
                      {"es-aemps", Verdict::hold},
                      {"fr-ansm", Verdict::clear}};
  dossier.requests = {{std::string(120, 'r'), {"a"}}};
  run.dossiers.push_back(dossier);
  run.exit.why = std::string(150, 'w');
  ReportOptions all;
  all.all = true;
  for (const ReportOptions& options : {ReportOptions{}, all}) {
    const std::string text = as("text", run, options);
    CHECK(text.find("\u009b") == std::string::npos);
    CHECK(text.find("fr-ansm  CLEAR") != std::string::npos);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(columns(line) <= 80);
    }
  }
}

TEST_CASE("explanation: foreign text carries no control characters and every line fits") {
  Finding f = finding(Outcome::unverified, Severity::high, "us-fda.610.12");
  f.subject_name = "\x1b]0;title\x07";
  f.evidence = {{"product.name", "\x1b[31mExo" + std::string(300, 'x'), "documented", false, "",
                 in_file("a\x1b.pdf")}};
  f.unknown = {{"lots[0].expiry", "\r\nPASS"}};
  f.trace = {{"lot.expiry >= as_of", "\x1b[2J"}};
  std::ostringstream out;
  write_explanation(f, {}, out);
  CHECK(out.str().find_first_of("\x1b\x07\r") == std::string::npos);
  CHECK(out.str().find("\nPASS") == std::string::npos);
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(columns(line) <= 80);
  }
}

TEST_CASE("text: colour repeats the words and never replaces them") {
  ReportOptions colour;
  colour.colour = true;
  const std::string text =
      as("text", sample_run({finding(Outcome::fail, Severity::critical, "us-fda.610.12")}), colour);
  CHECK(text.find("\x1b[31mFAIL") != std::string::npos);
}

TEST_CASE("json: the result fits the published schema") {
  Finding open = finding(Outcome::unverified, Severity::high, "us-fda.1271.55");
  open.unknown = {{"donor.eligibility", "not stated"}};
  open.ask = {"Summary of records"};
  open.what_if = {{"it is: 361 HCT/P", "pass"}};
  open.evidence = {
      {"donor.relation",
       "unrelated",
       "stated",
       false,
       "",
       {.file = "dossier.yaml", .line = 3, .column = 5, .pointer = "/donor/relation"}}};
  open.citation.author = "MHRA";
  const auto json = nlohmann::json::parse(
      as("json", sample_run({finding(Outcome::fail, Severity::critical, "us-fda.610.12"), open})));
  std::vector<std::string> faults;
  validate(json, nlohmann::json::parse(result_schema()), "", faults);
  CHECK(faults == std::vector<std::string>{});
}

TEST_CASE("json: bytes that are no UTF-8 are replaced, never a reason to fail") {
  Finding f = finding(Outcome::fail, Severity::critical, "us-fda.610.12");
  f.message = "lot \xff\xfe";
  const auto json = nlohmann::json::parse(as("json", sample_run({f})));
  CHECK(json["dossiers"][0]["findings"][0]["message"].get<std::string>().find("lot ") == 0);
}

TEST_CASE(
    "json: control characters of foreign text are escaped, and text does not throw on bytes that "
    "are no UTF-8") {
  Finding f = finding(Outcome::fail, Severity::critical, "us-fda.610.12");
  f.message = "a\x1b[2Jb";
  CHECK(as("json", sample_run({f})).find("a\\u001b[2Jb") != std::string::npos);
  f.message = f.subject_name = "lot \xff\xfe\xc3";
  CHECK(as("text", sample_run({f})).find("lot ") != std::string::npos);
}

TEST_CASE("json: outcome, page and box carry the names of the interface") {
  const auto json = nlohmann::json::parse(as(
      "json", sample_run({finding(Outcome::not_applicable, Severity::critical, "us-fda.610.12")})));
  const auto& one = json["dossiers"][0]["findings"][0];
  CHECK(one["outcome"] == "not-applicable");
  CHECK(one["evidence"][0]["page"] == 2);
  CHECK(one["evidence"][0]["box"] == nlohmann::json({54, 210, 558, 402}));
}

TEST_CASE("explanation: clause, why it applies, what was searched and what would decide it") {
  Finding f = finding(Outcome::unverified, Severity::critical, "us-fda.610.12");
  f.when = "product.route in injected_routes";
  f.require = "lot.certificates.exists(c, true)";
  f.applies_because = {{"product.route",
                        "intradermal_injection",
                        "stated",
                        false,
                        "",
                        {.file = "dossier.yaml", .line = 4, .column = 3}}};
  f.searched[0].complete = false;
  f.searched[0].reason = "page 3 of coa.pdf was not read";
  f.unknown = {{"certificates[0].tests[2]", "page 3 of coa.pdf was not read"}};
  f.ask = {"Sterility test report for lot A1"};
  std::ostringstream out;
  write_explanation(f, {}, out);
  for (const char* part :
       {"us-fda.610.12  UNVERIFIED  critical", "LAW      21 CFR 610.12 (text read)",
        "APPLIES BECAUSE", "product.route = intradermal_injection  dossier.yaml:4:3", "SEARCHED",
        "2 read: Endotoxin, Mycoplasma  at coa.pdf", "not complete: page 3 of coa.pdf was not read",
        "DECIDED BY", "ask   Sterility test report for lot A1"}) {
    CAPTURE(part);
    CAPTURE(out.str());
    std::string flat = out.str();
    for (char& c : flat) c = c == '\n' ? ' ' : c;
    std::string single;
    for (const char c : flat)
      if (c != ' ' || single.empty() || single.back() != ' ') single += c;
    std::string wanted;
    for (const char* c = part; *c != '\0'; ++c)
      if (*c != ' ' || wanted.empty() || wanted.back() != ' ') wanted += *c;
    CHECK(single.find(wanted) != std::string::npos);
  }
}
