// Numbers by themselves: their unit, what they can be, what the label promises.
#include <re2/re2.h>

#include <algorithm>
#include <cstdio>

#include "examine/certificate_checks.h"
#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

bool is_count(const RowView& row, const ExamineContext& context) {
  const auto& counts = context.tables.certificate_checks.count_analytes;
  return std::ranges::find(counts, row.analyte.text) != counts.end();
}

bool has_unit(const Quantity& number) { return !number.unit_printed.empty(); }

const Quantity* any_limit(const RowView& row) {
  const Criterion& criterion = row.cells.criterion;
  if (criterion.high) return &*criterion.high;
  return criterion.low ? &*criterion.low : nullptr;
}

// A number of an analyte that has a unit, on a row that has none in any column.
bool lacks_unit(const RowView& row, const ExamineContext& context) {
  if (row.entry == nullptr || row.unit.known()) return false;
  if (!row.entry->needs_unit && !is_count(row, context)) return false;
  const auto& numbers = row.cells.result.numbers;
  const bool number =
      row.cells.result.kind == Cell::Kind::numbers || row.cells.result.kind == Cell::Kind::range;
  return number && row.unit.none() && std::ranges::none_of(numbers, has_unit);
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.0f %%", 100 * share);
  return text;
}

void check_unit_of(const RowView& row, const CertificateView& certificate, Questions& questions) {
  const Quantity* number = row.number();
  if (number == nullptr || number->unit.unit_class.empty()) return;
  const std::string& unit_class = number->unit.unit_class;
  const Quantity* limit = any_limit(row);
  const bool limit_differs = limit != nullptr && !limit->unit.unit_class.empty() &&
                             limit->unit.unit_class != unit_class && has_unit(*limit) &&
                             has_unit(*number);
  if (limit_differs)
    return questions.ask("unit_mismatch", certificate,
                         shown(row) + ": the units are of different kinds", row.node);
  if (row.entry == nullptr || row.entry->unit_classes.empty() || !has_unit(*number)) return;
  const auto& classes = row.entry->unit_classes;
  if (std::ranges::find(classes, unit_class) == classes.end())
    questions.ask("unit_mismatch", certificate,
                  shown(row) + ": results of this test are not given in " + number->unit_printed,
                  row.node);
}

void check_zero(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  std::vector<std::string> zeros, limits;
  for (const RowView& row : certificate.rows) {
    const Quantity* number = row.number();
    const bool colonies =
        number != nullptr && has_word("colony_unit", number->unit_printed, context);
    if (number != nullptr && number->value.is_zero() && number->bound == Bound::exact &&
        (is_count(row, context) || colonies) &&
        !has_word("counts_observed", row.result.text, context))
      zeros.push_back(row.name());
    for (const Said* limit : {&row.detection_limit, &row.quantitation_limit}) {
      const auto value = parse_quantity(limit->text, context.tables.units);
      if (limit->known() && value && value->value.is_zero()) {
        limits.push_back(row.name());
        break;
      }
    }
  }
  if (!zeros.empty()) questions.ask("count_zero", certificate, listed(zeros));
  if (!limits.empty()) questions.ask("quantitation_limit_zero", certificate, listed(limits));
}

// A bare number is one of the unit of the range.
bool in_unit_of(const Quantity& number, const PlausibleRange& range) {
  return number.unit.unit_class == range.unit.unit_class ||
         (number.unit.unit_class == "acidity" && range.unit.unit_class == "number");
}

void check_range(const RowView& row, const CertificateView& certificate, Questions& questions) {
  if (row.entry == nullptr || !row.entry->plausible) return;
  const PlausibleRange& range = *row.entry->plausible;
  const double factor = number_of(range.unit.factor);
  for (const Quantity& number : row.cells.result.numbers) {
    if (row.cells.result.kind == Cell::Kind::word || !in_unit_of(number, range)) continue;
    const double value = base_number(number);
    const bool low = value < number_of(range.low) * factor && number.bound != Bound::below &&
                     number.bound != Bound::at_most;
    const bool high = value > number_of(range.high) * factor;
    if (low || high)
      return questions.ask(
          "value_implausible", certificate,
          shown(row) + "; values from " + range.low.to_string() + " to " + range.high.to_string() +
              (range.unit.ucum == "1" ? "" : " " + range.unit.ucum) + " are possible",
          row.node);
  }
}

