#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"

namespace verilot {
namespace {

using Json = nlohmann::json;

constexpr const char* kRule = "us-fda.211.166-137";
const std::string kFinding = std::string("gel/lots[0]/") + kRule;

// A stock of one dossier whose lot is past its expiry, and a store.
struct Stock {
  TemporaryFolder folder;
  std::string path = (folder.path / "stock").string(), gel = path + "/gel";
  std::string store = (folder.path / "audits.db").string();

  Stock() {
    fs::create_directories(path);
    fs::copy(fs::path(kRoot) / "fixtures/clinic/lot-past-expiry", gel, fs::copy_options::recursive);
  }

  void replace(const std::string& what, const std::string& by) const {
    const std::string file = gel + "/dossier.yaml";
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    std::string all = text.str();
    const std::size_t at = all.find(what);
    if (at != std::string::npos) all.replace(at, what.size(), by);
    std::ofstream(file) << all;
  }

  Ran command(std::vector<std::string> words) const {
    words.insert(words.end(), {"--store", store});
    return run(words);
  }

  Ran judging(std::vector<std::string> words, const std::string& day) const {
    words.insert(words.end(), {"--packs", kRoot, "--jurisdiction", "us-fda", "--as-of", day});
    return command(words);
  }

  void waive(const std::vector<std::string>& term) const {
    std::vector<std::string> words = {"waiver", "request",  kFinding,   gel,  "--by",
                                      "Ana",    "--reason", "a recall", "-o", "json"};
    words.insert(words.end(), term.begin(), term.end());
    const Ran requested = judging(words, "2026-11-22");
    REQUIRE(requested.code == 0);
    const std::string id = Json::parse(requested.out)["id"].get<std::string>();
    REQUIRE(command({"waiver", "approve", id, "--by", "Ben"}).code == 0);
  }

  std::string checked(const std::string& day) const {
    const Ran ran = judging({"check", gel, "--waivers", "-o", "json"}, day);
    const Json result = Json::parse(ran.out);
    for (const Json& finding : result["dossiers"][0]["findings"])
      if (finding["id"] == kFinding) return finding["outcome"].get<std::string>();
    return "absent";
  }

  std::string audited(const std::string& day) const {
    const Ran ran = judging({"audit", "run", path, "-o", "json"}, day);
    CHECK(ran.err == "");
    const Ran shown = command({"audit", "show", "-o", "json", "--all"});
    const Json found = Json::parse(shown.out);
    for (const Json& item : found["results"])
      for (const Json& outcome : item["findings"])
        if (outcome["rule"] == kRule) return outcome["outcome"].get<std::string>();
    return "absent";
  }

  // The flips of the finding that are foretold: "2026-12-01 waived -> fail, waiver".
  std::string foretold() const {
    std::string all;
    const Json flips =
        Json::parse(command({"audit", "forecast", "-o", "json", "--days", "90"}).out);
    for (const Json& flip : flips) {
      if (flip["rule"] != kRule) continue;
      all += flip["day"].get<std::string>() + " " + flip["before"]["outcome"].get<std::string>() +
             " -> " + flip["after"]["outcome"].get<std::string>() + ", " +
             flip["cause"].get<std::string>() + "; ";
    }
    return all;
  }

