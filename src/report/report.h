// report: a run to text, JSON, HTML and more, a finding to its explanation. One file per format.
//
//   auto writer = find_reporter("html")->start({}, std::cout);
//   for (...) writer->dossier(result);   // as soon as it is judged
//   writer->end(run);                    // packs, problems, exit
//
// Reads:  the run alone; no pack, no evidence, so that a stored run can be rendered again.
// Text:   80 columns unless `width` says more; outcomes are words, colour only repeats them.
// Memory: text holds the run until its end; the others write each dossier as it comes and hold a
// line
//         or two of it. HTML and JSON keep what stands after the packs in a temporary file.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "model/run.h"

namespace verilot {

// A page of a document as it looks; no bytes where there is none.
struct PagePicture {
  std::string bytes;             // JPEG
  double width = 0, height = 0;  // of the page, in PDF points
};
using PagePictures =
    std::function<PagePicture(const DossierResult&, const std::string& document, int page)>;

struct ReportOptions {
  std::size_t width = 80;  // columns, at least 60
  bool colour = false;
  bool all = false;            // passes and low findings too
  bool strict = false;         // junit and sarif: what is open counts as an error, as a warning
  PagePictures pictures = {};  // html shows the pages behind findings where it is given
};

// A report on its way to a stream.
class ReportWriter {
 public:
  virtual ~ReportWriter() = default;
  virtual void dossier(const DossierResult&) = 0;
  // Once, after the last dossier. Of the run all but its dossiers is read.
  virtual void end(const Run&) = 0;
};

struct Reporter {
  std::string_view format;  // as in `-o text`
  // Both arguments must outlive the writer.
  std::unique_ptr<ReportWriter> (*start)(const ReportOptions&, std::ostream&);
};

// A run that is there as a whole.
void write_report(const Reporter&, const Run&, const ReportOptions&, std::ostream&);

// Every format. The order is that of the help text.
std::span<const Reporter> reporters();
const Reporter* find_reporter(std::string_view format);
std::string report_formats();  // "text, json, ..."

// One dossier as in the JSON report, on one line without its end: live findings, or all.
std::string dossier_line(const DossierResult&, const ReportOptions&);

// Which rules the user's own file changes, and why: in text, and as in the JSON report on one line.
void write_tailoring(const TailoringInfo&, const ReportOptions&, std::ostream&);
std::string tailoring_line(const TailoringInfo&);

// Why one finding is what it is: clause, why the rule applies, what was searched, what would
// decide it.
void write_explanation(const Finding&, const ReportOptions&, std::ostream&);

// The JSON Schema (2020-12) of the JSON report.
std::string result_schema();

}  // namespace verilot
