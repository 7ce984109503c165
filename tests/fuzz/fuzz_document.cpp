// The bytes of a PDF, to its objects and what its pages paint.
#include "fuzz/fuzz.h"
#include "ingest/pdf_marks.h"
#include "ingest/pdf_metadata.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  const std::string bytes(as_text(data, size));
  const PdfFile pdf(bytes);
  DocumentMetadata metadata;
  read_metadata(pdf, metadata);
  active_content(pdf);
  PdfMarkReader reader(pdf);
  for (const PdfPageObject& page : pdf.pages()) reader.read(page);
  return 0;
}
