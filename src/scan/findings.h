// scan: what is written of one line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/line_fault.h"
#include "plan/session.h"
#include "scan/rule_file.h"

namespace verilot {

std::string_view state_name(plan::Tag state);

// {"record":7,"results":{"r1":"true",...},"unknown":{...},"errors":{...},"why":{...}} and a
// newline.
class FindingWriter {
 public:
  FindingWriter(const std::vector<BareRule>& rules, bool explain);

  void add(std::string& out, std::uint64_t line, plan::Session& session,
           const std::vector<plan::Tag>& states);

 private:
  void add_details(plan::Session& session, std::size_t rule, plan::Tag state);

  std::vector<std::string> keys_;  // of each rule, as JSON
  bool explain_;
  std::string unknown_, errors_, why_;
};

// {"record":7,"column":13,"broken":"expected ':', not ','"} and a newline.
void add_broken(std::string& out, std::uint64_t line, const plan::LineFault& fault);

}  // namespace verilot
