#include "ingest/recognised_words.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "ingest/page_layout.h"

namespace verilot {
namespace {

constexpr double kCapital = 0.72;  // of the size of the type, in most faces
constexpr double kSmall = 0.52;    // a letter without ascender

bool has_any(const std::string& text, std::string_view signs) {
  return text.find_first_of(signs) != std::string::npos;
}

// How far a word's ink goes below its baseline, of the size of the type.
double descent(const std::string& text) {
  if (has_any(text, "()")) return 0.24;
  if (has_any(text, "gjpqy")) return 0.2;
  return has_any(text, "/Q") ? 0.08 : 0;
}

// The size of the type by the height of the word's ink; 0 for a dash or a point.
double type_size(const HocrWord& word) {
  const bool high = has_any(word.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789bdfhklt%()/&$#ij");
  const bool small = has_any(word.text, "acegmnopqrsuvwxyz");
  if (!high && !small) return 0;
  return height_of(word.box) / ((high ? kCapital : kSmall) + descent(word.text));
}

// Letters of one line get boxes of one height, with the space of the type around the ink, as in a
// text layer. Where the ink tells no size, or one unlike its line's, the line's stands.
Box type_box(const HocrWord& word, double usual_size, double margin) {
  const double line = word.line_bottom - word.line_top;
  double size = type_size(word);
  double baseline = word.box.y1 - descent(word.text) * size;
  const bool line_fits = line > 0 && line < 1.6 * usual_size;
  if (line_fits && (size < 0.5 * line || size > line)) {
    size = line;
    baseline = word.line_bottom - 0.2 * line;
  }
  if (size <= 0) return word.box;
  return {word.box.x0 - margin * size, baseline - 0.92 * size, word.box.x1 + margin * size,
          baseline + 0.2 * size};
}

double usual_size(const std::vector<HocrWord>& words) {
  std::vector<double> sizes;
  for (const HocrWord& word : words) sizes.push_back(word.line_bottom - word.line_top);
  if (sizes.empty()) return 0;
  std::ranges::nth_element(sizes, sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2));
  return sizes[sizes.size() / 2];
}

// The ink of two words is further apart than their boxes, the more so in type that is set wide.
// In sizes of the type.
double side_margin(const std::vector<HocrWord>& words) {
  constexpr double kLeast = 0.04;
  constexpr double kMost = 0.1;
  constexpr double kWordSpace = 0.34;
  constexpr std::size_t kFew = 20;
  std::vector<double> gaps;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const double size = type_size(words[i]);
    const double gap = words[i].box.x0 - words[i - 1].box.x1;
    const bool one_line = std::abs(words[i].line_bottom - words[i - 1].line_bottom) < 0.3 * size;
    if (one_line && gap > 0 && gap < size) gaps.push_back(gap / size);
  }
  if (gaps.size() < kFew) return kLeast;
  std::ranges::nth_element(gaps, gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2));
  return std::clamp((gaps[gaps.size() / 2] - kWordSpace) / 4, kLeast, kMost);
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.,<>±") == std::string::npos;
}

bool goes_on(const std::string& before, const std::string& after, const Lexicon& lexicon) {
  if (is_number(before)) return lexicon.is_unit(after);
  const char first = after.empty() ? ' ' : after[0];
  const char last = before.empty() ? ' ' : before.back();
  return first >= 'a' && first <= 'z' && ((last >= 'a' && last <= 'z') || last == ',');
}

// Faces of one width have spaces as wide as the gaps between columns elsewhere. A number and its
// unit, and a word in small letters after another, are one text all the same.
void close_gaps(std::vector<PdfWord>& words, const Lexicon& lexicon) {
  constexpr double kMost = 0.8;   // of the height
  constexpr double kSpace = 0.3;  // what is left
  for (std::size_t i = 1; i < words.size(); ++i) {
    Box& before = words[i - 1].box;
    const Box& after = words[i].box;
    const double height = height_of(after);
    const double gap = after.x0 - before.x1;
    const bool one_line = std::abs(centre_y(before) - centre_y(after)) < 0.3 * height;
    if (one_line && gap > kSpace * height && gap < kMost * height &&
        goes_on(words[i - 1].text, words[i].text, lexicon))
      before.x1 = after.x0 - kSpace * height;
  }
}

// A number after a unit is the next column's: "0.5760 mg/g" "4.33".
void open_gaps(std::vector<PdfWord>& words, const Lexicon& lexicon) {
  constexpr double kLeast = 0.3;   // of the height
  constexpr double kApart = 0.65;  // what is made of it
  for (std::size_t i = 1; i < words.size(); ++i) {
    Box& before = words[i - 1].box;
    const Box& after = words[i].box;
    const double height = std::max(height_of(before), height_of(after));
    const double gap = after.x0 - before.x1;
    const bool one_line = std::abs(centre_y(before) - centre_y(after)) < 0.3 * height;
    const char first = words[i].text.front();
    if (one_line && gap > kLeast * height && gap < kApart * height && first >= '0' &&
        first <= '9' && lexicon.is_unit(words[i - 1].text))
      before.x1 = std::max(before.x0, after.x0 - kApart * height);
  }
}

}  // namespace

std::vector<PdfWord> words_of(const std::vector<HocrWord>& found, double dots,
                              const Lexicon& lexicon) {
  const double usual = usual_size(found);
  const double margin = side_margin(found);
  const double scale = 72 / dots;
  std::vector<PdfWord> words;
  for (const HocrWord& word : found) {
    const Box box = type_box(word, usual, margin);
    words.push_back({word.text,
                     {box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale},
                     static_cast<int>(word.confidence)});
  }
  close_gaps(words, lexicon);
  open_gaps(words, lexicon);
  return words;
}

}  // namespace verilot
