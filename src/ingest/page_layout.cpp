#include "ingest/page_layout.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "ingest/sideways_heads.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kSameLine = 0.4;        // of the smaller height: how far centres may be apart
constexpr double kPhraseGap = 0.55;      // of the height: a word space has about 0.25 to 0.45
constexpr double kBracketGap = 0.75;     // of the height: a unit in brackets belongs to the name
constexpr double kPhraseGapWidth = 1.7;  // of the mean letter: some fonts claim tall lines
constexpr std::size_t kSpacedRun = 5;    // words of one or two letters that make a spaced heading

bool is_power(const std::string& text) {
  const std::size_t sign = text.starts_with("-") ? 1 : text.starts_with("−") ? 3 : 0;
  return text.size() > sign && text.size() <= sign + 2 &&
         text.find_first_not_of("0123456789", sign) == std::string::npos;
}

bool is_digits(const std::string& text) {
  return !text.empty() && text.size() <= 2 &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

std::size_t letters(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_raised(const PdfWord& base, const PdfWord& raised) {
  const double height = height_of(base.box);
  const double gap = raised.box.x0 - base.box.x1;
  return height_of(raised.box) <= 0.85 * height && gap > -0.3 * height && gap < 0.25 * height &&
         raised.box.y1 < base.box.y1 - 0.2 * height && raised.box.y1 > base.box.y0;
}

// "10" with a raised small "5" that touches it: ten to the fifth; but "0.10" has a footnote.
bool is_exponent(const PdfWord& base, const PdfWord& raised) {
  if (!is_power(raised.text) || !base.text.ends_with("10")) return false;
  const char before = base.text.size() > 2 ? base.text[base.text.size() - 3] : ' ';
  return before != '.' && before != ',' && !(before >= '0' && before <= '9') &&
         is_raised(base, raised);
}

// "1", "a", "*", "1,2": what a footnote is called.
bool is_mark(const std::string& text) {
  if (text == "*" || text == "**" || text == "†" || text == "‡" || text == "§") return true;
  if (text.size() == 1) return text[0] >= 'a' && text[0] <= 'z' ? true : is_digits(text);
  return text.size() <= 4 && text.find_first_not_of("0123456789,") == std::string::npos;
}

// A small mark raised beside what it touches names a footnote; read as text it would make 99.1 out
// of 99.1 with a note 1. The raised digit of a unit ("g/cm" "3") belongs to the unit.
bool is_footnote(const PdfWord& base, const PdfWord& raised) {
  if (!is_mark(raised.text) || is_exponent(base, raised) || base.text.ends_with('^')) return false;
  if (base.text.ends_with('m') && is_digits(raised.text)) return false;
  // The raised number of "Δ8-THC" belongs to the name; notes follow words, numbers and signs.
  if (letters(base.text) < 3 && base.text.find_first_of("0123456789%)") == std::string::npos)
    return false;
  return is_raised(base, raised) && raised.box.y0 < base.box.y0 + 0.1 * height_of(base.box);
}

void drop_footnotes(std::vector<PdfWord>& words) {
  std::vector<PdfWord> kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t begin = i < 12 ? 0 : i - 12;
    const std::size_t end = std::min(words.size(), i + 12);
    bool footnote = false;
    bool goes_on = false;  // "-THC" touches the raised 9 before it
    for (std::size_t j = begin; j < end; ++j) {
      if (j == i) continue;
      footnote = footnote || is_footnote(words[j], words[i]);
      const double gap = words[j].box.x0 - words[i].box.x1;
      goes_on = goes_on || (shared_y(words[i].box, words[j].box) > 0 && gap > -1 &&
                            gap < 0.1 * height_of(words[j].box));
    }
    footnote = footnote && !goes_on;
    PdfWord word = words[i];
    for (const char* dagger : {"†", "‡"}) {
      if (word.text.ends_with(dagger)) word.text.resize(word.text.size() - 3);
    }
    if (!footnote && !word.text.empty()) kept.push_back(std::move(word));
  }
  words = std::move(kept);
}

// "Appearance..........White": a row of dots leads the eye from the name to its value.
std::vector<PdfWord> without_leaders(const std::vector<PdfWord>& words) {
  constexpr std::size_t kDots = 4;
  constexpr double kDotWidth = 0.55;  // of a letter's
  std::vector<PdfWord> out;
  for (const PdfWord& word : words) {
    const std::size_t from = word.text.find(std::string(kDots, '.'));
    if (from == std::string::npos) {
      out.push_back(word);
      continue;
    }
    const std::size_t to = std::min(word.text.find_first_not_of('.', from), word.text.size());
    const double before = static_cast<double>(letters(word.text.substr(0, from)));
    const double dots = kDotWidth * static_cast<double>(to - from);
    const double after = static_cast<double>(letters(word.text.substr(to)));
    const double letter = (word.box.x1 - word.box.x0) / (before + dots + after);
    PdfWord left{word.text.substr(0, from), word.box};
    left.box.x1 = word.box.x0 + before * letter;
    PdfWord right{word.text.substr(to), word.box};
    right.box.x0 = word.box.x1 - after * letter;
    if (!left.text.empty()) out.push_back(std::move(left));
    if (!right.text.empty()) out.push_back(std::move(right));
  }
  return out;
}

// The raised number that belongs to a base. Reading order puts it near, but not always: bases are
// few, so all words are looked at unless a page is made to make that slow.
void join_exponents(std::vector<PdfWord>& words) {
  constexpr std::size_t kMostPairs = 400'000;
  const auto bases = static_cast<std::size_t>(
      std::ranges::count_if(words, [](const PdfWord& word) { return word.text.ends_with("10"); }));
  const std::size_t reach = bases * words.size() > kMostPairs ? 12 : words.size();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].text.ends_with("10")) continue;
    const std::size_t end = std::min(words.size(), i + reach);
    const std::size_t begin = i < reach ? 0 : i - reach;
    for (std::size_t j = begin; j < end; ++j) {
      if (j == i || !is_exponent(words[i], words[j])) continue;
      words[i].text +=
          words[j].text.starts_with("−") ? "^-" + words[j].text.substr(3) : "^" + words[j].text;
      words[i].box = joined(words[i].box, words[j].box);
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(j));
      if (j < i) --i;
      break;
    }
  }
}

