#include "plan/cells.h"

#include <compare>
#include <cstring>

#include "cel/numbers.h"
#include "cel/timestamps.h"
#include "cel/utf8.h"

namespace verilot::plan {
namespace {

Tag state(bool value) { return value ? Tag::yes : Tag::no; }

cel::Value number_value(const Cell& a) {
  if (a.tag == Tag::integer) return cel::Value::integer(a.integer);
  if (a.tag == Tag::unsigned_integer) return cel::Value::unsigned_integer(a.bits);
  return cel::Value::real(a.real);
}

std::partial_ordering compare_numbers(const Cell& a, const Cell& b) {
  if (a.tag == Tag::integer && b.tag == Tag::integer) return a.integer <=> b.integer;
  if (is_exact(a) && is_exact(b)) return exact_real(a) <=> exact_real(b);
  return cel::compare_numbers(number_value(a), number_value(b));
}

bool same_text(const Cell& a, const Cell& b) {
  return a.length == b.length && std::memcmp(a.text, b.text, a.length) == 0;
}

// Of the same kind, both values.
Tag equal_kind(const Cell& a, const Cell& b) {
  switch (a.tag) {
    case Tag::text:
      return state(same_text(a, b));
    case Tag::timestamp:
      return state(a.integer == b.integer && a.length == b.length);
    case Tag::duration:
      return state(a.integer == b.integer);
    default:
      return Tag::yes;
  }
}

template <typename Ordering>
Tag holds(Ordering order, bool or_equal) {
  return state(order < 0 || (or_equal && order == 0));
}

Cell timestamp_cell(cel::Timestamp time) {
  Cell cell = cell_of(Tag::timestamp);
  cell.integer = time.seconds;
  cell.length = static_cast<std::uint32_t>(time.nanos);
  return cell;
}

cel::Timestamp time_of(const Cell& cell) {
  return {cell.integer, static_cast<std::int32_t>(cell.length)};
}

Cell duration_cell(cel::Duration duration) {
  Cell cell = cell_of(Tag::duration);
  cell.integer = duration.nanos;
  return cell;
}

template <typename T>
Cell maybe(const std::optional<T>& result, Cell (*make)(T)) {
  return result ? make(*result) : cell_of(Tag::error);
}

Cell integers(Op op, std::int64_t a, std::int64_t b) {
  std::int64_t out = 0;
  bool fault = false;
  switch (op) {
    case Op::add:
      fault = __builtin_add_overflow(a, b, &out);
      break;
    case Op::subtract:
      fault = __builtin_sub_overflow(a, b, &out);
      break;
    case Op::multiply:
      fault = __builtin_mul_overflow(a, b, &out);
      break;
    default:
      fault = b == 0 || (b == -1 && a == INT64_MIN);
      if (!fault) out = op == Op::divide ? a / b : a % b;
      break;
  }
  return fault ? cell_of(Tag::error) : integer_cell(out);
}

Cell reals(Op op, double a, double b) {
  switch (op) {
    case Op::add:
      return real_cell(a + b);
    case Op::subtract:
      return real_cell(a - b);
    case Op::multiply:
      return real_cell(a * b);
    case Op::divide:
      return real_cell(a / b);
    default:
      return cell_of(Tag::error);
  }
}

Cell durations(Op op, const Cell& a, const Cell& b) {
  if (op != Op::add && op != Op::subtract) return cell_of(Tag::error);
  const Cell nanos = integers(op, a.integer, b.integer);
  return nanos.tag == Tag::error ? nanos : duration_cell({nanos.integer});
}

Cell times(Op op, const Cell& a, const Cell& b) {
  const bool plus = op == Op::add, minus = op == Op::subtract;
  if (a.tag == Tag::timestamp && b.tag == Tag::timestamp && minus)
    return maybe(cel::subtract(time_of(a), time_of(b)), duration_cell);
  if (a.tag == Tag::timestamp && b.tag == Tag::duration && plus)
    return maybe(cel::add(time_of(a), {b.integer}), timestamp_cell);
  if (a.tag == Tag::timestamp && b.tag == Tag::duration && minus)
    return maybe(cel::subtract(time_of(a), cel::Duration{b.integer}), timestamp_cell);
  if (a.tag == Tag::duration && b.tag == Tag::timestamp && plus)
    return maybe(cel::add(time_of(b), {a.integer}), timestamp_cell);
  return cell_of(Tag::error);
}

// Days since 1970-01-01, of years from 1 on (H. Hinnant, chrono-compatible low-level algorithms).
std::int64_t days_of(unsigned year, unsigned month, unsigned day) {
  year -= month <= 2;
  const unsigned era = year / 400, of_era = year % 400;
  const unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return std::int64_t{era} * 146'097 +
         std::int64_t{of_era * 365 + of_era / 4 - of_era / 100 + of_year} - 719'468;
}

// Eight characters with a digit wherever `form` has a 0, and otherwise equal to it.
struct EightDigits {
  std::uint64_t values = 0;  // byte by byte, 0 for what is no digit
  std::uint64_t faults = 0;  // 0 where the text is of that form

