#include "audits/kept_input.h"

#include <doctest/doctest.h>

#include "audit/tailored.h"
#include "audits/audit_diff.h"
#include "support/stores.h"

namespace verilot {
namespace {

using testing::on_each_store;

AuditReport audited(const SampleFolder& stock, Store& store, const std::string& file,
                    const Rulebook& rulebook) {
  AuditJob job;
  job.inventory = stock.name(file);
  job.name = "stock";
  job.jurisdictions = {"us-fda"};
  job.as_of = *parse_date("2026-11-22");
  job.software = "1";
  return run_audit(job, rulebook, store);
}

const Rulebook& rulebook() {
  static const Rulebook kBook = load_rulebook(VERILOT_SOURCE_DIR);
  return kBook;
}

constexpr const char* kLine =
    "{\"id\":\"B\",\"product\":{\"name\":{\"value\":\"Gel\",\"basis\":\"documented\","
    "\"document\":\"a.txt\",\"quote\":\"Gel\"}}}\n";

TEST_CASE("kept input: results that tell of their lines are judged again to the same bytes") {
  on_each_store([](const std::string& where) {
    const SampleFolder stock;
    stock.write("all.ndjson", "{\"id\":\"A\"}\n{\"id\":\"B\",\"lots\":{\"a\":2}}\n{\"lots\":3}\n");
    Store store(where);
    const RunRecord first = audited(stock, store, "all.ndjson", rulebook()).run;
    CHECK(replay(store, first).different.empty());
    // One line further down: what names its line is judged again, the rest stands.
    stock.write(
        "all.ndjson",
        "{\"id\":\"0\"}\n{\"id\":\"A\"}\n{\"id\":\"B\",\"lots\":{\"a\":2}}\n{\"lots\":3}\n");
    const AuditReport second = audited(stock, store, "all.ndjson", rulebook());
    CHECK(second.progress.judged == 3);
    const Replay replayed = replay(store, second.run);
    CHECK(replayed.items == 4);
    CHECK(replayed.different.empty());
  });
}

TEST_CASE("kept input: documents that a line names are kept, and a change of one is noticed") {
  on_each_store([](const std::string& where) {
    const SampleFolder stock;
    stock.write("all.ndjson", kLine + std::string("{\"id\":\"C\"}\n"));
    stock.write("a.txt", "Gel for the scalp");
    Store store(where);
    const RunRecord first = audited(stock, store, "all.ndjson", rulebook()).run;
    CHECK(audited(stock, store, "all.ndjson", rulebook()).progress.judged == 0);
    stock.write("a.txt", "Something else, and longer");
    CHECK(audited(stock, store, "all.ndjson", rulebook()).progress.judged == 1);
    CHECK(replay(store, first).different.empty());
    const KeptInput input = kept_input(store, first, *store.state(first, "B"));
    REQUIRE(input.files.size() == 2);
    CHECK(input.files[0].second + "\n" == kLine);
    CHECK(input.files[1] == std::pair<std::string, std::string>("a.txt", "Gel for the scalp"));
    CHECK(store.prune("stock", first.id) == 0);
    CHECK(replay(store, first).different.empty());
  });
}

TEST_CASE("kept input: a file that the store did not keep is refused by its name") {
  const SampleFolder stock;
  stock.write("all.ndjson", kLine);
  stock.write("a.txt", "Gel for the scalp");
  Store store(stock.name("audits.db"));
  const RunRecord run = audited(stock, store, "all.ndjson", rulebook()).run;
  const ItemState state = *store.state(run, "B");
  store.database().run("DELETE FROM contents WHERE digest = $1",
                       {kept_files(store, state).at(1).second});
  CHECK_THROWS_WITH_AS(kept_input(store, run, state),
                       doctest::Contains("the store did not keep B/a.txt as it was judged"),
                       StoreError);
}

TEST_CASE("kept input: what was judged by tailored rules is judged by them again") {
  const SampleFolder stock;
  stock.write("all.ndjson", "{\"id\":\"A\",\"product\":{\"name\":\"x\"}}\n");
  stock.write("own.yaml",
              "rules:\n  - pack: us-fda\n    id: local.named\n    title: The product is y\n"
              "    subject: product\n    severity: low\n    ground: safety\n"
              "    require: product.name == \"y\"\n    reason: Our register needs it\n"
              "    who: A. Smith\n    date: 2026-11-01\n");
  Rulebook own = rulebook();
  Problems problems;
  const bool tailored = tailor_rulebook(own, stock.name("own.yaml"), problems);
  CAPTURE(problems.size() == 0 ? "" : to_string(problems.front()));
  REQUIRE(tailored);
  Store store(stock.name("audits.db"));
  const RunRecord run = audited(stock, store, "all.ndjson", own).run;
  stock.write("own.yaml", "");
  CHECK(store.content(store.state(run, "A")->result).find("local.named") != std::string::npos);
  CHECK(replay(store, run).different.empty());
  store.prune("stock", run.id);
  CHECK(replay(store, run).different.empty());
}

}  // namespace
}  // namespace verilot
