// Certificates of analysis in pictures: scans, photographs, screenshots.
#include <algorithm>
#include <filesystem>

#include "ingest/certificate_reader.h"
#include "ingest/document_signals.h"
#include "ingest/page_certificates.h"
#include "ingest/picture_pdf.h"

namespace verilot {

CertificateFile read_picture_certificates(const DocumentFile&, const Tables&);

namespace {

std::string extension_of(const std::string& name) {
  std::string extension = std::filesystem::path(name).extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return extension;
}

bool fits(PictureKind kind, const std::string& extension) {
  switch (kind) {
    case PictureKind::png:
      return extension == ".png";
    case PictureKind::jpeg:
      return extension == ".jpg" || extension == ".jpeg" || extension == ".jpe";
    case PictureKind::tiff:
      return extension == ".tif" || extension == ".tiff";
    case PictureKind::none:
      break;
  }
  return false;
}

std::string format_of(PictureKind kind) {
  return kind == PictureKind::png ? "png" : kind == PictureKind::jpeg ? "jpeg" : "tiff";
}

PdfText pages_without_text(const PicturePdf& picture) {
  PdfText text;
  for (const PicturePdf::Size& size : picture.pages) {
    PdfPage page;
    page.number = static_cast<int>(text.pages.size()) + 1;
    page.width = size.width;
    page.height = size.height;
    page.readable = false;
    page.pictures = {{size.width, size.height, false, size.dots_per_inch}};
    text.pages.push_back(std::move(page));
  }
  return text;
}

}  // namespace

CertificateFile read_picture_certificates(const DocumentFile& file, const Tables& tables) {
  const PictureKind kind = picture_kind(file.bytes);
  const PicturePdf picture = picture_as_pdf(file.bytes);
  PdfText text = pages_without_text(picture);
  if (!fits(kind, extension_of(file.name))) {
    text.problems.push_back(
        {ProblemLevel::warning, in_file(file.name),
         std::string("this is a ") + name_of(kind) +
             " picture by the name of another format; it is read as a picture"});
  }
  if (!picture.refused.empty())
    text.problems.push_back({ProblemLevel::error, in_file(file.name), picture.refused});
  const Lexicon lexicon(tables);
  CertificateFile read =
      read_page_certificates(file.name, text, OcrReader(picture.bytes, lexicon), lexicon, tables);
  read.format = format_of(kind);
  inspect_document(file, text, tables, read);
  return read;
}

}  // namespace verilot