struct Sizes {
  const RowView* row = nullptr;
  double value = 0;
};

Sizes size_of(const CertificateView& certificate, std::string_view id) {
  for (const RowView& row : certificate.rows)
    if (row.is(id) && row.number() != nullptr) return {&row, base_number(*row.number())};
  return {};
}

void check_sizes(const CertificateView& certificate, Questions& questions) {
  const Sizes d10 = size_of(certificate, "particle_size_d10");
  const Sizes d50 = size_of(certificate, "particle_size_d50");
  const Sizes d90 = size_of(certificate, "particle_size_d90");
  for (const auto& [a, b] : {std::pair(d10, d50), std::pair(d50, d90), std::pair(d10, d90)})
    if (a.row != nullptr && b.row != nullptr && a.value >= b.value)
      return questions.ask("size_order_invalid", certificate,
                           shown(*a.row) + " is not below " + shown(*b.row), a.row->node);
  const Sizes mode = size_of(certificate, "particle_size_mode");
  const Sizes mean = size_of(certificate, "particle_size_mean");
  if (mode.row != nullptr && mean.row != nullptr && mean.value > 0 &&
      mode.value > mean.value * questions.threshold("size_order_invalid", "mode_over_mean"))
    questions.ask("size_order_invalid", certificate,
                  shown(*mode.row) + " lies far above " + shown(*mean.row), mode.row->node);
}

const RowView* number_row(const CertificateView& certificate, std::string_view id,
                          std::string_view unit_class) {
  for (const RowView& row : certificate.rows)
    if (row.is(id) && row.number() != nullptr && row.number()->unit.unit_class == unit_class &&
        row.number()->bound == Bound::exact)
      return &row;
  return nullptr;
}

bool differs(double stated, double made, double share) {
  return made > 0 && (stated < made * (1 - share) || stated > made * (1 + share));
}

void check_ratio(const CertificateView& certificate, Questions& questions) {
  const double share = questions.threshold("ratio_inconsistent", "share");
  const RowView* count =
      number_row(certificate, "particle_concentration", "particle concentration");
  const RowView* protein = number_row(certificate, "protein_total", "mass per volume");
  const RowView* ratio = number_row(certificate, "particle_protein_ratio", "particles per mass");
  if (count != nullptr && protein != nullptr && ratio != nullptr &&
      base_number(*protein->number()) > 0) {
    const double made = base_number(*count->number()) / base_number(*protein->number());
    if (differs(base_number(*ratio->number()), made, share))
      questions.ask(
          "ratio_inconsistent", certificate,
          shown(*ratio) + " does not follow from " + shown(*count) + " and " + shown(*protein),
          ratio->node);
  }
  const RowView* content =
      number_row(certificate, "particle_concentration", "particles per container");
  const RowView* volume = number_row(certificate, "fill_volume", "volume");
  if (count == nullptr || content == nullptr || volume == nullptr) return;
  const double made = base_number(*count->number()) * base_number(*volume->number());
  if (differs(base_number(*content->number()), made, share))
    questions.ask(
        "ratio_inconsistent", certificate,
        shown(*content) + " does not follow from " + shown(*count) + " and " + shown(*volume),
        content->node);
}

// The strength in a product's name, in mg; nothing where it names none or several.
std::optional<double> claimed_mass(const std::string& product, const UnitTable& units) {
  static const RE2 strength(R"((?i)\b(\d[\d.,]*)\s*(mg|mcg|µg|ug|g)\b(\s*/)?)");
  re2::StringPiece rest(product);
  std::string value, unit, per;
  std::optional<double> mass;
  while (RE2::FindAndConsume(&rest, strength, &value, &unit, &per)) {
    const auto amount = parse_quantity(value + " " + unit, units);
    if (!per.empty() || !amount || mass) return std::nullopt;
    mass = base_number(*amount);
  }
  return mass;
}

