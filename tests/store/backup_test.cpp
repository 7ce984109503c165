#include "store/backup.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "store/backup_file.h"
#include "store/store_lock.h"
#include "support/stores.h"

namespace verilot {
namespace {

using testing::on_each_store;
namespace fs = std::filesystem;

void fill(Store& store, std::size_t items, const std::string& day = "2026-01-01") {
  RunRecord run;
  run.inventory = "stock 'A'";
  run.as_of = day;
  run.about = "{\"path\":\"st\\u00f6ck\"}";
  run = store.begin(run);
  std::vector<ItemState> states;
  std::vector<Content> contents;
  for (std::size_t i = 0; i < items; ++i) {
    const std::string name = "P-\xC3\xA9 \"" + std::to_string(i) + "\"\n";
    states.push_back({name, "", "in", "p", day + std::to_string(i), "", {}, 0});
    states.back().tally[Tally::high_fail] = static_cast<long>(i);
    contents.push_back({day + std::to_string(i), std::string(i % 97 * 300, 'x') + name});
  }
  store.keep(contents);
  store.put(run, states);
  run.finished = "now";
  store.finish(run);
}

// All that a store holds, as one text.
std::string all_of(Store& store) {
  std::string text;
  for (const RunRecord& run : store.runs()) {
    text += std::to_string(run.id) + run.inventory + run.as_of + run.state + run.about +
            run.finished + "\n";
    store.each(run, [&](const ItemState& state) {
      text += state.item + std::to_string(state.since) + state.result +
              std::to_string(state.tally[Tally::high_fail]) + store.content(state.result) + "\n";
    });
  }
  return text;
}

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_CASE(
    "backup: restored into an empty store of either kind it is the store that it was made of") {
  const SampleFolder folder;
  Store first(folder.name("first.db"));
  fill(first, 2'500);
  fill(first, 10, "2026-01-02");
  first.database().run("INSERT INTO trail VALUES (1, 'a', 'b', 'c', 'd', 'e')");
  const std::string file = folder.name("a.backup");
  const BackupFacts made = back_up(first, file, "1", "then");
  CHECK(made.rows.at("runs") == 2);
  CHECK(made.rows.at("states") == 2'510);
  CHECK(made.rows.at("trail") == 1);
  on_each_store([&](const std::string& where) {
    Store second(where);
    const BackupFacts facts = check_backup(file);
    CHECK(facts.rows == made.rows);
    CHECK(facts.software == "1");
    restore(facts, file, second);
    CHECK(all_of(second) == all_of(first));
    CHECK(held_rows(second) == made.rows);
    back_up(second, folder.name("b.backup"), "1", "then");
    Store third(folder.name(fs::path(where).filename().string() + "third.db"));
    restore(check_backup(folder.name("b.backup")), folder.name("b.backup"), third);
    CHECK(all_of(third) == all_of(first));
  });
}

TEST_CASE("backup: every table of the schema is in it") {
  on_each_store([](const std::string& where) {
    Store store(where);
    const Rows there = store.database().rows(
        store.database().is_file()
            ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            : "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace ="
              " current_schema()::regnamespace ORDER BY relname",
        {}, 1);
    std::vector<std::string> known = tables_of(migrations());
    known.push_back("schema_steps");
    std::ranges::sort(known);
    std::vector<std::string> found;
    for (const Row& row : there) found.push_back(row[0]);
    CHECK(found == known);
  });
}

TEST_CASE("backup: what is put while it is made is not in it") {
  on_each_store([](const std::string& where) {
    const SampleFolder folder;
    Store store(where), writer(where);
    fill(store, 50);
    const std::string before = all_of(store);
    {
      const Transaction moment(store.database(), Transaction::reading);
      CHECK(store.runs().size() == 1);
      fill(writer, 50, "2026-01-02");
      CHECK(store.runs().size() == 1);
      CHECK(all_of(store) == before);
    }
    CHECK(store.runs().size() == 2);
  });
}

TEST_CASE("backup: a file with any changed or missing part is refused and the store stays") {
  const SampleFolder folder;
  Store store(folder.name("audits.db"));
  fill(store, 300);
  const std::string file = folder.name("a.backup"), broken = folder.name("broken.backup");
  back_up(store, file, "1", "then");
  const std::string whole = bytes_of(file);
  const auto refused = [&](const std::string& bytes) {
    std::ofstream(broken, std::ios::binary) << bytes;
    CHECK_THROWS_AS(check_backup(broken), BackupDamaged);
    CHECK_THROWS_AS(restore({1, "1", "then", {}}, broken, store), BackupDamaged);
  };
  const std::string before = all_of(store);
  for (std::size_t i = 1; i < 20; ++i) {
    std::string bytes = whole;
    bytes[20 + (whole.size() - 40) * i / 20] ^= 0x10;
    CAPTURE(i);
    refused(bytes);
    refused(whole.substr(0, whole.size() * i / 20));
  }
  refused("");
  refused("no backup\n");
  refused("{\"format\":\"verilot-backup-1\",\"schema\":0}\n{\"sha256\":\"x\"}\n");
  refused("{\"format\":5}\n");
  CHECK(all_of(store) == before);
}

TEST_CASE("backup: names that are none of the schema are refused, whatever the checksum says") {
  const SampleFolder folder;
  Store store(folder.name("audits.db"));
  for (const char* line :
       {"{\"table\":\"runs; DROP TABLE runs\",\"columns\":[]}", "{\"table\":5}", "[1]", "5",
        "{\"table\":\"runs\",\"columns\":[\"id) SELECT 1 --\"]}", "{\"table\":\"schema_steps\"}"}) {
    BackupWriter writer(folder.name("made.backup"));
    writer.line("{\"format\":\"verilot-backup-1\",\"schema\":1,\"made\":\"then\"}");
    writer.line(line);
    writer.finish();
    CAPTURE(line);
    CHECK_THROWS_AS(restore({1, "1", "then", {}}, folder.name("made.backup"), store), StoreError);
    CHECK(held_rows(store).empty());
  }
}

std::vector<std::string_view> with_one_more() {
  std::vector<std::string_view> steps(migrations().begin(), migrations().end());
  steps.push_back("ALTER TABLE waivers ADD COLUMN note TEXT");
  return steps;
}

TEST_CASE("backup: one of a later schema is refused, one of an earlier is brought up to date") {
  const std::vector<std::string_view> longer = with_one_more();
  const Migrations old_steps = migrations(), new_steps(longer);
  const SampleFolder folder;
  const std::string file = folder.name("a.backup");
  Store first(folder.name("first.db"), new_steps);
  back_up(first, file, "9", "then");
  CHECK_THROWS_WITH_AS(check_backup(file, old_steps),
                       ("the backup " + file + " was written by a later version (9, schema " +
                        std::to_string(new_steps.size()) + ", this one knows " +
                        std::to_string(old_steps.size()) + "): use that version")
                           .c_str(),
                       StoreError);
  Store second(folder.name("second.db"), old_steps);
  fill(second, 5);
  back_up(second, file, "1", "then");
  restore(check_backup(file, new_steps), file, first);
  CHECK(all_of(first) == all_of(second));
  CHECK(schema_step(first.database()) == new_steps.size());
  first.database().run("UPDATE waivers SET note = ''");
}

TEST_CASE("backup: a store that is damaged is not backed up, and the backup of before stays") {
  const SampleFolder folder;
  const std::string file = folder.name("a.backup");
  {
    Store store(folder.name("audits.db"));
    fill(store, 2'000);
    back_up(store, file, "1", "then");
  }
  const std::string before = bytes_of(file);
  {
    std::fstream damage(folder.name("audits.db"), std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(40 * 4096);
    damage << std::string(4096 * 3, '\x5a');
  }
  Store store(folder.name("audits.db"));
  CHECK_THROWS_AS(back_up(store, file, "1", "then"), StoreError);
  CHECK(bytes_of(file) == before);
  CHECK(!fs::exists(file + ".part"));
}

TEST_CASE("lock: the second who wants a store is told who has it, until that has ended") {
  on_each_store([](const std::string& where) {
    Store first(where), second(where);
    {
      const StoreLock lock(first.database(), "audit run");
      std::string said;
      try {
        const StoreLock again(second.database(), "audit prune");
      } catch (const StoreBusy& busy) {
        said = busy.what();
      }
      CHECK(said.find("is held by `verilot audit run`, process " + std::to_string(getpid()) +
                      " on ") != std::string::npos);
      CHECK(said.find(", since 20") != std::string::npos);
    }
    const StoreLock lock(second.database(), "audit prune");
  });
}

TEST_CASE("lock: a holder that is killed leaves none") {
  on_each_store([](const std::string& where) {
    { Store made(where); }
    std::array<int, 2> taken{};
    REQUIRE(pipe(taken.data()) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      Store store(where);
      const StoreLock lock(store.database(), "audit run");
      if (write(taken[1], "x", 1) == 1) pause();
      _exit(1);
    }
    char sign = 0;
    REQUIRE(read(taken[0], &sign, 1) == 1);
    Store store(where);
    CHECK_THROWS_AS(StoreLock(store.database(), "audit run"), StoreBusy);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    CHECK_NOTHROW(StoreLock(store.database(), "audit run"));
    close(taken[0]);
    close(taken[1]);
  });
}

TEST_CASE("store: an earlier schema is brought up to date once, and a file is copied before") {
  const std::vector<std::string_view> longer = with_one_more();
  on_each_store([&](const std::string& where) {
    std::string before;
    {
      Store old(where);
      fill(old, 20);
      before = all_of(old);
    }
    {
      Store now(where, longer);
      CHECK(now.migrated().find("from schema " + std::to_string(migrations().size()) + " to " +
                                std::to_string(longer.size())) != std::string::npos);
      CHECK(all_of(now) == before);
      if (now.database().is_file()) {
        Store copy(where + ".schema-" + std::to_string(migrations().size()));
        CHECK(all_of(copy) == before);
      }
    }
    CHECK(Store(where, longer).migrated().empty());
    CHECK_THROWS_AS(Store{where}, StoreError);
  });
}

TEST_CASE("store: what the first schema held is there after every step") {
  on_each_store([](const std::string& where) {
    {
      Database database(where);
      Transaction all(database);
      apply_step(migrations(), 1, database);
      database.run(
          "INSERT INTO runs VALUES (1, 'stock', '2026-01-01', 'complete', 'b', '{}', '1', 's', 'f',"
          " '{}')");
      database.run(
          "INSERT INTO states VALUES ('stock', 'a', 1, NULL, '', 'in', 'p', 'r', '', 'A', '', 0, 2,"
          " 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)");
      all.commit();
    }
    Store store(where);
    CHECK(schema_step(store.database()) == migrations().size());
    REQUIRE(store.run(1));
    CHECK(store.run(1)->finished == "f");
    CHECK(store.run(1)->registers.empty());
    CHECK(store.state(*store.run(1), "a")->tally[Tally::high_fail] == 2);
    CHECK(store.total(*store.run(1))[Tally::high_fail] == 2);
  });
}

TEST_CASE("store: a file that is removed or replaced while it is in use is told") {
  const SampleFolder folder;
  const std::string file = folder.name("audits.db");
  Store store(file);
  fill(store, 5);
  fs::remove(file);
  CHECK_THROWS_AS(fill(store, 5, "2026-01-02"), StoreError);
  { Store other(file); }
  CHECK_THROWS_AS(fill(store, 5, "2026-01-02"), StoreError);
}

}  // namespace
}  // namespace verilot
