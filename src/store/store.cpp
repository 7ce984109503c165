#include "store/store.h"

#include <nlohmann/json.hpp>
#include <set>

#include "store/migrations.h"
#include "store/packed.h"

namespace verilot {

namespace {

using Json = nlohmann::json;

constexpr const char* kRunColumns =
    "id, inventory, as_of, state, basis, about, software, started, finished, summary,"
    " registers";
constexpr std::size_t kRunWidth = 11;
constexpr const char* kStateColumns =
    "item, stamp, input, packs, result, next_change, dossier, waivers, registers, line, since,"
    " critical_fail, high_fail, medium_fail, low_fail, critical_open, high_open, medium_open,"
    " low_open, advisory, waived, errors, problems";
constexpr std::size_t kTexts = 10;  // of them, then numbers
constexpr std::size_t kStateWidth = kTexts + 1 + Tally::kPlaces;

RunRecord run_of(const Row& row) {
  return {std::stol(row[0]),
          row[1],
          row[2],
          row[3],
          row[4],
          row[5],
          row[6],
          row[7],
          row[8],
          row[9],
          row[10]};
}

ItemState state_of(const Row& row) {
  ItemState state{row[0], row[1], row[2], row[3], row[4], row[5], {}, std::stol(row[kTexts]),
                  row[6], row[7], row[8], row[9]};
  for (std::size_t i = 0; i < Tally::kPlaces; ++i) state.tally[i] = std::stol(row[kTexts + 1 + i]);
  return state;
}

// The columns of a state in the order of put(), and where their values stand in a row of it.
constexpr const char* kNewColumns =
    "item, stamp, input, packs, result, next_change, dossier, waivers, registers, line,"
    " critical_fail, high_fail,"
    " medium_fail, low_fail, critical_open, high_open, medium_open, low_open, advisory, waived,"
    " errors, problems";

std::string new_values() {
  std::string values;
  for (std::size_t i = 0; i < kTexts + Tally::kPlaces; ++i) {
    const std::string value = "value ->> " + std::to_string(i);
    values += (i == 0 ? "" : ", ") + (i < kTexts ? value : "CAST(" + value + " AS BIGINT)");
  }
  return values;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(long number) { return std::to_string(number); }

// Statements of a migration, cut at ';'.
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

// The state of an item after a run: $1 is the inventory, $2 the run.
constexpr const char* kAfter =
    " FROM states WHERE inventory = $1 AND since <= CAST($2 AS BIGINT)"
    " AND (until IS NULL OR until > CAST($2 AS BIGINT))";

}  // namespace

Store::Store(const std::string& where) : database_(where) { migrate(); }

void Store::migrate() {
  database_.run("CREATE TABLE IF NOT EXISTS schema_steps (step BIGINT PRIMARY KEY)");
  const Rows done = database_.rows("SELECT MAX(step) FROM schema_steps", {}, 1);
  const std::size_t step =
      done.empty() || done[0][0].empty() ? 0 : static_cast<std::size_t>(std::stol(done[0][0]));
  if (step > migrations().size())
    throw StoreError("the store was written by a later version (schema " + std::to_string(step) +
                     ", this one knows " + std::to_string(migrations().size()) +
                     "): use that version");
  for (std::size_t next = step; next < migrations().size(); ++next) {
    Transaction all(database_);
    for (const std::string& statement : statements_of(migrations()[next]))
      database_.run(in_byte_order(statement, database_.is_file()));
    database_.run("INSERT INTO schema_steps VALUES (CAST($1 AS BIGINT))",
                  {std::to_string(next + 1)});
    all.commit();
  }
}

RunRecord Store::begin(const RunRecord& wanted) {
  Transaction all(database_);
  for (const RunRecord& open : runs(wanted.inventory)) {
    if (open.state != "running") continue;
    if (open.as_of == wanted.as_of && open.basis == wanted.basis && open.about == wanted.about &&
        open.registers == wanted.registers) {
      all.commit();
      return open;
    }
    const std::vector<std::string> one = {wanted.inventory, text_of(open.id)};
    database_.run("DELETE FROM states WHERE inventory = $1 AND since = CAST($2 AS BIGINT)", one);
    database_.run(
        "UPDATE states SET until = NULL WHERE inventory = $1 AND until = CAST($2 AS BIGINT)", one);
    database_.run("DELETE FROM runs WHERE id = CAST($1 AS BIGINT)", {text_of(open.id)});
  }
  RunRecord run = wanted;
  run.state = "running";
  run.id = std::stol(database_.rows("SELECT COALESCE(MAX(id), 0) + 1 FROM runs", {}, 1)[0][0]);
  database_.run(
      "INSERT INTO runs VALUES (CAST($1 AS BIGINT), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      {text_of(run.id), run.inventory, run.as_of, run.state, run.basis, run.about, run.software,
       run.started, run.finished, run.summary, run.registers});
  all.commit();
  return run;
}

std::map<std::string, ItemState> Store::known(const RunRecord& run,
                                              const std::vector<std::string>& items) {
  std::map<std::string, ItemState> known;
  const std::string select = "SELECT " + std::string(kStateColumns) +
                             " FROM states WHERE inventory = $1"
                             " AND until IS NULL AND item IN (SELECT value " +
                             std::string(database_.is_file() ? "" : "#>> '{}' ") + "FROM {rows})";
  for (const Row& row : database_.rows(select, {run.inventory, dumped(Json(items))}, kStateWidth))
    known.emplace(row[0], state_of(row));
  return known;
}

void Store::put(const RunRecord& run, const std::vector<ItemState>& items) {
  if (items.empty()) return;
  Json rows = Json::array();
  for (const ItemState& s : items) {
    rows.push_back({s.item, s.stamp, s.input, s.packs, s.result, s.next_change, s.dossier,
                    s.waivers, s.registers, s.line});
    for (const long count : s.tally.counts) rows.back().push_back(count);
  }
  const std::string given = dumped(rows);
  Transaction all(database_);
  database_.run(
      "UPDATE states SET until = CAST($1 AS BIGINT) WHERE inventory = $2 AND until IS NULL"
      " AND since < CAST($1 AS BIGINT) AND item IN (SELECT value ->> 0 FROM {rows})",
      {text_of(run.id), run.inventory, given});
  database_.run(
      "DELETE FROM states WHERE inventory = $1 AND since = CAST($2 AS BIGINT)"
      " AND item IN (SELECT value ->> 0 FROM {rows})",
      {run.inventory, text_of(run.id), given});
  database_.run("INSERT INTO states (inventory, since, " + std::string(kNewColumns) +
                    ") SELECT $1, CAST($2 AS BIGINT), " + new_values() + " FROM {rows} WHERE true",
                {run.inventory, text_of(run.id), given});
  all.commit();
}

void Store::keep(const std::vector<Content>& contents) {
  if (contents.empty()) return;
  Json rows = Json::array();
  for (const Content& content : contents) rows.push_back({content.digest, packed(content.bytes)});
  database_.run(
      "INSERT INTO contents SELECT value ->> 0, value ->> 1 FROM {rows} WHERE true"
      " ON CONFLICT (digest) DO NOTHING",
      {dumped(rows)});
}

bool Store::has(const std::string& digest) {
  return !database_.rows("SELECT 1 FROM contents WHERE digest = $1", {digest}, 1).empty();
}

std::size_t Store::count(const RunRecord& run) {
  const Rows rows =
      database_.rows("SELECT COUNT(*)" + std::string(kAfter), {run.inventory, text_of(run.id)}, 1);
  return static_cast<std::size_t>(std::stol(rows[0][0]));
}

Tally Store::total(const RunRecord& run) {
  std::string sums;
  for (const char* place :
       {"critical_fail", "high_fail", "medium_fail", "low_fail", "critical_open", "high_open",
        "medium_open", "low_open", "advisory", "waived", "errors", "problems"})
    sums += (sums.empty() ? "" : ", ") + std::string("COALESCE(SUM(") + place + "), 0)";
  const Rows rows =
      database_.rows("SELECT " + sums + kAfter, {run.inventory, text_of(run.id)}, Tally::kPlaces);
  Tally total;
  for (std::size_t i = 0; i < Tally::kPlaces; ++i) total[i] = std::stol(rows[0][i]);
  return total;
}

std::size_t Store::end_missing(const RunRecord& run,
                               const std::function<bool(const std::string&)>& there) {
  std::vector<std::string> gone;
  each(run, [&](const ItemState& state) {
    if (!there(state.item)) gone.push_back(state.item);
  });
  if (gone.empty()) return 0;
  Json rows = Json::array();
  for (const std::string& item : gone) rows.push_back(Json::array({item}));
  database_.run(
      "UPDATE states SET until = CAST($1 AS BIGINT) WHERE inventory = $2 AND until IS NULL"
      " AND item IN (SELECT value ->> 0 FROM {rows})",
      {text_of(run.id), run.inventory, dumped(rows)});
  return gone.size();
}

void Store::finish(const RunRecord& run) {
  database_.run(
      "UPDATE runs SET state = 'complete', finished = $1, summary = $2, about = $3"
      " WHERE id = CAST($4 AS BIGINT)",
      {run.finished, run.summary, run.about, text_of(run.id)});
}

std::vector<RunRecord> Store::runs(const std::string& inventory) {
  std::vector<RunRecord> found;
  const std::string select = "SELECT " + std::string(kRunColumns) + " FROM runs";
  for (const Row& row :
       inventory.empty()
           ? database_.rows(select + " ORDER BY id", {}, kRunWidth)
           : database_.rows(select + " WHERE inventory = $1 ORDER BY id", {inventory}, kRunWidth))
    found.push_back(run_of(row));
  return found;
}

std::optional<RunRecord> Store::run(long id) {
  const Rows rows = database_.rows(
      "SELECT " + std::string(kRunColumns) + " FROM runs WHERE id = CAST($1 AS BIGINT)",
      {text_of(id)}, kRunWidth);
  if (rows.empty()) return std::nullopt;
  return run_of(rows[0]);
}

// In pieces, so that no run is in memory whole.
void Store::each(const RunRecord& run, const std::function<void(const ItemState&)>& use) {
  constexpr std::size_t kPiece = 2'000;
  std::string after;
  for (;;) {
    const Rows rows =
        database_.rows("SELECT " + std::string(kStateColumns) + kAfter +
                           " AND item > $3 ORDER BY item LIMIT " + std::to_string(kPiece),
                       {run.inventory, text_of(run.id), after}, kStateWidth);
    for (const Row& row : rows) use(state_of(row));
    if (rows.size() < kPiece) return;
    after = rows.back()[0];
  }
}

std::optional<ItemState> Store::state(const RunRecord& run, const std::string& item) {
  const Rows rows =
      database_.rows("SELECT " + std::string(kStateColumns) + kAfter + " AND item = $3",
                     {run.inventory, text_of(run.id), item}, kStateWidth);
  if (rows.empty()) return std::nullopt;
  return state_of(rows[0]);
}

std::optional<ItemState> Store::state_of_dossier(const RunRecord& run, const std::string& dossier) {
  const Rows rows = database_.rows(
      "SELECT " + std::string(kStateColumns) + kAfter + " AND dossier = $3 ORDER BY item LIMIT 1",
      {run.inventory, text_of(run.id), dossier}, kStateWidth);
  if (rows.empty()) return std::nullopt;
  return state_of(rows[0]);
}

std::vector<std::string> Store::changed(const RunRecord& before, const RunRecord& after) {
  std::vector<std::string> items;
  for (const Row& row : database_.rows(
           "SELECT DISTINCT item FROM states WHERE inventory = $1 AND ((since > CAST($2 AS BIGINT)"
           " AND since <= CAST($3 AS BIGINT)) OR (until > CAST($2 AS BIGINT) AND"
           " until <= CAST($3 AS BIGINT))) ORDER BY item",
           {before.inventory, text_of(before.id), text_of(after.id)}, 1))
    items.push_back(row[0]);
  return items;
}

std::string Store::content(const std::string& digest) {
  const Rows rows = database_.rows("SELECT body FROM contents WHERE digest = $1", {digest}, 1);
  if (rows.empty()) throw StoreError("the store does not hold the content " + digest);
  return unpacked(rows[0][0]);
}

namespace {

// Files of rules and of dossiers' folders are named by lists [["path", "digest"], ...].
Json named_by_manifests(Store& store, Database& database) {
  std::set<std::string> manifests, named;
  for (const Row& row : database.rows("SELECT about FROM runs", {}, 1)) {
    const Json about = Json::parse(row[0], nullptr, false);
    if (about.is_object() && about.contains("tree"))
      manifests.insert(about["tree"].get<std::string>());
    if (about.is_object() && about.contains("tailoring"))
      named.insert(about["tailoring"]["sha256"].get<std::string>());
  }
  for (const Row& row : database.rows("SELECT DISTINCT input FROM states WHERE stamp <> ''", {}, 1))
    manifests.insert(row[0]);
  for (const std::string& manifest : manifests) {
    named.insert(manifest);
    if (!store.has(manifest)) continue;
    const Json entries = Json::parse(store.content(manifest), nullptr, false);
    for (const Json& entry : entries.is_array() ? entries : Json::array())
      named.insert(entry.at(1).get<std::string>());
  }
  Json rows = Json::array();
  for (const std::string& digest : named) rows.push_back(Json::array({digest}));
  return rows;
}

}  // namespace

std::size_t Store::prune(const std::string& inventory, long id) {
  Transaction all(database_);
  const Rows old =
      database_.rows("SELECT COUNT(*) FROM runs WHERE inventory = $1 AND id < CAST($2 AS BIGINT)",
                     {inventory, text_of(id)}, 1);
  database_.run("DELETE FROM runs WHERE inventory = $1 AND id < CAST($2 AS BIGINT)",
                {inventory, text_of(id)});
  database_.run("DELETE FROM states WHERE inventory = $1 AND until <= CAST($2 AS BIGINT)",
                {inventory, text_of(id)});
  database_.run(
      "DELETE FROM contents WHERE digest NOT IN (SELECT input FROM states) AND digest NOT IN"
      " (SELECT result FROM states) AND digest NOT IN (SELECT packs FROM states)"
      " AND digest NOT IN (SELECT waivers FROM states)"
      " AND digest NOT IN (SELECT registers FROM states)"
      " AND digest NOT IN (SELECT value ->> 0 FROM {rows})",
      {dumped(named_by_manifests(*this, database_))});
  all.commit();
  return static_cast<std::size_t>(std::stol(old[0][0]));
}

}  // namespace verilot
