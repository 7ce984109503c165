#include "plan/reason_text.h"

#include <charconv>

namespace verilot::plan {
namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void append_escape(std::string& out, char c) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
    case '\\':
      out += '\\';
      out += c;
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
  }
}

}  // namespace

// Without an early end, so that it is done many bytes at a time.
bool is_plain(std::string_view text) {
  bool escapes = false;
  for (const char c : text) escapes |= needs_escape(c);
  return !escapes;
}

void append_escaped(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out.append(text);
    return;
  }
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text, plain, i - plain);
    append_escape(out, text[i]);
    plain = i + 1;
  }
  out.append(text, plain, text.size() - plain);
}

void append_json(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

void append_missing_item(std::string& out, std::string_view path, std::string_view asked,
                         bool first) {
  out += first ? "{\"path\":" : ",{\"path\":";
  append_json(out, path);
  if (asked != path) {
    out += ",\"asked\":";
    append_json(out, asked);
  }
  out += '}';
}

void append_missing(std::string& out, const cel::MissingSet& missing) {
  out += '[';
  for (const cel::Missing& item : missing)
    append_missing_item(out, item.path, item.asked, &item == missing.data());
  out += ']';
}

void append_rows(std::string& out, const std::uint32_t* begin, const std::uint32_t* end) {
  if (begin == end) return;
  out += ",\"rows\":[";
  for (const std::uint32_t* row = begin; row != end; ++row) {
    if (row != begin) out += ',';
    char digits[10];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, *row).ptr);
  }
  out += ']';
}

void append_reasons(std::string& out, const std::vector<Reason>& reasons) {
  out += '[';
  for (const Reason& reason : reasons) {
    out += &reason == reasons.data() ? "{\"text\":" : ",{\"text\":";
    append_json(out, reason.text);
    out += ",\"value\":";
    append_json(out, reason.value);
    append_rows(out, reason.rows.data(), reason.rows.data() + reason.rows.size());
    out += '}';
  }
  out += ']';
}

}  // namespace verilot::plan
