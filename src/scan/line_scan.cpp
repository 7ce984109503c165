#include "scan/line_scan.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "plan/record.h"

namespace verilot {

namespace {

// Blocks that may wait for an earlier one to be written, for each thread.
constexpr std::uint64_t kBlocksAhead = 3;

// Hands blocks out and takes findings back in order.
class Exchange {
 public:
  Exchange(LineReader& reader, const WriteFindings& write, std::size_t threads)
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

void judge_line(LineJudge& judge, std::string& out, std::uint64_t line, std::string_view text,
                bool cut) {
  if (cut || text.size() > plan::kMaxLine)
    return judge.broken(out, line, {1, "a line of more than 4 MB; split the record"});
  if (text.find_first_not_of(" \t\r") != std::string_view::npos) judge.judge(out, line, text);
}

std::string judged(LineJudge& judge, const LineBlock& block) {
  std::string out;
  const char* at = block.bytes.data();
  const char* const end = at + block.size;
  for (std::uint64_t line = block.first_line; at < end; ++line) {
    const void* newline = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    const char* stop = newline == nullptr ? end : static_cast<const char*>(newline);
    judge_line(judge, out, line, {at, static_cast<std::size_t>(stop - at)},
               std::ranges::count(block.cut, line) > 0);
    at = stop + 1;
  }
  return out;
}

void work(LineJudge& judge, Exchange& exchange) {
  try {
    LineBlock block;
    while (exchange.take(block)) exchange.give(block.number, judged(judge, block));
  } catch (...) {
    exchange.fail(std::current_exception());
  }
}

}  // namespace

void scan_lines(LineReader& reader, const std::vector<LineJudge*>& judges,
                const WriteFindings& write) {
  Exchange exchange(reader, write, judges.size());
  std::vector<std::thread> running;
  for (std::size_t i = 1; i < judges.size(); ++i)
    running.emplace_back(work, std::ref(*judges[i]), std::ref(exchange));
  work(*judges[0], exchange);
  for (std::thread& thread : running) thread.join();
  exchange.rethrow();
}

}  // namespace verilot
