// ingest: a file that holds certificates of analysis, to what they say. One file per format.
//
//   CertificateFile file = read_certificate_file({"coa.pdf", path, bytes}, tables);
//
// The format is told by the first bytes, then by the extension: a PNG named .pdf is a picture.
//
// Errors: never throws for what stands in the file; damage is in CertificateFile::problems, with
//         its place, and whatever could be read is there.
// Limits: kMaxFileBytes, kMaxPages, kMaxWordsPerPage, kMaxTests; one that is hit is a problem
//         that names it, and the certificate is incomplete.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/certificate.h"
#include "model/tables.h"

namespace verilot {

constexpr std::size_t kMaxFileBytes = 64u << 20;
constexpr int kMaxPages = 200;
constexpr int kMaxWordsPerPage = 20'000;
constexpr std::size_t kMaxTests = 5'000;

struct DocumentFile {
  std::string name;   // as the dossier names it; used in every SourceLocation
  std::string path;   // where it is on disk
  std::string bytes;  // its whole content
};

struct CertificateReader {
  std::string_view format;                     // as listed by `verilot ingest --help`
  std::string_view extension;                  // with its dot: ".csv"
  bool (*recognises)(std::string_view bytes);  // by content; nullptr: by extension alone
  CertificateFile (*read)(const DocumentFile&, const Tables&);
  // The standards that are told apart within the format; nullptr where there is one form only.
  std::vector<std::string_view> (*standards)() = nullptr;
};

// Every format verilot reads. The order is that of the help text.
std::span<const CertificateReader> certificate_readers();

// The reader for the content, else for the name's extension, or nullptr.
const CertificateReader* find_certificate_reader(const DocumentFile&);

// The file by the reader that find_certificate_reader() gives; an empty file and one that no reader
// is for hold no certificate and a problem that says so.
CertificateFile read_certificate_file(const DocumentFile&, const Tables&);

// "pdf, csv, json (FHIR, ...)": every format with its standards.
std::string certificate_formats();

}  // namespace verilot
