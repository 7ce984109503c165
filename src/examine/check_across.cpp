// Certificates of one dossier against one another and against its lots: for whom they were issued,
// how they spell the product, when the lot was released, from where its life is counted.
#include <re2/re2.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "examine/certificate_checks.h"
#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

std::set<std::string> words_of(const std::string& folded) {
  std::set<std::string> words;
  std::string word;
  for (const char c : folded + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::exchange(word, ""));
    }
  }
  return words;
}

// The share of the words of the shorter name that the other has too.
double similarity(const std::string& a, const std::string& b) {
  const std::set<std::string> first = words_of(a), second = words_of(b);
  if (first.empty() || second.empty()) return 1;
  const auto shared =
      std::ranges::count_if(first, [&](const std::string& word) { return second.contains(word); });
  const bool within = a.find(b) != std::string::npos || b.find(a) != std::string::npos;
  return within ? 1
                : static_cast<double>(shared) /
                      static_cast<double>(std::min(first.size(), second.size()));
}

std::string name_at(const Evidence& evidence, std::string_view object, std::string_view key) {
  const NodeId node = evidence.member(evidence.root(), object);
  return node == kNoNode || evidence.kind(node) != NodeKind::object
             ? ""
             : text_of(evidence, node, key).value_or("");
}

// The product named in the dossier, with everything else that it goes by.
std::vector<std::string> product_names(const Evidence& evidence) {
  std::vector<std::string> names;
  for (const char* key : {"name", "trade_name", "brand"})
    if (std::string name = name_at(evidence, "product", key); !name.empty()) names.push_back(name);
  return names;
}

bool has_lots(const Evidence& evidence) {
  const NodeId lots = evidence.member(evidence.root(), "lots");
  return lots != kNoNode && evidence.kind(lots) == NodeKind::list && evidence.complete(lots) &&
         evidence.size(lots) > 0;
}

// A certificate for a lot that the dossier has not got, and another product or buyer on it.
void check_foreign(const CertificateView& certificate, Questions& questions) {
  const Evidence& evidence = questions.evidence();
  const ExamineContext& context = questions.context();
  const bool own_lot = lot_facts(evidence, certificate).listed;
  if (own_lot || !has_lots(evidence)) return;
  const std::vector<std::string> products = product_names(evidence);
  if (certificate.product_name.known() && !products.empty()) {
    const std::string printed = folded_name(certificate.product_name.text, context);
    const bool alike = std::ranges::any_of(products, [&](const std::string& name) {
      return similarity(printed, folded_name(name, context)) >= 0.5;
    });
    if (!alike)
      return questions.ask("foreign_certificate", certificate,
                           "the product '" + certificate.product_name.text + "'");
  }
  if (!certificate.client.known()) return;
  const std::string client = folded_name(certificate.client.text, context);
  bool known = false, any = false;
  for (const auto& [object, key] :
       {std::pair("supplier", "name"), std::pair("manufacturer", "name"),
        std::pair("practice", "name")}) {
    const std::string name = folded_name(name_at(evidence, object, key), context);
    any = any || !name.empty();
    known = known || (!name.empty() && similarity(client, name) >= 0.5);
  }
  for (const Said* own : {&certificate.laboratory, &certificate.manufacturer})
    known = known || (own->known() && folded_name(own->text, context) == client);
  if (any && !known)
    questions.ask("foreign_certificate", certificate,
                  "the buyer '" + certificate.client.text + "'");
}

std::size_t edits(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// "Serum A" and "Serum B" are two products: they differ in a word of a letter or two.
bool differ_by_design(const std::string& a, const std::string& b) {
  const std::set<std::string> first = words_of(a), second = words_of(b);
  const auto is_short_and_own = [](const std::set<std::string>& words,
                                   const std::set<std::string>& others) {
    return std::ranges::any_of(
        words, [&](const std::string& word) { return word.size() <= 2 && !others.contains(word); });
  };
  return is_short_and_own(first, second) && is_short_and_own(second, first);
}

// A name without strength and other numbers, which tell products apart rightly.
std::string bare_name(const std::string& product, const ExamineContext& context) {
  static const RE2 strength(
      R"((?i)\b\d[\d.,]*\s*(?:mg|mcg|ug|g|ml|iu|%|billion|million|b|m|x)?\b)");
  std::string text = product;
  RE2::GlobalReplace(&text, strength, " ");
  return folded_name(text, context);
}

std::string digits_of(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c >= '0' && c <= '9') out += c;
  return out;
}

std::chrono::year_month_day calendar(const DateSaid& date) {
  return std::chrono::year_month_day(date.date.first);
}

