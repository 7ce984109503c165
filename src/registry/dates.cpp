#include <array>

#include "model/date.h"
#include "registry/read_entries.h"

namespace verilot {

namespace {

constexpr std::array kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                "jul", "aug", "sep", "oct", "nov", "dec"};

std::string month_of(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (lower == kMonths[i]) return (i < 9 ? "0" : "") + std::to_string(i + 1);
  return "";
}

struct Parts {
  std::string year, month, day;

  std::string* of(char letter) {
    return letter == 'Y' ? &year : letter == 'M' ? &month : letter == 'D' ? &day : nullptr;
  }
  std::string iso() const {
    return year + (month.empty() ? "" : "-" + month) + (day.empty() ? "" : "-" + day);
  }
};

bool take_apart(std::string_view text, std::string_view form, Parts& parts) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form.substr(i, 3) == "Mon") {
      parts.month = month_of(text.substr(i, 3));
      if (parts.month.empty()) return false;
      i += 2;
    } else if (std::string* part = parts.of(form[i])) {
      if (text[i] < '0' || text[i] > '9') return false;
      *part += text[i];
    } else if (text[i] != form[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<std::string> iso_date(std::string_view text, const std::vector<std::string>& forms) {
  if (text.empty() || text.find_first_not_of("0-/") == std::string_view::npos) return std::nullopt;
  for (const std::string& form : forms) {
    Parts parts;
    std::string_view day = text;
    // A time of day behind the date: 2026-03-08T17:27:20Z.
    if (day.size() > form.size() && (day[form.size()] == 'T' || day[form.size()] == ' '))
      day = day.substr(0, form.size());
    if (!take_apart(day, form, parts)) continue;
    if (parse_date(parts.iso())) return parts.iso();
  }
  return "";
}

}  // namespace verilot
