#include "ingest/number_format.h"
#include "support/certificate_writers.h"
#include "support/certificates.h"

namespace verilot {
namespace {

using testing::read_text;
using testing::test_named;
using testing::text_of;

using Parts = std::vector<std::pair<std::string, std::string>>;

struct SheetXml {
  std::string name;
  std::string rows;         // the content of <sheetData>
  std::string around = "";  // what stands beside it: <mergeCells>
  std::string before = "";  // and in front: <cols>
  std::string state = "";
};

// A text cell.
std::string cell(const std::string& address, const std::string& text) {
  return "<c r=\"" + address + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

std::string number(const std::string& address, const std::string& value, int style = 0) {
  return "<c r=\"" + address + "\" s=\"" + std::to_string(style) + "\"><v>" + value + "</v></c>";
}

std::string row(int number, const std::string& cells, const std::string& attributes = "") {
  return "<row r=\"" + std::to_string(number) + "\" " + attributes + ">" + cells + "</row>";
}

// Lot in row 1, the header in row 2.
const std::string kTop =
    row(1, cell("A1", "Lot") + cell("B1", "A-1")) +
    row(2, cell("A2", "Test") + cell("B2", "Result") + cell("C2", "Specification"));

std::string workbook(const std::vector<SheetXml>& sheets, const std::string& properties = "",
                     const Parts& more = {}) {
  std::string list;
  Parts parts;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const SheetXml& sheet = sheets[i];
    list += "<sheet name=\"" + sheet.name + "\" sheetId=\"1\" state=\"" + sheet.state + "\"/>";
    parts.emplace_back("xl/worksheets/sheet" + std::to_string(i + 1) + ".xml",
                       "<worksheet>" + sheet.before + "<sheetData>" + sheet.rows + "</sheetData>" +
                           sheet.around + "</worksheet>");
  }
  parts.emplace_back("xl/workbook.xml",
                     "<workbook>" + properties + "<sheets>" + list + "</sheets></workbook>");
  // Styles by index: General, 0%, d-mmm, 00000, 0.00E+00, a text behind the number.
  parts.emplace_back("xl/styles.xml",
                     "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"00000\"/><numFmt "
                     "numFmtId=\"171\" formatCode=\"0.0&quot; mg&quot;\"/></numFmts><cellXfs>"
                     "<xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"16\"/><xf "
                     "numFmtId=\"170\"/><xf numFmtId=\"11\"/><xf numFmtId=\"171\"/></cellXfs>"
                     "</styleSheet>");
  parts.insert(parts.end(), more.begin(), more.end());
  return write_zip(parts);
}

std::string one_sheet(const std::string& rows, const std::string& around = "") {
  return workbook({{"Results", rows, around}});
}

CertificateFile read_rows(const std::string& rows) {
  return read_text("coa.xlsx", one_sheet(kTop + rows));
}

TEST_CASE("xlsx certificate: labels, tests and their cells") {
  const CertificateFile file =
      read_rows(row(3, cell("A3", "pH") + number("B3", "7.2") + cell("C3", "6 to 8")));
  CHECK(file.problems.empty());
  const Certificate& certificate = file.certificates.at(0);
  CHECK(text_of(certificate.lot) == "A-1");
  CHECK(certificate.lot->where.pointer == "Results!B1");
  REQUIRE(certificate.tests.size() == 1);
  CHECK(certificate.tests[0].analyte_id == "ph");
  CHECK(text_of(certificate.tests[0].result) == "7.2");
  CHECK(certificate.tests[0].result->where.pointer == "Results!B3");
  const CertificateFile named = read_text("coa.xlsx", workbook({{"Lot 7", kTop}}));
  CHECK(named.certificates.at(0).lot->where.pointer == "'Lot 7'!B1");
}

TEST_CASE("xlsx certificate: numbers are read as their cells show them") {
  const CertificateFile file =
      read_rows(row(3, cell("A3", "Purity") + number("B3", "0.95", 1)) +
                row(4, cell("A4", "pH") + number("B4", "7.2000000000000002")) +
                row(5, cell("A5", "Assay") + number("B5", "27.14", 5)) +
                row(6, cell("A6", "Particle concentration") + number("B6", "1.2E+10")));
  const auto& tests = file.certificates.at(0).tests;
  REQUIRE(tests.size() == 4);
  CHECK(text_of(tests[0].result) == "95 %");
  CHECK(text_of(tests[1].result) == "7.2");
  CHECK(text_of(tests[2].result) == "27.1 mg");
  CHECK(text_of(tests[3].result) == "12000000000");
  REQUIRE(file.problems.size() == 1);
  CHECK(to_string(file.problems[0]) ==
        "coa.xlsx: note: shows 27.1 mg of a stored 27.14 (at Results!B5)");
}

TEST_CASE("xlsx certificate: a day is a date where one belongs and doubtful elsewhere") {
  const std::string dated = row(1, cell("A1", "Expiry date") + number("B1", "46054", 2)) +
                            row(2, cell("A2", "Test") + cell("B2", "Result")) +
                            row(3, cell("A3", "Particle count") + number("B3", "46054", 2));
  const CertificateFile file = read_text("coa.xlsx", one_sheet(dated));
  const Certificate& certificate = file.certificates.at(0);
  CHECK(certificate.dates.at("expiry").text == "2026-02-01");
  CHECK(certificate.dates.at("expiry").doubt == "");
  CHECK(certificate.tests.at(0).result->doubt ==
        "is stored as a date, which spreadsheets make of entries like 1-2");
  const CertificateFile other =
      read_text("coa.xlsx", workbook({{"Results", dated}}, "<workbookPr date1904=\"1\"/>"));
  CHECK(other.certificates.at(0).dates.at("expiry").text == "2030-02-02");
}

TEST_CASE("xlsx certificate: a lot stored as a number keeps its digits or is doubtful") {
  const auto lot_of = [](const std::string& value, int style) {
    const CertificateFile file =
        read_text("coa.xlsx", one_sheet(row(1, cell("A1", "Lot") + number("B1", value, style)) +
                                        row(2, cell("A2", "Test") + cell("B2", "Result")) +
                                        row(3, cell("A3", "pH") + number("B3", "7"))));
    return file.certificates.at(0).lot.value();
  };
  CHECK(lot_of("12000000000", 4).text == "12000000000");
  CHECK(lot_of("12000000000", 4).doubt == "");
  CHECK(lot_of("42", 3).text == "00042");
  CHECK(lot_of("1234567890123456", 0).doubt ==
        "is stored as a number of more than 15 digits, of which a spreadsheet keeps 15");
  CHECK(lot_of("46054", 2).doubt ==
        "is stored as a date, which spreadsheets make of entries like 1-2");
}

TEST_CASE("xlsx certificate: what the file does not hold is doubtful and told") {
  const CertificateFile file =
      read_rows(row(3, cell("A3", "pH") + "<c r=\"B3\"><f>A1*2</f></c>") +
                row(4, cell("A4", "Purity") + "<c r=\"B4\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>") +
                row(5, cell("A5", "Assay") + "<c r=\"B5\"><f>3*9</f><v>27</v></c>"));
  const auto& tests = file.certificates.at(0).tests;
  REQUIRE(tests.size() == 3);
  CHECK(tests[0].result->doubt ==
        "is a formula without a stored value; open the file, save it and send it again");
  CHECK(tests[1].result->doubt == "is an error of the spreadsheet");
  CHECK(text_of(tests[2].result) == "27");
  CHECK(tests[2].result->doubt == "");
  REQUIRE(file.problems.size() == 1);
  CHECK(to_string(file.problems[0]) ==
        "coa.xlsx: error: holds a formula without its value, which is not computed here "
        "(at Results!B3)");
}

TEST_CASE("xlsx certificate: what is hidden is told of and not relied on") {
  const std::string rows = kTop + row(3, cell("A3", "pH") + number("B3", "7"), "hidden=\"1\"") +
                           row(4, cell("A4", "Purity") + number("B4", "9") + cell("C4", "> 8"));
  const CertificateFile file = read_text(
      "coa.xlsx",
      workbook({{"Results", rows, "", "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols>"},
                {"Old", kTop, "", "", "veryHidden"}}));
  REQUIRE(file.certificates.size() == 1);
  const auto& tests = file.certificates[0].tests;
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].result->doubt == "stands in a hidden row");
  CHECK(tests[1].result->doubt == "");
  CHECK(tests[1].limit->doubt == "stands in a hidden column");
  REQUIRE(file.problems.size() == 2);
  CHECK(file.problems[0].message ==
        "has 1 hidden rows and 1 hidden columns with values; what they say is not relied on");
  CHECK(file.problems[1].message == "sheet 'Old' is hidden and not read");
}

