#include <doctest/doctest.h>

#include <fstream>

#include "report/markup.h"
#include "sample_run.h"

using namespace verilot;
using namespace verilot::testing;

namespace {

PagePictures one_picture(std::size_t& drawn) {
  return [&drawn](const DossierResult&, const std::string&, int) {
    ++drawn;
    return PagePicture{"\xff\xd8 picture", 612, 792};
  };
}

// Kilobytes of /proc/self/status: VmRSS, VmHWM.
long memory(const std::string& what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(what + ":")) return std::stol(line.substr(what.size() + 1));
  return 0;
}

struct NoBuffer : std::streambuf {
  std::size_t bytes = 0;
  int overflow(int c) override {
    ++bytes;
    return c;
  }
  std::streamsize xsputn(const char*, std::streamsize count) override {
    bytes += static_cast<std::size_t>(count);
    return count;
  }
};

}  // namespace

TEST_CASE("html: verdicts come first, then failures, then what is open, then the rest folded") {
  const std::string page =
      written("html", sample_run({sample_finding(Outcome::pass, "passed"),
                                  sample_finding(Outcome::unverified, "opened"),
                                  sample_finding(Outcome::not_applicable, "elsewhere"),
                                  sample_finding(Outcome::fail, "failed")}));
  const std::size_t verdict = page.find("REJECT</span></td>");
  REQUIRE(verdict != std::string::npos);
  CHECK(verdict < page.find("(failed)"));
  CHECK(page.find("(failed)") < page.find("(opened)"));
  CHECK(page.find("(opened)") < page.find("<details class=\"rest\">"));
  CHECK(page.find("<details class=\"rest\">") < page.find("(passed)"));
  CHECK(page.find("(passed)") < page.find("(elsewhere)"));
  CHECK(times(page, "<article") == 4);
}

TEST_CASE(
    "html: a finding shows clause and its text, facts with places, what was searched, trace") {
  const std::string page =
      written("html", sample_run({sample_finding(Outcome::unverified, "us-fda.610.12")}));
  for (const char* part :
       {"21 CFR 610.12", "<blockquote>each lot must be tested</blockquote>", "(text read)",
        "<td>coa.pdf p.2 box 60,100-120,112</td>", "coa.pdf p.2 box 54,210-558,402",
        "Endotoxin, Mycoplasma", "page 3 of coa.pdf was not read",
        "<dt>Settled by</dt><dd>lots[0].sterility</dd>",
        "<dt>Ask for</dt><dd>Sterility test report for lot A1</dd>", "lot.tests.exists",
        "<code>t.sterile</code></td><td>false"}) {
    CAPTURE(part);
    CHECK(page.find(part) != std::string::npos);
  }
}

TEST_CASE("html: the page asks nothing of a network and holds no script") {
  std::size_t drawn = 0;
  ReportOptions options;
  options.pictures = one_picture(drawn);
  const std::string page =
      written("html", sample_run({sample_finding(Outcome::fail, "failed")}), options);
  CHECK(page.find("default-src 'none'") != std::string::npos);
  for (const char* part : {"<script", " src=", "<link", "@import", "url(", "<iframe"}) {
    CAPTURE(part);
    CHECK(page.find(part) == std::string::npos);
  }
}

TEST_CASE("html: the copies of registers that were asked are told, with day, state and hash") {
  Run run = sample_run({sample_finding(Outcome::fail, "failed")});
  CHECK(written("html", run).find("Registers that were asked") == std::string::npos);
  run.registers = {{"us-oig-leie", "Excluded <Entities>", "2026-11-20", "aa11", true, false},
                   {"us-ofac-sdn", "SDN", "2026-10-01", "bb22", true, true},
                   {"uk-hta", "HTA", "2026-11-21", "cc33", false, false}};
  const std::string page = written("html", run);
  for (const char* row :
       {"us-oig-leie<br><span class=\"small soft\">Excluded &lt;Entities&gt;</span></td>"
        "<td>2026-11-20</td><td>complete</td><td><code>aa11<",
        "SDN</span></td><td>2026-10-01</td><td>out of date</td><td><code>bb22<",
        "HTA</span></td><td>2026-11-21</td><td>an extract</td><td><code>cc33<"})
    CHECK(page.find(row) != std::string::npos);
}

