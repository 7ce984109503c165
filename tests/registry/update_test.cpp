#include "registry/update.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "digest/digest.h"
#include "registry/sample_registers.h"

using namespace verilot;

namespace {

constexpr const char* kRecalls = "us-openfda-drug-enforcement";
constexpr const char* kExclusions = "us-oig-leie";

struct Run {
  StateFolder state;
  SnapshotStore store{state.path()};
  CannedClient client;
  FakeTimer timer;
  UpdateOptions options;
  DownloadPolicy policy;

  Run() {
    options.environment = [](const std::string&) { return std::string(); };
  }
  const RegisterSource& source(const char* id) const {
    const RegisterSource* found = project().sources.find(id);
    REQUIRE(found != nullptr);
    return *found;
  }
  UpdateOutcome update(const char* id) {
    Downloader downloader(client, timer, policy);
    return Updater(store, project().sources, project().fold, timer, options)
        .update(source(id), downloader);
  }
  UpdateOutcome take(const char* id, const std::string& text, const std::string& file = "",
                     const char* date = "2026-11-20") {
    return Updater(store, project().sources, project().fold, timer, options)
        .take(source(id), {state.with("brought", text), file, date});
  }
  CopyState state_at(const char* id, const char* as_of = "2026-11-22") const {
    return *Registers(project().sources, project().fold, store, *parse_date(as_of)).snapshot(id);
  }
  std::vector<LookUp> look_up(const char* kind, const char* value,
                              const char* as_of = "2026-11-22") const {
    return Registers(project().sources, project().fold, store, *parse_date(as_of))
        .look_up(kind, value);
  }
  bool nothing_incoming() const {
    return fs::directory_iterator(store.incoming()) == fs::directory_iterator();
  }
};

Canned page(const std::string& file, const std::string& next) {
  Canned one = json(fixture(file));
  if (!next.empty()) one.head.link = "<" + next + ">; rel=\"next\"";
  return one;
}

// The second one with a hundred more, so that both together are a whole register.
void two_pages(Run& run) {
  Canned first =
      page("enforcement-page-1.json", "https://api.fda.gov/drug/enforcement.json?search_after=2");
  Canned second = page("enforcement-page-2.json", "");
  for (Canned* one : {&first, &second})
    one->body.replace(one->body.find("\"total\": 3"), 10, "\"total\": 103");
  std::string more;
  for (int i = 0; i < 100; ++i)
    more += ",{\"recalling_firm\":\"FIRM " + std::to_string(i) + "\",\"event_id\":\"" +
            std::to_string(70000 + i) + "\"}";
  second.body.insert(second.body.rfind(']'), more);
  run.client.answers = {first, second};
}

// Another hundred establishments, so that the file is no extract.
std::string establishments() {
  std::string text = fixture("hctp-establishments.csv");
  for (int i = 0; i < 100; ++i)
    text += std::to_string(3100000000 + i) + ",FIRM,,,,,US,Registered,2026,,,,,,,,,,\n";
  return text;
}

std::string firms(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i)
    text += std::to_string(i) + ",\"FIRM " + std::to_string(i) + "\",,,,,,,,,,\n";
  return text;
}

// Firms without numbers; far more than an extract has.
std::string exclusions(int count) {
  std::string text = "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,NPI,EXCLTYPE,EXCLDATE\n";
  for (int i = 0; i < count; ++i)
    text += ",,,FIRM " + std::to_string(i) + ",0000000000,1128b8,20210520\n";
  return text;
}

Canned no_company() {
  Canned none =
      json(R"({"errors": [{"type": "ch:service", "error": "company-profile-not-found"}]})");
  none.head.status = 404;
  return none;
}

std::string company(const std::string& number) {
  std::string text = fixture("company.json");
  text.replace(text.find("09999991"), 8, number);
  return text;
}

}  // namespace

TEST_CASE("update: all pages are one copy, complete when the register's total is reached") {
  Run run;
  two_pages(run);
  const UpdateOutcome outcome = run.update(kRecalls);
  CHECK(outcome.message == "103 entries");
  CHECK(outcome.result == UpdateOutcome::Result::updated);
  const auto copy = run.store.latest(kRecalls);
  REQUIRE(copy);
  CHECK(copy->complete);
  CHECK(copy->date == "2026-11-22");
  CHECK(copy->source_date == "2026-11-18");
  CHECK(copy->parts.size() == 2);
  CHECK(copy->parts[1].address == "https://api.fda.gov/drug/enforcement.json?search_after=2");
  CHECK(run.look_up("fda_event", "90013")[1].result == LookUp::Result::found);
  CHECK(run.nothing_incoming());
}

