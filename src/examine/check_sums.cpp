// Values that follow from others: masses from formulas and charges, totals from parts, dry from
// wet, and the laboratory's own controls.
#include <re2/re2.h>

#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "examine/certificate_checks.h"
#include "examine/printed.h"

namespace verilot {

namespace {

constexpr double kProton = 1.00728;  // Da, CODATA 2018

std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

// The molar mass of "C62H98N16O22", with brackets; nothing where a symbol is not in the table.
class Formula {
 public:
  Formula(const std::string& text, const ExamineContext& context)
      : text_(text), weights_(context.tables.certificate_checks.atomic_weights) {}

  std::optional<double> mass() {
    const std::optional<double> all = group();
    return at_ == text_.size() ? all : std::nullopt;
  }

 private:
  std::optional<double> group(int depth = 0) {
    double sum = 0;
    while (at_ < text_.size() && text_[at_] != ')') {
      std::optional<double> one;
      if (text_[at_] == '(' && depth < 8) {
        ++at_;
        one = group(depth + 1);
        if (at_ >= text_.size()) return std::nullopt;
        ++at_;
      } else {
        one = atom();
      }
      if (!one) return std::nullopt;
      sum += *one * count();
    }
    return sum;
  }

  std::optional<double> atom() {
    for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
      const auto found = weights_.find(text_.substr(at_, length));
      if (found == weights_.end()) continue;
      at_ += std::min(length, text_.size() - at_);
      return found->second;
    }
    return std::nullopt;
  }

  double count() {
    std::string digits;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 &&
           digits.size() < 6)
      digits += text_[at_++];
    return digits.empty() ? 1 : std::atof(digits.c_str());
  }

  const std::string text_;
  const std::map<std::string, double, std::less<>>& weights_;
  std::size_t at_ = 0;
};

struct Mass {
  const RowView* row = nullptr;
  double daltons = 0;
};

Mass stated_mass(const CertificateView& certificate, Questions& questions) {
  for (const RowView& row : certificate.rows) {
    const bool named =
        row.is("molecular_weight") || has_word("mass_row", row.name(), questions.context());
    if (!named || row.number() == nullptr) continue;
    const double value = number_of(row.number()->value) *
                         (lower_ascii(row.number()->unit_printed) == "kda" ? 1000 : 1);
    if (value >= questions.threshold("mass_inconsistent", "least_mass")) return {&row, value};
  }
  return {};
}

void check_formula(const Mass& mass, const CertificateView& certificate, Questions& questions) {
  static const RE2 form(R"((?:[A-Z][a-z]?\d*|\(|\)\d*){2,})");
  static const RE2 name(R"((?i)formula)");
  for (const RowView& row : certificate.rows) {
    if (!row.result.known() || !RE2::PartialMatch(row.name(), name)) continue;
    const std::string text(trimmed(row.result.text));
    if (!RE2::FullMatch(text, form)) continue;
    const auto made = Formula(text, questions.context()).mass();
    if (!made ||
        std::abs(*made - mass.daltons) <= *made * questions.threshold("mass_inconsistent", "share"))
      continue;
    return questions.ask("mass_inconsistent", certificate,
                         shown(*mass.row) + ", and " + text + " weighs " + rounded(*made),
                         row.node);
  }
}

// "2368.9 [M+2H], 1579.1 [M+3H]": what each mass over charge makes of the molecule.
void check_charges(const Mass& mass, const CertificateView& certificate, Questions& questions) {
  static const RE2 before_value(R"((\d[\d.]*)\s*(?:\(|\[)?\s*\[?M\s*\+\s*(\d*)\s*H)");
  static const RE2 in_name(R"(\[?M\s*\+\s*(\d*)\s*H\]?)");
  const double most = questions.threshold("mass_inconsistent", "daltons");
  const auto off = [&](const std::string& value, const std::string& charge) {
    const double n = charge.empty() ? 1 : std::atof(charge.c_str());
    const double made = std::atof(value.c_str()) * n - n * kProton;
    return n >= 1 && n <= 60 && std::abs(made - mass.daltons) > most ? std::optional(made)
                                                                     : std::nullopt;
  };
  for (const RowView& row : certificate.rows) {
    if (!row.result.known()) continue;
    std::string value, charge;
    std::optional<double> made;
    if (RE2::PartialMatch(row.result.text, before_value, &value, &charge)) {
      made = off(value, charge);
    } else if (RE2::PartialMatch(row.name(), in_name, &charge) && row.number() != nullptr) {
      made = off(row.number()->value.to_string(), charge);
    }
    if (made)
      return questions.ask("mass_inconsistent", certificate,
                           shown(*mass.row) + ", and " + shown(row) + " makes it " + rounded(*made),
                           row.node);
  }
}

