#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "commands.h"

using namespace verilot;

namespace {

std::string clinic(const std::string& name) { return kRoot + "/fixtures/clinic/" + name; }

Ran check(const std::string& path, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"check", path, "--packs", kRoot, "--as-of", "2026-11-22"};
  words.insert(words.end(), more.begin(), more.end());
  return run(words);
}

}  // namespace

TEST_CASE("help: no line of any command is longer than 80 columns") {
  std::vector<std::vector<std::string>> left = {{}};
  std::size_t commands = 0;
  while (!left.empty()) {
    std::vector<std::string> words = left.back();
    left.pop_back();
    words.push_back("--help");
    const Ran ran = run(words);
    words.pop_back();
    CHECK(ran.code == 0);
    ++commands;
    bool below = false;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(line.size() <= 80);
      if (below && line.empty()) below = false;
      if (below && line.size() > 2 && line[2] != ' ') {
        left.push_back(words);
        left.back().push_back(line.substr(2, line.find(' ', 2) - 2));
      }
      below = below || line == "Subcommands:";
    }
  }
  CHECK(commands > 40);
}

TEST_CASE("check: the exit code follows the findings") {
  CHECK(check(clinic("laser-cap-cleared")).code == 0);
  CHECK(check(clinic("exosome-vial-no-sterility-test")).code == 1);
  CHECK(check(clinic("trial-exosome-unread-page")).code == 2);
}

TEST_CASE("check: a sterility test that is absent from a page read in full fails at the table") {
  const Ran ran = check(clinic("exosome-vial-no-sterility-test"), {"-o", "json"});
  const auto json = nlohmann::json::parse(ran.out);
  bool found = false;
  for (const auto& finding : json["dossiers"][0]["findings"]) {
    if (finding["rule"] != "us-fda.610.12") continue;
    CHECK(finding["outcome"] == "fail");
    for (const auto& fact : finding["evidence"])
      if (fact["path"] == "certificates[0].tests") {
        found = true;
        CHECK(fact["page"] == 1);
        CHECK(fact["box"].size() == 4);
      }
  }
  CHECK(found);
}

TEST_CASE(
    "check: with an unread page the sterility finding is unverified and names the page, the "
    "verdict stays REJECT") {
  const auto json =
      nlohmann::json::parse(check(clinic("exosome-vial-unread-page"), {"-o", "json"}).out);
  for (const auto& verdict : json["dossiers"][0]["verdicts"])
    if (verdict["pack"] == "us-fda" || verdict["pack"] == "uk-mhra")
      CHECK(verdict["verdict"] == "REJECT");
  for (const auto& finding : json["dossiers"][0]["findings"]) {
    if (finding["rule"] != "us-fda.610.12") continue;
    CHECK(finding["outcome"] == "unverified");
    CHECK(finding["unknown"][0]["reason"].get<std::string>().find("page 2 of certificate.pdf") !=
          std::string::npos);
  }
}

TEST_CASE("check: a dossier with nothing but a product name passes nothing and fails nothing") {
  const Ran ran = check(clinic("name-only"), {"-o", "json"});
  CHECK(ran.code == 2);
  const auto json = nlohmann::json::parse(ran.out);
  for (const auto& finding : json["dossiers"][0]["findings"]) {
    CAPTURE(finding["id"].get<std::string>());
    const bool by_date = finding["message"].get<std::string>().find("Not in force") == 0;
    CHECK((finding["outcome"] == "unverified" || by_date));
  }
  std::size_t before = SIZE_MAX;
  for (const auto& request : json["dossiers"][0]["requests"]) {
    CHECK(request["settles"].size() <= before);
    before = request["settles"].size();
  }
}

TEST_CASE("check: --fail-on and --unverified-on move the exit code, --exit-zero ends it at 0") {
  CHECK(check(clinic("trial-exosome-unread-page"), {"--unverified-on", "critical"}).code == 2);
  CHECK(check(clinic("exosome-vial-no-sterility-test"), {"--exit-zero"}).code == 0);
  CHECK(check(clinic("exosome-vial-no-sterility-test"), {"--fail-on", "hihg"}).code == 64);
}

TEST_CASE("check: --exit-zero never hides that something could not be read") {
  const TemporaryFolder folder;
  CHECK(check(folder.with("broken.yaml", "product: [1, 2"), {"--exit-zero"}).code == 3);
}