TEST_CASE("update: fewer rows than the register says it has are an extract") {
  Run run;
  run.client.answers = {page("enforcement-page-1.json", "")};
  const UpdateOutcome outcome = run.update(kRecalls);
  CHECK(outcome.message ==
        "2 entries; an extract: it has 2 of the 3 rows that the register says it holds");
  CHECK(run.look_up("fda_event", "90012")[1].result == LookUp::Result::found);
  CHECK(run.look_up("fda_event", "90013")[1].result == LookUp::Result::unknown);
}

TEST_CASE("update: where nothing changed the copy is confirmed, and is young again") {
  Run run;
  run.client.answers = {csv(exclusions(120))};
  run.client.answers.front().head.etag = "\"v1\"";
  run.update(kExclusions);
  const std::string before = run.store.latest(kExclusions)->sha256;
  run.timer.passed += std::chrono::hours(24 * 40);
  CHECK(run.look_up("npi", "1234567893", "2027-01-01")[1].result == LookUp::Result::unknown);
  run.client.answers = {status(304)};
  const UpdateOutcome outcome = run.update(kExclusions);
  CHECK(outcome.result == UpdateOutcome::Result::unchanged);
  const auto copy = run.store.latest(kExclusions);
  CHECK(copy->how == "confirmed");
  CHECK(copy->date == "2027-01-01");
  CHECK(copy->sha256 == before);
  CHECK(run.look_up("npi", "1234567893", "2027-01-01")[1].result == LookUp::Result::not_found);
}

TEST_CASE("update: pages that did not change are asked for one after the other") {
  Run run;
  two_pages(run);
  for (Canned& one : run.client.answers) one.head.etag = "\"v1\"";
  run.update(kRecalls);
  run.client.answers = {status(304)};
  CHECK(run.update(kRecalls).result == UpdateOutcome::Result::unchanged);
  CHECK(run.client.requests.back().url ==
        "https://api.fda.gov/drug/enforcement.json?search_after=2");
}

TEST_CASE("registers: a copy is as old as the day of publication that it states") {
  Run run;
  two_pages(run);  // of 2026-11-18, fetched four days later
  run.update(kRecalls);
  CHECK(run.state_at(kRecalls).age_days == 4);
  CHECK_FALSE(run.state_at(kRecalls, "2026-12-02").stale);
  CHECK(run.state_at(kRecalls, "2026-12-03").stale);
  std::string list = fixture("uk-sanctions.csv");
  list.replace(list.find("2026"), 4, "2019");
  run.take("uk-sanctions-list", list, "", "2026-11-22");
  const CopyState old = run.state_at("uk-sanctions-list");
  CHECK(old.stale);
  CHECK(old.why ==
        "the copy states that it was published on 2019-11-20, 2559 days ago; 14 days are allowed");
  // A day of publication after that of the copy makes it no younger.
  run.take("uk-sanctions-list", fixture("uk-sanctions.csv"), "", "2026-11-01");
  CHECK(run.state_at("uk-sanctions-list", "2026-11-20").stale);
}

