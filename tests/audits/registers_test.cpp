// Audits of dossiers whose parties stand in kept registers.
#include <doctest/doctest.h>
#include <algorithm>
#include <atomic>

#include <set>

#include "audits/asked_registers.h"
#include "audits/audit_diff.h"
#include "audits/audit_run.h"
#include "audits/forecast.h"
#include "support/kept_registers.h"
#include "support/stores.h"

namespace verilot {
namespace {

using testing::KeptRegisters;
using testing::on_each_store;

constexpr int kFirms = 50;
constexpr int kChanging = 7;  // the firm whose entry changes
const std::string kItem = "P-" + std::to_string(kChanging);

const Rulebook& without_registers() {
  static const Rulebook kBook = load_rulebook(VERILOT_SOURCE_DIR);
  return kBook;
}

Rulebook rulebook_of(const KeptRegisters& kept, const std::string& day) {
  Rulebook book = without_registers();
  book.registers = kept.desk(day);
  return book;
}

AuditJob job_of(const SampleFolder& stock, const std::string& day) {
  AuditJob job;
  job.inventory = stock.name("all.ndjson");
  job.name = "stock";
  job.jurisdictions = {"us-fda"};
  job.as_of = *parse_date(day);
  job.software = "1";
  job.threads = 2;
  return job;
}

// No two of them are near each other.
std::string firm(int i) {
  std::string word = "Vantorel";
  for (std::size_t at = 0; at < word.size(); at += 2)
    word[at] = static_cast<char>('A' + (i * (3 + static_cast<int>(at)) + i / 26) % 26);
  return word + " " + std::string(5, static_cast<char>('a' + i % 26)) + std::to_string(i);
}

std::string fei(int i) { return std::to_string(3009990000L + i); }

std::string line(int i, const std::string& product, const std::string& name,
                 const std::string& number) {
  return "{\"id\":\"P-" + std::to_string(i) + "\",\"product\":{\"name\":\"" + product +
         "\"},\"supplier\":{\"name\":\"" + name + "\",\"fei\":\"" + number + "\"}}\n";
}

// `own` stands for the line of the firm that changes.
std::string lines(const std::string& own = line(kChanging, "vial", firm(kChanging),
                                                fei(kChanging))) {
  std::string text;
  for (int i = 0; i < kFirms; ++i) text += i == kChanging ? own : line(i, "vial", firm(i), fei(i));
  return text;
}

// All firms, the one that changes with a word of its own.
void keep_firms(KeptRegisters& kept, const std::string& status, const std::string& date) {
  KeptRegisters::Lines entries;
  for (int i = 0; i < kFirms; ++i)
    entries.push_back(fei(i) + "," + firm(i) + "," + (i == kChanging ? status : "Registered"));
  entries.push_back("3009999999,Harbour Infusion,Inactive");
  kept.establishments(entries, date);
}

// Every state after a run, as one text.
std::string states_of(Store& store, const RunRecord& run) {
  std::string text;
  store.each(run, [&](const ItemState& state) {
    text += state.item + " " + state.input + " " + state.packs + " " + state.result + " " +
            state.next_change + " " + state.registers + "\n" + store.content(state.result) + "\n" +
            (state.registers.empty() ? "" : store.content(state.registers)) + "\n";
  });
  return text;
}

void check_same_as_full(AuditJob job, const Rulebook& book, Store& store, const RunRecord& run) {
  const std::string states = states_of(store, run);
  job.full = true;
  const AuditReport full = run_audit(job, book, store);
  CHECK(full.progress.judged == full.items);
  CHECK(states_of(store, full.run) == states);
}

// "P-7 register.standing register changed"
std::set<std::string> changes(Store& store, const RunRecord& before, const RunRecord& after) {
  std::set<std::string> told;
  for (const ChangedOutcome& change : diff_runs(store, before, after))
    told.insert(change.item + " " + change.rule + " " + std::string(to_string(change.cause)));
  return told;
}

const std::set<std::string> kOneRegister = {kItem + " register.standing register changed"};

struct Stock {
  SampleFolder folder{{{"all.ndjson", lines()}}};
  KeptRegisters kept;
  Stock() { keep_firms(kept, "Registered", "2026-11-20"); }
  AuditReport run(Store& store, const std::string& day, bool full = false) const {
    AuditJob job = job_of(folder, day);
    job.full = full;
    return run_audit(job, rulebook_of(kept, day), store);
  }
  void check_full(Store& store, const std::string& day, const RunRecord& run_record) const {
    check_same_as_full(job_of(folder, day), rulebook_of(kept, day), store, run_record);
  }
};

}  // namespace

TEST_CASE("audit: after a register changed for one of fifty dossiers that one alone is judged") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const AuditReport first = stock.run(store, "2026-11-22");
    CHECK(first.progress.judged == kFirms);
    CHECK(stock.run(store, "2026-11-22").progress.judged == 0);
    keep_firms(stock.kept, "Inactive", "2026-11-21");
    const AuditReport second = stock.run(store, "2026-11-22");
    CHECK(second.progress.judged == 1);
    CHECK(changes(store, first.run, second.run) == kOneRegister);
    stock.check_full(store, "2026-11-22", second.run);
  });
}