// A sign of another font stands higher or lower than the number it belongs to.
void seat_signs(std::vector<PdfWord>& words) {
  constexpr std::size_t kMostSigns = 400;
  std::size_t signs = 0;
  for (PdfWord& sign : words) {
    const bool is_sign = sign.text == "≤" || sign.text == "≥" || sign.text == "<" ||
                         sign.text == ">" || sign.text == "±";
    if (!is_sign || ++signs > kMostSigns) continue;
    const auto number = std::ranges::find_if(words, [&](const PdfWord& word) {
      const double gap = word.box.x0 - sign.box.x1;
      return &word != &sign && gap > -1 && gap < 0.6 * height_of(word.box) &&
             shared_y(word.box, sign.box) > 0.2 * height_of(word.box) && word.text.front() >= '0' &&
             word.text.front() <= '9';
    });
    if (number == words.end()) continue;
    sign.box.y0 = number->box.y0;
    sign.box.y1 = number->box.y1;
  }
}

// "10²" is written 10^2 like ten with a raised two.
void spell_powers(std::vector<PdfWord>& words) {
  static constexpr std::string_view kRaised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  for (PdfWord& word : words) {
    const std::size_t ten = word.text.rfind("10");
    const bool alone = ten != std::string::npos &&
                       (ten == 0 || word.text[ten - 1] < '.' || word.text[ten - 1] > '9');
    if (!alone) continue;
    std::string power;
    std::size_t at = ten + 2;
    for (bool more = true; more;) {
      more = false;
      for (std::size_t digit = 0; digit < std::size(kRaised) && !more; ++digit) {
        if (!std::string_view(word.text).substr(at).starts_with(kRaised[digit])) continue;
        power += static_cast<char>('0' + digit);
        at += kRaised[digit].size();
        more = true;
      }
    }
    if (!power.empty()) word.text.replace(ten + 2, at - ten - 2, "^" + power);
  }
}

