// Certificates made for the purpose: half of them altered in one way each, half that look as if
// they were. What is asked of the first must be asked, of the second nothing.
#include <algorithm>
#include <functional>
#include <set>

#include "ingest/document_signals.h"
#include "support/certificates.h"
#include "support/pdf_writer.h"

namespace verilot {
namespace {

struct Row {
  const char* analyte;
  const char* limit;
  std::string result;
  const char* status;
};

// A certificate as a laboratory prints it, with what a case wants otherwise.
struct Layout {
  PdfFont font = PdfFont::regular;
  PdfFont result_font = PdfFont::regular;
  std::string lot = "EXO-24117";
  std::string purity = "99.2 %";
  PdfColour ink = kPdfBlack;
};

constexpr double kResultX = 330;
constexpr double kFirstRow = 260;
constexpr double kRowHeight = 18;
constexpr int kPurity = 2;  // the row whose result the cases change

double baseline(int row) { return kFirstRow + row * kRowHeight; }

void write_certificate(PdfWriter& pdf, const Layout& layout = {}) {
  const auto text = [&](double x, double y, const std::string& words, PdfFont font) {
    pdf.text(x, y, words, {.font = font, .colour = layout.ink});
  };
  pdf.text(60, 60, "Certificate of Analysis",
           {.font = PdfFont::bold, .size = 16, .colour = layout.ink});
  const std::pair<const char*, std::string> labels[] = {
      {"Laboratory:", "Northbridge Analytical Laboratories"},
      {"Certificate No.:", "NB-26-0117"},
      {"Product:", "Exosome vial 5 mL"},
      {"Lot No.:", layout.lot},
      {"Date received:", "2026-03-09"},
      {"Analysis completed:", "2026-03-26"},
      {"Date issued:", "2026-03-27"}};
  double y = 95;
  for (const auto& [label, value] : labels) {
    text(60, y, label, layout.font);
    text(180, y, value, layout.font);
    y += 16;
  }
  const char* heads[] = {"Test", "Specification", "Result", "Status"};
  const double columns[] = {60, 210, kResultX, 450};
  for (int i = 0; i < 4; ++i) text(columns[i], 240, heads[i], PdfFont::bold);
  const Row rows[] = {{"Appearance", "White cake", "White cake", "Pass"},
                      {"Identity (LC-MS)", "Conforms", "Conforms", "Pass"},
                      {"Purity (HPLC)", "NLT 98.0 %", layout.purity, "Pass"},
                      {"Bacterial endotoxins", "NMT 0.5 EU/mL", "0.08 EU/mL", "Pass"},
                      {"Sterility", "No growth", "No growth", "Pass"},
                      {"Water content", "NMT 5.0 %", "2.3 %", "Pass"},
                      {"pH", "6.5 - 7.5", "7.1", "Pass"}};
  for (int i = 0; i < 7; ++i) {
    text(60, baseline(i), rows[i].analyte, layout.font);
    text(210, baseline(i), rows[i].limit, layout.font);
    if (!rows[i].result.empty()) text(kResultX, baseline(i), rows[i].result, layout.result_font);
    text(450, baseline(i), rows[i].status, layout.font);
    pdf.line(55, baseline(i) + 5, 520, baseline(i) + 5);
  }
  text(60, 430, "Approved by: Dr A. Example, Head of Quality Control", layout.font);
}

void cover(PdfWriter& pdf, int row, double x, double width, PdfColour colour = kPdfWhite) {
  pdf.rectangle(x, baseline(row) - 9, width, 12, colour);
}

PdfImage grey_picture(int width, int height) {
  return {width, height, 1, std::string(static_cast<std::size_t>(width * height), '\xC8')};
}

const PdfMetadata kOrdinary = {
    .producer = "LabWriter 4", .created = "D:20260327091500Z", .modified = "D:20260327091500Z"};

struct MadeDocument {
  const char* name;
  const char* expected;  // the kind of the sign; "" for a clean document
  std::function<void(PdfWriter&)> draw;
  PdfMetadata metadata = kOrdinary;
};

const std::vector<MadeDocument>& altered() {
  static const std::vector<MadeDocument> made = {
      {"a white box with another result on it", "overlap_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         cover(pdf, kPurity, kResultX - 2, 60);
         pdf.text(kResultX, baseline(kPurity), "99.9 %");
       }},
      {"another result printed over the first", "overlap_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(kResultX, baseline(kPurity), "97.9 %");
       }},
      {"a failed verdict under a passed one", "overlap_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(450, baseline(7), "");
         cover(pdf, 4, 448, 60);
         pdf.text(450, baseline(4), "Fail");
         cover(pdf, 4, 448, 60);
         pdf.text(450, baseline(4), "Pass");
       }},
      {"the lot number covered by another", "overlap_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.lot = "EXO-23001"});
         pdf.rectangle(178, 95 + 3 * 16 - 9, 90, 12, kPdfWhite);
         pdf.text(180, 95 + 3 * 16, "EXO-24117");
       }},
      {"a row painted white", "hidden_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         cover(pdf, 4, 55, 470);
       }},
      {"a result blacked out", "hidden_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         cover(pdf, 3, kResultX - 2, 70, kPdfBlack);
       }},
      {"a result in white letters", "hidden_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.purity = ""});
         pdf.text(kResultX, baseline(kPurity), "99.2 %", {.colour = kPdfWhite});
       }},
      {"the words of an older certificate in white", "hidden_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(60, 500, "Lot No. OLD-1177 info@acme.example 2019-03-04 93.2 %",
                  {.colour = kPdfWhite});
       }},
      {"the words of an older certificate without ink", "hidden_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(60, 500, "Lot No. OLD-1177 info@acme.example 2019-03-04 93.2 %",
                  {.hidden = true});
       }},
      {"the words of an older certificate in dust", "hidden_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(60, 500, "Lot No. OLD-1177 info@acme.example 2019-03-04 93.2 %", {.size = 0.5});
       }},
      {"a picture over a result", "overlaid_picture",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.image(kResultX - 2, baseline(3) - 9, 70, 12, grey_picture(70, 12));
       }},
      {"a result in letters of another kind", "font_mix",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.purity = ""});
         pdf.text(kResultX, baseline(kPurity), "99.9 %", {.font = PdfFont::serif});
       }},
      {"another lot in white beside the printed one", "hidden_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(260, 95 + 3 * 16, "VX555-12", {.colour = kPdfWhite});
       }},
      {"a number in letters of another kind before its unit", "font_mix",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.purity = ""});
         pdf.text(kResultX, baseline(kPurity), "99.9", {.font = PdfFont::mono});
         pdf.text(kResultX + pdf_text_width("99.9 ", 9) + 8, baseline(kPurity), "%");
       }},
      {"one digit of a result in letters of another kind", "font_mix",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.purity = "9"});
         pdf.text(kResultX + pdf_text_width("9", 9), baseline(kPurity), "9.9 %",
                  {.font = PdfFont::mono});
       }},
      {"digits of the lot in letters of another kind", "font_mix",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.lot = "EXO-24"});
         pdf.text(180 + pdf_text_width("EXO-24", 9), 95 + 3 * 16, "118", {.font = PdfFont::serif});
       }},
      {"a result changed in a later revision", "revision_diff",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.purity = "96.4 %"});
         pdf.begin_update();
         pdf.clear_page();
         write_certificate(pdf);
       }},
      {"the lot number filled in in a later revision", "revision_diff",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.lot = ""});
         pdf.begin_update();
         pdf.text(180, 95 + 3 * 16, "EXO-24117");
       }},
      {"a row removed in a third revision", "revision_diff",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(60, baseline(7), "Mycoplasma");
         pdf.text(kResultX, baseline(7), "Positive");
         pdf.begin_update();
         pdf.metadata.title = "Certificate";
         pdf.begin_update();
         pdf.clear_page();
         write_certificate(pdf);
       }},
      {"saved by an editor of documents",
       "metadata_edited",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "iLovePDF", .created = "D:20260327091500Z"}},
      {"made in an editor of photographs",
       "metadata_edited",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "Adobe PDF library 17.0", .creator = "Adobe Photoshop 24.1 (Windows)"}},
      {"an editor of documents as author",
       "metadata_edited",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.author = "Foxit PDF Editor user", .producer = "LabWriter 4"}},
      {"changed months after it was made, with results of between",
       "modified_after_lot",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "LabWriter 4",
        .created = "D:20260302091500Z",
        .modified = "D:20260601091500Z"}},
      {"made years before its results",
       "file_older_than_lot",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "LabWriter 4", .created = "D:20240112091500Z"}},
      {"a note that nobody filled in", "placeholder_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(60, 460, "Remarks: [insert remarks of the analyst]");
       }},
      {"filler text", "placeholder_text",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(60, 460, "Lorem ipsum dolor sit amet");
       }},
      {"a box with a typed value on a scanned page", "overlaid_area",
       [](PdfWriter& pdf) {
         pdf.image(0, 0, 612, 792, grey_picture(100, 120));
         pdf.rectangle(300, 300, 80, 14, kPdfWhite);
         pdf.text(304, 310, "99.9 %");
       }},
      {"a strip of another picture on a scanned page", "overlaid_area",
       [](PdfWriter& pdf) {
         pdf.image(0, 0, 612, 792, grey_picture(100, 120));
         pdf.image(300, 300, 80, 14, grey_picture(80, 14));
       }},
  };
  return made;
}

