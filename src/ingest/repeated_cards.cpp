#include "ingest/repeated_cards.h"

#include <algorithm>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

std::string name_key(const CertificateTest& test) {
  return test.analyte_id.empty() ? identity_of(test.analyte.text) : test.analyte_id;
}

// Digits of a printed number without leading and trailing zeros, to tell "12.55 %" in a card from
// "12.550" in the table.
std::string number_key(const std::string& text) {
  std::string number = text.substr(0, text.find_last_of("0123456789") + 1);
  if (number.find('.') != std::string::npos) {
    while (number.ends_with('0')) number.pop_back();
    if (number.ends_with('.')) number.pop_back();
  }
  return identity_of(number);
}

// "Content 5.21 mg" above a table with "Net peptide content 5.21 mg".
bool repeats_value(const CertificateTest& card, const CertificateTest& test) {
  if (!card.result || !test.result) return false;
  const auto whole = [](const CertificateTest& of) {
    const std::string text = folded(of.result->text);
    std::string all = of.unit && !text.ends_with(folded(of.unit->text))
                          ? of.result->text + of.unit->text
                          : of.result->text;
    std::erase(all, ' ');
    return all;
  };
  const std::string value = whole(card);
  const auto digits = std::ranges::count_if(value, [](char c) { return c >= '0' && c <= '9'; });
  const std::string other = whole(test);
  const bool same = value == other || (other.starts_with(value) && other[value.size()] == '/');
  return digits >= 3 && same && !folded(card.analyte.text).starts_with("total");
}

}  // namespace

bool is_repeated(const CertificateTest& card, const std::vector<CertificateTest>& tests) {
  return std::ranges::any_of(tests, [&](const CertificateTest& test) {
    if (name_key(test) != name_key(card)) return repeats_value(card, test);
    if (!card.result) return true;
    const std::string number = number_key(card.result->text);
    return test.result && (identity_of(test.result->text) == identity_of(card.result->text) ||
                           (!number.empty() && number_key(test.result->text) == number));
  });
}

}  // namespace verilot
