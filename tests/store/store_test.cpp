#include "store/store.h"

#include <doctest/doctest.h>

#include <fstream>

#include "store/packed.h"
#include "support/stores.h"

namespace verilot {
namespace {

using testing::on_each_store;

RunRecord wanted(const std::string& day, const std::string& about = "{}") {
  RunRecord run;
  run.inventory = "stock";
  run.as_of = day;
  run.basis = "b";
  run.about = about;
  return run;
}

ItemState item(const std::string& name, const std::string& result) {
  ItemState state{name, "", "in-" + name, "p", result, "", {}, 0};
  state.tally[Tally::high_fail] = 2;
  return state;
}

RunRecord finished(Store& store, const std::string& day, const std::vector<ItemState>& items) {
  const RunRecord run = store.begin(wanted(day));
  store.put(run, items);
  store.finish(run);
  return run;
}

TEST_CASE("store: a run sees what it put, and what earlier runs put and nobody changed") {
  on_each_store([](const std::string& where) {
    Store store(where);
    const RunRecord first = finished(store, "2026-01-01", {item("a", "1"), item("b", "1")});
    const RunRecord second = finished(store, "2026-01-02", {item("b", "2"), item("c", "2")});
    CHECK(store.count(first) == 2);
    CHECK(store.count(second) == 3);
    CHECK(store.state(first, "b")->result == "1");
    CHECK(store.state(second, "b")->result == "2");
    CHECK(store.state(second, "a")->result == "1");
    CHECK(!store.state(first, "c"));
    CHECK(store.total(second)[Tally::high_fail] == 6);
    CHECK(store.changed(first, second) == std::vector<std::string>{"b", "c"});
  });
}

TEST_CASE("store: an item that is gone ends with the run that missed it") {
  on_each_store([](const std::string& where) {
    Store store(where);
    const RunRecord first = finished(store, "2026-01-01", {item("a", "1"), item("b", "1")});
    const RunRecord second = store.begin(wanted("2026-01-02"));
    CHECK(store.end_missing(second, [](const std::string& name) { return name == "a"; }) == 1);
    store.finish(second);
    CHECK(store.count(first) == 2);
    CHECK(store.count(second) == 1);
    CHECK(!store.state(second, "b"));
  });
}

TEST_CASE("store: a run that was cut off is taken up again by the same, undone by another") {
  on_each_store([](const std::string& where) {
    Store store(where);
    const RunRecord first = finished(store, "2026-01-01", {item("a", "1")});
    const RunRecord cut = store.begin(wanted("2026-01-02"));
    store.put(cut, {item("a", "2"), item("b", "2")});
    const RunRecord again = store.begin(wanted("2026-01-02"));
    CHECK(again.id == cut.id);
    CHECK(store.known(again, {"a", "b"}).at("b").since == cut.id);
    const RunRecord other = store.begin(wanted("2026-01-03"));
    CHECK(store.count(other) == 1);
    CHECK(store.known(other, {"a", "b"}).at("a").result == "1");
    CHECK(store.state(first, "a")->result == "1");
  });
}

TEST_CASE("store: names, texts and bytes come back as they were put") {
  on_each_store([](const std::string& where) {
    Store store(where);
    const std::string odd = "O'Hara \"5 mL\"; DROP TABLE runs; -- \xCE\xB2 $1 {rows}";
    const RunRecord run = finished(store, "2026-01-01", {item(odd, "1")});
    CHECK(store.state(run, odd)->item == odd);
    CHECK(store.known(run, {odd}).size() == 1);
    std::string bytes;
    for (int i = 0; i < 3000; ++i) bytes += static_cast<char>(i * i % 256);
    store.keep({{"d", bytes}, {"empty", ""}});
    CHECK(store.content("d") == bytes);
    CHECK(store.content("empty").empty());
    CHECK(store.has("d"));
    CHECK(!store.has("e"));
    CHECK_THROWS_AS(store.content("e"), StoreError);
  });
}

TEST_CASE("store: items are told in the order of their bytes, in pieces") {
  on_each_store([](const std::string& where) {
    Store store(where);
    std::vector<ItemState> items;
    for (int i = 0; i < 4500; ++i) items.push_back(item("item " + std::to_string(i), "1"));
    items.push_back(item("Zebra", "1"));
    const RunRecord run = finished(store, "2026-01-01", items);
    std::vector<std::string> names;
    store.each(run, [&](const ItemState& state) { names.push_back(state.item); });
    CHECK(names.size() == 4501);
    CHECK(names.front() == "Zebra");
    CHECK(std::is_sorted(names.begin(), names.end()));
  });
}

TEST_CASE("store: runs that are taken out leave the later ones whole") {
  on_each_store([](const std::string& where) {
    Store store(where);
    store.keep({{"1", "old"}, {"2", "new"}, {"in-a", "input"}});
    finished(store, "2026-01-01", {item("a", "1"), item("b", "1")});
    const RunRecord second = finished(store, "2026-01-02", {item("a", "2")});
    CHECK(store.prune("stock", second.id) == 1);
    CHECK(store.runs().size() == 1);
    CHECK(store.count(second) == 2);
    CHECK(store.content("1") == "old");
    const RunRecord third = finished(store, "2026-01-03", {item("b", "2")});
    store.prune("stock", third.id);
    CHECK(!store.has("1"));
    CHECK(store.content("2") == "new");
  });
}

TEST_CASE("store: a later schema is refused, and what is no store is told") {
  on_each_store([](const std::string& where) {
    {
      Store store(where);
      store.database().run("INSERT INTO schema_steps VALUES (99)");
    }
    CHECK_THROWS_WITH_AS(Store{where},
                         ("the store was written by a later version (schema 99, this one knows " +
                          std::to_string(migrations().size()) + "): use that version")
                             .c_str(),
                         StoreError);
  });
  const SampleFolder folder({{"notes.db", std::string(5000, 'x')}});
  CHECK_THROWS_AS(Store{folder.name("notes.db")}, StoreError);
  CHECK_THROWS_AS(Store{"/proc/no/such/place.db"}, StoreError);
  CHECK_THROWS_AS(Store{"postgresql://nobody@127.0.0.1:1/none"}, StoreError);
}

TEST_CASE("store: a password is in no message") {
  try {
    Store store("postgresql://auditor:secret@127.0.0.1:1/none");
    FAIL("it was opened");
  } catch (const StoreError& error) {
    CHECK(std::string(error.what()).find("secret") == std::string::npos);
    CHECK(std::string(error.what()).find("auditor@127.0.0.1") != std::string::npos);
  }
}

TEST_CASE("packed: what was not packed is told, not unpacked") {
  CHECK(unpacked(packed("text")) == "text");
  for (const char* text : {"", "4", "x:abcd", "99999999999:eA==", "4:eA==", "900000000:eA=="})
    CHECK_THROWS_AS(unpacked(text), StoreError);
}

}  // namespace
}  // namespace verilot
