#include "ingest/word_signs.h"

#include <algorithm>
#include <optional>

#include "ingest/page_layout.h"
#include "ingest/word_ink.h"

namespace verilot {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_digit));
}

// Where the letters of a word stand and end.
struct Type {
  double height = 0;  // of its digits and capitals
  double baseline = 0;
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

Type type_of(const std::vector<InkPart>& parts) {
  double most = 0;
  for (const InkPart& part : parts) most = std::max(most, height_of(part.box));
  std::vector<double> heights, bottoms;
  for (const InkPart& part : parts) {
    if (height_of(part.box) < 0.7 * most) continue;
    heights.push_back(height_of(part.box));
    bottoms.push_back(part.box.y1);
  }
  return heights.empty() ? Type{} : Type{median(heights), median(bottoms)};
}

bool is_dot(const InkPart& part, const Type& type) {
  return height_of(part.box) <= 0.4 * type.height &&
         part.box.x1 - part.box.x0 <= 0.35 * type.height &&
         part.box.y0 > type.baseline - 0.35 * type.height;
}

bool is_raised(const InkPart& part, const Type& type) {
  return part.box.y1 < type.baseline - 0.3 * type.height &&
         height_of(part.box) > 0.35 * type.height && height_of(part.box) < 0.8 * type.height;
}

// The part in which a sign of the word stands, by its middle.
const InkPart* part_of(const std::vector<InkPart>& parts, const Box& sign) {
  const double middle = centre_x(sign);
  const InkPart* nearest = nullptr;
  double least = 1e9;
  for (const InkPart& part : parts) {
    const double away = std::max({part.box.x0 - middle, middle - part.box.x1, 0.0});
    if (away < least) {
      least = away;
      nearest = &part;
    }
  }
  return least < 6 ? nearest : nullptr;
}

// A flat stroke below a part and as wide: the lower half of "≤".
bool has_bar_below(const std::vector<InkPart>& parts, const InkPart& sign) {
  const double width = sign.box.x1 - sign.box.x0;
  return std::ranges::any_of(parts, [&](const InkPart& part) {
    return part.box.y0 >= sign.box.y1 - 2 && shared_x(part.box, sign.box) > 0.7 * width &&
           height_of(part.box) < 0.3 * width && part.box.x1 - part.box.x0 < 1.4 * width;
  });
}

void replace_sign(HocrWord& word, std::size_t index, const char* text) {
  word.signs[index].text = text;
  word.text.clear();
  for (const HocrSign& sign : word.signs) word.text += sign.text;
}

// What tesseract's alphabet lacks, by what the ink shows.
void restore_signs(HocrWord& word, const std::vector<InkPart>& parts) {
  for (std::size_t i = 0; i < word.signs.size(); ++i) {
    const std::string sign = word.signs[i].text;
    const std::string next = i + 1 < word.signs.size() ? word.signs[i + 1].text : "";
    const bool unit = sign == "p" &&
                      (i == 0 || word.signs[i - 1].text == "(" || word.signs[i - 1].text == "/" ||
                       is_digit(word.signs[i - 1].text[0])) &&
                      (next == "g" || next == "L" || next == "l" || next == "m" || next == "M");
    const bool amount = sign == "+" && i == 0 && !next.empty() && is_digit(next[0]);
    if (sign != "<" && sign != ">" && !unit && !amount) continue;
    const InkPart* part = part_of(parts, word.signs[i].box);
    if (part == nullptr) {
      word.confidence = std::min(word.confidence, kRefuted);
      continue;
    }
    if (unit && !part->encloses) replace_sign(word, i, "µ");
    const bool barred = part->flat_foot || has_bar_below(parts, *part);
    if (amount && barred) replace_sign(word, i, "±");
    if (sign == "<" && barred) replace_sign(word, i, "≤");
    if (sign == ">" && barred) replace_sign(word, i, "≥");
  }
}

// A number's points and commas must be as many as its dots of ink.
void check_dots(HocrWord& word, const std::vector<InkPart>& parts, const Type& type) {
  const auto printed = std::ranges::count_if(
      word.text, [](char c) { return c == '.' || c == ',' || c == ':' || c == ';' || c == '!'; });
  const auto seen =
      std::ranges::count_if(parts, [&](const InkPart& part) { return is_dot(part, type); });
  if (printed == seen) return;
  word.confidence = std::min(word.confidence, kRefuted);
  const auto dot = std::ranges::find_if(parts, [&](const InkPart& p) { return is_dot(p, type); });
  const bool whole = digits_in(word.text) == word.text.size();
  const auto before = dot - parts.begin();
  // "35" over three parts, the second a dot: 3.5, to be looked at.
  if (whole && seen == 1 && parts.size() == word.text.size() + 1 && before > 0 &&
      before < static_cast<std::ptrdiff_t>(word.text.size()))
    word.text.insert(static_cast<std::size_t>(before), ".");
}

// The base of a power or of a unit, with what was made of its exponent behind it.
std::optional<std::size_t> base_of(const std::string& text) {
  for (const char* base : {"10", "cm", "mm", "m", "M"}) {
    const std::size_t at = text.rfind(base);
    if (at == std::string::npos) continue;
    const std::size_t end = at + std::string_view(base).size();
    if (text.size() - end <= 6 && (at == 0 || !is_digit(text[at - 1])) &&
        (base[0] == '1' || at == 0 || text[at - 1] == '/' || text[at - 1] == 'c' ||
         text[at - 1] == 'm'))
      return end;
  }
  return std::nullopt;
}

std::optional<RaisedSigns> find_raised(std::size_t index, const HocrWord& word,
                                       const std::vector<InkPart>& parts, const Type& type) {
  const auto base = base_of(word.text);
  if (!base) return std::nullopt;
  std::vector<const InkPart*> raised;
  for (const InkPart& part : parts) {
    if (part.box.x0 > word.box.x1 + 0.4 * type.height) break;
    if (is_raised(part, type))
      raised.push_back(&part);
    else if (!raised.empty() && !is_dot(part, type) && height_of(part.box) > 0.5 * type.height)
      raised.clear();  // letters follow: not at the end
  }
  if (raised.empty() || raised.size() > 3) return std::nullopt;
  RaisedSigns found{index, *base, raised.front()->box};
  for (const InkPart* part : raised) found.box = joined(found.box, part->box);
  return found;
}

}  // namespace