double median_height(const std::vector<PdfWord>& words) {
  std::vector<double> heights;
  for (const PdfWord& word : words) heights.push_back(height_of(word.box));
  if (heights.empty()) return 0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::ranges::nth_element(heights, middle);
  return *middle;
}

// Letters of "COPY" set large across the page stand over its words; a title stands alone.
void drop_watermark(std::vector<PdfWord>& words) {
  constexpr double kLarge = 3;
  constexpr std::size_t kMostLarge = 60;
  const double large = kLarge * median_height(words);
  const auto is_large = [&](const PdfWord& word) { return height_of(word.box) > large; };
  if (static_cast<std::size_t>(std::ranges::count_if(words, is_large)) > kMostLarge) return;
  std::vector<bool> dropped(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_large(words[i])) continue;
    dropped[i] =
        letters(words[i].text) <= 2 || std::ranges::any_of(words, [&](const PdfWord& other) {
          return !is_large(other) && shared_x(other.box, words[i].box) > 0 &&
                 shared_y(other.box, words[i].box) > 0.5 * height_of(other.box);
        });
  }
  std::vector<PdfWord> kept;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!dropped[i]) kept.push_back(std::move(words[i]));
  words = std::move(kept);
}

// "B E L C O S TA L A B S" with its gaps of 1 and 3.4 points: words again.
std::vector<PdfWord> without_letter_spacing(std::vector<PdfWord> words) {
  std::vector<PdfWord> out;
  for (std::size_t start = 0; start < words.size();) {
    std::size_t end = start;
    while (
        end < words.size() && letters(words[end].text) <= 2 &&
        (end == start || words[end].box.x0 - words[end - 1].box.x1 < height_of(words[end].box))) {
      ++end;
    }
    if (end - start < kSpacedRun) {
      out.push_back(words[start++]);
      continue;
    }
    std::vector<double> gaps;
    for (std::size_t i = start + 1; i < end; ++i) {
      gaps.push_back(words[i].box.x0 - words[i - 1].box.x1);
    }
    std::vector<double> sorted = gaps;
    std::ranges::sort(sorted);
    const double most = std::max(1.8 * sorted[sorted.size() / 2], 0.5);
    const bool spaced = sorted[sorted.size() / 2] < 0.3 * height_of(words[start].box);
    for (std::size_t i = start; i < end; ++i) {
      if (spaced && i > start && gaps[i - start - 1] <= most) {
        out.back().text += words[i].text;
        out.back().box = joined(out.back().box, words[i].box);
      } else {
        out.push_back(words[i]);
      }
    }
    start = end;
  }
  return out;
}

// A ruling set in type: "--------", "________".
bool is_ruling(const PdfWord& word) {
  return word.text.size() >= 4 && word.text.find_first_not_of("-_=*.") == std::string::npos;
}

double letter_width(const Phrase& phrase, const PdfWord& word) {
  const double count = static_cast<double>(letters(phrase.text) + letters(word.text));
  return (phrase.box.x1 - phrase.box.x0 + word.box.x1 - word.box.x0) / std::max(count, 1.0);
}

// The width of a letter, as a share of its height, where all letters have the same; 0 where they
// have not.
double fixed_width(const std::vector<PdfWord>& words) {
  constexpr std::size_t kFewest = 20;
  constexpr double kSame = 0.06;
  std::vector<double> widths;
  for (const PdfWord& word : words) {
    if (letters(word.text) >= 3 && height_of(word.box) > 0)
      widths.push_back((word.box.x1 - word.box.x0) /
                       (static_cast<double>(letters(word.text)) * height_of(word.box)));
  }
  if (widths.size() < kFewest) return 0;
  const auto middle = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2);
  std::ranges::nth_element(widths, middle);
  const double median = *middle;
  const auto same = std::ranges::count_if(
      widths, [&](double width) { return std::abs(width - median) < kSame * median; });
  return same * 10 >= static_cast<std::ptrdiff_t>(widths.size()) * 9 ? median : 0;
}

