#include "ingest/number_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

namespace verilot {
namespace {

constexpr int kMostPlaces = 30;

// A decimal: `digits` with the point before digits[point].
struct Digits {
  bool negative = false;
  std::string digits;
  int point = 0;
};

std::optional<double> value_of(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || rest != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

// The fifteen digits that a spreadsheet keeps of a number, without trailing zeros.
Digits digits_of(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.14e", std::fabs(value));
  const std::string_view printed = text.data();
  Digits out;
  out.negative = std::signbit(value) && value != 0;
  const std::size_t exponent = printed.find('e');
  for (const char c : printed.substr(0, exponent))
    if (c != '.') out.digits += c;
  out.point = 1 + std::atoi(text.data() + exponent + 1);
  while (out.digits.size() > 1 && out.digits.back() == '0') out.digits.pop_back();
  if (out.digits == "0") out.point = 1;
  return out;
}

// Half away from zero, as spreadsheets round.
Digits rounded(Digits number, int places) {
  const int keep = number.point + places;
  if (keep >= static_cast<int>(number.digits.size())) return number;
  if (keep < 0) return {false, "0", 1};
  const bool up = number.digits[static_cast<std::size_t>(keep)] >= '5';
  number.digits.resize(static_cast<std::size_t>(keep));
  if (!up) return number.digits.empty() ? Digits{false, "0", 1} : number;
  int at = keep - 1;
  while (at >= 0 && number.digits[static_cast<std::size_t>(at)] == '9')
    number.digits[static_cast<std::size_t>(at--)] = '0';
  if (at >= 0) {
    ++number.digits[static_cast<std::size_t>(at)];
  } else {
    number.digits.insert(number.digits.begin(), '1');
    ++number.point;
  }
  return number;
}

// "0012.50": at least so many digits before the point and behind it.
std::string plain(const Digits& number, int whole_digits, int least_places) {
  std::string whole, fraction;
  for (int i = 0; i < number.point; ++i) {
    const auto at = static_cast<std::size_t>(i);
    whole += at < number.digits.size() ? number.digits[at] : '0';
  }
  fraction.assign(static_cast<std::size_t>(std::max(0, -number.point)), '0');
  const auto start = static_cast<std::size_t>(std::max(0, number.point));
  if (start < number.digits.size()) fraction += number.digits.substr(start);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  while (static_cast<int>(fraction.size()) < least_places) fraction += '0';
  while (static_cast<int>(whole.size()) < whole_digits) whole.insert(whole.begin(), '0');
  const bool zero = whole.find_first_not_of('0') == std::string::npos &&
                    fraction.find_first_not_of('0') == std::string::npos;
  return (number.negative && !zero ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

std::string scientific(const Digits& number, int places) {
  Digits mantissa = number;
  mantissa.point = 1;
  mantissa = rounded(mantissa, places);
  const int exponent = number.digits == "0" ? 0 : number.point - 1 + (mantissa.point - 1);
  mantissa.point = 1;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "E%+03d", exponent);
  return plain(mantissa, 1, places) + text.data();
}

std::string in_full(const Digits& number) {
  const bool long_number = number.point > 21 || number.point < -kMostPlaces;
  return long_number ? scientific(number, static_cast<int>(number.digits.size()) - 1)
                     : plain(number, 1, 0);
}

// What a format code says, of its first section.
struct Format {
  bool understood = true;
  bool general = false;
  bool day = false, month = false, clock = false;
  bool percent = false, thousands = false, exponent = false;
  int whole = 0, least_places = 0, most_places = 0;
  std::string before, after;  // texts around the number
};

class FormatReader {
 public:
  explicit FormatReader(std::string_view code) : code_(code.substr(0, 200)) {}

  Format read() {
    if (code_.empty() || code_ == "General" || code_ == "@") {
      out_.general = true;
      return out_;
    }
    for (; at_ < code_.size() && code_[at_] != ';'; ++at_) step(code_[at_]);
    out_.understood = out_.understood && !(scaled_ && out_.whole + out_.least_places > 0);
    out_.general = !digits_ && !out_.day && !out_.month && !out_.clock;
    return out_;
  }

 private:
  void step(char c) {
    if (c == '"') {
      const std::size_t end = std::min(code_.find('"', at_ + 1), code_.size());
      literal(code_.substr(at_ + 1, end - at_ - 1));
      at_ = end;
    } else if (c == '[') {
      const std::size_t end = std::min(code_.find(']', at_), code_.size());
      const std::string_view inside = code_.substr(at_ + 1, end - at_ - 1);
      out_.clock = out_.clock || inside == "h" || inside == "m" || inside == "mm" ||
                   inside == "s" || inside == "hh" || inside == "ss";
      at_ = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      if (c == '\\' && at_ + 1 < code_.size()) literal(code_.substr(at_ + 1, 1));
      ++at_;
    } else if (!placeholder(c)) {
      letter(c);
    }
  }

  bool placeholder(char c) {
    if (c != '0' && c != '#' && c != '?' && c != '.' && c != ',') return false;
    if (out_.exponent) return true;
    scaled_ = c == ',' && digits_;
    if (c == '.') behind_point_ = true;
    if (c == ',' && digits_ && !behind_point_) out_.thousands = true;
    if (c == '.' || c == ',') return true;
    digits_ = true;
    if (!behind_point_) out_.whole += c == '0';
    if (behind_point_) {
      ++out_.most_places;
      if (c == '0') out_.least_places = out_.most_places;
    }
    return true;
  }

  void letter(char c) {
    switch (c) {
      case 'y':
      case 'Y':
      case 'd':
      case 'D':
        out_.day = true;
        break;
      case 'm':
      case 'M':
        out_.month = true;
        break;
      case 'h':
      case 'H':
      case 's':
      case 'S':
        out_.clock = true;
        break;
      case 'E':
      case 'e':
        out_.exponent = digits_;
        ++at_;  // its sign
        break;
      case '%':
        out_.percent = true;
        break;
      case '/':
        if (digits_) out_.understood = false;  // a fraction
        break;
      case 'A':
      case 'a':
      case 'P':
      case 'p':
        break;  // AM/PM
      default:
        if (c != ' ' || digits_) literal(std::string_view(&c, 1));
    }
  }

  void literal(std::string_view text) { (digits_ ? out_.after : out_.before) += text; }

  std::string_view code_;
  std::size_t at_ = 0;
  bool digits_ = false, behind_point_ = false, scaled_ = false;
  Format out_;
};

std::string with_thousands(std::string text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = point; at > first + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string day_text(double value, bool from_1904) {
  using std::chrono::days;
  using std::chrono::sys_days;
  using std::chrono::year;
  constexpr double kLast = 2'958'465;  // 9999-12-31
  if (value < 1 || value > kLast) return "";
  auto whole = static_cast<int>(value);
  sys_days start = from_1904 ? sys_days(year{1904} / 1 / 1) : sys_days(year{1899} / 12 / 30);
  if (!from_1904 && whole < 60) ++whole;  // the 29 February 1900 that never was
  const std::chrono::year_month_day date(start + days(whole));
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

}  // namespace

ShownNumber show_number(const std::string& stored, std::string_view code, bool from_1904) {
  const auto value = value_of(stored);
  if (!value) return {stored, ""};
  Digits number = digits_of(*value);
  ShownNumber out;
  out.full = in_full(number);
  out.text = out.full;
  const Format format = FormatReader(code).read();
  if (format.day || (format.month && !format.clock)) {
    const std::string day = day_text(*value, from_1904);
    out.date = !day.empty();
    if (out.date) out.text = day;
    return out;
  }
  out.time = format.clock;
  if (format.general || format.clock || !format.understood || format.most_places > kMostPlaces)
    return out;
  if (format.percent && number.digits != "0") number.point += 2;
  const Digits shown = rounded(number, format.most_places);
  out.text = format.exponent ? scientific(number, format.most_places)
                             : plain(shown, std::max(format.whole, 1), format.least_places);
  if (format.thousands && !format.exponent) out.text = with_thousands(out.text);
  const auto kept = static_cast<int>(number.digits.size()) - (format.exponent ? 1 : number.point);
  out.rounded = kept > format.most_places;
  out.text = format.before + out.text + format.after + (format.percent ? " %" : "");
  return out;
}

std::string_view built_in_format(int id) {
  constexpr std::array<std::pair<int, std::string_view>, 25> kFormats = {
      {{1, "0"},         {2, "0.00"},      {3, "#,##0"},   {4, "#,##0.00"}, {9, "0%"},
       {10, "0.00%"},    {11, "0.00E+00"}, {12, "# ?/?"},  {13, "# ?/?"},   {14, "m/d/yyyy"},
       {15, "d-mmm-yy"}, {16, "d-mmm"},    {17, "mmm-yy"}, {18, "h:mm"},    {19, "h:mm:ss"},
       {20, "h:mm"},     {21, "h:mm:ss"},  {22, "m/d/yy"}, {37, "#,##0"},   {38, "#,##0"},
       {39, "#,##0.00"}, {40, "#,##0.00"}, {45, "mm:ss"},  {46, "[h]:mm"},  {48, "##0.0E+0"}}};
  const auto found = std::ranges::find(kFormats, id, &std::pair<int, std::string_view>::first);
  if (found != kFormats.end()) return found->second;
  // Dates of East Asian calendars, in every language of the program.
  if ((id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
    return "yyyy/m/d";
  return "General";
}

}  // namespace verilot