// Whole years from one day to another; nothing for anything else.
std::optional<int> whole_years(const DateSaid& from, const DateSaid& to) {
  if (!from.date.exact() || from.printed.size() < 10 || to.printed.size() < 10) return std::nullopt;
  const auto a = calendar(from), b = calendar(to);
  const int years = static_cast<int>(b.year()) - static_cast<int>(a.year());
  // The last day before the anniversary counts as well.
  const auto eve = std::chrono::year_month_day(to.date.first + std::chrono::days(1));
  const auto same = [&](const std::chrono::year_month_day& day) {
    return a.month() == day.month() && a.day() == day.day();
  };
  return years >= 1 && (same(b) || same(eve)) ? std::optional(years) : std::nullopt;
}

}  // namespace

void check_issue(const Certificates& certificates, Questions& questions) {
  for (const CertificateView& certificate : certificates) check_foreign(certificate, questions);
}

void check_names(const Certificates& certificates, Questions& questions) {
  const ExamineContext& context = questions.context();
  const double most = questions.threshold("name_mismatch", "most_edits");
  const double least = questions.threshold("name_mismatch", "least_letters");
  std::map<std::string, const CertificateView*> names;
  for (const CertificateView& certificate : certificates) {
    const std::string name =
        certificate.product_name.known() ? bare_name(certificate.product_name.text, context) : "";
    if (static_cast<double>(name.size()) >= least && name.size() <= 120)
      names.emplace(name, &certificate);
  }
  std::size_t compared = 0;
  for (auto a = names.begin(); a != names.end(); ++a)
    for (auto b = std::next(a); b != names.end() && ++compared < 2000; ++b) {
      if (digits_of(a->first) != digits_of(b->first) || differ_by_design(a->first, b->first))
        continue;
      std::string x = a->first, y = b->first;
      std::erase(x, ' ');
      std::erase(y, ' ');
      const std::size_t distance = edits(x, y);
      if (distance == 0 || static_cast<double>(distance) > most) continue;
      return questions.ask("name_mismatch", {a->second, b->second},
                           {{"evidence", "'" + a->second->product_name.text + "' and '" +
                                             b->second->product_name.text + "'"}});
    }
}

void check_releases(const Certificates& certificates, Questions& questions) {
  struct Tested {
    const CertificateView* certificate;
    const DateSaid* end;
    DateSaid released;
  };
  std::map<std::string, std::vector<Tested>> lots;
  for (const CertificateView& certificate : certificates) {
    const LotFacts lot = lot_facts(questions.evidence(), certificate);
    if (!lot.released.known()) continue;
    const DateSaid* end = certificate.date("analysis_completed");
    if (end == nullptr) end = certificate.date("analysis_started");
    if (end == nullptr) end = certificate.date("reported");
    if (end == nullptr) end = certificate.date("issued");
    lots[folded_number(certificate.lot.text)].push_back({&certificate, end, lot.released});
  }
  for (const auto& [number, tested] : lots) {
    const auto late = [](const Tested& one) {
      return one.end != nullptr && before(one.released.date, one.end->date).value_or(false);
    };
    // A later certificate of a lot that was released on an earlier one is a retest.
    if (!std::ranges::all_of(tested, late)) continue;
    const Tested& first = tested.front();
    questions.ask("released_before_tested", *first.certificate,
                  "lot " + first.certificate->lot.text + " was released on " +
                      first.released.printed + " and tested until " + first.end->printed);
  }
}

void check_expiries(const Certificates& certificates, Questions& questions) {
  std::map<std::string, const CertificateView*> lots;
  int years = 0;
  for (const CertificateView& certificate : certificates) {
    const DateSaid* expiry = certificate.date("expiry");
    const DateSaid* report = certificate.date("reported");
    if (report == nullptr) report = certificate.date("issued");
    if (!certificate.lot.known() || expiry == nullptr || report == nullptr) continue;
    const auto counted = whole_years(*report, *expiry);
    const DateSaid* made = certificate.date("manufactured");
    // Made and reported on one day, or one day of the year: nobody can tell from which it counts.
    const bool from_making = made != nullptr && whole_years(*made, *expiry).has_value();
    if (!counted || from_making || (years != 0 && *counted != years)) continue;
    years = *counted;
    lots.emplace(folded_number(certificate.lot.text), &certificate);
  }
  if (static_cast<double>(lots.size()) < questions.threshold("expiry_from_report", "least_lots"))
    return;
  std::vector<const CertificateView*> about;
  std::vector<std::string> named;
  for (const auto& [number, certificate] : lots) {
    about.push_back(certificate);
    named.push_back(certificate->lot.text);
  }
  questions.ask("expiry_from_report", about,
                {{"evidence", "Lots " + listed(named) + " expire " + std::to_string(years) +
                                  (years == 1 ? " year" : " years") +
                                  " to the day after their certificates were issued"}});
}

}  // namespace verilot
