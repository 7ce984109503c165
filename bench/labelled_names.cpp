#include "labelled_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <random>
#include <span>

namespace verilot::bench {

namespace {

using Words = std::vector<std::string>;

constexpr std::array kSyllables = {"al",  "bar", "cor", "den", "el",  "far", "gan", "hol",
                                   "is",  "jor", "kel", "lum", "mar", "nor", "or",  "pel",
                                   "qui", "ras", "sol", "tan", "ul",  "ver", "wen", "xan",
                                   "yor", "zel", "bri", "cla", "dro", "fen", "gri", "hel"};
constexpr std::array kTrades = {"Tissue",   "Vesicle",      "Trading",  "Medical",  "Biologics",
                                "Pharma",   "Clinic",       "Services", "Holdings", "Laboratories",
                                "Shipping", "Therapeutics", "Exosome",  "Hair",     "Research"};
constexpr std::array kForms = {"LLC", "Ltd",  "Inc.",    "GmbH",      "S.L.", "S.A.",
                               "FZE", "B.V.", "Limited", "Co., Ltd.", "Corp."};
constexpr std::array kFirst = {"Anna",   "Petar", "John",  "Jane",   "Maria",  "Ivan",  "Olga",
                               "Carlos", "Lucia", "Ahmed", "Fatima", "Thomas", "Elena", "David"};

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  template <typename List>
  std::string one_of(const List& list) {
    return list[below(list.size())];
  }
  std::string made_up() {
    std::string word;
    for (std::size_t left = 2 + below(2); left > 0; --left) word += one_of(kSyllables);
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
  }
  Words firm() {
    Words words = {made_up()};
    if (below(3) == 0) words.push_back(made_up());
    for (std::size_t left = 1 + below(2); left > 0; --left) words.push_back(one_of(kTrades));
    return words;
  }
  Words person() { return {one_of(kFirst), made_up(), made_up()}; }