// A number, 0 where nothing was found; nothing for anything else.
std::optional<double> amount_of(const RowView& row) {
  if (row.cells.result.word == "not_detected" || row.cells.result.word == "absent") return 0.0;
  const Quantity* number = row.number();
  if (number == nullptr) return std::nullopt;
  if (number->bound == Bound::below || number->bound == Bound::at_most) return 0.0;
  return number->bound == Bound::exact ? std::optional(base_number(*number)) : std::nullopt;
}

bool same_class(const RowView& a, const RowView& b) {
  return a.number() == nullptr || b.number() == nullptr ||
         a.number()->unit.unit_class == b.number()->unit.unit_class;
}

const TotalOfParts* total_of(const RowView& row, const ExamineContext& context) {
  for (const TotalOfParts& total : context.tables.certificate_checks.totals)
    if (row.is(total.total)) return &total;
  return nullptr;
}

// What the parts of a known formula add up to; nothing where one is missing.
std::optional<double> by_formula(const RowView& total, const TotalOfParts& formula,
                                 const CertificateView& certificate) {
  double sum = 0;
  for (const auto& [part, share] : formula.parts) {
    std::optional<double> amount;
    for (const RowView& row : certificate.rows)
      if (row.is(part) && same_class(row, total) && row.unit.text == total.unit.text)
        amount = amount_of(row);
    if (!amount) return std::nullopt;
    sum += share * *amount;
  }
  return sum;
}

constexpr double kNoPart = 10;  // times the total

// The rows above "Total" in its section, in its unit; nothing where one of them is far larger, as a
// purity above "Total impurities": then they are no parts of it.
std::optional<double> of_section(std::size_t at, const CertificateView& certificate,
                                 const ExamineContext& context) {
  const RowView& total = certificate.rows[at];
  const double stated = base_number(*total.number());
  double sum = 0;
  std::size_t parts = 0;
  for (std::size_t i = at; i-- > 0;) {
    const RowView& row = certificate.rows[i];
    if (row.section.text != total.section.text || has_word("total_row", row.name(), context)) break;
    const auto amount = amount_of(row);
    if (!amount || !same_class(row, total) || row.unit.text != total.unit.text) break;
    if (*amount > kNoPart * stated) return std::nullopt;
    sum += *amount;
    ++parts;
  }
  return parts >= 2 ? std::optional(sum) : std::nullopt;
}

bool is_plain_total(const RowView& row, const ExamineContext& context) {
  static const RE2 plain(
      R"((?i)^\s*\*?\s*(?:total|sum|summe|suma|gesamt|total (?:amount|impurities|related substances|metals|solvents|elements|unknown impurities))\s*\*?\s*$)");
  return RE2::FullMatch(row.name(), plain) && has_word("total_row", row.name(), context);
}

