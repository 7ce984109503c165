// The writer of the tests' own PDF files: what the readers see of what it wrote.
#include "support/pdf_writer.h"

#include "ingest/pdf_words.h"
#include "support/certificates.h"

namespace verilot {
namespace {

std::string words_of(const PdfWriter& pdf, std::size_t page = 0) {
  const PdfText text = read_pdf_words({"made.pdf", "", pdf.bytes()});
  CHECK(text.problems.empty());
  std::string words;
  for (const PdfWord& word : text.pages.at(page).words) words += word.text + " ";
  return words;
}

TEST_CASE("pdf writer: words stand where they were put, in their characters") {
  PdfWriter pdf;
  pdf.add_page();
  pdf.text(50, 80, "Endotoxin", {.font = PdfFont::bold});
  pdf.text(50, 120, "≤ 0.5 µg/mL ± 2 °C β");
  CHECK(words_of(pdf) == "Endotoxin ≤ 0.5 µg/mL ± 2 °C β ");
  const PdfText text = read_pdf_words({"made.pdf", "", pdf.bytes()});
  const Box box = text.pages.at(0).words.at(0).box;
  CHECK(box.x0 == doctest::Approx(50).epsilon(0.01));
  CHECK(box.y0 < 80);
  CHECK(box.y1 > 80);
  CHECK(box.x1 - box.x0 == doctest::Approx(pdf_text_width("Endotoxin", 9)).epsilon(0.1));
}

TEST_CASE("pdf writer: an update is appended and leaves the earlier revision in the file") {
  PdfWriter pdf;
  pdf.metadata.created = "D:20260314101500Z";
  pdf.add_page();
  pdf.text(50, 80, "first");
  const std::string before = pdf.bytes();
  pdf.begin_update();
  pdf.metadata.modified = "D:20260414101500Z";
  pdf.text(50, 120, "second");
  const std::string after = pdf.bytes();
  CHECK(after.starts_with(before));
  CHECK(after.size() > before.size());
  CHECK(words_of(pdf) == "first second ");
  pdf.begin_update();
  pdf.clear_page();
  pdf.text(50, 80, "third");
  pdf.add_page();
  pdf.text(50, 80, "more");
  CHECK(words_of(pdf) == "third ");
  CHECK(words_of(pdf, 1) == "more ");
}

}  // namespace
}  // namespace verilot
