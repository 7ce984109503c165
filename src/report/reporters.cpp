#include <algorithm>

#include "report/report.h"

namespace verilot {

using Writer = std::unique_ptr<ReportWriter>;

void write_text(const Run&, const ReportOptions&, std::ostream&);  // text_report.cpp
Writer start_json(const ReportOptions&, std::ostream&);            // json_report.cpp
Writer start_html(const ReportOptions&, std::ostream&);            // html_report.cpp
Writer start_sarif(const ReportOptions&, std::ostream&);           // sarif_report.cpp
Writer start_junit(const ReportOptions&, std::ostream&);           // junit_report.cpp
Writer start_csv(const ReportOptions&, std::ostream&);             // csv_report.cpp

namespace {

// Text begins with what is known at the end.
class WholeText final : public ReportWriter {
 public:
  WholeText(const ReportOptions& options, std::ostream& out) : options_(options), out_(out) {}

  void dossier(const DossierResult& dossier) override { dossiers_.push_back(dossier); }

  void end(const Run& run) override {
    Run whole{run.as_of,         run.packs,    run.tailoring, run.registers, std::move(dossiers_),
              run.pack_problems, run.problems, run.exit};
    write_text(whole, options_, out_);
  }

 private:
  const ReportOptions& options_;
  std::ostream& out_;
  std::vector<DossierResult> dossiers_;
};

Writer start_text(const ReportOptions& options, std::ostream& out) {
  return std::make_unique<WholeText>(options, out);
}

constexpr Reporter kReporters[] = {
    {"text", start_text},   {"json", start_json},   {"html", start_html},
    {"sarif", start_sarif}, {"junit", start_junit}, {"csv", start_csv},
};

}  // namespace

std::span<const Reporter> reporters() { return kReporters; }

const Reporter* find_reporter(std::string_view format) {
  const auto found = std::find_if(std::begin(kReporters), std::end(kReporters),
                                  [&](const Reporter& r) { return r.format == format; });
  return found == std::end(kReporters) ? nullptr : found;
}

std::string report_formats() {
  std::string words;
  for (const Reporter& one : kReporters)
    words += (words.empty() ? "" : ", ") + std::string(one.format);
  return words;
}

void write_report(const Reporter& reporter, const Run& run, const ReportOptions& options,
                  std::ostream& out) {
  const auto writer = reporter.start(options, out);
  for (const DossierResult& dossier : run.dossiers) writer->dossier(dossier);
  writer->end(run);
}

}  // namespace verilot
