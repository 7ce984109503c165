#include "report/text.h"

#include <algorithm>

namespace verilot {

namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The bytes of the first `count` code points.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (starts_character(text[at]) && count-- == 0) return at;
    ++at;
  }
  return at;
}

}  // namespace

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // C1 controls are two bytes, C2 80 to C2 9F.
    const bool c1 =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c < 0x20 || c == 0x7F) {
      out += ' ';
    } else if (c1) {
      out += ' ';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string cut(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  if (width < 4) return std::string(text.substr(0, bytes_of(text, width)));
  return std::string(text.substr(0, bytes_of(text, width - 3))) + "...";
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string counted(std::size_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

std::string wrapped(std::string_view first, std::string_view text, std::size_t width) {
  const std::string indent(columns(first), ' ');
  const std::size_t room = std::max<std::size_t>(20, width - std::min(width, indent.size()));
  std::string out, line;
  std::string_view head = first;
  const auto flush = [&] {
    out += std::string(head) + line + "\n";
    head = indent;
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (columns(word) > room) {
      if (!line.empty()) flush();
      const std::size_t part = bytes_of(word, room);
      line = word.substr(0, part);
      word.remove_prefix(part);
      flush();
    }
    if (word.empty()) continue;
    if (!line.empty() && columns(line) + 1 + columns(word) > room) flush();
    line += (line.empty() ? "" : " ") + std::string(word);
  }
  if (!line.empty() || out.empty()) flush();
  return out;
}

}  // namespace verilot
