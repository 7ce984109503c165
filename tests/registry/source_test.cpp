#include "registry/source.h"

#include <doctest/doctest.h>

#include "registry/sample_registers.h"

using namespace verilot;

namespace {

RegisterSources read(const std::string& text, Problems& problems) {
  RegisterSources sources;
  read_register_sources(load_yaml(text, "registers.yaml").root, "test", sources, problems);
  return sources;
}

constexpr const char* kSound = R"(
sources:
  - id: sample
    title: A
    publisher: B
    what: C
    means: D
    does_not_mean: E
    licence: F
    files:
      - name: one
        address: https://register.example/one.csv
        format: csv
        requires: [Name]
        entries: { kind: firm, name: Name }
)";

std::string with(std::string text, const std::string& old, const std::string& now) {
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), now);
}

}  // namespace

TEST_CASE("register sources: those of the project are sound") {
  for (const Problem& problem : project().problems) FAIL_CHECK(to_string(problem));
  CHECK(project().sources.all.size() >= 18);
}

TEST_CASE("register sources: each says that being listed is less than it seems, and its licence") {
  for (const RegisterSource& source : project().sources.all) {
    CAPTURE(source.id);
    CHECK_FALSE(source.does_not_mean.empty());
    CHECK_FALSE(source.licence.empty());
    CHECK(source.stale_after_days >= source.refresh_days);
  }
}

TEST_CASE("register sources: every kind of identifier has its row") {
  for (const RegisterSource& source : project().sources.all)
    for (const RegisterFile& file : source.files)
      for (const auto& field : file.entries.identifiers) {
        CAPTURE(source.id);
        CHECK(project().sources.kinds.contains(field.first));
      }
}

TEST_CASE("register sources: a fault names its line, and the source is left out") {
  struct Case {
    const char *old, *now, *message;
  };
  const Case cases[] = {
      {"    title: A\n", "", "registers.yaml:3:5: error: a register source needs `title:`"},
      {"licence: F", "licence: F\n    licenze: G",
       "unknown key 'licenze', did you mean 'licence'?"},
      {"format: csv", "format: xlsx", "`format:` is csv, tsv or json"},
      {"https:", "http:", "`address:` begins with https://"},
      {"name: Name", "nam: Name", "unknown key 'nam'"},
      {"kind: firm, name: Name", "kind: firm", "needs `name:` or `identifiers:`"},
      {"licence: F", "licence: F\n    refresh_days: often",
       "`refresh_days: often` is not a number"},
      {"licence: F", "licence: F\n    until: { expires: 0 }",
       "registers.yaml:3:5: error: no file of the source has 'expires' among its entries' "
       "`dates:`"},
      {"licence: F", "licence: F\n    against: { kind: [x] }",
       "'kind' among its entries' `details:`"},
      {"licence: F", "licence: F\n    ended_by: { kind: [x] }",
       "'kind' among its entries' `details:`"},
      {"licence: F", "licence: F\n    ended_by: [x]", "`ended_by:` is a map of names of details"},
      {"licence: F", "licence: F\n    until: [x]", "`until:` is a map of names of dates to months"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.now);
    Problems problems;
    const RegisterSources sources = read(with(kSound, c.old, c.now), problems);
    CHECK(sources.all.empty());
    std::string all;
    for (const Problem& problem : problems) all += to_string(problem) + "\n";
    CHECK_MESSAGE(all.find(c.message) != std::string::npos, all);
  }
}

TEST_CASE("register sources: one id belongs to one source") {
  Problems problems;
  const std::string twice = std::string(kSound) + std::string(kSound).substr(10);
  CHECK(read(twice, problems).all.size() == 1);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message == "the register source 'sample' is defined twice");
}

TEST_CASE("register sources: what decides the reading changes the fingerprint, words do not") {
  Problems problems;
  const auto print = [&](const std::string& text) {
    const RegisterSources sources = read(text, problems);
    REQUIRE(sources.all.size() == 1);
    return sources.all[0].fingerprint;
  };
  const std::string before = print(kSound);
  CHECK(print(with(kSound, "title: A", "title: Z")) == before);
  CHECK(print(with(kSound, "name: Name", "name: Firm")) != before);
  const std::string dated = with(kSound, "name: Name }", "name: Name, dates: { end: End } }");
  CHECK(print(with(dated, "licence: F", "licence: F\n    until: { end: 0 }")) !=
        print(with(dated, "licence: F", "licence: F\n    until: { end: 1 }")));
}

TEST_CASE("plain: one number however it is written") {
  const RegisterSources& sources = project().sources;
  CHECK(sources.plain("uk_company", "2578066") == "02578066");
  CHECK(sources.plain("uk_company", "sc123456") == "SC123456");
  CHECK(sources.plain("lei", "hwup-kr0m po U8") == "HWUPKR0MPOU8");
  CHECK(sources.plain("npi", "0000000000") == "");
  CHECK(sources.plain("ndc", "0067-6382-30") == "0067-6382-30");
}

TEST_CASE("sources: every list says how few entries cannot be all of it") {
  for (const RegisterSource& source : project().sources.all) {
    CAPTURE(source.id);
    CHECK((source.asked || source.least_entries >= 20));
  }
}
