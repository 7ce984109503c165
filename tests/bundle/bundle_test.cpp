#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "audits/audit_diff.h"
#include "audits/audit_run.h"
#include "audits/rule_tree.h"
#include "audits/waiver_book.h"
#include "bundle/export_bundle.h"
#include "bundle/verify_bundle.h"
#include "digest/digest.h"
#include "support/mutations.h"
#include "support/stores.h"
#include "vetting/register_desk.h"
#include "zip/zip_reader.h"
#include "zip/zip_writer.h"

namespace verilot {
namespace {

using testing::on_each_store;
using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kDay = "2026-11-22";

const Rulebook& rulebook() {
  static const Rulebook kBook = load_rulebook(VERILOT_SOURCE_DIR);
  return kBook;
}

Exit no_exit(const Run&) { return {0, "ok", ""}; }

RunRecord audited(const std::string& inventory, Store& store, const Rulebook& by = rulebook()) {
  AuditJob job;
  job.inventory = inventory;
  job.name = "stock";
  job.jurisdictions = {"us-fda"};
  job.as_of = *parse_date(kDay);
  job.software = "1";
  job.threads = 2;
  return run_audit(job, by, store).run;
}

SampleFolder& stock() {
  static SampleFolder folder;
  static const bool filled = [] {
    for (const char* name : {"amnion-sheet", "exosome-vial-no-sterility-test", "name-only"})
      fs::copy(fs::path(VERILOT_SOURCE_DIR) / "fixtures" / "clinic" / name, folder.path() / name,
               fs::copy_options::recursive);
    return true;
  }();
  static_cast<void>(filled);
  return folder;
}

ExportedBundle exported(Store& store, const RunRecord& run, const std::string& file,
                        ExportOptions options = {}) {
  options.software = "1";
  options.exit_of = no_exit;
  options.threads = 2;
  return export_bundle(store, run, options, file);
}

Verification verified(const std::string& file, std::vector<std::string> missing = {}) {
  VerifyOptions options;
  options.exit_of = no_exit;
  options.threads = 2;
  options.missing_programs = std::move(missing);
  return verify_bundle(file, options);
}

// Bundles that were begun and lie about.
std::ptrdiff_t parts_in(const SampleFolder& folder) {
  return std::count_if(fs::directory_iterator(folder.path()), {}, [](const auto& file) {
    return file.path().string().find(".part-") != std::string::npos;
  });
}

using Files = std::map<std::string, std::string>;

Files files_in(const std::string& file) {
  Files files;
  ZipReader archive = ZipReader::of_file(file, {.entries = 100'000, .all_bytes = 1u << 30});
  for (const ZipEntry& entry : archive.entries())
    if (!entry.is_folder()) files[entry.name] = *archive.read(entry.name);
  return files;
}

void write_files(const Files& files, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  ZipWriter archive(out);
  for (const auto& [name, bytes] : files) archive.add(name, bytes);
  archive.close();
}

// The manifest made to fit the files again, as a forger would.
void fit_manifest(Files& files) {
  Json manifest = Json::parse(files.at("manifest.json"));
  Json list = Json::array();
  for (const auto& [name, bytes] : files)
    if (name != "manifest.json")
      list.push_back({{"path", name}, {"sha256", sha256_of({bytes})}, {"size", bytes.size()}});
  manifest["files"] = list;
  files["manifest.json"] = manifest.dump();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// A bundle of the sample stock, made once; what a test does to it goes to another file.
struct Sample {
  SampleFolder folder;
  std::string file = folder.name("bundle.zip"), changed = folder.name("changed.zip");
  Files files;
  Sample() {
    Store store(folder.name("audits.db"));
    exported(store, audited(stock().name(), store), file);
    files = files_in(file);
  }
  Verification with(const Files& other) const {
    write_files(other, changed);
    return verified(changed);
  }
};
const Sample& sample() {
  static const Sample kSample;
  return kSample;
}

TEST_CASE("bundle: what the run could not read is left out and counted, the rest is verified") {
  const SampleFolder folder;
  const std::string file = folder.name("all.ndjson");
  Store store(folder.name("audits.db"));
  folder.write("all.ndjson", "{\"id\":\"A\"}\n{\"id\":\"B\"}\n");
  audited(file, store);
  folder.write("all.ndjson", "{\"id\":\"A\"}\n{\"id\":\"B\"\n");
  const ExportedBundle made = exported(store, audited(file, store), folder.name("b.zip"));
  CHECK(made.not_read == 1);
  CHECK(made.manifest.counts.dossiers == 1);
  CHECK(verified(folder.name("b.zip")).difference_count == 0);
}

TEST_CASE("bundle: what a store exports is verified without it, outcome by outcome") {
  on_each_store([](const std::string& where) {
    const SampleFolder folder;
    ExportedBundle made;
    {
      Store store(where);
      made = exported(store, audited(stock().name(), store), folder.name("b.zip"));
    }
    CHECK(made.complete);
    CHECK(made.manifest.counts.dossiers == 3);
    CHECK(made.bytes == fs::file_size(folder.name("b.zip")));
    const Verification found = verified(folder.name("b.zip"));
    CHECK(found.fault_count == 0);
    CHECK(found.difference_count == 0);
    CHECK(found.open == 0);
    CHECK(found.dossiers == 3);
    CHECK(found.rederived == made.manifest.counts.outcomes);
    CHECK(found.rederived > 300);
    CHECK(found.files == made.manifest.files.size());
    CHECK(found.sha256 == made.sha256);
    CHECK(found.manifest->as_of == kDay);
  });
}

TEST_CASE("bundle: the same run gives the same bytes, with any number of threads") {
  const SampleFolder folder;
  Store store(folder.name("audits.db"));
  const RunRecord run = audited(stock().name(), store);
  const ExportedBundle first = exported(store, run, folder.name("a.zip"));
  ExportOptions one;
  one.software = "1";
  one.exit_of = no_exit;
  CHECK(export_bundle(store, run, one, folder.name("b.zip")).sha256 == first.sha256);
  CHECK(file_text(folder.name("a.zip")) == file_text(folder.name("b.zip")));
}

TEST_CASE("bundle: it is the run that is exported, not the inventory of today") {
  const SampleFolder inventory, folder;
  fs::copy(stock().path() / "exosome-vial-no-sterility-test", inventory.path() / "a",
           fs::copy_options::recursive);
  Store store(folder.name("audits.db"));
  const RunRecord run = audited(inventory.name(), store);
  const std::string before = exported(store, run, folder.name("a.zip")).sha256;
  inventory.write("a/dossier.yaml", "product: { name: Another }\n");
  inventory.write("a/website.txt", "");
  CHECK(exported(store, run, folder.name("b.zip")).sha256 == before);
  store.database().run("DELETE FROM contents WHERE digest = $1",
                       {sha256_of({file_text(stock().path() / "exosome-vial-no-sterility-test" /
                                             "certificate.pdf")})});
  CHECK_THROWS_WITH_AS(exported(store, run, folder.name("c.zip")),
                       doctest::Contains("did not keep a/certificate.pdf as it was judged"),
                       NotKept);
  CHECK_FALSE(fs::exists(folder.path() / "c.zip"));
  CHECK(parts_in(folder) == 0);
}

TEST_CASE("bundle: lines and rows with documents, without ids and with faults are verified") {
  const SampleFolder inventory, folder;
  inventory.write("a.txt", "Gel for the scalp");
  inventory.write("all.ndjson",
                  "{\"id\":\"../../etc/x\",\"product\":{\"name\":\"x\"}}\n\n{\"lots\":{\"a\":2}}\n"
                  "{\"id\":\"B\",\"product\":{\"name\":{\"value\":\"Gel\",\"basis\":\"documented\","
                  "\"document\":\"a.txt\",\"quote\":\"Gel\"}}}\n");
  inventory.write("all.csv", "id,product.name,lots[0].number\nP-1,Minoxidil,L-9\nP-2,,\n");
  for (const char* name : {"all.ndjson", "all.csv"}) {
    CAPTURE(name);
    Store store(folder.name(std::string(name) + ".db"));
    const RunRecord run = audited(inventory.name(name), store);
    const ExportedBundle made = exported(store, run, folder.name("b.zip"));
    const Verification found = verified(folder.name("b.zip"));
    CHECK(found.fault_count == 0);
    CHECK(found.difference_count == 0);
    CHECK(found.rederived == made.manifest.counts.outcomes);
  }
}

TEST_CASE("bundle: a byte that is changed in any of its files is found") {
  for (const auto& [name, bytes] : sample().files) {
    CAPTURE(name);
    Files files = sample().files;
    std::string& text = files[name];
    text[text.size() / 2] = static_cast<char>(text[text.size() / 2] ^ 1);
    const Verification found = sample().with(files);
    CHECK(found.fault_count + found.difference_count > 0);
    if (name != "manifest.json") CHECK(found.faults.at(0).find(name) == 0);
  }
}

TEST_CASE("bundle: a file that is missing, or that the manifest does not name, is told") {
  for (const auto& [name, bytes] : sample().files) {
    if (name.starts_with("packs/")) continue;
    CAPTURE(name);
    Files files = sample().files;
    files.erase(name);
    const Verification found = sample().with(files);
    REQUIRE(found.fault_count > 0);
    CHECK(found.faults[0].find(name + " is missing") == 0);
  }
  Files more = sample().files;
  more["packs/rules/more.yaml"] = "a: 1\n";
  CHECK(sample().with(more).faults.at(0) == "packs/rules/more.yaml is not named by manifest.json");
  fit_manifest(more);
  const Verification found = sample().with(more);
  REQUIRE(found.difference_count > 0);
  CHECK(found.differences[0].finding == "the packs");
}

TEST_CASE("bundle: an outcome that was changed is found, whatever the manifest says") {
  Files files = sample().files;
  const std::string name = "results/00002-exosome-vial-no-sterility-test.json";
  Json result = Json::parse(files.at(name));
  for (Json& finding : result["dossiers"][0]["findings"])
    if (finding["rule"] == "us-fda.610.12") finding["outcome"] = "pass";
  files[name] = result.dump(2) + "\n";
  fit_manifest(files);
  const Verification found = sample().with(files);
  CHECK(found.fault_count == 0);
  REQUIRE(found.difference_count == 1);
  const OutcomeDifference& one = found.differences[0];
  CHECK(one.dossier == "exosome-vial-no-sterility-test");
  CHECK(one.finding == "exosome-vial-no-sterility-test/lots[0]/us-fda.610.12");
  CHECK(one.stored == "pass, critical");
  CHECK(one.derived == "fail, critical");
}

TEST_CASE("bundle: a finding taken out, other words and no result at all are differences") {
  const std::string name = "results/00003-name-only.json";
  const Json result = Json::parse(sample().files.at(name));
  Json fewer = result, reworded = result;
  fewer["dossiers"][0]["findings"].erase(0);
  reworded["dossiers"][0]["findings"][0]["message"] = "All is well.";
  const auto difference = [&](const std::string& text) {
    Files files = sample().files;
    files[name] = text;
    fit_manifest(files);
    const Verification found = sample().with(files);
    CHECK(found.fault_count == 0);
    REQUIRE(found.difference_count == 1);
    return found.differences[0];
  };
  CHECK(difference(fewer.dump(2) + "\n").stored == "nothing");
  CHECK(difference(reworded.dump(2) + "\n").stored == "the same outcomes in other words");
  CHECK(difference("{}").stored == "no result");
  CHECK(difference(std::string(500, '[')).stored == "no result");
}

TEST_CASE("bundle: a rule that was altered is found by its pack and by what it does") {
  Files files = sample().files;
  bool altered = false;
  for (auto& [name, text] : files) {
    const std::size_t at = text.find("id: us-fda.610.12\n");
    if (!name.starts_with("packs/jurisdictions/us-fda/") || at == std::string::npos) continue;
    const std::size_t severity = text.find("severity: critical", at);
    REQUIRE(severity != std::string::npos);
    text.replace(severity, 18, "severity: low");
    altered = true;
    break;
  }
  REQUIRE(altered);
  fit_manifest(files);
  Verification found = sample().with(files);
  REQUIRE(found.difference_count > 1);
  CHECK(found.differences[0].finding == "the packs");
  const auto changed =
      std::ranges::find(found.differences, "exosome-vial-no-sterility-test/lots[0]/us-fda.610.12",
                        &OutcomeDifference::finding);
  REQUIRE(changed != found.differences.end());
  CHECK(changed->stored == "fail, critical");
  CHECK(changed->derived == "fail, low");
}

TEST_CASE("bundle: a document that was exchanged is found, with its digests or without") {
  Files files = sample().files;
  const std::string about = "dossiers/00002-exosome-vial-no-sterility-test.json";
  const Json dossier = Json::parse(files.at(about));
  std::string digest;
  for (const Json& input : dossier["inputs"])
    if (input["name"] == "website.txt") digest = input["sha256"].get<std::string>();
  std::string text = files.at("inputs/" + digest + ".txt") + " and more";
  files["inputs/" + digest + ".txt"] = text;
  fit_manifest(files);
  CHECK(sample().with(files).faults.at(0).find("is not what " + about + " names") !=
        std::string::npos);
  Json other = dossier;
  for (Json& input : other["inputs"]) {
    if (input["name"] != "website.txt") continue;
    input["sha256"] = sha256_of({text});
    input["size"] = text.size();
  }
  files.erase("inputs/" + digest + ".txt");
  files["inputs/" + sha256_of({text}) + ".txt"] = text;
  files[about] = other.dump();
  fit_manifest(files);
  CHECK(sample().with(files).difference_count > 0);
}

TEST_CASE("bundle: without its inputs nothing is ok, all is unverified") {
  const SampleFolder folder;
  Store store(folder.name("audits.db"));
  ExportOptions options;
  options.inputs = false;
  const RunRecord run = audited(stock().name(), store);
  const ExportedBundle made = exported(store, run, folder.name("b.zip"), options);
  for (const BundleFile& file : made.manifest.files)
    CHECK(file.path.find("inputs/") == std::string::npos);
  const Verification found = verified(folder.name("b.zip"));
  CHECK(found.fault_count == 0);
  CHECK(found.rederived == 0);
  CHECK(found.unverified_dossiers == 3);
  CHECK(found.open == made.manifest.counts.outcomes);
  CHECK(found.unverified.at(0).reason == "its files were left out of the bundle");
}

TEST_CASE("bundle: a document that this machine cannot read is unverified, not a difference") {
  Files files = sample().files;
  const std::string name = "results/00002-exosome-vial-no-sterility-test.json";
  files[name] = replaced(files[name], "\"outcome\": \"fail\"", "\"outcome\": \"pass\"");
  fit_manifest(files);
  write_files(files, sample().changed);
  const Verification found = verified(sample().changed, {"pdftotext"});
  CHECK(found.difference_count == 0);
  CHECK(found.unverified_dossiers == 1);
  CHECK(found.unverified.at(0).reason ==
        "pdftotext is not on this machine, and certificate.pdf is not read without it");
}

TEST_CASE("bundle: waivers go with the run that was judged with them") {
  on_each_store([](const std::string& where) {
    const SampleFolder folder;
    Store store(where);
    const std::string item = "exosome-vial-no-sterility-test";
    const RunRecord first = audited(stock().name(), store);
    const DossierResult result =
        judge_again(store, first, *store.state(first, item), *parse_date(kDay));
    const auto finding = std::ranges::find(result.findings, "us-fda.610.12", &Finding::rule);
    REQUIRE(finding != result.findings.end());
    Waiver waiver = request_waiver(*finding, result, {.until = parse_waiver_day("2027-01-31")},
                                   {"Ana Ruiz", "2026-11-22T08:00:00Z", "recall is under way"});
    Problems problems;
    const Persons persons(load_name_fold(VERILOT_SOURCE_DIR, problems));
    approve(waiver, {"Ben Cole", "2026-11-22T09:00:00Z", ""}, persons);
    save_waiver(store, waiver);
    const RunRecord run = audited(stock().name(), store);
    revoke(waiver, {"Ben Cole", "2026-11-22T10:00:00Z", "destroyed"});
    save_waiver(store, waiver);
    CHECK(exported(store, run, folder.name("b.zip")).manifest.counts.waivers == 1);
    CHECK(verified(folder.name("b.zip")).difference_count == 0);
    Files files = files_in(folder.name("b.zip"));
    CHECK(files.count("waivers/00002-" + item + ".ndjson") == 1);
    CHECK(files.at("results/00002-" + item + ".json").find("\"waived\"") != std::string::npos);
    files.erase("waivers/00002-" + item + ".ndjson");
    fit_manifest(files);
    write_files(files, folder.name("c.zip"));
    const Verification found = verified(folder.name("c.zip"));
    REQUIRE(found.difference_count > 0);
    CHECK(std::ranges::count(found.differences, "waived, critical", &OutcomeDifference::stored) ==
          1);
  });
}

TEST_CASE("bundle: a run that comes out otherwise than it was kept is not exported") {
  const SampleFolder folder;
  Store store(folder.name("audits.db"));
  const RunRecord run = audited(stock().name(), store);
  store.database().run("UPDATE states SET result = packs WHERE item = 'name-only'");
  CHECK_THROWS_WITH_AS(exported(store, run, folder.name("b.zip")),
                       doctest::Contains("name-only, judged again from what run 1 kept of it: "
                                         "comes out otherwise"),
                       BundleFault);
  CHECK(parts_in(folder) == 0);
  CHECK_FALSE(fs::exists(folder.path() / "b.zip"));
}

TEST_CASE("bundle: a file that cannot be created is told before anything is judged") {
  const SampleFolder folder;
  Store store(folder.name("audits.db"));
  const RunRecord run = audited(stock().name(), store);
  CHECK_THROWS_AS(exported(store, run, folder.name("no/such/b.zip")), OutputFault);
}

TEST_CASE("bundle: what is no bundle is told in one line") {
  const SampleFolder folder({{"a.pdf", "%PDF-1.4"}, {"empty.zip", ""}});
  const auto fault = [](const std::string& file) {
    const Verification found = verified(file);
    REQUIRE(found.fault_count == 1);
    return found.faults[0];
  };
  CHECK(fault(folder.name("a.pdf")) == "is no ZIP archive, or a damaged one");
  CHECK(fault(folder.name("empty.zip")) == "is no ZIP archive, or a damaged one");
  CHECK(fault(folder.name()) == "cannot be read; name a file that exists and may be read");
  write_files({{"a.txt", "x"}}, folder.name("a.zip"));
  CHECK(fault(folder.name("a.zip")) == "manifest.json is missing; it is no bundle of evidence");
  write_files({{"manifest.json", "{}"}}, folder.name("a.zip"));
  CHECK(fault(folder.name("a.zip")).find("manifest.json is not as a bundle") == 0);
  write_files({{"manifest.json", "{\"format\":\"verilot-evidence-9\"}"}}, folder.name("a.zip"));
  CHECK(fault(folder.name("a.zip")).find("the format 'verilot-evidence-9' is not known") !=
        std::string::npos);
  write_files({{"manifest.json", std::string(1 << 20, '[')}}, folder.name("a.zip"));
  CHECK(fault(folder.name("a.zip")) == "manifest.json is longer than its files could make it");
  const std::string bytes = file_text(sample().file);
  folder.write("cut.zip", bytes.substr(0, bytes.size() / 2));
  CHECK(fault(folder.name("cut.zip")) == "is a ZIP archive that is cut off; fetch it again");
}

TEST_CASE("bundle: a list that leads out of its folder or repeats itself is refused") {
  const std::string about = "dossiers/00003-name-only.json";
  const auto changed = [&](const std::function<void(Json&)>& change) {
    Files files = sample().files;
    Json dossier = Json::parse(files.at(about));
    change(dossier);
    files[about] = dossier.dump();
    fit_manifest(files);
    return sample().with(files);
  };
  const Verification out =
      changed([](Json& dossier) { dossier["inputs"][0]["name"] = "../../x.yaml"; });
  CHECK(out.fault_count + out.difference_count + out.unverified_dossiers > 0);
  CHECK(changed([](Json& dossier) { dossier["inputs"].push_back(dossier["inputs"][0]); })
            .faults.at(0)
            .find("twice") != std::string::npos);
  CHECK(changed([](Json& dossier) {
          dossier["line_of"] = "../x";
          dossier["line"] = 1;
        }).fault_count == 1);
  CHECK(changed([](Json& dossier) { dossier["inputs"][0]["sha256"] = "../x"; }).fault_count == 1);
}

TEST_CASE("bundle: a damaged archive is never verified, unless every file in it is as it was") {
  const std::string bytes = file_text(sample().file);
  const SampleFolder folder;
  const std::uint32_t count = mutation_count(0.1);
  for (std::uint32_t i = 0; i < count; ++i) {
    CAPTURE(i);
    folder.write("b.zip", mutated(bytes, i));
    const Liveness alive;
    const Verification found = verified(folder.name("b.zip"));
    CHECK(alive.within_bound());
    const bool ok = found.fault_count + found.difference_count + found.unverified_dossiers == 0;
    if (ok) CHECK(files_in(folder.name("b.zip")) == sample().files);
    for (const std::string& fault : found.faults) CHECK(fault.find('\n') == std::string::npos);
  }
}

TEST_CASE("bundle: a damaged list is read or refused by name, whatever it holds") {
  const std::string about = "dossiers/00002-exosome-vial-no-sterility-test.json";
  const std::string manifest = sample().files.at("manifest.json").substr(0, 3'000) + "\n ]\n}\n";
  for (std::uint32_t i = 0; i < mutation_count(2); ++i) {
    CAPTURE(i);
    const Liveness alive;
    try {
      read_manifest(mutated(manifest, i));
    } catch (const BundleFault& fault) {
      CHECK(std::string(fault.what()).find("manifest.json") != std::string::npos);
    }
    try {
      read_bundled_dossier(mutated(sample().files.at(about), i), about);
    } catch (const BundleFault& fault) {
      CHECK(std::string(fault.what()).find(about) != std::string::npos);
    }
    CHECK(alive.within_bound());
  }
}

TEST_CASE("bundle: what registers said goes with the run, and another answer is a difference") {
  const SampleFolder folder;
  Store store(folder.name("audits.db"));
  Rulebook asking = rulebook();
  asking.registers =
      std::make_shared<RegisterDesk>(asking.root, folder.name("state"), *parse_date(kDay));
  const RunRecord run = audited(stock().name(), store, asking);
  REQUIRE(!run.registers.empty());
  exported(store, run, folder.name("b.zip"));
  const Verification found = verified(folder.name("b.zip"));
  CHECK(found.fault_count == 0);
  CHECK(found.difference_count == 0);
  CHECK(found.dossiers == 3);
  Files files = files_in(folder.name("b.zip"));
  CHECK(files.count("registers/copies.json") == 1);
  REQUIRE(files.count("registers/00003-name-only.json") == 1);
  files["registers/00003-name-only.json"] = "nonsense";
  fit_manifest(files);
  write_files(files, folder.name("c.zip"));
  CHECK(verified(folder.name("c.zip")).unverified_dossiers == 1);
}

}  // namespace
}  // namespace verilot
