#include "store/database.h"

#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/RecordSet.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>
#include <Poco/URI.h>

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
};

Database::Database(const std::string& where) {
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
  } catch (const Poco::Exception& error) {
    throw StoreError("the store " + shown(where) + " cannot be opened: " + error.displayText());
  } catch (const std::filesystem::filesystem_error& error) {
    throw StoreError("the store " + where + " cannot be created: " + error.code().message());
  }
}

Database::~Database() = default;

void Database::run(const std::string& sql, const std::vector<std::string>& parameters) {
  try {
    data::Statement statement(connection_->session);
    statement << connection_->written(sql);
    for (const std::string& parameter : parameters) statement, useRef(parameter);
    statement.execute();
  } catch (const Poco::Exception& error) {
    throw StoreError("the store: " + error.displayText());
  }
}

Rows Database::rows(const std::string& sql, const std::vector<std::string>& parameters,
                    std::size_t columns) {
  try {
    data::Statement statement(connection_->session);
    statement << connection_->written(sql);
    for (const std::string& parameter : parameters) statement, useRef(parameter);
    statement.execute();
    const data::RecordSet set(statement);
    Rows rows(set.rowCount(), Row(columns));
    for (std::size_t row = 0; row < rows.size(); ++row)
      for (std::size_t column = 0; column < columns; ++column)
        rows[row][column] = cell(set, column, row);
    return rows;
  } catch (const Poco::Exception& error) {
    throw StoreError("the store: " + error.displayText());
  }
}

Transaction::Transaction(Database& database) : database_(database) {
  try {
    database_.connection_->session.begin();
  } catch (const Poco::Exception& error) {
    throw StoreError("the store: " + error.displayText());
  }
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.connection_->session.rollback();
  } catch (const Poco::Exception&) {
    // The connection is gone, and with it what was not committed.
  }
}

void Transaction::commit() {
  try {
    database_.connection_->session.commit();
    open_ = false;
  } catch (const Poco::Exception& error) {
    throw StoreError("the store: " + error.displayText());
  }
}

}  // namespace verilot
