// The lexical rules of PDF: ISO 32000-1:2008, 7.2 and 7.3.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "ingest/pdf_objects.h"

namespace verilot {
namespace {

constexpr int kMaxDepth = 40;
constexpr std::size_t kMaxContained = 500'000;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}
bool is_delimiter(char c) {
  return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' ||
         c == '}' || c == '/' || c == '%';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string unescaped_name(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '#' && i + 2 < name.size() && hex_digit(name[i + 1]) >= 0 &&
        hex_digit(name[i + 2]) >= 0) {
      text += static_cast<char>(hex_digit(name[i + 1]) * 16 + hex_digit(name[i + 2]));
      i += 2;
    } else {
      text += name[i];
    }
  }
  return text;
}

std::optional<double> number_in(std::string_view word) {
  if (!word.empty() && word.front() == '+') word.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value))
    return std::nullopt;
  return std::clamp(value, -1e9, 1e9);
}

// The character that `\c` stands for in a text.
char escaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return c;
  }
}

// "12 0 R" as the last three items is one reference.
void make_reference(std::vector<PdfValue>& items) {
  if (items.size() < 2 || !items.back().is(PdfValue::Kind::number) ||
      !items[items.size() - 2].is(PdfValue::Kind::number))
    return;
  items.pop_back();
  items.back().kind = PdfValue::Kind::reference;
}

// Keys and values in turn, to a dictionary.
PdfValue paired(std::vector<PdfValue> items) {
  PdfValue result;
  result.kind = PdfValue::Kind::dictionary;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (!items[i].is(PdfValue::Kind::name)) break;
    result.keys.push_back(std::move(items[i].text));
    result.items.push_back(std::move(items[i + 1]));
  }
  return result;
}

}  // namespace

const PdfValue& PdfValue::operator[](std::string_view key) const {
  static const PdfValue kNone;
  const auto found = std::ranges::find(keys, key);
  return found == keys.end() ? kNone : items[static_cast<std::size_t>(found - keys.begin())];
}

void PdfLexer::skip_space() {
  while (at_ < bytes_.size()) {
    if (is_space(bytes_[at_])) {
      ++at_;
    } else if (bytes_[at_] == '%') {
      at_ = std::min(bytes_.find_first_of("\r\n", at_), bytes_.size());
    } else {
      return;
    }
  }
}

std::string PdfLexer::word() {
  const std::size_t start = at_;
  while (at_ < bytes_.size() && !is_space(bytes_[at_]) && !is_delimiter(bytes_[at_])) ++at_;
  if (at_ == start) ++at_;  // a delimiter without its partner
  return std::string(bytes_.substr(start, at_ - start));
}

PdfValue PdfLexer::text() {
  PdfValue value;
  value.kind = PdfValue::Kind::text;
  int open = 1;
  for (++at_; at_ < bytes_.size(); ++at_) {
    char c = bytes_[at_];
    if (c == '(') ++open;
    if (c == ')' && --open == 0) break;
    if (c != '\\' || at_ + 1 >= bytes_.size()) {
      value.text += c;
      continue;
    }
    c = bytes_[++at_];
    if (c >= '0' && c <= '7') {
      int code = 0;
      std::size_t last = std::min(at_ + 3, bytes_.size());
      for (; at_ < last && bytes_[at_] >= '0' && bytes_[at_] <= '7'; ++at_)
        code = code * 8 + (bytes_[at_] - '0');
      --at_;
      value.text += static_cast<char>(code);
    } else if (c == '\r') {
      if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n') ++at_;
    } else if (c != '\n') {
      value.text += escaped(c);
    }
  }
  if (at_ < bytes_.size()) ++at_;
  return value;
}

PdfValue PdfLexer::hexadecimal() {
  PdfValue value;
  value.kind = PdfValue::Kind::text;
  int half = -1;
  for (++at_; at_ < bytes_.size() && bytes_[at_] != '>'; ++at_) {
    const int digit = hex_digit(bytes_[at_]);
    if (digit < 0) continue;
    if (half < 0) {
      half = digit;
    } else {
      value.text += static_cast<char>(half * 16 + digit);
      half = -1;
    }
  }
  if (half >= 0) value.text += static_cast<char>(half * 16);
  if (at_ < bytes_.size()) ++at_;
  return value;
}

PdfValue PdfLexer::container(bool dictionary, int depth) {
  at_ += dictionary ? 2 : 1;
  std::vector<PdfValue> items;
  for (;;) {
    skip_space();
    if (at_ >= bytes_.size()) break;
    const std::string_view rest = bytes_.substr(at_, 2);
    if (dictionary ? rest == ">>" : rest.front() == ']') {
      at_ += dictionary ? 2 : 1;
      break;
    }
    const std::size_t before = at_;
    if (++contained_ > kMaxContained) break;
    auto item = next(depth + 1);
    if (!item) break;
    if (item->is(PdfValue::Kind::word)) {
      if (item->text == "R") make_reference(items);
      if (item->text == "true" || item->text == "false")
        items.push_back(std::move(*item));
      else if (item->text == "null")
        items.emplace_back();
      else if (item->text == "endobj" || item->text == "stream") {  // the end was left out
        at_ = before;
        break;
      }
    } else {
      items.push_back(std::move(*item));
    }
  }
  if (dictionary) return paired(std::move(items));
  PdfValue value;
  value.kind = PdfValue::Kind::array;
  value.items = std::move(items);
  return value;
}

std::optional<PdfValue> PdfLexer::next(int depth) {
  skip_space();
  if (at_ >= bytes_.size()) return std::nullopt;
  const char c = bytes_[at_];
  if (depth == 0) contained_ = 0;
  if (c == '(') return text();
  const bool dictionary = bytes_.substr(at_, 2) == "<<";
  if ((dictionary || c == '[') && depth < kMaxDepth) return container(dictionary, depth);
  if (c == '<' && !dictionary) return hexadecimal();
  PdfValue value;
  if (c == '/') {
    ++at_;
    value.kind = PdfValue::Kind::name;
    if (at_ < bytes_.size() && !is_space(bytes_[at_]) && !is_delimiter(bytes_[at_]))
      value.text = unescaped_name(word());
    return value;
  }
  std::string found = word();
  if (is_digit(c) || c == '+' || c == '-' || c == '.') {
    if (const auto number = number_in(found)) {
      value.kind = PdfValue::Kind::number;
      value.number = *number;
      return value;
    }
  }
  value.kind = PdfValue::Kind::word;
  value.text = std::move(found);
  return value;
}

// "EI" between white space ends it; the bytes of the picture may hold anything else.
void PdfLexer::skip_inline_picture() {
  for (std::size_t end = bytes_.find("EI", at_); end != std::string_view::npos;
       end = bytes_.find("EI", end + 1)) {
    const bool after = end + 2 >= bytes_.size() || is_space(bytes_[end + 2]);
    if (after && end > at_ && is_space(bytes_[end - 1])) {
      at_ = end + 2;
      return;
    }
  }
  at_ = bytes_.size();
}

}  // namespace verilot
