#include "ingest/document_signals.h"

#include <algorithm>

#include "ingest/child_process.h"
#include "ingest/document_inspection.h"
#include "ingest/temporary_file.h"

namespace verilot {
namespace {

constexpr std::string_view kOpen = "authenticity open: ";

// An encrypted file that opens without a password, in the clear; "" where that is not possible.
std::string decrypted(const DocumentFile& document) {
  const PathOnDisk file(document);
  ChildLimits limits;
  limits.wall_seconds = limits.cpu_seconds = 10;
  const ChildResult run = run_child({"qpdf", {"--decrypt", file.path(), "-"}}, limits);
  // 3: with warnings.
  const bool good = run.ended == ChildEnd::exited && (run.exit_code == 0 || run.exit_code == 3);
  return good ? run.output : "";
}

void open_question(Printed& value, const FoundSignal& found) {
  if (!value.doubt.empty()) return;
  const SourceLocation& where = found.signal.where;
  if (!found.whole_file) {
    if (value.where.page != where.page) return;
    const bool beneath = std::ranges::any_of(found.boxes, [&](const Box& box) {
      return std::max(share_within(value.where.box, box), share_within(box, value.where.box)) > 0.3;
    });
    if (!beneath) return;
  }
  value.doubt = std::string(kOpen) + found.signal.evidence + ". " + found.signal.question;
}

void open_questions(CertificateFile& file, const std::vector<FoundSignal>& found) {
  for (const FoundSignal& signal : found) {
    if (signal.signal.grade == "information") continue;
    for (Certificate& certificate : file.certificates)
      for_each_value(certificate, [&](Printed& value) { open_question(value, signal); });
  }
}

void look_inside(Inspection& inspection, const PdfFile& pdf, PdfMarkReader& reader) {
  inspection.pdf = &pdf;
  inspection.reader = &reader;
  for (const PdfPageObject& page : pdf.pages()) {
    inspection.pages.push_back(reader.read(page));
    if (!inspection.pages.back().whole)
      inspection.metadata.not_inspected =
          "page " + std::to_string(inspection.pages.size()) + " holds too much to be looked at";
  }
  if (!pdf.whole()) inspection.metadata.not_inspected = "the file holds too much to be looked at";
  if (inspection.pages.empty())
    inspection.metadata.not_inspected = "the parts of the file could not be found";
}

}  // namespace

namespace {

void find_all(Inspection& inspection) {
  find_revision_signals(inspection);
  find_metadata_signals(inspection);
  find_page_signals(inspection);
  find_font_signals(inspection);
  find_text_signals(inspection);
  find_picture_signals(inspection);
  find_cut_words(inspection);
  find_name_signals(inspection);
}

void inspect_stored(Inspection& inspection) {
  const PdfFile stored(inspection.document.bytes);
  inspection.stored = &stored;
  inspection.metadata.encrypted = stored.encrypted();
  const std::string clear = stored.encrypted() ? decrypted(inspection.document) : "";
  const PdfFile in_the_clear(clear);
  const PdfFile& pdf = clear.empty() ? stored : in_the_clear;
  PdfMarkReader reader(pdf);
  if (pdf.encrypted())
    inspection.metadata.not_inspected = "the document is encrypted and could not be looked into";
  else
    look_inside(inspection, pdf, reader);
  find_all(inspection);
}

}  // namespace

void inspect_document(const DocumentFile& document, const PdfText& text, const Tables& tables,
                      CertificateFile& file, const PictureReader& read_picture) {
  Inspection inspection(document, text, tables, file);
  inspection.read_picture = read_picture;
  if (document.bytes.substr(0, 1024).find("%PDF-") == std::string::npos)
    find_all(inspection);
  else if (text.pages.empty())
    inspection.metadata.not_inspected = "the document could not be opened";
  else
    inspect_stored(inspection);
  inspection.metadata.inspected = inspection.metadata.not_inspected.empty();
  file.metadata = inspection.metadata;
  for (const FoundSignal& found : inspection.found) file.signals.push_back(found.signal);
  open_questions(file, inspection.found);
}

void withdraw_questions(Certificate& certificate) {
  for_each_value(certificate, [](Printed& value) {
    if (value.doubt.starts_with(kOpen)) value.doubt.clear();
  });
}

}  // namespace verilot
