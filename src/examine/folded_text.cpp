#include "examine/folded_text.h"

#include <algorithm>

#include "examine/plain_letters.h"

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

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "appr0ved", "guarant33d": a digit that stands for a letter.
char letter_for(char digit) {
  constexpr std::string_view kDigits = "01345", kLetters = "oieas";
  const std::size_t at = kDigits.find(digit);
  return at == std::string_view::npos ? digit : kLetters[at];
}

class Folder {
 public:
  Folder(std::string_view captured, std::size_t offset, const Hashtags* hashtags)
      : captured_(captured), offset_(offset), hashtags_(hashtags) {}

  FoldedText run() {
    while (at_ < captured_.size()) {
      if (captured_[at_] == '#' && hashtags_ != nullptr && put_hashtag()) continue;
      const CodePoint c = decode(captured_.substr(at_));
      next_ = at_ + c.length;
      if (c.value < 0x80) {
        put_ascii(static_cast<char>(c.value));
      } else {
        for (const char plain : plain_letters(c.value)) put_ascii(plain);
      }
      at_ = next_;
    }
    while (!out_.text.empty() && out_.text.back() == ' ') drop_last();
    return std::move(out_);
  }

 private:
  // A tag as its words: one within a sentence is part of it, tags in a row are clauses.
  bool put_hashtag() {
    std::string plain, written;
    std::vector<std::size_t> places;
    std::size_t end = at_ + 1;
    while (end < captured_.size()) {
      const CodePoint c = decode(captured_.substr(end));
      const char ascii = c.value < 0x80 ? static_cast<char>(c.value) : '\0';
      const std::string_view folded =
          ascii != '\0' ? captured_.substr(end, 1) : plain_letters(c.value);
      const bool inside =
          !folded.empty() && (is_letter(folded[0]) || is_digit(folded[0]) || folded[0] == '_');
      if (!inside && !(folded.empty() && c.value >= 0x300)) break;
      for (const char one : folded) {
        written += one;
        plain += one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one;
        places.push_back(end);
      }
      end += c.length;
    }
    if (plain.empty() || is_digit(plain[0])) return false;
    put_tag_words(plain, written, places);
    at_ = end;
    return true;
  }

  void put_tag_words(const std::string& plain, const std::string& written,
                     const std::vector<std::size_t>& places) {
    if (out_.text.size() == after_tag_ && after_tag_ != 0) {
      while (!out_.text.empty() && out_.text.back() == ' ') drop_last();
      put(';');
      put_space();
    }
    const std::vector<std::size_t> starts = hashtags_->word_starts(plain, written);
    const std::size_t from = at_;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      at_ = places[i];
      if (std::find(starts.begin(), starts.end(), i) != starts.end()) put_space();
      if (plain[i] == '_')
        put_space();
      else
        put(plain[i]);
    }
    at_ = from;
    put_space_after_tag(places.back());
  }

  // "#exosomes#hair" are two tags.
  void put_space_after_tag(std::size_t last) {
    const std::size_t from = at_;
    at_ = last;
    put_space();
    after_tag_ = out_.text.size();
    at_ = from;
  }

  void put_ascii(char c) {
    if (is_digit(c) && is_letter(last()) && letter_follows()) c = letter_for(c);
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const unsigned char u = static_cast<unsigned char>(c);
    if (c == '\v' && following() != '\n') {
      put_space();  // between the cells of a row
      put(';');
      put_space();
    } else if (u <= ' ' || u == 0x7F) {
      put_space();
    } else if (c == '-') {
      put_dash();
    } else if (c == '|') {
      put(';');
    } else if (c == '_' && is_letter(last()) && is_letter(following())) {
      put_space();                                  // "fda_approved"
    } else if (c != '*' && c != '_' && c != '`') {  // emphasis of Markdown
      put(c);
    }
  }

  // At once, or behind one more digit.
  bool letter_follows() const {
    if (is_letter(following())) return true;
    return is_digit(following()) && next_ + 1 < captured_.size() &&
           is_letter(captured_[next_ + 1]) && letter_for(following()) != following();
  }

  char last() const { return out_.text.empty() ? ' ' : out_.text.back(); }
  char following() const { return next_ < captured_.size() ? captured_[next_] : ' '; }

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
  const Hashtags* hashtags_;
  std::size_t at_ = 0, next_ = 0;
  std::size_t after_tag_ = 0;  // size of the text behind the hashtag before, with its space
  FoldedText out_;
};

}  // namespace

FoldedText fold(std::string_view captured, std::size_t offset, const Hashtags* hashtags) {
  return Folder(captured, offset, hashtags).run();
}

}  // namespace verilot
