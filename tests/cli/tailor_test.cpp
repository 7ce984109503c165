#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "commands.h"

using namespace verilot;
using nlohmann::json;

namespace {

const std::string kDossier = kRoot + "/fixtures/clinic/exosome-vial-no-sterility-test";

constexpr const char* kTailoring = R"(changes:
  - rule: us-fda.610.12
    severity: medium
    reason: A second laboratory is asked
    who: A. Smith
    date: 2026-11-01
  - rule: us-fda.211.166-137
    off: true
    reason: Judged by hand
    who: A. Smith
    date: 2026-11-01
rules:
  - pack: us-fda
    id: local.named
    title: The product has a name
    subject: product
    severity: low
    ground: safety
    require: product.name != null
    reason: Our register needs it
    who: A. Smith
    date: 2026-11-01
)";

std::string tailoring(const TemporaryFolder& folder) { return folder.with("own.yaml", kTailoring); }

Ran check(std::vector<std::string> more) {
  std::vector<std::string> words = {"check",   kDossier,     "--packs",        kRoot,
                                    "--as-of", "2026-11-22", "--jurisdiction", "us-fda"};
  words.insert(words.end(), more.begin(), more.end());
  return run(words);
}

json finding_of(const json& result, const std::string& rule) {
  for (const auto& finding : result["dossiers"][0]["findings"])
    if (finding["rule"] == rule) return finding;
  return {};
}

}  // namespace

TEST_CASE("tailor: what a file changes is in the findings, and said on each and at the head") {
  const TemporaryFolder folder;
  const std::string file = tailoring(folder);
  const json plain = json::parse(check({"-o", "json"}).out);
  const json tailored = json::parse(check({"-o", "json", "--tailor", file}).out);
  CHECK(finding_of(plain, "us-fda.610.12")["severity"] == "critical");
  CHECK(!finding_of(plain, "us-fda.610.12").contains("tailored"));
  CHECK(!plain.contains("tailoring"));
  const json finding = finding_of(tailored, "us-fda.610.12");
  CHECK(finding["severity"] == "medium");
  CHECK(finding["tailored"][0] ==
        "severity set from critical to medium by " + file + ": A second laboratory is asked");
  CHECK(!finding_of(plain, "us-fda.211.166-137").empty());
  CHECK(finding_of(tailored, "us-fda.211.166-137").empty());
  CHECK(finding_of(tailored, "local.named")["outcome"] == "pass");
  CHECK(tailored["tailoring"]["file"] == file);
  CHECK(tailored["tailoring"]["sha256"].get<std::string>().size() == 64);
  CHECK(tailored["tailoring"]["rules"].size() == 3);
}

TEST_CASE("tailor: a rule that the pack's own examples name can be switched off") {
  const TemporaryFolder folder;
  const std::string file = folder.with(
      "off.yaml",
      "changes:\n  - {rule: us-fda.610.12, off: true, reason: r, who: A, date: 2026-11-01}\n");
  const Ran ran = check({"-o", "json", "--tailor", file});
  CHECK(ran.err == "");
  const json result = json::parse(ran.out);
  CHECK(result["dossiers"][0]["findings"].size() > 10);
  CHECK(finding_of(result, "us-fda.610.12").empty());
}

TEST_CASE("tailor: the text names the file, what is switched off, and each change at its finding") {
  const TemporaryFolder folder;
  const std::string file = tailoring(folder);
  const std::string out = check({"--tailor", file}).out;
  CHECK(out.find("tailored  by ") == 0);
  CHECK(out.find("us-fda.211.166-137 switched off: Judged by hand (A. Smith,") !=
        std::string::npos);
  CHECK(out.find("tailored: severity set from critical to medium by") != std::string::npos);
  CHECK(check({}).out.find("tailored") == std::string::npos);
}

TEST_CASE("tailor: explain says it too") {
  const TemporaryFolder folder;
  const Ran ran = run({"explain", "us-fda.610.12", kDossier, "--packs", kRoot, "--as-of",
                       "2026-11-22", "--jurisdiction", "us-fda", "--tailor", tailoring(folder)});
  CHECK(ran.out.find("tailored  by ") == 0);
  CHECK(ran.out.find("TAILORED severity set from critical to medium by") != std::string::npos);
}

TEST_CASE("tailor: every line of a scan, and its counts, say that the rules are tailored") {
  const TemporaryFolder folder;
  const std::string file = tailoring(folder);
  const std::string dossiers =
      folder.with("all.ndjson", R"({"product": {"name": "A", "kind": "exosome"}})"
                                "\n");
  const auto scan = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {"scan",           dossiers, "--packs", kRoot,
                                      "--jurisdiction", "us-fda", "--as-of", "2026-11-22"};
    words.insert(words.end(), more.begin(), more.end());
    return json::parse(run(words).out);
  };
  CHECK(scan({"--tailor", file})["tailoring"]["file"] == file);
  CHECK(scan({"--tailor", file, "--counts"})["tailoring"]["rules"][0]["change"] == "switched off");
  CHECK(!scan({"--counts"}).contains("tailoring"));
}

TEST_CASE("tailor: a file with a fault is refused with its place, and nothing is judged") {
  const TemporaryFolder folder;
  const std::string file = folder.with(
      "bad.yaml", "changes:\n  - {rule: us-fda.610.13, severity: low, who: A, date: 2026-11-01}\n");
  for (const char* command : {"check", "explain", "scan"}) {
    CAPTURE(command);
    std::vector<std::string> words = {command};
    if (words[0] == "explain") words.push_back("us-fda.610.12");
    words.insert(words.end(), {kDossier, "--packs", kRoot, "--tailor", file});
    if (words[0] == "scan") words[1] = folder.with("one.ndjson", "{}\n");
    const Ran ran = run(words);
    CHECK(ran.code == 10);
    CHECK(ran.out == "");
    CHECK(ran.err.find("bad.yaml:2:5: error: every change needs `reason:`") != std::string::npos);
  }
  const std::string unknown = folder.with(
      "unknown.yaml",
      "changes:\n  - {rule: us-fda.610.13, off: true, reason: r, who: A, date: 2026-11-01}\n");
  const Ran ran = check({"--tailor", unknown});
  CHECK(ran.code == 10);
  CHECK(ran.err.find("unknown.yaml:2:5: error: no pack has a rule 'us-fda.610.13', did you mean") !=
        std::string::npos);
}

TEST_CASE("tailor: a file that is not there is no input, and the environment may name one") {
  CHECK(check({"--tailor", "/nowhere.yaml"}).code == 66);
  const TemporaryFolder folder;
  setenv("VERILOT_TAILOR", tailoring(folder).c_str(), 1);
  const std::string out = check({}).out;
  unsetenv("VERILOT_TAILOR");
  CHECK(out.find("tailored  by ") == 0);
}
