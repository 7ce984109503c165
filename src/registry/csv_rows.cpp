#include "registry/csv_rows.h"

namespace verilot {

namespace {

constexpr std::size_t kMostCellBytes = 65536, kMostCells = 1024;
constexpr char kEndOfFile = '\x1A';

}  // namespace

void CsvRows::end_line() {
  if (at_ >= text_.size()) return;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++next_line_;
}

void CsvRows::skip_line() {
  while (at_ < text_.size() && !at_line_end()) ++at_;
  end_line();
}

void CsvRows::plain(std::string& into) {
  const std::size_t begin = at_;
  while (at_ < text_.size() && !at_line_end() && text_[at_] != separator_) ++at_;
  into.append(text_.substr(begin, at_ - begin));
}

void CsvRows::quoted(std::string& into) {
  const int begin = next_line_;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        return;
      }
      ++at_;
    }
    if (text_[at_] == '\n') ++next_line_;
    into += text_[at_];
  }
  open_quote_line_ = begin;
}

// Whether another cell follows.
bool CsvRows::cell(std::string& into) {
  into.clear();
  if (separator_ != '\t' && at_ < text_.size() && text_[at_] == '"') quoted(into);
  plain(into);  // what stands behind a closing quote belongs to the cell
  if (at_ >= text_.size() || text_[at_] != separator_) return false;
  ++at_;
  return true;
}

bool CsvRows::next(std::vector<std::string>& row) {
  while (at_ < text_.size() && (at_line_end() || text_[at_] == kEndOfFile)) {
    if (text_[at_] == kEndOfFile)
      ++at_;
    else
      end_line();
  }
  row.clear();
  if (at_ >= text_.size()) return false;
  line_ = next_line_;
  bool fits = true, more = true;
  for (std::string one; more;) {
    more = cell(one);
    fits = fits && one.size() <= kMostCellBytes && row.size() < kMostCells;
    if (fits) row.push_back(one);
  }
  end_line();
  if (!fits) row.clear();
  return open_quote_line_ == 0;
}

}  // namespace verilot