const std::vector<MadeDocument>& look_alikes() {
  static const std::vector<MadeDocument> made = {
      {"plain", "", [](PdfWriter& pdf) { write_certificate(pdf); }},
      {"no metadata at all", "", [](PdfWriter& pdf) { write_certificate(pdf); }, {}},
      {"all in serif letters", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.font = PdfFont::serif, .result_font = PdfFont::serif});
       }},
      {"all results in letters of one width", "",
       [](PdfWriter& pdf) { write_certificate(pdf, {.result_font = PdfFont::mono}); }},
      {"one result in bold", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.purity = ""});
         pdf.text(kResultX, baseline(kPurity), "99.2 %", {.font = PdfFont::bold});
       }},
      {"a sign of another font within a result", "",
       [](PdfWriter& pdf) { write_certificate(pdf, {.purity = "≥ 99.2 %"}); }},
      {"one letter written twice to look bold", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(kResultX + 0.3, baseline(kPurity), "99.2 %");
       }},
      {"rows shaded in turn", "",
       [](PdfWriter& pdf) {
         for (int row = 0; row < 7; row += 2) cover(pdf, row, 55, 470, {0.9, 0.9, 0.9});
         write_certificate(pdf);
       }},
      {"a marked cell", "",
       [](PdfWriter& pdf) {
         cover(pdf, kPurity, kResultX - 2, 60, {1, 1, 0});
         write_certificate(pdf);
       }},
      {"white letters on a dark page", "",
       [](PdfWriter& pdf) {
         pdf.rectangle(0, 0, 612, 792, {0.1, 0.1, 0.2});
         write_certificate(pdf, {.ink = kPdfWhite});
       }},
      {"a dark bar with white heads", "",
       [](PdfWriter& pdf) {
         pdf.rectangle(50, 465, 480, 18, {0, 0.2, 0.4});
         pdf.text(60, 477, "Method 0117 Limit 0.5 Result 2026", {.colour = kPdfWhite});
         write_certificate(pdf);
       }},
      {"white boxes drawn before their words", "",
       [](PdfWriter& pdf) {
         for (int row = 0; row < 7; ++row) cover(pdf, row, kResultX - 2, 80);
         write_certificate(pdf);
       }},
      {"everything painted twice", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.rectangle(0, 0, 612, 792, kPdfWhite);
         write_certificate(pdf);
       }},
      {"a pale word in large letters across the page", "",
       [](PdfWriter& pdf) {
         pdf.text(120, 600, "SAMPLE", {.size = 90, .colour = {0.93, 0.93, 0.93}, .angle = 45});
         write_certificate(pdf);
       }},
      {"two pale words that mark a place for a signature", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(60, 470, "sign here", {.colour = kPdfWhite});
       }},
      {"the printed lot again in white", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.text(300, 95 + 3 * 16, "EXO-24117", {.colour = kPdfWhite});
       }},
      {"two certificates in one file, made with the first",
       "",
       [](PdfWriter& pdf) {
         write_certificate(pdf, {.lot = "EXO-25001"});
         pdf.add_page();
         write_certificate(pdf);
       },
       {.producer = "LabWriter 4", .created = "D:20250301091500Z"}},
      {"letters that make no words, one over another", "",
       [](PdfWriter& pdf) {
         for (int row = 0; row < 20; ++row) pdf.text(60, 100 + 20 * row, "JKQtK 4m6x Or9 x0Osm1");
         pdf.text(300, 60, "3");
         pdf.text(300, 60, "1");
       }},
      {"saved into itself without a change", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.begin_update();
         pdf.clear_page();
         write_certificate(pdf);
       }},
      {"a title added in a later revision", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.begin_update();
         pdf.metadata.title = "Certificate of Analysis";
       }},
      {"stamped as a copy in a later revision", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.begin_update();
         pdf.text(200, 600, "COPY", {.size = 60, .colour = {0.8, 0.8, 0.8}, .angle = 30});
       }},
      {"printed to a file again",
       "",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "GPL Ghostscript 9.50", .created = "D:20260327091500Z"}},
      {"saved again by a viewer weeks later",
       "",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "macOS Version 14.6.1 Quartz PDFContext",
        .created = "D:20260328091500Z",
        .modified = "D:20260508091500Z"}},
      {"made when the sample came in, finished with the results",
       "",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "LabWriter 4",
        .created = "D:20260326091500Z",
        .modified = "D:20260327091500Z"}},
      {"a clock that nobody set",
       "",
       [](PdfWriter& pdf) { write_certificate(pdf); },
       {.producer = "LabWriter 4", .created = "D:20000101000000Z"}},
      {"a logo and a picture of a signature", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.image(430, 30, 120, 40, grey_picture(120, 40));
         pdf.image(60, 440, 120, 40, grey_picture(120, 40));
       }},
      {"a picture of paper under the words", "",
       [](PdfWriter& pdf) {
         pdf.image(0, 0, 612, 792, grey_picture(100, 120));
         write_certificate(pdf);
       }},
      {"a scanned page with the words that were read off it", "",
       [](PdfWriter& pdf) {
         pdf.image(0, 0, 612, 792, grey_picture(100, 120));
         for (int row = 0; row < 20; ++row)
           pdf.text(60, 100 + 20 * row, "Purity 99.2 % NLT 98.0 %", {.hidden = true});
       }},
      {"a page that lies on its side", "",
       [](PdfWriter& pdf) {
         write_certificate(pdf);
         pdf.add_page(612, 792, 90);
         pdf.text(60, 100, "Chromatogram");
       }},
  };
  return made;
}

