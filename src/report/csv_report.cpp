// The CSV report, one row a finding.
#include <array>
#include <ostream>

#include "report/markup.h"
#include "report/places.h"
#include "report/report.h"
#include "report/wording.h"

namespace verilot {

namespace {

constexpr std::array kColumns = {
    "dossier", "path",    "product", "supplier", "pack",       "rule",   "title",
    "subject", "name",    "outcome", "advisory", "severity",   "clause", "clause_status",
    "clauses", "source",  "message", "document", "page",       "box",    "line",
    "column",  "pointer", "open",    "ask",      "settled_by", "waiver", "id"};
using Row = std::array<std::string, kColumns.size()>;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "; ") + word;
  return text;
}

std::string open_facts(const Finding& finding) {
  std::vector<std::string> facts;
  for (const MissingFact& fact : finding.unknown)
    facts.push_back(fact.path + " (" + fact.reason + ")");
  return joined(facts);
}

std::string number(int value) { return value > 0 ? std::to_string(value) : ""; }

class CsvReport final : public ReportWriter {
 public:
  explicit CsvReport(std::ostream& out) : out_(out) {
    for (std::size_t i = 0; i < kColumns.size(); ++i) out_ << (i == 0 ? "" : ",") << kColumns[i];
    out_ << "\r\n";
  }

  void dossier(const DossierResult& dossier) override {
    for (const Finding& finding : dossier.findings) write(row(dossier, finding));
  }

  void end(const Run&) override { out_.flush(); }

 private:
  static Row row(const DossierResult& d, const Finding& f) {
    const SourceLocation where = first_place(f);
    const Citation& law = f.citation;
    return {d.id,
            d.path,
            d.product,
            d.supplier,
            f.pack,
            f.rule,
            f.title,
            f.subject,
            f.subject_name,
            std::string(to_string(f.outcome)),
            f.advisory ? "yes" : "no",
            std::string(to_string(f.severity)),
            law.clause,
            law.status,
            joined(law.ids),
            law.source,
            f.message,
            where.file,
            number(where.page),
            box_text(where.box),
            number(where.line),
            number(where.column),
            where.pointer,
            open_facts(f),
            joined(f.ask),
            f.settle ? joined(f.settle->facts) : "",
            waiver_text(f),
            f.id};
  }

  void write(const Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i) out_ << (i == 0 ? "" : ",") << csv_cell(row[i]);
    out_ << "\r\n";
  }

  std::ostream& out_;
};

}  // namespace

std::unique_ptr<ReportWriter> start_csv(const ReportOptions&, std::ostream& out) {
  return std::make_unique<CsvReport>(out);
}

}  // namespace verilot
