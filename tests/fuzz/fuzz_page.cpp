// What pdftotext prints, to lines, labels and tables.
#include "fuzz/fuzz.h"
#include "ingest/certificate_labels.h"
#include "ingest/column_table.h"
#include "ingest/letterhead.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  static const Lexicon lexicon(rulebook().tables);
  const PdfText text = parse_bbox_layout(as_text(data, size), "coa.pdf");
  require_places(text.problems);
  for (const PdfPage& page : text.pages) {
    const PageLayout layout = layout_of(page);
    Certificate certificate;
    apply_labels(certificate, find_labels(layout, lexicon, "coa.pdf"), DateOrder::day_first);
    find_unlabelled(certificate, layout, lexicon, "coa.pdf");
    find_tables(layout, lexicon);
    find_sample_tables(layout, lexicon);
  }
  return 0;
}
