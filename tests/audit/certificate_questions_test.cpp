// The dossiers of fixtures/certificate-checks: what is altered is asked about, what only comes
// close to it is not; and the page of the documentation against the table.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "audit/rulebook.h"

namespace fs = std::filesystem;

namespace verilot {
namespace {

struct Asked {
  std::string kind, grade, outcome, text;
};

std::vector<Asked> questions_of(const fs::path& folder) {
  const DossierResult result = judged_dossier(folder.string(), {"us-states"});
  std::vector<Asked> asked;
  for (const Finding& finding : result.findings) {
    if (!finding.rule.starts_with("question.") || finding.outcome == Outcome::not_applicable)
      continue;
    asked.push_back({finding.subject_name, finding.rule.substr(9),
                     std::string(to_string(finding.outcome)), finding.message});
  }
  return asked;
}

std::vector<fs::path> dossiers(const std::string& start) {
  std::vector<fs::path> found;
  for (const auto& entry :
       fs::directory_iterator(fs::path(VERILOT_SOURCE_DIR) / "fixtures" / "certificate-checks"))
    if (entry.path().filename().string().starts_with(start)) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

// "altered-oos_as_pass.pdf" is about oos_as_pass.
std::string check_of(const fs::path& folder) {
  const std::string name = folder.filename().string().substr(8);
  return name.substr(0, name.find('.'));
}

bool asks(const std::vector<Asked>& asked, const std::string& kind) {
  return std::ranges::find(asked, kind, &Asked::kind) != asked.end();
}

TEST_CASE("certificate questions: what is altered is asked about") {
  const std::vector<fs::path> altered = dossiers("altered-");
  REQUIRE(altered.size() >= 60);
  std::size_t found = 0;
  for (const fs::path& folder : altered) {
    CAPTURE(folder.filename().string());
    const bool asked = asks(questions_of(folder), check_of(folder));
    CHECK(asked);
    found += asked ? 1U : 0U;
  }
  MESSAGE("detected " << found << " of " << altered.size() << " altered certificates");
}

TEST_CASE("certificate questions: clean look-alikes give rise to no error and no warning") {
  const std::vector<fs::path> clean = dossiers("clean-");
  REQUIRE(clean.size() >= 30);
  std::size_t alarms = 0;
  for (const fs::path& folder : clean) {
    CAPTURE(folder.filename().string());
    bool alarm = false;
    for (const Asked& asked : questions_of(folder)) {
      CAPTURE(asked.text);
      CHECK(asked.grade == "information");
      alarm = alarm || asked.grade != "information";
    }
    alarms += alarm ? 1U : 0U;
  }
  MESSAGE("false alarms " << alarms << " of " << clean.size() << " clean certificates");
}

TEST_CASE("certificate questions: a contradiction fails, a signal is left open") {
  const CertificateCheckTable& table = the_rulebook().tables.certificate_checks;
  for (const fs::path& folder : dossiers("altered-")) {
    for (const Asked& asked : questions_of(folder)) {
      const CertificateCheck* check = table.find(asked.kind);
      REQUIRE(check != nullptr);
      CAPTURE(asked.text);
      CHECK(asked.outcome == (check->contradiction ? "fail" : "unverified"));
      CHECK(asked.text.find('?') != std::string::npos);
      CHECK(asked.text.find(check->code) != std::string::npos);
    }
  }
}

TEST_CASE("certificate questions: results of two lots that are equal stay open until answered") {
  const fs::path source = fs::path(VERILOT_SOURCE_DIR) / "fixtures" / "certificate-checks" /
                          "altered-duplicate_results";
  const auto judged = [&](const std::string& answer) {
    SampleFolder folder({{"dossier.yaml",
                          "product: { name: Norvesic exosome vial 5 mL }\ncertificates:\n"
                          "  - document: certificate-1.json\n" +
                              answer + "  - document: certificate-2.json\n"},
                         {"letter.txt", "Both lots were filled from one pool."}});
    for (const char* file : {"certificate-1.json", "certificate-2.json"})
      folder.write(file, file_text(source / file));
    ReadDossier read = read_dossier(folder.name(), the_rulebook().schema, the_rulebook().tables);
    examine(read.builder, {the_rulebook().tables, *the_rulebook().recognisers, read.problems});
    const Evidence evidence = std::move(read.builder).finish();
    const NodeId fact = evidence.find("certificates[1].tests[14].judged");
    REQUIRE(fact != kNoNode);
    return evidence.kind(fact) == NodeKind::unknown ? std::string(evidence.reason(fact))
                                                    : evidence.text(fact);
  };
  CHECK(judged("").starts_with("authenticity open: The results of lots NV-26-0114"));
  CHECK(judged("    clarifications:\n      - { question: duplicate_results, explained: true, "
               "document: letter.txt }\n") == "pass");
}

// The values of a laboratory, one certificate each.
std::string dossier_of(const std::vector<std::string>& values, const std::string& analyte,
                       const std::string& unit) {
  std::string text = "product: { name: A product }\ncertificates:\n";
  for (std::size_t i = 0; i < values.size(); ++i)
    text += "  - lot: L-" + std::to_string(1000 + i) + "\n    laboratory: A laboratory\n" +
            "    tests: [{ analyte: " + analyte + ", result: '" + values[i] + "', unit: " + unit +
            " }]\n";
  return text;
}

TEST_CASE("certificate questions: last digits of published series") {
  const char* given = std::getenv("VERILOT_SHARED");
  const fs::path shared =
      given != nullptr ? fs::path(given) : fs::path(VERILOT_SOURCE_DIR) / ".." / "shared";
  const fs::path file = shared / "coa" / "digit-series.tsv";
  if (!fs::exists(file)) {
    MESSAGE("no " << file.string());
    return;
  }
  std::map<std::string, std::vector<std::string>> series;
  std::istringstream lines(file_text(file));
  for (std::string name, value; lines >> name >> value;) series[name].push_back(value);
  const auto asked = [&](const std::string& name, const char* analyte, const char* unit) {
    const SampleFolder folder({{"dossier.yaml", dossier_of(series[name], analyte, unit)}});
    return asks(questions_of(folder.path()), "digit_preference");
  };
  CHECK(asked("labA.content_mg", "content", "mg"));
  CHECK(asked("labA.purity_percent", "purity_hplc", "'%'"));
  CHECK_FALSE(asked("labB.yeast_mold_CFU_per_g", "tymc", "CFU/g"));
}

TEST_CASE("certificate questions: every check is an alteration, a value of the schema and a row") {
  const CertificateCheckTable& table = the_rulebook().tables.certificate_checks;
  std::set<std::string> altered;
  for (const fs::path& folder : dossiers("altered-")) altered.insert(check_of(folder));
  const std::string page =
      file_text(fs::path(VERILOT_SOURCE_DIR) / "docs" / "certificate-checks.md");
  const Enumeration* values = the_rulebook().schema.enumeration("certificate_check");
  REQUIRE(values != nullptr);
  CHECK(values->choices.size() == table.checks.size());
  for (const CertificateCheck& check : table.checks) {
    CAPTURE(check.id);
    CHECK(std::ranges::find(values->choices, check.id, &Choice::value) != values->choices.end());
    const std::string row = "| " + check.code + " | `" + check.id + "` | " + check.grade + " | " +
                            (check.contradiction ? "fail" : "unverified") + " |";
    CHECK(page.find(row) != std::string::npos);
  }
}

}  // namespace
}  // namespace verilot