// "5 billion" in a product's name, of the container; nothing where it is per mL or not there.
std::optional<double> claimed_particles(const std::string& product) {
  static const RE2 count(
      R"((?i)\b(\d+(?:\.\d+)?)\s*(?:billion|bn|B)\b(?:\s*(?:exosomes?|particles?|EVs?|vesicles?))?(\s*(?:/|per)\s*mL)?)");
  std::string value, per;
  if (!RE2::PartialMatch(product, count, &value, &per) || !per.empty()) return std::nullopt;
  const auto number = Decimal::parse(value);
  return number ? std::optional(number_of(*number) * 1e9) : std::nullopt;
}

// The particles of a container, where a row says so: counts vary, so only what is far off is asked.
void check_particle_claim(const CertificateView& certificate, Questions& questions) {
  const auto claimed = claimed_particles(certificate.product_name.text);
  if (!claimed || *claimed <= 0) return;
  const RowView* row = nullptr;
  for (const char* unit_class : {"particles per container", "particles"})
    if (row == nullptr) row = number_row(certificate, "particle_concentration", unit_class);
  if (row == nullptr) return;
  const double share = base_number(*row->number()) / *claimed;
  if (share < questions.threshold("label_claim_missed", "least") ||
      share > questions.threshold("label_claim_missed", "most"))
    questions.ask(
        "label_claim_missed", certificate,
        shown(*row) + ", " + percent(share) + " of the label of " + certificate.product_name.text,
        row->node);
}

bool is_content(const RowView& row) {
  static const RE2 name(
      R"((?i)\b(?:net )?(?:content|quantity|weight measured|assay|amount|mass)\b)");
  static const RE2 other(R"((?i)molecular|molar|exact|theoretical|protein|rna|dna|m/z)");
  return (row.is("content") || row.is("net_weight") || row.analyte.text.ends_with("_assay") ||
          RE2::PartialMatch(row.name(), name)) &&
         !RE2::PartialMatch(row.name(), other);
}

std::optional<double> share_of_label(const RowView& row, const std::optional<double>& claimed) {
  const Quantity& number = *row.number();
  const bool mass =
      number.unit.unit_class == "mass" || number.unit.unit_class == "mass per container";
  if (mass && claimed && *claimed > 0) return base_number(number) / *claimed;
  static const RE2 label(R"((?i)label)");
  if (number.unit_printed == "%" && RE2::PartialMatch(row.name(), label))
    return number_of(number.value) / 100;
  return std::nullopt;
}

}  // namespace

void check_label_claim(const CertificateView& certificate, Questions& questions) {
  if (certificate.has_statement("overfill")) return;
  check_particle_claim(certificate, questions);
  const auto claimed =
      claimed_mass(certificate.product_name.text, questions.context().tables.units);
  for (const RowView& row : certificate.rows) {
    if (!is_content(row) || row.number() == nullptr || row.number()->bound != Bound::exact)
      continue;
    const std::optional<double> share = share_of_label(row, claimed);
    const auto outside = [&](std::string_view check) {
      return *share < questions.threshold(check, "least") ||
             *share > questions.threshold(check, "most");
    };
    if (!share || !outside("label_claim")) continue;
    if (compare_row(row.cells).outcome == Judgement::Outcome::pass &&
        row.cells.criterion.kind == Criterion::Kind::interval)
      continue;  // the certificate has a limit of its own, and keeps it
    return questions.ask(
        outside("label_claim_missed") ? "label_claim_missed" : "label_claim", certificate,
        shown(row) + ", " + percent(*share) + " of the label of " + certificate.product_name.text,
        row.node);
  }
}

void check_units(const CertificateView& certificate, Questions& questions) {
  std::vector<std::string> bare;
  for (const RowView& row : certificate.rows) {
    if (lacks_unit(row, questions.context())) bare.push_back(row.name());
    check_unit_of(row, certificate, questions);
  }
  if (!bare.empty()) questions.ask("unit_missing", certificate, listed(bare));
}

void check_values(const CertificateView& certificate, Questions& questions) {
  check_zero(certificate, questions);
  for (const RowView& row : certificate.rows) check_range(row, certificate, questions);
  check_sizes(certificate, questions);
  check_ratio(certificate, questions);
}

}  // namespace verilot
