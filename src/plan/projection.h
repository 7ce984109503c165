// One pass over a record: the values that the rules read, in the tables of the plan. Everything
// else is checked and skipped. No allocation once the tables have grown to the size of the records.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plan/fields.h"
#include "plan/key_guesses.h"
#include "plan/record.h"

namespace verilot::plan {

class Projection {
 public:
  explicit Projection(const Fields& fields);

  // False where the line is no JSON object; the tables are then without meaning.
  bool load(std::string_view line);

  const Record& record() const { return record_; }
  std::uint32_t rows(TableId table) const { return tables_[table].rows; }
  const Cell* cells(TableId table) const { return tables_[table].cells.data(); }
  const std::uint32_t* parents(TableId table) const { return tables_[table].parents.data(); }
  std::size_t longest_text() const { return longest_text_; }

 private:
  struct Rows {
    std::vector<Cell> cells;  // row by row; longer than `rows` of them
    std::vector<std::uint32_t> parents;
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
  };

  // A row that is being filled: its cells stay where they are until it is.
  struct Row {
    Cell* cells;
    std::uint32_t number;
  };
  [[gnu::always_inline]] inline std::uint32_t value(std::uint32_t i, const Field& field, Row row,
                                                    std::size_t depth);
  // What runs for every member is one function with object() and list(): a fifth faster; and where
  // it begins in a cache line of code is worth a tenth.
  std::uint32_t object(std::uint32_t i, const Field& field, Row row, std::size_t depth);
  [[gnu::aligned(64)]] std::uint32_t members(std::uint32_t i, const Field& field, Row row,
                                             std::size_t depth);
  std::uint32_t list(std::uint32_t i, const Field& field, Row row, std::size_t depth);
  [[gnu::always_inline]] inline std::uint32_t member(std::uint32_t i, FieldId id, Row row,
                                                     std::size_t depth);
  FieldId find_key(std::uint32_t i, const Field& object, KeyGuesses::Place& last);
  [[gnu::always_inline]] inline bool text(std::uint32_t i, const Field& field, Cell& cell);
  std::string_view unescaped(std::string_view raw, bool& valid) {
    return record_.has_escapes() ? replaced(raw, valid) : raw;
  }
  std::string_view replaced(std::string_view raw, bool& valid);
  Row add_row(TableId table, std::uint32_t parent);
  static void set_below(const Field& field, Row row, Tag tag);
  void forget(const Field& field, Row row);
  void truncate(TableId table, std::uint32_t rows);

  const Fields& fields_;
  Record record_;
  KeyGuesses guesses_;
  std::vector<Rows> tables_;
  std::string unescaped_;  // of one record; never longer than its line, so it does not move
  std::size_t longest_text_ = 0;
};

// The number at `text`: int where it is integral text and fits, else double.
Cell number_cell(const char* text, const char* end);

}  // namespace verilot::plan
