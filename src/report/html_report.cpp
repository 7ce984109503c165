// The HTML report: one page without scripts or anything from elsewhere, to be read by a person and
// printed. Verdicts first, then each dossier: what failed, what is open, and the rest folded.
//
// Dossiers go to a spool as they come, as the verdicts that stand before them are known last.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <sstream>

#include "report/html_finding.h"
#include "report/html_style.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/spool.h"
#include "report/text.h"

namespace verilot {

namespace {

constexpr std::size_t kMostColumns = 6;  // of packs, before verdicts share one column
constexpr std::size_t kMostProblems = 200;

enum class Group { failed, open, waived, rest };

Group group_of(const Finding& finding) {
  switch (finding.outcome) {
    case Outcome::fail:
    case Outcome::error:
      return Group::failed;
    case Outcome::unverified:
      return Group::open;
    case Outcome::waived:
      return Group::waived;
    default:
      return Group::rest;
  }
}

// A line of the table of verdicts.
struct Row {
  std::string id, product, supplier;
  std::vector<PackVerdict> verdicts;
  std::array<std::size_t, 6> counts{};  // by Outcome
  Completeness completeness;
};

std::string percent(const Completeness& c) {
  return c.needed == 0 ? "" : std::to_string(c.known * 100 / c.needed) + " %";
}

std::string verdict_word(Verdict verdict) {
  constexpr const char* kClasses[] = {"clear", "hold", "reject"};
  return fmt::format("<span class=\"word {}\">{}</span>", kClasses[static_cast<int>(verdict)],
                     to_string(verdict));
}

void write_problems(const Problems& problems, std::ostream& out) {
  out << "<ul>\n";
  for (std::size_t i = 0; i < problems.size() && i < kMostProblems; ++i)
    out << "<li>" << escaped(to_string(problems[i])) << "</li>\n";
  if (problems.size() > kMostProblems)
    out << "<li>and " << problems.size() - kMostProblems << " more; -o json has all</li>\n";
  out << "</ul>\n";
}

// The part of a page that tells one dossier.
class DossierPart {
 public:
  DossierPart(const DossierResult& dossier, std::size_t number, PictureShelf& shelf, Spool& spool)
      : d_(dossier), number_(number), shelf_(shelf), spool_(spool) {}

  void write() {
    write_head();
    write_documents();
    if (!d_.problems.empty()) {
      out_ << "<h3>Could not be read or understood</h3>\n";
      write_problems(d_.problems, out_);
    }
    write_markets();
    write_group("Failed", of(Group::failed));
    write_needed();
    write_group("Open: neither passed nor failed, as evidence is missing", of(Group::open));
    write_group("Waived", of(Group::waived));
    write_rest();
    out_ << "</section>\n";
    spool_.take(out_);
  }

 private:
  using Findings = std::vector<const Finding*>;

  void write_head() {
    out_ << "<section id=\"d" << number_ << "\">\n<h2>" << escaped(d_.id);
    if (!d_.product.empty()) out_ << ": " << escaped(d_.product);
    out_ << "</h2>\n<p>";
    if (!d_.supplier.empty()) out_ << "Supplier: " << escaped(d_.supplier) << ". ";
    if (!d_.packs_because.empty())
      out_ << "Jurisdictions chosen by: " << escaped(d_.packs_because) << ". ";
    out_ << "Data completeness: " << d_.completeness.known << " of " << d_.completeness.needed
         << " facts asked for.</p>\n<p>";
    for (const PackVerdict& verdict : d_.verdicts)
      out_ << "<span class=\"badge\">" << escaped(verdict.pack) << " "
           << verdict_word(verdict.verdict) << "</span>";
    for (const std::string& pack : d_.refused)
      out_ << "<span class=\"badge\">" << escaped(pack)
           << " not judged: the pack has errors</span>";
    out_ << "</p>\n";
  }

  void write_documents() {
    if (d_.documents.empty()) return;
    out_ << "<details><summary>" << counted(d_.documents.size(), "document")
         << " read</summary>\n<table>\n<tr><th>Document</th><th>Pages</th><th>Not read</th>"
         << "<th>SHA-256</th></tr>\n";
    for (const ReadDocument& document : d_.documents) {
      std::string unread;
      for (const int page : document.unread_pages)
        unread += (unread.empty() ? "page " : ", ") + std::to_string(page);
      out_ << "<tr><td>" << escaped(document.name) << "</td><td>"
           << (document.pages > 0 ? std::to_string(document.pages) : "") << "</td><td>" << unread
           << "</td><td><code>" << escaped(document.sha256) << "</code></td></tr>\n";
    }
    out_ << "</table>\n</details>\n";
  }

  void write_needed() {
    if (d_.needed.empty()) return;
    out_ << "<h3>The fewest documents that settle what is open</h3>\n<table>\n<tr><th>Document"
            "</th><th>Held by</th><th class=\"number\">Settles</th><th>Ask for</th></tr>\n";
    for (const NeededDocument& document : d_.needed) {
      out_ << "<tr><td>" << escaped(document.name) << "</td><td>" << escaped(document.held_by)
           << "</td><td class=\"number\">" << document.findings.size() << "</td><td>";
      for (std::size_t i = 0; i < document.asks.size(); ++i)
        out_ << (i == 0 ? "" : "<br>") << escaped(document.asks[i]);
      out_ << "</td></tr>\n";
    }
    out_ << "</table>\n";
  }

