#include <algorithm>

#include "cel/display.h"
#include "cel/functions.h"
#include "cel/utf8.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

constexpr std::size_t kMaxTextSize = 1'000'000;

std::u32string code_points(const Value& text) { return decode_utf8_lossy(text.as_text()); }

Value text(std::u32string_view points) { return Value::text(encode_utf8(points)); }

Value out_of_range(const Value& index) {
  return Value::error("index out of range: " + to_display(index));
}

Value too_long() { return Value::error("the text gets longer than 1,000,000 bytes"); }

// The index as a position from 0 to `size`.
std::optional<std::size_t> position(const Value& index, std::size_t size) {
  const std::int64_t number = index.as_integer();
  if (number < 0 || number > static_cast<std::int64_t>(size)) return std::nullopt;
  return static_cast<std::size_t>(number);
}

Value found_at(std::size_t index) {
  return Value::integer(index == std::u32string::npos ? -1 : static_cast<std::int64_t>(index));
}

Value char_at(Arguments a) {
  const std::u32string points = code_points(a[0]);
  const auto index = position(a[1], points.size());
  if (!index) return out_of_range(a[1]);
  return text(points.substr(*index, 1));
}

Value index_of(Arguments a) {
  const std::u32string points = code_points(a[0]);
  const auto from = a.size() == 3 ? position(a[2], points.size()) : std::optional(std::size_t{0});
  if (!from) return out_of_range(a[2]);
  return found_at(points.find(code_points(a[1]), *from));
}

Value last_index_of(Arguments a) {
  const std::u32string points = code_points(a[0]);
  const auto from =
      a.size() == 3 ? position(a[2], points.size()) : std::optional(std::u32string::npos);
  if (!from) return out_of_range(a[2]);
  return found_at(points.rfind(code_points(a[1]), *from));
}

Value substring(Arguments a) {
  const std::u32string points = code_points(a[0]);
  const auto begin = position(a[1], points.size());
  if (!begin) return out_of_range(a[1]);
  const auto end = a.size() == 3 ? position(a[2], points.size()) : std::optional(points.size());
  if (!end) return out_of_range(a[2]);
  if (*end < *begin) {
    return Value::error("substring(" + std::to_string(*begin) + ", " + std::to_string(*end) +
                        ") ends before it begins");
  }
  return text(points.substr(*begin, *end - *begin));
}

Value lower_ascii(Arguments a) {
  std::string out = a[0].as_text();
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return Value::text(std::move(out));
}

Value upper_ascii(Arguments a) {
  std::string out = a[0].as_text();
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return Value::text(std::move(out));
}

// Where the next separator begins; an empty one is found after every code point.
std::size_t next_separator(std::u32string_view points, std::u32string_view separator,
                           std::size_t from) {
  if (!separator.empty()) return points.find(separator, from);
  return from + 1 < points.size() ? from + 1 : std::u32string_view::npos;
}

Value split(Arguments a) {
  const std::u32string points = code_points(a[0]);
  const std::u32string separator = code_points(a[1]);
  const std::int64_t limit = a.size() == 3 ? a[2].as_integer() : -1;
  std::vector<Value> parts;
  if (limit == 0 || (points.empty() && separator.empty())) return Value::list(std::move(parts));
  std::size_t begin = 0;
  while (limit < 0 || static_cast<std::int64_t>(parts.size()) + 1 < limit) {
    const std::size_t end = next_separator(points, separator, begin);
    if (end == std::u32string::npos) break;
    parts.push_back(text(points.substr(begin, end - begin)));
    begin = end + separator.size();
  }
  parts.push_back(text(points.substr(begin)));
  return Value::list(std::move(parts));
}

