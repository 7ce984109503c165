#include "model/finding.h"

namespace verilot {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::unverified:
      return "unverified";
    case Outcome::not_applicable:
      return "not-applicable";
    case Outcome::waived:
      return "waived";
    case Outcome::error:
      return "error";
  }
  return "error";
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::low:
      return "low";
    case Severity::medium:
      return "medium";
    case Severity::high:
      return "high";
    case Severity::critical:
      return "critical";
  }
  return "critical";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::clear:
      return "CLEAR";
    case Verdict::hold:
      return "HOLD";
    case Verdict::reject:
      return "REJECT";
  }
  return "REJECT";
}

}  // namespace verilot