void check_total(std::size_t at, const CertificateView& certificate, Questions& questions) {
  const RowView& row = certificate.rows[at];
  const ExamineContext& context = questions.context();
  const Quantity* number = row.number();
  if (number == nullptr || number->bound != Bound::exact) return;
  const double stated = base_number(*number);
  const double share = questions.threshold("total_mismatch", "share");
  std::optional<double> made;
  bool wrong = false;
  if (const TotalOfParts* formula = total_of(row, context)) {
    made = by_formula(row, *formula, certificate);
    wrong = made && *made > 0 && std::abs(stated - *made) > share * *made;
  } else if (is_plain_total(row, context)) {
    made = of_section(at, certificate, context);
    // Parts below the reporting limit are not listed, so a total may be a little more.
    wrong = made && *made > 0 && (stated < *made * 0.99 || stated > *made * (1 + share));
  }
  // A total of a known formula that is far off is given in another unit than its column.
  const bool other_unit =
      wrong && total_of(row, context) != nullptr && (stated > 2 * *made || *made > 2 * stated);
  if (wrong)
    questions.ask(
        other_unit ? "unit_mismatch" : "total_mismatch", certificate,
        shown(row) + ", and its parts make " +
            rounded(*made / number_of(number->unit.unit_class.empty() ? *Decimal::parse("1")
                                                                      : number->unit.factor)) +
            (number->unit_printed.empty() ? "" : " " + number->unit_printed),
        row.node);
}

void check_control(const RowView& row, const CertificateView& certificate, Questions& questions) {
  const Quantity* number = row.number();
  if (number == nullptr) return;
  if (!has_word("recovery_row", row.name() + " | " + row.section.text, questions.context())) return;
  if (number->unit_printed != "%" && row.unit.text != "%") return;
  const double value = number_of(number->value);
  if (value < questions.threshold("control_out_of_range", "least") ||
      value > questions.threshold("control_out_of_range", "most"))
    questions.ask("control_out_of_range", certificate, shown(row), row.node);
}

double moisture_of(const CertificateView& certificate) {
  for (const RowView& row : certificate.rows)
    if (row.is("moisture") && row.number() != nullptr && row.number()->unit_printed == "%")
      return number_of(row.number()->value);
  return 0;
}

// Two rows of one analyte, one named dry: with water in it they cannot be equal.
void check_dry(const CertificateView& certificate, Questions& questions) {
  const double water = moisture_of(certificate);
  if (water < questions.threshold("dry_wet_mismatch", "least_moisture") || water >= 100) return;
  const ExamineContext& context = questions.context();
  const auto is_dry = [&](const RowView& row) {
    return has_word("dry_basis", row.name() + " | " + row.section.text, context);
  };
  const auto bare = [&](const RowView& row) {
    std::string name = row.name();
    for (const std::string& word :
         context.tables.certificate_checks.words.find("dry_basis")->second)
      RE2::GlobalReplace(&name, context.recognisers.pattern(word), "");
    return folded_name(name, context);
  };
  for (const RowView& dry : certificate.rows) {
    if (!is_dry(dry) || dry.number() == nullptr || dry.is("moisture")) continue;
    for (const RowView& wet : certificate.rows) {
      if (is_dry(wet) || wet.number() == nullptr || bare(wet) != bare(dry)) continue;
      const double made = base_number(*wet.number()) / (1 - water / 100);
      if (made <= 0 || base_number(*wet.number()) != base_number(*dry.number())) continue;
      return questions.ask("dry_wet_mismatch", certificate,
                           shown(dry) + " equals the value as received, with " + rounded(water) +
                               " % of water in it",
                           dry.node);
    }
  }
}

}  // namespace

void check_masses(const CertificateView& certificate, Questions& questions) {
  const Mass mass = stated_mass(certificate, questions);
  if (mass.row != nullptr) {
    check_formula(mass, certificate, questions);
    check_charges(mass, certificate, questions);
  }
  for (const RowView& row : certificate.rows)
    if (row.result.known() &&
        has_word("calculated_row", row.name() + " | " + row.result.text, questions.context()))
      return questions.ask("calculated_not_measured", certificate, shown(row), row.node);
  if (certificate.has_statement("calculated"))
    questions.ask("calculated_not_measured", certificate, certificate.statement("calculated"));
}

void check_totals(const CertificateView& certificate, Questions& questions) {
  for (std::size_t i = 0; i < certificate.rows.size(); ++i) {
    check_total(i, certificate, questions);
    check_control(certificate.rows[i], certificate, questions);
  }
  check_dry(certificate, questions);
}

}  // namespace verilot
