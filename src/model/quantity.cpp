#include "model/quantity.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace verilot {

namespace {

std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\t') out += c;
  return out;
}

std::string folded(std::string_view text) {
  std::string out = without_spaces(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

struct Operator {
  std::string_view word;
  Bound bound;
};

// Longer spellings stand before their own beginnings.
constexpr Operator kOperators[] = {
    {"<=", Bound::at_most},    {"\u2264", Bound::at_most},
    {"=<", Bound::at_most},    {"<", Bound::below},
    {">=", Bound::at_least},   {"\u2265", Bound::at_least},
    {"=>", Bound::at_least},   {">", Bound::above},
    {"~", Bound::approximate}, {"\u2248", Bound::approximate},
    {"=", Bound::exact},
};

Bound take_operator(std::string_view& text) {
  for (const Operator& op : kOperators) {
    if (!take(text, op.word)) continue;
    text = trimmed(text);
    return op.bound;
  }
  return Bound::exact;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits with commas in groups of three and at most one point; the text without the commas.
std::optional<std::string> take_mantissa(std::string_view& text) {
  std::string number;
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) number += text[i++];
  const std::size_t start = i;
  while (i < text.size() && (is_digit(text[i]) || text[i] == ',')) ++i;
  const std::string_view whole = text.substr(start, i - start);
  std::size_t since_comma = 0;
  bool comma = false;
  for (const char c : whole) {
    if (c == ',') {
      if (comma ? since_comma != 3 : since_comma == 0 || since_comma > 3) return std::nullopt;
      comma = true;
      since_comma = 0;
    } else {
      number += c;
      ++since_comma;
    }
  }
  if (comma && since_comma != 3) return std::nullopt;
  if (i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) {
    number += text[i++];
    while (i < text.size() && is_digit(text[i])) number += text[i++];
  }
  if (std::none_of(number.begin(), number.end(), is_digit)) return std::nullopt;
  text.remove_prefix(i);
  return number;
}

std::string take_signed_digits(std::string_view& text) {
  std::string digits;
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) digits += text[i++];
  if (text.substr(i, 3) == "\u2212") {
    digits = "-";
    i += 3;
  }
  while (i < text.size() && is_digit(text[i])) digits += text[i++];
  if (digits.empty() || !is_digit(digits.back())) return "";
  text.remove_prefix(i);
  return digits;
}

// "x 10^9", "e9", "billion": the exponent of ten, "" when there is none.
std::string take_exponent(std::string_view& text) {
  std::string_view rest = text;
  if (take(rest, "e") || take(rest, "E")) {
    const std::string digits = take_signed_digits(rest);
    if (!digits.empty()) {
      text = rest;
      return digits;
    }
  }
  rest = trimmed(text);
  if (take(rest, "x") || take(rest, "X") || take(rest, "*") || take(rest, "\u00d7") ||
      take(rest, "\u00b7")) {
    rest = trimmed(rest);
    if (take(rest, "10")) {
      take(rest, "^");
      const std::string digits = take_signed_digits(rest);
      if (!digits.empty()) {
        text = rest;
        return digits;
      }
    }
  }
  rest = trimmed(text);
  constexpr std::pair<std::string_view, const char*> kWords[] = {
      {"billion", "9"}, {"million", "6"}, {"thousand", "3"}};
  for (const auto& [word, exponent] : kWords) {
    if (!take(rest, word)) continue;
    text = rest;
    return exponent;
  }
  return "";
}

bool comparable(const Quantity& a, const Quantity& b) {
  return !a.unit.unit_class.empty() && a.unit.unit_class == b.unit.unit_class;
}

bool reaches_up(Bound b) { return b == Bound::above || b == Bound::at_least; }
bool reaches_down(Bound b) { return b == Bound::below || b == Bound::at_most; }

}  // namespace

void UnitTable::add(std::string spelling, Unit unit) {
  const auto [it, fresh] = folded_.emplace(folded(spelling), unit);
  if (!fresh && it->second && !(*it->second == unit)) it->second.reset();
  exact_.insert_or_assign(without_spaces(spelling), std::move(unit));
}

std::optional<Unit> UnitTable::find(std::string_view spelling) const {
  if (const auto it = exact_.find(without_spaces(spelling)); it != exact_.end()) return it->second;
  if (const auto it = folded_.find(folded(spelling)); it != folded_.end()) return it->second;
  return std::nullopt;
}

std::optional<Quantity> parse_quantity(std::string_view text, const UnitTable& units) {
  Quantity quantity;
  quantity.printed = std::string(trimmed(text));
  std::string_view rest = quantity.printed;
  quantity.bound = take_operator(rest);
  std::optional<std::string> mantissa = take_mantissa(rest);
  if (!mantissa) return std::nullopt;
  const std::string exponent = take_exponent(rest);
  if (!exponent.empty()) *mantissa += "e" + exponent;
  const std::optional<Decimal> value = Decimal::parse(*mantissa);
  if (!value) return std::nullopt;
  quantity.value = *value;
  quantity.unit_printed = std::string(trimmed(rest));
  if (quantity.unit_printed.empty()) {
    quantity.unit = {"1", "number", *Decimal::parse("1")};
  } else if (is_digit(quantity.unit_printed[0]) || quantity.unit_printed.size() > 40) {
    return std::nullopt;
  } else if (const std::optional<Unit> unit = units.find(quantity.unit_printed)) {
    quantity.unit = *unit;
  }
  return quantity;
}

// a < b for every pair of true values: true; for none: false; else it cannot be told. Each side
// is an interval that may be open upwards or downwards.
std::optional<bool> less(const Quantity& a, const Quantity& b) {
  if (!comparable(a, b)) return std::nullopt;
  if (a.bound == Bound::approximate || b.bound == Bound::approximate) return std::nullopt;
  const auto order = a.value * a.unit.factor <=> b.value * b.unit.factor;
  const bool touch_is_less = a.bound == Bound::below || b.bound == Bound::above;
  if (!reaches_up(a.bound) && !reaches_down(b.bound) &&
      (order < 0 || (order == 0 && touch_is_less)))
    return true;
  if (!reaches_down(a.bound) && !reaches_up(b.bound) && order >= 0) return false;
  return std::nullopt;
}

std::optional<bool> less_or_equal(const Quantity& a, const Quantity& b) {
  const std::optional<bool> reversed = less(b, a);
  if (!reversed) return std::nullopt;
  return !*reversed;
}

std::optional<bool> equal(const Quantity& a, const Quantity& b) {
  if (!comparable(a, b)) return std::nullopt;
  const bool exact = a.bound == Bound::exact && b.bound == Bound::exact;
  if (exact) return a.value * a.unit.factor == b.value * b.unit.factor;
  const std::optional<bool> below = less(a, b);
  const std::optional<bool> above = less(b, a);
  if ((below && *below) || (above && *above)) return false;
  return std::nullopt;
}

}  // namespace verilot
