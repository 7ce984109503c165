#include "ingest/delimited_text.h"

#include <algorithm>
#include <array>
#include <map>

#include "ingest/sheet_reader.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxRows = 20'000;
constexpr std::size_t kMaxCells = 200;
constexpr std::size_t kMaxCellsInAll = 400'000;

constexpr std::array<char, 4> kSeparators = {';', '\t', '|', ','};
using Counts = std::array<std::size_t, kSeparators.size()>;

// The separators of each of the first lines, outside quotes.
std::vector<Counts> separators_by_line(std::string_view text) {
  std::vector<Counts> lines(1);
  bool quoted = false;
  for (const char c : text.substr(0, 64 << 10)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') lines.emplace_back();
    for (std::size_t i = 0; i < kSeparators.size(); ++i) lines.back()[i] += c == kSeparators[i];
  }
  return lines;
}

// The separator that parts the most lines into the same number of cells: columns are regular,
// commas of numbers and sentences are not. On a par the comma is last: it is the decimal sign too.
char separator_of(std::string_view text) {
  const std::vector<Counts> lines = separators_by_line(text);
  char best = ',';
  std::size_t most = 0;
  for (std::size_t i = 0; i < kSeparators.size(); ++i) {
    std::map<std::size_t, std::size_t> lines_with;
    for (const Counts& line : lines) ++lines_with[line[i]];
    std::size_t regular = 0;
    for (const auto& [count, number] : lines_with) regular = std::max(regular, count * number);
    if (regular > most) best = kSeparators[i];
    most = std::max(most, regular);
  }
  return best;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& file)
      : text_(text), file_(file), separator_(separator_of(text)) {}

  DelimitedText parse() {
    start_cell();
    while (at_ < text_.size() && !wide_ && !full_) step();
    if (quoted_ && !full_) {
      out_.problems.push_back(
          {ProblemLevel::error, cell_.where, "the quote opened here is never closed"});
    }
    if (!cell_.text.empty() || !row_.empty()) end_row();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (quoted_) {
      quoted_step(c);
    } else if (c == '"' && cell_.text.empty()) {
      quoted_ = true;
      advance();
    } else if (c == separator_) {
      advance();
      end_cell();
    } else if (c == '\n' || c == '\r') {
      advance();
      if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      new_line();
      end_row();
    } else {
      cell_.text += c;
      advance();
    }
  }

  void quoted_step(char c) {
    const bool doubled = c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"';
    advance();
    if (doubled) advance();
    if (c == '"' && !doubled)
      quoted_ = false;
    else
      cell_.text += c;
    if (c == '\n') new_line();
  }

  void advance() {
    ++at_;
    ++column_;
  }
  void new_line() {
    ++line_;
    column_ = 1;
  }

  void start_cell() {
    cell_ = {};
    cell_.where.file = file_;
    cell_.where.line = line_;
    cell_.where.column = column_;
    cell_.where.pointer = column_name(row_.size()) + std::to_string(line_);
  }

  void end_cell() {
    cell_.text = squeezed(cell_.text);
    if (row_.size() < kMaxCells) {
      row_.push_back(cell_);
    } else if (!cell_.text.empty() && !wide_) {
      wide_ = true;
      out_.problems.push_back({ProblemLevel::error, cell_.where,
                               "more than " + std::to_string(kMaxCells) +
                                   " columns; a certificate has one row a test"});
    }
    start_cell();
  }

  void end_row() {
    end_cell();
    if (wide_) {
      out_.rows.clear();
    } else if (out_.rows.size() < kMaxRows && cells_ < kMaxCellsInAll) {
      cells_ += row_.size();
      out_.rows.push_back(std::move(row_));
    } else if (!full_) {
      full_ = true;
      out_.problems.push_back({ProblemLevel::error, cell_.where,
                               "more than 20,000 rows or 400,000 cells; the rest is not read"});
    }
    row_.clear();
    start_cell();
  }

  std::string_view text_;
  const std::string& file_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
  bool quoted_ = false;
  bool full_ = false;
  bool wide_ = false;
  std::size_t cells_ = 0;
  Printed cell_;
  std::vector<Printed> row_;
  DelimitedText out_;
};

}  // namespace

DelimitedText parse_delimited(std::string_view text, const std::string& file) {
  return Parser(text, file).parse();
}

}  // namespace verilot
