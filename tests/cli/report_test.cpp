#include <doctest/doctest.h>

#include "commands.h"

using namespace verilot;

namespace {

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// An inventory of two dossiers, audited into a store; then the inventory is gone.
struct Audited {
  TemporaryFolder folder;
  std::string store = (folder.path / "audits.db").string();

  Audited() {
    const fs::path stock = folder.path / "stock";
    fs::create_directories(stock);
    for (const char* name : {"amnion-sheet", "exosome-vial-no-sterility-test"})
      fs::copy(fs::path(kRoot) / "fixtures" / "clinic" / name, stock / name,
               fs::copy_options::recursive);
    const Ran ran = run({"audit", "run", stock.string(), "--store", store, "--packs", kRoot,
                         "--jurisdiction", "us-fda", "--as-of", "2026-11-22"});
    REQUIRE(ran.code == 1);
    fs::remove_all(stock);
  }
  std::string file(const std::string& name) const { return (folder.path / name).string(); }
};

}  // namespace

TEST_CASE("report: a stored run is written in several formats, with the pages of its documents") {
  const Audited audited;
  const Ran ran =
      run({"report", "last", "--store", audited.store, "-o", "html=" + audited.file("a.html"), "-o",
           "csv=" + audited.file("a.csv"), "-o", "sarif=" + audited.file("a.sarif"), "-o", "text"});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  CHECK(ran.out.find("exosome-vial-no-sterility-test") != std::string::npos);
  const std::string page = text_of(audited.file("a.html"));
  CHECK(page.find("data:image/jpeg;base64,/9j/") != std::string::npos);
  CHECK(page.find("<figure>") != std::string::npos);
  CHECK(text_of(audited.file("a.csv")).find("us-fda.610.12") != std::string::npos);
  CHECK(text_of(audited.file("a.sarif")).find("\"kind\":\"open\"") != std::string::npos);
}

TEST_CASE("report: the findings are those of check on the same day") {
  const Audited audited;
  const Ran again =
      run({"report", "--store", audited.store, "--item", "amnion-sheet", "-o", "csv"});
  const Ran now = run({"check", kRoot + "/fixtures/clinic/amnion-sheet", "--packs", kRoot,
                       "--jurisdiction", "us-fda", "--as-of", "2026-11-22", "-o", "csv"});
  const auto without_paths = [](const std::string& table) {
    std::string rest;
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t second = line.find(',', line.find(',') + 1);
      rest += line.substr(0, line.find(',')) + line.substr(second) + "\n";
    }
    return rest;
  };
  CHECK(without_paths(again.out) == without_paths(now.out));
}

TEST_CASE("report: a run, an item or a format that is not there is refused by name") {
  const Audited audited;
  CHECK(run({"report", "99", "--store", audited.store}).code == 64);
  CHECK(run({"report", "--item", "gone", "--store", audited.store}).code == 64);
  const Ran ran = run({"report", "-o", "pdf", "--store", audited.store});
  CHECK(ran.code == 64);
  CHECK(ran.err.find("html, sarif, junit, csv") != std::string::npos);
  CHECK(run({"report", "-o", "csv=/dev/full", "--store", audited.store}).code == 74);
  CHECK(run({"report", "-o", "csv=/nowhere/a", "--store", audited.store}).code == 73);
}

TEST_CASE("check: two reports to one place are refused") {
  const Ran ran = run({"check", kRoot + "/fixtures/clinic/amnion-sheet", "--packs", kRoot, "-o",
                       "csv", "-o", "junit"});
  CHECK(ran.code == 64);
  CHECK(ran.err.find("another report goes there already") != std::string::npos);
}

TEST_CASE("check: a report that can have no such file is told, whatever is wrong with its name") {
  const TemporaryFolder folder;
  for (const std::string& name :
       {std::string(300, 'a'), std::string("none/a.json"), std::string()}) {
    const Ran ran = run({"check", kRoot + "/fixtures/clinic/amnion-sheet", "--packs", kRoot, "-o",
                         "json=" + (folder.path / name).string()});
    CHECK(ran.code == 73);
    CHECK(ran.err.find("cannot create") != std::string::npos);
  }
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE("report: a store that is not there is told, and none is made") {
  const TemporaryFolder folder;
  const std::string store = (folder.path / "none.db").string();
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"report", "last"},
        {"audit", "list"},
        {"audit", "diff"},
        {"audit", "forecast"},
        {"audit", "prune", "1"},
        {"evidence", "export", "last", "-o", store + ".zip"}}) {
    std::vector<std::string> with = words;
    with.insert(with.end(), {"--store", store});
    const Ran ran = run(with);
    CHECK(ran.code == 66);
    CHECK(ran.err.find(store) != std::string::npos);
  }
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE(
    "check: what was read is never written over, and a report that fails leaves the old one") {
  const TemporaryFolder folder;
  const fs::path dossier = folder.path / "sheet";
  fs::copy(fs::path(kRoot) / "fixtures" / "clinic" / "amnion-sheet", dossier,
           fs::copy_options::recursive);
  const std::string before = text_of(dossier / "dossier.yaml");
  for (const fs::path& given : {dossier, dossier / "dossier.yaml"}) {
    const Ran ran = run({"check", given.string(), "--packs", kRoot, "-o",
                         "json=" + (dossier / "dossier.yaml").string()});
    CHECK(ran.code == 64);
    CHECK(ran.err.find("was read for this report") != std::string::npos);
    CHECK(text_of(dossier / "dossier.yaml") == before);
  }
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(dossier)) files += file.is_regular_file();
  std::size_t copied = 0;
  for (const auto& file : fs::directory_iterator(fs::path(kRoot) / "fixtures/clinic/amnion-sheet"))
    copied += file.is_regular_file();
  CHECK(files == copied);
}

TEST_CASE("check: a page without pictures is asked for by name") {
  const TemporaryFolder folder;
  const std::string file = (folder.path / "a.html").string();
  run({"check", kRoot + "/fixtures/clinic/exosome-vial-no-sterility-test", "--packs", kRoot, "-o",
       "html=" + file, "--no-pictures"});
  const std::string page = text_of(file);
  CHECK(page.find("</html>") != std::string::npos);
  CHECK(page.find("data:image") == std::string::npos);
}