TEST_CASE("check: the flag stands over the environment") {
  setenv("VERILOT_AS_OF", "2023-05-01", 1);
  const Ran ran =
      run({"check", clinic("prp-after-june-2023"), "--packs", kRoot, "--as-of", "2023-07-01"});
  const Ran older = run({"check", clinic("prp-after-june-2023"), "--packs", kRoot});
  unsetenv("VERILOT_AS_OF");
  CHECK(ran.out.find("as of 2023-07-01") != std::string::npos);
  CHECK(older.out.find("as of 2023-05-01") != std::string::npos);
}

TEST_CASE("check: each bad input is one line with its place, and the exit code of the table") {
  const TemporaryFolder folder;
  struct Case {
    std::string path;
    int code;
    std::string says;
  };
  const Case cases[] = {
      {folder.path.string() + "/nowhere", 66, "does not exist"},
      {folder.with("empty.yaml", ""), 3, "is empty"},
      {folder.path.string(), 3, "holds no dossier.yaml or dossier.json; add one"},
      {folder.with("utf16.yaml", std::string("\xff\xfep\0", 4)), 3,
       "is UTF-16; save the file as UTF-8"},
      {folder.with("twice.yaml", "product: {name: A}\nproduct: {name: B}\n"), 3,
       "2:1: error: key 'product' is written twice"},
      {folder.with("key.yaml", "prodct: {name: A}\n"), 3,
       "unknown key 'prodct', did you mean 'product'?"},
      {folder.with("date.yaml", "product: {name: A}\nlots: [{number: A1, expiry: 2026-02-30}]\n"),
       3, "'2026-02-30' does not fit expiry"},
      {folder.with("count.yaml", "product: {name: A}\nlots: [{number: A1, quantity: -4}]\n"), 3,
       "'-4' does not fit quantity"},
      {folder.with("unit.yaml", "product: {name: A, dose_volume: 5 furlongs}\n"), 3, "'furlongs'"},
      {folder.with("missing.yaml", "product: {name: A}\ncertificates: [{document: coa.pdf}]\n"), 3,
       "document 'coa.pdf' is not in the folder"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.path);
    const Ran ran = check(c.path);
    CAPTURE(ran.err);
    CHECK(ran.code == c.code);
    CHECK(ran.err.find(c.says) != std::string::npos);
  }
}

TEST_CASE(
    "check: a pack with a fault is exit 10, with its place, and the other packs still judge") {
  const TemporaryFolder folder;
  for (const char* part : {"rules", "jurisdictions"})
    fs::copy(kRoot + "/" + part, folder.path / part, fs::copy_options::recursive);
  folder.with("jurisdictions/us-fda/zz.yaml",
              "rules:\n  - { id: us-fda.zz, require: product.nam == 'x', ground: "
              "safety }\n");
  const std::vector<std::string> words = {
      "check", clinic("name-only"), "--packs", folder.path.string(), "-o", "json", "--exit-zero"};
  const Ran ran = run(words);
  CHECK(ran.code == 10);
  CHECK(ran.err ==
        "jurisdictions/us-fda/zz.yaml:2:39: error: us-fda.zz: article has no field \"nam\": did "
        "you mean \"name\"? (at /rules/0/require)\nproduct.nam == 'x'\n        ^^^\n");
  const auto json = nlohmann::json::parse(ran.out);
  CHECK(json["exit"]["name"] == "pack-rejected");
  CHECK(json["dossiers"][0]["refused"] == nlohmann::json::array({"us-fda"}));
  std::set<std::string> judged;
  for (const auto& verdict : json["dossiers"][0]["verdicts"])
    judged.insert(verdict["pack"].get<std::string>());
  CHECK(judged.count("us-fda") == 0);
  CHECK(judged.count("uk-mhra") == 1);
  CHECK(run({"packs", "test", "us-fda", "--packs", folder.path.string()}).code == 10);
  folder.with("rules/dossier-schema.yaml", "root: dossier\ntyps: {}\n");
  CHECK(run(words).code == 10);
}

TEST_CASE("check: words of a file reach the terminal without control characters") {
  const TemporaryFolder folder;
  const Ran ran = check(
      folder.with("escape.json",
                  "{\"prod\\u001b[2Juct\": 1, \"product\": {\"name\": \"A\\u0007\\u009b31m\"}}"));
  CHECK(ran.code == 3);
  CHECK(ran.err.find("unknown key 'prod [2Juct'") != std::string::npos);
  CHECK((ran.err + ran.out).find_first_of("\x1b\x07") == std::string::npos);
  CHECK(ran.out.find("\u009b") == std::string::npos);
}

