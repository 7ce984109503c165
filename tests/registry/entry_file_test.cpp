#include "registry/entry_file.h"

#include <doctest/doctest.h>

#include "registry/sample_registers.h"

using namespace verilot;

namespace {

std::vector<RegisterEntry> sample() {
  RegisterEntry one{.kind = "firm",
                    .key = "k1",
                    .name = "García & Søn, S.L.",
                    .aliases = {"Garcia Tissue"},
                    .identifiers = {{"fei", "3009990001"}, {"lei", "X1"}},
                    .addresses = {"1 Road"},
                    .country = "ES",
                    .status = "Active",
                    .standing = Standing::against,
                    .until = "2026-12-31",
                    .dates = {{"registered", "2026-01-02"}},
                    .details = {{"product", std::string(5000, 'x')}}};
  RegisterEntry two{.kind = "firm", .name = "Other", .identifiers = {{"fei", "3009990001"}}};
  return {one, two};
}

}  // namespace

TEST_CASE("name fold: one name in many letters") {
  const NameFold& fold = project().fold;
  CHECK(fold.folded("GARCÍA & Søn, S.L.") == "garcia and son s l");
  CHECK(fold.folded("  O'Neil--Straße ") == "oneil strasse");
  CHECK(fold.folded("Петар Весна") == "petar vesna");
  CHECK(fold.folded("Ａcme １") == "acme 1");
  CHECK(fold.folded("e\xCC\x81t\xC3\xA9") == "ete");
  CHECK(fold.folded("\xFF\xFE") == "");
}

TEST_CASE("entry file: what went in comes out, by identifier and by folded name") {
  const NameFold& fold = project().fold;
  const EntryFile file = EntryFile::of_bytes(pack_entries(sample(), fold));
  REQUIRE(file.sound());
  REQUIRE(file.size() == 2);
  CHECK(file.entry(0) == sample()[0]);
  CHECK(file.entry(1) == sample()[1]);
  CHECK(file.entry(2) == RegisterEntry{});
  using Found = std::vector<std::uint32_t>;
  CHECK(file.with_identifier("fei", "3009990001") == Found{0, 1});
  CHECK(file.with_identifier("lei", "X1") == Found{0});
  CHECK(file.with_identifier("npi", "X1").empty());
  CHECK(file.with_name(fold.folded("garcia and son SL"), fold).empty());
  CHECK(file.with_name(fold.folded("GARCIA AND SØN S.L"), fold) == Found{0});
  CHECK(file.with_name(fold.folded("garcia tissue"), fold) == Found{0});
  CHECK(file.with_name("", fold).empty());
}

TEST_CASE("entry file: any byte that is changed or cut off is noticed") {
  const std::string sound = pack_entries(sample(), project().fold);
  for (std::size_t i = 0; i < sound.size(); i += 7) {
    std::string changed = sound;
    changed[i] = static_cast<char>(changed[i] ^ 0x21);
    CHECK_FALSE(EntryFile::of_bytes(changed).sound());
    CHECK_FALSE(EntryFile::of_bytes(sound.substr(0, i)).sound());
  }
}

TEST_CASE("entry file: an empty register has no entry and is sound") {
  const EntryFile file = EntryFile::of_bytes(pack_entries({}, project().fold));
  CHECK(file.sound());
  CHECK(file.size() == 0);
  CHECK(file.with_identifier("fei", "1").empty());
}
