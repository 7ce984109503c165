#include <zlib.h>

#include "ingest/document_signals.h"
#include "ingest/pdf_marks.h"
#include "support/certificates.h"
#include "support/mutations.h"
#include "support/pdf_writer.h"

namespace verilot {
namespace {

std::string deflated(const std::string& text) {
  uLongf size = compressBound(static_cast<uLong>(text.size()));
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
           static_cast<uLong>(text.size()));
  out.resize(size);
  return out;
}

std::string stream(int number, const std::string& dictionary, const std::string& data) {
  return std::to_string(number) + " 0 obj\n<<" + dictionary + " /Length " +
         std::to_string(data.size()) + ">>\nstream\n" + data + "\nendstream\nendobj\n";
}

// A file of one page with what `content` paints, and any other objects.
std::string one_page(const std::string& content, const std::string& others = "",
                     const std::string& page = "") {
  return "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
         "2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"
         "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R"
         "/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>" +
         page + ">>\nendobj\n" + content +
         "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n" + others +
         "trailer\n<</Root 1 0 R>>\n%%EOF\n";
}

PdfPageMarks marks_of(const std::string& bytes) {
  const PdfFile pdf(bytes);
  const std::vector<PdfPageObject> pages = pdf.pages();
  REQUIRE(pages.size() == 1);
  return PdfMarkReader(pdf).read(pages[0]);
}

std::vector<std::string> texts_of(const PdfPageMarks& page) {
  std::vector<std::string> texts;
  for (const PdfMark& mark : page.marks)
    if (mark.kind == PdfMark::Kind::text) texts.push_back(mark.text);
  return texts;
}

TEST_CASE("pdf marks: words stand where they are shown, from the top left corner") {
  const PdfPageMarks page = marks_of(one_page(
      stream(4, "", "BT /F1 10 Tf 20 60 Td (Purity 99.2) Tj ET 1 0 0 rg 10 10 50 20 re f")));
  REQUIRE(page.marks.size() == 3);
  CHECK(page.marks[0].text == "Purity");
  CHECK(page.marks[1].text == "99.2");
  CHECK(page.marks[0].box.x0 == doctest::Approx(20));
  CHECK(page.marks[0].baseline == doctest::Approx(40));
  CHECK(page.marks[1].box.x0 > page.marks[0].box.x1);
  CHECK(page.marks[2].kind == PdfMark::Kind::fill);
  CHECK(page.marks[2].exact);
  CHECK(page.marks[2].colour.rgb[0] == 255);
  CHECK(page.marks[2].box.y0 == doctest::Approx(70));
  CHECK(page.whole);
}

TEST_CASE("pdf marks: pieces that touch are one word, a wide step in TJ begins another") {
  CHECK(texts_of(marks_of(one_page(
            stream(4, "", "BT /F1 10 Tf 20 60 Td [(Pu) 20 (rity) -600 (99) 0 (.2)] TJ ET")))) ==
        std::vector<std::string>{"Purity", "99.2"});
}

TEST_CASE("pdf marks: text without ink, and areas that shine through, are known as such") {
  const PdfPageMarks page = marks_of(
      one_page(stream(4, "", "BT /F1 10 Tf 3 Tr 20 60 Td (hidden) Tj ET /G gs 10 10 50 20 re f"),
               "", "/Resources<</Font<</F1 5 0 R>>/ExtGState<</G<</ca 0.3>>>>>>"));
  REQUIRE(page.marks.size() == 2);
  CHECK_FALSE(page.marks[0].visible);
  CHECK_FALSE(page.marks[1].opaque);
}

TEST_CASE("pdf objects: streams behind Flate and object streams are read") {
  const std::string container = "7 0 8 20 <</BaseFont/Times>>    <</Kept true>>";
  const std::string bytes =
      one_page(stream(4, "/Filter/FlateDecode", deflated("BT /F1 10 Tf 20 60 Td (Lot 7) Tj ET")),
               stream(9, "/Type/ObjStm/N 2/First 9/Filter/FlateDecode", deflated(container)));
  CHECK(texts_of(marks_of(bytes)) == std::vector<std::string>{"Lot", "7"});
  CHECK(PdfFile(bytes).object(7)["BaseFont"].text == "Times");
}

TEST_CASE("pdf objects: of two objects with one number the later stands, revisions have ends") {
  const std::string first = one_page(stream(4, "", "BT /F1 10 Tf 20 60 Td (96.4) Tj ET"));
  const std::string both =
      first + stream(4, "", "BT /F1 10 Tf 20 60 Td (99.2) Tj ET") + "trailer\n<<>>\n%%EOF\n";
  CHECK(texts_of(marks_of(both)) == std::vector<std::string>{"99.2"});
  const PdfFile pdf(both);
  REQUIRE(pdf.revision_ends().size() == 2);
  CHECK(pdf.objects_after(pdf.revision_ends()[0]) == std::vector<int>{4});
}

TEST_CASE("pdf objects: an end of file inside a stream is none") {
  const PdfFile pdf(one_page(stream(4, "", "(%%EOF) Tj\n%%EOF\n")));
  CHECK(pdf.revision_ends().size() == 1);
}

TEST_CASE("pdf objects: what leads to itself ends") {
  const Liveness liveness;
  const std::string form =
      stream(6, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
             "/X Do /X Do /X Do");
  CHECK(marks_of(one_page(stream(4, "", "/X Do"), form)).marks.empty());
  const PdfFile loop(
      "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Kids[2 0 R 2 0 R]>>\nendobj\n"
      "3 0 obj\n4 0 R\nendobj\n4 0 obj\n3 0 R\nendobj\ntrailer<</Root 1 0 R>>");
  CHECK(loop.pages().empty());
  CHECK(loop.resolved(loop.object(3)).is(PdfValue::Kind::null));
  CHECK(liveness.within_bound());
}

TEST_CASE("pdf objects: depth, size and number of everything have limits") {
  const Liveness liveness;
  const std::string deep(200'000, '[');
  CHECK(PdfFile("1 0 obj\n" + deep + "\nendobj\n").object_count() == 1);
  std::string many;
  for (int i = 0; i < 700'000; ++i) many += "1 ";
  CHECK(PdfFile("1 0 obj\n[" + many + "]\nendobj\n").object(1).items.size() <= 500'000);
  const std::string bomb(60'000'000, ' ');
  const std::string bytes = one_page(stream(4, "/Filter/FlateDecode", deflated(bomb)));
  const PdfFile pdf(bytes);
  PdfMarkReader(pdf).read(pdf.pages()[0]);
  CHECK_FALSE(pdf.whole());
  std::string operators;
  for (int i = 0; i < 70'000; ++i) operators += "0 0 1 1 re f ";
  CHECK_FALSE(marks_of(one_page(stream(4, "", operators))).whole);
  CHECK(liveness.within_bound());
}

TEST_CASE("pdf objects: damaged files are survived") {
  const Liveness liveness;
  PdfWriter pdf;
  pdf.metadata = {.producer = "LabWriter 4", .created = "D:20260314101500Z"};
  pdf.add_page();
  pdf.text(50, 80, "Lot No. EXO-24117");
  pdf.rectangle(40, 60, 100, 40, kPdfWhite);
  pdf.begin_update();
  pdf.text(50, 100, "Purity 99.2 %", {.hidden = true});
  const std::string whole = pdf.bytes();
  for (std::uint32_t number = 0; number < mutation_count(2); ++number) {
    CAPTURE(number);
    const std::string bytes = mutated(whole, number);
    const PdfFile file(bytes);
    PdfMarkReader reader(file);
    for (const PdfPageObject& page : file.pages()) CHECK(reader.read(page).marks.size() < 100'000);
  }
  CHECK(liveness.within_bound());
}

// A text layer that says 99.2 % over a picture of a page.
CertificateFile text_layer_over(const std::string& shown) {
  PdfWriter pdf;
  pdf.add_page();
  pdf.image(0, 0, 612, 792, {2, 2, 1, std::string(4, '\xF0')});
  const char* lines[] = {"Certificate of Analysis", "Lot No.: EXO-24117"};
  for (int i = 0; i < 2; ++i) pdf.text(60, 60 + 20 * i, lines[i], {.hidden = true});
  const char* cells[][3] = {{"Test", "Specification", "Result"},
                            {"Purity (HPLC)", "NLT 98.0 %", "99.2 %"},
                            {"Water content", "NMT 5.0 %", "2.3 %"},
                            {"pH", "6.5 - 7.5", "7.1"}};
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 3; ++column)
      pdf.text(60 + 150 * column, 150 + 20 * row, cells[row][column], {.hidden = true});
  const std::string bytes = pdf.bytes();
  const DocumentFile document{"scan.pdf", "", bytes};
  CertificateFile file = read_certificate_file(document, testing::tables());
  file.signals.clear();
  const PdfText text = read_pdf_words(document);
  inspect_document(document, text, testing::tables(), file, [&](PdfPage& page) {
    for (const PdfWord& word : text.pages[0].words) {
      page.words.push_back(word);
      if (word.text == "99.2") page.words.back().text = shown;
    }
  });
  return file;
}

TEST_CASE("text layer: a value that the picture of the page contradicts is asked about") {
  const CertificateFile file = text_layer_over("93.4");
  REQUIRE(file.signals.size() == 1);
  CHECK(file.signals[0].kind == "text_differs_from_picture");
  CHECK(file.signals[0].evidence ==
        "the text layer of page 1 says '99.2 %' where the picture of the page shows '93.4 %'");
}

TEST_CASE("text layer: what the picture shows too, nobody asks about") {
  CHECK(text_layer_over("99.2").signals.empty());
}

}  // namespace
}  // namespace verilot
