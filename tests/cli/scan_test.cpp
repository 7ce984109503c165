#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "commands.h"

using namespace verilot;
using Json = nlohmann::json;

namespace {

const char* const kPlant =
    R"({"id":"plant","markets":["US"],"product":{"name":"Serum","kind":"cosmetic_topical","origin":"plant"}})";
const char* const kVial =
    R"({"id":"vial","markets":["US"],"product":{"name":"Vial","kind":"exosome"},)"
    R"("claims":[{"document":"site.txt","medium":"web"}]})";

Ran scan(const std::string& path, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"scan", path, "--packs", kRoot, "--as-of", "2026-11-22"};
  words.insert(words.end(), more.begin(), more.end());
  return run(words);
}

std::vector<Json> lines_of(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

// A scan does not look for what would settle a finding.
Json without_settling(Json dossier) {
  for (const char* key : {"needed", "markets"}) dossier.erase(key);
  for (Json& finding : dossier["findings"]) finding.erase("settle");
  return dossier;
}

Json without_place(Json dossier) {
  dossier.erase("path");
  for (Json& finding : dossier["findings"])
    for (Json& fact : finding["evidence"])
      for (const char* key : {"document", "line", "column"}) fact.erase(key);
  for (Json& problem : dossier["problems"]) problem.erase("document");
  return dossier;
}

std::string word(const Json& object, const char* key) { return object[key].get<std::string>(); }

}  // namespace

TEST_CASE("scan: a dossier of a line is judged as check judges it") {
  const TemporaryFolder folder;
  folder.with("site.txt", "Our exosomes are FDA approved.");
  const std::string path = folder.with("all.ndjson", std::string(kVial) + "\n");
  const Ran one = run({"check", folder.with("one.json", kVial), "--packs", kRoot, "--as-of",
                       "2026-11-22", "-o", "json"});
  const Ran all = scan(path, {"--all"});
  const Json expected = without_settling(without_place(Json::parse(one.out)["dossiers"][0]));
  CHECK(without_place(lines_of(all.out)[0]["dossier"]) == expected);
  CHECK(lines_of(all.out)[0]["as_of"] == "2026-11-22");
  CHECK(all.code == one.code);
}

TEST_CASE("scan: findings come in the order of the lines with any number of threads") {
  const TemporaryFolder folder;
  folder.with("site.txt", "Our exosomes are FDA approved.");
  std::string lines;
  for (int i = 0; i < 150; ++i)
    lines += i % 10 == 3 ? "{\"id\":\n" : std::string(i % 2 == 0 ? kPlant : kVial) + "\n";
  const std::string path = folder.with("all.ndjson", lines);
  const Ran one = scan(path, {"-j", "1"}), four = scan(path, {"-j", "4"});
  CHECK(one.out == four.out);
  CHECK(one.code == 3);
  const std::vector<Json> found = lines_of(one.out);
  REQUIRE(found.size() == 150);
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i]["record"] == i + 1);
  CHECK(found[3]["broken"] != "");
  CHECK(one.err.find("15 broken of 150 lines") != std::string::npos);
}

TEST_CASE("scan: a dossier with a wrong value is judged on the rest, and the exit is incomplete") {
  const TemporaryFolder folder;
  const std::string path =
      folder.with("all.ndjson", "\n{\"product\":{\"kind\":\"exosome\"},\"lots\":\"five\"}\n[1]\n");
  const Ran ran = scan(path);
  CHECK(ran.code == 3);
  const std::vector<Json> found = lines_of(ran.out);
  REQUIRE(found.size() == 2);
  const Json& dossier = found[0]["dossier"];
  CHECK(dossier["id"] == "all:2");
  CHECK(dossier["findings"].size() > 5);
  CHECK(dossier["problems"][0]["line"] == 2);
  CHECK(dossier["problems"][0]["document"] == "all.ndjson");
  CHECK(found[1] == Json{{"record", 3}, {"column", 1}, {"broken", found[1]["broken"]}});
}

TEST_CASE("scan: counts of verdicts and outcomes are those of the findings") {
  const TemporaryFolder folder;
  folder.with("site.txt", "Our exosomes are FDA approved.");
  const std::string path =
      folder.with("all.ndjson", std::string(kVial) + "\n" + kPlant + "\n" + kVial + "\n{\n");
  const Json counts = Json::parse(scan(path, {"--counts"}).out);
  CHECK(counts["records"] == 3);
  CHECK(counts["broken"] == 1);
  std::map<std::string, int> failed, rejected;
  for (const Json& line : lines_of(scan(path, {"--all"}).out)) {
    if (line.contains("broken")) continue;
    for (const Json& finding : line["dossier"]["findings"])
      failed[word(finding, "rule")] += finding["outcome"] == "fail";
    for (const Json& verdict : line["dossier"]["verdicts"])
      rejected[word(verdict, "pack")] += verdict["verdict"] == "REJECT";
  }
  for (const Json& rule : counts["rules"]) CHECK(rule["fail"] == failed[word(rule, "id")]);
  for (const Json& pack : counts["verdicts"]) CHECK(pack["reject"] == rejected[word(pack, "pack")]);
  CHECK(rejected["us-fda"] == 2);
}

TEST_CASE("scan: the exit code follows the findings as that of check does") {
  const TemporaryFolder folder;
  const std::string path = folder.with("all.ndjson", std::string(kPlant) + "\n");
  CHECK(scan(path).code == 2);
  CHECK(scan(path, {"--exit-zero"}).code == 0);
  CHECK(scan(folder.with("empty.ndjson", "\n\n")).code == 3);
  CHECK(scan(path + ".not").code == 66);
}

TEST_CASE("scan: options that contradict each other are usage errors") {
  const TemporaryFolder folder;
  const std::string path = folder.with("all.ndjson", "{}\n");
  const std::string rules = folder.with("rules.yaml", "[{id: a, cel: 'x > 1'}]");
  CHECK(run({"scan", path, "--counts", "--explain", "--rules", rules}).code == 64);
  CHECK(run({"scan", path, "--explain"}).code == 64);
  CHECK(run({"scan", path, "--rules", rules, "--jurisdiction", "us-fda"}).code == 64);
  CHECK(run({"scan", path, "--rules", rules}).code == 0);
}

TEST_CASE("scan: a pack with a fault is named and the exit says it was rejected") {
  const TemporaryFolder folder;
  const std::string packs = folder.path / "packs";
  std::filesystem::create_directories(packs);
  std::filesystem::copy(kRoot + "/rules", packs + "/rules",
                        std::filesystem::copy_options::recursive);
  std::filesystem::create_directories(packs + "/jurisdictions/xx");
  folder.with("packs/jurisdictions/xx/pack.yaml", "id: xx\nversion: '1'\ncountry: XX\nfoo: 1\n");
  const std::string path = folder.with("all.ndjson", "{\"product\":{\"kind\":\"prp\"}}\n");
  const Ran ran = run({"scan", path, "--packs", packs, "--as-of", "2026-11-22"});
  CHECK(ran.code == 10);
  CHECK(ran.err.find("xx/pack.yaml:4:1") != std::string::npos);
}

TEST_CASE("scan: the sample group is read in full, under packs and by bare rules") {
  const std::string group = kRoot + "/fixtures/group/dossiers.ndjson";
  CHECK(scan(group).code == 1);
  const Ran bare = run({"scan", group, "--rules", kRoot + "/fixtures/group/rules.yaml"});
  CHECK(bare.code == 0);
  CHECK(lines_of(bare.out).size() == 3);
}
