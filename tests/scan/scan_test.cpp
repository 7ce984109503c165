#include "scan/scan.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "plan/record.h"

namespace verilot {

namespace {

namespace fs = std::filesystem;

std::string written(const std::string& name, const std::string& bytes) {
  const fs::path path = fs::temp_directory_path() / ("verilot-scan-test-" + name);
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

LoadedRules rules_of(const std::string& yaml) {
  return load_bare_rules(written("rules.yaml", yaml));
}

const char* const kRules =
    "- {id: low, cel: 'n < 3', severity: ignored}\n"
    "- {id: tests, cel: 'tests.all(t, t.ok)'}\n"
    "- {id: ratio, cel: '6 / n > 1'}\n";

struct Scanned {
  std::string findings;
  ScanTotals totals;
};

Scanned scanned(const std::string& path, ScanOptions options = {}) {
  const LoadedRules loaded = rules_of(kRules);
  REQUIRE(loaded.rules.size() == 3);
  Scanned out;
  LineReader reader(path);
  out.totals = scan(loaded.rules, reader, options, [&](std::string_view findings) {
    out.findings += findings;
    return true;
  });
  return out;
}

std::string many_lines() {
  std::string lines;
  for (int i = 0; i < 40'000; ++i) {
    const std::string n = std::to_string(i % 7);
    lines += i % 91 == 0 ? "{\"n\":" + n + "\n"
                         : "{\"n\":" + n + ",\"tests\":[{\"ok\":true},{\"ok\":" +
                               (i % 5 == 0 ? "false" : "true") + "}" + (i % 3 == 0 ? ",{}" : "") +
                               "],\"text\":\"some words that no rule reads\"}\n";
  }
  return lines;
}

}  // namespace

TEST_CASE("scan: every line has its verdicts, missing paths and messages") {
  const Scanned out = scanned(written("a", "{\"n\":1}\n{\"n\":0,\"tests\":[]}"));
  CHECK(out.findings ==
        "{\"record\":1,\"results\":{\"low\":\"true\",\"tests\":\"unknown\",\"ratio\":\"true\"},"
        "\"unknown\":{\"tests\":[{\"path\":\"tests\"}]}}\n"
        "{\"record\":2,\"results\":{\"low\":\"true\",\"tests\":\"true\",\"ratio\":\"error\"},"
        "\"errors\":{\"ratio\":\"division by zero\"}}\n");
  CHECK(out.totals.records == 2);
  CHECK(out.totals.rules[1].unknown == 1);
  CHECK(out.totals.rules[2].error == 1);
}

TEST_CASE("scan: --explain names the parts that decided and the rows") {
  const Scanned out = scanned(written("b", "{\"n\":4,\"tests\":[{\"ok\":true},{\"ok\":false}]}\n"),
                              {.threads = 1, .counts = false, .explain = true});
  CHECK(out.findings.find("{\"text\":\"n < 3\",\"value\":\"false\"},{\"text\":\"n\",\"value\":"
                          "\"4\"}") != std::string::npos);
  CHECK(out.findings.find("{\"text\":\"tests.all(t, t.ok)\",\"value\":\"false\",\"rows\":[1]}") !=
        std::string::npos);
}

TEST_CASE("scan: a broken line is a finding with line, column and cause, and the scan goes on") {
  const Scanned out = scanned(
      written("c", "{\"n\":}\n\n[1]\n{\"n\":\"\xff\"}\n{\"n\":1}{}\n{\"n\":1}\r\n{\"a\":\"b\n"));
  CHECK(out.findings.find("{\"record\":1,\"column\":6,\"broken\":\"expected a value, not '}'\"}") ==
        0);
  CHECK(out.findings.find("{\"record\":3,\"column\":1,") != std::string::npos);
  CHECK(out.findings.find("{\"record\":4,\"column\":7,\"broken\":\"this is not UTF-8\"}") !=
        std::string::npos);
  CHECK(out.findings.find("{\"record\":5,\"column\":8,") != std::string::npos);
  CHECK(out.findings.find("{\"record\":6,\"results\"") != std::string::npos);
  CHECK(out.findings.find("{\"record\":7,\"column\":6,") != std::string::npos);
  CHECK(out.totals.broken == 5);
  CHECK(out.totals.records == 1);
}

TEST_CASE("scan: a byte order mark before the first record is skipped") {
  const Scanned out = scanned(written("bom", "\xEF\xBB\xBF{\"n\":1}\n{\"n\":2}\n"));
  CHECK(out.totals.records == 2);
  CHECK(out.totals.broken == 0);
}

TEST_CASE("scan: a line that ends within an escape is broken, and the next is judged") {
  for (const char* line : {R"({"n":"\)", R"({"n":"\u)", R"({"n":"\ud8)", R"({"n":"\ud83d)",
                           R"({"n":"\ud83d\)", R"({"n":"\ud83d\u)", R"({"n":"\ud83d\ude0)"}) {
    CAPTURE(std::string(line));
    const Scanned out = scanned(written("escape", std::string(line) + "\n{\"n\":1}\n"));
    CHECK(out.totals.broken == 1);
    CHECK(out.totals.records == 1);
  }
}

TEST_CASE("scan: a line of more than 4 MB is broken, and the lines around it are judged") {
  const std::string path = written(
      "d", "{\"n\":1}\n{\"n\":\"" + std::string(plan::kMaxLine + 9, 'x') + "\"}\n{\"n\":2}\n");
  const Scanned out = scanned(path);
  CHECK(out.totals.records == 2);
  CHECK(out.totals.broken == 1);
  CHECK(out.findings.find("{\"record\":2,\"column\":1,\"broken\":\"a line of more than") !=
        std::string::npos);
  CHECK(out.findings.find("{\"record\":3,\"results\"") != std::string::npos);
  fs::remove(path);
}

TEST_CASE("scan: one thread and four give the same bytes") {
  const std::string path = written("e", many_lines());
  const Scanned one = scanned(path), four = scanned(path, {.threads = 4});
  CHECK(one.totals.records > 30'000);
  CHECK(one.findings == four.findings);
  CHECK(one.totals.broken == four.totals.broken);
}

TEST_CASE("scan: a gzip file gives what the plain one gives, and a cut one says so") {
  const std::string lines = many_lines(), path = written("f.gz", "");
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, lines.data(), static_cast<unsigned>(lines.size()));
  gzclose(file);
  CHECK(scanned(path).findings == scanned(written("g", lines)).findings);
  fs::resize_file(path, fs::file_size(path) / 2);
  LineReader reader(path);
  LineBlock block;
  while (reader.next(block)) continue;
  CHECK(reader.fault() != "");
}

TEST_CASE("scan: what follows a gzip member is another one, padding or damage") {
  const std::string path = written("m.gz", "");
  const auto add = [&](const char* line) {
    gzFile file = gzopen(path.c_str(), "ab");
    gzwrite(file, line, static_cast<unsigned>(std::string(line).size()));
    gzclose(file);
  };
  add("{\"n\":1}\n");
  const auto first = fs::file_size(path);
  add("{\"n\":2}\n");
  CHECK(scanned(path).totals.records == 2);
  std::ofstream(path, std::ios::app) << std::string(500, '\0');
  LineReader padded(path);
  LineBlock block;
  while (padded.next(block)) continue;
  CHECK(padded.fault() == "");
  std::fstream(path, std::ios::in | std::ios::out).seekp(static_cast<long>(first)) << 'x';
  LineReader damaged(path);
  while (damaged.next(block)) continue;
  CHECK(damaged.fault() == "the compressed data is damaged near byte " + std::to_string(first) +
                               ": what follows a member is none");
}

TEST_CASE("scan: a fault of a rule is shown on its own line of the file") {
  const LoadedRules loaded = rules_of("- id: a\n  cel: |\n    x > 1 &&\n    y.foo()\n");
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].where.line == 4);
  CHECK(loaded.problems[0].where.column == 7);
  CHECK(loaded.problems[0].message.ends_with("\ny.foo()\n  ^^^"));
}

TEST_CASE("scan: rules may be written as YAML in the style of JSON") {
  CHECK(rules_of("[{id: a, cel: 'x > 1'}]").rules.size() == 1);
}

TEST_CASE("scan: a broken rule file gives all its faults at once and no rule") {
  const LoadedRules loaded = rules_of(
      "- {id: a, cel: 'x ==='}\n- {id: b, cel: 'foo(x)'}\n- {id: b, cel: 'size(x)'}\n- {id: c}\n");
  CHECK(loaded.rules.empty());
  REQUIRE(loaded.problems.size() >= 5);
  CHECK(loaded.problems[0].where.line == 1);
  CHECK(loaded.problems[0].message.find("rule a: ") == 0);
  CHECK(loaded.problems[0].message.find("^") != std::string::npos);
  CHECK(load_bare_rules("/nowhere/rules.json").problems.size() >= 1);
}

}  // namespace verilot
