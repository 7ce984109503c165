#include "ingest/letter_marks.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "ingest/page_layout.h"
#include "ingest/word_ink.h"

namespace verilot {
namespace {

constexpr std::size_t kMostParts = 80;
constexpr std::size_t kMostSigns = 40;

double width_of(const Box& box) { return box.x1 - box.x0; }

bool is_letter(const std::string& sign) {
  return sign.size() == 1 &&
         ((sign[0] >= 'a' && sign[0] <= 'z') || (sign[0] >= 'A' && sign[0] <= 'Z'));
}

// The height of its lines' capitals, about.
double type_height(const std::vector<InkPart>& parts) {
  double most = 0;
  for (const InkPart& part : parts) most = std::max(most, height_of(part.box));
  return most;
}

bool is_mark(const InkPart& part, double type) {
  return height_of(part.box) < 0.36 * type && height_of(part.box) > 0.06 * type &&
         width_of(part.box) < 0.5 * type && width_of(part.box) > 0.06 * type;
}

bool is_dot(const InkPart& part, double type) {
  const double ratio = width_of(part.box) / height_of(part.box);
  return is_mark(part, type) && width_of(part.box) < 0.3 * type && ratio > 0.5 && ratio < 2;
}

// The letter that a mark stands over.
const InkPart* letter_below(const std::vector<InkPart>& parts, const Box& mark, double type) {
  for (const InkPart& part : parts) {
    const double gap = part.box.y0 - mark.y1;
    if (height_of(part.box) > 0.4 * type && gap > -0.05 * type && gap < 0.35 * type &&
        part.box.x0 <= mark.x0 + 0.1 * type && part.box.x1 >= mark.x1 - 0.1 * type)
      return &part;
  }
  return nullptr;
}

// The signs that stand below a mark: one, or two where "ü" was read as "ii".
std::pair<std::size_t, std::size_t> signs_at(const HocrWord& word, const Box& mark) {
  const double middle = centre_x(mark);
  std::size_t first = word.signs.size(), last = 0;
  for (std::size_t i = 0; i < word.signs.size(); ++i) {
    const Box& sign = word.signs[i].box;
    const bool under = sign.x0 <= middle && sign.x1 >= middle;
    const bool stem = word.signs[i].text == "i" && shared_x(sign, mark) > 0;
    if (!under && !stem) continue;
    first = std::min(first, i);
    last = i + 1;
  }
  return {first, last};
}

constexpr std::pair<std::string_view, std::string_view> kDotted[] = {
    {"a", "ä"}, {"o", "ö"}, {"u", "ü"},  {"A", "Ä"}, {"O", "Ö"},
    {"U", "Ü"}, {"i", "ü"}, {"ii", "ü"}, {"d", "ä"}};
constexpr std::pair<std::string_view, std::string_view> kAcute[] = {
    {"a", "á"}, {"e", "é"}, {"o", "ó"}, {"u", "ú"}, {"A", "Á"}, {"E", "É"}, {"O", "Ó"}};
constexpr std::pair<std::string_view, std::string_view> kGrave[] = {
    {"a", "à"}, {"e", "è"}, {"o", "ò"}, {"u", "ù"}};

template <std::size_t size>
std::string_view marked(const std::pair<std::string_view, std::string_view> (&table)[size],
                        std::string_view plain) {
  for (const auto& [from, to] : table)
    if (from == plain) return to;
  return {};
}

void put(HocrWord& word, std::pair<std::size_t, std::size_t> at, std::string_view text) {
  HocrSign sign = word.signs[at.first];
  sign.text = std::string(text);
  sign.box = joined(sign.box, word.signs[at.second - 1].box);
  word.signs.erase(word.signs.begin() + static_cast<std::ptrdiff_t>(at.first),
                   word.signs.begin() + static_cast<std::ptrdiff_t>(at.second));
  word.signs.insert(word.signs.begin() + static_cast<std::ptrdiff_t>(at.first), std::move(sign));
  word.text.clear();
  for (const HocrSign& each : word.signs) word.text += each.text;
}

std::string plain_text(const HocrWord& word, std::pair<std::size_t, std::size_t> at) {
  std::string text;
  for (std::size_t i = at.first; i < at.second; ++i) text += word.signs[i].text;
  return text;
}

// Two dots of one size side by side over one letter.
void restore_dots(HocrWord& word, const std::vector<InkPart>& parts, double type) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_dot(parts[i], type)) continue;
    for (std::size_t j = i + 1; j < parts.size() && j < i + 4; ++j) {
      const Box& left = parts[i].box;
      const Box& right = parts[j].box;
      const double apart = centre_x(right) - centre_x(left);
      if (!is_dot(parts[j], type) || apart < 0.12 * type || apart > 0.6 * type ||
          std::abs(centre_y(left) - centre_y(right)) > 0.08 * type)
        continue;
      const Box both = joined(left, right);
      const auto at = signs_at(word, both);
      if (at.first >= at.second || letter_below(parts, both, type) == nullptr) continue;
      const std::string_view dotted = marked(kDotted, plain_text(word, at));
      if (!dotted.empty()) put(word, at, dotted);
    }
  }
}

// One slanted stroke over a vowel.
void restore_accents(HocrWord& word, const std::vector<InkPart>& parts, double type) {
  constexpr double kSlant = 0.2;
  constexpr int kStroke = 12;  // pixels
  for (const InkPart& part : parts) {
    if (!is_mark(part, type) || part.ink < kStroke || std::abs(part.lean) < kSlant ||
        letter_below(parts, part.box, type) == nullptr)
      continue;
    const auto at = signs_at(word, part.box);
    if (at.first >= at.second) continue;
    const std::string plain = plain_text(word, at);
    const std::string_view accented = part.lean > 0 ? marked(kAcute, plain) : marked(kGrave, plain);
    if (!accented.empty()) put(word, at, accented);
  }
}

}  // namespace

void restore_marks(std::vector<HocrWord>& words, const GreyImage& page) {
  for (HocrWord& word : words) {
    const auto letters = std::ranges::count_if(
        word.signs, [](const HocrSign& sign) { return is_letter(sign.text); });
    if (letters < 2 || word.signs.size() > kMostSigns) continue;
    const double rise = 0.35 * height_of(word.box);
    const Box around{word.box.x0 - 2, word.box.y0 - rise, word.box.x1 + 2, word.box.y1 + 2};
    const std::vector<InkPart> parts = ink_parts(page, around);
    if (parts.empty() || parts.size() > kMostParts) continue;
    const double type = std::min(type_height(parts), height_of(word.box) * 1.1);
    restore_dots(word, parts, type);
    restore_accents(word, parts, type);
  }
}

}  // namespace verilot