TEST_CASE("check: a name that no file system takes does not exist") {
  CHECK(check(std::string(5000, 'x')).code == 66);
  CHECK(run({"explain", "a.rule", std::string(5000, 'x'), "--packs", kRoot}).code == 66);
  CHECK(run({"eval", "1", std::string(5000, 'x'), "--packs", kRoot}).code == 66);
  CHECK(run({"check", clinic("name-only"), "--packs", "/nowhere"}).code == 66);
  CHECK(run({"check", clinic("name-only"), "--packs", std::string(5000, 'x')}).code == 66);
}

TEST_CASE("check: the environment stands where no flag does, and its faults are usage errors") {
  setenv("VERILOT_FAIL_ON", "grave", 1);
  CHECK(check(clinic("name-only")).code == 64);
  CHECK(check(clinic("name-only"), {"--fail-on", "critical"}).code == 2);
  unsetenv("VERILOT_FAIL_ON");
  setenv("VERILOT_PACKS", "/nowhere", 1);
  CHECK(run({"check", clinic("name-only")}).code == 66);
  CHECK(check(clinic("name-only")).code == 2);
  unsetenv("VERILOT_PACKS");
}

TEST_CASE("command line: wrong values of flags are usage errors that say what would be right") {
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"--fail-on", "grave"},
       "verilot: --fail-on 'grave': expected low, medium, high or critical\n"},
      {{"--unverified-on", ""},
       "verilot: --unverified-on '': expected low, medium, high or critical\n"},
      {{"-o", "pdf"},
       "verilot: -o 'pdf': expected one of text, json, html, sarif, junit, csv, with =FILE to "
       "write a file\n"},
      {{"-o", "json="},
       "verilot: -o 'json=': expected one of text, json, html, sarif, junit, csv, with =FILE to "
       "write a file\n"},
      {{"--as-of", "2026-11"},
       "verilot: --as-of '2026-11' is not a day that exists; write 2026-11-22\n"},
  };
  for (const auto& [more, message] : cases) {
    std::vector<std::string> words = {"check", clinic("name-only"), "--packs", kRoot};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run(words);
    CHECK(ran.code == 64);
    CHECK(ran.out == "");
    CHECK(ran.err == message);
  }
  CHECK(check(clinic("name-only"), {"--colour"}).code == 64);
  CHECK(run({}).code == 64);
  CHECK(run({"schema", "invoice"}).code == 64);
  CHECK(run({"fields", "lto", "--packs", kRoot}).err ==
        "verilot: no type 'lto', did you mean 'lot'?\n");
  CHECK(run({"packs"}).code == 64);
}

TEST_CASE("version: the name and number, on one line") {
  const Ran ran = run({"version"});
  CHECK(ran.code == 0);
  CHECK(ran.out.starts_with("verilot "));
  CHECK(ran.out.find('\n') == ran.out.size() - 1);
}

