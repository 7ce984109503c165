// ingest: corrections of what was read of a document, signed off by a person, in a small file
// beside it: coa.pdf.corrections.yaml (docs/corrections.md).
//
//   CertificateFile file = read_certificates(document, corrections_beside, tables);
//   std::cout << review_form(file, document, corrections_beside);
//
// A correction replaces one value, adds a row that was not read, or says that nothing is missing.
// It is bound to the bytes of the document and to what was read: where either has changed it is not
// applied, and the value stays doubtful. A value that holds because of a correction says so in its
// place (SourceLocation::correction).
//
// Errors: never throws; a correction that cannot be applied is a problem at its line, the others
//         are applied.
// Limits: 1,000 corrections a document.
#pragma once

#include <optional>
#include <string>

#include "ingest/certificate_reader.h"

namespace verilot {

constexpr std::size_t kMaxCorrections = 1'000;

// The name of the file beside a document.
std::string corrections_name(const std::string& document);

// What the document holds, after the corrections. A format that is not read is a problem, and no
// format.
CertificateFile read_certificates(const DocumentFile&,
                                  const std::optional<DocumentFile>& corrections, const Tables&);

// The doubtful values of a file as a form to fill in, which is a file of corrections; those that
// are made already are in it.
std::string review_form(const CertificateFile&, const DocumentFile&,
                        const std::optional<DocumentFile>& corrections);

}  // namespace verilot