TEST_CASE("xlsx certificate: merged cells, two rows of headers, raised exponents") {
  const CertificateFile file = read_text(
      "coa.xlsx",
      one_sheet(row(1, cell("A1", "Lot") + cell("B1", "Test") + cell("C1", "Specification") +
                           cell("E1", "Result")) +
                    row(2, cell("C2", "Min") + cell("D2", "Max")) +
                    row(3, cell("A3", "A-1") + cell("B3", "pH") + number("C3", "6") +
                               number("D3", "8") + number("E3", "7")) +
                    row(4, cell("B4", "Particle count") +
                               "<c r=\"E4\" t=\"inlineStr\"><is><r><t>2 x 10</t></r><r><rPr>"
                               "<vertAlign val=\"superscript\"/></rPr><t>9</t></r></is></c>"),
                "<mergeCells><mergeCell ref=\"C1:D1\"/><mergeCell ref=\"A3:A4\"/></mergeCells>"));
  REQUIRE(file.certificates.size() == 1);
  CHECK(text_of(file.certificates[0].lot) == "A-1");
  REQUIRE(file.certificates[0].tests.size() == 2);
  CHECK(text_of(file.certificates[0].tests[0].limit) == "6 to 8");
  CHECK(text_of(file.certificates[0].tests[1].result) == "2 x 10^9");
}

