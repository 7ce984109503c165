#include "registry/snapshot_store.h"

#include <doctest/doctest.h>

#include "digest/digest.h"
#include "registry/sample_registers.h"

using namespace verilot;

namespace {

Snapshot copy_of(SnapshotStore& store, const StateFolder& state, const std::string& text,
                 const std::string& date) {
  make_folder(store.incoming());
  fs::rename(state.with("new", text), store.incoming() + "/new");
  Snapshot copy{.source = "sample",
                .date = date,
                .taken_at = date + "T01:00:00Z",
                .how = "imported",
                .entries = 1,
                .complete = true};
  copy.parts.push_back({.file = "one", .sha256 = store.keep(store.incoming() + "/new")});
  copy.sha256 = hash_of_parts(copy.parts);
  store.add(copy);
  return copy;
}

Date day(const char* iso) { return *parse_date(iso); }

}  // namespace

TEST_CASE("snapshot store: the copy of a day is the newest until then, else the oldest") {
  const StateFolder state;
  SnapshotStore store(state.path());
  CHECK_FALSE(store.as_of("sample", day("2026-11-22")));
  copy_of(store, state, "a", "2026-11-10");
  copy_of(store, state, "b", "2026-11-20");
  CHECK(store.as_of("sample", day("2026-11-22"))->date == "2026-11-20");
  CHECK(store.as_of("sample", day("2026-11-20"))->date == "2026-11-20");
  CHECK(store.as_of("sample", day("2026-11-19"))->date == "2026-11-10");
  CHECK(store.as_of("sample", day("2026-11-01"))->date == "2026-11-10");
  CHECK(store.latest("sample")->sha256 == sha256_of({"b"}));
}

TEST_CASE("snapshot store: of two copies of one second the later one is the latest") {
  const StateFolder state;
  SnapshotStore store(state.path());
  for (const char* text : {"z", "a", "m", "b", "y", "c", "x", "d", "w", "e", "v", "f"})
    copy_of(store, state, text, "2026-11-10");
  CHECK(store.latest("sample")->sha256 == sha256_of({"f"}));
}

TEST_CASE("snapshot store: equal bytes are kept once, and cannot be written to") {
  const StateFolder state;
  SnapshotStore store(state.path());
  const Snapshot first = copy_of(store, state, "same", "2026-11-10");
  copy_of(store, state, "same", "2026-11-20");
  std::size_t objects = 0;
  for (const auto& file : fs::recursive_directory_iterator(store.folder() + "/objects"))
    objects += file.is_regular_file() ? 1 : 0;
  CHECK(objects == 1);
  const auto rights = fs::status(store.object_path(first.sha256)).permissions();
  CHECK((rights & fs::perms::owner_write) == fs::perms::none);
}

TEST_CASE("snapshot store: bytes that were altered on the disk are replaced, not trusted") {
  const StateFolder state;
  SnapshotStore store(state.path());
  const Snapshot first = copy_of(store, state, "true", "2026-11-10");
  const std::string path = store.object_path(first.sha256);
  fs::permissions(path, fs::perms::owner_all);
  std::ofstream(path) << "fake";
  copy_of(store, state, "true", "2026-11-20");
  CHECK(text_of(path) == "true");
}

TEST_CASE("snapshot store: a manifest that is cut or names other parts is passed over") {
  const StateFolder state;
  SnapshotStore store(state.path());
  copy_of(store, state, "a", "2026-11-10");
  const fs::path folder = fs::path(store.folder()) / "manifests" / "sample";
  std::ofstream(folder / "2026-11-15_x.json") << "{\"source\": \"sample\", \"date\"";
  std::ofstream(folder / "2026-11-16_x.json")
      << R"({"source":"sample","date":"2026-11-16","sha256":"00","parts":[]})";
  std::ofstream(folder / "2026-11-17_x.json") << R"([1, 2])";
  CHECK(store.latest("sample")->date == "2026-11-10");
}

TEST_CASE("snapshot store: a name that leads elsewhere has no copy") {
  const StateFolder state;
  SnapshotStore store(state.path());
  CHECK_FALSE(store.latest("../sample"));
  CHECK_THROWS(store.add({.source = "../sample", .date = "2026-11-10"}));
}

TEST_CASE("write atomically: a folder that is not there says so, and nothing is left behind") {
  const StateFolder state;
  try {
    write_atomically(state.path() + "/none/file", "text");
    FAIL("expected a WriteError");
  } catch (const WriteError& failure) {
    CHECK_FALSE(failure.could_create);
    CHECK(std::string(failure.what()) ==
          "cannot create " + state.path() + "/none/file: No such file or directory");
  }
  write_atomically(state.path() + "/file", "one");
  write_atomically(state.path() + "/file", "two");
  CHECK(text_of(state.path() + "/file") == "two");
  CHECK(std::distance(fs::directory_iterator(state.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("folder lock: held by one, free again afterwards") {
  const StateFolder state;
  {
    const FolderLock first(state.path());
    CHECK(first.held());
    CHECK_FALSE(FolderLock(state.path()).held());
  }
  CHECK(FolderLock(state.path()).held());
}