CertificateFile made(const MadeDocument& document) {
  PdfWriter pdf;
  pdf.metadata = document.metadata;
  pdf.add_page();
  document.draw(pdf);
  return testing::read_text("certificate.pdf", pdf.bytes());
}

std::set<std::string> questions(const CertificateFile& file) {
  std::set<std::string> kinds;
  for (const DocumentSignal& signal : file.signals)
    if (signal.grade != "information") kinds.insert(signal.kind);
  return kinds;
}

TEST_CASE("altered documents: each is asked about, for what was done to it") {
  std::size_t detected = 0;
  for (const MadeDocument& document : altered()) {
    CAPTURE(std::string(document.name));
    const CertificateFile file = made(document);
    const bool asked = questions(file).count(document.expected) != 0;
    CHECK(asked);
    detected += asked;
  }
  MESSAGE("detected " << detected << " of " << altered().size());
  CHECK(altered().size() >= 20);
}

TEST_CASE("altered documents: of look-alikes nothing is asked") {
  std::size_t alarms = 0;
  for (const MadeDocument& document : look_alikes()) {
    CAPTURE(std::string(document.name));
    const CertificateFile file = made(document);
    const std::set<std::string> asked = questions(file);
    std::string evidence;
    for (const DocumentSignal& signal : file.signals)
      if (signal.grade != "information") evidence += signal.evidence + "; ";
    CHECK(evidence == "");
    CHECK(file.metadata.inspected);
    alarms += !asked.empty();
  }
  MESSAGE("false alarms " << alarms << " of " << look_alikes().size());
  CHECK(look_alikes().size() >= 20);
}

