// Certificates of analysis in CSV and TSV: one row a test under a header, label rows above it.
//
//   Laboratory;Northbridge Analytical
//   Lot;EXO-24117
//
//   Test;Method;Specification;Result;Unit;Status
//   Endotoxin;LAL;<= 0.5;0.1;EU/mL;Pass
//
// Separator and encoding are told by the content (delimited_text.h, text_encoding.h); what the
// rows mean is sheet_reader.h.
#include "ingest/certificate_reader.h"
#include "ingest/delimited_text.h"
#include "ingest/sheet_reader.h"
#include "ingest/text_encoding.h"

namespace verilot {

CertificateFile read_csv_certificates(const DocumentFile&, const Tables&);

namespace {

std::vector<SheetRow> cells_of(std::vector<std::vector<Printed>> rows) {
  std::vector<SheetRow> cells;
  for (std::vector<Printed>& row : rows) {
    SheetRow& out = cells.emplace_back();
    for (Printed& cell : row) out.push_back({std::move(cell)});
  }
  return cells;
}

}  // namespace

CertificateFile read_csv_certificates(const DocumentFile& document, const Tables& tables) {
  CertificateFile file;
  file.format = "csv";
  const auto decoded = decoded_text(document.bytes, document.name, file.problems);
  if (!decoded) return file;
  DelimitedText text = parse_delimited(*decoded, document.name);
  file.problems.insert(file.problems.end(), text.problems.begin(), text.problems.end());
  const bool damaged = any_error(file.problems);
  const Lexicon lexicon(tables);
  SheetContent content = read_sheet(cells_of(std::move(text.rows)), lexicon,
                                    order_of_dates(*decoded, tables.certificate));
  file.certificates = std::move(content.certificates);
  if (!content.found_table && !damaged) {
    file.problems.push_back({ProblemLevel::error, in_file(document.name),
                             "no header row with a test column and a result column was found"});
  }
  if (content.found_table && file.certificates.empty()) {
    file.problems.push_back(
        {ProblemLevel::error, in_file(document.name), "has a header of tests and no row under it"});
  }
  for (Certificate& certificate : file.certificates) {
    if ((damaged || !content.found_table) && certificate.incomplete.empty()) {
      certificate.incomplete = damaged ? "the file is damaged" : "no table of tests was found";
    }
  }
  return file;
}

}  // namespace verilot