  void write_markets() {
    if (d_.markets.empty()) return;
    out_ << "<h3>What it takes</h3>\n<table class=\"takes\">\n";
    for (const MarketNeed& market : d_.markets)
      out_ << "<tr><td>" << escaped(market.pack) << "</td><td>" << escaped(market.text)
           << "</td></tr>\n";
    out_ << "</table>\n";
  }

  Findings of(Group group) const {
    Findings findings;
    for (const Finding& finding : d_.findings)
      if (group_of(finding) == group) findings.push_back(&finding);
    std::stable_sort(findings.begin(), findings.end(), [](const Finding* a, const Finding* b) {
      return std::pair(a->advisory, b->severity) < std::pair(b->advisory, a->severity);
    });
    return findings;
  }

  void write_group(std::string_view title, const Findings& findings) {
    if (findings.empty()) return;
    out_ << "<h3>" << title << " (" << findings.size() << ")</h3>\n";
    for (const Finding* finding : findings) {
      write_article(d_, *finding, shelf_, out_);
      spool_.take(out_);
    }
  }

  void write_rest() {
    const Findings rest = of(Group::rest);
    for (const Outcome outcome : {Outcome::pass, Outcome::not_applicable}) {
      const auto count = std::ranges::count(rest, outcome, &Finding::outcome);
      if (count == 0) continue;
      out_ << "<details class=\"rest\"><summary>"
           << (outcome == Outcome::pass ? "Passed" : "Does not apply") << " (" << count
           << ")</summary>\n";
      for (const Finding* finding : rest) {
        if (finding->outcome != outcome) continue;
        write_folded(d_, *finding, shelf_, out_);
        spool_.take(out_);
      }
      out_ << "</details>\n";
    }
  }

  const DossierResult& d_;
  const std::size_t number_;
  PictureShelf& shelf_;
  Spool& spool_;
  std::ostringstream out_;
};

class HtmlReport final : public ReportWriter {
 public:
  HtmlReport(const ReportOptions& options, std::ostream& out)
      : out_(out), shelf_(options.pictures) {}

  void dossier(const DossierResult& dossier) override {
    Row row{dossier.id, dossier.product,     dossier.supplier, dossier.verdicts,
            {},         dossier.completeness};
    for (const Finding& finding : dossier.findings)
      ++row.counts[static_cast<std::size_t>(finding.outcome)];
    for (const PackVerdict& verdict : dossier.verdicts)
      if (std::ranges::find(packs_, verdict.pack) == packs_.end()) packs_.push_back(verdict.pack);
    rows_.push_back(std::move(row));
    shelf_.next_dossier();
    DossierPart(dossier, rows_.size(), shelf_, spool_).write();
  }

  void end(const Run& run) override {
    const std::string day = escaped(to_string(run.as_of));
    out_ << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src 'unsafe-inline'; img-src data:\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Compliance report as of "
         << day << "</title>\n<style>" << kHtmlStyle << "</style>\n</head>\n<body>\n"
         << "<header>\n<h1>Compliance report</h1>\n<p>Law and data as of <strong>" << day
         << "</strong>. " << counted(rows_.size(), "dossier") << ".</p>\n";
    if (!run.exit.name.empty())
      out_ << "<p>Result: <strong>" << escaped(run.exit.name) << "</strong> ("
           << escaped(run.exit.why) << ").</p>\n";
    out_ << "</header>\n<main>\n";
    write_verdicts();
    Problems problems = run.pack_problems;
    problems.insert(problems.end(), run.problems.begin(), run.problems.end());
    if (!problems.empty()) {
      out_ << "<h3>Could not be read or judged</h3>\n";
      write_problems(problems, out_);
    }
    write_words();
    write_rules(run);
    spool_.copy_to(out_);
    out_ << "</main>\n</body>\n</html>\n";
    out_.flush();
  }

 private:
  void write_verdicts() {
    if (rows_.empty()) {
      out_ << "<p><strong>Nothing was judged.</strong></p>\n";
      return;
    }
    const bool columns = packs_.size() <= kMostColumns;
    out_ << "<table class=\"verdicts\">\n<tr><th>Dossier</th>";
    if (columns) {
      for (const std::string& pack : packs_) out_ << "<th>" << escaped(pack) << "</th>";
    } else {
      out_ << "<th>Verdicts</th>";
    }
    out_ << "<th class=\"number\">Failed</th><th class=\"number\">Open</th>"
            "<th class=\"number\">Waived</th><th class=\"number\">Passed</th>"
            "<th class=\"number\">Complete</th></tr>\n";
    for (std::size_t i = 0; i < rows_.size(); ++i) write_row(rows_[i], i + 1, columns);
    out_ << "</table>\n";
  }