TEST_CASE("audit: a register that drops a firm is the cause of what changed") {
  on_each_store([](const std::string& where) {
    Stock stock;
    stock.folder.write(
        "all.ndjson",
        lines(R"({"id":"P-7","authorisations":[{"type":"hctp_registration","number":")" +
              fei(kChanging) + "\",\"holder\":\"" + firm(kChanging) + "\"}]}\n"));
    Store store(where);
    const AuditReport first = stock.run(store, "2026-11-22");
    KeptRegisters::Lines others;
    for (int i = 0; i < kFirms; ++i)
      if (i != kChanging) others.push_back(fei(i) + "," + firm(i) + ",Registered");
    stock.kept.establishments(others, "2026-11-21");
    const AuditReport second = stock.run(store, "2026-11-22");
    CHECK(second.progress.judged == 1);
    CHECK(changes(store, first.run, second.run) ==
          std::set<std::string>{kItem + " register.issued register changed"});
  });
}

TEST_CASE("audit: a copy fetched anew that says the same of all parties judges nothing") {
  Stock stock;
  Store store(stock.folder.name("audits.db"));
  stock.run(store, "2026-11-22");
  stock.kept.exclusions({"Somebody Zulfaran,"}, "2026-11-21");
  const AuditReport another = stock.run(store, "2026-11-22");
  CHECK(another.progress.judged == kFirms);  // one more register that was asked
  stock.kept.exclusions({"Somebody Zulfaran,", "Somebody Else,"}, "2026-11-22");
  keep_firms(stock.kept, "Registered", "2026-11-22");
  const AuditReport same = stock.run(store, "2026-11-22");
  CHECK(same.progress.judged == 0);
  CHECK(diff_runs(store, another.run, same.run).empty());
  stock.check_full(store, "2026-11-22", same.run);
}

TEST_CASE("audit: a register is the cause on a later day as well") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const AuditReport first = stock.run(store, "2026-11-22");
    keep_firms(stock.kept, "Inactive", "2026-11-24");
    const AuditReport second = stock.run(store, "2026-11-25");
    CHECK(second.progress.judged == 1);
    CHECK(changes(store, first.run, second.run) == kOneRegister);
    stock.check_full(store, "2026-11-25", second.run);
  });
}

TEST_CASE("audit: where data changed too, the register is the cause if the parties are the same") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const AuditReport first = stock.run(store, "2026-11-22");
    stock.folder.write("all.ndjson",
                       lines(line(kChanging, "another vial", firm(kChanging), fei(kChanging))));
    keep_firms(stock.kept, "Inactive", "2026-11-21");
    const AuditReport second = stock.run(store, "2026-11-22");
    CHECK(changes(store, first.run, second.run) == kOneRegister);
  });
}

TEST_CASE("audit: where the dossier names another firm, data are the cause and not the register") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const AuditReport first = stock.run(store, "2026-11-22");
    stock.folder.write("all.ndjson",
                       lines(line(kChanging, "vial", "Harbour Infusion", "3009999999")));
    keep_firms(stock.kept, "Inactive", "2026-11-21");
    const AuditReport second = stock.run(store, "2026-11-22");
    CHECK(second.progress.judged == 1);
    CHECK(changes(store, first.run, second.run) ==
          std::set<std::string>{kItem + " register.standing data changed"});
    stock.check_full(store, "2026-11-22", second.run);
  });
}