// `letter` as of fixed_width: then a space is as wide as a letter, and columns are two apart.
std::vector<Phrase> phrases_of(const std::vector<PdfWord>& words, double letter) {
  std::vector<Phrase> phrases;
  for (const PdfWord& word : words) {
    const double gap = phrases.empty() ? 0 : word.box.x0 - phrases.back().box.x1;
    const double width = phrases.empty() ? 0 : letter_width(phrases.back(), word);
    const double height =
        phrases.empty() ? 0 : std::max(height_of(word.box), height_of(phrases.back().box));
    const double space =
        letter > 0 ? 1.5 * letter * height : std::min(kPhraseGap * height, kPhraseGapWidth * width);
    const bool bracket =
        !phrases.empty() && word.text.starts_with('(') && !phrases.back().text.ends_with(')');
    if (!phrases.empty() && gap <= (bracket ? std::max(space, kBracketGap * height) : space)) {
      // Words that touch ("β" "-CARYOPHYLLENE") were one before they were set in two fonts.
      const bool touches =
          gap < 0.15 * height && (word.text.starts_with('-') || letters(phrases.back().text) == 1);
      phrases.back().text += (touches ? "" : " ") + word.text;
      phrases.back().box = joined(phrases.back().box, word.box);
      phrases.back().words.push_back(word);
    } else {
      phrases.push_back({word.text, word.box, {word}});
    }
  }
  return phrases;
}

}  // namespace

double height_of(const Box& box) { return box.y1 - box.y0; }
double centre_x(const Box& box) { return (box.x0 + box.x1) / 2; }
double centre_y(const Box& box) { return (box.y0 + box.y1) / 2; }

Box joined(const Box& a, const Box& b) {
  return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

double shared_x(const Box& a, const Box& b) { return std::min(a.x1, b.x1) - std::max(a.x0, b.x0); }
double shared_y(const Box& a, const Box& b) { return std::min(a.y1, b.y1) - std::max(a.y0, b.y0); }

std::vector<Line> lines_of(std::vector<PdfWord> words) {
  const double letter = fixed_width(words);
  std::ranges::stable_sort(words, {}, [](const PdfWord& word) { return centre_y(word.box); });
  std::vector<std::vector<PdfWord>> rows;
  double centre = 0;
  double height = 0;
  for (PdfWord& word : words) {
    const double smaller = std::min(height, height_of(word.box));
    if (rows.empty() || std::abs(centre_y(word.box) - centre) > kSameLine * smaller) {
      rows.emplace_back();
      centre = centre_y(word.box);
      height = height_of(word.box);
    }
    rows.back().push_back(std::move(word));
  }
  std::vector<Line> lines;
  for (std::vector<PdfWord>& row : rows) {
    std::ranges::stable_sort(row, {}, [](const PdfWord& word) { return word.box.x0; });
    row = without_letter_spacing(std::move(row));
    Line line{row.front().box, phrases_of(row, letter)};
    for (const PdfWord& word : row) line.box = joined(line.box, word.box);
    lines.push_back(std::move(line));
  }
  return lines;
}

PageLayout layout_of(const PdfPage& page) {
  std::vector<PdfWord> words = page.words;
  std::erase_if(words, is_ruling);
  drop_watermark(words);
  lay_down_sideways_heads(words);
  seat_signs(words);
  spell_powers(words);
  words = without_leaders(words);
  join_exponents(words);
  drop_footnotes(words);
  return {page.number, page.width, page.height, lines_of(std::move(words))};
}

}  // namespace verilot
