#include <doctest/doctest.h>

#include <sstream>

#include "commands.h"

using namespace verilot;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("packs reference: the pages of docs/law are what the packs say") {
  const TemporaryFolder folder;
  const fs::path pages = folder.path / "law";
  CHECK(run({"packs", "reference", "--to", pages.string(), "--packs", kRoot}).code == 0);
  std::size_t count = 0;
  for (const auto& page : fs::directory_iterator(pages)) {
    ++count;
    CAPTURE(page.path().filename().string());
    CHECK_MESSAGE(
        text_of(page.path()) == text_of(kRoot + "/docs/law/" + page.path().filename().string()),
        "run `verilot packs reference`");
  }
  CHECK(count > 10);
}

TEST_CASE("packs coverage: every rule has its cases and every clause a rule or a reason") {
  const Ran ran = run({"packs", "coverage", "--packs", kRoot});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("\n0 rules without a case for an outcome\n") != std::string::npos);
  CHECK(ran.out.find("\n0 clauses without a rule or a reason") != std::string::npos);
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
  CHECK(run({"packs", "coverage", "nowhere", "--packs", kRoot}).code == 64);
}

TEST_CASE("packs review: the project's packs are reviewed against every clause they cite") {
  const TemporaryFolder folder;
  for (const char* part : {"rules", "jurisdictions"})
    fs::copy(kRoot + "/" + part, folder.path / part, fs::copy_options::recursive);
  const Ran ran = run({"packs", "review", "--packs", folder.path.string()});
  CHECK(ran.code == 0);
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);)
    CHECK(line.ends_with("clauses sealed 0   citations marked 0"));
}
