#include "scan/dossier_scan.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>

#include "ingest/dossier_reader.h"
#include "plan/reason_text.h"
#include "report/report.h"
#include "scan/findings.h"

namespace verilot {

namespace {

constexpr Verdict kVerdicts[] = {Verdict::clear, Verdict::hold, Verdict::reject};
constexpr Outcome kOutcomes[] = {Outcome::pass,           Outcome::fail,   Outcome::unverified,
                                 Outcome::not_applicable, Outcome::waived, Outcome::error};

std::string lower(std::string_view word) {
  std::string out;
  for (const char c : word)
    out += c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string tailoring_member(const std::optional<TailoringInfo>& tailoring) {
  return tailoring ? "\"tailoring\":" + tailoring_line(*tailoring) + "," : "";
}

// What all threads share.
struct Shared {
  Auditor& auditor;
  const Rulebook& rulebook;
  const DossierScanOptions& options;
  std::string file;       // as places name it
  std::string tailoring;  // as a member of every line; "" where the rules are those of the packs
  std::mutex mutex;
};

// One thread's part: lines in, findings and counts out.
class DossierJudge final : public LineJudge {
 public:
  explicit DossierJudge(Shared& shared) : shared_(shared) {}

  const DossierTotals& totals() const { return totals_; }

  void judge(std::string& out, std::uint64_t line, std::string_view text) override {
    if (const auto fault = plan::find_fault(text)) return broken(out, line, *fault);
    const int place = static_cast<int>(
        std::min<std::uint64_t>(line, static_cast<std::uint64_t>(std::numeric_limits<int>::max())));
    DossierResult result =
        shared_.auditor.judge(read_dossier_line(text, shared_.file, place, shared_.rulebook.schema,
                                                shared_.rulebook.tables),
                              detail());
    result.path = shared_.file;
    count(result);
    {
      const std::lock_guard lock(shared_.mutex);
      shared_.options.seen(result);
    }
    if (shared_.options.counts) return;
    out += "{\"record\":" + std::to_string(line) + ",\"as_of\":\"" +
           to_string(shared_.options.as_of) + "\"," + shared_.tailoring + "\"dossier\":";
    out += dossier_line(result, {.all = shared_.options.all});
    out += "}\n";
  }

  void broken(std::string& out, std::uint64_t line, const plan::LineFault& fault) override {
    ++totals_.broken;
    if (!shared_.options.counts) add_broken(out, line, fault);
  }

 private:
  // As much of the findings as is written.
  Detail detail() const {
    return shared_.options.counts ? Detail::outcomes
           : shared_.options.all  ? Detail::whole
                                  : Detail::live;
  }

  void count(const DossierResult& result) {
    ++totals_.records;
    totals_.incomplete += any_error(result.problems);
    for (const PackVerdict& verdict : result.verdicts)
      ++totals_.verdicts[verdict.pack][static_cast<std::size_t>(verdict.verdict)];
    for (const Finding& finding : result.findings)
      ++totals_.rules[finding.rule][static_cast<std::size_t>(finding.outcome)];
  }

  Shared& shared_;
  DossierTotals totals_;
};

template <std::size_t N>
void add(std::map<std::string, std::array<std::uint64_t, N>>& sum,
         const std::map<std::string, std::array<std::uint64_t, N>>& part) {
  for (const auto& [name, counts] : part)
    for (std::size_t i = 0; i < N; ++i) sum[name][i] += counts[i];
}

void add(DossierTotals& sum, const DossierTotals& part) {
  sum.records += part.records;
  sum.broken += part.broken;
  sum.incomplete += part.incomplete;
  add(sum.verdicts, part.verdicts);
  add(sum.rules, part.rules);
}

// [{"pack":"us-fda","clear":1,...},...]
template <std::size_t N, typename Words>
std::string counts_list(const char* key, const Words& words,
                        const std::map<std::string, std::array<std::uint64_t, N>>& all) {
  std::string out;
  for (const auto& [name, counts] : all) {
    out += (out.empty() ? "{\"" : ",{\"") + std::string(key) + "\":";
    plan::append_json(out, name);
    for (std::size_t i = 0; i < N; ++i)
      out += ",\"" + lower(to_string(words[i])) + "\":" + std::to_string(counts[i]);
    out += '}';
  }
  return "[" + out + "]";
}

}  // namespace

DossierTotals scan_dossiers(Auditor& auditor, const Rulebook& rulebook, LineReader& reader,
                            const DossierScanOptions& options, const WriteFindings& write) {
  Shared shared{auditor,
                rulebook,
                options,
                options.input == "-" ? "stdin" : options.input,
                tailoring_member(rulebook.tailored),
                {}};
  std::vector<std::unique_ptr<DossierJudge>> own;
  std::vector<LineJudge*> judges;
  for (unsigned i = 0; i < std::max(options.threads, 1u); ++i)
    judges.push_back(own.emplace_back(std::make_unique<DossierJudge>(shared)).get());
  scan_lines(reader, judges, write);
  DossierTotals totals;
  for (const auto& judge : own) add(totals, judge->totals());
  return totals;
}

std::string counts_json(const DossierTotals& totals,
                        const std::optional<TailoringInfo>& tailoring) {
  return "{" + tailoring_member(tailoring) + "\"records\":" + std::to_string(totals.records) +
         ",\"broken\":" + std::to_string(totals.broken) +
         ",\"incomplete\":" + std::to_string(totals.incomplete) +
         ",\"verdicts\":" + counts_list("pack", kVerdicts, totals.verdicts) +
         ",\"rules\":" + counts_list("id", kOutcomes, totals.rules) + "}";
}

}  // namespace verilot