  EightDigits(const char* text, const char (&form)[9]) {
    std::uint64_t wanted = 0, headroom = 0;  // added to a byte, a wrong one has its upper bit set
    for (int i = 7; i >= 0; --i) {
      wanted = wanted << 8 | static_cast<unsigned char>(form[i]);
      headroom = headroom << 8 | (form[i] == '0' ? 0x80 - 10 : 0x80 - 1);
    }
    constexpr std::uint64_t kLower = 0x7F7F7F7F7F7F7F7Fu;
    std::memcpy(&values, text, 8);
    values ^= wanted;
    faults = (((values & kLower) + headroom) | values) & ~kLower;
  }
  // The number that the digits at `i` and behind it are.
  unsigned two(int i) const { return (values * 10 + (values >> 8)) >> 8 * i & 0xFF; }
};

// Nearly every time is of the form 2026-11-22T00:00:00Z; the parser of the language has the rest.
std::optional<cel::Timestamp> parse_time(std::string_view text) {
  if (text.size() != 20 || std::endian::native != std::endian::little)
    return cel::parse_timestamp(text);
  const EightDigits date(text.data(), "0000-00-"), time(text.data() + 8, "00T00:00"),
      rest(text.data() + 12, "0:00:00Z");
  const unsigned year = date.two(0) * 100 + date.two(2), month = date.two(5), day = time.two(0);
  const unsigned hour = time.two(3), minute = time.two(6), second = rest.two(5);
  const bool valid = (date.faults | time.faults | rest.faults) == 0 && year >= 100 &&
                     month - 1 < 12 && day - 1 < 28 && hour < 24 && minute < 60 && second < 60;
  if (!valid) return cel::parse_timestamp(text);
  return cel::Timestamp{days_of(year, month, day) * 86'400 + hour * 3'600 + minute * 60 + second,
                        0};
}

bool is_time(Tag tag) { return tag == Tag::timestamp || tag == Tag::duration; }

}  // namespace

std::optional<Cell> scalar_cell(const cel::Value& value) {
  using Kind = cel::Value::Kind;
  switch (value.kind()) {
    case Kind::null:
      return cell_of(Tag::null);
    case Kind::boolean:
      return boolean_cell(value.as_boolean());
    case Kind::integer:
      return integer_cell(value.as_integer());
    case Kind::unsigned_integer: {
      Cell cell = cell_of(Tag::unsigned_integer);
      cell.bits = value.as_unsigned();
      return cell;
    }
    case Kind::real:
      return real_cell(value.as_real());
    case Kind::timestamp:
      return timestamp_cell(value.as_timestamp());
    case Kind::duration:
      return duration_cell(value.as_duration());
    default:
      return std::nullopt;
  }
}

Tag equal_cells(const Cell& a, const Cell& b) {
  if (a.tag == Tag::text && b.tag == Tag::text) return state(same_text(a, b));
  const Tag fault = strict(a, b);
  if (fault != Tag::yes) return fault;
  if (a.is_number() && b.is_number()) return state(compare_numbers(a, b) == 0);
  if (a.is_container() && b.is_container()) return kLeft;
  return a.tag == b.tag ? equal_kind(a, b) : Tag::no;
}

Tag less_cells(const Cell& a, const Cell& b, bool or_equal) {
  const Tag fault = strict(a, b);
  if (fault != Tag::yes) return fault;
  if (a.is_number() && b.is_number()) return holds(compare_numbers(a, b), or_equal);
  if (a.tag == Tag::box && b.tag == Tag::box) return kLeft;
  if (a.is_boolean() && b.is_boolean()) return holds(a.tag <=> b.tag, or_equal);
  if (a.tag != b.tag) return Tag::error;
  switch (a.tag) {
    case Tag::text:
      return holds(a.view() <=> b.view(), or_equal);
    case Tag::timestamp:
      return holds(time_of(a) <=> time_of(b), or_equal);
    case Tag::duration:
      return holds(a.integer <=> b.integer, or_equal);
    default:
      return Tag::error;
  }
}

Cell arithmetic(Op op, const Cell& a, const Cell& b) {
  const Tag fault = strict(a, b);
  if (fault != Tag::yes) return cell_of(fault);
  if (a.tag == Tag::integer && b.tag == Tag::integer) return integers(op, a.integer, b.integer);
  if (a.tag == Tag::real && b.tag == Tag::real) return reals(op, a.real, b.real);
  if (a.tag == Tag::duration && b.tag == Tag::duration) return durations(op, a, b);
  if (is_time(a.tag) && is_time(b.tag)) return times(op, a, b);
  if (a.is_container() || b.is_container() || a.tag == Tag::text || a.tag == Tag::unsigned_integer)
    return left_cell();
  return cell_of(Tag::error);
}

Cell negated(const Cell& a) {
  if (!a.is_value()) return a;
  if (a.tag == Tag::real) return real_cell(-a.real);
  if (a.tag != Tag::integer || a.integer == INT64_MIN) return cell_of(Tag::error);
  return integer_cell(-a.integer);
}

Cell size_of(const Cell& a) {
  if (!a.is_value()) return a;
  if (a.tag == Tag::list) return integer_cell(a.length);
  if (a.tag == Tag::text)
    return integer_cell(static_cast<std::int64_t>(cel::count_code_points(a.view())));
  return a.is_container() ? left_cell() : cell_of(Tag::error);
}

Cell timestamp_of(const Cell& a) {
  if (!a.is_value() || a.tag == Tag::timestamp) return a;
  if (a.tag == Tag::text) return maybe(parse_time(a.view()), timestamp_cell);
  if (a.tag != Tag::integer) return cell_of(Tag::error);
  if (a.integer < cel::kFirstSecond || a.integer > cel::kLastSecond) return cell_of(Tag::error);
  return timestamp_cell({a.integer, 0});
}

Cell real_of(const Cell& a) {
  if (!a.is_value() || a.tag == Tag::real) return a;
  if (a.tag == Tag::integer) return real_cell(static_cast<double>(a.integer));
  return left_cell();
}

Cell duration_of(const Cell& a) {
  if (!a.is_value() || a.tag == Tag::duration) return a;
  if (a.tag != Tag::text) return left_cell();
  return maybe(cel::parse_duration(a.view()), duration_cell);
}

}  // namespace verilot::plan