TEST_CASE("audit: a copy that becomes too old makes open what it had shown, once") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const AuditReport first = stock.run(store, "2026-11-22");
    const AuditReport stale = stock.run(store, "2026-12-30");
    CHECK(stale.progress.judged == kFirms);
    const std::vector<ChangedOutcome> changed = diff_runs(store, first.run, stale.run);
    CHECK(std::ranges::count(changed, "register.standing", &ChangedOutcome::rule) == kFirms);
    for (const ChangedOutcome& change : changed) {
      CAPTURE(change.rule);
      CHECK(change.cause == Cause::clock);
      REQUIRE(change.after);
      CHECK(change.after->outcome == Outcome::unverified);
    }
    stock.check_full(store, "2026-12-30", stale.run);
    CHECK(stock.run(store, "2026-12-31").progress.judged == 0);
  });
}

TEST_CASE("audit: registers that are kept for the first time, and that are there no more") {
  on_each_store([](const std::string& where) {
    Stock stock;
    keep_firms(stock.kept, "Inactive", "2026-11-21");
    Store store(where);
    const AuditJob job = job_of(stock.folder, "2026-11-22");
    const AuditReport before = run_audit(job, without_registers(), store);
    const AuditReport kept = stock.run(store, "2026-11-22");
    CHECK(kept.progress.judged == kFirms);
    CHECK(changes(store, before.run, kept.run) == kOneRegister);
    stock.check_full(store, "2026-11-22", kept.run);
    const AuditReport again = run_audit(job, without_registers(), store);
    CHECK(again.progress.judged == kFirms);
    CHECK(changes(store, kept.run, again.run) == kOneRegister);
    CHECK(states_of(store, again.run) == states_of(store, before.run));
  });
}

TEST_CASE(
    "audit: a near name that a person clears is the register's change, of that dossier alone") {
  on_each_store([](const std::string& where) {
    Stock stock;
    stock.kept.sanctions({firm(kChanging) + " FZE"}, "2026-11-20");
    Store store(where);
    const AuditReport open = stock.run(store, "2026-11-22");
    const RegisterSlice slice = read_slice(store.content(store.state(open.run, kItem)->registers));
    std::string hit;
    for (const RegisterAnswer& answer : slice.answers)
      if (!answer.near.empty()) hit = answer.near[0].hit;
    REQUIRE(!hit.empty());
    stock.kept.desk()->decisions().add(
        {.hit = hit, .by = "M. Ortiz", .on = "2026-11-22", .because = "other country"});
    const AuditReport cleared = stock.run(store, "2026-11-22");
    CHECK(cleared.progress.judged == 1);
    CHECK(changes(store, open.run, cleared.run) ==
          std::set<std::string>{kItem + " register.sanctions register changed"});
    stock.check_full(store, "2026-11-22", cleared.run);
  });
}

TEST_CASE("audit: a replay needs no copies, also of what is left after pruning") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const AuditReport first = stock.run(store, "2026-11-22");
    keep_firms(stock.kept, "Inactive", "2026-11-21");
    const AuditReport second = stock.run(store, "2026-11-22");
    stock.kept.remove();
    for (const RunRecord& run : {first.run, second.run}) {
      const Replay replayed = replay(store, run);
      CHECK(replayed.items == kFirms);
      CHECK(replayed.different.empty());
    }
    CHECK(changes(store, first.run, second.run) == kOneRegister);
    CHECK(store.prune("stock", second.run.id) == 1);
    CHECK(replay(store, second.run).different.empty());
  });
}

TEST_CASE("audit: a run that goes on after registers changed ends as if they had been so before") {
  on_each_store([](const std::string& where) {
    Stock stock;
    std::string text = lines();
    for (int i = kFirms; i < 700; ++i)
      text += line(i, std::string(1500, 'x'), firm(kChanging), fei(kChanging));
    stock.folder.write("all.ndjson", text);
    Store store(where);
    AuditJob job = job_of(stock.folder, "2026-11-22");
    std::atomic<int> pieces = 0;
    job.stop = [&] { return pieces++ > 300; };
    CHECK(!run_audit(job, rulebook_of(stock.kept, "2026-11-22"), store).complete);
    keep_firms(stock.kept, "Inactive", "2026-11-21");
    job.stop = [] { return false; };
    const Rulebook book = rulebook_of(stock.kept, "2026-11-22");
    const AuditReport whole = run_audit(job, book, store);
    CHECK(whole.complete);
    CHECK(whole.items == 700);
    CHECK(whole.total[Tally::high_fail] == 700 - kFirms + 1);
    check_same_as_full(job, book, store, whole.run);
  });
}