// An empty text is replaced before every code point and at the end.
Value replace(Arguments a) {
  const std::u32string points = code_points(a[0]);
  const std::u32string wanted = code_points(a[1]);
  const std::u32string replacement = code_points(a[2]);
  std::int64_t left = a.size() == 4 ? a[3].as_integer() : -1;
  std::u32string out;
  std::size_t at = 0;
  while (left != 0 && at <= points.size() && out.size() <= kMaxTextSize) {
    const std::size_t found = points.find(wanted, at);
    if (found == std::u32string::npos) break;
    out.append(points, at, found - at);
    out += replacement;
    at = found + wanted.size();
    --left;
    if (!wanted.empty()) continue;
    if (at < points.size()) out += points[at];
    ++at;
  }
  if (out.size() > kMaxTextSize) return too_long();
  if (at < points.size()) out.append(points, at);
  return text(out);
}

Value join(Arguments a) {
  const std::string separator = a.size() == 2 ? a[1].as_text() : "";
  const List& list = a[0].as_list();
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value part = list.at(i);
    if (part.kind() != Value::Kind::text) {
      return Value::error("no such overload: join() takes a list of strings, not of " +
                          type_name(part));
    }
    if (i > 0) out += separator;
    out += part.as_text();
    if (out.size() > kMaxTextSize) return too_long();
  }
  return Value::text(std::move(out));
}

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

Value trim(Arguments a) {
  const std::u32string points = code_points(a[0]);
  std::u32string_view rest = points;
  while (!rest.empty() && is_white_space(rest.front())) rest.remove_prefix(1);
  while (!rest.empty() && is_white_space(rest.back())) rest.remove_suffix(1);
  return text(rest);
}

Value reverse_text(Arguments a) {
  std::u32string points = code_points(a[0]);
  std::ranges::reverse(points);
  return text(points);
}

Value quote(Arguments a) { return Value::text(quoted(encode_utf8(code_points(a[0])))); }
Value format_text(Arguments a) { return format(a[0].as_text(), a[1].as_list()); }

struct TextFunction {
  std::string_view name;
  std::vector<Kind> parameters;  // after the receiver
  Kind result;
  Value (*call)(Arguments);
};

std::vector<TextFunction> table() {
  constexpr Kind kText = Kind::text;
  constexpr Kind kInt = Kind::integer;
  return {
      {"charAt", {kInt}, kText, char_at},
      {"indexOf", {kText}, kInt, index_of},
      {"indexOf", {kText, kInt}, kInt, index_of},
      {"lastIndexOf", {kText}, kInt, last_index_of},
      {"lastIndexOf", {kText, kInt}, kInt, last_index_of},
      {"lowerAscii", {}, kText, lower_ascii},
      {"upperAscii", {}, kText, upper_ascii},
      {"replace", {kText, kText}, kText, replace},
      {"replace", {kText, kText, kInt}, kText, replace},
      {"split", {kText}, Kind::list, split},
      {"split", {kText, kInt}, Kind::list, split},
      {"substring", {kInt}, kText, substring},
      {"substring", {kInt, kInt}, kText, substring},
      {"trim", {}, kText, trim},
      {"reverse", {}, kText, reverse_text},
  };
}

}  // namespace

void add_strings_extension(FunctionRegistry& registry) {
  const Type text_type = Type::of(Kind::text);
  const Type texts = Type::list(text_type);
  for (const TextFunction& function : table()) {
    Function added;
    added.name = function.name;
    added.receiver_style = true;
    added.parameters = {text_type};
    for (const Kind kind : function.parameters) added.parameters.push_back(Type::of(kind));
    added.result = function.result == Kind::list ? texts : Type::of(function.result);
    added.call = function.call;
    registry.add(std::move(added));
  }
  registry.add({.name = "join",
                .receiver_style = true,
                .parameters = {texts},
                .result = text_type,
                .call = join});
  registry.add({.name = "join",
                .receiver_style = true,
                .parameters = {texts, text_type},
                .result = text_type,
                .call = join});
  registry.add({.name = "format",
                .receiver_style = true,
                .parameters = {text_type, Type::list(Type::dyn())},
                .result = text_type,
                .call = format_text});
  registry.add(
      {.name = "strings.quote", .parameters = {text_type}, .result = text_type, .call = quote});
}

}  // namespace verilot::cel