TEST_CASE("help: every exit code of the table is printed within 80 columns") {
  const Ran ran = run({"help", "exit-codes"});
  for (const ExitEntry& entry : exit_codes())
    CHECK(("\n" + ran.out).find("\n" + std::to_string(static_cast<int>(entry.code)) + " ") !=
          std::string::npos);
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST_CASE("check: one unreadable value loses nothing else") {
  const TemporaryFolder folder;
  const Ran ran =
      check(folder.with("one.yaml",
                        "product: {name: A, kind: exosome, origin: allogeneic, route: "
                        "intradermal_injection}\nlots: [{number: A1, expiry: someday}]\n"),
            {"-o", "json"});
  CHECK(ran.code == 3);
  CHECK(nlohmann::json::parse(ran.out)["dossiers"][0]["findings"].size() > 50);
}

TEST_CASE("check: two runs over the same input print the same bytes") {
  CHECK(check(clinic("svf-clinic"), {"-o", "json"}).out ==
        check(clinic("svf-clinic"), {"-o", "json"}).out);
}

TEST_CASE("check: reports go to files, and a file that cannot be created is exit 73") {
  const TemporaryFolder folder;
  const std::string file = (folder.path / "result.json").string();
  CHECK(check(clinic("laser-cap-cleared"), {"-o", "json=" + file, "-o", "text"}).code == 0);
  std::ifstream in(file);
  CHECK(nlohmann::json::parse(in)["exit"]["name"] == "ok");
  CHECK(check(clinic("laser-cap-cleared"), {"-o", "json=/nowhere/result.json"}).code == 73);
}

TEST_CASE("command line: unknown words are usage errors") {
  CHECK(run({"chekc"}).code == 64);
  CHECK(run({"check"}).code == 64);
  CHECK(check(clinic("name-only"), {"--jurisdiction", "us-fdaa"}).code == 64);
  CHECK(check(clinic("name-only"), {"--jurisdiction", "us-fdaa"})
            .err.find("did you mean 'us-fda'?") != std::string::npos);
  CHECK(check(clinic("name-only"), {"--as-of", "2026-02-30"}).code == 64);
  CHECK(run({"--help"}).code == 0);
}

TEST_CASE(
    "explain: any finding of a dossier is explained by its id, by dossier and rule, or by rule") {
  for (const char* name : {"exosome-vial-no-sterility-test/lots[0]/us-fda.610.12",
                           "exosome-vial-no-sterility-test/us-fda.610.12", "us-fda.610.12"}) {
    const Ran ran =
        run({"explain", name, clinic("exosome-vial-no-sterility-test"), "--packs", kRoot});
    CAPTURE(name);
    CHECK(ran.code == 0);
    CHECK(ran.out.find("SEARCHED") != std::string::npos);
  }
  CHECK(run({"explain", "us-fda.610.21", clinic("name-only"), "--packs", kRoot}).code == 64);
}

TEST_CASE("eval --batch: answers lines from standard input without packs or dossier") {
  const Ran good = run({"eval", "--batch"}, "{\"expr\": \"1 + 1\"}\n{\"expr\": \"1 / 0\"}\n");
  CHECK(good.code == 0);
  CHECK(good.out ==
        "{\"type\":\"int\",\"value\":{\"t\":\"int\",\"v\":\"2\"}}\n"
        "{\"error\":\"division by zero\"}\n");
  const Ran broken = run({"eval", "--batch"}, "nonsense\n{\"expr\": \"1\"}\n");
  CHECK(broken.code == 3);
  CHECK(broken.out.find("\"line\":1,\"problem\"") == 1);
  CHECK(broken.out.find("\"v\":\"1\"") != std::string::npos);
  CHECK(broken.err.find("line 1: error: ") == 0);
  CHECK(run({"eval", "--batch"}, "\n").code == 3);
  CHECK(run({"eval", "--batch"}).err == "verilot: no test came in\n");
  CHECK(run({"eval", "1", "--batch"}).code == 64);
  CHECK(run({"eval"}).code == 64);
}

TEST_CASE("eval: a value, what is unknown, and faults with a caret") {
  CHECK(run({"eval", "1 + 1", "--packs", kRoot}).out == "2\n");
  const Ran unknown = run({"eval", "product.name == 'A'", "--packs", kRoot});
  CHECK(unknown.code == 2);
  CHECK(unknown.out.find("product.name") != std::string::npos);
  const Ran fault = run({"eval", "lots.exists(l, l.expir < as_of)", "--packs", kRoot});
  CHECK(fault.code == 64);
  CHECK(fault.err.find("did you mean \"expiry\"?") != std::string::npos);
}

TEST_CASE("ingest: what was read of a certificate is printed with its places") {
  const Ran ran =
      run({"ingest", "--show", clinic("exosome-vial-no-sterility-test") + "/certificate.pdf",
           "--packs", kRoot});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("Endotoxin") != std::string::npos);
  CHECK(ran.out.find("p.1 box") != std::string::npos);
  const auto json = nlohmann::json::parse(
      run({"ingest", "-o", "json", clinic("exosome-vial-unread-page") + "/certificate.pdf",
           "--packs", kRoot})
          .out);
  CHECK(json["unread_pages"] == nlohmann::json({2}));
  CHECK(json["certificates"][0]["complete"] == false);
}

TEST_CASE("packs: list, show and test name what there is") {
  CHECK(run({"packs", "list", "--packs", kRoot}).out.find("uk-mhra") != std::string::npos);
  CHECK(run({"packs", "show", "us-fda", "--packs", kRoot}).out.find("21 CFR 1271.10(a)(1)") !=
        std::string::npos);
  CHECK(run({"packs", "test", "rules", "--packs", kRoot}).code == 0);
  CHECK(run({"packs", "test", "us-fdaa", "--packs", kRoot}).code == 64);
  CHECK(run({"packs", "test", "us-fda", "--case", "no such case", "--packs", kRoot}).code == 1);
  const std::string tried = run({"packs", "test", "rules", "--mutations", "--monotone", "200",
                                 "--seed", "3", "-j", "2", "--packs", kRoot})
                                .out;
  CHECK(tried.find("\n  outcomes  pass ") != std::string::npos);
  CHECK(tried.find("\nrules       mutation  ") != std::string::npos);
  CHECK(tried.find("\nrules       monotone  2") != std::string::npos);
  CHECK(run({"packs", "test", "rules", "-j", "0", "--packs", kRoot}).code == 64);
}

