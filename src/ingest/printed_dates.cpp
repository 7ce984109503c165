#include "ingest/printed_dates.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <set>

namespace verilot {
namespace {

using re2::RE2;
using re2::StringPiece;

StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

int month_of(const std::string& name) {
  constexpr std::array<std::string_view, 16> kNames = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
      "sep", "oct", "nov", "dec", "mai", "okt", "dez", "m\xC3\xA4r"};
  constexpr std::array<int, 16> kMonths = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 5, 10, 12, 3};
  std::string start = name.substr(0, name.starts_with("m\xC3\xA4") ? 4 : 3);
  for (char& c : start)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == start) return kMonths[i];
  return 0;
}

std::optional<std::string> written(int year, int month, int day) {
  if (year < 100) year += year < 70 ? 2000 : 1900;
  const auto date = std::chrono::year{year} / month / std::max(day, 1);
  if (year < 1900 || year > 2199 || !date.ok()) return std::nullopt;
  char text[16];
  if (day == 0)
    std::snprintf(text, sizeof text, "%04d-%02d", year, month);
  else
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  return std::string(text);
}

constexpr const char* kMonthName =
    "((?i:(?:jan|feb|mar|m\xC3\xA4r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z\xC3\xA4]*)"
    ")";

struct Patterns {
  RE2 iso{R"(\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T))"};
  RE2 iso_month{R"(\b(\d{4})-(\d{2})\b)"};
  RE2 numeric{R"(\b(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})\b)"};
  RE2 name_first{std::string(R"(\b)") + kMonthName +
                 R"(\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b)"};
  RE2 day_first{std::string(R"(\b(\d{1,2})(?:st|nd|rd|th)?\.?[-\s/]*)") + kMonthName +
                R"(\.?,?[-\s/]*'?(\d{4}|\d{2})\b)"};
  RE2 month_year{std::string(R"(\b)") + kMonthName + R"(\.?,?[-\s/]*(\d{4})\b)"};
  RE2 number_month{R"(\b(\d{1,2})[/.](\d{4})\b)"};
  RE2 pdf{R"(\bD:(\d{4})(\d{2})(\d{2}))"};
};

const Patterns& patterns() {
  static const Patterns all;
  return all;
}

struct Numeric {
  int first = 0, second = 0, year = 0;
  bool points = false;  // with points the day stands first wherever they are in use
  std::optional<std::string> day_first() const { return written(year, second, first); }
  std::optional<std::string> month_first() const { return written(year, first, second); }
  bool open() const { return !points && first != second && day_first() && month_first(); }
};

bool next_numeric(StringPiece* text, Numeric& date) {
  std::string sign;
  if (!RE2::FindAndConsume(text, patterns().numeric, &date.first, &sign, &date.second, &date.year))
    return false;
  date.points = sign == ".";
  return true;
}

std::optional<std::string> numeric_date(std::string_view text, DateOrder order) {
  StringPiece rest = piece(text);
  Numeric date;
  if (!next_numeric(&rest, date)) return std::nullopt;
  if (date.points) return date.day_first() ? date.day_first() : date.month_first();
  if (date.open() && order == DateOrder::unknown) return std::nullopt;
  const bool day_first = order == DateOrder::day_first;
  const auto as_read = day_first ? date.day_first() : date.month_first();
  if (as_read) return as_read;
  return day_first ? date.month_first() : date.day_first();
}

// Dates whose month is written out or whose order is fixed, as ISO 8601.
std::set<std::string> written_out(std::string_view document) {
  constexpr std::size_t kMost = 100;
  std::set<std::string> dates;
  const auto collect = [&](const RE2& pattern, bool month_first) {
    StringPiece rest = piece(document);
    int day = 0, year = 0;
    std::string name;
    while (dates.size() < kMost &&
           (month_first ? RE2::FindAndConsume(&rest, pattern, &name, &day, &year)
                        : RE2::FindAndConsume(&rest, pattern, &day, &name, &year))) {
      if (const auto iso = written(year, month_of(name), day)) dates.insert(*iso);
    }
  };
  collect(patterns().name_first, true);
  collect(patterns().day_first, false);
  return dates;
}

struct Votes {
  bool day_first = false;
  bool month_first = false;
  std::optional<DateOrder> decision() const {
    if (day_first && month_first) return DateOrder::unknown;
    if (day_first) return DateOrder::day_first;
    if (month_first) return DateOrder::month_first;
    return std::nullopt;
  }
};

bool any_of(const std::vector<std::string>& words, std::string_view document) {
  return std::ranges::any_of(words, [&](const std::string& pattern) {
    return RE2::PartialMatch(piece(document), RE2(pattern, RE2::Quiet));
  });
}

}  // namespace

DateOrder order_of_dates(std::string_view document, const CertificateWords& words) {
  StringPiece rest = piece(document);
  Numeric date;
  Votes only;
  Votes known;
  bool any = false;
  const std::set<std::string> certain = written_out(document);
  while (next_numeric(&rest, date)) {
    if (date.points) continue;
    any = true;
    const auto day = date.day_first();
    const auto month = date.month_first();
    only.day_first = only.day_first || (day && !month);
    only.month_first = only.month_first || (month && !day);
    if (!date.open()) continue;
    known.day_first = known.day_first || certain.count(*day) > certain.count(*month);
    known.month_first = known.month_first || certain.count(*month) > certain.count(*day);
  }
  if (!any) return DateOrder::unknown;
  if (const auto order = only.decision()) return *order;
  if (const auto order = known.decision()) return *order;
  const Votes country{any_of(words.day_first_patterns, document),
                      any_of(words.month_first_patterns, document)};
  return country.decision().value_or(DateOrder::unknown);
}

std::string why_ambiguous(std::string_view text, DateOrder order) {
  if (order != DateOrder::unknown || iso_date(text, order)) return "";
  StringPiece rest = piece(text);
  Numeric date;
  if (!next_numeric(&rest, date) || !date.open()) return "";
  return "day and month cannot be told apart (" + *date.month_first() + " or " + *date.day_first() +
         ")";
}

std::optional<std::string> iso_date(std::string_view text, DateOrder order) {
  const Patterns& all = patterns();
  int year = 0, month = 0, day = 0;
  std::string name;
  if (RE2::PartialMatch(piece(text), all.iso, &year, &month, &day))
    return written(year, month, day);
  if (RE2::PartialMatch(piece(text), all.pdf, &year, &month, &day))
    return written(year, month, day);
  if (RE2::PartialMatch(piece(text), all.numeric)) return numeric_date(text, order);
  if (RE2::PartialMatch(piece(text), all.name_first, &name, &day, &year)) {
    return written(year, month_of(name), day);
  }
  if (RE2::PartialMatch(piece(text), all.day_first, &day, &name, &year)) {
    return written(year, month_of(name), day);
  }
  if (RE2::PartialMatch(piece(text), all.month_year, &name, &year)) {
    return written(year, month_of(name), 0);
  }
  if (RE2::PartialMatch(piece(text), all.iso_month, &year, &month)) return written(year, month, 0);
  if (RE2::PartialMatch(piece(text), all.number_month, &month, &year))
    return written(year, month, 0);
  return std::nullopt;
}

bool looks_like_date(std::string_view text) {
  static const re2::RE2 kForm(
      R"(\s*(?:[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|)"
      R"([0-9]{1,2}[-./ ]+(?:[0-9]{1,2}|[A-Za-z]{3,9})[-./ ,]+(?:[0-9]{4}|[0-9]{2})|)"
      R"([A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4})\s*)");
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), kForm);
}

}  // namespace verilot
