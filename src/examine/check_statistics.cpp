// What many certificates of one dossier say together: last digits, spread, zeros, days, forms.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "examine/certificate_checks.h"
#include "examine/printed.h"
#include "examine/statistics.h"

namespace verilot {

namespace {

std::string laboratory_of(const CertificateView& certificate, const ExamineContext& context) {
  return folded_name(
      certificate.laboratory.known() ? certificate.laboratory.text : certificate.manufacturer.text,
      context);
}

bool is_count(const RowView& row, const ExamineContext& context) {
  const auto& counts = context.tables.certificate_checks.count_analytes;
  return std::ranges::find(counts, row.analyte.text) != counts.end();
}

// The mantissa of a number as printed: its digits and how many stand behind the decimal sign.
struct Digits {
  std::string all;
  std::size_t places = 0;
};

Digits digits_of(const Quantity& number) {
  Digits digits;
  bool behind = false;
  for (const char c : number.printed) {
    if (c >= '0' && c <= '9') {
      digits.all += c;
      digits.places += behind ? 1U : 0U;
    } else if (c == '.' || c == ',') {
      behind = behind || c == '.' || digits.all.size() > 3 || c == ',';
    } else if (!digits.all.empty()) {
      break;
    }
  }
  digits.all.erase(0, std::min(digits.all.find_first_not_of('0'), digits.all.size()));
  return digits;
}

// Within ten units of the last place of a limit, values crowd for a good reason.
bool near_limit(const RowView& row, std::size_t places) {
  const double step = 10 * std::pow(10.0, -static_cast<double>(places));
  const Criterion& criterion = row.cells.criterion;
  for (const auto& limit : {criterion.low, criterion.high})
    if (limit && std::abs(number_of(limit->value) - number_of(row.number()->value)) <= step)
      return true;
  return false;
}

struct Series {
  std::array<std::size_t, 10> last{};
  std::size_t count = 0;
  std::string name;
  std::vector<const CertificateView*> about;
};

// The last digit of a measured number; nothing where it says nothing about who wrote it.
std::optional<int> last_digit(const RowView& row, double least, const ExamineContext& context) {
  const Quantity* number = row.number();
  if (number == nullptr || number->bound != Bound::exact || is_count(row, context))
    return std::nullopt;
  const Digits digits = digits_of(*number);
  if (static_cast<double>(digits.all.size()) < least || digits.places == 0 ||
      near_limit(row, digits.places))
    return std::nullopt;
  return digits.all.back() - '0';
}

void judge_series(const Series& series, Questions& questions) {
  if (static_cast<double>(series.count) < questions.threshold("digit_preference", "least_values"))
    return;
  const double square = chi_square(series.last);
  const double without_zero = std::pow(0.9, static_cast<double>(series.count));
  std::string how;
  if (square > questions.threshold("digit_preference", "chi_square")) {
    const auto most = std::ranges::max_element(series.last);
    how = std::to_string(*most) + " of them end in " + std::to_string(most - series.last.begin());
  } else if (series.last[0] == 0 &&
             without_zero < questions.threshold("digit_preference", "no_zero")) {
    how = "none of them ends in 0";
  }
  if (how.empty()) return;
  questions.ask("digit_preference", series.about,
                {{"count", std::to_string(series.count)},
                 {"evidence", (series.name.empty() ? "" : series.name + ", ") + how}});
}

void add_digit(Series& series, const CertificateView& certificate, int digit) {
  ++series.last[static_cast<std::size_t>(digit)];
  ++series.count;
  if (series.about.empty() || series.about.back() != &certificate)
    series.about.push_back(&certificate);
}

struct Lots {
  std::map<std::string, double> values;  // by lot
  std::set<std::string> made;            // days of manufacture
  std::string name;
  std::vector<const CertificateView*> about;
  bool count = false;
};

void judge_spread(const Lots& lots, Questions& questions) {
  if (static_cast<double>(lots.values.size()) <
      questions.threshold("variance_too_low", "least_lots"))
    return;
  // Sublots of one pool are one material.
  if (lots.made.size() == 1) return;
  std::vector<double> values;
  for (const auto& [lot, value] : lots.values) values.push_back(value);
  const double limit =
      questions.threshold("variance_too_low", lots.count ? "count_share" : "assay_share");
  const double spread = coefficient_of_variation(values);
  if (spread >= limit) return;
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %%", 100 * spread);
  questions.ask("variance_too_low", lots.about,
                {{"evidence",
                  lots.name + " of " + std::to_string(values.size()) + " lots varies by " + text}});
}

struct Zeros {
  std::size_t zero = 0, found = 0;
  std::string name;
  const CertificateView* first = nullptr;
};

bool is_zero(const RowView& row) {
  const Quantity* number = row.number();
  return row.says("not_detected") || row.says("absent") ||
         (number != nullptr && number->value.is_zero());
}

// What a certificate looks like: which facts and columns it has, how it is numbered.
using Form = std::set<std::string>;

std::string shape_of(const std::string& text) {
  std::string shape;
  for (const unsigned char c : text) {
    const char kind = c >= '0' && c <= '9'   ? '0'
                      : std::isalpha(c) != 0 ? 'A'
                                             : static_cast<char>(c);
    if (shape.empty() || shape.back() != kind || kind == '-' || kind == '/') shape += kind;
  }
  return shape;
}

Form form_of(const CertificateView& certificate, const ExamineContext& context) {
  Form form;
  const auto add = [&](const std::string& name, const Said& said) {
    if (said.state != Said::State::unknown)
      form.insert(name + (said.known() ? " printed" : " absent"));
  };
  if (certificate.producer.known()) form.insert("producer " + shape_of(certificate.producer.text));
  add("client", certificate.client);
  add("manufacturer", certificate.manufacturer);
  add("signature", certificate.signatory);
  add("overall verdict", certificate.overall_status);
  if (certificate.number.known()) form.insert("number as " + shape_of(certificate.number.text));
  if (certificate.number.none()) form.insert("number absent");
  if (certificate.accreditation.known())
    form.insert("accreditation '" + folded_name(certificate.accreditation.text, context) + "'");
  if (certificate.accreditation.none()) form.insert("accreditation absent");
  for (const auto& [role, date] : certificate.dates)
    if (date.state != Said::State::unknown)
      form.insert("date " + role + (date.known() ? " printed" : " absent"));
  const auto column = [&](const char* name, const Said RowView::*said) {
    const bool any = std::ranges::any_of(certificate.rows,
                                         [&](const RowView& row) { return (row.*said).known(); });
    const bool none = std::ranges::all_of(certificate.rows,
                                          [&](const RowView& row) { return (row.*said).none(); });
    if (any || none) form.insert(std::string("column ") + name + (any ? " printed" : " absent"));
  };
  column("method", &RowView::method);
  column("limit", &RowView::limit);
  column("unit", &RowView::unit);
  column("verdict", &RowView::status);
  column("quantitation limit", &RowView::quantitation_limit);
  return form;
}

std::string topic_of(const std::string& feature) {
  return feature.substr(0, feature.find_last_of(' '));
}

// Features of `a` that `b` has otherwise.
std::vector<std::string> differences(const Form& a, const Form& b) {
  std::vector<std::string> found;
  for (const std::string& feature : a) {
    if (b.contains(feature)) continue;
    const auto group = feature.starts_with("accreditation") ? "accreditation"
                       : feature.starts_with("number")      ? "number"
                       : feature.starts_with("producer")    ? "producer"
                                                            : topic_of(feature);
    const bool there =
        std::ranges::any_of(b, [&](const std::string& other) { return other.starts_with(group); });
    if (there) found.push_back(feature);
  }
  return found;
}

double shared_analytes(const CertificateView& a, const CertificateView& b) {
  std::set<std::string> first, second;
  for (const RowView& row : a.rows) first.insert(row.analyte.text);
  for (const RowView& row : b.rows) second.insert(row.analyte.text);
  const auto shared =
      std::ranges::count_if(first, [&](const auto& id) { return second.contains(id); });
  const std::size_t all = std::max(first.size(), second.size());
  return all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
}

const DateSaid* day_of(const CertificateView& certificate) {
  for (const char* role : {"issued", "reported", "signed", "analysis_completed"})
    if (const DateSaid* date = certificate.date(role)) return date;
  return nullptr;
}

// Of about one time: a laboratory may change its form over the years.
bool near_in_time(const CertificateView& a, const CertificateView& b, double months) {
  const DateSaid *x = day_of(a), *y = day_of(b);
  return x == nullptr || y == nullptr ||
         static_cast<double>(std::abs((x->date.first - y->date.first).count())) <= 30.5 * months;
}

using Group = std::vector<const CertificateView*>;

void ask_drift(const CertificateView& odd, const CertificateView& usual,
               const std::vector<std::string>& how, Questions& questions) {
  questions.ask("template_drift", {&odd, &usual},
                {{"evidence", odd.name() + " of " + odd.laboratory.text + " differs in form from " +
                                  usual.name() + ": " + listed(how, 4)}});
}

void judge_forms(const Group& group, Questions& questions) {
  const ExamineContext& context = questions.context();
  const double shared = questions.threshold("template_drift", "least_shared");
  const double months = questions.threshold("template_drift", "months");
  std::vector<Form> forms;
  for (const CertificateView* certificate : group) forms.push_back(form_of(*certificate, context));
  for (std::size_t i = 0; i < group.size(); ++i) {
    std::size_t unlike = 0, others = 0, with = 0;
    std::vector<std::string> how;
    for (std::size_t j = 0; j < group.size(); ++j) {
      if (i == j || shared_analytes(*group[i], *group[j]) < shared ||
          !near_in_time(*group[i], *group[j], months))
        continue;
      ++others;
      std::vector<std::string> now = differences(forms[i], forms[j]);
      const double least = questions.threshold(
          "template_drift", group.size() == 2 ? "least_differences_of_two" : "least_differences");
      if (static_cast<double>(now.size()) < least) continue;
      ++unlike;
      with = j;
      how = std::move(now);
    }
    // The one that is unlike most others; of two, the second is set against the first.
    const bool odd =
        group.size() == 2 ? unlike == 1 && i == 1 : others >= 2 && unlike * 3 > others * 2;
    if (odd) return ask_drift(*group[i], *group[with], how, questions);
  }
}

}  // namespace

void check_digits(const Certificates& certificates, Questions& questions) {
  const ExamineContext& context = questions.context();
  const double least = questions.threshold("digit_preference", "least_digits");
  std::map<std::string, Series> by_analyte, by_laboratory;
  std::set<std::string> seen;  // a lot's certificate that was issued again counts once
  for (const CertificateView& certificate : certificates) {
    const std::string laboratory = laboratory_of(certificate, context);
    for (const RowView& row : certificate.rows) {
      const std::optional<int> digit = last_digit(row, least, context);
      if (!digit) continue;
      const std::string key = laboratory + "|" + row.analyte.text;
      if (certificate.lot.known() &&
          !seen.insert(key + "|" + folded_number(certificate.lot.text) + "|" + row.result.text)
               .second)
        continue;
      by_analyte[key].name = row.name();
      add_digit(by_analyte[key], certificate, *digit);
      add_digit(by_laboratory[laboratory], certificate, *digit);
    }
  }
  for (const auto& [key, series] : by_analyte) judge_series(series, questions);
  for (const auto& [laboratory, series] : by_laboratory) {
    const auto part = std::ranges::find_if(by_analyte, [&](const auto& one) {
      return one.first.starts_with(laboratory + "|") && one.second.count == series.count;
    });
    if (part == by_analyte.end()) judge_series(series, questions);
  }
}

void check_spread(const Certificates& certificates, Questions& questions) {
  const ExamineContext& context = questions.context();
  std::map<std::string, Lots> series;
  for (const CertificateView& certificate : certificates) {
    if (!certificate.lot.known()) continue;
    for (const RowView& row : certificate.rows) {
      const bool count = row.is("particle_concentration");
      if (!count && row.cells.nature != Nature::assay && row.analyte.text != "potency") continue;
      const Quantity* number = row.number();
      if (number == nullptr || number->bound != Bound::exact || row.is("fill_volume")) continue;
      Lots& lots = series[laboratory_of(certificate, context) + "|" + row.analyte.text + "|" +
                          row.name() + "|" + number->unit.unit_class];
      lots.count = count;
      lots.name = row.name();
      lots.values[folded_number(certificate.lot.text)] = base_number(*number);
      const DateSaid* made = certificate.date("manufactured");
      lots.made.insert(made == nullptr ? "of " + certificate.lot.text : made->printed);
      lots.about.push_back(&certificate);
    }
  }
  for (const auto& [key, lots] : series) judge_spread(lots, questions);
}

void check_zeros(const Certificates& certificates, Questions& questions) {
  const ExamineContext& context = questions.context();
  std::map<std::string, std::map<std::string, Zeros>> analytes;
  for (const CertificateView& certificate : certificates) {
    const std::string laboratory = laboratory_of(certificate, context);
    if (laboratory.empty()) continue;
    for (const RowView& row : certificate.rows) {
      if (!is_count(row, context) || (!is_zero(row) && row.number() == nullptr)) continue;
      Zeros& zeros = analytes[row.analyte.text][laboratory];
      ++(is_zero(row) ? zeros.zero : zeros.found);
      zeros.name = row.name();
      if (zeros.first == nullptr) zeros.first = &certificate;
    }
  }
  for (const auto& [analyte, laboratories] : analytes) {
    for (const auto& [laboratory, here] : laboratories) {
      Zeros rest;
      for (const auto& [other, zeros] : laboratories)
        if (other != laboratory) rest.zero += zeros.zero, rest.found += zeros.found;
      if (rest.zero + rest.found == 0 ||
          fisher_more(here.zero, here.found, rest.zero, rest.found) >=
              questions.threshold("zero_rate", "probability"))
        continue;
      const std::string name = here.first->laboratory.known() ? here.first->laboratory.text
                                                              : here.first->manufacturer.text;
      questions.ask("zero_rate", {here.first},
                    {{"laboratory", name},
                     {"evidence", name + " found nothing in " + std::to_string(here.zero) + " of " +
                                      std::to_string(here.zero + here.found) + " counts (" +
                                      here.name + "), others in " + std::to_string(rest.zero) +
                                      " of " + std::to_string(rest.zero + rest.found)}});
    }
  }
}

void check_campaigns(const Certificates& certificates, Questions& questions) {
  std::map<std::string, Group> days;
  for (const CertificateView& certificate : certificates) {
    const DateSaid* day = certificate.date("issued");
    if (day == nullptr) day = certificate.date("reported");
    if (day != nullptr && day->date.exact() && certificate.signatory.known())
      days[day->printed + "|" + certificate.signatory.text].push_back(&certificate);
  }
  for (const auto& [key, group] : days) {
    if (static_cast<double>(group.size()) <
        questions.threshold("date_cluster", "least_certificates"))
      continue;
    questions.ask("date_cluster", group,
                  {{"evidence", std::to_string(group.size()) + " certificates are of " +
                                    key.substr(0, key.find('|')) + " and signed by " +
                                    group.front()->signatory.text}});
  }
}

void check_forms(const Certificates& certificates, Questions& questions) {
  std::map<std::string, Group> laboratories;
  for (const CertificateView& certificate : certificates)
    if (certificate.laboratory.known() && !certificate.rows.empty())
      laboratories[folded_name(certificate.laboratory.text, questions.context())].push_back(
          &certificate);
  for (const auto& [laboratory, group] : laboratories)
    if (group.size() >= 2 && group.size() <= 200) judge_forms(group, questions);
}

}  // namespace verilot
