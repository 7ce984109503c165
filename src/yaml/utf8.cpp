#include "yaml/utf8.h"

namespace verilot {

namespace {

void report(const std::string& file, int line, int column, std::string message,
            Problems& problems) {
  SourceLocation where;
  where.file = file;
  where.line = line;
  where.column = column;
  problems.push_back({ProblemLevel::error, where, std::move(message)});
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::size_t expected_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The second byte rules out overlong forms, surrogates and code points past U+10FFFF.
bool second_byte_fits(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second <= 0x8F;
  return true;
}

std::string replace_invalid(std::string_view text, const std::string& file, Problems& problems) {
  std::string clean;
  clean.reserve(text.size());
  int line = 1, column = 1;
  bool reported = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) {
      if (!reported) {
        report(file, line, column, "is not UTF-8 here; save the file as UTF-8", problems);
        reported = true;
      }
      append_utf8(clean, U'\uFFFD');
      ++i;
      ++column;
      continue;
    }
    clean.append(text.substr(i, length));
    column += static_cast<int>(length);
    if (text[i] == '\n') {
      ++line;
      column = 1;
    }
    i += length;
  }
  return clean;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = expected_length(lead);
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation(text[i])) return 0;
  if (length > 1 && !second_byte_fits(lead, static_cast<unsigned char>(text[1]))) return 0;
  return length;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::optional<std::string> checked_utf8(std::string_view text, std::size_t max_bytes,
                                        const std::string& file, Problems& problems) {
  if (text.size() > max_bytes) {
    report(file, 0, 0, "is larger than " + std::to_string(max_bytes >> 20) + " MB; split it",
           problems);
    return std::nullopt;
  }
  if (text.starts_with(std::string_view("\xFF\xFE\0\0", 4)) ||
      text.starts_with(std::string_view("\0\0\xFE\xFF", 4))) {
    report(file, 1, 1, "is UTF-32; save the file as UTF-8", problems);
    return std::nullopt;
  }
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    report(file, 1, 1, "is UTF-16; save the file as UTF-8", problems);
    return std::nullopt;
  }
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    report(file, 0, 0, "is empty; write what is known, or leave the file out", problems);
    return std::nullopt;
  }
  if (text.find('\0') != std::string_view::npos) {
    report(file, 0, 0, "holds NUL bytes: it is not a text file; save it as UTF-8 text", problems);
    return std::nullopt;
  }
  return replace_invalid(text, file, problems);
}

}  // namespace verilot
