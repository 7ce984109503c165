// Certificates of different lots that share what measurements do not share: whole tables, single
// values, the places of their rows.
#include <algorithm>
#include <cmath>

#include "examine/certificate_checks.h"
#include "examine/printed.h"

namespace verilot {

namespace {

constexpr std::size_t kMostPairs = 20'000;

// Digits that count: from the first that is not 0, without sign, exponent and decimal sign.
std::size_t significant_digits(const Quantity& number) {
  std::size_t digits = 0;
  bool begun = false;
  for (std::size_t i = 0; i < number.printed.size(); ++i) {
    const char c = number.printed[i];
    if (c >= '0' && c <= '9') {
      begun = begun || c != '0';
      digits += begun ? 1U : 0U;
    } else if (digits > 0 && c != '.' && c != ',') {
      break;
    } else if (!begun && c >= '1') {
      break;
    }
  }
  return digits;
}

// The digits as a whole number: "125.3" is 1253 steps of its last place.
double digits_as_number(const Quantity& number) {
  double steps = 0;
  std::size_t left = significant_digits(number);
  for (const char c : number.printed) {
    if (left == 0) break;
    if (c < '0' || c > '9' || (steps == 0 && c == '0')) continue;
    steps = steps * 10 + (c - '0');
    --left;
  }
  return steps;
}

bool is_limit(const RowView& row) {
  const Criterion& criterion = row.cells.criterion;
  for (const auto& limit : {criterion.low, criterion.high})
    if (limit && limit->value == row.number()->value) return true;
  return false;
}

// A measured number of that many digits: censored ones and limits agree without being copied.
bool counts(const RowView& row, double least_digits) {
  const Quantity* number = row.number();
  return number != nullptr && number->bound == Bound::exact && !is_limit(row) &&
         static_cast<double>(significant_digits(*number)) >= least_digits;
}

const RowView* same_row(const RowView& row, const CertificateView& other) {
  for (const RowView& candidate : other.rows)
    if (candidate.analyte.text == row.analyte.text && candidate.section.text == row.section.text &&
        candidate.printed.text == row.printed.text)
      return &candidate;
  for (const RowView& candidate : other.rows)
    if (candidate.analyte.text == row.analyte.text) return &candidate;
  return nullptr;
}

struct Shared {
  std::size_t compared = 0;
  std::vector<const RowView*> rows;  // that were compared
  std::vector<const RowView*> equal;
};

Shared shared_values(const CertificateView& a, const CertificateView& b, double least_digits) {
  Shared shared;
  for (const RowView& row : a.rows) {
    const RowView* other = counts(row, least_digits) ? same_row(row, b) : nullptr;
    if (other == nullptr || other->number() == nullptr) continue;
    ++shared.compared;
    shared.rows.push_back(&row);
    if (other->number()->bound == Bound::exact && other->number()->value == row.number()->value &&
        other->unit.text == row.unit.text)
      shared.equal.push_back(&row);
  }
  return shared;
}

// Of one laboratory (or maker, where none is named) and of two lots.
bool comparable(const CertificateView& a, const CertificateView& b, const ExamineContext& context) {
  if (!a.lot.known() || !b.lot.known()) return false;
  if (folded_number(a.lot.text) == folded_number(b.lot.text)) return false;
  const auto lab = [&](const CertificateView& c) {
    return folded_name(c.laboratory.known() ? c.laboratory.text : c.manufacturer.text, context);
  };
  return lab(a) == lab(b);
}

std::string both(const CertificateView& a, const CertificateView& b) {
  return "lots " + a.lot.text + " and " + b.lot.text;
}

std::vector<std::string> names_of(const std::vector<const RowView*>& rows) {
  std::vector<std::string> names;
  for (const RowView* row : rows) names.push_back(row->name() + " " + row->result.text);
  return names;
}

// Many equal values of three digits, or every value of two digits and more.
bool is_copy(const Shared& shared, const Shared& of_two_digits, const Questions& questions) {
  const auto threshold = [&](std::string_view name) {
    return questions.threshold("duplicate_results", name);
  };
  const double equal = static_cast<double>(shared.equal.size());
  if (equal >= threshold("least_rows") &&
      equal >= threshold("share") * static_cast<double>(shared.compared))
    return true;
  double free_digits = 0;
  for (const RowView* row : of_two_digits.equal)
    free_digits += static_cast<double>(significant_digits(*row->number())) - 1;
  return of_two_digits.equal.size() == of_two_digits.compared &&
         static_cast<double>(of_two_digits.compared) >= threshold("least_rows_of_all") &&
         free_digits >= threshold("least_free_digits");
}

bool same_box(const Box& a, const Box& b, double points) {
  return std::abs(a.x0 - b.x0) <= points && std::abs(a.y0 - b.y0) <= points &&
         std::abs(a.x1 - b.x1) <= points && std::abs(a.y1 - b.y1) <= points;
}

// Every row of two documents says the same in the same place of the page.
bool same_pages(const CertificateView& a, const CertificateView& b, const Questions& questions) {
  if (a.rows.size() != b.rows.size() || !a.document.known() || !b.document.known() ||
      a.document.text == b.document.text)
    return false;
  const double points = questions.threshold("template_reuse", "points");
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    const RowView &x = a.rows[i], &y = b.rows[i];
    const SourceLocation& from = questions.evidence().where(x.node);
    const SourceLocation& to = questions.evidence().where(y.node);
    if (from.box.x1 <= from.box.x0 || from.page != to.page || !same_box(from.box, to.box, points))
      return false;
    if (x.analyte.text != y.analyte.text || x.result.text != y.result.text) return false;
  }
  return true;
}

bool same_day_and_client(const CertificateView& a, const CertificateView& b,
                         const ExamineContext& context) {
  if (a.client.text != b.client.text &&
      folded_name(a.client.text, context) != folded_name(b.client.text, context))
    return false;
  for (const char* role : {"reported", "issued", "analysis_completed"}) {
    const DateSaid *x = a.date(role), *y = b.date(role);
    if (x != nullptr && y != nullptr) return x->printed == y->printed && x->date.exact();
  }
  return false;
}

// Shares close to all of it crowd together: 99.24 % of two lots is no wonder.
bool crowded(const RowView& row) {
  const Quantity* number = row.number();
  return number->unit_printed == "%" && number_of(number->value) >= 90;
}

struct SharedPair {
  const CertificateView* a;
  const CertificateView* b;
  std::vector<const RowView*> equal;
};

// Values of one day; the more are compared, the more agree by chance.
struct SharedValues {
  double chance = 0;  // that any two of them agree without being copied
  std::vector<SharedPair> pairs;
};

void note_shared(const CertificateView& a, const CertificateView& b, const Questions& questions,
                 SharedValues& values) {
  if (!same_day_and_client(a, b, questions.context())) return;
  Shared shared = shared_values(a, b, questions.threshold("shared_value", "least_digits"));
  std::erase_if(shared.equal, [](const RowView* row) { return crowded(*row); });
  const double spread = questions.threshold("shared_value", "spread");
  for (const RowView* row : shared.rows)
    values.chance += 1 / std::max(1.0, spread * digits_as_number(*row->number()));
  if (!shared.equal.empty()) values.pairs.push_back({&a, &b, std::move(shared.equal)});
}

void ask_shared(const SharedValues& values, Questions& questions) {
  if (values.chance > questions.threshold("shared_value", "most_chance")) return;
  for (const auto& [a, b, equal] : values.pairs)
    questions.ask("shared_value", {a, b},
                  {{"evidence", both(*a, *b) + ", of one day, give equal values: " +
                                    listed(names_of(equal), 3)}},
                  equal.front()->node);
}

void check_pair(const CertificateView& a, const CertificateView& b, Questions& questions,
                SharedValues& values) {
  const double digits = questions.threshold("duplicate_results", "least_digits");
  const Shared shared = shared_values(a, b, digits);
  const Shared two_digits = shared_values(a, b, 2);
  const bool copy = is_copy(shared, two_digits, questions);
  const std::vector<const RowView*>& equal_rows =
      shared.equal.size() < two_digits.equal.size() ? two_digits.equal : shared.equal;
  if (copy)
    questions.ask("duplicate_results", {&a, &b},
                  {{"evidence", both(a, b)},
                   {"count", std::to_string(equal_rows.size())},
                   {"rows", listed(names_of(equal_rows), 3)}},
                  equal_rows.front()->node);
  const double equal = static_cast<double>(shared.equal.size());
  if (equal >= questions.threshold("template_reuse", "least_rows") && same_pages(a, b, questions))
    questions.ask("template_reuse", {&a, &b}, {{"evidence", "The certificates of " + both(a, b)}});
  else if (!copy)
    note_shared(a, b, questions, values);
}

}  // namespace

void check_copies(const Certificates& certificates, Questions& questions) {
  std::size_t pairs = 0;
  SharedValues values;
  for (std::size_t i = 0; i < certificates.size(); ++i)
    for (std::size_t j = i + 1; j < certificates.size(); ++j) {
      if (!comparable(certificates[i], certificates[j], questions.context())) continue;
      if (++pairs > kMostPairs) return ask_shared(values, questions);
      check_pair(certificates[i], certificates[j], questions, values);
    }
  ask_shared(values, questions);
}

}  // namespace verilot
