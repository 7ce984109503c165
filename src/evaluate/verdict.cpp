#include <algorithm>

#include "evaluate/evaluate.h"

namespace verilot {

Verdict verdict_of(const std::vector<Finding>& findings) {
  Verdict verdict = Verdict::clear;
  for (const Finding& finding : findings) {
    if (finding.advisory || finding.severity == Severity::low) continue;
    const bool grave = finding.severity >= Severity::high;
    if (finding.outcome == Outcome::fail && grave) return Verdict::reject;
    const bool open = finding.outcome == Outcome::unverified || finding.outcome == Outcome::error;
    if (finding.outcome == Outcome::fail || (open && grave)) verdict = Verdict::hold;
  }
  return verdict;
}

std::vector<Request> requests_of(const std::vector<Finding>& findings) {
  std::vector<Request> requests;
  for (const Finding& finding : findings) {
    if (finding.outcome != Outcome::unverified) continue;
    std::vector<std::string> asks = finding.ask;
    if (asks.empty() && !finding.unknown.empty())
      asks.push_back("A document that states " + finding.unknown.front().path);
    for (const std::string& ask : asks) {
      auto it = std::find_if(requests.begin(), requests.end(),
                             [&](const Request& r) { return r.text == ask; });
      if (it == requests.end()) it = requests.insert(requests.end(), Request{ask, {}});
      if (it->findings.empty() || it->findings.back() != finding.id)
        it->findings.push_back(finding.id);
    }
  }
  std::stable_sort(requests.begin(), requests.end(), [](const Request& a, const Request& b) {
    return a.findings.size() > b.findings.size();
  });
  return requests;
}

}  // namespace verilot