TEST_CASE("xlsx certificate: a sheet for each lot, a cover for all") {
  const auto sheet = [](const std::string& lot) {
    return row(1, cell("A1", "Lot") + cell("B1", lot)) +
           row(2, cell("A2", "Test") + cell("B2", "Result")) +
           row(3, cell("A3", "pH") + number("B3", "7"));
  };
  const CertificateFile file = read_text(
      "coa.xlsx",
      workbook({{"Cover", row(1, cell("A1", "Laboratory") + cell("B1", "Northbridge Analytical"))},
                {"One", sheet("A-1")},
                {"Two", sheet("A-2")}}));
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(file.certificates[0].lot) == "A-1");
  CHECK(text_of(file.certificates[1].lot) == "A-2");
  CHECK(text_of(file.certificates[1].laboratory) == "Northbridge Analytical");
}

std::string compound_file(const std::string& stream) {
  std::string bytes = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
  for (const char c : stream) bytes += {c, '\0'};
  return bytes + std::string(600, '\0');
}

TEST_CASE("xlsx certificate: what is no workbook is refused with what it is") {
  struct Case {
    std::string bytes;
    const char* message;
  };
  std::string damaged = one_sheet(kTop);
  damaged.resize(damaged.size() / 2);
  const Case cases[] = {
      {compound_file("EncryptedPackage"), "is protected by a password; save it without one"},
      {compound_file("Workbook"), "is a workbook of the older .xls kind; save it as .xlsx"},
      {compound_file("Root Entry"),
       "is a file of an older office program; save it as .xlsx or PDF"},
      {write_zip({{"xl/workbook.bin", ""}}), "is a binary workbook (.xlsb); save it as .xlsx"},
      {write_zip({{"word/document.xml", ""}}), "is a Word document; save it as PDF"},
      {write_zip({{"mimetype", ""}, {"content.xml", ""}}),
       "is an OpenDocument file; save it as .xlsx or PDF"},
      {write_zip({{"coa.pdf", ""}}),
       "is a ZIP archive and no workbook; unpack it and name the files in it"},
      {damaged, "is a damaged ZIP archive; ask for the file again"},
      {"Lot,A-1\n", "is named like a workbook and is none; give it the name of what it is"},
      {workbook({}), "holds no sheet; ask for the file again"},
      {workbook({{"Notes", row(1, cell("A1", "Hello"))}}),
       "no header row with a test column and a result column was found"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.message);
    const CertificateFile file = read_text("coa.xlsx", c.bytes);
    CHECK(file.certificates.empty());
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems[0].message == c.message);
  }
}

