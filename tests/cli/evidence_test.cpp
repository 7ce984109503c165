#include <doctest/doctest.h>

#include "commands.h"

using namespace verilot;

namespace {

Ran request(std::vector<std::string> more, const std::string& name = "trial-exosome-unread-page") {
  std::vector<std::string> words = {"evidence",  "request", kRoot + "/fixtures/clinic/" + name,
                                    "--packs",   kRoot,     "--as-of",
                                    "2026-11-22"};
  words.insert(words.end(), more.begin(), more.end());
  return run(words);
}

}  // namespace

TEST_CASE("evidence request: the letter asks for the certificate of the lot") {
  const Ran ran = request({});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("Certificate of analysis") != std::string::npos);
  CHECK(ran.out.find("HCS104-2606-0042") != std::string::npos);
  CHECK(ran.out.find("Sterility test report for lot HCS104-2606-0042") != std::string::npos);
  CHECK(ran.out.find("Required by: 21 CFR 610.") != std::string::npos);
}

TEST_CASE("evidence request: a Spanish letter has nothing in English but what the law is called") {
  const Ran ran = request({"--language", "es"});
  CHECK(ran.out.find("Informe del ensayo de esterilidad del lote") != std::string::npos);
  CHECK(ran.out.find("solo en inglés") == std::string::npos);
}

TEST_CASE("evidence request: what the clinic holds goes to the clinic, not into the letter") {
  const TemporaryFolder folder;
  const std::string file = (folder.path / "letter.html").string();
  const Ran ran = request({"--html", "-o", file}, "name-only");
  CHECK(ran.code == 0);
  std::ostringstream letter;
  letter << std::ifstream(file).rdbuf();
  CHECK(letter.str().starts_with("<!DOCTYPE html>"));
  CHECK(letter.str().find("Consultation record") == std::string::npos);
  CHECK(ran.out.find("Consultation record") != std::string::npos);
}

TEST_CASE("evidence request: a language, a day or a dossier that is not there is refused by name") {
  CHECK(request({"--language", "xx"}).code == 64);
  CHECK(request({"--language", "xx"}).err.find("en, es") != std::string::npos);
  CHECK(request({"--deadline", "2026-02-30"}).code == 64);
  CHECK(request({}, "no-such-dossier").code == 66);
}

TEST_CASE("packs lint: requests without a translation are counted, and listed when asked for") {
  const Ran ran = run({"packs", "lint", "us-fda", "--requests", "--packs", kRoot});
  CHECK(ran.code == 0);
  const std::size_t note = ran.out.find("have no translation");
  CHECK((note == std::string::npos) == (ran.out.find("  - en: ") == std::string::npos));
}
