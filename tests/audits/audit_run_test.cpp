#include "audits/audit_run.h"

#include <doctest/doctest.h>

#include <atomic>
#include <nlohmann/json.hpp>

#include "audits/audit_diff.h"
#include "audits/forecast.h"
#include "support/stores.h"

namespace verilot {
namespace {

using testing::on_each_store;
namespace fs = std::filesystem;

const Rulebook& rulebook() {
  static const Rulebook kBook = load_rulebook(VERILOT_SOURCE_DIR);
  return kBook;
}

AuditJob job_of(const std::string& inventory, const std::string& day) {
  AuditJob job;
  job.inventory = inventory;
  job.name = "stock";
  job.jurisdictions = {"us-fda"};
  job.as_of = *parse_date(day);
  job.software = "1";
  job.threads = 2;
  return job;
}

void copy_dossier(const std::string& name, const SampleFolder& to, const std::string& as) {
  fs::create_directories((to.path() / as).parent_path());
  fs::copy(fs::path(VERILOT_SOURCE_DIR) / "fixtures" / "clinic" / name, to.path() / as,
           fs::copy_options::recursive);
}

// Every state after a run, as one text.
std::string states_of(Store& store, const RunRecord& run) {
  std::string text;
  store.each(run, [&](const ItemState& state) {
    text += state.item + " " + state.input + " " + state.packs + " " + state.result + " " +
            state.next_change + "\n" + store.content(state.result) + "\n";
  });
  return text;
}

TEST_CASE("audit: a second run judges what changed, and its states are those of a full run") {
  on_each_store([](const std::string& where) {
    const SampleFolder stock;
    copy_dossier("amnion-sheet", stock, "a");
    copy_dossier("exosome-vial-no-sterility-test", stock, "b");
    copy_dossier("name-only", stock, "deep/c");
    Store store(where);
    const AuditReport first = run_audit(job_of(stock.name(), "2026-11-22"), rulebook(), store);
    CHECK(first.complete);
    CHECK(first.items == 3);
    CHECK(first.progress.judged == 3);
    const AuditReport second = run_audit(job_of(stock.name(), "2026-11-22"), rulebook(), store);
    CHECK(second.progress.judged == 0);
    CHECK(states_of(store, first.run) == states_of(store, second.run));
    stock.write("deep/c/dossier.yaml", "product: { name: Another }\n");
    const AuditReport third = run_audit(job_of(stock.name(), "2026-11-22"), rulebook(), store);
    CHECK(third.progress.judged == 1);
    AuditJob full = job_of(stock.name(), "2026-11-22");
    full.full = true;
    const AuditReport fourth = run_audit(full, rulebook(), store);
    CHECK(fourth.progress.judged == 3);
    CHECK(states_of(store, third.run) == states_of(store, fourth.run));
  });
}

TEST_CASE("audit: a lot that expires and a dossier that changes are told apart as causes") {
  on_each_store([](const std::string& where) {
    const SampleFolder stock;
    copy_dossier("amnion-sheet", stock, "a");
    copy_dossier("exosome-vial-no-sterility-test", stock, "b");
    Store store(where);
    const AuditReport first = run_audit(job_of(stock.name(), "2026-11-22"), rulebook(), store);
    const std::string path = stock.name("b/dossier.yaml");
    std::string text = file_text(path);
    text.replace(text.find("intradermal_injection"), 21, "topical");
    stock.write("b/dossier.yaml", text);
    const AuditReport second = run_audit(job_of(stock.name(), "2027-06-01"), rulebook(), store);
    std::set<std::string> causes_of_a, causes_of_b;
    for (const ChangedOutcome& change : diff_runs(store, first.run, second.run))
      (change.item == "a" ? causes_of_a : causes_of_b).insert(std::string(to_string(change.cause)));
    CHECK(causes_of_a == std::set<std::string>{"date passed"});
    CHECK(causes_of_b.count("data changed") == 1);
  });
}

TEST_CASE("audit: what is forecast for a day is what a run on that day finds") {
  const SampleFolder stock;
  for (const char* name : {"amnion-sheet", "minoxidil-5-percent", "lot-past-expiry"})
    copy_dossier(name, stock, name);
  on_each_store([&](const std::string& where) {
    Store store(where);
    const AuditReport now = run_audit(job_of(stock.name(), "2026-11-22"), rulebook(), store);
    std::set<std::string> foretold;
    for (const Forecast& one : forecast(store, now.run, 60))
      foretold.insert(one.change.item + "/" + one.change.rule);
    const AuditReport then = run_audit(job_of(stock.name(), "2027-01-21"), rulebook(), store);
    std::set<std::string> found;
    for (const ChangedOutcome& change : diff_runs(store, now.run, then.run)) {
      CHECK(change.cause == Cause::clock);
      found.insert(change.item + "/" + change.rule);
    }
    CHECK(!found.empty());
    CHECK(std::includes(foretold.begin(), foretold.end(), found.begin(), found.end()));
  });
}

TEST_CASE("audit: until the day of its next change a dossier is judged as before") {
  for (const auto& entry :
       fs::directory_iterator(fs::path(VERILOT_SOURCE_DIR) / "fixtures" / "clinic")) {
    if (!entry.is_directory()) continue;
    CAPTURE(entry.path().filename().string());
    const auto judged = [&](const Date& day) {
      Auditor auditor(rulebook(), {"us-fda", "uk-mhra"}, day);
      return auditor.judge(
          read_dossier(entry.path().string(), rulebook().schema, rulebook().tables));
    };
    const DossierResult now = judged(*parse_date("2026-11-22"));
    if (!now.next_change) continue;
    const auto eve = *now.next_change - std::chrono::days(1);
    CHECK(outcome_record(judged({eve, eve})) == outcome_record(now));
  }
}

TEST_CASE("audit: a replay of a run gives the bytes that were kept, without its inventory") {
  on_each_store([](const std::string& where) {
    Store store(where);
    RunRecord run;
    {
      const SampleFolder stock({{"all.ndjson", "{\"id\":\"A\",\"product\":{\"name\":\"x\"}}\n"}});
      copy_dossier("exosome-vial-no-sterility-test", stock, "b");
      run = run_audit(job_of(stock.name(), "2026-11-22"), rulebook(), store).run;
    }
    const Replay replayed = replay(store, run);
    CHECK(replayed.items == 1);
    CHECK(replayed.different.empty());
  });
}

TEST_CASE("audit: what is left after pruning can be judged again, its folders and rules too") {
  on_each_store([](const std::string& where) {
    Store store(where);
    const SampleFolder stock;
    copy_dossier("exosome-vial-no-sterility-test", stock, "b");
    run_audit(job_of(stock.name(), "2026-11-22"), rulebook(), store);
    const RunRecord last = run_audit(job_of(stock.name(), "2026-11-23"), rulebook(), store).run;
    CHECK(store.prune("stock", last.id) == 1);
    const Replay replayed = replay(store, last);
    CHECK(replayed.items == 1);
    CHECK(replayed.different.empty());
  });
}

TEST_CASE("audit: a broken item among good ones is named and counted, the others are judged") {
  on_each_store([](const std::string& where) {
    const SampleFolder stock({{"all.ndjson",
                               "{\"id\":\"A\",\"product\":{\"name\":\"x\"}}\n[1,2]\n\nnonsense\n"
                               "{\"id\":\"A\"}\n{\"product\":{\"name\":\"nameless\"}}\n"}});
    Store store(where);
    const AuditReport report =
        run_audit(job_of(stock.name("all.ndjson"), "2026-11-22"), rulebook(), store);
    CHECK(report.complete);
    CHECK(report.items == 2);
    CHECK(report.broken ==
          std::vector<std::string>{"line 2: is no JSON object", "line 4: is no JSON object",
                                   "A: comes twice; the first one is judged, not that of line 5"});
  });
}

TEST_CASE("audit: an item that is gone ends also where another name comes twice, far apart") {
  const auto lines = [](const std::string& last) {
    std::string text;
    for (int i = 0; i < 2000; ++i)
      text += "{\"id\":\"P-" + std::to_string(i) + "\",\"product\":{\"name\":\"" +
              std::string(600, 'x') + "\"}}\n";
    return text + last;
  };
  const SampleFolder stock({{"all.ndjson", lines("{\"id\":\"Q\"}\n")}});
  Store store(stock.name("audits.db"));
  const AuditJob job = job_of(stock.name("all.ndjson"), "2026-11-22");
  CHECK(run_audit(job, rulebook(), store).items == 2001);
  stock.write("all.ndjson", lines("{\"id\":\"P-7\"}\n"));
  const AuditReport second = run_audit(job, rulebook(), store);
  CHECK(second.gone == 1);
  CHECK(second.items == 2000);
  CHECK(!store.state(second.run, "Q"));
  REQUIRE(!second.problems.empty());
  CHECK(second.problems.back().message == "1 items have the name of another one; name each once");
  CHECK(second.broken == std::vector<std::string>{
                             "P-7: comes twice; the first one is judged, not that of line 2001"});
  CHECK(run_audit(job, rulebook(), store).progress.judged == 0);
}

TEST_CASE("audit: a line that broke ends no item, and the next whole one does") {
  const SampleFolder stock({{"all.ndjson", "{\"id\":\"A\"}\n{\"id\":\"B\"}\n{\"id\":\"C\"}\n"}});
  Store store(stock.name("audits.db"));
  const AuditJob job = job_of(stock.name("all.ndjson"), "2026-11-22");
  run_audit(job, rulebook(), store);
  stock.write("all.ndjson", "{\"id\":\"A\"}\n{\"id\":\"B\n");
  const AuditReport broken = run_audit(job, rulebook(), store);
  CHECK(broken.broken_count == 1);
  CHECK(broken.gone == 0);
  CHECK(broken.items == 3);
  stock.write("all.ndjson", "{\"id\":\"A\"}\n");
  CHECK(run_audit(job, rulebook(), store).gone == 2);
}

TEST_CASE("audit: an inventory that ends too early ends no item and is told") {
  const SampleFolder stock({{"all.csv", "id,product.name\nP-1,x\nP-2,y\n"}});
  Store store(stock.name("audits.db"));
  CHECK(run_audit(job_of(stock.name("all.csv"), "2026-11-22"), rulebook(), store).items == 2);
  stock.write("all.csv", "id,product.name\nP-1,x\n\"P-2,y\n");
  const AuditReport cut = run_audit(job_of(stock.name("all.csv"), "2026-11-22"), rulebook(), store);
  CHECK(any_error(cut.problems));
  CHECK(cut.gone == 0);
  CHECK(store.state(cut.run, "P-2"));
}

TEST_CASE("audit: a dossier that is the inventory itself has the name of its folder") {
  const SampleFolder stock;
  copy_dossier("name-only", stock, "b");
  Inventory inventory(stock.name("b/"));
  std::vector<InventoryItem> items;
  REQUIRE(inventory.next(items));
  CHECK(items.at(0).name == "b");
}

TEST_CASE("audit: rows of a table are dossiers by the paths of their columns") {
  const SampleFolder stock({{"all.csv",
                             "id,product.name,lots[0].number,path\n"
                             "P-1,Minoxidil,L-9,\n,,,b\n"}});
  copy_dossier("name-only", stock, "b");
  Inventory inventory(stock.name("all.csv"));
  std::vector<InventoryItem> items;
  REQUIRE(inventory.next(items));
  REQUIRE(items.size() == 2);
  CHECK(items[0].name == "P-1");
  CHECK(nlohmann::json::parse(items[0].bytes)["lots"][0]["number"] == "L-9");
  CHECK(items[1].folder == stock.name("b"));
}

TEST_CASE("audit: rows that name one dossier by several paths or ids are one item, and told") {
  const SampleFolder stock({{"all.csv", "id,path\n,b\n,./b\n,b/\n,c/../b\nB,b\n,c\n"}});
  copy_dossier("name-only", stock, "b");
  copy_dossier("amnion-sheet", stock, "c");
  Store store(stock.name("audits.db"));
  const AuditReport report =
      run_audit(job_of(stock.name("all.csv"), "2026-11-22"), rulebook(), store);
  CHECK(report.items == 2);
  CHECK(report.broken_count == 4);
  CHECK(report.broken.at(0) == "b: comes twice: row 3 names the dossier of row 2, which is judged");
  CHECK(report.broken.at(3) == "B: comes twice: row 6 names the dossier of row 2, which is judged");
  CHECK(store.state(report.run, "b"));
}

TEST_CASE(
    "audit: facts beside a path, and heads that are no places, are told and nothing is read") {
  struct Case {
    const char *table, *fault;
  };
  const Case cases[] = {
      {"path,id,product.name,lots[0].number\nb,P-1,,\nb,P-2,Another,L-9\n",
       "row 3 has a path and 'product.name', 'lots[0].number': the facts of a dossier"},
      {"id,lots[-1].number\nP-1,L-9\n",
       "the column 'lots[-1].number' names no place in a list: places count from 0 to 1000"},
      {"id,lots[1001].number\nP-1,L-9\n", "the column 'lots[1001].number' names no place"},
      {"id,lots[0\nP-1,L-9\n", "the column 'lots[0' names no place in a list"},
      {"id,lots[]\nP-1,L-9\n", "the column 'lots[]' names no place in a list"},
      {"id,product..name\nP-1,L-9\n", "the column 'product..name' is no path of a fact"},
      {"id,product.\nP-1,L-9\n", "the column 'product.' is no path of a fact"},
      {"id,[0].a\nP-1,L-9\n", "the column '[0].a' is no path of a fact"},
      {"id,id\nP-1,P-2\n", "the column 'id' comes twice"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.table);
    const SampleFolder stock({{"all.csv", c.table}});
    Inventory inventory(stock.name("all.csv"));
    std::vector<InventoryItem> items;
    CHECK(!inventory.next(items));
    CHECK(inventory.fault().find(c.fault) == 0);
  }
}

TEST_CASE("audit: a value that stands under no head is a fault of its row alone") {
  const SampleFolder stock({{"all.csv", "id,product.name\nP-1,Gel, Inc\nP-2,Gel\n"}});
  Inventory inventory(stock.name("all.csv"));
  std::vector<InventoryItem> items;
  REQUIRE(inventory.next(items));
  REQUIRE(items.size() == 2);
  CHECK(items[0].fault == "row 2: 'Inc' stands under no head");
  CHECK(items[1].fault == "");
}

TEST_CASE("audit: a run that is stopped goes on where it was and ends as if it had not been") {
  on_each_store([](const std::string& where) {
    std::string lines;
    for (int i = 0; i < 4000; ++i)
      lines += "{\"id\":\"P-" + std::to_string(i) + "\",\"product\":{\"name\":\"" +
               std::string(300, 'x') + "\"}}\n";
    const SampleFolder stock({{"all.ndjson", lines}});
    Store store(where);
    AuditJob job = job_of(stock.name("all.ndjson"), "2026-11-22");
    std::atomic<bool> enough = false;
    job.progress = [&](const AuditProgress& at) { enough = enough || at.judged > 1500; };
    job.stop = [&] { return enough.load(); };
    const AuditReport stopped = run_audit(job, rulebook(), store);
    CHECK(!stopped.complete);
    CHECK(stopped.progress.judged > 1000);
    CHECK(stopped.progress.judged < 2000);
    job.stop = [] { return false; };
    const AuditReport whole = run_audit(job, rulebook(), store);
    CHECK(whole.complete);
    CHECK(whole.run.id == stopped.run.id);
    CHECK(whole.progress.judged + stopped.progress.judged == 4000);
    CHECK(whole.items == 4000);
    job.full = true;
    CHECK(states_of(store, run_audit(job, rulebook(), store).run) == states_of(store, whole.run));
  });
}

}  // namespace
}  // namespace verilot
