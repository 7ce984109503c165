#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "commands.h"
#include "zip/zip_reader.h"
#include "zip/zip_writer.h"

using namespace verilot;
using nlohmann::json;

namespace {

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// Two dossiers of the sample clinic, audited into a store.
struct Audited {
  TemporaryFolder folder;
  std::string store = file("audits.db"), bundle = file("bundle.zip");

  Audited() {
    for (const char* name : {"exosome-vial-no-sterility-test", "name-only"})
      fs::copy(fs::path(kRoot) / "fixtures" / "clinic" / name, folder.path / "stock" / name,
               fs::copy_options::recursive);
    const Ran ran = run({"audit", "run", file("stock"), "--store", store, "--packs", kRoot,
                         "--jurisdiction", "us-fda", "--as-of", "2026-11-22"});
    REQUIRE(ran.code == 1);
  }
  std::string file(const std::string& name) const {
    fs::create_directories(folder.path / "stock");
    return (folder.path / name).string();
  }
  Ran exported(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"evidence", "export", "last", "-o", bundle, "--store", store};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

// What an object of the schema asks for is there, and nothing else.
void fits(const json& value, const json& schema) {
  for (const auto& key : schema["required"]) CHECK(value.contains(key.get<std::string>()));
  for (const auto& [key, unused] : value.items()) {
    CAPTURE(key);
    CHECK(schema["properties"].contains(key));
  }
}

}  // namespace

TEST_CASE("evidence: a run is exported with the pages that findings rest on, and verified") {
  const Audited audited;
  const Ran made = audited.exported();
  CHECK(made.err == "");
  CHECK(made.code == 0);
  CHECK(made.out.find("run 1 as of 2026-11-22  2 dossiers, ") != std::string::npos);
  fs::remove_all(audited.file("stock"));
  fs::remove(audited.store);
  const Ran ran = run({"evidence", "verify", audited.bundle});
  CHECK(ran.code == 0);
  CHECK(ran.out.find(" judged again, 0 differences\n") != std::string::npos);
  CHECK(ran.out.find("exit 0 (ok)") != std::string::npos);
  ZipReader archive = ZipReader::of_file(audited.bundle, {});
  const auto page =
      archive.read("pages/00001-exosome-vial-no-sterility-test/1-certificate.pdf-page-1.svg");
  REQUIRE(page.has_value());
  CHECK(page->starts_with("<svg xmlns="));
  CHECK(page->find("href=\"data:image/jpeg;base64,/9j/") != std::string::npos);
  CHECK(page->find("<rect x=") != std::string::npos);
  const auto readme = archive.read("README.txt");
  REQUIRE(readme.has_value());
  CHECK(readme->find("judged as of 2026-11-22") != std::string::npos);
  const json manifest = json::parse(*archive.read("manifest.json"));
  const json schema = json::parse(run({"schema", "bundle"}).out);
  fits(manifest, schema);
  fits(manifest["run"], schema["properties"]["run"]);
  fits(manifest["files"][0], schema["properties"]["files"]["items"]);
  // Results are as `verilot schema result` has them.
  const json result =
      json::parse(*archive.read("results/00001-exosome-vial-no-sterility-test.json"));
  fits(result, json::parse(run({"schema", "result"}).out));
}

TEST_CASE("evidence: without pages and inputs they are not there, and nothing is ok") {
  const Audited audited;
  CHECK(audited.exported({"--without-inputs", "--without-pages"}).code == 0);
  ZipReader archive = ZipReader::of_file(audited.bundle, {});
  for (const ZipEntry& entry : archive.entries()) {
    CHECK_FALSE(entry.name.starts_with("inputs/"));
    CHECK_FALSE(entry.name.starts_with("pages/"));
  }
  const Ran ran = run({"evidence", "verify", audited.bundle});
  CHECK(ran.code == 3);
  CHECK(ran.out.find("UNVF   name-only  its files were left out of the bundle\n") !=
        std::string::npos);
}

TEST_CASE("evidence verify: JSON is as its schema has it, and tells what is wrong with a bundle") {
  const Audited audited;
  audited.exported({"--without-pages"});
  const json schema = json::parse(run({"schema", "verification"}).out);
  const Ran good = run({"evidence", "verify", audited.bundle, "-o", "json"});
  const json found = json::parse(good.out);
  fits(found, schema);
  fits(found["bundle"], schema["properties"]["bundle"]);
  CHECK(found["exit"]["code"] == 0);
  CHECK(found["outcomes"]["rederived"].get<int>() > 100);
  std::string bytes = text_of(audited.bundle);
  const std::string cut = audited.folder.with("cut.zip", bytes.substr(0, bytes.size() - 9));
  const Ran bad = run({"evidence", "verify", cut, "-o", "json"});
  CHECK(bad.code == 11);
  CHECK(json::parse(bad.out)["faults"][0] == "is a ZIP archive that is cut off; fetch it again");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  const std::string changed = audited.folder.with("changed.zip", bytes);
  const Ran other = run({"evidence", "verify", changed});
  CHECK(other.code == 11);
  CHECK(other.out.find("FAULT  ") != std::string::npos);
}

TEST_CASE("evidence: what is not there or cannot be written ends with its code") {
  const Audited audited;
  CHECK(run({"evidence", "verify", audited.file("no.zip")}).code == 66);
  CHECK(run({"evidence", "verify", audited.file("stock")}).code == 11);
  CHECK(run({"evidence", "export", "9", "-o", audited.bundle, "--store", audited.store}).code ==
        64);
  CHECK(run({"evidence", "export", "last", "--store", audited.store}).code == 64);
  const Ran none = run({"evidence", "export", "last", "-o", audited.file("no/such/b.zip"),
                        "--store", audited.store});
  CHECK(none.code == 73);
  CHECK(none.err.find("cannot create") != std::string::npos);
}