TEST_CASE("schema: every published schema is JSON of the 2020-12 dialect") {
  for (const char* what :
       {"dossier", "result", "coa", "claims", "pack", "resolution", "bundle", "verification"}) {
    CAPTURE(what);
    const Ran ran = run({"schema", what, "--packs", kRoot});
    CHECK(ran.code == 0);
    CHECK(nlohmann::json::parse(ran.out)["$schema"] ==
          "https://json-schema.org/draft/2020-12/schema");
  }
  CHECK(run({"fields", "lot", "--packs", kRoot}).out.find("expiry") != std::string::npos);
  CHECK(run({"help", "exit-codes"}).out.find("66") != std::string::npos);
}

TEST_CASE("completion: words are what may come next, commands and options and packs") {
  const auto words = [](std::vector<std::string> typed) {
    typed.insert(typed.begin(), {"completion", "words", "--packs", kRoot, "--"});
    return run(typed).out;
  };
  CHECK(words({"pa"}) == "packs\n");
  CHECK(words({"packs", "l"}) == "lint\nlist\n");
  CHECK(words({"packs", "test", "us-f"}) == "us-fda\n");
  CHECK(words({"check", "--fail"}) == "--fail-on\n");
  CHECK(words({"check", "x", "--fail-on", "h"}) == "high\n");
  CHECK(words({"check", "--jurisdiction", "G"}) == "GB\n");
  CHECK(words({"explain", "us-fda.610.1"}).find("us-fda.610.12\n") != std::string::npos);
  CHECK(words({"check", "fix"}) == "");  // the shell's own files
}

TEST_CASE("completion: there is a script for each shell and for no other") {
  for (const char* shell : {"bash", "zsh", "fish"})
    CHECK(run({"completion", shell}).out.find("verilot completion words") != std::string::npos);
  CHECK(run({"completion", "tcsh"}).code == 64);
}

TEST_CASE("doctor: says what is there and names the package of what is not") {
  const Ran sound = run({"doctor", "--packs", kRoot});
  CHECK(sound.code == 0);
  CHECK(sound.out.find("ok      us-fda") != std::string::npos);
  CHECK(sound.out.find("ok      pdftotext") != std::string::npos);
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const Ran without = run({"doctor", "--packs", kRoot});
  setenv("PATH", path.c_str(), 1);
  CHECK(without.code == 3);
  CHECK(without.out.find("FAIL    pdftotext") != std::string::npos);
  CHECK(without.out.find("poppler-utils") != std::string::npos);
  CHECK(run({"doctor", "--packs", "/nowhere"}).code == 10);
}

TEST_CASE("check: a path that is not there is in the result, and the others are judged") {
  const Ran ran = run({"check", "/nowhere", clinic("name-only"), "--packs", kRoot, "--as-of",
                       "2026-11-22", "-o", "json"});
  CHECK(ran.code == 66);
  const auto json = nlohmann::json::parse(ran.out);
  CHECK(json["dossiers"].size() == 1);
  REQUIRE(json["problems"].size() == 1);
  CHECK(json["problems"][0].dump().find("/nowhere") != std::string::npos);
  CHECK(nlohmann::json::parse(check("/nowhere", {"-o", "json"}).out)["dossiers"].empty());
}

TEST_CASE("explain: a rule without a dossier is a usage error that shows how") {
  const Ran ran = run({"explain", "us-fda.pathway", "--packs", kRoot});
  CHECK(ran.code == 64);
  CHECK(ran.err.find("verilot explain us-fda.pathway DOSSIER") != std::string::npos);
}

TEST_CASE("version and help answer in the ways people ask") {
  CHECK(run({"--version"}).code == 0);
  CHECK(run({"--version"}).out == run({"version"}).out);
  CHECK(run({"help"}).out == run({"help", "topics"}).out);
}

TEST_CASE("fields: a fact of the dossier names its type, and a wrong word is told what there is") {
  CHECK(run({"fields", "product", "--packs", kRoot}).out.find("source_species") !=
        std::string::npos);
  const Ran wrong = run({"fields", "bogus", "--packs", kRoot});
  CHECK(wrong.code == 64);
  CHECK(wrong.err.find("certificate") != std::string::npos);
}
