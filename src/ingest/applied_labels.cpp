#include <array>

#include "ingest/certificate_fields.h"
#include "ingest/certificate_labels.h"

namespace verilot {
namespace {

void set_if_missing(std::optional<Printed>& field, const Labels& labels, const char* role) {
  const auto found = labels.find(role);
  if (found == labels.end()) return;
  if (!field || (field->text.empty() && !found->second.text.empty())) field = found->second;
}

// "" where what is printed is a day that does not exist.
std::optional<Printed> read_date(const Printed& printed, DateOrder order) {
  if (const auto iso = iso_date(printed.text, order)) return Printed{*iso, printed.where};
  if (const std::string why = why_ambiguous(printed.text, order); !why.empty())
    return Printed{printed.text, printed.where, why};
  if (printed.text.empty() || printed.text.size() >= 40 ||
      printed.text.find_first_of("0123456789") == std::string::npos) {
    return std::nullopt;
  }
  return Printed{"", printed.where};
}

// "12 Mar 2026 to 31 Mar 2026": the days between which the analysis was made.
bool apply_range(Certificate& certificate, const Printed& printed, DateOrder order) {
  for (const std::string_view between :
       {" to ", " – ", " - ", " bis ", " a ", " au ", "–", " and "}) {
    const std::size_t at = printed.text.find(between);
    if (at == std::string::npos) continue;
    const auto first = iso_date(std::string_view(printed.text).substr(0, at), order);
    const auto last = iso_date(std::string_view(printed.text).substr(at + between.size()), order);
    if (!first || !last || *last < *first) continue;
    certificate.dates.emplace("analysis_started", Printed{*first, printed.where});
    certificate.dates["analysis_completed"] = Printed{*last, printed.where};
    return true;
  }
  return false;
}

void apply_date(Certificate& certificate, const std::string& role, const Printed& printed,
                DateOrder order) {
  if (role == "analysis_completed" && apply_range(certificate, printed, order)) return;
  const auto known = certificate.dates.find(role);
  if (known != certificate.dates.end() && !known->second.text.empty()) return;
  const auto date = read_date(printed, order);
  if (!date || (role == "issued" && date->text.empty() && known != certificate.dates.end())) return;
  certificate.dates[role] = *date;
  if (!date->text.empty()) return;
  certificate.problems.push_back(
      {looks_like_date(printed.text) ? ProblemLevel::error : ProblemLevel::warning, printed.where,
       "'" + printed.text + "' is not a date that exists (" + role +
           "); ask for a certificate that prints one"});
}

}  // namespace

void apply_labels(Certificate& certificate, const Labels& labels, DateOrder order) {
  set_if_missing(certificate.number, labels, "number");
  set_if_missing(certificate.product_name, labels, "product_name");
  set_if_missing(certificate.lot, labels, "lot");
  set_if_missing(certificate.client, labels, "client");
  set_if_missing(certificate.manufacturer, labels, "manufacturer");
  set_if_missing(certificate.laboratory, labels, "laboratory");
  set_if_missing(certificate.overall_status, labels, "overall_status");
  set_if_missing(certificate.signatory, labels, "signatory");
  if (const auto plain = labels.find("date"); plain != labels.end()) {
    const bool known = labels.count("issued") != 0 || labels.count("reported") != 0 ||
                       certificate.dates.count("issued") != 0 ||
                       certificate.dates.count("reported") != 0;
    if (!known) apply_date(certificate, "issued", plain->second, order);
  }
  for (const auto& [role, printed] : labels) {
    if (is_date_role(role)) apply_date(certificate, role, printed, order);
  }
}

}  // namespace verilot
