#include "ingest/printed_dates.h"

#include <re2/re2.h>

#include <array>
#include <chrono>
#include <cstdio>

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
                R"(\.?,?[-\s/]*(\d{4}|\d{2})\b)"};
  RE2 month_year{std::string(R"(\b)") + kMonthName + R"(\.?,?[-\s/]*(\d{4})\b)"};
  RE2 number_month{R"(\b(\d{1,2})[/.](\d{4})\b)"};
  RE2 day_first_country{
      R"(\b(UK|United Kingdom|England|Scotland|Wales|GmbH|Germany|Deutschland|)"
      R"(France|Spain|Espa\x{F1}a|Italy|Netherlands|Ireland|Australia|S\.?A\.?S\.?|)"
      R"(S\.?r\.?l\.?|Ltd|Datum|Charge|Fecha|Lote|Lotto)\b)"};
};

const Patterns& patterns() {
  static const Patterns all;
  return all;
}

std::optional<std::string> numeric_date(std::string_view text, DateOrder order) {
  int first = 0, second = 0, year = 0;
  std::string sign;
  if (!RE2::PartialMatch(piece(text), patterns().numeric, &first, &sign, &second, &year)) {
    return std::nullopt;
  }
  // With points the day stands first wherever they are in use.
  const bool day_first = sign == "." || order == DateOrder::day_first;
  const auto as_read = day_first ? written(year, second, first) : written(year, first, second);
  if (as_read) return as_read;
  return day_first ? written(year, first, second) : written(year, second, first);
}

}  // namespace

DateOrder order_of_dates(std::string_view document) {
  StringPiece rest = piece(document);
  int first = 0, second = 0, year = 0;
  std::string sign;
  while (RE2::FindAndConsume(&rest, patterns().numeric, &first, &sign, &second, &year)) {
    if (first > 12 && second <= 12) return DateOrder::day_first;
    if (second > 12 && first <= 12) return DateOrder::month_first;
  }
  return RE2::PartialMatch(piece(document), patterns().day_first_country) ? DateOrder::day_first
                                                                          : DateOrder::month_first;
}

std::optional<std::string> iso_date(std::string_view text, DateOrder order) {
  const Patterns& all = patterns();
  int year = 0, month = 0, day = 0;
  std::string name;
  if (RE2::PartialMatch(piece(text), all.iso, &year, &month, &day))
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
