#include "registry/read_entries.h"

#include <simdjson.h>

#include <algorithm>

#include "registry/csv_rows.h"
#include "registry/standing.h"
#include "yaml/utf8.h"

namespace verilot {

namespace {

constexpr std::size_t kMostRows = 5'000'000, kMostDepth = 128, kMostValueBytes = 65536;
constexpr std::size_t kFewRows = 100;  // one unusable row in so many is too much
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

// The letters of Windows-1252 that are not those of ISO 8859-1, from 0x80; 0 where there is none.
constexpr char32_t kWindowsLetters[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string from_windows_1252(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    char32_t letter = byte;
    if (byte >= 0x80 && byte < 0xA0) letter = kWindowsLetters[byte - 0x80];
    append_utf8(out, letter == 0 && byte != 0 ? U'\uFFFD' : letter);
  }
  return out;
}

bool looks_like_html(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && text[begin] == '<';
}

class DelimitedRow final : public RegisterRow {
 public:
  using Columns = std::unordered_map<std::string, std::size_t>;
  DelimitedRow(const Columns& columns, const std::vector<std::string>& cells,
               const std::string& blank)
      : columns_(columns), cells_(cells), blank_(blank) {}

  void values(const std::string& field, std::vector<std::string>& into) const override {
    const auto column = columns_.find(field);
    if (column == columns_.end()) return;
    std::string value = squeezed(cells_[column->second]);
    if (!value.empty() && value != blank_) into.push_back(std::move(value));
  }

 private:
  const Columns& columns_;
  const std::vector<std::string>& cells_;
  const std::string& blank_;
};

using Element = simdjson::dom::element;

std::string scalar_text(const Element& element) {
  switch (element.type()) {
    case simdjson::dom::element_type::STRING:
      return squeezed(std::string_view(element));
    case simdjson::dom::element_type::INT64:
      return std::to_string(std::int64_t(element));
    case simdjson::dom::element_type::UINT64:
      return std::to_string(std::uint64_t(element));
    case simdjson::dom::element_type::BOOL:
      return bool(element) ? "true" : "false";
    default:
      return simdjson::to_string(element);
  }
}

std::string unescaped(std::string_view key) {
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool escaped = key[i] == '~' && i + 1 < key.size();
    out += !escaped ? key[i] : key[++i] == '1' ? '/' : '~';
  }
  return out;
}

// Every element that the pointer leads to; * stands for each element of a list.
void follow(const Element& from, std::string_view pointer, std::vector<Element>& into) {
  if (pointer.empty()) return into.push_back(from);
  const std::size_t end = pointer.find('/', 1);
  const std::string_view step = pointer.substr(1, end == std::string_view::npos ? end : end - 1);
  const std::string_view rest = end == std::string_view::npos ? "" : pointer.substr(end);
  simdjson::dom::array list;
  simdjson::dom::object object;
  Element next;
  if (step == "*" && from.get(list) == simdjson::SUCCESS) {
    for (const Element element : list) follow(element, rest, into);
  } else if (from.get(object) == simdjson::SUCCESS) {
    if (object.at_key(unescaped(step)).get(next) == simdjson::SUCCESS) follow(next, rest, into);
  } else if (from.get(list) == simdjson::SUCCESS) {
    std::size_t place = 0;
    for (const char c : step)
      place =
          c >= '0' && c <= '9' && place < kMostRows ? place * 10 + std::size_t(c - '0') : kMostRows;
    if (list.at(place).get(next) == simdjson::SUCCESS) follow(next, rest, into);
  }
}

std::string first_text(const Element& root, const std::string& pointer) {
  std::vector<Element> found;
  if (!pointer.empty()) follow(root, pointer, found);
  return found.empty() || found.front().is_null() ? "" : scalar_text(found.front());
}

class JsonRow final : public RegisterRow {
 public:
  explicit JsonRow(const Element& element) : element_(element) {}

  void values(const std::string& field, std::vector<std::string>& into) const override {
    std::vector<Element> found;
    follow(element_, field, found);
    for (const Element& one : found) {
      if (one.is_null() || one.is_array() || one.is_object()) continue;
      std::string text = scalar_text(one);
      if (!text.empty()) into.push_back(std::move(text));
    }
  }

