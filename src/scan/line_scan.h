// scan: the lines of a stream judged side by side, with what is said of them in their order.
//
//   std::vector<LineJudge*> judges = ...;  // one a thread
//   scan_lines(reader, judges, write);
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/line_fault.h"
#include "scan/lines.h"

namespace verilot {

// What one thread does with its lines; both add whole lines to `out`.
class LineJudge {
 public:
  virtual ~LineJudge() = default;
  // A line that is not blank; plan::kPadding readable bytes stand behind it.
  virtual void judge(std::string& out, std::uint64_t line, std::string_view text) = 0;
  virtual void broken(std::string& out, std::uint64_t line, const plan::LineFault&) = 0;
};

// Called by one thread at a time; once it returns false, the scan stops.
using WriteFindings = std::function<bool(std::string_view)>;

// The same input gives the same bytes, however many judges there are. What a judge throws ends the
// scan and is thrown here.
void scan_lines(LineReader&, const std::vector<LineJudge*>& judges, const WriteFindings&);

}  // namespace verilot