TEST_CASE("update: whatever goes wrong, the old copy stays and is said to stay") {
  Run run;
  two_pages(run);
  run.update(kRecalls);
  const std::string before = run.store.latest(kRecalls)->sha256;
  std::string reason;
  SUBCASE("server") {
    run.client.answers = {status(403)};
    reason = "status 403";
  }
  SUBCASE("second page") {
    run.client.answers = {page("enforcement-page-1.json", "https://api.fda.gov/next"), status(404)};
    reason = "https://api.fda.gov/next: the server answers with status 404";
  }
  SUBCASE("page of HTML under the right type") {
    run.client.answers = {json("<html>Please log in</html>")};
    reason = "is a page of HTML or XML, not this register";
  }
  SUBCASE("another layout") {
    run.client.answers = {json("{\"meta\":{\"last_updated\":\"2026-11-18\"},\"results\":[{}]}")};
    reason = "has nothing at /results/0/recalling_firm";
  }
  SUBCASE("next page elsewhere") {
    run.client.answers = {page("enforcement-page-1.json", "https://evil.example/next")};
    reason = "the next page is at another host, evil.example";
  }
  SUBCASE("endless pages") {
    run.client.answers = {page("enforcement-page-1.json", "https://api.fda.gov/next")};
    reason = "has more than 100 pages, the limit of this register";
  }
  const UpdateOutcome outcome = run.update(kRecalls);
  CHECK(outcome.result == UpdateOutcome::Result::failed);
  CHECK_MESSAGE(outcome.message.find(reason) != std::string::npos, outcome.message);
  CHECK(outcome.message.ends_with("; the copy of 2026-11-22 stays"));
  CHECK(run.store.latest(kRecalls)->sha256 == before);
  CHECK(run.store.last_attempt(kRecalls)->outcome == "failed");
  CHECK(run.nothing_incoming());
}

TEST_CASE("update: a register that shrinks by more than a tenth is refused unless accepted") {
  Run run;
  run.take("us-ofac-sdn", "1,501,aka,OTHER,\n", "alt");
  run.take("us-ofac-sdn", firms(1, 201));
  REQUIRE(run.store.latest("us-ofac-sdn")->complete);
  const UpdateOutcome refused = run.take("us-ofac-sdn", firms(1, 150));
  CHECK(refused.message ==
        "has 149 entries, the copy of 2026-11-20 has 200; if the register has really shrunk, say "
        "--accept-fewer; the copy of 2026-11-20 stays");
  CHECK(run.take("us-ofac-sdn", firms(1, 191)).result == UpdateOutcome::Result::updated);
  run.options.accept_fewer = true;
  CHECK(run.take("us-ofac-sdn", firms(1, 20)).result == UpdateOutcome::Result::updated);
}

TEST_CASE("update: a register that answers single questions remembers what it was asked") {
  Run run;
  run.options.environment = [](const std::string& name) {
    return name == "VERILOT_COMPANIES_HOUSE_KEY" ? "secret" : "";
  };
  run.options.ask = {"9999991", "SC000001"};
  run.client.answers = {json(fixture("company.json")), no_company()};
  const UpdateOutcome outcome = run.update("uk-companies-house");
  CHECK(outcome.result == UpdateOutcome::Result::updated);
  CHECK(run.client.requests[0].url ==
        "https://api.company-information.service.gov.uk/company/09999991");
  CHECK(run.client.requests[0].user == "secret");
  const auto found = run.look_up("uk_company", "09999991");
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].result == LookUp::Result::found);
  CHECK(found[0].entries[0].standing == Standing::ended);
  CHECK(run.look_up("uk_company", "SC000001")[0].result == LookUp::Result::not_found);
  const auto other = run.look_up("uk_company", "SC000002");
  CHECK(other[0].result == LookUp::Result::unknown);
  CHECK(other[0].why ==
        "the register was not asked about SC000002; verilot registers update --only "
        "uk-companies-house --ask SC000002");
  // Asked again without a number, it asks for what it has been asked.
  run.options.ask.clear();
  run.client.requests.clear();
  run.client.answers = {json(fixture("company.json")), no_company()};
  CHECK(run.update("uk-companies-house").result == UpdateOutcome::Result::unchanged);
  CHECK(run.client.requests.size() == 2);
}

