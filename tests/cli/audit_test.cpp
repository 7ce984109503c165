#include <doctest/doctest.h>

#include "cli/audit_progress.h"
#include "commands.h"

namespace verilot {
namespace {

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Stock {
  TemporaryFolder folder;
  std::string store = file("audits.db");

  Stock() {
    fs::create_directories(folder.path / "stock");
    for (const char* name : {"amnion-sheet", "lot-past-expiry"})
      fs::copy(fs::path(kRoot) / "fixtures/clinic" / name, folder.path / "stock" / name,
               fs::copy_options::recursive);
  }
  std::string file(const std::string& name) const { return (folder.path / name).string(); }

  Ran audit(std::vector<std::string> more, const std::string& command = "run") const {
    std::vector<std::string> words = {"audit", command, "--store", store};
    if (command == "run")
      words.insert(words.end(), {file("stock"), "--packs", kRoot, "--jurisdiction", "us-fda"});
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

TEST_CASE("audit run: the reports that it writes are those that report writes of the run") {
  const Stock stock;
  std::vector<std::string> now, later = {"report", "last", "--store", stock.store};
  const char* formats[] = {"html", "sarif", "junit", "csv", "json", "text"};
  for (const std::string format : formats) {
    now.insert(now.end(), {"-o", format + "=" + stock.file("now." + format)});
    later.insert(later.end(), {"-o", format + "=" + stock.file("later." + format)});
  }
  const Ran ran = stock.audit(now);
  CHECK(ran.code == 1);
  CHECK(ran.out.find("2 items, 2 judged") != std::string::npos);
  CHECK(run(later).code == 0);
  for (const std::string format : formats) {
    CAPTURE(format);
    CHECK(!bytes_of(stock.file("now." + format)).empty());
    CHECK(bytes_of(stock.file("now." + format)) == bytes_of(stock.file("later." + format)));
  }
}

TEST_CASE("audit run: an output that cannot be is told before anything is judged") {
  const Stock stock;
  CHECK(stock.audit({"-o", "html"}).err == "verilot: -o 'html': name its file, -o html=FILE\n");
  CHECK(stock.audit({"-o", "pdf=a.pdf"}).code == 64);
  CHECK(stock.audit({"-o", "csv=" + stock.file("a"), "-o", "html=" + stock.file("a")}).code == 64);
  CHECK(stock.audit({"-o", "csv=/proc/none/a.csv"}).code == 73);
  CHECK(stock.audit({"-o", "csv=" + stock.file("stock")}).code == 73);
  CHECK(!fs::exists(stock.store));
}

TEST_CASE("audit run: an inventory that is refused says why, and its exit code is 3") {
  const TemporaryFolder folder;
  const std::string table = folder.with("all.csv", "path,product.name\nb,Gel\n");
  const Ran ran = run(
      {"audit", "run", table, "--packs", kRoot, "--store", (folder.path / "audits.db").string()});
  CHECK(ran.code == 3);
  CHECK(ran.err.find(table + ": error: row 2 has a path and 'product.name'") == 0);
  CHECK(ran.out.find("exit 3 (incomplete)  nothing was judged") != std::string::npos);
}

TEST_CASE("audit run: rules that were tailored are those of its reports too") {
  const Stock stock;
  const std::string tailoring = stock.folder.with(
      "tailor.yaml",
      "changes:\n  - rule: us-fda.610.12\n    severity: low\n    reason: In review\n"
      "    who: M. Ortiz\n    date: 2026-11-01\n");
  const Ran ran = stock.audit({"--tailor", tailoring, "-o", "json=" + stock.file("a.json")});
  CAPTURE(ran.err);
  CHECK(ran.code == 1);
  CHECK(bytes_of(stock.file("a.json")).find("tailoring") != std::string::npos);
}

TEST_CASE("audit backup: what is restored shows and replays as before, each refusal has its code") {
  const Stock stock;
  const std::string backup = stock.file("a.backup"), other = stock.file("other.db");
  CHECK(stock.audit({backup}, "backup").code == 66);
  CHECK(!fs::exists(stock.store));
  CHECK(stock.audit({}).code == 1);
  CHECK(stock.audit({backup}, "backup").code == 0);
  CHECK(stock.audit({"/proc/none/a.backup"}, "backup").code == 73);
  CHECK(stock.audit({stock.file("none")}, "restore").code == 66);
  CHECK(run({"audit", "restore", "--check", backup}).out.find("is whole: 1 run, 2 states") !=
        std::string::npos);
  CHECK(run({"audit", "restore", backup, "--store", other}).code == 0);
  for (const char* command : {"show", "list", "replay", "forecast"}) {
    CAPTURE(command);
    const Ran before = run({"audit", command, "-o", "json", "--store", stock.store});
    const Ran after = run({"audit", command, "-o", "json", "--store", other});
    CHECK(before.code == 0);
    CHECK(before.out == after.out);
  }
  const Ran full = run({"audit", "restore", backup, "--store", other});
  CHECK(full.code == 64);
  CHECK(full.err.find("holds 1 run, 2 states") != std::string::npos);
  CHECK(run({"audit", "restore", backup, "--replace", "--store", other}).code == 0);
  std::string bytes = bytes_of(backup);
  bytes[bytes.size() / 2] ^= 1;
  const std::string broken = stock.folder.with("broken.backup", bytes);
  CHECK(run({"audit", "restore", broken, "--replace", "--store", other}).code == 11);
  CHECK(run({"audit", "restore", broken, "--check"}).code == 11);
}

TEST_CASE("progress bar: it fits the width, whatever the numbers") {
  for (const std::size_t width : {10u, 20u, 40u, 60u, 80u}) {
    for (const double share : {0.0, 0.01, 0.5, 1.0, 1.5}) {
      const std::string bar = progress_bar({123'456'789, 98'765'432, share}, 400'000, width);
      CAPTURE(bar);
      CHECK(bar.size() <= width);
    }
  }
  CHECK(progress_bar({200, 40, 0.5}, 21, 80) ==
        "[###############...............]  50 %  200 items  40 judged  0:21 left");
}

}  // namespace
}  // namespace verilot