TEST_CASE("html: words of documents never become markup") {
  const std::string page = written("html", hostile_run());
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("onload='") == std::string::npos);
  CHECK(page.find("&lt;script&gt;") != std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(page.find('\xff') == std::string::npos);
  CHECK(page.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("html: a source that is no web address is no link") {
  Finding f = sample_finding(Outcome::fail, "failed");
  f.citation.source = "javascript:alert(1)";
  const std::string page = written("html", sample_run({f}));
  CHECK(page.find("href=\"javascript") == std::string::npos);
  CHECK(page.find("javascript:alert(1)") != std::string::npos);
}

TEST_CASE("html: a page is held once, however many findings show it with their places") {
  std::size_t drawn = 0;
  ReportOptions options;
  options.pictures = one_picture(drawn);
  const std::string page = written(
      "html", sample_run({sample_finding(Outcome::fail, "a"), sample_finding(Outcome::fail, "b")}),
      options);
  CHECK(drawn == 1);
  CHECK(times(page, "data:image/jpeg;base64,") == 1);
  CHECK(times(page, "<use href=\"#p1\"/>") == 2);
  CHECK(times(page, "<rect x=\"58.5\" y=\"98.5\" width=\"63.0\" height=\"15.0\">") == 2);
  CHECK(times(page, "class=\"searched\"><title>certificates[0].tests") == 2);
}

TEST_CASE("html: a page that cannot be pictured leaves its place in words") {
  ReportOptions options;
  options.pictures = [](const DossierResult&, const std::string&, int) { return PagePicture{}; };
  const std::string page =
      written("html", sample_run({sample_finding(Outcome::fail, "a")}), options);
  CHECK(page.find("<figure") == std::string::npos);
  CHECK(page.find("coa.pdf p.2") != std::string::npos);
}

TEST_CASE("html: a run that judged nothing says so") {
  Run run = sample_run({});
  run.dossiers.clear();
  run.problems = {{ProblemLevel::error, in_file("stock"), "is no dossier"}};
  const std::string page = written("html", run);
  CHECK(page.find("Nothing was judged.") != std::string::npos);
  CHECK(page.find("is no dossier") != std::string::npos);
}

TEST_CASE(
    "html and the other streamed reports: 10,000 findings of one dossier take 64 MB at most") {
  Finding f = sample_finding(Outcome::fail, "us-fda.610.12");
  f.evidence.assign(40, f.evidence[0]);
  f.trace.assign(40, {std::string(200, 't'), std::string(200, 'v')});
  DossierResult dossier = sample_run({}).dossiers[0];
  dossier.findings.assign(1000, f);
  for (const char* format : {"html", "sarif", "junit", "csv"}) {
    CAPTURE(format);
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak starts from here
    const long before = memory("VmRSS");
    NoBuffer nowhere;
    std::ostream out(&nowhere);
    const ReportOptions options;
    const auto writer = find_reporter(format)->start(options, out);
    for (int i = 0; i < 10; ++i) writer->dossier(dossier);
    writer->end(sample_run({}));
    CHECK(nowhere.bytes > std::size_t{1} << 20);
    CHECK(memory("VmHWM") - before < 64 * 1024);
  }
}

TEST_CASE("markup: base64 and URIs are those of their standards") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("\xff\xfe\xfd\xfc") == "//79/A==");
  CHECK(uri_of("a b/c:d.pdf") == "a%20b/c%3Ad.pdf");
  CHECK(uri_of("/srv/\xC3\xA9.pdf") == "file:///srv/%C3%A9.pdf");
}

TEST_CASE("markup: text that is UTF-8 stays, and what XML excludes does not") {
  CHECK(clean_text("caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x82\xAC") ==
        "caf\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x82\xAC");
  CHECK(clean_text(std::string("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  for (const char* wrong :
       {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xC3"}) {
    CAPTURE(wrong);
    CHECK(clean_text(wrong).starts_with("\xEF\xBF\xBD"));
  }
}
