#include "ingest/card_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ingest/printed_marks.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kReach = 1.4;  // of the height: from a name to its value
constexpr std::size_t kLongestName = 45;

struct Card {
  const Phrase* name = nullptr;
  std::vector<const Phrase*> values;  // from left to right, above or below the name
  const Phrase* verdict = nullptr;
  const Phrase* basis = nullptr;  // "Dry weight"
  const Phrase* more = nullptr;   // the second line of the name
  double left = 0, right = 0;     // what stands between belongs to this card
};

bool in_table(const Box& box, const std::vector<ColumnTable>& tables) {
  return std::ranges::any_of(tables, [&](const ColumnTable& table) {
    return shared_x(table.box, box) > 0 && shared_y(table.box, box) > 0;
  });
}

bool is_verdict(const std::string& text, const Lexicon& lexicon) {
  const std::string role = lexicon.result_role(without_mark(text));
  const std::string plain = folded(text);
  if (plain.size() < 4) return false;  // "Yes" and "OK" answer other questions too
  return role == "pass" || role == "fail" || plain == "not tested" || plain == "tested";
}

// A number with a unit, or a word that says what was found.
bool is_result(const std::string& text, const Lexicon& lexicon) {
  if (text.size() > 40 || !lexicon.is_value(text)) return false;
  const std::string role = lexicon.result_role(text);
  if (!role.empty()) return role == "not_detected" || role == "absent";
  return !lexicon.is_number(text);
}

bool may_be_name(const Phrase& phrase, const Lexicon& lexicon) {
  const std::string& text = phrase.text;
  return text.size() >= 2 && text.size() <= kLongestName && text.find(':') == std::string::npos &&
         !lexicon.is_value(text) && !lexicon.is_unit(text) && !lexicon.is_title(text) &&
         phrase.words.size() <= 6 && !lexicon.is_basis(text) &&
         lexicon.label_role(text) != "overall_status";
}

bool is_known(const Phrase& phrase, const Lexicon& lexicon) {
  return !lexicon.analyte_id(phrase.text).empty();
}

// The names of a line, each with the space up to the middle between it and its neighbours.
std::vector<Card> names_in(const Line& line, const std::vector<ColumnTable>& tables,
                           const Lexicon& lexicon) {
  std::vector<Card> cards;
  for (const Phrase& phrase : line.phrases) {
    if (in_table(phrase.box, tables) || !may_be_name(phrase, lexicon)) continue;
    Card card;
    card.name = &phrase;
    cards.push_back(card);
  }
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const Box& box = cards[i].name->box;
    cards[i].left = i == 0 ? box.x0 - 60 : (cards[i - 1].name->box.x1 + box.x0) / 2;
    cards[i].right = i + 1 == cards.size() ? box.x1 + 60 : (box.x1 + cards[i + 1].name->box.x0) / 2;
  }
  return cards;
}

bool belongs(const Card& card, const Box& box) {
  const Box& name = card.name->box;
  if (centre_x(box) < card.left || centre_x(box) > card.right) return false;
  return std::abs(box.x0 - name.x0) < 4 || std::abs(box.x1 - name.x1) < 4 ||
         std::abs(centre_x(box) - centre_x(name)) < 70;
}

// Fills the cards from what stands above (or below) their names.
void fill(std::vector<Card>& cards, const PageLayout& page, bool above,
          const std::vector<ColumnTable>& tables, const Lexicon& lexicon) {
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      if (in_table(phrase.box, tables)) continue;
      for (Card& card : cards) {
        const Box& name = card.name->box;
        const double gap = above ? name.y0 - phrase.box.y1 : phrase.box.y0 - name.y1;
        const double height = std::max(height_of(name), height_of(phrase.box));
        if (&phrase == card.name || gap < -0.5 * height || !belongs(card, phrase.box)) continue;
        const bool past = above ? centre_y(phrase.box) < centre_y(name) - 0.4 * height
                                : centre_y(phrase.box) > centre_y(name) + 0.4 * height;
        if (!past) continue;
        const bool near = gap < kReach * height_of(name);
        if (near && is_result(phrase.text, lexicon)) card.values.push_back(&phrase);
        const double further = card.values.empty() ? kReach : 2 * kReach + 1;
        if (gap < further * height_of(name) && card.verdict == nullptr &&
            is_verdict(phrase.text, lexicon))
          card.verdict = &phrase;
        const bool close = above ? false : gap < 0.35 * height_of(name);
        if (close && card.more == nullptr && may_be_name(phrase, lexicon) &&
            !is_known(phrase, lexicon) && height_of(phrase.box) < 1.15 * height_of(name))
          card.more = &phrase;
        if (!above && gap < (2 * kReach + 1) * height_of(name) && lexicon.is_basis(phrase.text))
          card.basis = &phrase;
      }
    }
  }
}

bool is_filled(const Card& card) { return !card.values.empty() || card.verdict != nullptr; }

bool is_grid(const std::vector<Card>& cards, const Lexicon& lexicon) {
  const auto filled = std::ranges::count_if(cards, is_filled);
  const auto known = std::ranges::count_if(
      cards, [&](const Card& card) { return is_filled(card) && is_known(*card.name, lexicon); });
  return filled >= 2 && known >= 1 && filled + 1 >= static_cast<std::ptrdiff_t>(cards.size());
}

CertificateTest test_of(const Card& card, const PageLayout& page, const Lexicon& lexicon,
                        const std::string& file) {
  const auto place = [&](const Phrase& phrase) {
    return place_in_pdf(file, page.page, phrase.box);
  };
  CertificateTest test;
  test.analyte = {card.name->text, place(*card.name)};
  if (card.more != nullptr) test.analyte.text += " " + card.more->text;
  if (card.basis != nullptr) test.analyte.text += " (" + card.basis->text + ")";
  test.where = test.analyte.where;
  if (!card.values.empty()) {
    const Phrase& value = **std::ranges::min_element(
        card.values, {}, [](const Phrase* phrase) { return phrase->box.x0; });
    test.result = Printed{value.text, place(value)};
  }
  if (card.verdict != nullptr)
    test.printed_status = Printed{without_mark(card.verdict->text), place(*card.verdict)};
  recognise(test, lexicon);
  return test;
}

}  // namespace

std::vector<CertificateTest> card_grids(const PageLayout& page,
                                        const std::vector<ColumnTable>& tables,
                                        const Lexicon& lexicon, const std::string& file) {
  std::vector<CertificateTest> tests;
  for (const Line& line : page.lines) {
    for (const bool above : {false, true}) {
      std::vector<Card> cards = names_in(line, tables, lexicon);
      if (cards.size() < 2) break;
      fill(cards, page, above, tables, lexicon);
      if (!is_grid(cards, lexicon)) continue;
      for (const Card& card : cards)
        if (is_filled(card)) tests.push_back(test_of(card, page, lexicon, file));
      break;
    }
  }
  return tests;
}

}  // namespace verilot
