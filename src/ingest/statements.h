// ingest: sentences of a certificate that matter beside its values ("for research use only", "in
// the process of obtaining ISO 17025", an address to verify it at), known by the patterns of
// rules/tables/certificate-checks.yaml.
//
//   StatementPatterns patterns(tables.certificate_checks);
//   patterns.add_lines(lines, certificate);
//
// Limits: kMaxStatements a certificate, kMaxStatementBytes of a sentence.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/certificate.h"
#include "model/tables.h"

namespace verilot {

constexpr std::size_t kMaxStatements = 60;
constexpr std::size_t kMaxStatementBytes = 400;

class StatementPatterns {
 public:
  explicit StatementPatterns(const CertificateCheckTable&);
  ~StatementPatterns();

  // Adds what the lines of a page say, one below the other; a sentence may reach over two.
  void add_lines(const std::vector<Printed>& lines, Certificate&) const;

 private:
  struct Compiled;
  std::vector<int> kinds_of(const std::string& text) const;
  void add(int kind, const Printed& words, Certificate&) const;

  std::unique_ptr<Compiled> compiled_;
};

}  // namespace verilot
