// registry: the files of a register to its entries.
//
//   EntryReader reader(source, sources);
//   reader.add(source.files[0], body, "sdn.csv");
//   ReadEntries read = reader.take();
//   if (!read.fault.empty()) refuse(read.fault);
//
// Rows of one key are one entry: the first name stays, later ones are aliases. How it stands is
// that of all its rows (standing.h).
//
// Errors: `fault` says why the text is not the register that the source describes (another format,
//         a page of HTML, columns that are missing, rows cut off); nothing of it may be used.
//         Single rows that do not fit are left out and counted; the copy is then incomplete.
// Limits: JSON as deep as 128; 5,000,000 rows; one row in a hundred may be unusable, no more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "registry/entry.h"
#include "registry/source.h"

namespace verilot {

struct ReadEntries {
  std::vector<RegisterEntry> entries;
  std::size_t rows = 0, unusable_rows = 0, unreadable_dates = 0;
  int first_unusable = 0;              // its line, or its place in the list
  std::optional<std::uint64_t> total;  // rows that the publisher says there are
  std::string source_date;             // the publisher's own day of the file added last
  std::string fault;
};

// One row, whatever the format.
class RegisterRow {
 public:
  virtual ~RegisterRow() = default;
  virtual void values(const std::string& field, std::vector<std::string>& into) const = 0;
};

class EntryReader {
 public:
  EntryReader(const RegisterSource& source, const RegisterSources& known)
      : source_(source), known_(known) {}

  void add(const RegisterFile& file, std::string_view body, const std::string& shown_as);
  const std::string& source_date() const { return read_.source_date; }
  ReadEntries take();

 private:
  void add_delimited(const RegisterFile&, std::string_view body);
  void add_json(const RegisterFile&, std::string_view body);
  void add_row(const RegisterFile&, const RegisterRow&, int place);
  bool fill(const EntryMap&, const RegisterRow&, RegisterEntry&);
  void leave_open(const std::string& date, RegisterEntry&);
  void fill_dates(const EntryMap&, const RegisterRow&, RegisterEntry&);
  void keep(RegisterEntry);
  void leave_out(int place);
  void refuse(const std::string& why);

  const RegisterSource& source_;
  const RegisterSources& known_;
  std::string shown_as_;
  ReadEntries read_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

// The text under a JSON Pointer of a JSON document, "" where there is none.
std::string json_text_at(std::string_view body, const std::string& pointer);

// Whether a document is the register's own answer for a number that it does not have.
bool says_none(const NoneAnswer&, std::string_view body);

// The date in one of the forms (YYYY-MM-DD, YYYYMMDD, MM/DD/YYYY, DD/MM/YYYY, DD-Mon-YYYY, YYYY-MM,
// YYYY) as ISO 8601; "" for one that does not exist, none for zeros.
std::optional<std::string> iso_date(std::string_view text, const std::vector<std::string>& forms);

}  // namespace verilot