TEST_CASE("xlsx certificate: macros are told of and the cells are read") {
  const CertificateFile file =
      read_text("coa.xlsm", workbook({{"R", kTop + row(3, cell("A3", "pH") + number("B3", "7"))}},
                                     "", {{"xl/vbaProject.bin", "macro"}}));
  CHECK(file.certificates.at(0).tests.size() == 1);
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].message == "holds macros, which are not run; only its cells are read");
}

TEST_CASE("xlsx certificate: cells beyond the limits make it incomplete") {
  const CertificateFile wide =
      read_rows(row(3, cell("A3", "pH") + number("B3", "7") + number("ZZ3", "1")));
  CHECK(wide.certificates.at(0).incomplete == "more than 200 columns");
  const CertificateFile far = read_rows(row(3, cell("A3", "pH") + number("B3", "7")) +
                                        row(1'048'576, number("A1048576", "1")));
  CHECK(far.certificates.at(0).incomplete == "more than 20,000 rows");
  CHECK(far.certificates[0].tests.size() == 1);
}

TEST_CASE("xlsx certificate: one long text in many cells does not fill the memory") {
  const std::string text(1u << 20, 'x');
  std::string rows = kTop;
  for (int i = 3; i < 5'000; ++i)
    rows += row(i, "<c r=\"A" + std::to_string(i) + "\" t=\"s\"><v>0</v></c>");
  const CertificateFile file = read_text(
      "coa.xlsx", workbook({{"Results", rows}}, "",
                           {{"xl/sharedStrings.xml", "<sst><si><t>" + text + "</t></si></sst>"}}));
  CHECK(file.certificates.at(0).incomplete != "");
  CHECK(file.problems.back().message ==
        "more than 200,000 cells or 32 MB of text in sheet 'Results'; the rest is not read");
}

TEST_CASE("xlsx certificate: the package says where the workbook is") {
  const Parts parts = {
      {"_rels/.rels",
       "<Relationships><Relationship Type=\"http://x/officeDocument\" "
       "Target=\"/book/main.xml\"/></Relationships>"},
      {"book/main.xml",
       "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"a\"/></sheets>"
       "</workbook>"},
      {"book/_rels/main.xml.rels",
       "<Relationships><Relationship Id=\"a\" Target=\"one.xml\"/></Relationships>"},
      {"book/one.xml", "<worksheet><sheetData>" + kTop +
                           row(3, cell("A3", "pH") + number("B3", "7")) +
                           "</sheetData></worksheet>"}};
  const CertificateFile file = read_text("coa.xlsx", write_zip(parts));
  CHECK(file.problems.empty());
  CHECK(file.certificates.at(0).tests.size() == 1);
}

TEST_CASE("show_number: formats of cells") {
  struct Case {
    const char* stored;
    const char* format;
    const char* text;
  };
  const Case cases[] = {
      {"7.2", "General", "7.2"},
      {"7.2", "0.00", "7.20"},
      {"0.125", "0.00", "0.13"},
      {"9.996", "0.00", "10.00"},
      {"0", "0%", "0 %"},
      {"0.953", "0.0%", "95.3 %"},
      {"1.2E+10", "General", "12000000000"},
      {"12000000000", "0.0E+00", "1.2E+10"},
      {"1234567.5", "#,##0.0", "1,234,567.5"},
      {"-3.456", "0.0", "-3.5"},
      {"0.1", "0.###", "0.1"},
      {"5", "0.0\" mg\"", "5.0 mg"},
      {"5", "[Red]0.0;(0.0)", "5.0"},
      {"7", "00000", "00007"},
      {"46054.5", "yyyy-mm-dd hh:mm", "2026-02-01"},
      {"46054", "d-mmm", "2026-02-01"},
      {"59", "m/d/yy", "1900-02-28"},
      {"0.5", "# ?/?", "0.5"},
      {"0.30000000000000004", "General", "0.3"},
      {"1E-05", "General", "0.00001"},
      {"-0.2", "0", "0"},
      {"nonsense", "0.00", "nonsense"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.stored);
    CAPTURE(c.format);
    CHECK(show_number(c.stored, c.format, false).text == c.text);
  }
  CHECK(show_number("0.5", "h:mm", false).time);
  CHECK(show_number("7.204", "0.00", false).rounded);
  CHECK_FALSE(show_number("7.2", "0.00", false).rounded);
}

}  // namespace
}  // namespace verilot