namespace {

const std::string kOldEstablishments =
    "the copy of 2026-11-20 of us-fda-hctp-establishments is out of date";

// "2026-12-22 P-7/registers[0]/register.standing unverified: the copy of ..."
std::string foretold(Store& store, const RunRecord& run, int days) {
  std::string all;
  for (const Forecast& one : forecast(store, run, days)) {
    std::string line = one.day + " " + one.change.item + "/" + one.change.subject + "/" +
                       one.change.rule + " " +
                       (one.change.after ? std::string(to_string(one.change.after->outcome)) : "-");
    for (const std::string& why : one.why) line += ": " + why;
    all += line + "\n";
  }
  return all;
}

std::string turn(const std::string& day, const std::string& finding, const std::string& copy) {
  return day + " P-0/" + finding + " unverified: the copy of " + copy + " is out of date\n";
}

// Of a firm with a number in the first register that is asked about it.
std::string firm_turns(const std::string& day, const std::string& date) {
  const std::string copy = date + " of us-fda-hctp-establishments";
  return turn(day, "registers[0]/register.holder", copy) +
         turn(day, "registers[0]/register.standing", copy) +
         turn(day, "supplier/supplier.in-a-register", copy);
}

std::string sanctions_turn(const std::string& day, const std::string& date) {
  return turn(day, "registers[1]/register.sanctions", date + " of us-ofac-sdn");
}

using Turned = std::set<std::tuple<std::string, std::string, std::string>>;

Turned turned_in(const std::vector<ChangedOutcome>& changes) {
  Turned turned;
  for (const ChangedOutcome& one : changes) turned.emplace(one.item, one.subject, one.rule);
  return turned;
}

}  // namespace

TEST_CASE("forecast: a copy that becomes too old turns what an audit on that day turns") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const RunRecord run = stock.run(store, "2026-11-22").run;
    CHECK(forecast(store, run, 29).empty());
    const std::vector<Forecast> turns = forecast(store, run, 30);
    std::vector<ChangedOutcome> changes;
    for (const Forecast& one : turns) {
      CHECK(one.day == "2026-12-22");  // 31 days are allowed
      CHECK(one.why == std::vector<std::string>{kOldEstablishments});
      CHECK(one.change.cause == Cause::clock);
      REQUIRE(one.change.after);
      CHECK(one.change.after->outcome == Outcome::unverified);
      changes.push_back(one.change);
    }
    CHECK(turned_in(changes).size() >= kFirms);
    CHECK(diff_runs(store, run, stock.run(store, "2026-12-21").run).empty());
    CHECK(turned_in(diff_runs(store, run, stock.run(store, "2026-12-22").run)) ==
          turned_in(changes));
  });
}

TEST_CASE("forecast: copies of later runs, and that there are none left, change nothing of it") {
  Stock stock;
  Store store(stock.folder.name("audits.db"));
  const RunRecord run = stock.run(store, "2026-11-22").run;
  const std::string before = foretold(store, run, 40);
  keep_firms(stock.kept, "Inactive", "2026-12-20");
  CHECK(foretold(store, run, 40) == before);
  stock.kept.remove();
  CHECK(foretold(store, run, 40) == before);
}

TEST_CASE("forecast: each of several copies is named for what rests on it, on its own day") {
  Stock stock;
  stock.folder.write("all.ndjson", line(0, "vial", firm(0), fei(0)) +
                                       "{\"id\":\"P-1\",\"product\":{\"name\":\"vial\"}}\n");
  stock.kept.sanctions({}, "2026-11-20");
  Store store(stock.folder.name("audits.db"));
  const RunRecord run = stock.run(store, "2026-11-22").run;
  CHECK(foretold(store, run, 40) ==
        sanctions_turn("2026-11-28", "2026-11-20") + firm_turns("2026-12-22", "2026-11-20"));
}