TEST_CASE("update: only the register's own words show that it does not have a number") {
  Run run;
  run.options.environment = [](const std::string&) { return std::string("key"); };
  run.options.ask = {"09999991", "SC000001"};
  run.client.answers = {json(company("09999991")), json(company("SC000001"))};
  run.update("uk-companies-house");
  Canned none = no_company();
  std::string reason;
  SUBCASE("a page of HTML") {
    none.head.content_type = "text/html";
    reason = "is of type text/html";
  }
  SUBCASE("no type") {
    none.head.content_type.clear();
    reason = "has no type";
  }
  SUBCASE("no JSON") {
    none.body = "nope";
    reason = "not in the register's words";
  }
  SUBCASE("another error") {
    none.body = R"({"errors": [{"error": "invalid-authorization"}]})";
    reason = "not in the register's words";
  }
  SUBCASE("another status") {
    none.head.status = 410;
    reason = "status 410";
  }
  SUBCASE("another company") {
    none = json(company("02578066"));
    reason = "the answer is about 02578066, which was not asked";
  }
  run.timer.passed += std::chrono::hours(24 * 10);
  run.client.answers = {json(company("09999991")), none};
  const UpdateOutcome outcome = run.update("uk-companies-house");
  CHECK(outcome.result == UpdateOutcome::Result::failed);
  CHECK_MESSAGE(outcome.message.find("not answered: SC000001: ") != std::string::npos,
                outcome.message);
  CHECK_MESSAGE(outcome.message.find(reason) != std::string::npos, outcome.message);
  // The other answer is of today, this one as it was ten days ago, until it is too old.
  CHECK(run.look_up("uk_company", "09999991", "2026-12-02")[0].copy.age_days == 0);
  const auto kept = run.look_up("uk_company", "SC000001", "2026-12-02");
  CHECK(kept[0].result == LookUp::Result::found);
  CHECK(kept[0].copy.age_days == 10);
  CHECK(run.look_up("uk_company", "SC000001", "2026-12-23")[0].copy.stale);
  CHECK_FALSE(run.look_up("uk_company", "09999991", "2026-12-23")[0].copy.stale);
  CHECK(run.nothing_incoming());
}

TEST_CASE("update: a number never answered is neither found nor absent") {
  Run run;
  run.options.ask = {"1234567893"};
  run.client.answers = {json(R"({"result_count": 1, "results": [{"number": "1999999984",
      "basic": {"organization_name": "OTHER"}}]})")};
  CHECK(run.update("us-npi").message ==
        "1234567893: the answer is about 1999999984, which was not asked; there is no copy of this "
        "register yet");
  CHECK(run.look_up("npi", "1234567893")[0].result == LookUp::Result::unknown);
  run.client.answers = {json(R"({"result_count": 1, "results": []})")};
  CHECK(run.update("us-npi").result == UpdateOutcome::Result::failed);
  run.client.answers = {json(R"({"result_count": 0, "results": []})")};
  CHECK(run.update("us-npi").result == UpdateOutcome::Result::updated);
  CHECK(run.look_up("npi", "1234567893")[0].result == LookUp::Result::not_found);
  CHECK(run.store.latest("us-npi")->parts[0].none);
}

TEST_CASE("update: a server that turns its caller away is not asked the next question") {
  Run run;
  run.options.environment = [](const std::string&) { return std::string("key"); };
  run.options.ask = {"09999991", "SC000001"};
  run.client.answers = {status(401)};
  CHECK(run.update("uk-companies-house")
            .message.ends_with(
                "status 401; SC000001: not asked any more; there is no copy of this register yet"));
  CHECK(run.client.requests.size() == 1);
}

TEST_CASE("import: a file that answers no question is refused") {
  Run run;
  CHECK(run.take("us-npi", R"({"result_count": 0, "results": []})").message ==
        "brought has no entry with a number that the register is asked by");
  CHECK_FALSE(run.store.latest("us-npi"));
  CHECK(run.nothing_incoming());
}

TEST_CASE("update: no key of access is written down or asked of a mirror") {
  Run run;
  run.options.environment = [](const std::string&) { return std::string("topsecret"); };
  run.options.ask = {"09999991"};
  run.client.answers = {status(403)};
  const UpdateOutcome outcome = run.update("uk-companies-house");
  CHECK(outcome.message.find("topsecret") == std::string::npos);
  run.options.mirror = "https://mirror.example/m";
  run.client.answers = {json(fixture("company.json"))};
  run.update("uk-companies-house");
  CHECK(run.client.requests.back().user == "");
  CHECK(run.client.requests.back().url ==
        "https://mirror.example/m/api.company-information.service.gov.uk/company/09999991");
  for (const auto& file : fs::recursive_directory_iterator(run.state.path()))
    if (file.is_regular_file()) CHECK(text_of(file.path()).find("topsecret") == std::string::npos);
}

