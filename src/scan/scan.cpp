#include "scan/scan.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

#include "plan/reason_text.h"
#include "scan/findings.h"

namespace verilot {

namespace {

// Blocks that may wait for an earlier one to be written, for each thread.
constexpr std::uint64_t kBlocksAhead = 3;

// One thread's part: blocks in, findings and counts out.
class Worker {
 public:
  Worker(const plan::Plan& plan, const std::vector<BareRule>& rules, const ScanOptions& options)
      : session_(plan), writer_(rules, options.explain), counts_only_(options.counts) {
    totals_.rules.resize(rules.size());
    states_.resize(rules.size());
  }

  const ScanTotals& totals() const { return totals_; }

  std::string process(const LineBlock& block) {
    std::string out;
    const char* at = block.bytes.data();
    const char* const end = at + block.size;
    for (std::uint64_t line = block.first_line; at < end; ++line) {
      const void* newline = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      const char* stop = newline == nullptr ? end : static_cast<const char*>(newline);
      if (std::ranges::count(block.cut, line) > 0) {
        broken(out, line, {1, "a line of more than 16 MB; split the record"});
      } else {
        judge(out, line, {at, static_cast<std::size_t>(stop - at)});
      }
      at = stop + 1;
    }
    return out;
  }

 private:
  void judge(std::string& out, std::uint64_t line, std::string_view text) {
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
    if (text.size() > plan::kMaxLine || !session_.load(text)) {
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

  static void count(RuleCounts& counts, plan::Tag state) {
    counts.yes += state == plan::Tag::yes;
    counts.no += state == plan::Tag::no;
    counts.unknown += state == plan::Tag::unknown;
    counts.error += state == plan::Tag::error;
  }

  void broken(std::string& out, std::uint64_t line, const plan::LineFault& fault) {
    ++totals_.broken;
    if (!counts_only_) add_broken(out, line, fault);
  }

  plan::Session session_;
  FindingWriter writer_;
  bool counts_only_;
  ScanTotals totals_;
  std::vector<plan::Tag> states_;
};

// Hands blocks out and takes findings back in order.
class Exchange {
 public:
  Exchange(LineReader& reader, const WriteFindings& write, unsigned threads)
      : reader_(reader), write_(write), ahead_(kBlocksAhead * threads) {}

  bool take(LineBlock& block) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] { return stopped_ || handed_out_ < written_ + ahead_; });
    if (stopped_) return false;
    try {
      if (reader_.next(block)) {
        ++handed_out_;
        return true;
      }
    } catch (...) {
      failure_ = std::current_exception();
    }
    stopped_ = true;
    moved_.notify_all();
    return false;
  }

  void give(std::uint64_t number, std::string findings) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(number, std::move(findings));
    while (!waiting_.empty() && waiting_.begin()->first == written_) {
      const std::string& next = waiting_.begin()->second;
      if (!next.empty() && !refused_ && !write_(next)) refused_ = stopped_ = true;
      waiting_.erase(waiting_.begin());
      ++written_;
    }
    moved_.notify_all();
  }

  void fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    failure_ = failure;
    stopped_ = true;
    moved_.notify_all();
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  LineReader& reader_;
  const WriteFindings& write_;
  std::uint64_t ahead_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::map<std::uint64_t, std::string> waiting_;
  std::uint64_t handed_out_ = 0;
  std::uint64_t written_ = 0;
  bool stopped_ = false;
  bool refused_ = false;
  std::exception_ptr failure_;
};

void work(Worker& worker, Exchange& exchange) {
  try {
    LineBlock block;
    while (exchange.take(block)) exchange.give(block.number, worker.process(block));
  } catch (...) {
    exchange.fail(std::current_exception());
  }
}

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
  const unsigned threads = std::max(options.threads, 1u);
  Exchange exchange(reader, write, threads);
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < threads; ++i)
    workers.push_back(std::make_unique<Worker>(plan, rules, options));
  std::vector<std::thread> running;
  for (unsigned i = 1; i < threads; ++i)
    running.emplace_back(work, std::ref(*workers[i]), std::ref(exchange));
  work(*workers[0], exchange);
  for (std::thread& thread : running) thread.join();
  exchange.rethrow();
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