TEST_CASE("forecast: copies that become too old on one day are told apart") {
  Stock stock;
  stock.folder.write("all.ndjson", line(0, "vial", firm(0), fei(0)));
  stock.kept.sanctions({}, "2026-12-14");
  Store store(stock.folder.name("audits.db"));
  const RunRecord run = stock.run(store, "2026-12-15").run;
  CHECK(foretold(store, run, 40) ==
        firm_turns("2026-12-22", "2026-11-20") + sanctions_turn("2026-12-22", "2026-12-14"));
}

TEST_CASE("forecast: a register that runs by calendar year is too old on new year's day") {
  Stock stock;
  stock.folder.write("all.ndjson", line(0, "vial", firm(0), fei(0)));
  keep_firms(stock.kept, "Registered", "2026-12-20");
  Store store(stock.folder.name("audits.db"));
  const RunRecord run = stock.run(store, "2026-12-22").run;
  CHECK(forecast(store, run, 9).empty());
  CHECK(foretold(store, run, 10) == firm_turns("2027-01-01", "2026-12-20"));
}

TEST_CASE("forecast: what a date turns on the day of a copy is the date's, and both are told") {
  Stock stock;
  const std::string product =
      R"("product":{"name":"vial","kind":"minoxidil_topical","compounding":"outsourcing_facility"})";
  stock.folder.write("all.ndjson", R"({"id":"P-0",)" + product + R"(,"supplier":{"name":")" +
                                       firm(0) + R"(","fei":")" + fei(0) +
                                       R"("},"lots":[{"number":"1","expiry":"2026-12-21"}]})" +
                                       "\n");
  Store store(stock.folder.name("audits.db"));
  const RunRecord run = stock.run(store, "2026-11-22").run;
  std::set<std::string> by_date, by_copy;
  for (const Forecast& one : forecast(store, run, 40)) {
    CHECK(one.day == "2026-12-22");
    (one.why.empty() ? by_date : by_copy).insert(one.change.subject);
  }
  CHECK(by_date == std::set<std::string>{"lots[0]"});
  CHECK(by_copy == std::set<std::string>{"registers[0]", "supplier"});
  CHECK(foretold(store, run, 40).ends_with(firm_turns("2026-12-22", "2026-11-20")));
}

TEST_CASE("forecast: a copy that was too old already turns nothing any more") {
  Stock stock;
  Store store(stock.folder.name("audits.db"));
  CHECK(forecast(store, stock.run(store, "2026-12-30").run, 90).empty());
}

TEST_CASE("store: what it kept of the registers of a run is damaged: told as that, by every use") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const RunRecord first = stock.run(store, "2026-11-22").run;
    const RunRecord second = stock.run(store, "2026-12-30").run;
    for (const char* damage : {"{\"fingerprint\":\"ab", "[]", "7", "{\"fingerprint\":7}",
                               "{\"fingerprint\":\"a\",\"copies\":[[]]}",
                               "{\"fingerprint\":\"a\",\"copies\":[{\"id\":\"a\"}]}"}) {
      CAPTURE(damage);
      store.database().run("UPDATE runs SET registers = $1 WHERE id = " + std::to_string(second.id),
                           {damage});
      const RunRecord damaged = *store.run(second.id);
      CHECK_THROWS_WITH_AS(asked_registers(damaged),
                           doctest::Contains("which registers run 2 asked is damaged"), StoreError);
      CHECK_THROWS_AS(forecast(store, damaged, 9), StoreError);
      CHECK_THROWS_AS(diff_runs(store, first, damaged), StoreError);
      CHECK_THROWS_AS(stock.run(store, "2026-12-30"), StoreError);
    }
  });
}

TEST_CASE("store: what registers said of an item is damaged: told as that") {
  on_each_store([](const std::string& where) {
    Stock stock;
    Store store(where);
    const RunRecord run = stock.run(store, "2026-11-22").run;
    const ItemState state = *store.state(run, kItem);
    store.database().run("UPDATE states SET registers = result WHERE item = '" + kItem + "'");
    CHECK_THROWS_WITH_AS(kept_slice(store, *store.state(run, kItem)),
                         doctest::Contains("what registers said of P-7 is damaged"), StoreError);
    CHECK_THROWS_AS(forecast(store, run, 90), StoreError);
    CHECK_THROWS_AS(stock.run(store, "2026-12-30"), StoreError);
  });
}

}  // namespace verilot
