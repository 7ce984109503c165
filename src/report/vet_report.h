// report: suppliers that were vetted, as text, JSON (verilot-vet-1), CSV or one HTML page.
//
//   VetReport report(VetReport::Format::text, 80, out);
//   report.supplier(vet);   // as often as needed
//   report.end(run);
//
// Text and CSV are written as suppliers come; HTML and JSON at the end.
#pragma once

#include <iosfwd>

#include "model/vet.h"

namespace verilot {

class VetReport {
 public:
  enum class Format { text, json, csv, html };

  VetReport(Format format, std::size_t width, std::ostream& out);
  void supplier(const VetResult&);
  void end(const VetRun&);

 private:
  const Format format_;
  const std::size_t width_;
  std::ostream& out_;
  std::vector<VetResult> kept_;
  std::size_t count_ = 0;
};

// "do not buy", "do not buy yet", "nothing against it in what was looked at".
std::string advice(const VetResult&);
void write_vet_text(const VetResult&, std::size_t width, std::ostream&);
void write_vet_html(const std::vector<VetResult>&, const VetRun&, std::ostream&);
// Of what write_vet_json() writes.
std::string vet_schema();
void write_vet_json(const std::vector<VetResult>&, const VetRun&, std::ostream&);
// "chain, certificates": sections for which a dossier is needed.
std::string not_looked_at(const VetResult&);
// Why a finding is open, each reason once.
std::vector<std::string> open_reasons(const Finding&);
// "same words: helix; only in the register: trading"
std::string reasons_of(const VetName&);

}  // namespace verilot
