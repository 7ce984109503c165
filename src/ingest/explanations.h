// ingest: which entry of which table recognised what is read of a certificate.
//
//   for (const Explanation& e : explanations(file, tables, "rules")) print(sentence_of(e));
//   "'Endotoxin (LAL)' is endotoxin: rules/tables/analytes.yaml:123 'Endotoxin' (without the
//    method in brackets)"
//
// Reads: the tables once more, with the places of their entries.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/certificate.h"
#include "model/tables.h"

namespace verilot {

struct Explanation {
  std::string kind;  // "label", "column", "analyte", "method", "unit", "result", "title", "date"
  std::string printed;
  std::string meaning;  // the role, identifier or code; "" for an analyte that no entry knows
  std::string entry;    // "rules/tables/analytes.yaml:123 'Endotoxin'"; "" where no table decides
  std::string how;      // "exact", "a synonym", "one letter off", ...
};

// Each recognised text once, in the order of the certificate; unmatched analytes last.
std::vector<Explanation> explanations(const CertificateFile&, const Tables&,
                                      const std::filesystem::path& rules);

std::string sentence_of(const Explanation&);

}  // namespace verilot
