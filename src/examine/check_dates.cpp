// Dates of a certificate against one another, against the time that methods need, and against the
// date in the lot's number.
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "examine/certificate_checks.h"
#include "examine/printed.h"

namespace verilot {

namespace {

struct Named {
  std::string name;
  const DateSaid* date;
};

bool surely_before(const DateSaid& a, const DateSaid& b) {
  return before(a.date, b.date).value_or(false);
}

std::string said(const Named& named) { return named.name + " on " + named.date->printed; }

// Every day on which something was tested, with what the certificate calls it.
std::vector<Named> test_days(const CertificateView& certificate) {
  std::vector<Named> days;
  if (const DateSaid* day = certificate.date("analysis_started"))
    days.push_back({"analysis started", day});
  if (const DateSaid* day = certificate.date("analysis_completed"))
    days.push_back({"analysis completed", day});
  for (const RowView& row : certificate.rows) {
    if (row.started.known()) days.push_back({row.name() + " started", &row.started});
    if (row.completed.known()) days.push_back({row.name() + " completed", &row.completed});
  }
  return days;
}

void check_receipt(const CertificateView& certificate, Questions& questions) {
  const DateSaid* received = certificate.date("received");
  if (received == nullptr) return;
  for (const Named& day : test_days(certificate))
    if (surely_before(*day.date, *received))
      return questions.ask("test_before_receipt", certificate,
                           said(day) + ", sample received on " + received->printed);
}

bool check_manufacture(const CertificateView& certificate, Questions& questions) {
  const DateSaid* made = certificate.date("manufactured");
  if (made == nullptr) return false;
  std::vector<Named> days;
  if (const DateSaid* day = certificate.date("sampled")) days.push_back({"sampled", day});
  if (const DateSaid* day = certificate.date("received")) days.push_back({"received", day});
  std::ranges::copy(test_days(certificate), std::back_inserter(days));
  const double least = questions.threshold("test_before_manufacture", "days_of_packing");
  const Named* first = nullptr;
  for (const Named& day : days)
    if (surely_before(*day.date, *made) &&
        (first == nullptr || surely_before(*day.date, *first->date)))
      first = &day;
  if (first == nullptr) return false;
  const auto gap = (made->date.first - first->date->date.last).count();
  questions.ask(
      static_cast<double>(gap) < least ? "test_before_batch_date" : "test_before_manufacture",
      certificate, said(*first) + ", manufactured on " + made->printed);
  return true;
}

// Pairs of which the first is never later than the second; receipt and manufacture against tests
// are asked about by themselves.
constexpr std::array<std::array<const char*, 2>, 14> kOrder = {{
    {"sampled", "received"},
    {"sampled", "analysis_started"},
    {"analysis_started", "analysis_completed"},
    {"analysis_started", "reported"},
    {"analysis_started", "issued"},
    {"analysis_started", "signed"},
    {"analysis_completed", "reported"},
    {"analysis_completed", "issued"},
    {"analysis_completed", "signed"},
    {"received", "reported"},
    {"received", "issued"},
    {"manufactured", "reported"},
    {"manufactured", "issued"},
    {"manufactured", "expiry"},
}};

std::string words_of(std::string_view role) {
  std::string text(role);
  std::ranges::replace(text, '_', ' ');
  return text;
}

// `made_late`: that the lot was made after its tests is asked already.
void check_order(const CertificateView& certificate, bool made_late, Questions& questions) {
  std::vector<std::string> wrong;
  for (const auto& [first, second] : kOrder) {
    if (made_late && std::string_view(first) == "manufactured") continue;
    const DateSaid* a = certificate.date(first);
    const DateSaid* b = certificate.date(second);
    if (a != nullptr && b != nullptr && surely_before(*b, *a))
      wrong.push_back(words_of(second) + " on " + b->printed + " before " + words_of(first) +
                      " on " + a->printed);
  }
  for (const RowView& row : certificate.rows)
    for (const char* role : {"reported", "issued"}) {
      const DateSaid* end = certificate.date(role);
      if (end != nullptr && row.completed.known() && surely_before(*end, row.completed))
        wrong.push_back(words_of(role) + " on " + end->printed + " before " + row.name() +
                        " completed on " + row.completed.printed);
    }
  if (!wrong.empty()) questions.ask("date_order", certificate, listed(wrong, 3));
}

void check_expiry(const CertificateView& certificate, Questions& questions) {
  const DateSaid* expiry = certificate.date("expiry");
  for (const char* role : {"reported", "issued"}) {
    const DateSaid* issued = certificate.date(role);
    if (expiry == nullptr || issued == nullptr) continue;
    if (expiry->date.last <= issued->date.first)
      return questions.ask(
          "expiry_before_report", certificate,
          words_of(role) + " on " + issued->printed + ", expiry " + expiry->printed);
  }
}

bool none(const CertificateView& certificate, std::string_view role) {
  const auto found = certificate.dates.find(role);
  return found != certificate.dates.end() && found->second.state == Said::State::none;
}

void check_missing(const CertificateView& certificate, Questions& questions) {
  if (none(certificate, "expiry") && none(certificate, "retest") &&
      !certificate.has_statement("expiry_line") &&
      !lot_facts(questions.evidence(), certificate).has_expiry)
    questions.ask("expiry_missing", certificate, "");
  if (none(certificate, "analysis_started") && none(certificate, "analysis_completed") &&
      certificate.complete && !certificate.has_statement("test_date_line") &&
      test_days(certificate).empty())
    questions.ask("test_date_missing", certificate, "");
}

const Method* method_of(const RowView& row, const Tables& tables) {
  const auto found = std::ranges::find(tables.methods, row.method_id.text, &Method::id);
  return row.method_id.known() && found != tables.methods.end() ? &*found : nullptr;
}

struct Span {
  const DateSaid* start;
  const DateSaid* end;
  long days() const { return (end->date.last - start->date.first).count(); }
};

const DateSaid* first_known(const CertificateView& certificate,
                            std::initializer_list<const char*> roles) {
  for (const char* role : roles)
    if (const DateSaid* date = certificate.date(role)) return date;
  return nullptr;
}

// The longest time the test can have taken by what is printed. A row with both its days knows best.
std::optional<Span> span_of(const RowView& row, const CertificateView& certificate) {
  if (row.started.known() && row.completed.known()) return Span{&row.started, &row.completed};
  const DateSaid* start =
      row.started.known()
          ? &row.started
          : first_known(certificate, {"analysis_started", "received", "sampled", "manufactured"});
  const DateSaid* end = row.completed.known() ? &row.completed : nullptr;
  for (const char* role : {"analysis_completed", "reported", "issued"}) {
    const DateSaid* date = certificate.date(role);
    if (date != nullptr && (end == nullptr || end->date.last < date->date.last)) end = date;
  }
  if (start == nullptr || end == nullptr || end->date.last < start->date.first) return std::nullopt;
  return Span{start, end};
}

bool has_result(const RowView& row) {
  return row.cells.result.kind != Cell::Kind::blank && !row.says("not_tested") &&
         !row.says("pending");
}

std::string spoken(const RowView& row, const Span& span) {
  return row.name() + (row.method.known() ? " by " + row.method.text : "") + " from " +
         span.start->printed + " to " + span.end->printed + ", " + std::to_string(span.days()) +
         (span.days() == 1 ? " day" : " days");
}

// A sterility test by growth, whether its result is there or still to come.
bool has_growth_test(const CertificateView& certificate, const Tables& tables) {
  return std::ranges::any_of(certificate.rows, [&](const RowView& row) {
    const Method* method = method_of(row, tables);
    return row.is("sterility") && method != nullptr && method->minimum_days > 0;
  });
}

void check_duration(const RowView& row, const CertificateView& certificate, Questions& questions) {
  const std::optional<Span> span = has_result(row) ? span_of(row, certificate) : std::nullopt;
  if (!span) return;
  const CertificateCheckTable& table = questions.context().tables.certificate_checks;
  const bool sterility = row.is("sterility");
  if (sterility && row.method.none()) {
    if (static_cast<double>(span->days()) <
        questions.threshold("sterility_too_fast_unnamed", "days"))
      questions.ask("sterility_too_fast_unnamed", certificate, spoken(row, *span), row.node);
    return;
  }
  const Method* method = method_of(row, questions.context().tables);
  const bool screened = sterility && method != nullptr && method->minimum_days == 0 &&
                        (method->id == "pcr_sterility" || method->id == "gram_stain");
  if (screened && !has_growth_test(certificate, questions.context().tables) &&
      static_cast<double>(span->days()) < questions.threshold("sterility_screen_too_fast", "days"))
    return questions.ask("sterility_screen_too_fast", certificate, spoken(row, *span), row.node);
  if (method == nullptr || static_cast<double>(span->days()) >= method->minimum_days) return;
  // A method that is recognised by its name but does not measure this is another question.
  if (std::ranges::find(method->measures, row.analyte.text) == method->measures.end()) return;
  const bool count =
      std::ranges::find(table.count_analytes, row.analyte.text) != table.count_analytes.end();
  std::string least = std::to_string(method->minimum_days);
  least.resize(least.find('.'));
  questions.ask(sterility ? "sterility_too_fast"
                : count   ? "count_too_fast"
                          : "test_too_fast",
                certificate,
                spoken(row, *span) + "; " + method->name + " takes at least " + least + " days",
                row.node);
}

}  // namespace

void check_dates(const CertificateView& certificate, Questions& questions) {
  check_receipt(certificate, questions);
  const bool made_late = check_manufacture(certificate, questions);
  check_order(certificate, made_late, questions);
  check_expiry(certificate, questions);
  check_missing(certificate, questions);
}

void check_durations(const CertificateView& certificate, Questions& questions) {
  for (const RowView& row : certificate.rows) check_duration(row, certificate, questions);
}

}  // namespace verilot
