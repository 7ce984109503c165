#include "plan/projection.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace verilot::plan {
namespace {

// Fifteen digits and a sign fit any int.
constexpr std::ptrdiff_t kShortInteger = 16;

// Exact as doubles, so that a product or quotient of two of them is the nearest double.
constexpr double kPowersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int kLastPower = 22;

constexpr FieldId kBadKey = kNone - 1;

bool is_integral(const char* text, const char* end) {
  return std::none_of(text, end, [](char c) { return c == '.' || c == 'e' || c == 'E'; });
}

// What stands behind the e of a short number.
std::int64_t exponent(const char* text, const char* end) {
  const bool negative = *text == '-';
  std::int64_t value = 0;
  for (text += negative || *text == '+'; text < end; ++text) value = value * 10 + (*text - '0');
  return negative ? -value : value;
}

Cell parsed_real(const char* text, const char* end) {
  double real = 0;
  const auto [at, fault] = std::from_chars(text, end, real);
  // Beyond the range of double: infinity or zero, as strtod says.
  if (fault != std::errc()) real = std::strtod(std::string(text, end).c_str(), nullptr);
  return real_cell(real);
}

}  // namespace

Cell number_cell(const char* text, const char* end) {
  if (end - text < kShortInteger) {
    const bool negative = *text == '-';
    std::int64_t value = 0;
    const char* at = text + negative;
    for (; at < end && *at >= '0' && *at <= '9'; ++at) value = value * 10 + (*at - '0');
    if (at == end) return integer_cell(negative ? -value : value);
    std::int64_t power = 0;
    if (*at == '.') {
      const char* point = at;
      for (++at; at < end && *at >= '0' && *at <= '9'; ++at) value = value * 10 + (*at - '0');
      power = point + 1 - at;
    }
    if (at < end) power += exponent(at + 1, end);
    if (power >= -kLastPower && power <= kLastPower) {
      const auto digits = static_cast<double>(value);
      const double real = power < 0 ? digits / kPowersOfTen[-power] : digits * kPowersOfTen[power];
      return real_cell(negative ? -real : real);
    }
  } else if (is_integral(text, end)) {
    std::int64_t value = 0;
    if (std::from_chars(text, end, value).ec == std::errc()) return integer_cell(value);
  }
  return parsed_real(text, end);
}

Projection::Projection(const Fields& fields)
    : fields_(fields), guesses_(fields.size()), tables_(fields.tables()) {
  for (TableId id = 0; id < tables_.size(); ++id) {
    tables_[id].columns = fields.table(id).columns;
    // A table without rows has columns to point to.
    tables_[id].cells.resize(tables_[id].columns);
    tables_[id].parents.resize(1);
  }
}

bool Projection::load(std::string_view line) {
  for (Rows& table : tables_) table.rows = 0;
  longest_text_ = 0;
  if (!record_.index(line)) return false;
  if (record_.has_escapes()) {
    unescaped_.clear();
    unescaped_.reserve(line.size() + kPadding);
  }
  if (record_.at(0) != '{') return false;
  return object(0, fields_.at(Fields::kRecord), add_row(0, 0), 0) == record_.count();
}

Projection::Row Projection::add_row(TableId id, std::uint32_t parent) {
  Rows& table = tables_[id];
  const std::size_t begin = static_cast<std::size_t>(table.rows) * table.columns;
  const std::size_t end = begin + table.columns;
  if (table.cells.size() < end) {
    table.cells.resize(end * 2);
    table.parents.resize(2 * (table.rows + std::size_t{1}));
  }
  std::fill(table.cells.data() + begin, table.cells.data() + end, Cell{});
  table.parents[table.rows] = parent;
  return {table.cells.data() + begin, table.rows++};
}

std::string_view Projection::replaced(std::string_view raw, bool& valid) {
  if (raw.find('\\') == std::string_view::npos) return raw;
  const std::size_t begin = unescaped_.size();
  valid = unescape(raw, unescaped_);
  return std::string_view(unescaped_).substr(begin);
}

bool Projection::text(std::uint32_t i, const Field& field, Cell& cell) {
  bool valid = true;
  cell = text_cell(unescaped(record_.raw_text(i), valid));
  longest_text_ = std::max<std::size_t>(longest_text_, cell.length);
  if (field.has_symbols) cell.symbol = field.symbols.find(cell.view());
  return valid;
}

