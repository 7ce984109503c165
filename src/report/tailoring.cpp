#include <ostream>

#include "report/report.h"
#include "report/text.h"

namespace verilot {

void write_tailoring(const TailoringInfo& tailoring, const ReportOptions& options,
                     std::ostream& out) {
  out << wrapped("tailored  ", "by " + printable(tailoring.file) + ", sha256 " + tailoring.hash,
                 options.width);
  for (const TailoredRule& rule : tailoring.rules)
    out << wrapped("          ",
                   printable(rule.rule + " " + rule.change + ": " + rule.reason + " (" + rule.who +
                             ", " + rule.date + ")"),
                   options.width);
  out << "\n";
}

}  // namespace verilot
