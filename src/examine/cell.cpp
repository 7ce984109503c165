#include "examine/cell.h"

#include <re2/re2.h>

#include <algorithm>

#include "examine/printed.h"

namespace verilot {

namespace {

struct Patterns {
  // In groups of thousands, plain, or without a leading zero.
  const std::string mantissa_text =
      R"((?:\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+))";
  const std::string exponent_text =
      R"((?:\s?(?:[xX*]|·)\s?10\s?[\^eE]?\s?\(?[+-]?\d{1,6}\)?|[eE][+-]?\d{1,6}|)"
      R"(\s?(?i:billion|million|thousand)\b))";
  const std::string number_text = "(" + mantissa_text + exponent_text + R"(?|10\^[+-]?\d{1,6}))";
  const std::string unit_text = R"((?:\s?([^\d\s;+^.,-][^;]*))?)";

  RE2 sign{R"(^(<=|=<|<|>=|=>|>|~|=)[ :]*)"};
  RE2 number{"^" + number_text + unit_text + "$"};
  RE2 number_parts{"(" + mantissa_text + ")(" + exponent_text + "?)"};
  RE2 tolerance{R"(^(\S.*?)\s?(?:\+/-|\+-)\s?()" + mantissa_text + R"()\s?()" + exponent_text +
                R"(?)\s?(%?)((?:[^\d\s;+-][^;]*)?)$)"};
  RE2 range{"^" + number_text + R"((?:\s?([^\d\s;-][^;\d-]*))?\s?(?:-|to)\s?)" + number_text +
            unit_text + "$"};
  RE2 between{R"(\s(?:and|und|y|et|e|en)\s)"};
  RE2 separator{R"(\s?;\s?|\s/\s|/ ?(\d)|,\s(\d))"};
  RE2 amount{R"(^(.+?)\s?(?:in|per|/)\s?(?:a\s)?(\d+(?:[.,]\d+)?)\s?([a-z]+)$)"};
  RE2 odd_comma{R"((?:^|[^\d.,])\d+,(?:\d{1,2}|\d{4,})(?:[^\d,.]|$))"};
  RE2 both_signs{R"(\d\.\d{3},\d)"};
  RE2 contrary{R"(\b(?:not|no|except|but|fail\w*|growth|positive|detected|present|reactive|)"
               R"(pending|preliminary|interim|promotion|tbd)\b)"};
  RE2 pending{R"(\b(?:pending|tbd|process|progress|follow|ongoing|awaiting)\b)"};
  RE2 exponent_parts{R"(^(?:\s?(?:[xX*]|·)\s?10\s?[\^eE]?\s?\(?|[eE])([+-]?\d+)\)?$)"};
};

const Patterns& patterns() {
  static const Patterns all;
  return all;
}

Bound bound_of_sign(std::string_view sign) {
  if (sign == "<") return Bound::below;
  if (sign == ">") return Bound::above;
  if (sign == ">=" || sign == "=>") return Bound::at_least;
  if (sign == "~") return Bound::approximate;
  return sign.empty() || sign == "=" ? Bound::exact : Bound::at_most;
}

// Nothing for words that make no bound of a number: "report", "between".
std::optional<Bound> bound_of_word(std::string_view role) {
  if (role == "at_most") return Bound::at_most;
  if (role == "below") return Bound::below;
  if (role == "at_least") return Bound::at_least;
  if (role == "above") return Bound::above;
  if (role == "approximate") return Bound::approximate;
  return std::nullopt;
}

// Takes the operator off the text: a sign or a word before the number, a word behind it.
Bound take_bound(std::string_view& text, const CertificateWords& words) {
  const LimitWord before = limit_prefix(text, words.limits);
  if (const auto bound = bound_of_word(before.role)) {
    text.remove_prefix(before.length);
    return *bound;
  }
  const LimitWord behind = limit_suffix(text, words.limits);
  if (const auto bound = bound_of_word(behind.role)) {
    text.remove_suffix(behind.length);
    return *bound;
  }
  re2::StringPiece rest(text.data(), text.size());
  std::string sign;
  RE2::Consume(&rest, patterns().sign, &sign);
  text = {rest.data(), rest.size()};
  return bound_of_sign(sign);
}

// "11,900.000" to "11900.000": where both signs occur the last is the decimal one.
std::string plain_mantissa(std::string_view printed, bool decimal_comma) {
  std::string digits;
  const std::size_t comma = printed.rfind(',');
  const std::size_t point = printed.rfind('.');
  const auto alone_in_threes = [&](char sign) {
    const std::size_t first = printed.find(sign);
    return first != std::string_view::npos &&
           (printed.find(sign, first + 1) != std::string_view::npos ||
            (printed.size() - first == 4 && first <= 3));
  };
  std::size_t decimal_at = std::string_view::npos;
  if (comma != std::string_view::npos && point != std::string_view::npos) {
    decimal_at = std::max(comma, point);
  } else if (comma != std::string_view::npos) {
    if (!alone_in_threes(',') || (decimal_comma && printed.find(',') == comma)) decimal_at = comma;
  } else if (point != std::string_view::npos) {
    const bool repeated = printed.find('.') != point;
    const bool thousands = decimal_comma && alone_in_threes('.') && printed[0] != '0';
    if (!repeated && !thousands) decimal_at = point;
  }
  for (std::size_t i = 0; i < printed.size(); ++i) {
    if (printed[i] >= '0' && printed[i] <= '9') digits += printed[i];
    if (i == decimal_at) digits += '.';
  }
  return digits;
}

std::string exponent_digits(std::string_view exponent) {
  std::string digits;
  if (RE2::FullMatch(re2::StringPiece(exponent.data(), exponent.size()), patterns().exponent_parts,
                     &digits))
    return digits;
  if (exponent.find("illion") == std::string_view::npos &&
      exponent.find("ILLION") == std::string_view::npos)
    return exponent.find_first_of("hH") != std::string_view::npos ? "3" : "0";
  return exponent.find_first_of("bB") != std::string_view::npos ? "9" : "6";
}

std::optional<Decimal> decimal_of(const std::string& number, bool decimal_comma) {
  if (number.rfind("10^", 0) == 0) return Decimal::parse("1e" + number.substr(3));
  std::string mantissa, exponent;
  if (!RE2::FullMatch(number, patterns().number_parts, &mantissa, &exponent)) return std::nullopt;
  std::string text = plain_mantissa(mantissa, decimal_comma);
  if (!exponent.empty()) text += "e" + exponent_digits(exponent);
  return Decimal::parse(text);
}

// A unit is known to the table, or at most two short words: "particles per field" is prose.
bool set_unit(Quantity& quantity, std::string_view printed, const UnitTable& units) {
  std::string text(trimmed(printed));
  quantity.unit_printed = text;
  if (text.empty()) {
    quantity.unit = {"1", "number", *Decimal::parse("1")};
    return true;
  }
  std::optional<Unit> unit = units.find(text);
  if (!unit && text[0] == '/') unit = units.find("particles" + text);  // "5 billion/mL"
  if (unit) {
    quantity.unit = *unit;
    return true;
  }
  quantity.unit = {};
  return text.size() <= 24 && std::count(text.begin(), text.end(), ' ') <= 1;
}

std::optional<Quantity> read_number(const std::string& text, const CellGrammar& grammar) {
  std::string_view rest(text);
  const Bound bound = take_bound(rest, grammar.words);
  std::string number, unit;
  if (!RE2::FullMatch(re2::StringPiece(rest.data(), rest.size()), patterns().number, &number,
                      &unit))
    return std::nullopt;
  const std::optional<Decimal> value = decimal_of(number, grammar.decimal_comma);
  if (!value) return std::nullopt;
  Quantity quantity;
  quantity.printed = text;
  quantity.bound = bound;
  quantity.value = *value;
  if (!set_unit(quantity, unit, grammar.units)) return std::nullopt;
  return quantity;
}

bool read_tolerance(const std::string& text, const CellGrammar& grammar, Cell& cell) {
  std::string number, tolerance, exponent, percent, unit;
  if (!RE2::FullMatch(text, patterns().tolerance, &number, &tolerance, &exponent, &percent, &unit))
    return false;
  // "98.6 +- 0.5 %" is in per cent; "10 mg +- 10 %" is a tenth of 10 mg.
  const std::optional<Quantity> alone = read_number(number + exponent, grammar);
  const bool own_unit = alone && !alone->unit_printed.empty();
  const std::optional<Quantity> value =
      own_unit ? alone : read_number(number + exponent + percent + unit, grammar);
  const std::optional<Decimal> width = decimal_of(tolerance + exponent, grammar.decimal_comma);
  if (!value || !width) return false;
  cell.kind = Cell::Kind::numbers;
  cell.numbers = {*value};
  cell.tolerance = *width;
  cell.percent_tolerance = own_unit && !percent.empty() && value->unit_printed != "%";
  return true;
}

bool read_range(const std::string& printed, const CellGrammar& grammar, Cell& cell) {
  const LimitWord word = limit_prefix(printed, grammar.words.limits);
  std::string text = word.role == "between" ? printed.substr(word.length) : printed;
  if (word.role == "between") RE2::Replace(&text, patterns().between, " to ");
  std::string low, low_unit, high, high_unit;
  if (!RE2::FullMatch(text, patterns().range, &low, &low_unit, &high, &high_unit)) return false;
  if (low_unit == "E" || low_unit == "e") return false;  // "3.20E-5" is one number
  const std::string unit(trimmed(high_unit.empty() ? low_unit : high_unit));
  const std::string from_unit(trimmed(low_unit.empty() ? unit : low_unit));
  const std::optional<Quantity> from = read_number(low + from_unit, grammar);
  const std::optional<Quantity> to = read_number(high + unit, grammar);
  if (!from || !to) return false;
  cell.kind = Cell::Kind::range;
  cell.numbers = {*from, *to};
  return true;
}

bool read_numbers(const std::string& text, const CellGrammar& grammar, Cell& cell) {
  std::string parts = text;
  RE2::GlobalReplace(&parts, patterns().separator, "\x1f\\1\\2");
  std::vector<Quantity> numbers;
  std::size_t start = 0;
  while (start <= parts.size()) {
    const std::size_t end = std::min(parts.find('\x1f', start), parts.size());
    const std::optional<Quantity> number =
        read_number(std::string(trimmed(parts.substr(start, end - start))), grammar);
    if (!number) return false;
    numbers.push_back(*number);
    start = end + 1;
  }
  // "5.25; 5.20 mg": the unit stands once, at the end.
  for (Quantity& number : numbers)
    if (number.unit_printed.empty()) set_unit(number, numbers.back().unit_printed, grammar.units);
  cell.kind = Cell::Kind::numbers;
  cell.numbers = std::move(numbers);
  return true;
}

// Whether the word may be what the folded text begins with, told by its first letter.
bool may_begin(const std::string& folded, const std::string& word) {
  if (folded.empty() || word.empty()) return false;
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !plain(word[0]) || (word[0] | 0x20) == (folded[0] | 0x20);
}

// The role of the longest word of the table that the text is or begins with.
std::string role_of(const std::string& folded, const CertificateWords& words) {
  std::string role;
  std::size_t longest = 0;
  for (const auto& [name, spellings] : words.results) {
    for (const std::string& spelling : spellings) {
      if (!may_begin(folded, spelling)) continue;
      const std::string word = folded_cell(spelling);
      if (word.size() <= longest || folded.compare(0, word.size(), word) != 0) continue;
      const std::string_view rest = std::string_view(folded).substr(word.size());
      const bool ends = rest.empty() || rest[0] == ' ' || rest[0] == ',' || rest[0] == '(' ||
                        rest[0] == ';' || rest[0] == ':' || rest[0] == '.';
      if (!ends) continue;
      longest = word.size();
      role = name;
    }
  }
  if (longest == 0) return "";
  // "No growth, growth on day 9", "passes except for appearance": the word does not decide alone.
  const std::string rest = folded.substr(longest);
  const bool tail_repeats = rest == " detected" || rest == " observed" || rest == " present";
  if (!tail_repeats && RE2::PartialMatch(rest, patterns().contrary)) return "";
  return role;
}

bool read_word(const std::string& folded, const CellGrammar& grammar, Cell& cell) {
  std::string head, number, unit;
  std::string role;
  if (RE2::FullMatch(folded, patterns().amount, &head, &number, &unit)) {
    role = role_of(std::string(trimmed(head)), grammar.words);
    if (!role.empty()) cell.amount = read_number(number + " " + unit, grammar);
  }
  if (role.empty()) role = role_of(folded, grammar.words);
  if (role.empty()) return false;
  cell.kind = Cell::Kind::word;
  cell.word =
      role == "not_tested" && RE2::PartialMatch(folded, patterns().pending) ? "pending" : role;
  return true;
}

}  // namespace

Cell read_cell(std::string_view printed, const CellGrammar& grammar) {
  Cell cell;
  const std::string text = normal_cell(printed);
  cell.folded = folded_cell(text);
  if (is_blank_cell(cell.folded)) return cell;
  if (read_word(cell.folded, grammar, cell)) return cell;
  if (read_tolerance(text, grammar, cell) || read_range(text, grammar, cell) ||
      read_numbers(text, grammar, cell))
    return cell;
  cell.kind = Cell::Kind::text;
  cell.limit_word = limit_prefix(cell.folded, grammar.words.limits).role;
  return cell;
}

bool uses_decimal_comma(const std::vector<std::string>& cells) {
  return std::any_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return RE2::PartialMatch(cell, patterns().odd_comma) ||
           RE2::PartialMatch(cell, patterns().both_signs);
  });
}

void give_unit(Cell& cell, std::string_view unit_printed, const UnitTable& units) {
  const std::string folded = folded_cell(unit_printed);
  if (is_blank_cell(folded) || folded == "none") return;
  for (Quantity& number : cell.numbers)
    if (number.unit_printed.empty()) set_unit(number, unit_printed, units);
}

}  // namespace verilot