  void write_row(const Row& row, std::size_t number, bool columns) {
    const auto count = [&](Outcome outcome) {
      return row.counts[static_cast<std::size_t>(outcome)];
    };
    out_ << "<tr><td><a href=\"#d" << number << "\">" << escaped(row.id) << "</a>";
    if (!row.product.empty()) out_ << "<br>" << escaped(row.product);
    if (!row.supplier.empty())
      out_ << "<br><span class=\"small soft\">" << escaped(row.supplier) << "</span>";
    out_ << "</td>";
    if (columns) {
      for (const std::string& pack : packs_) {
        const auto verdict = std::ranges::find(row.verdicts, pack, &PackVerdict::pack);
        out_ << "<td>" << (verdict == row.verdicts.end() ? "" : verdict_word(verdict->verdict))
             << "</td>";
      }
    } else {
      out_ << "<td>";
      for (const PackVerdict& verdict : row.verdicts)
        out_ << "<span class=\"badge\">" << escaped(verdict.pack) << " "
             << verdict_word(verdict.verdict) << "</span>";
      out_ << "</td>";
    }
    for (const std::size_t number_of :
         {count(Outcome::fail) + count(Outcome::error), count(Outcome::unverified),
          count(Outcome::waived), count(Outcome::pass)})
      out_ << "<td class=\"number\">" << number_of << "</td>";
    out_ << "<td class=\"number\">" << percent(row.completeness) << "</td></tr>\n";
  }

  void write_words() {
    out_ << "<details><summary>What the words mean</summary>\n<dl>\n"
         << "<dt>" << verdict_word(Verdict::reject)
         << "</dt><dd>A rule of critical or high severity failed.</dd>\n<dt>"
         << verdict_word(Verdict::hold)
         << "</dt><dd>Nothing such failed, but something such is open, or a lesser rule failed."
            "</dd>\n<dt>"
         << verdict_word(Verdict::clear)
         << "</dt><dd>Nothing failed, and nothing of critical or high severity is open.</dd>\n<dt>"
         << outcome_word(Outcome::unverified)
         << "</dt><dd>The evidence that decides was not there or could not be read. It is neither "
            "a pass nor a fail.</dd>\n<dt>"
         << outcome_word(Outcome::error) << "</dt><dd>The rule could not be judged.</dd>\n"
         << "<dt>advisory</dt><dd>Shown, and decides nothing: its legal ground is not confirmed."
            "</dd>\n<dt>outlines</dt><dd>On pages: a full line around a fact that was read, a "
            "dashed line around a table that was searched.</dd>\n</dl>\n</details>\n";
  }

  void write_rules(const Run& run) {
    out_ << "<details><summary>Rules this was judged by</summary>\n<table>\n<tr><th>Pack</th>"
            "<th>Version</th><th>Law as found</th><th>SHA-256</th></tr>\n";
    for (const PackInfo& pack : run.packs)
      out_ << "<tr><td>" << escaped(pack.id) << "<br><span class=\"small soft\">"
           << escaped(pack.title) << "</span></td><td>" << escaped(pack.version) << "</td><td>"
           << escaped(pack.law_as_found) << "</td><td><code>" << escaped(pack.hash)
           << "</code></td></tr>\n";
    out_ << "</table>\n";
    if (run.tailoring) write_tailored(*run.tailoring);
    out_ << "</details>\n";
    if (!run.registers.empty()) write_registers(run.registers);
  }

  void write_registers(const std::vector<RegisterCopy>& copies) {
    out_ << "<details><summary>Registers that were asked</summary>\n<table>\n<tr><th>Register</th>"
            "<th>Copy of</th><th>State</th><th>SHA-256</th></tr>\n";
    for (const RegisterCopy& copy : copies)
      out_ << "<tr><td>" << escaped(copy.id) << "<br><span class=\"small soft\">"
           << escaped(copy.title) << "</span></td><td>" << escaped(copy.date) << "</td><td>"
           << (copy.stale      ? "out of date"
               : copy.complete ? "complete"
                               : "an extract")
           << "</td><td><code>" << escaped(copy.sha256) << "</code></td></tr>\n";
    out_ << "</table>\n</details>\n";
  }

  void write_tailored(const TailoringInfo& tailoring) {
    out_ << "<p>Tailored by " << escaped(tailoring.file) << " (<code>" << escaped(tailoring.hash)
         << "</code>):</p>\n<ul>\n";
    for (const TailoredRule& rule : tailoring.rules)
      out_ << "<li><code>" << escaped(rule.rule) << "</code> " << escaped(rule.change) << ": "
           << escaped(rule.reason) << " (" << escaped(rule.who) << ", " << escaped(rule.date)
           << ")</li>\n";
    out_ << "</ul>\n";
  }

  std::ostream& out_;
  Spool spool_;
  PictureShelf shelf_;
  std::vector<Row> rows_;
  std::vector<std::string> packs_;
};

}  // namespace

std::unique_ptr<ReportWriter> start_html(const ReportOptions& options, std::ostream& out) {
  return std::make_unique<HtmlReport>(options, out);
}

}  // namespace verilot
