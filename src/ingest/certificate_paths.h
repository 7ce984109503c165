// ingest: the values of a certificate file by their path, as facts name them.
//
//   certificates[0].lot   certificates[0].dates.expiry   certificates[0].tests[2].result
//
// Errors: a path that names nothing of the model is nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/certificate.h"

namespace verilot {

struct CertificatePath {
  std::size_t certificate = 0;
  std::optional<std::size_t> test;  // of a value of a row
  bool tests = false;               // the list of rows itself
  std::string field;                // "lot", "result", "expiry" (a date); "" the certificate itself
  bool date = false;
};

std::optional<CertificatePath> parse_certificate_path(std::string_view);
std::string to_string(const CertificatePath&);

// The value as it was read, or nullptr; a path beyond the file's certificates and rows is nullptr.
Printed* find_value(CertificateFile&, const CertificatePath&);

// Puts a value where the path points; false where there is no such certificate or row.
bool put_value(CertificateFile&, const CertificatePath&, Printed);

// Every value that was read, in the order of the page's model.
void for_each_value(CertificateFile&, const std::function<void(const CertificatePath&, Printed&)>&);

}  // namespace verilot
