#include "audit/audit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "audit/rulebook.h"

namespace verilot {
namespace {

std::vector<std::string> chosen(const std::vector<std::string>& words, std::string& problems) {
  Problems found;
  std::vector<std::string> ids = chosen_packs(words, the_rulebook(), found);
  problems = all_lines(found);
  return ids;
}

using Ids = std::vector<std::string>;

TEST_CASE("rulebook: the project's rules, tables and packs load without a fault") {
  CHECK(all_lines(the_rulebook().problems) == "");
  CHECK(the_rulebook().packs.size() >= 2);
  for (const PackName& pack : the_rulebook().packs) {
    const LoadedPacks loaded =
        load_packs(VERILOT_SOURCE_DIR, {pack.id}, the_rulebook().schema, the_rulebook().tables);
    CHECK(all_lines(loaded.problems) == "");
    CHECK(loaded.packs.size() == 2);
  }
}

TEST_CASE("chosen_packs: a pack's name, or a country for all its packs, each once") {
  std::string problems;
  CHECK(chosen({"us-fda"}, problems) == Ids{"us-fda"});
  CHECK(chosen({"GB", "us-fda", "US", "uk-mhra"}, problems) ==
        Ids{"uk-mhra", "us-fda", "us-states"});
  CHECK(chosen({"uk", "gb", " US-FDA ", "United Kingdom"}, problems) == Ids{"uk-mhra", "us-fda"});
  CHECK(chosen({}, problems).empty());
  CHECK(problems == "");
}

TEST_CASE("chosen_packs: a pack that builds on another is chosen with it, right behind") {
  std::string problems;
  CHECK(chosen({"ES"}, problems) == Ids{"eu", "es-aemps"});
  CHECK(chosen({"es-aemps", "us-fda", "eu"}, problems) == Ids{"eu", "es-aemps", "us-fda"});
  CHECK(chosen({"eu"}, problems) == Ids{"eu"});
}

TEST_CASE("chosen_packs: another word is a problem that says what was meant") {
  std::string problems;
  CHECK(chosen({"us-fad", "uk-mhra"}, problems) == Ids{"uk-mhra"});
  CHECK(problems == "error: no pack or country 'us-fad', did you mean 'us-fda'?\n");
  CHECK(chosen({"FR"}, problems).empty());
  CHECK(problems == "error: no pack or country 'FR'\n");
}

TEST_CASE(
    "audit: the packs are those asked for, else of the markets, else of the practice, else all") {
  const SampleFolder folder({{"both.yaml", "markets: [US, GB]\n"},
                             {"us.yaml", "markets: [US]\npractice: { country: GB }\n"},
                             {"practice.yaml", "practice: { country: GB }\n"},
                             {"none.yaml", "product: { name: x }\n"},
                             {"fr.yaml", "markets: [FR]\n"}});
  struct Case {
    const char* file;
    Ids asked, packs;
    const char* because;
  };
  Ids all;
  for (const PackName& pack : the_rulebook().packs) all.push_back(pack.id);
  all.push_back("rules");
  const Case cases[] = {
      {"both.yaml", {}, {"uk-mhra", "us-fda", "us-states", "rules"}, "markets US, GB"},
      {"us.yaml", {}, {"us-fda", "us-states", "rules"}, "markets US"},
      {"us.yaml", {"GB"}, {"uk-mhra", "rules"}, "as asked"},
      {"practice.yaml", {}, {"uk-mhra", "rules"}, "the practice is in GB"},
      {"none.yaml", {}, all, "no market or practice with a pack is stated, so all packs"},
      {"fr.yaml", {}, all, "no market or practice with a pack is stated, so all packs"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.file);
    const DossierResult result = judged_dossier(folder.name(c.file), c.asked);
    CHECK(result.packs == c.packs);
    CHECK(result.packs_because == c.because);
  }
}

TEST_CASE("audit: a dossier with nothing but a name passes nothing, fails nothing and is held") {
  const DossierResult result = judged_dossier(fixture("name-only"));
  CHECK(result.product == "Folluma Regenerating Complex");
  REQUIRE(result.verdicts.size() >= 2);
  for (const PackVerdict& verdict : result.verdicts)
    if (verdict.pack != "rules") CHECK(verdict.verdict == Verdict::hold);
  CHECK(result.findings.size() > 50);
  for (const Finding& finding : result.findings) {
    CAPTURE(finding.id);
    CHECK(finding.outcome != Outcome::pass);
    CHECK(finding.outcome != Outcome::fail);
    CHECK(finding.outcome != Outcome::error);
    // Only the calendar may say that a rule does not apply.
    if (finding.outcome == Outcome::not_applicable)
      CHECK(finding.message.starts_with("Not in force "));
    if (finding.outcome == Outcome::unverified) CHECK_FALSE(finding.unknown.empty());
  }
}

TEST_CASE("audit: requests come in the order of how many findings they settle") {
  const DossierResult result = judged_dossier(fixture("name-only"));
  REQUIRE(result.requests.size() > 5);
  for (std::size_t i = 0; i + 1 < result.requests.size(); ++i)
    CHECK(result.requests[i].findings.size() >= result.requests[i + 1].findings.size());
}

TEST_CASE("audit: an empty dossier is judged and decides nothing") {
  const SampleFolder folder({{"dossier.yaml", "{}\n"}});
  for (const Finding& finding : judged_dossier(folder.name()).findings) {
    CAPTURE(finding.id);
    CHECK((finding.outcome == Outcome::unverified || finding.message.starts_with("Not in force ")));
  }
}

TEST_CASE("audit: a path that is no dossier is a problem of the run, and the others are judged") {
  const SampleFolder folder({{"empty/readme.txt", "x"},
                             {"good/dossier.yaml", "product: { name: x }\n"},
                             {"bad/dossier.yaml", ""}});
  const Run run =
      audit({{folder.name("empty"), folder.name("good"), folder.name("bad"), folder.name("gone")},
             {},
             fixture_day()},
            the_rulebook());
  CHECK(all_lines(run.problems) ==
        folder.name("empty") + ": error: holds no dossier.yaml or dossier.json; add one\n" +
            folder.name("bad") +
            "/dossier.yaml: error: is empty; write what is known, or leave the file out\n" +
            folder.name("gone") +
            ": error: cannot be read; check that it is a file and its permissions\n");
  REQUIRE(run.dossiers.size() == 1);
  CHECK(run.dossiers[0].id == "good");
}

TEST_CASE("audit: a fault of one fact leaves the rest judged, with the fact unknown") {
  const SampleFolder folder({{"dossier.yaml",
                              "markets: [US]\nproduct: { name: Exo, kind: exosome, viable_cells: "
                              "perhaps }\nlots: [{ number: A, expiry: 2026-01-31 }]\n"}});
  const Run run = audit({{folder.name()}, {}, fixture_day()}, the_rulebook());
  REQUIRE(run.dossiers.size() == 1);
  CHECK(all_lines(run.dossiers[0].problems) ==
        "dossier.yaml:2:52: error: 'perhaps' does not fit viable_cells: expected true or false (at "
        "/product/viable_cells)\n");
  const auto& findings = run.dossiers[0].findings;
  CHECK(std::any_of(findings.begin(), findings.end(),
                    [](const Finding& f) { return f.outcome == Outcome::fail; }));
}

TEST_CASE("audit: a pack with a fault is a problem, and the other packs judge") {
  const SampleFolder root;
  for (const char* part : {"rules", "jurisdictions"})
    std::filesystem::copy(std::string(VERILOT_SOURCE_DIR) + "/" + part, root.path() / part,
                          std::filesystem::copy_options::recursive);
  root.write("jurisdictions/us-fda/zz.yaml",
             "rules:\n  - { id: us-fda.zz, severty: high, require: 'true', ground: "
             "safety }\n");
  root.write("d/dossier.yaml", "product: { name: x }\n");
  const Run run = audit({{root.name("d")}, {}, fixture_day()}, load_rulebook(root.name()));
  CHECK(all_lines(run.pack_problems) ==
        "jurisdictions/us-fda/zz.yaml:2:22: error: unknown key 'severty', did you mean 'severity'? "
        "(at /rules/0)\n");
  REQUIRE(run.dossiers.size() == 1);
  CHECK(run.dossiers[0].refused == Ids{"us-fda"});
  CHECK(std::ranges::find(run.dossiers[0].packs, "us-fda") == run.dossiers[0].packs.end());
  CHECK(std::ranges::find(run.dossiers[0].packs, "uk-mhra") != run.dossiers[0].packs.end());
}

TEST_CASE(
    "audit: a certificate's date that does not exist is unknown, and one problem says where") {
  const SampleFolder folder(
      {{"dossier.yaml", "certificates: [{ document: coa.json }]\n"},
       {"coa.json", R"({"lot": "A", "dates": {"issued": "2026-02-30"}, "tests": []})"}});
  const ExaminedDossier dossier = examine_dossier(
      read_dossier(folder.name(), the_rulebook().schema, the_rulebook().tables), the_rulebook());
  const NodeId issued = dossier.evidence.find("certificates[0].dates.issued");
  REQUIRE(issued != kNoNode);
  CHECK(dossier.evidence.kind(issued) == NodeKind::unknown);
  CHECK(all_lines(dossier.problems) ==
        "coa.json:1:34: error: '2026-02-30' is not a date that exists; write it as 2026-11-22, "
        "2026-11 or 2026 (at /dates/issued)\n");
}

TEST_CASE("audit: a unit of a certificate that no table has is told once, with its place") {
  const SampleFolder folder(
      {{"dossier.yaml", "certificates: [{ document: coa.json }]\n"},
       {"coa.json",
        R"({"tests": [{"analyte": "endotoxin", "limit": "5", "result": "1", "unit": "EU/blob"},
                      {"analyte": "pH", "result": "7", "unit": "EU/blob"}]})"}});
  const ExaminedDossier dossier = examine_dossier(
      read_dossier(folder.name(), the_rulebook().schema, the_rulebook().tables), the_rulebook());
  REQUIRE(dossier.problems.size() == 1);
  CHECK(to_string(dossier.problems[0]).starts_with("coa.json:1:"));
}

TEST_CASE("audit: every dossier of the sample clinic is judged without an error") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(fixture(""))) {
    if (!entry.is_directory()) continue;
    CAPTURE(entry.path().filename().string());
    const DossierResult result = judged_dossier(entry.path().string());
    ++count;
    CHECK(result.completeness.known <= result.completeness.needed);
    CHECK(result.fact_count > 0);
    for (const Finding& finding : result.findings) {
      CAPTURE(finding.id);
      CHECK(finding.outcome != Outcome::error);
      CHECK_FALSE(finding.message.empty());
      CHECK(finding.id == result.id + "/" + finding.subject + "/" + finding.rule);
    }
  }
  CHECK(count >= 16);
}

}  // namespace
}  // namespace verilot