 private:
  const Element& element_;
};

void add_new(std::vector<std::string>& list, std::string text) {
  if (!text.empty() && std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

void add_new(NamedTexts& list, std::string name, std::string text) {
  std::pair<std::string, std::string> one{std::move(name), std::move(text)};
  if (!one.second.empty() && std::ranges::find(list, one) == list.end())
    list.push_back(std::move(one));
}

// What each alternative comes to.
std::vector<std::string> all_of(const FieldMap& map, const RegisterRow& row,
                                const char* joiner = " ") {
  std::vector<std::string> values;
  if (!map.constant.empty()) values.push_back(map.constant);
  for (const std::vector<std::string>& parts : map.alternatives) {
    if (parts.size() == 1) {
      row.values(parts.front(), values);
      continue;
    }
    std::string joined;
    for (const std::string& part : parts) {
      std::vector<std::string> found;
      row.values(part, found);
      for (const std::string& one : found) joined += (joined.empty() ? "" : joiner) + one;
    }
    if (!joined.empty()) values.push_back(std::move(joined));
  }
  return values;
}

std::string first_of(const FieldMap& map, const RegisterRow& row, const char* joiner = " ") {
  std::vector<std::string> values = all_of(map, row, joiner);
  return values.empty() ? "" : std::move(values.front());
}

void join(RegisterEntry& into, RegisterEntry from) {
  if (into.name.empty())
    into.name = from.name;
  else if (from.name != into.name)
    add_new(into.aliases, std::move(from.name));
  for (std::string& alias : from.aliases)
    if (alias != into.name) add_new(into.aliases, std::move(alias));
  for (std::string& address : from.addresses) add_new(into.addresses, std::move(address));
  for (auto& [kind, value] : from.identifiers) add_new(into.identifiers, kind, std::move(value));
  for (auto& [what, day] : from.dates) add_new(into.dates, what, std::move(day));
  for (auto& [label, text] : from.details) add_new(into.details, label, std::move(text));
  if (into.country.empty()) into.country = from.country;
  join_status(into, from);
}

}  // namespace

std::string to_string(Standing standing) {
  return standing == Standing::current   ? "current"
         : standing == Standing::ended   ? "ended"
         : standing == Standing::against ? "against"
                                         : "not told";
}

void EntryReader::refuse(const std::string& why) {
  if (read_.fault.empty()) read_.fault = shown_as_ + ": " + why;
}

void EntryReader::leave_out(int place) {
  if (read_.unusable_rows++ == 0) read_.first_unusable = place;
}

void EntryReader::keep(RegisterEntry entry) {
  if (entry.key.empty()) return read_.entries.push_back(std::move(entry));
  const auto [place, is_new] = by_key_.emplace(entry.key, read_.entries.size());
  if (is_new)
    read_.entries.push_back(std::move(entry));
  else
    join(read_.entries[place->second], std::move(entry));
}

// An end that cannot be read may be past.
void EntryReader::leave_open(const std::string& date, RegisterEntry& entry) {
  ++read_.unreadable_dates;
  if (entry.standing == Standing::current &&
      std::ranges::any_of(source_.until, [&](const auto& end) { return end.first == date; }))
    entry.standing = Standing::unknown;
}

void EntryReader::fill_dates(const EntryMap& map, const RegisterRow& row, RegisterEntry& entry) {
  for (const auto& [what, field] : map.dates) {
    for (const std::string& written : all_of(field, row)) {
      const std::optional<std::string> day = iso_date(written, source_.date_forms);
      if (day && day->empty()) leave_open(what, entry);
      if (day) add_new(entry.dates, what, *day);
    }
  }
}

bool EntryReader::fill(const EntryMap& map, const RegisterRow& row, RegisterEntry& entry) {
  entry.kind = map.kind;
  entry.key = first_of(map.key, row);
  entry.name = first_of(map.name, row);
  for (std::string& alias : all_of(map.aliases, row))
    if (alias != entry.name) add_new(entry.aliases, std::move(alias));
  add_new(entry.addresses, first_of(map.address, row, ", "));
  entry.country = first_of(map.country, row);
  entry.status = first_of(map.status, row);
  entry.standing = standing_of(source_, entry.status);
  for (const auto& [kind, field] : map.identifiers)
    for (const std::string& value : all_of(field, row, ""))
      add_new(entry.identifiers, kind, known_.plain(kind, value));
  fill_dates(map, row, entry);
  for (const auto& [label, field] : map.details)
    for (std::string& text : all_of(field, row, ", ")) {
      if (text.size() > kMostValueBytes) return false;
      add_new(entry.details, label, std::move(text));
    }
  return entry.name.size() <= kMostValueBytes && !(entry.name.empty() && entry.identifiers.empty());
}

void EntryReader::add_row(const RegisterFile& file, const RegisterRow& row, int place) {
  if (++read_.rows > kMostRows)
    return refuse("has more than " + std::to_string(kMostRows) + " rows, the limit");
  RegisterEntry entry;
  if (fill(file.entries, row, entry))
    keep(std::move(entry));
  else
    leave_out(place);
}

void EntryReader::add_delimited(const RegisterFile& file, std::string_view body) {
  CsvRows rows(body, file.format == RegisterFormat::tsv ? '\t' : ',');
  if (!file.begins_with.empty()) {
    if (!body.starts_with(file.begins_with))
      return refuse("does not begin with '" + file.begins_with + "'");
    const std::string line = squeezed(body.substr(0, std::min(body.find('\n'), body.size())));
    read_.source_date =
        iso_date(
            squeezed(std::string_view(line).substr(std::min(file.begins_with.size(), line.size()))),
            source_.date_forms)
            .value_or("");
    rows.skip_line();
  }
  std::vector<std::string> cells;
  DelimitedRow::Columns columns;
  if (file.header) {
    rows.next(cells);
    for (std::size_t i = 0; i < cells.size(); ++i) columns.emplace(squeezed(cells[i]), i);
  }
  for (int i = 0; i < file.columns; ++i) columns.emplace("#" + std::to_string(i + 1), i);
  const std::size_t width = file.header ? cells.size() : std::size_t(file.columns);
  for (const std::string& column : file.requires_fields)
    if (!columns.contains(column))
      return refuse("has no column '" + column + "'; the register's layout may have changed");
  while (read_.fault.empty() && rows.next(cells)) {
    if (cells.size() != width) {  // a row cut off, or a line end inside a cell
      ++read_.rows;
      leave_out(rows.line());
      continue;
    }
    add_row(file, DelimitedRow(columns, cells, file.blank), rows.line());
  }
  if (rows.open_quote_line() != 0)
    refuse("line " + std::to_string(rows.open_quote_line()) +
           ": a quote is not closed; the file is cut off or is another format");
}

void EntryReader::add_json(const RegisterFile& file, std::string_view body) {
  simdjson::dom::parser parser;
  Element root;
  if (parser.allocate(body.size(), kMostDepth) != simdjson::SUCCESS)
    return refuse("is too large to be read");
  if (const auto fault = parser.parse(body.data(), body.size()).get(root))
    return refuse(std::string("is not sound JSON: ") + simdjson::error_message(fault));
  if (const std::string said = first_text(root, file.error_at); !said.empty())
    return refuse("the register answers with an error: " + said);
  for (const std::string& pointer : file.requires_fields) {
    std::vector<Element> found;
    follow(root, pointer, found);
    if (found.empty())
      return refuse("has nothing at " + pointer + "; the register's layout may have changed");
  }
  if (const std::string day = first_text(root, file.source_date); !day.empty())
    read_.source_date = iso_date(day, source_.date_forms).value_or("");
  if (const std::string total = first_text(root, file.total); !total.empty())
    read_.total = std::strtoull(total.c_str(), nullptr, 10);
  std::vector<Element> rows;
  follow(root, file.entries.each, rows);
  int place = 0;
  for (const Element& row : rows) {
    if (!read_.fault.empty()) return;
    add_row(file, JsonRow(row), ++place);
  }
}

void EntryReader::add(const RegisterFile& file, std::string_view body,
                      const std::string& shown_as) {
  shown_as_ = shown_as;
  read_.source_date.clear();
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  if (body.empty()) return refuse("is empty");
  if (looks_like_html(body)) return refuse("is a page of HTML or XML, not this register");
  std::string converted;
  if (!is_utf8(body)) {
    if (!file.windows_1252) return refuse("is not UTF-8");
    converted = from_windows_1252(body);
    body = converted;
  }
  if (file.format == RegisterFormat::json)
    add_json(file, body);
  else
    add_delimited(file, body);
}

ReadEntries EntryReader::take() {
  if (read_.unusable_rows * kFewRows > read_.rows && read_.unusable_rows > 0)
    refuse(std::to_string(read_.unusable_rows) + " of " + std::to_string(read_.rows) +
           " rows do not fit the layout, the first at " + std::to_string(read_.first_unusable));
  if (!read_.fault.empty()) read_.entries.clear();
  for (RegisterEntry& entry : read_.entries) settle_standing(source_, entry);
  return std::move(read_);
}

std::string json_text_at(std::string_view body, const std::string& pointer) {
  simdjson::dom::parser parser;
  Element root;
  if (parser.allocate(body.size(), kMostDepth) != simdjson::SUCCESS) return "";
  if (parser.parse(body.data(), body.size()).get(root) != simdjson::SUCCESS) return "";
  return first_text(root, pointer);
}

bool says_none(const NoneAnswer& none, std::string_view body) {
  const std::string text = json_text_at(body, none.at);
  return none.is.empty() ? !text.empty() : text == none.is;
}

}  // namespace verilot
