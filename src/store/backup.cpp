#include "store/backup.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/backup_file.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "verilot-backup-1";
constexpr std::size_t kRows = 1'000;                  // at once
constexpr std::size_t kBytes = std::size_t{4} << 20;  // at once, or one row

struct Column {
  std::string name;
  bool number = false;
  long key = -1;  // its place in the primary key
};

std::vector<Column> columns_of(Database& database, const std::string& table) {
  const char* asked =
      database.is_file()
          ? "SELECT name, CASE type WHEN 'BIGINT' THEN 1 ELSE 0 END, pk - 1"
            " FROM pragma_table_info($1) ORDER BY cid"
          : "SELECT a.attname::text, CASE a.atttypid WHEN 'bigint'::regtype THEN 1 ELSE 0 END,"
            " COALESCE(array_position(i.indkey::int2[], a.attnum), -1) FROM pg_attribute a"
            " LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary"
            " WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped"
            " ORDER BY a.attnum";
  std::vector<Column> columns;
  for (const Row& row : database.rows(asked, {table}, 3))
    columns.push_back({row[0], row[1] == "1", std::stol(row[2])});
  return columns;
}

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

// The rows of a table in the order of its key, in portions of few bytes.
class TableReader {
 public:
  TableReader(Database& database, const std::string& table, const std::vector<Column>& columns)
      : database_(database), table_(table) {
    std::vector<std::string> names;
    std::vector<Column> keys;
    const std::string length = database.is_file() ? "LENGTH(" : "OCTET_LENGTH(";
    for (const Column& column : columns) {
      names.push_back(column.name);
      if (!column.number) sizes_ += " + COALESCE(" + length + column.name + "), 0)";
      if (column.key >= 0) keys.push_back(column);
    }
    std::ranges::sort(keys, {}, &Column::key);
    for (const Column& key : keys) {
      keys_.push_back(key.name);
      const std::string place = "$" + std::to_string(keys_.size());
      places_.push_back(key.number ? "CAST(" + place + " AS BIGINT)" : place);
    }
    row_ = (database.is_file() ? "json_array(" : "CAST(json_build_array(") + listed(names) +
           (database.is_file() ? ")" : ") AS text)");
  }

  // The next rows as JSON arrays; none at the end.
  std::vector<std::string> next() {
    if (at_ == waiting_.size()) look_ahead();
    std::size_t bytes = 0, count = 0;
    while (at_ < waiting_.size() && (count == 0 || bytes + waiting_[at_] <= kBytes)) {
      bytes += waiting_[at_++];
      ++count;
    }
    std::vector<std::string> rows;
    if (count == 0) return rows;
    for (Row& row :
         database_.rows(question(row_ + ", " + listed(keys_), count), last_, keys_.size() + 1)) {
      rows.push_back(std::move(row[0]));
      last_.assign(std::make_move_iterator(row.begin() + 1), std::make_move_iterator(row.end()));
    }
    return rows;
  }

 private:
  void look_ahead() {
    waiting_.clear();
    at_ = 0;
    for (const Row& row : database_.rows(question(sizes_, kRows), last_, 1))
      waiting_.push_back(std::stoul(row[0]));
  }

  std::string question(const std::string& what, std::size_t count) const {
    const std::string after =
        last_.empty() ? "" : " WHERE (" + listed(keys_) + ") > (" + listed(places_) + ")";
    return "SELECT " + what + " FROM " + table_ + after + " ORDER BY " + listed(keys_) + " LIMIT " +
           std::to_string(count);
  }

  Database& database_;
  const std::string table_;
  std::string row_, sizes_ = "0";
  std::vector<std::string> keys_, places_, last_;  // last_: the key of the last row that was given
  std::vector<std::size_t> waiting_;               // sizes of the rows from there on
  std::size_t at_ = 0;
};

void require_sound(Database& database) {
  if (!database.is_file()) return;
  const Rows found = database.rows("PRAGMA quick_check(1)", {}, 1);
  std::string said = found.empty() ? "no answer" : found[0][0];
  if (said == "ok") return;
  // "*** in database main ***" stands on the first line.
  if (said.starts_with('*')) said.erase(0, said.find('\n') + 1);
  throw StoreError("the store " + database.name() + " is damaged (" +
                   said.substr(0, said.find('\n')) +
                   "): no backup was made; restore one of before");
}

std::string text_in(const Json& json, const char* key) {
  const bool there = json.is_object() && json.contains(key) && json[key].is_string();
  return there ? json[key].get<std::string>() : std::string();
}

Json parsed(const std::string& line, const BackupReader& reader) {
  Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) throw reader.damaged("a line is no JSON object");
  return json;
}

