#include "store/database.h"

#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/RecordSet.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <sys/stat.h>

#include <filesystem>

namespace verilot {

namespace {

namespace data = Poco::Data;
using namespace Poco::Data::Keywords;

constexpr int kBusyMilliseconds = 10'000;

bool is_server(const std::string& where) {
  return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

// "host=... port=... user=... dbname=..." of a URL; a password only where the URL has one, which
// the environment variable PGPASSWORD spares.
std::string connection_words(const std::string& where) {
  const Poco::URI url(where);
  std::string words = "host=" + url.getHost();
  words += " port=" + std::to_string(url.getPort() == 0 ? 5432 : url.getPort());
  const std::string& user = url.getUserInfo();
  const std::size_t colon = user.find(':');
  if (!user.empty()) words += " user=" + user.substr(0, colon);
  if (colon != std::string::npos) words += " password=" + user.substr(colon + 1);
  const std::string path = url.getPath();
  words += " dbname=" + (path.size() > 1 ? path.substr(1) : std::string("verilot"));
  words += " connect_timeout=10";
  return words;
}

// As it may be shown: without a password.
std::string shown(const std::string& where) {
  if (!is_server(where)) return where;
  const std::size_t from = where.find("://") + 3;
  const std::size_t at = where.rfind('@');
  const std::size_t colon = where.find(':', from);
  if (at == std::string::npos || colon > at) return where;
  return where.substr(0, colon) + where.substr(at);
}

void register_connectors() {
  static const bool kDone = [] {
    data::SQLite::Connector::registerConnector();
    data::PostgreSQL::Connector::registerConnector();
    return true;
  }();
  (void)kDone;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.replace(at, what.size(), by);
  return text;
}

// The text of a cell of any type, "" for NULL.
std::string cell(const data::RecordSet& set, std::size_t column, std::size_t row) {
  const Poco::Dynamic::Var value = set.value(column, row);
  return value.isEmpty() ? std::string() : value.convert<std::string>();
}

// What to do about it, for what a database says in few words.
struct Advice {
  const char* said;
  const char* advice;
};
constexpr Advice kAdvice[] = {
    {"not a database", "name a store of verilot, or another file"},
    {"malformed", "it is damaged: restore a backup (`verilot audit restore`)"},
    {"disk is full", "the disk is full: free some space; the same command goes on"},
    {"disk I/O error", "the disk cannot be read or written, or has no space left"},
    {"readonly", "give the right to write it and its folder"},
    {"unable to open", "check that it is a file, and the rights on it and its folder"},
    {"No space left", "the server's disk is full: free some space; the same command goes on"},
    {"terminat", "the server ended the connection; the same command goes on once it is back"},
    {"connection", "check that the server runs; the same command goes on once it is back"},
};

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

// Of "Corrupt image: malformed: malformed" the last repetition is dropped.
std::string once(std::string text) {
  const std::size_t last = text.rfind(": ");
  if (last == std::string::npos) return text;
  const std::string end = text.substr(last + 2);
  const bool again = text.substr(0, last).ends_with(": " + end);
  return again ? text.substr(0, last) : text;
}

// What the database says, without its names for itself and the statement that it was given.
std::string said_of(const Poco::Exception& error, const std::string& sql) {
  std::string said = one_line(error.displayText());
  const std::size_t statement = sql.empty() ? std::string::npos : said.find(one_line(sql));
  if (statement != std::string::npos) said.erase(statement);
  constexpr std::string_view kOpening = " error: ";
  const std::size_t opening = said.find(kOpening);
  if (said.starts_with("PostgreSQL: ") && opening != std::string::npos)
    said.erase(0, opening + kOpening.size());
  return once(one_line(said));
}

[[noreturn]] void refuse(const std::string& name, const Poco::Exception& error,
                         const std::string& sql = "") {
  if (dynamic_cast<const data::SQLite::DBLockedException*>(&error) != nullptr ||
      dynamic_cast<const data::SQLite::TableLockedException*>(&error) != nullptr)
    throw StoreBusy("the store " + name + ": another program writes to it; try again");
  const std::string said = said_of(error, sql);
  std::string line = "the store " + name + ": " + said;
  for (const Advice& one : kAdvice)
    if (said.find(one.said) != std::string::npos) throw StoreError(line + "; " + one.advice);
  throw StoreError(line);
}

}  // namespace

struct Database::Connection {
  Connection(const std::string& kind, const std::string& words)
      : session(kind, words, 10), server(kind == "PostgreSQL") {}

