#include <algorithm>

#include "report/report.h"

namespace verilot {

void write_text(const Run&, const ReportOptions&, std::ostream&);  // text_report.cpp
void write_json(const Run&, const ReportOptions&, std::ostream&);  // json_report.cpp

namespace {

constexpr Reporter kReporters[] = {
    {"text", write_text},
    {"json", write_json},
};

}  // namespace

std::span<const Reporter> reporters() { return kReporters; }

const Reporter* find_reporter(std::string_view format) {
  const auto found = std::find_if(std::begin(kReporters), std::end(kReporters),
                                  [&](const Reporter& r) { return r.format == format; });
  return found == std::end(kReporters) ? nullptr : found;
}

}  // namespace verilot
