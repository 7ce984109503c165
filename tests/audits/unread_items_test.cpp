// Audits in which an item, or a file of it, could not be read for a night.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "audits/audit_diff.h"
#include "audits/audit_run.h"
#include "support/stores.h"

namespace verilot {
namespace {

using testing::on_each_store;

const Rulebook& rulebook() {
  static const Rulebook kBook = load_rulebook(VERILOT_SOURCE_DIR);
  return kBook;
}

AuditReport audited(const std::string& inventory, const std::string& day, Store& store,
                    const std::vector<std::string>& programs = {}, bool full = false) {
  AuditJob job;
  job.inventory = inventory;
  job.name = "stock";
  job.jurisdictions = {"us-fda"};
  job.as_of = *parse_date(day);
  job.software = "1";
  job.programs = programs;
  job.full = full;
  return run_audit(job, rulebook(), store);
}

// Its lot is past its expiry from 2026-10-03 on.
constexpr const char* kExpiring =
    R"({"id":"B","product":{"name":"Vial","kind":"amniotic_fluid"},)"
    R"("lots":[{"number":"L1","manufactured":"2025-05-16","expiry":"2026-10-02"}]})";

std::string lines(const std::string& second) {
  return std::string(R"({"id":"A","product":{"name":"Gel"}})") + "\n" + second + "\n";
}

std::string broken() { return std::string(kExpiring).substr(0, 40); }

std::string result_of(Store& store, const RunRecord& run, const std::string& item) {
  return store.content(store.state(run, item)->result);
}

std::set<std::string> causes(Store& store, const RunRecord& before, const RunRecord& after) {
  std::set<std::string> told;
  for (const ChangedOutcome& change : diff_runs(store, before, after))
    told.insert(change.item + " " + std::string(to_string(change.cause)));
  return told;
}

TEST_CASE("unread: an item that comes back is judged by the day on which it does") {
  on_each_store([](const std::string& where) {
    const SampleFolder stock;
    const std::string file = stock.name("all.ndjson");
    Store store(where);
    stock.write("all.ndjson", lines(kExpiring));
    const AuditReport late = audited(file, "2026-10-10", store);
    stock.write("all.ndjson", lines(broken()));
    const AuditReport earlier = audited(file, "2026-09-20", store);
    CHECK(earlier.broken_count == 1);
    CHECK(result_of(store, earlier.run, "B") == result_of(store, late.run, "B"));
    stock.write("all.ndjson", lines(kExpiring));
    const AuditReport back = audited(file, "2026-09-21", store);
    CHECK(back.progress.judged == 1);
    const AuditReport full = audited(file, "2026-09-21", store, {}, true);
    CHECK(result_of(store, back.run, "B") == result_of(store, full.run, "B"));
    CHECK(result_of(store, back.run, "B") != result_of(store, late.run, "B"));
  });
}

TEST_CASE("unread: a run replays without it, and the day is the cause once it is back") {
  on_each_store([](const std::string& where) {
    const SampleFolder stock;
    const std::string file = stock.name("all.ndjson");
    Store store(where);
    stock.write("all.ndjson", lines(kExpiring));
    const AuditReport before = audited(file, "2026-09-20", store);
    stock.write("all.ndjson", lines(broken()));
    for (const char* day : {"2026-10-10", "2026-10-11"}) {
      const AuditReport night = audited(file, day, store);
      CHECK(night.items == 2);
      const Replay replayed = replay(store, night.run);
      CHECK(replayed.items == 1);
      CHECK(replayed.carried == 1);
      CHECK(replayed.different.empty());
      CHECK(causes(store, before.run, night.run).empty());
    }
    const RunRecord without = store.runs("stock").back();
    stock.write("all.ndjson", lines(kExpiring));
    const AuditReport back = audited(file, "2026-10-11", store);
    CHECK(causes(store, without, back.run) == std::set<std::string>{"B date passed"});
    CHECK(replay(store, back.run).carried == 0);
    CHECK(audited(file, "2026-10-11", store).progress.judged == 0);
  });
}

TEST_CASE("unread: another program that reads documents judges all again, and is the software") {
  const SampleFolder stock;
  const std::string file = stock.name("all.ndjson");
  stock.write("all.ndjson", lines(kExpiring));
  Store store(stock.name("audits.db"));
  const AuditReport first = audited(file, "2026-09-20", store, {"pdftotext: "});
  CHECK(audited(file, "2026-09-20", store, {"pdftotext: "}).progress.judged == 0);
  const AuditReport other = audited(file, "2026-09-20", store, {"pdftotext: version 1"});
  CHECK(other.progress.judged == 2);
  CHECK(causes(store, first.run, other.run).empty());
}

TEST_CASE("unread: a file that changed under an old time and size is noticed") {
  const SampleFolder stock;
  stock.write("a/dossier.yaml", "product: { name: One }\n");
  Store store(stock.name("audits.db"));
  audited(stock.name(), "2026-09-20", store);
  struct stat about {};
  const std::string file = stock.name("a/dossier.yaml");
  REQUIRE(stat(file.c_str(), &about) == 0);
  stock.write("a/dossier.yaml", "product: { name: Two }\n");
  const timespec times[] = {about.st_atim, about.st_mtim};
  REQUIRE(utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
  CHECK(audited(stock.name(), "2026-09-20", store).progress.judged == 1);
}

}  // namespace
}  // namespace verilot
