// registry: rows of delimited text, one at a time.
//
//   CsvRows rows(text, ',');
//   for (std::vector<std::string> row; rows.next(row);) use(row);
//
// With commas, quotes double inside quotes and a quoted cell may hold line ends; with tabs a quote
// is a letter like any other. Line ends are LF, CRLF or CR. Blank lines are skipped, and so is the
// byte 0x1A that some registers end with.
//
// Errors: a quote that is never closed ends the rows; open_quote_line() says where it began.
// Limits: 65,536 bytes a cell, 1,024 cells a row; a row beyond them has cells == 0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace verilot {

class CsvRows {
 public:
  CsvRows(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool next(std::vector<std::string>& row);
  void skip_line();
  int line() const { return line_; }  // of the row read last, from 1
  int open_quote_line() const { return open_quote_line_; }

 private:
  bool cell(std::string& into);
  void quoted(std::string& into);
  void plain(std::string& into);
  void end_line();
  bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 0, next_line_ = 1, open_quote_line_ = 0;
};

}  // namespace verilot
