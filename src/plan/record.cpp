#include "plan/record.h"

#include <simdjson.h>

#include <cstring>

namespace verilot::plan {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const char* digits_end(const char* text) {
  if (!is_digit(*text)) return nullptr;
  while (is_digit(*text)) ++text;
  return text;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four digits of \uXXXX; -1 where they are none.
int code_unit(std::string_view digits) {
  if (digits.size() < 4) return -1;
  int value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int digit = hex_value(digits[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

void append_code_point(std::string& out, int point) {
  const auto put = [&out](int byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

// \uXXXX at the start of `rest`, or a surrogate pair of two; returns the bytes read, 0 for a fault.
std::size_t append_unicode(std::string_view rest, std::string& out) {
  const int unit = code_unit(rest.substr(2));
  if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) return 0;
  if (unit < 0xD800 || unit > 0xDFFF) {
    append_code_point(out, unit);
    return 6;
  }
  if (rest.substr(6, 2) != "\\u") return 0;
  const int low = code_unit(rest.substr(8));
  if (low < 0xDC00 || low > 0xDFFF) return 0;
  append_code_point(out, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
  return 12;
}

std::size_t append_escape(std::string_view rest, std::string& out) {
  static constexpr std::string_view kNames = "\"\\/bfnrt";
  static constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
  if (rest.size() < 2) return 0;
  if (rest[1] == 'u') return append_unicode(rest, out);
  const std::size_t name = kNames.find(rest[1]);
  if (name == std::string_view::npos) return 0;
  out.push_back(kValues[name]);
  return 2;
}

}  // namespace

bool ends_scalar(char c) {
  return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

const char* number_end(const char* text) {
  if (*text == '-') ++text;
  if (*text == '0') {
    ++text;
  } else if (text = digits_end(text); text == nullptr) {
    return nullptr;
  }
  if (*text == '.' && (text = digits_end(text + 1)) == nullptr) return nullptr;
  if (*text != 'e' && *text != 'E') return text;
  ++text;
  if (*text == '+' || *text == '-') ++text;
  return digits_end(text);
}

bool unescape(std::string_view raw, std::string& out) {
  while (!raw.empty()) {
    const std::size_t plain = std::min(raw.find('\\'), raw.size());
    out.append(raw.substr(0, plain));
    raw.remove_prefix(plain);
    if (raw.empty()) break;
    const std::size_t read = append_escape(raw, out);
    if (read == 0) return false;
    raw.remove_prefix(read);
  }
  return true;
}

Record::Record() = default;
Record::~Record() = default;

bool Record::index(std::string_view line) {
  if (line.empty()) return false;
  if (line.size() > capacity_ || !parser_) {
    capacity_ = std::max<std::size_t>(line.size() * 2, 64 * 1024);
    parser_.reset();
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity_, kMaxDepth, parser_) != simdjson::SUCCESS)
      return false;
  }
  text_ = line.data();
  size_ = line.size();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_);
  if (parser_->stage1(bytes, size_, simdjson::stage1_mode::regular) != simdjson::SUCCESS)
    return false;
  places_ = parser_->structural_indexes.get();
  count_ = parser_->n_structural_indexes;
  has_escapes_ = std::memchr(text_, '\\', size_) != nullptr;
  return true;
}

bool Record::check_text(std::uint32_t i) const {
  const std::string_view raw = raw_text(i);
  if (raw.find('\\') == std::string_view::npos) return true;
  std::string unescaped;
  return unescape(raw, unescaped);
}

bool Record::check_scalar(std::uint32_t i) const {
  const char* text = place(i);
  switch (*text) {
    case '"':
      return !has_escapes_ || check_text(i);
    case 't':
      return std::memcmp(text, "true", 4) == 0 && ends_scalar(text[4]);
    case 'f':
      return std::memcmp(text, "false", 5) == 0 && ends_scalar(text[5]);
    case 'n':
      return std::memcmp(text, "null", 4) == 0 && ends_scalar(text[4]);
    default: {
      const char* end = number_end(text);
      return end != nullptr && ends_scalar(*end);
    }
  }
}

std::uint32_t Record::check(std::uint32_t i, std::size_t depth) const {
  // One bit a level: whether the container is an object.
  std::uint64_t objects[kMaxDepth / 64 + 1];
  const std::size_t outer = depth;
  const auto is_object = [&] { return (objects[depth / 64] >> (depth % 64) & 1) != 0; };
  for (;;) {
    const char c = at(i);
    if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return kBroken;
      std::uint64_t& word = objects[depth / 64];
      word = (word & ~(std::uint64_t{1} << depth % 64)) | std::uint64_t{c == '{'} << depth % 64;
      ++i;
      if (at(i) != (c == '{' ? '}' : ']')) {
        if (c == '[') continue;
        if (at(i) != '"' || at(i + 1) != ':' || (has_escapes_ && !check_text(i))) return kBroken;
        i += 2;
        continue;
      }
    } else {
      if (!check_scalar(i)) return kBroken;
      ++i;
      if (depth == outer) return i;
    }
    for (;; ++i) {  // behind a value, or at the end of an empty container
      const char next = at(i);
      if (next == ',') break;
      if (next != (is_object() ? '}' : ']')) return kBroken;
      if (--depth == outer) return i + 1;
    }
    ++i;
    if (!is_object()) continue;
    if (at(i) != '"' || at(i + 1) != ':' || (has_escapes_ && !check_text(i))) return kBroken;
    i += 2;
  }
}

std::uint32_t Record::skip(std::uint32_t i) const {
  std::size_t depth = 0;
  for (;; ++i) {
    const char c = at(i);
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
    if (depth == 0) return i + 1;
  }
}

}  // namespace verilot::plan