  // `{rows}` names the parameter that follows those before it.
  std::string written(std::string sql) const {
    const std::size_t at = sql.find("{rows}");
    if (at == std::string::npos) return sql;
    int before = 0;
    while (sql.find("$" + std::to_string(before + 1)) < at) ++before;
    const std::string name = "$" + std::to_string(before + 1);
    return replaced(std::move(sql), "{rows}",
                    server ? "json_array_elements(" + name + "::json) AS given"
                           : "json_each(" + name + ") AS given");
  }

  data::Session session;
  bool server;
  struct stat opened {};  // of the file
};

Database::Database(const std::string& where) : name_(shown(where)) {
  register_connectors();
  try {
    if (is_server(where)) {
      connection_ = std::make_unique<Connection>("PostgreSQL", connection_words(where));
      run("SET TIME ZONE 'UTC'");
      run("SET client_min_messages TO warning");
      return;
    }
    file_ = where;
    const std::filesystem::path folder = std::filesystem::path(where).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder);
    connection_ = std::make_unique<Connection>("SQLite", where);
    rows("PRAGMA journal_mode = WAL", {}, 1);
    rows("PRAGMA busy_timeout = " + std::to_string(kBusyMilliseconds), {}, 1);
    run("PRAGMA synchronous = NORMAL");
    stat(where.c_str(), &connection_->opened);
  } catch (const Poco::Exception& error) {
    refuse(name_, error);
  } catch (const std::filesystem::filesystem_error& error) {
    throw StoreError("the store " + where + " cannot be created: " + error.code().message());
  }
}

Database::~Database() = default;

void Database::run(const std::string& sql, const std::vector<std::string>& parameters) {
  const std::string written = connection_->written(sql);
  try {
    data::Statement statement(connection_->session);
    statement << written;
    for (const std::string& parameter : parameters) statement, useRef(parameter);
    statement.execute();
  } catch (const Poco::Exception& error) {
    refuse(name_, error, written);
  }
}

Rows Database::rows(const std::string& sql, const std::vector<std::string>& parameters,
                    std::size_t columns) {
  const std::string written = connection_->written(sql);
  try {
    data::Statement statement(connection_->session);
    statement << written;
    for (const std::string& parameter : parameters) statement, useRef(parameter);
    statement.execute();
    const data::RecordSet set(statement);
    Rows rows(set.rowCount(), Row(columns));
    for (std::size_t row = 0; row < rows.size(); ++row)
      for (std::size_t column = 0; column < columns; ++column)
        rows[row][column] = cell(set, column, row);
    return rows;
  } catch (const Poco::Exception& error) {
    refuse(name_, error, written);
  }
}

// What is written to a file without a name is lost with the process.
void Database::require_file() const {
  if (!is_file()) return;
  struct stat now {};
  const struct stat& opened = connection_->opened;
  if (stat(file_.c_str(), &now) == 0 && now.st_ino == opened.st_ino && now.st_dev == opened.st_dev)
    return;
  throw StoreError("the store " + name_ +
                   " was removed or replaced while it was in use; what was not stored before is "
                   "lost, run the same command again");
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  // Without IMMEDIATE a writer that reads first would be refused where another one wrote since.
  if (database_.is_file()) {
    database_.run(kind == reading ? "BEGIN" : "BEGIN IMMEDIATE");
    return;
  }
  try {
    database_.connection_->session.begin();
  } catch (const Poco::Exception& error) {
    refuse(database_.name_, error);
  }
  if (kind == reading) database_.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    if (database_.is_file()) {
      database_.run("ROLLBACK");
    } else {
      database_.connection_->session.rollback();
    }
  } catch (const std::exception&) {
    // The connection is gone, and with it what was not committed.
  }
}

void Transaction::commit() {
  database_.require_file();
  try {
    if (database_.is_file()) {
      database_.run("COMMIT");
    } else {
      database_.connection_->session.commit();
    }
    open_ = false;
  } catch (const Poco::Exception& error) {
    refuse(database_.name_, error);
  }
}

}  // namespace verilot
