#include "ingest/word_signs.h"

#include <algorithm>
#include <optional>

#include "ingest/ink_areas.h"
#include "ingest/leftover_text.h"
#include "ingest/page_layout.h"
#include "ingest/word_ink.h"

namespace verilot {
namespace {

constexpr std::size_t kMostParts = 60;  // more are no word

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
  return height_of(part.box) <= 0.5 * type.height &&
         part.box.x1 - part.box.x0 <= 0.35 * type.height &&
         part.box.y0 > type.baseline - 0.35 * type.height;
}

bool is_raised(const InkPart& part, const Type& type) {
  return part.box.y1 < type.baseline - 0.3 * type.height &&
         height_of(part.box) > 0.35 * type.height && height_of(part.box) < 0.9 * type.height;
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

bool is_one_of(const std::string& sign, std::string_view signs) {
  return sign.size() == 1 && signs.find(sign[0]) != std::string_view::npos;
}

// A letter where the prefix of a unit stands: "(pg/g)", "5yg".
bool may_be_micro(const std::string& before, const std::string& sign, const std::string& after) {
  return is_one_of(sign, "pynu") && (before.empty() || is_one_of(before, "(/0123456789")) &&
         is_one_of(after, "gLlmM");
}

// "µ" goes as deep as the "g" beside it and is open above; "n" and "u" do not go as deep, "p" is
// closed.
bool is_micro(const InkPart& part, const HocrSign& sign, const InkPart* next) {
  if (sign.text == "y") return true;
  if (sign.text == "p") return !part.encloses;
  return next != nullptr && next != &part &&
         part.box.y1 > next->box.y1 - 0.15 * height_of(next->box);
}

// Where the ink shows "µ" and a unit comes of it, tesseract's doubt was that of a strange sign.
void put_micro(HocrWord& word, std::size_t index, const Lexicon& lexicon) {
  constexpr double kShown = 75;  // percent
  replace_sign(word, index, "µ");
  const bool bracketed = word.text.starts_with('(') && word.text.ends_with(')');
  if (lexicon.is_unit(bracketed ? word.text.substr(1, word.text.size() - 2) : word.text))
    word.confidence = std::max(word.confidence, kShown);
}

// What tesseract's alphabet lacks, by what the ink shows.
void restore_signs(HocrWord& word, const std::vector<InkPart>& parts, const Lexicon& lexicon) {
  for (std::size_t i = 0; i < word.signs.size(); ++i) {
    const std::string sign = word.signs[i].text;
    const std::string before = i > 0 ? word.signs[i - 1].text : "";
    const std::string after = i + 1 < word.signs.size() ? word.signs[i + 1].text : "";
    const bool micro = may_be_micro(before, sign, after);
    const bool first = before.empty() || before == "(";
    const bool amount = sign == "+" && first && is_one_of(after, "0123456789.");
    const bool tolerance = sign == "+" && is_one_of(before, "0123456789");
    const bool at_least = sign == "2" && first && is_one_of(after, "0123456789");
    const bool delta = sign == "A" && first && (is_one_of(after, "0123456789-") || after == "°");
    if (sign != "<" && sign != ">" && !micro && !amount && !tolerance && !at_least && !delta &&
        !(sign == "+" && word.text.size() == 1))
      continue;
    const InkPart* part = part_of(parts, word.signs[i].box);
    if (part == nullptr) {
      if (!at_least) word.confidence = std::min(word.confidence, kRefuted);
      continue;
    }
    if (micro && is_micro(*part, word.signs[i],
                          after == "g" ? part_of(parts, word.signs[i + 1].box) : nullptr))
      put_micro(word, i, lexicon);
    else if (micro && sign == "p")  // a millionth of µ, where it is not meant
      word.confidence = std::min(word.confidence, kRefuted);
    const bool barred = part->flat_foot || has_bar_below(parts, *part);
    if (sign == "+" && barred) replace_sign(word, i, "±");
    if (at_least && has_bar_below(parts, *part)) replace_sign(word, i, "≥");
    if (delta && part->flat_foot && part->encloses) replace_sign(word, i, "Δ");
    if (sign == "<" && barred) replace_sign(word, i, "≤");
    if (sign == ">" && barred) replace_sign(word, i, "≥");
  }
}

// How many parts of ink the signs of a text have at most; "%" has three.
std::size_t most_parts(const std::string& text) {
  std::size_t most = 0;
  for (const char c : text) {
    if ((c & 0xC0) == 0x80) continue;
    constexpr std::string_view kTwo = "ij=:;!?\"";
    most += c == '%' || (c & 0x80) != 0 ? 3 : kTwo.find(c) != std::string_view::npos ? 2 : 1;
  }
  return most;
}

// A unit that is none but for its prefix, or that has lost it: "(ypg/g)", "(g/g)" over six parts.
void restore_unit(HocrWord& word, const std::vector<InkPart>& parts, const Lexicon& lexicon) {
  constexpr std::string_view kTaken = "pyunjlwhHq4";
  std::string unit = word.text;
  const bool bracketed = unit.starts_with('(') && unit.ends_with(')');
  if (bracketed) unit = unit.substr(1, unit.size() - 2);
  if (unit.size() < 2 || unit.size() > 12 || unit.find_first_of("gLlM") == std::string::npos)
    return;
  const bool lost = lexicon.is_unit(unit) && parts.size() > most_parts(word.text) && unit[0] == 'g';
  if (lexicon.is_unit(unit) && !lost) return;
  const std::size_t start = lost ? 0 : unit.find_first_not_of(kTaken);
  if (start == std::string::npos || start > 2 || (start == 0 && !lost)) return;
  const std::string meant = "µ" + unit.substr(start);
  if (!lexicon.is_unit(meant)) return;
  word.text = bracketed ? "(" + meant + ")" : meant;
  word.confidence = std::min(word.confidence, kRefuted);
}

// No word begins with "l" and a consonant; with "I" many do.
void restore_capital(std::string& text) {
  constexpr std::string_view kConsonants = "bcdfghjkmnpqrstvwxz";
  const std::size_t at = text.find('l');
  const bool begins =
      at == 0 || (at != std::string::npos && (text[at - 1] == '-' || text[at - 1] == '('));
  if (begins && at + 1 < text.size() && kConsonants.find(text[at + 1]) != std::string_view::npos)
    text[at] = 'I';
}

int ink_level_in(const GreyImage& page, const Box& box) {
  const int left = std::clamp(static_cast<int>(box.x0), 0, page.width);
  const int top = std::clamp(static_cast<int>(box.y0), 0, page.height);
  const int right = std::clamp(static_cast<int>(box.x1), left, page.width);
  const int foot = std::clamp(static_cast<int>(box.y1), top, page.height);
  GreyImage part = blank_image(right - left, foot - top);
  for (int y = top; y < foot; ++y) std::copy_n(page.row(y) + left, right - left, part.row(y - top));
  return ink_level(part);
}

// A point that touches a digit is no part of its own: below it is ink, above it paper.
bool shows_point(const HocrSign& sign, const GreyImage& page, const Type& type, int level) {
  const Box low{sign.box.x0, type.baseline - 0.2 * type.height, sign.box.x1,
                type.baseline + 0.1 * type.height};
  const Box high{sign.box.x0, type.baseline - type.height, sign.box.x1,
                 type.baseline - 0.35 * type.height};
  const auto darkest = [&](const Box& box, int x) {
    int deepest = 255;
    for (int y = std::max(0, static_cast<int>(box.y0));
         y < std::min(page.height, static_cast<int>(box.y1)); ++y)
      deepest = std::min(deepest, static_cast<int>(page.row(y)[x]));
    return deepest;
  };
  const int dark = level + 10;
  const int light = (level + 255) / 2;
  for (int x = std::max(0, static_cast<int>(sign.box.x0));
       x < std::min(page.width, static_cast<int>(sign.box.x1)); ++x)
    if (darkest(low, x) < dark && darkest(high, x) > light) return true;
  return false;
}

// A comma goes below the line, a point does not.
bool is_other_sign(const HocrSign& sign, const std::vector<InkPart>& parts, const Type& type) {
  if (sign.text != "." && sign.text != ",") return false;
  for (const InkPart& part : parts) {
    if (!is_dot(part, type) || shared_x(part.box, sign.box) <= 0) continue;
    const double below = part.box.y1 - type.baseline;
    return sign.text == "," ? below < 0.06 * type.height : below > 0.2 * type.height;
  }
  return false;
}

// A number's points and commas must be as many as its dots of ink.
void check_dots(HocrWord& word, const std::vector<InkPart>& parts, const Type& type,
                const GreyImage& page) {
  const auto printed = std::ranges::count_if(
      word.text, [](char c) { return c == '.' || c == ',' || c == ':' || c == ';' || c == '!'; });
  const auto seen =
      std::ranges::count_if(parts, [&](const InkPart& part) { return is_dot(part, type); });
  if (std::ranges::any_of(word.signs,
                          [&](const HocrSign& sign) { return is_other_sign(sign, parts, type); }))
    word.confidence = std::min(word.confidence, kRefuted);
  if (printed == seen) return;
  const int level = ink_level_in(page, word.box);
  const bool all_shown = std::ranges::all_of(word.signs, [&](const HocrSign& sign) {
    return (sign.text != "." && sign.text != ",") || shows_point(sign, page, type, level);
  });
  if (seen < printed && !word.signs.empty() && all_shown) return;
  word.confidence = std::min(word.confidence, kRefuted);
  const auto dot = std::ranges::find_if(parts, [&](const InkPart& p) { return is_dot(p, type); });
  const bool whole = digits_in(word.text) == word.text.size();
  const auto before = dot - parts.begin();
  // "35" over three parts, the second a dot: 3.5, to be looked at.
  if (whole && seen == 1 && parts.size() == word.text.size() + 1 && before > 0 &&
      before < static_cast<std::ptrdiff_t>(word.text.size()))
    word.text.insert(static_cast<std::size_t>(before), ".");
}

// What may bear an exponent, and where the text goes on after it: "10", "g/cm" to the end of the
// word; "Δ" to the hyphen of "Δ9-THC".
std::optional<RaisedSigns> base_of(const std::string& text) {
  constexpr std::string_view kDelta = "Δ";
  const std::size_t hyphen = text.find('-');
  if (text.starts_with(kDelta) && hyphen != std::string::npos && hyphen > kDelta.size() &&
      hyphen <= kDelta.size() + 3)
    return RaisedSigns{0, kDelta.size(), hyphen, {}};
  for (const std::string_view base : {"10", "cm", "mm", "m"}) {
    const std::size_t at = text.rfind(base);
    if (at == std::string::npos || text.size() - at - base.size() > 6) continue;
    const char before = at == 0 ? ' ' : text[at - 1];
    const bool stands = base == "10" ? !is_digit(before) && before != '.' && before != ','
                                     : before == ' ' || before == '/';
    if (stands) return RaisedSigns{0, at + base.size(), text.size(), {}};
  }
  return std::nullopt;
}

// The raised parts that stand together, at the end of the word unless text follows them.
std::optional<Box> raised_box(const std::vector<InkPart>& parts, const Type& type, double end,
                              bool text_follows) {
  std::vector<const InkPart*> raised;
  for (const InkPart& part : parts) {
    if (part.box.x0 > end + 0.4 * type.height) break;
    const bool letter = !is_dot(part, type) && height_of(part.box) > 0.5 * type.height;
    if (is_raised(part, type))
      raised.push_back(&part);
    else if (letter && !text_follows)
      raised.clear();
    else if (letter && !raised.empty())
      break;
  }
  if (raised.empty() || raised.size() > 3) return std::nullopt;
  Box box = raised.front()->box;
  for (const InkPart* part : raised) box = joined(box, part->box);
  return box;
}

}  // namespace

namespace {

// What hangs together over more than letters do is ruling, bar or logo.
void clear_large(const GreyImage& page, int level, GreyImage& left) {
  constexpr int kHigh = 110;  // pixels
  constexpr int kWide = 330;
  const InkAreas found(page, level);
  for (const InkRun& run : found.runs) {
    const InkArea& area = found.areas[run.area];
    if (area.height() > kHigh || area.width() > kWide)
      std::fill(left.row(run.y) + run.from, left.row(run.y) + run.to, std::uint8_t{255});
  }
}

}  // namespace

void doubt_cut_words(std::vector<HocrWord>& words, const std::vector<HocrWord>& dropped,
                     const GreyImage& page) {
  constexpr int kDark = 140;
  constexpr int kSpeck = 8;  // pixels
  constexpr std::size_t kShort = 6;
  std::vector<HocrWord> read = words;
  read.insert(read.end(), dropped.begin(), dropped.end());
  GreyImage left = without_words(page, read);
  clear_large(page, kDark, left);
  const auto ink_in = [&](double x0, double x1, const Box& box) {
    int ink = 0;
    const int right = std::clamp(static_cast<int>(x1), 0, left.width);
    for (int y = std::max(0, static_cast<int>(box.y0));
         y < std::min(left.height, static_cast<int>(box.y1)); ++y)
      for (int x = std::clamp(static_cast<int>(x0), 0, right); x < right; ++x)
        ink += left.row(y)[x] <= kDark;
    return ink;
  };
  for (HocrWord& word : words) {
    if (digits_in(word.text) == 0 && word.text.size() > kShort) continue;
    const double reach = 0.9 * height_of(word.box);
    if (ink_in(word.box.x0 - reach, word.box.x0, word.box) > kSpeck ||
        ink_in(word.box.x1, word.box.x1 + reach, word.box) > kSpeck)
      word.confidence = std::min(word.confidence, kRefuted);
  }
}

// "21" "331 %": a point between two numbers that stand close was lost.
void doubt_close_numbers(std::vector<HocrWord>& words) {
  constexpr double kClose = 0.7;  // of the height; columns are further apart
  for (std::size_t i = 1; i < words.size(); ++i) {
    HocrWord& before = words[i - 1];
    HocrWord& after = words[i];
    const double height = std::min(height_of(before.box), height_of(after.box));
    const double gap = after.box.x0 - before.box.x1;
    const bool digits = is_digit(before.text.back()) && is_digit(after.text.front());
    if (!digits || gap < 0 || gap > kClose * height ||
        shared_y(before.box, after.box) < 0.6 * height)
      continue;
    before.confidence = std::min(before.confidence, kRefuted);
    after.confidence = std::min(after.confidence, kRefuted);
  }
}

// "<" over a bar that lies below the word's box.
void find_bars(HocrWord& word, const GreyImage& page) {
  const double reach = 0.5 * height_of(word.box);
  const Box deeper{word.box.x0 - 2, word.box.y0 - 2, word.box.x1 + 2, word.box.y1 + reach};
  const std::vector<InkPart> parts = ink_parts(page, deeper);
  for (std::size_t i = 0; i < word.signs.size(); ++i) {
    const std::string sign = word.signs[i].text;
    if (sign != "<" && sign != ">") continue;
    const InkPart* part = part_of(parts, word.signs[i].box);
    if (part != nullptr && has_bar_below(parts, *part))
      replace_sign(word, i, sign == "<" ? "≤" : "≥");
  }
}

std::vector<RaisedSigns> check_signs(std::vector<HocrWord>& words, const GreyImage& page,
                                     const Lexicon& lexicon) {
  std::vector<RaisedSigns> raised;
  for (std::size_t i = 0; i < words.size(); ++i) {
    HocrWord& word = words[i];
    const std::size_t digits = digits_in(word.text);
    restore_capital(word.text);
    if (digits == 0 && word.text.find_first_of("<>+gmLM") == std::string::npos) continue;
    const double size = height_of(word.box);
    const Box around{word.box.x0 - 2, word.box.y0 - 2, word.box.x1 + 2, word.box.y1 + 2};
    const std::vector<InkPart> parts = ink_parts(page, around);
    if (parts.empty() || parts.size() > kMostParts) continue;
    const Type type = type_of(parts);
    restore_signs(word, parts, lexicon);
    if (word.text.find_first_of("<>") != std::string::npos) find_bars(word, page);
    restore_unit(word, parts, lexicon);
    if (2 * digits >= word.text.size()) check_dots(word, parts, type, page);
    auto base = base_of(word.text);
    if (!base) continue;
    const bool follows = base->end < word.text.size();
    const Box wider{around.x0, around.y0 - 0.4 * size, around.x1 + (follows ? 0 : size), around.y1};
    const auto box = raised_box(ink_parts(page, wider), type, word.box.x1, follows);
    if (!box) continue;
    base->word = i;
    base->box = *box;
    raised.push_back(*base);
  }
  doubt_close_numbers(words);
  return raised;
}

std::vector<HocrWord> drop_rulings(std::vector<HocrWord>& words) {
  constexpr std::string_view kRulings = "|_[]{}~=:";
  std::vector<HocrWord> dropped;
  for (HocrWord& word : words) {
    const std::string read = word.text;
    const std::size_t first = word.text.find_first_not_of("|_");
    const std::size_t last = word.text.find_last_not_of('|');
    if (first == std::string::npos) {
      word.text.clear();
    } else if (first != 0 || last + 1 != word.text.size()) {
      word.signs.clear();
      word.text = word.text.substr(first, last - first + 1);
    }
    constexpr double kSure = 85;  // percent: then "=" and "~" stand in a formula or a name
    const bool sign = (word.text == "=" || word.text == "~") && word.confidence >= kSure;
    if (!sign && word.text.find_first_not_of(kRulings) == std::string::npos) {
      // "=" may be what is left of "≤".
      if (read.find('=') == std::string::npos) dropped.push_back(word);
      word.text.clear();
    }
    // The quotation mark before a word is a speck or a ruling where none follows it.
    for (const std::string_view mark : {"‘", "“", "'", "\""})
      if (word.text.size() > mark.size() + 1 && word.text.starts_with(mark) &&
          word.text.find_first_of("'\"", mark.size()) == std::string::npos &&
          word.text.find("’") == std::string::npos && word.text.find("”") == std::string::npos) {
        word.text.erase(0, mark.size());
        word.signs.clear();
      }
    // Specks: a point, a comma or a quotation mark alone.
    if (word.text.find_first_not_of(".,;'`\"") == std::string::npos) word.text.clear();
  }
  std::erase_if(words, [](const HocrWord& word) { return word.text.empty(); });
  return dropped;
}

}  // namespace verilot
