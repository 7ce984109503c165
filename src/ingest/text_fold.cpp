#include "ingest/text_fold.h"

#include <algorithm>
#include <utility>

#include "yaml/utf8.h"

namespace verilot {
namespace {

struct CodePoint {
  char32_t value;
  std::size_t bytes;
};

CodePoint next_code_point(std::string_view text) {
  const std::size_t bytes = utf8_length(text);
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (bytes <= 1) return {bytes == 0 ? 0xFFFDu : at(0), 1};
  char32_t value = at(0) & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) value = (value << 6) | (at(i) & 0x3Fu);
  return {value, bytes};
}

// Letters U+00C0 to U+017F by their base letter; "?" marks those that need a word of their own.
constexpr std::string_view kLatinBase =
    "aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiijjjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

std::string_view greek_name(char32_t c) {
  static constexpr std::string_view kNames[] = {
      "alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",  "theta", "iota",
      "kappa", "lambda", "mu",      "nu",    "xi",      "omicron", "pi",   "rho",   "sigma",
      "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega"};
  if (c >= 0x3B1 && c <= 0x3C9) return kNames[c - 0x3B1];
  if (c >= 0x391 && c <= 0x3A9) return kNames[c - 0x391];
  if (c == 0x2206) return "delta";  // the increment sign stands for it in many fonts
  return {};
}

std::string_view replacement(char32_t c) {
  switch (c) {
    case 0xB5:
    case 0x3BC:
      return "u";  // micro
    case 0xB2:
    case 0x2082:
      return "2";
    case 0xB3:
    case 0x2083:
      return "3";
    case 0xB9:
    case 0x2081:
      return "1";
    case 0xFB00:
      return "ff";
    case 0xFB01:
      return "fi";
    case 0xFB02:
      return "fl";
    case 0xFB03:
      return "ffi";
    case 0xFB04:
      return "ffl";
    case 0x2264:
      return "<=";
    case 0x2265:
      return ">=";
    default:
      return {};
  }
}

bool is_kept(char32_t c) {
  return c < 0x80 &&
         (std::string_view("#%+<>=/").find(static_cast<char>(c)) != std::string_view::npos);
}

void append_folded(std::string& out, char32_t c) {
  if (c < 0x80) {
    const char byte = static_cast<char>(c);
    if (byte >= 'A' && byte <= 'Z')
      out += static_cast<char>(byte - 'A' + 'a');
    else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
      out += byte;
    else if (byte == '#')
      out += " #";  // "Batch#" is "Batch #"
    else if (is_kept(c))
      out += byte;
    else
      out += ' ';
    return;
  }
  if (const auto text = replacement(c); !text.empty()) {
    out += text;
  } else if (const auto greek = greek_name(c); !greek.empty()) {
    // "Δ9THC" and "Delta-9 THC" are one name.
    out.append(greek) += ' ';
  } else if (c >= 0xC0 && c - 0xC0 < kLatinBase.size()) {
    out += kLatinBase[c - 0xC0] == '?' ? ' ' : kLatinBase[c - 0xC0];
  } else if ((c >= 0x370 && c < 0x2000) || (c >= 0x3000 && c < 0xE000)) {
    append_utf8(out, c);  // letters of other scripts
  } else {
    out += ' ';
  }
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// What certificates are written with; the rest of a page at most decorates.
bool is_usual(char32_t c) {
  if (c < 0x20) return false;
  if (c < 0x7F) {
    return std::string_view("{}|~\\`^$!?").find(static_cast<char>(c)) == std::string_view::npos;
  }
  if (c < 0xA0 || c == 0xFF || c == 0xFE || c == 0xFFFD) return false;
  if (c >= 0xE000 && c <= 0xF8FF) return false;  // private use
  return true;
}

}  // namespace

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string folded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint next = next_code_point(text);
    append_folded(out, next.value);
    text.remove_prefix(next.bytes);
  }
  return squeezed(out);
}

std::string identity_of(std::string_view text) {
  std::string out = folded(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '/'; });
  return out;
}

std::string without_control_characters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = utf8_length(text);
    const unsigned char first = static_cast<unsigned char>(text[0]);
    if (bytes == 0)
      out += '?';
    else if (bytes > 1 || first >= 0x20 || first == '\t' || first == '\n' || first == '\r') {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return out;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (!is_space(c))
      word += c;
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

CharacterCount count_characters(std::string_view text) {
  CharacterCount count;
  while (!text.empty()) {
    const CodePoint next = next_code_point(text);
    ++count.all;
    if (!is_usual(next.value)) ++count.strange;
    text.remove_prefix(next.bytes);
  }
  return count;
}

}  // namespace verilot