std::uint32_t Projection::value(std::uint32_t i, const Field& field, Row row, std::size_t depth) {
  const char c = record_.at(i);
  if (c == '{') return object(i, field, row, depth);
  if (c == '[') return list(i, field, row, depth);
  Cell& target = row.cells[field.column];
  if (field.has_below) set_below(field, row, Tag::error);
  if (c == '"') return text(i, field, target) ? i + 1 : kBroken;
  if (c != 't' && c != 'f' && c != 'n') {
    const char* end = number_end(record_.place(i));
    if (end == nullptr || !ends_scalar(*end)) return kBroken;
    target = number_cell(record_.place(i), end);
    return i + 1;
  }
  if (!record_.check_scalar(i)) return kBroken;
  target = c == 'n' ? cell_of(Tag::null) : boolean_cell(c == 't');
  return i + 1;
}

std::uint32_t Projection::object(std::uint32_t i, const Field& field, Row row, std::size_t depth) {
  if (depth >= kMaxDepth) return kBroken;
  Cell& target = row.cells[field.column];
  target = cell_of(Tag::map);
  target.place = {i, 0};
  if (!field.has_children) return record_.check(i, depth);
  return record_.at(i + 1) == '}' ? i + 2 : members(i + 1, field, row, depth + 1);
}

// The field of the key at `i`; kNone where no rule reads it, kBadKey where it is no text of JSON.
FieldId Projection::find_key(std::uint32_t i, const Field& object, KeyGuesses::Place& last) {
  bool valid = true;
  const std::string_view raw = record_.raw_text(i);
  const std::string_view key = unescaped(raw, valid);
  if (!valid) return kBadKey;
  const FieldId id = object.keys.find(ShortText(key), key, kNone);
  last = guesses_.learn(last, fields_.id_of(object), raw, id);
  return id;
}

std::uint32_t Projection::member(std::uint32_t i, FieldId id, Row row, std::size_t depth) {
  if (id == kNone) return record_.pass(i + 2, depth);
  if (id == kBadKey) return kBroken;
  const Field& child = fields_.at(id);
  if (row.cells[child.column].tag != Tag::unknown) forget(child, row);
  return value(i + 2, child, row, depth);
}

std::uint32_t Projection::members(std::uint32_t i, const Field& field, Row row, std::size_t depth) {
  KeyGuesses::Place last = guesses_.start(fields_.id_of(field));
  for (;; ++i) {
    if (record_.at(i) != '"' || record_.at(i + 1) != ':') return kBroken;
    FieldId id = kNone;
    if (!guesses_.follow(last, record_.place(i) + 1, id)) id = find_key(i, field, last);
    i = member(i, id, row, depth);
    if (i == kBroken) return kBroken;
    if (record_.at(i) == ',') continue;
    return record_.at(i) == '}' ? i + 1 : kBroken;
  }
}

std::uint32_t Projection::list(std::uint32_t i, const Field& field, Row row, std::size_t depth) {
  if (depth >= kMaxDepth) return kBroken;
  Cell target = cell_of(Tag::list);
  target.place.index = i;
  if (field.has_below) set_below(field, row, Tag::error);
  const Field* element = nullptr;
  if (field.elements != kNone) {
    element = &fields_.at(fields_.table(field.elements).element);
    target.place.first = tables_[field.elements].rows;
  }
  if (record_.at(++i) != ']') {
    for (;; ++i) {
      ++target.length;
      i = element == nullptr ? record_.check(i, depth + 1)
                             : value(i, *element, add_row(field.elements, row.number), depth + 1);
      if (i == kBroken) return kBroken;
      if (record_.at(i) == ',') continue;
      if (record_.at(i) != ']') return kBroken;
      break;
    }
  }
  row.cells[field.column] = target;
  return i + 1;
}

// Selecting from something that is no object is an error.
void Projection::set_below(const Field& field, Row row, Tag tag) {
  for (const std::uint32_t column : field.below) row.cells[column] = cell_of(tag);
}

// The key came before in this object: the last one wins, so what the first one left goes.
void Projection::forget(const Field& field, Row row) {
  const Cell& old = row.cells[field.column];
  if (old.tag == Tag::list && field.elements != kNone) truncate(field.elements, old.place.first);
  for (const FieldId child : field.children) forget(fields_.at(child), row);
  row.cells[field.column] = Cell{};
}

void Projection::truncate(TableId id, std::uint32_t rows) {
  for (const FieldId list : fields_.table(id).lists) {
    const Rows& below = tables_[fields_.at(list).elements];
    std::uint32_t kept = below.rows;
    while (kept > 0 && below.parents[kept - 1] >= rows) --kept;
    truncate(fields_.at(list).elements, kept);
  }
  tables_[id].rows = std::min(tables_[id].rows, rows);
}

}  // namespace verilot::plan
