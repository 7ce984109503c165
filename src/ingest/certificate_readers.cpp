#include <algorithm>
#include <filesystem>

#include "ingest/certificate_reader.h"
#include "ingest/picture_pdf.h"
#include "ingest/text_encoding.h"

namespace verilot {

CertificateFile read_pdf_certificates(const DocumentFile&, const Tables&);  // pdf_reader.cpp
CertificateFile read_picture_certificates(const DocumentFile&,
                                          const Tables&);                    // picture_reader.cpp
CertificateFile read_xml_certificates(const DocumentFile&, const Tables&);   // xml_reader.cpp
CertificateFile read_csv_certificates(const DocumentFile&, const Tables&);   // csv_reader.cpp
CertificateFile read_json_certificates(const DocumentFile&, const Tables&);  // json_reader.cpp
CertificateFile read_xlsx_certificates(const DocumentFile&, const Tables&);  // xlsx_reader.cpp
std::vector<std::string_view> xml_standards();                               // xml_reader.cpp
std::vector<std::string_view> json_standards();                              // json_reader.cpp

namespace {

bool is_pdf(std::string_view bytes) {
  return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos &&
         picture_kind(bytes) == PictureKind::none;
}

bool is_png(std::string_view bytes) { return picture_kind(bytes) == PictureKind::png; }
bool is_jpeg(std::string_view bytes) { return picture_kind(bytes) == PictureKind::jpeg; }
bool is_tiff(std::string_view bytes) { return picture_kind(bytes) == PictureKind::tiff; }

bool is_xml(std::string_view bytes) {
  const std::string text = start_of_text(bytes);
  return text.starts_with("<?xml") ||
         (text.starts_with("<") && !text.starts_with("<!DOCTYPE html") &&
          !text.starts_with("<html"));
}

bool is_json(std::string_view bytes) {
  const std::string text = start_of_text(bytes);
  const std::size_t inside = text.find_first_not_of(" \t\r\n", 1);
  return text.starts_with("{") ||
         (text.starts_with("[") && inside != std::string::npos && text[inside] == '{');
}

// A workbook, and what is named like one or looks like one: the reader says what it is.
bool is_workbook(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06") ||
         bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
}

constexpr CertificateReader kReaders[] = {
    {"pdf", ".pdf", is_pdf, read_pdf_certificates},
    {"png", ".png", is_png, read_picture_certificates},
    {"jpeg", ".jpg", is_jpeg, read_picture_certificates},
    {"tiff", ".tif", is_tiff, read_picture_certificates},
    {"xlsx", ".xlsx", is_workbook, read_xlsx_certificates},
    {"xml", ".xml", is_xml, read_xml_certificates, xml_standards},
    {"csv", ".csv", nullptr, read_csv_certificates},
    {"json", ".json", is_json, read_json_certificates, json_standards},
};

}  // namespace

std::span<const CertificateReader> certificate_readers() { return kReaders; }

const CertificateReader* find_certificate_reader(const DocumentFile& file) {
  const auto by_content = std::ranges::find_if(kReaders, [&](const CertificateReader& reader) {
    return reader.recognises != nullptr && reader.recognises(file.bytes);
  });
  if (by_content != std::end(kReaders)) return by_content;
  std::string extension = std::filesystem::path(file.name).extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  if (extension == ".tsv" || extension == ".tab" || extension == ".txt") extension = ".csv";
  if (extension == ".xlsm" || extension == ".xls") extension = ".xlsx";
  const auto by_name = std::ranges::find(kReaders, extension, &CertificateReader::extension);
  return by_name == std::end(kReaders) ? nullptr : by_name;
}

CertificateFile read_certificate_file(const DocumentFile& document, const Tables& tables) {
  CertificateFile file;
  if (document.bytes.empty()) {
    file.problems.push_back(
        {ProblemLevel::error, in_file(document.name), "is empty; ask for the file again"});
  } else if (const CertificateReader* reader = find_certificate_reader(document)) {
    file = reader->read(document, tables);
  } else {
    file.problems.push_back(
        {ProblemLevel::error, in_file(document.name),
         "is no format that certificates are read from: expected " + certificate_formats()});
  }
  return file;
}

std::string certificate_formats() {
  std::string all;
  for (const CertificateReader& reader : kReaders) {
    all += (all.empty() ? "" : ", ") + std::string(reader.format);
    if (reader.standards == nullptr) continue;
    std::string standards;
    for (const std::string_view standard : reader.standards())
      standards += (standards.empty() ? "" : ", ") + std::string(standard);
    all += " (" + standards + ")";
  }
  return all;
}

}  // namespace verilot