 private:
  std::mt19937_64 random_;
};

std::string text_of(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string mistyped(std::string word, Maker& make) {
  const std::size_t at = 1 + make.below(word.size() - 2);
  const auto letter = static_cast<char>('a' + make.below(26));
  switch (make.below(4)) {
    case 0:
      std::swap(word[at], word[at + 1]);
      break;
    case 1:
      word.erase(at, 1);
      break;
    case 2:
      word.insert(at, 1, letter);
      break;
    default:
      word[at] = letter;
  }
  return word;
}

std::string replaced(std::string text, std::span<const std::array<const char*, 2>> table) {
  std::string out;
  for (const char c : text) {
    std::string letter(1, c);
    for (const auto& row : table)
      if (letter == row[0]) letter = row[1];
    out += letter;
  }
  return out;
}

constexpr std::array<std::array<const char*, 2>, 6> kAccents = {
    {{"a", "á"}, {"e", "é"}, {"i", "í"}, {"o", "ö"}, {"u", "ü"}, {"n", "ñ"}}};
constexpr std::array<std::array<const char*, 2>, 36> kCyrillic = {
    {{"A", "А"}, {"B", "Б"}, {"D", "Д"}, {"E", "Е"}, {"F", "Ф"}, {"G", "Г"}, {"I", "И"}, {"K", "К"},
     {"L", "Л"}, {"M", "М"}, {"N", "Н"}, {"O", "О"}, {"P", "П"}, {"R", "Р"}, {"S", "С"}, {"T", "Т"},
     {"V", "В"}, {"Z", "З"}, {"a", "а"}, {"b", "б"}, {"d", "д"}, {"e", "е"}, {"f", "ф"}, {"g", "г"},
     {"i", "и"}, {"k", "к"}, {"l", "л"}, {"m", "м"}, {"n", "н"}, {"o", "о"}, {"p", "п"}, {"r", "р"},
     {"s", "с"}, {"t", "т"}, {"v", "в"}, {"z", "з"}}};

using Make = std::function<LabelledPair(Maker&)>;

struct Kind {
  const char* name;
  bool same;
  Make make;
};

std::string with_form(const Words& words, Maker& make) {
  return text_of(words) + " " + make.one_of(kForms);
}

LabelledPair pair(std::string asked, std::string listed) {
  return {"", std::move(asked), std::move(listed), false};
}

LabelledPair other_trade(Maker& make) {
  Words firm = make.firm(), other = {firm.front(), make.made_up(), make.one_of(kTrades)};
  if (other.back() == firm.back()) other.back() = "Orchards";
  return pair(with_form(firm, make), with_form(other, make));
}

std::string make_end(Maker& make) {
  std::string end = make.made_up();
  end[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(end[0])));
  return end;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds = {
      {"same but for legal form and case", true,
       [](Maker& m) {
         const Words firm = m.firm();
         std::string upper = with_form(firm, m);
         for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
         return pair(with_form(firm, m), upper);
       }},
      {"typing error", true,
       [](Maker& m) {
         Words firm = m.firm(), wrong = firm;
         wrong[0] = mistyped(wrong[0], m);
         return pair(with_form(wrong, m), with_form(firm, m));
       }},
      {"words in another order", true,
       [](Maker& m) {
         Words firm = m.person(), turned = {firm[2] + ",", firm[0], firm[1]};
         return pair(text_of(turned), text_of(firm));
       }},
      {"accents", true,
       [](Maker& m) {
         const Words firm = m.firm();
         return pair(with_form(firm, m), replaced(text_of(firm), kAccents));
       }},
      {"Cyrillic", true,
       [](Maker& m) {
         const Words person = m.person();
         return pair(text_of(person), replaced(text_of(person), kCyrillic));
       }},
      {"initials", true,
       [](Maker& m) {
         const Words person = m.person();
         return pair(text_of({person[0].substr(0, 1) + ".", person[1], person[2]}),
                     text_of(person));
       }},
      {"words joined", true,
       [](Maker& m) {
         Words firm = {m.made_up(), m.made_up(), m.one_of(kTrades)};
         std::string second = firm[1];
         second[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(second[0])));
         return pair(with_form({firm[0] + second, firm[2]}, m), with_form(firm, m));
       }},
      {"trade left out", true,
       [](Maker& m) {
         const Words firm = {m.made_up(), m.made_up(), m.one_of(kTrades)};
         return pair(with_form({firm[0], firm[1]}, m), with_form(firm, m));
       }},
      {"typing errors in two words", true,
       [](Maker& m) {
         const Words firm = {m.made_up(), m.made_up(), m.one_of(kTrades)};
         return pair(with_form({mistyped(firm[0], m), mistyped(firm[1], m), firm[2]}, m),
                     with_form(firm, m));
       }},
      {"typing error, trade left out", true,
       [](Maker& m) {
         const Words firm = {m.made_up(), m.made_up(), m.one_of(kTrades)};
         return pair(with_form({firm[1], mistyped(firm[0], m)}, m), with_form(firm, m));
       }},
      {"typing error, initial, other order", true,
       [](Maker& m) {
         const Words one = m.person();
         return pair(mistyped(one[2], m) + ", " + one[0].substr(0, 1) + " " + one[1], text_of(one));
       }},
      {"one of two given names", true,
       [](Maker& m) {
         const Words one = m.person();
         return pair(text_of({one[0], one[2]}), text_of(one));
       }},
      {"trade left out, one rare word", true,
       [](Maker& m) {
         const Words firm = {m.made_up(), m.one_of(kTrades)};
         return pair(with_form({firm[0]}, m), with_form(firm, m));
       }},
      {"same rare word, other trade", false,
       [](Maker& m) {
         const Words firm = {m.made_up(), m.one_of(kTrades)};
         return pair(with_form({firm[0], firm[1] == "Hair" ? "Pharma" : "Hair"}, m),
                     with_form(firm, m));
       }},
      {"two rare words of three", false,
       [](Maker& m) {
         const Words one = {m.made_up(), m.made_up(), m.made_up()};
         return pair(with_form({one[0], one[1], m.made_up()}, m), with_form(one, m));
       }},
      {"same surname and first name", false,
       [](Maker& m) {
         const Words one = m.person();
         return pair(text_of(one), text_of({one[0], m.made_up(), one[2]}));
       }},
      {"same legal form only", false,
       [](Maker& m) {
         const std::string form = m.one_of(kForms);
         return pair(text_of(m.firm()) + " " + form, text_of(m.firm()) + " " + form);
       }},
      {"same trade only", false,
       [](Maker& m) {
         const std::string one = m.one_of(kTrades), two = m.one_of(kTrades);
         return pair(with_form({m.made_up(), one, two}, m), with_form({m.made_up(), one, two}, m));
       }},
      {"one rare word in common", false, other_trade},
      {"same surname", false,
       [](Maker& m) {
         Words one = m.person(), two = {m.made_up(), m.made_up(), one[2]};
         return pair(text_of(one), text_of(two));
       }},
      {"same first names", false,
       [](Maker& m) {
         Words one = m.person(), two = {one[0], m.made_up(), m.made_up()};
         return pair(text_of(one), text_of(two));
       }},
      {"other number", false,
       [](Maker& m) {
         const Words firm = m.firm();
         const std::size_t number = 1 + m.below(40);
         return pair(text_of(firm) + " " + std::to_string(number) + " Ltd",
                     text_of(firm) + " " + std::to_string(number + 1 + m.below(9)) + " Ltd");
       }},
      {"near word of another firm", false,
       [](Maker& m) {
         Words firm = m.firm(), other = firm;
         other[0] = firm[0].substr(0, 3) + make_end(m);
         other.back() = other.back() == "Hair" ? "Shipping" : "Hair";
         return pair(with_form(firm, m), with_form(other, m));
       }},
      {"nothing in common", false,
       [](Maker& m) { return pair(with_form(m.firm(), m), text_of(m.person())); }},
  };
  return kKinds;
}

}  // namespace

std::vector<std::string> make_names(std::size_t count, std::uint64_t seed) {
  Maker make(seed);
  std::vector<std::string> names;
  while (names.size() < count)
    names.push_back(make.below(4) == 0 ? text_of(make.person()) : with_form(make.firm(), make));
  return names;
}

std::vector<LabelledPair> make_pairs(std::size_t of_each, std::uint64_t seed) {
  Maker make(seed);
  std::vector<LabelledPair> pairs;
  for (const Kind& kind : kinds())
    for (std::size_t i = 0; i < of_each; ++i) {
      LabelledPair one = kind.make(make);
      one.kind = kind.name;
      one.same = kind.same;
      pairs.push_back(std::move(one));
    }
  return pairs;
}

}  // namespace verilot::bench
