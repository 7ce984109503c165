#include <algorithm>
#include <filesystem>

#include "ingest/certificate_reader.h"
#include "ingest/picture_pdf.h"

namespace verilot {

CertificateFile read_pdf_certificates(const DocumentFile&, const Tables&);  // pdf_reader.cpp
CertificateFile read_picture_certificates(const DocumentFile&,
                                          const Tables&);                    // picture_reader.cpp
CertificateFile read_xml_certificates(const DocumentFile&, const Tables&);   // xml_reader.cpp
CertificateFile read_csv_certificates(const DocumentFile&, const Tables&);   // csv_reader.cpp
CertificateFile read_json_certificates(const DocumentFile&, const Tables&);  // json_reader.cpp

namespace {

std::string_view without_mark_and_space(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::size_t start = bytes.find_first_not_of(" \t\r\n");
  return start == std::string_view::npos ? std::string_view{} : bytes.substr(start);
}

bool is_pdf(std::string_view bytes) {
  return bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos &&
         picture_kind(bytes) == PictureKind::none;
}

bool is_png(std::string_view bytes) { return picture_kind(bytes) == PictureKind::png; }
bool is_jpeg(std::string_view bytes) { return picture_kind(bytes) == PictureKind::jpeg; }
bool is_tiff(std::string_view bytes) { return picture_kind(bytes) == PictureKind::tiff; }

bool is_xml(std::string_view bytes) {
  const std::string_view text = without_mark_and_space(bytes);
  return text.starts_with("<?xml") ||
         (text.starts_with("<") && !text.starts_with("<!DOCTYPE html") &&
          !text.starts_with("<html"));
}

bool is_json(std::string_view bytes) {
  const std::string_view text = without_mark_and_space(bytes);
  return text.starts_with("{") || text.starts_with("[{");
}

constexpr CertificateReader kReaders[] = {
    {"pdf", ".pdf", is_pdf, read_pdf_certificates},
    {"png", ".png", is_png, read_picture_certificates},
    {"jpeg", ".jpg", is_jpeg, read_picture_certificates},
    {"tiff", ".tif", is_tiff, read_picture_certificates},
    {"xml", ".xml", is_xml, read_xml_certificates},
    {"csv", ".csv", nullptr, read_csv_certificates},
    {"json", ".json", is_json, read_json_certificates},
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
  if (extension == ".tsv" || extension == ".txt") extension = ".csv";
  const auto by_name = std::ranges::find(kReaders, extension, &CertificateReader::extension);
  return by_name == std::end(kReaders) ? nullptr : by_name;
}

}  // namespace verilot