std::vector<RaisedSigns> check_signs(std::vector<HocrWord>& words, const GreyImage& page) {
  std::vector<RaisedSigns> raised;
  const int level = ink_level(page);
  for (std::size_t i = 0; i < words.size(); ++i) {
    HocrWord& word = words[i];
    const std::size_t digits = digits_in(word.text);
    if (digits == 0 && word.text.find_first_of("<>+pmM") == std::string::npos) continue;
    const double size = height_of(word.box);
    const Box around{word.box.x0 - 2, word.box.y0 - 2, word.box.x1 + 2, word.box.y1 + 2};
    const std::vector<InkPart> parts = ink_parts(page, around, level);
    if (parts.empty() || parts.size() > 60) continue;
    const Type type = type_of(parts);
    restore_signs(word, parts);
    if (2 * digits >= word.text.size()) check_dots(word, parts, type);
    if (!base_of(word.text)) continue;
    const Box wider{around.x0, around.y0 - 0.4 * size, around.x1 + size, around.y1};
    if (const auto found = find_raised(i, word, ink_parts(page, wider, level), type))
      raised.push_back(*found);
  }
  return raised;
}

void drop_rulings(std::vector<HocrWord>& words) {
  constexpr std::string_view kRulings = "|_[]{}~=";
  for (HocrWord& word : words) {
    const std::size_t first = word.text.find_first_not_of("|_");
    if (first == std::string::npos) {
      word.text.clear();
      continue;
    }
    const std::size_t last = word.text.find_last_not_of("|_");
    if (first != 0 || last + 1 != word.text.size()) {
      word.signs.clear();
      word.text = word.text.substr(first, last - first + 1);
    }
    if (word.text.find_first_not_of(kRulings) == std::string::npos) word.text.clear();
    // Specks: a point, a comma or a quotation mark alone.
    if (word.text.find_first_not_of(".,;:'`\"") == std::string::npos) word.text.clear();
  }
  std::erase_if(words, [](const HocrWord& word) { return word.text.empty(); });
}

}  // namespace verilot
