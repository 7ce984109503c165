// ingest: the fields of a certificate by name, for formats that name them: JSON, XML, CSV labels.
//
// The names are those of model/certificate.h, without the fields readers fill in themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/certificate.h"

namespace verilot {

// The member for "lot", "laboratory", ...; nullptr for any other name.
std::optional<Printed>* field_of(Certificate&, std::string_view name);

// The member for "method", "limit", "result", ...; nullptr for any other name. "status" is
// printed_status; the analyte, which every test has, is not among them.
std::optional<Printed>* field_of(CertificateTest&, std::string_view name);

bool is_date_role(std::string_view role);

std::vector<std::string> certificate_field_names();
std::vector<std::string> test_field_names();
std::vector<std::string> date_roles();

// A date given as data must be ISO 8601; otherwise an empty text and a problem.
Printed iso_only(const Printed&, std::vector<Problem>&);

}  // namespace verilot
