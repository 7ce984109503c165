// store: one connection to SQLite or PostgreSQL, spoken to in the SQL that both understand.
//
//   Database database("audits.db");                                  // or
//   Database database("postgresql://auditor@127.0.0.1:5432/audits");
//   database.run("INSERT INTO notes SELECT value ->> 0 FROM {rows}", {rows_json});
//   Rows rows = database.rows("SELECT text FROM notes WHERE text = $1", {"a"}, 1);
//
// Parameters are texts, $1, $2 in the order of their first use. `{rows}` stands for the elements of
// the JSON array in the next parameter, as column `value` of table `given`. Columns come back as
// text, NULL as "".
//
// Errors: StoreError with what the database says and what to do, StoreBusy where another program
//         writes; a transaction that is open then is rolled back. No message has a password.
// Source: DESIGN of the store in docs/store.md.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace verilot {

struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Another program has the store; trying again helps.
struct StoreBusy : StoreError {
  using StoreError::StoreError;
};

using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

class Database {
 public:
  // Opens or, for a file, creates it.
  explicit Database(const std::string& where);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql, const std::vector<std::string>& parameters = {});
  Rows rows(const std::string& sql, const std::vector<std::string>& parameters,
            std::size_t columns);

  bool is_file() const { return !file_.empty(); }
  const std::string& file() const { return file_; }
  const std::string& name() const { return name_; }  // as it may be shown

 private:
  friend class Transaction;
  struct Connection;

  void require_file() const;  // that the file is still the one that was opened

  std::string file_;  // "" for PostgreSQL
  std::string name_;
  std::unique_ptr<Connection> connection_;
};

// All or nothing; rolled back unless committed. With `reading` everything is seen as it was at the
// first question, whatever others write meanwhile.
class Transaction {
 public:
  enum Kind { writing, reading };
  explicit Transaction(Database&, Kind = writing);
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace verilot
