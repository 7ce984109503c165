#include "ingest/delimited_text.h"

#include <algorithm>
#include <array>

#include "ingest/certificate_reader.h"
#include "ingest/text_fold.h"
#include "yaml/utf8.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxRows = 20'000;
constexpr std::size_t kMaxCells = 200;

// "A", "Z", "AA": the column's name in a spreadsheet.
std::string column_name(std::size_t index) {
  std::string name;
  for (++index; index > 0; index = (index - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (index - 1) % 26));
  }
  return name;
}

// The separator that stands outside quotes most often.
char separator_of(std::string_view text) {
  constexpr std::array<char, 3> kCandidates = {',', ';', '\t'};
  std::array<std::size_t, 3> counts = {};
  bool quoted = false;
  for (const char c : text.substr(0, 64 << 10)) {
    if (c == '"') quoted = !quoted;
    for (std::size_t i = 0; !quoted && i < kCandidates.size(); ++i)
      counts[i] += c == kCandidates[i];
  }
  // A decimal comma ("4,1;5,2") makes commas frequent: semicolons and tabs win when they are there
  // in numbers.
  if (counts[1] * 2 >= counts[0] && counts[1] >= counts[2] && counts[1] > 0) return ';';
  if (counts[2] * 2 >= counts[0] && counts[2] > 0) return '\t';
  return ',';
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& file)
      : text_(text), file_(file), separator_(separator_of(text)) {}

  DelimitedText parse() {
    start_cell();
    while (at_ < text_.size()) step();
    if (quoted_) {
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
    if (row_.size() < kMaxCells) row_.push_back(cell_);
    start_cell();
  }

  void end_row() {
    end_cell();
    if (out_.rows.size() < kMaxRows) {
      out_.rows.push_back(std::move(row_));
    } else if (!full_) {
      full_ = true;
      out_.problems.push_back(
          {ProblemLevel::error, cell_.where,
           "more than " + std::to_string(kMaxRows) + " rows; the rest is not read"});
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
  Printed cell_;
  std::vector<Printed> row_;
  DelimitedText out_;
};

}  // namespace

DelimitedText parse_delimited(std::string_view bytes, const std::string& file) {
  Problems problems;
  const auto text = checked_utf8(bytes, kMaxFileBytes, file, problems);
  DelimitedText parsed;
  if (text) parsed = Parser(*text, file).parse();
  parsed.problems.insert(parsed.problems.begin(), problems.begin(), problems.end());
  return parsed;
}

}  // namespace verilot
