#include "scan/scan.h"

#include <algorithm>
#include <memory>

#include "plan/reason_text.h"
#include "scan/findings.h"

namespace verilot {

namespace {

// One thread's part: lines in, findings and counts out.
class Worker final : public LineJudge {
 public:
  Worker(const plan::Plan& plan, const std::vector<BareRule>& rules, const ScanOptions& options)
      : session_(plan), writer_(rules, options.explain), counts_only_(options.counts) {
    totals_.rules.resize(rules.size());
    states_.resize(rules.size());
  }

  const ScanTotals& totals() const { return totals_; }

  void judge(std::string& out, std::uint64_t line, std::string_view text) override {
    if (!session_.load(text)) {
      const auto fault = plan::find_fault(text);
      return broken(out, line, fault.value_or(plan::LineFault{1, "this is not JSON"}));
    }
    ++totals_.records;
    for (std::size_t rule = 0; rule < states_.size(); ++rule) {
      states_[rule] = session_.state(rule);
      count(totals_.rules[rule], states_[rule]);
    }
    if (!counts_only_) writer_.add(out, line, session_, states_);
  }

  void broken(std::string& out, std::uint64_t line, const plan::LineFault& fault) override {
    ++totals_.broken;
    if (!counts_only_) add_broken(out, line, fault);
  }

 private:
  static void count(RuleCounts& counts, plan::Tag state) {
    counts.yes += state == plan::Tag::yes;
    counts.no += state == plan::Tag::no;
    counts.unknown += state == plan::Tag::unknown;
    counts.error += state == plan::Tag::error;
  }

  plan::Session session_;
  FindingWriter writer_;
  bool counts_only_;
  ScanTotals totals_;
  std::vector<plan::Tag> states_;
};

void add(ScanTotals& sum, const ScanTotals& part) {
  sum.records += part.records;
  sum.broken += part.broken;
  for (std::size_t i = 0; i < sum.rules.size(); ++i) {
    sum.rules[i].yes += part.rules[i].yes;
    sum.rules[i].no += part.rules[i].no;
    sum.rules[i].unknown += part.rules[i].unknown;
    sum.rules[i].error += part.rules[i].error;
  }
}

}  // namespace

ScanTotals scan(const std::vector<BareRule>& rules, LineReader& reader, const ScanOptions& options,
                const WriteFindings& write) {
  std::vector<cel::Program> programs;
  for (const BareRule& rule : rules) programs.push_back(rule.program);
  const plan::Plan plan(std::move(programs));
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<LineJudge*> judges;
  for (unsigned i = 0; i < std::max(options.threads, 1u); ++i)
    judges.push_back(workers.emplace_back(std::make_unique<Worker>(plan, rules, options)).get());
  scan_lines(reader, judges, write);
  ScanTotals totals;
  totals.rules.resize(rules.size());
  for (const auto& worker : workers) add(totals, worker->totals());
  return totals;
}

std::string counts_json(const std::vector<BareRule>& rules, const ScanTotals& totals) {
  std::string out = "{\"records\":" + std::to_string(totals.records) +
                    ",\"broken\":" + std::to_string(totals.broken) + ",\"rules\":[";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const RuleCounts& counts = totals.rules[i];
    out += i == 0 ? "{\"id\":" : ",{\"id\":";
    plan::append_json(out, rules[i].id);
    out += ",\"true\":" + std::to_string(counts.yes) + ",\"false\":" + std::to_string(counts.no) +
           ",\"unknown\":" + std::to_string(counts.unknown) +
           ",\"error\":" + std::to_string(counts.error) + "}";
  }
  return out + "]}";
}

}  // namespace verilot
