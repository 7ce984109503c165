#include "ingest/page_quality.h"

#include <algorithm>
#include <string_view>

namespace verilot {
namespace {

constexpr double kOddWords = 1.0 / 3;  // of a page's words: more is glyph codes, not text
constexpr int kFewPhrases = 20;        // a page of fewer need not hold any of a certificate's words

bool is_familiar(const Phrase& phrase, const Lexicon& lexicon) {
  const std::string start = phrase.text.substr(0, phrase.text.find(':'));
  return !lexicon.label_role(start).empty() || !lexicon.column(start).role.empty() ||
         !lexicon.result_role(phrase.text).empty() || lexicon.is_title(phrase.text) ||
         !lexicon.analyte_id(start).empty();
}

// Glyph codes may map to plain letters; then no phrase of the page is a word of certificates.
bool has_familiar_words(const PageLayout& page, const Lexicon& lexicon) {
  int phrases = 0;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      ++phrases;
      if (is_familiar(phrase, lexicon)) return true;
    }
  }
  return phrases < kFewPhrases;
}

// The share of words that mix digits, letters and signs as no language does.
double odd_words(const PageLayout& page) {
  int words = 0;
  int odd = 0;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      for (const PdfWord& word : phrase.words) {
        ++words;
        const auto digits =
            std::ranges::count_if(word.text, [](char c) { return c >= '0' && c <= '9'; });
        const auto lower =
            std::ranges::count_if(word.text, [](char c) { return c >= 'a' && c <= 'z'; });
        const auto signs = std::ranges::count_if(word.text, [](char c) {
          return std::string_view("{}|~;=?@[]_!\\").find(c) != std::string_view::npos;
        });
        odd += (digits > 0 && lower > 1) || signs > 0;
      }
    }
  }
  return words < 20 ? 0 : static_cast<double>(odd) / words;
}

}  // namespace

bool has_readable_text(const PdfPage& page, const PageLayout& layout, const Lexicon& lexicon) {
  if (!page.readable) return false;
  const double odd = odd_words(layout);
  if (odd >= kOddWords) return false;
  return odd < kOddWords / 3 || has_familiar_words(layout, lexicon);
}

int familiar_phrases(const PageLayout& page, const Lexicon& lexicon) {
  int count = 0;
  for (const Line& line : page.lines)
    for (const Phrase& phrase : line.phrases) count += is_familiar(phrase, lexicon);
  return count;
}

}  // namespace verilot
