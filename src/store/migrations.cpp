#include "store/migrations.h"

#include <algorithm>
#include <array>

namespace verilot {

namespace {

std::vector<std::string> statements_of(std::string_view step) {
  std::vector<std::string> statements;
  while (!step.empty()) {
    const std::size_t end = std::min(step.find(';'), step.size());
    statements.emplace_back(step.substr(0, end));
    step.remove_prefix(std::min(end + 1, step.size()));
  }
  return statements;
}

// SQLite sorts texts by their bytes; PostgreSQL is told to.
std::string in_byte_order(std::string statement, bool is_file) {
  constexpr std::string_view kColumn = "item TEXT";
  if (is_file) return statement;
  for (std::size_t at = statement.find(kColumn); at != std::string::npos;
       at = statement.find(kColumn, at + 1))
    statement.insert(at + kColumn.size(), " COLLATE \"C\"");
  return statement;
}

}  // namespace

Migrations migrations() {
  static constexpr std::array<std::string_view, 2> kSteps = {R"sql(
CREATE TABLE runs (
  id BIGINT PRIMARY KEY, inventory TEXT NOT NULL, as_of TEXT NOT NULL, state TEXT NOT NULL,
  basis TEXT NOT NULL, about TEXT NOT NULL, software TEXT NOT NULL, started TEXT NOT NULL,
  finished TEXT NOT NULL, summary TEXT NOT NULL);
CREATE TABLE contents (digest TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE states (
  inventory TEXT NOT NULL, item TEXT NOT NULL, since BIGINT NOT NULL, until BIGINT,
  stamp TEXT NOT NULL, input TEXT NOT NULL, packs TEXT NOT NULL, result TEXT NOT NULL,
  next_change TEXT NOT NULL, dossier TEXT NOT NULL, waivers TEXT NOT NULL,
  critical_fail BIGINT NOT NULL, high_fail BIGINT NOT NULL,
  medium_fail BIGINT NOT NULL, low_fail BIGINT NOT NULL, critical_open BIGINT NOT NULL,
  high_open BIGINT NOT NULL, medium_open BIGINT NOT NULL, low_open BIGINT NOT NULL,
  advisory BIGINT NOT NULL, waived BIGINT NOT NULL, errors BIGINT NOT NULL, problems BIGINT NOT NULL, PRIMARY KEY (inventory, item, since));
CREATE INDEX states_since ON states (inventory, since);
CREATE INDEX states_until ON states (inventory, until) WHERE until IS NOT NULL;
CREATE TABLE waivers (
  id TEXT PRIMARY KEY, item TEXT NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL,
  evidence TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE trail (
  number BIGINT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
  body TEXT NOT NULL, digest TEXT NOT NULL)
)sql",
                                                             R"sql(
ALTER TABLE runs ADD COLUMN registers TEXT NOT NULL DEFAULT '';
ALTER TABLE states ADD COLUMN registers TEXT NOT NULL DEFAULT '';
ALTER TABLE states ADD COLUMN line TEXT NOT NULL DEFAULT '';
UPDATE states SET line = '1' WHERE stamp = '')sql"};
  return kSteps;
}

std::size_t schema_step(Database& database) {
  const char* there = database.is_file()
                          ? "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_steps'"
                          : "SELECT COUNT(to_regclass('schema_steps'))";
  if (database.rows(there, {}, 1)[0][0] == "0") return 0;
  const Rows done = database.rows("SELECT COALESCE(MAX(step), 0) FROM schema_steps", {}, 1);
  return static_cast<std::size_t>(std::stol(done[0][0]));
}

void apply_step(Migrations steps, std::size_t step, Database& database) {
  database.run("CREATE TABLE IF NOT EXISTS schema_steps (step BIGINT PRIMARY KEY)");
  for (const std::string& statement : statements_of(steps[step - 1]))
    database.run(in_byte_order(statement, database.is_file()));
  database.run("INSERT INTO schema_steps VALUES (CAST($1 AS BIGINT))", {std::to_string(step)});
}

std::vector<std::string> tables_of(Migrations steps) {
  constexpr std::string_view kCreate = "CREATE TABLE ";
  std::vector<std::string> tables;
  for (const std::string_view text : steps) {
    for (std::size_t at = text.find(kCreate); at != std::string_view::npos;
         at = text.find(kCreate, at + 1)) {
      const std::size_t from = at + kCreate.size();
      tables.emplace_back(text.substr(from, text.find_first_of(" (", from) - from));
    }
  }
  return tables;
}

}  // namespace verilot