TEST_CASE("update: what no program may fetch says how it is brought") {
  Run run;
  CHECK(run.update("us-fda-warning-letters").message.find("and run verilot registers import") !=
        std::string::npos);
  CHECK(run.update("uk-cqc").message ==
        "needs a key of access in the environment variable VERILOT_CQC_KEY");
  CHECK(run.update("us-npi").result == UpdateOutcome::Result::not_by_program);
  CHECK(run.client.requests.empty());
  run.options.mirror = "https://mirror.example";
  run.client.answers = {csv(fixture("warning-letters.csv"))};
  CHECK(run.update("us-fda-warning-letters").result == UpdateOutcome::Result::updated);
  CHECK(run.client.requests[0].url ==
        "https://mirror.example/import/us-fda-warning-letters/letters.csv");
}

TEST_CASE("import: the file of a register that has two waits for the other") {
  Run run;
  CHECK(run.take("us-ofac-sdn", firms(1, 101) + fixture("sdn.csv")).message ==
        "102 entries; an extract: its file alt is not there yet");
  CHECK(run.take("us-ofac-sdn", fixture("alt.csv"), "alt").message == "102 entries");
  const auto answers =
      Registers(project().sources, project().fold, run.store, *parse_date("2026-11-22"))
          .with_name("Meridian Exosome GENERAL trading");
  const auto sdn = std::ranges::find_if(
      answers, [](const LookUp& one) { return one.copy.source == "us-ofac-sdn"; });
  REQUIRE(sdn != answers.end());
  REQUIRE(sdn->result == LookUp::Result::found);
  CHECK(sdn->entries[0].name == "MERIDIAN VESICLE TRADING FZE");
}

TEST_CASE("import: a register of two files is as old as the older one, whichever came last") {
  for (const bool old_first : {true, false}) {
    Run run;
    const auto take_sdn = [&] { run.take("us-ofac-sdn", firms(1, 201), "sdn", "2026-01-05"); };
    if (old_first) take_sdn();
    run.take("us-ofac-sdn", "1,501,aka,OTHER,\n", "alt", "2026-11-22");
    if (!old_first) take_sdn();
    const CopyState state = run.state_at("us-ofac-sdn");
    CHECK(state.complete);
    CHECK(state.stale);
    CHECK(state.date == "2026-01-05");
    CHECK(state.age_days == 321);
    CHECK(state.why == "its file sdn is 321 days old; 7 days are allowed");
    CHECK(run.look_up("ofac", "777")[0].result == LookUp::Result::unknown);
    // On a day when only one of them was there, neither is a copy of that day.
    CHECK(run.state_at("us-ofac-sdn", "2026-11-21").stale);
  }
}

TEST_CASE("registers: each answer of a register that is asked has an age of its own") {
  Run run;
  run.take("uk-companies-house", company("09999991"), "", "2024-01-01");
  run.take("uk-companies-house", company("SC123456"), "", "2026-11-21");
  const auto old = run.look_up("uk_company", "09999991");
  REQUIRE(old[0].result == LookUp::Result::found);
  CHECK(old[0].copy.stale);
  CHECK(old[0].copy.date == "2024-01-01");
  CHECK(old[0].copy.why == "the answer about 09999991 is 1056 days old; 30 days are allowed");
  const auto young = run.look_up("uk_company", "SC123456");
  REQUIRE(young[0].result == LookUp::Result::found);
  CHECK_FALSE(young[0].copy.stale);
  CHECK(young[0].copy.age_days == 1);
  CHECK(run.look_up("uk_company", "SC000002")[0].why.starts_with("the register was not asked"));
  // As a whole it is as old as its oldest answer, and tells which are too old.
  CHECK(run.state_at("uk-companies-house").date == "2024-01-01");
  CHECK(run.state_at("uk-companies-house").stale_answers == std::vector<std::string>{"09999991"});
}

TEST_CASE("import: an answer to a question joins those that are there") {
  Run run;
  run.take("uk-companies-house", fixture("company.json"));
  CHECK(run.take("uk-companies-house", company("SC123456")).entries == 2);
  CHECK(run.take("uk-companies-house", company("SC123456")).result ==
        UpdateOutcome::Result::unchanged);
}

TEST_CASE("update: a first copy with a few rows of a list is an extract, and shows no absence") {
  Run run;
  run.take("us-ofac-sdn", fixture("alt.csv"), "alt");
  CHECK(run.take("us-ofac-sdn", fixture("sdn.csv")).message ==
        "2 entries; an extract: it has 2 entries, and the whole register has 100 at least");
  CHECK(run.take(kExclusions, exclusions(3)).message.find("an extract") != std::string::npos);
  CHECK(run.take("us-fda-hctp-establishments", fixture("hctp-establishments.csv"))
            .message.find("an extract") != std::string::npos);
  CHECK(run.take("uk-sanctions-list", fixture("uk-sanctions.csv")).message.find("an extract") !=
        std::string::npos);
  CHECK(run.look_up("ofac", "777")[0].result == LookUp::Result::unknown);
}

