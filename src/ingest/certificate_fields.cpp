#include "ingest/certificate_fields.h"

#include <algorithm>
#include <array>

#include "model/date.h"

namespace verilot {
namespace {

template <typename Owner>
struct Field {
  const char* name;
  std::optional<Printed> Owner::*member;
};

constexpr std::array<Field<Certificate>, 10> kCertificateFields = {{
    {"title", &Certificate::title},
    {"number", &Certificate::number},
    {"product_name", &Certificate::product_name},
    {"lot", &Certificate::lot},
    {"client", &Certificate::client},
    {"manufacturer", &Certificate::manufacturer},
    {"laboratory", &Certificate::laboratory},
    {"accreditation", &Certificate::accreditation},
    {"overall_status", &Certificate::overall_status},
    {"signatory", &Certificate::signatory},
}};

constexpr std::array<Field<CertificateTest>, 8> kTestFields = {{
    {"method", &CertificateTest::method},
    {"limit", &CertificateTest::limit},
    {"result", &CertificateTest::result},
    {"unit", &CertificateTest::unit},
    {"printed_status", &CertificateTest::printed_status},
    {"status", &CertificateTest::printed_status},
    {"detection_limit", &CertificateTest::detection_limit},
    {"quantitation_limit", &CertificateTest::quantitation_limit},
}};

constexpr std::array<const char*, 10> kDateRoles = {
    "manufactured", "sampled", "received", "analysis_started", "analysis_completed",
    "reported",     "issued",  "signed",   "expiry",           "retest"};

template <typename Owner, std::size_t N>
std::optional<Printed>* find_field(Owner& owner, const std::array<Field<Owner>, N>& fields,
                                   std::string_view name) {
  for (const auto& field : fields) {
    if (field.name == name) return &(owner.*field.member);
  }
  return nullptr;
}

template <typename Owner, std::size_t N>
std::vector<std::string> names_of(const std::array<Field<Owner>, N>& fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) names.emplace_back(field.name);
  return names;
}

}  // namespace

std::optional<Printed>* field_of(Certificate& certificate, std::string_view name) {
  return find_field(certificate, kCertificateFields, name);
}

std::optional<Printed>* field_of(CertificateTest& test, std::string_view name) {
  return find_field(test, kTestFields, name);
}

bool is_date_role(std::string_view role) {
  return std::ranges::find(kDateRoles, role) != kDateRoles.end();
}

std::vector<std::string> certificate_field_names() { return names_of(kCertificateFields); }
std::vector<std::string> test_field_names() { return names_of(kTestFields); }
std::vector<std::string> date_roles() { return {kDateRoles.begin(), kDateRoles.end()}; }

Printed iso_only(const Printed& printed, std::vector<Problem>& problems) {
  if (parse_date(printed.text)) return printed;
  problems.push_back({ProblemLevel::error, printed.where,
                      "'" + printed.text.substr(0, 40) +
                          "' is not a date that exists; write it as 2026-11-22, 2026-11 or 2026"});
  return {"", printed.where};
}

}  // namespace verilot