  bool replays() const { return command({"audit", "replay"}).code == 0; }
};

TEST_CASE(
    "waivers: expired, future and live ones come out alike in check, audit, forecast, replay") {
  struct Case {
    const char* name;
    std::vector<std::string> term;
    const char *as_of, *outcome, *foretold;
  };
  const Case cases[] = {
      {"live",
       {"--until", "2026-12-15"},
       "2026-11-22",
       "waived",
       "2026-12-16 waived -> fail, waiver; "},
      {"live in its zone",
       {"--until", "2026-11-21 America/New_York"},
       "2026-11-22",
       "waived",
       "2026-11-23 waived -> fail, waiver; "},
      {"expired", {"--until", "2026-11-21"}, "2026-11-22", "fail", ""},
      {"future",
       {"--from", "2026-12-01", "--until", "2026-12-15"},
       "2026-11-22",
       "fail",
       "2026-12-01 fail -> waived, waiver; 2026-12-16 waived -> fail, waiver; "},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Stock stock;
    stock.waive(c.term);
    CHECK(stock.checked(c.as_of) == c.outcome);
    CHECK(stock.audited(c.as_of) == c.outcome);
    CHECK(stock.foretold() == c.foretold);
    CHECK(stock.replays());
  }
}

TEST_CASE(
    "waivers: new evidence voids in check, audit, forecast and replay, and diff says waiver") {
  const Stock stock;
  stock.waive({"--until", "2026-12-15"});
  CHECK(stock.audited("2026-11-22") == "waived");
  stock.replace("2026-09", "2026-08");
  CHECK(stock.checked("2026-11-22") == "fail");
  CHECK(stock.audited("2026-11-22") == "fail");
  CHECK(stock.foretold() == "");
  CHECK(stock.replays());
  CHECK(stock.command({"audit", "replay", "1"}).code == 0);
  const Json changes = Json::parse(stock.command({"audit", "diff", "-o", "json"}).out)["changes"];
  REQUIRE(changes.size() == 1);
  CHECK(changes[0]["cause"] == "waiver");
  CHECK(Json::parse(stock.command({"waiver", "show", "W1", "-o", "json"}).out)["state"] ==
        "voided");
}

TEST_CASE("waivers: granted, revoked and expired ones are causes of an incremental run's changes") {
  const Stock stock;
  CHECK(stock.audited("2026-11-22") == "fail");
  stock.waive({"--until", "2026-11-25"});
  CHECK(stock.audited("2026-11-22") == "waived");
  const auto cause = [&] {
    const Json all = Json::parse(stock.command({"audit", "diff", "-o", "json"}).out)["changes"];
    for (const Json& change : all)
      if (change["rule"] == kRule) return change["cause"].get<std::string>();
    return std::string("none");
  };
  CHECK(cause() == "waiver");
  CHECK(stock.audited("2026-11-26") == "fail");
  CHECK(cause() == "waiver");
  stock.waive({"--until", "2026-12-25"});
  CHECK(stock.audited("2026-11-26") == "waived");
  CHECK(stock.command({"waiver", "revoke", "W2", "--by", "Ben", "--reason", "destroyed"}).code ==
        0);
  CHECK(stock.audited("2026-11-26") == "fail");
  CHECK(cause() == "waiver");
  for (const char* run : {"1", "2", "3", "4", "5"})
    CHECK(stock.command({"audit", "replay", run}).code == 0);
}

TEST_CASE("waivers: a waived failure is in no exit code") {
  const Stock stock;
  const std::vector<std::string> check = {"check",           stock.gel,  "--waivers",
                                          "--unverified-on", "critical", "-q"};
  CHECK(stock.judging(check, "2026-11-22").code == 1);
  stock.waive({"--until", "2026-12-15"});
  const Ran waived = stock.judging(check, "2026-11-22");
  CHECK(waived.code == 0);
  CHECK(waived.out.find("WAIV  high") != std::string::npos);
  CHECK(run({"check", stock.gel, "-q", "--packs", kRoot, "--jurisdiction", "us-fda", "--as-of",
             "2026-11-22"})
            .code == 1);
}

TEST_CASE("waivers: list names those that end soon, and wrong words are answered") {
  const Stock stock;
  stock.waive({"--until", "2026-12-15"});
  stock.waive({"--until", "2027-06-15"});
  CHECK(Json::parse(stock.command({"waiver", "list", "-o", "json"}).out).size() == 2);
  CHECK(Json::parse(stock.command({"waiver", "list", "--expiring", "30d", "-o", "json"}).out)
            .size() == 1);
  CHECK(stock.command({"waiver", "list", "--expiring", "soon"}).code == 64);
  CHECK(stock.command({"waiver", "approve", "W9", "--by", "Ben"}).code == 64);
  const Ran nobody = stock.command({"waiver", "review", "W1", "--by", ""});
  CHECK(nobody.code == 64);
  CHECK(nobody.err.find("a name is needed: --by") != std::string::npos);
}

}  // namespace
}  // namespace verilot