const MadeDocument& document_named(const std::string& name) {
  const auto found = std::ranges::find(altered(), name, &MadeDocument::name);
  REQUIRE(found != altered().end());
  return *found;
}

TEST_CASE("altered documents: a sign on the page leaves open what lies beneath it, and no more") {
  const CertificateFile file = made(document_named("a white box with another result on it"));
  REQUIRE(file.certificates.size() == 1);
  const Certificate& certificate = file.certificates[0];
  std::size_t open = 0;
  for (const CertificateTest& test : certificate.tests) {
    REQUIRE(test.result);
    open += !test.result->doubt.empty();
  }
  CHECK(open == 1);
  REQUIRE(certificate.lot);
  CHECK(certificate.lot->doubt.empty());
}

TEST_CASE("altered documents: a sign about the file leaves every value open") {
  const CertificateFile file = made(document_named("saved by an editor of documents"));
  REQUIRE(file.certificates.size() == 1);
  CHECK(file.certificates[0].lot->doubt.find("iLovePDF") != std::string::npos);
  for (const CertificateTest& test : file.certificates[0].tests)
    CHECK(test.result->doubt.starts_with("authenticity open: "));
}

TEST_CASE("altered documents: evidence names both printings and the question follows") {
  const CertificateFile file = made(document_named("another result printed over the first"));
  REQUIRE(file.signals.size() == 1);
  CHECK(file.signals[0].evidence == "on page 1 '97.9' is printed over '99.2'");
  CHECK(file.signals[0].question ==
        "Which of the two values did the laboratory print, and who put the other one there?");
  CHECK(file.signals[0].where.page == 1);
  CHECK(file.signals[0].where.box.x0 > 300);
}

TEST_CASE("altered documents: what the laboratory confirms counts again") {
  CertificateFile file = made(document_named("saved by an editor of documents"));
  withdraw_questions(file.certificates.at(0));
  CHECK(file.certificates[0].lot->doubt.empty());
}

TEST_CASE("altered documents: what a document says of its making is there") {
  const CertificateFile file = made(look_alikes()[0]);
  CHECK(file.metadata.producer == "LabWriter 4");
  CHECK(file.metadata.created == "2026-03-27");
  CHECK(file.metadata.revisions == 1);
  CHECK(file.metadata.signature == "no_signature");
  CHECK_FALSE(file.metadata.encrypted);
}

}  // namespace
}  // namespace verilot