BackupFacts read_head(BackupReader& reader, const std::string& file, Migrations steps) {
  std::string line;
  const bool there = reader.next(line);
  const Json head = Json::parse(there ? line : "", nullptr, false);
  const std::string format = text_in(head, "format");
  if (!format.starts_with("verilot-backup-"))
    throw BackupDamaged(file + " is no backup that `verilot audit backup` wrote");
  const bool numbered = head.contains("schema") && head["schema"].is_number_unsigned();
  BackupFacts facts{numbered ? head["schema"].get<std::size_t>() : 0,
                    text_in(head, "software"),
                    text_in(head, "made"),
                    {}};
  if (format != kFormat || facts.schema > steps.size())
    throw StoreError("the backup " + file + " was written by a later version (" + facts.software +
                     ", schema " + std::to_string(facts.schema) + ", this one knows " +
                     std::to_string(steps.size()) + "): use that version");
  if (facts.schema == 0) throw reader.damaged("its first line has no schema");
  return facts;
}

// Rows of one table on their way into the store.
class TableWriter {
 public:
  TableWriter(Database& database, const Json& head, const std::vector<std::string>& tables,
              const BackupReader& reader)
      : database_(database) {
    const std::string table = text_in(head, "table");
    if (std::ranges::find(tables, table) == tables.end())
      throw reader.damaged("a table has no name of the schema");
    const std::vector<Column> columns = columns_of(database, table);
    std::vector<std::string> names, values;
    for (const Json& name : head.value("columns", Json::array())) {
      const auto found = std::ranges::find(columns, name.is_string() ? name.get<std::string>() : "",
                                           &Column::name);
      if (found == columns.end()) throw reader.damaged("a column has no name of the schema");
      const std::string value = "value ->> " + std::to_string(names.size());
      values.push_back(found->number ? "CAST(" + value + " AS BIGINT)" : value);
      names.push_back(found->name);
    }
    insert_ = "INSERT INTO " + table + " (" + listed(names) + ") SELECT " + listed(values) +
              " FROM {rows} WHERE true";
  }

  void add(const std::string& row) {
    rows_ += (rows_.empty() ? "[" : ",") + row;
    if (++count_ >= kRows || rows_.size() >= kBytes) flush();
  }

  void flush() {
    if (count_ == 0) return;
    database_.run(insert_, {rows_ + "]"});
    rows_.clear();
    count_ = 0;
  }

 private:
  Database& database_;
  std::string insert_, rows_;
  std::size_t count_ = 0;
};

void load_rows(BackupReader& reader, Database& database, const std::vector<std::string>& tables) {
  std::optional<TableWriter> table;
  for (std::string line; reader.next(line);) {
    if (!line.starts_with('{')) {
      if (!table) throw reader.damaged("rows stand before their table");
      table->add(line);
      continue;
    }
    if (table) table->flush();
    table.emplace(database, parsed(line, reader), tables, reader);
  }
  if (table) table->flush();
}

}  // namespace

BackupFacts back_up(Store& store, const std::string& file, const std::string& software,
                    const std::string& made) {
  Database& database = store.database();
  BackupWriter writer(file);
  const Transaction moment(database, Transaction::reading);
  require_sound(database);
  BackupFacts facts{schema_step(database), software, made, {}};
  writer.line(
      Json{{"format", kFormat}, {"schema", facts.schema}, {"software", software}, {"made", made}}
          .dump());
  for (const std::string& table : tables_of(store.steps())) {
    const std::vector<Column> columns = columns_of(database, table);
    Json head = {{"table", table}, {"columns", Json::array()}};
    for (const Column& column : columns) head["columns"].push_back(column.name);
    writer.line(head.dump());
    TableReader reader(database, table, columns);
    for (auto rows = reader.next(); !rows.empty(); rows = reader.next()) {
      for (const std::string& row : rows) writer.line(row);
      facts.rows[table] += rows.size();
    }
  }
  writer.finish();
  return facts;
}

BackupFacts check_backup(const std::string& file, Migrations steps) {
  BackupReader reader(file);
  BackupFacts facts = read_head(reader, file, steps);
  std::string table;
  for (std::string line; reader.next(line);) {
    if (line.starts_with('{')) {
      table = text_in(parsed(line, reader), "table");
    } else {
      ++facts.rows[table];
    }
  }
  return facts;
}

void restore(const BackupFacts& facts, const std::string& file, Store& store) {
  Database& database = store.database();
  const Migrations steps = store.steps();
  BackupReader reader(file);
  if (read_head(reader, file, steps).made != facts.made)
    throw reader.damaged("it was replaced meanwhile");
  Transaction all(database);
  for (const std::string& table : tables_of(steps)) database.run("DROP TABLE IF EXISTS " + table);
  database.run("DROP TABLE IF EXISTS schema_steps");
  for (std::size_t step = 1; step <= facts.schema; ++step) apply_step(steps, step, database);
  load_rows(reader, database, tables_of(steps.first(facts.schema)));
  for (std::size_t step = facts.schema + 1; step <= steps.size(); ++step)
    apply_step(steps, step, database);
  all.commit();
}

std::map<std::string, std::size_t> held_rows(Store& store) {
  std::map<std::string, std::size_t> held;
  for (const std::string& table : tables_of(store.steps())) {
    const Rows rows = store.database().rows("SELECT COUNT(*) FROM " + table, {}, 1);
    if (const std::size_t count = std::stoul(rows[0][0]); count != 0) held[table] = count;
  }
  return held;
}

}  // namespace verilot
