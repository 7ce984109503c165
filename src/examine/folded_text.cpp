#include "examine/folded_text.h"

#include <algorithm>
#include <array>

namespace verilot {

namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;
};

// Invalid bytes come out one by one as U+FFFD.
CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {0xFFFD, 1};
  char32_t value = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0xFFFD, 1};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  return {value, length};
}

struct Fold {
  char32_t from, to;  // a range
  std::string_view plain;
};

// Letters lose their accents; letters of other scripts that look like Latin ones become those, or
// "FDА" with a Cyrillic A would pass unseen. Signs between words separate clauses.
constexpr Fold kFolds[] = {
    {0x00A0, 0x00A0, " "},     {0x00A1, 0x00A1, ""},   {0x00A3, 0x00A3, " gbp "},
    {0x00A9, 0x00A9, ""},      {0x00AB, 0x00AB, "\""}, {0x00AD, 0x00AE, ""},
    {0x00B4, 0x00B4, "'"},     {0x00B7, 0x00B7, ";"},  {0x00BB, 0x00BB, "\""},
    {0x00BF, 0x00BF, ""},      {0x00C0, 0x00C5, "a"},  {0x00C7, 0x00C7, "c"},
    {0x00C8, 0x00CB, "e"},     {0x00CC, 0x00CF, "i"},  {0x00D1, 0x00D1, "n"},
    {0x00D2, 0x00D6, "o"},     {0x00D9, 0x00DC, "u"},  {0x00E0, 0x00E5, "a"},
    {0x00E7, 0x00E7, "c"},     {0x00E8, 0x00EB, "e"},  {0x00EC, 0x00EF, "i"},
    {0x00F1, 0x00F1, "n"},     {0x00F2, 0x00F6, "o"},  {0x00F9, 0x00FC, "u"},
    {0x0300, 0x036F, ""},      {0x0410, 0x0410, "a"},  {0x0412, 0x0412, "b"},
    {0x0415, 0x0415, "e"},     {0x041A, 0x041A, "k"},  {0x041E, 0x041E, "o"},
    {0x0420, 0x0420, "p"},     {0x0421, 0x0421, "c"},  {0x0422, 0x0422, "t"},
    {0x0430, 0x0430, "a"},     {0x0435, 0x0435, "e"},  {0x043E, 0x043E, "o"},
    {0x0440, 0x0440, "p"},     {0x0441, 0x0441, "c"},  {0x2000, 0x200A, " "},
    {0x200B, 0x200F, ""},      {0x2010, 0x2013, "-"},  {0x2014, 0x2015, ";"},
    {0x2018, 0x201B, "'"},     {0x201C, 0x201F, "\""}, {0x2026, 0x2026, "..."},
    {0x2028, 0x2029, " "},     {0x202F, 0x202F, " "},  {0x2060, 0x2060, ""},
    {0x20AC, 0x20AC, " eur "}, {0x2122, 0x2122, ""},   {0x2212, 0x2212, "-"},
    {0xFE00, 0xFE0F, ""},      {0xFEFF, 0xFEFF, ""},
};

std::string_view plain_of(char32_t c) {
  for (const Fold& fold : kFolds)
    if (c >= fold.from && c <= fold.to) return fold.plain;
  // Bullets, arrows, ticks and emoji stand between clauses.
  const bool sign = (c >= 0x2000 && c <= 0x2BFF) || c >= 0x1F000;
  return sign ? ";" : "~";
}

class Folder {
 public:
  Folder(std::string_view captured, std::size_t offset) : captured_(captured), offset_(offset) {}

  FoldedText run() {
    while (at_ < captured_.size()) {
      const CodePoint c = decode(captured_.substr(at_));
      next_ = at_ + c.length;
      if (c.value < 0x80) {
        put_ascii(static_cast<char>(c.value));
      } else if (c.value >= 0xFF01 && c.value <= 0xFF5E) {
        put_ascii(static_cast<char>(c.value - 0xFF01 + '!'));
      } else {
        for (const char plain : plain_of(c.value)) put_ascii(plain);
      }
      at_ = next_;
    }
    while (!out_.text.empty() && out_.text.back() == ' ') drop_last();
    return std::move(out_);
  }

 private:
  void put_ascii(char c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const unsigned char u = static_cast<unsigned char>(c);
    if (c == '\v' && (next_ >= captured_.size() || captured_[next_] != '\n')) {
      put_space();  // between the cells of a row
      put(';');
      put_space();
    } else if (u <= ' ' || u == 0x7F) {
      put_space();
    } else if (c == '-') {
      put_dash();
    } else if (c == '|') {
      put(';');
    } else if (c != '*' && c != '_' && c != '`') {  // emphasis of Markdown
      put(c);
    }
  }

  void put(char c) {
    out_.text += c;
    out_.origin.push_back(static_cast<std::uint32_t>(offset_ + at_));
  }

  void put_space() {
    if (!out_.text.empty() && out_.text.back() != ' ') put(' ');
  }

  // "FDA-approved" is two words, "3-6" a range, a dash between spaces a break.
  void put_dash() {
    const std::string& text = out_.text;
    const bool after_space = text.empty() || text.back() == ' ';
    const bool after_digit = !text.empty() && text.back() >= '0' && text.back() <= '9';
    const char next = next_ < captured_.size() ? captured_[next_] : ' ';
    const bool before_space = static_cast<unsigned char>(next) <= ' ';
    if (next >= '0' && next <= '9' && (after_digit || after_space)) {
      put('-');
    } else if (after_space && (before_space || next == '-')) {
      put(';');
    } else if (!after_space) {
      put(' ');
    }
  }

  void drop_last() {
    out_.text.pop_back();
    out_.origin.pop_back();
  }

  std::string_view captured_;
  std::size_t offset_;
  std::size_t at_ = 0, next_ = 0;
  FoldedText out_;
};

}  // namespace

FoldedText fold(std::string_view captured, std::size_t offset) {
  return Folder(captured, offset).run();
}

}  // namespace verilot