TEST_CASE("mirrored: the host and path of the address, where the mirror wants them") {
  const std::string address = "https://api.fda.gov/drug/ndc.json?limit=1";
  CHECK(mirrored("", address) == address);
  CHECK(mirrored("http://127.0.0.1:80/", address) ==
        "http://127.0.0.1:80/api.fda.gov/drug/ndc.json?limit=1");
  CHECK(mirrored("http://m/{host}/x{path}", address) ==
        "http://m/api.fda.gov/x/drug/ndc.json?limit=1");
  CHECK(mirrored("http://m{path}", address) == "http://m/drug/ndc.json?limit=1");
}

TEST_CASE("registers: a stale copy is unknown where it has nothing, and says how old it is") {
  Run run;
  run.take("us-fda-hctp-establishments", establishments());
  const auto in_time = run.look_up("fei", "3009990009");
  const auto hctp = [](const std::vector<LookUp>& all) {
    return *std::ranges::find_if(
        all, [](const LookUp& one) { return one.copy.source == "us-fda-hctp-establishments"; });
  };
  CHECK(hctp(in_time).result == LookUp::Result::not_found);
  CHECK(hctp(in_time).copy.age_days == 2);
  const LookUp late = hctp(run.look_up("fei", "3009990009", "2026-12-22"));
  CHECK(late.result == LookUp::Result::unknown);
  CHECK(late.why == "the copy is 32 days old; 31 days are allowed");
  const LookUp found = hctp(run.look_up("fei", "3009990001", "2026-12-22"));
  CHECK(found.result == LookUp::Result::found);
  CHECK(found.copy.stale);
  // Nothing that was learnt later proves what was absent then.
  CHECK(hctp(run.look_up("fei", "3009990009", "2026-11-19")).result == LookUp::Result::unknown);
}

TEST_CASE("registers: registrations by calendar year are stale on the first of January") {
  Run run;
  run.timer.passed = std::chrono::hours(24 * 37);  // 29 December
  UpdateOutcome taken =
      Updater(run.store, project().sources, project().fold, run.timer, run.options)
          .take(run.source("us-fda-hctp-establishments"),
                {run.state.with("brought", establishments()), "", "2026-12-29"});
  REQUIRE(taken.result == UpdateOutcome::Result::updated);
  const auto state = [&](const char* day) {
    return *Registers(project().sources, project().fold, run.store, *parse_date(day))
                .snapshot("us-fda-hctp-establishments");
  };
  CHECK_FALSE(state("2026-12-31").stale);
  CHECK(state("2027-01-01").stale);
}

TEST_CASE("registers: a copy altered on the disk answers nothing, and says so") {
  Run run;
  run.take("us-fda-hctp-establishments", establishments());
  fs::remove_all(run.store.entries_folder());
  const std::string object =
      run.store.object_path(run.store.latest("us-fda-hctp-establishments")->sha256);
  fs::permissions(object, fs::perms::owner_all);
  std::ofstream(object, std::ios::app) << "3009990009,FORGED,,,,,,Registered,2026,,,,,,,,,,\n";
  const auto answers = run.look_up("fei", "3009990009");
  for (const LookUp& one : answers) CHECK(one.result == LookUp::Result::unknown);
  const auto state =
      Registers(project().sources, project().fold, run.store, *parse_date("2026-11-22"))
          .snapshot("us-fda-hctp-establishments");
  CHECK(state->why.find("the copy is damaged") != std::string::npos);
  // Entries that were read before are made again from the kept bytes.
  fs::remove(object);
}

TEST_CASE("registers: without any copy every answer is unknown and says what makes one") {
  const Run run;
  const auto answers = run.look_up("fei", "3009990001");
  CHECK(answers.size() >= 3);
  for (const LookUp& one : answers) {
    CHECK(one.result == LookUp::Result::unknown);
    CHECK(one.why ==
          "there is no copy of this register; verilot registers update or import makes one");
  }
}
