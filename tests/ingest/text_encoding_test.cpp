#include "ingest/text_encoding.h"

#include "support/certificate_writers.h"
#include "support/certificates.h"

namespace verilot {
namespace {

using testing::read_text;
using testing::text_of;

std::string utf16(const std::string& ascii, bool little, bool mark) {
  std::string wide = mark ? (little ? "\xFF\xFE" : "\xFE\xFF") : "";
  for (const char c : ascii) wide += little ? std::string{c, '\0'} : std::string{'\0', c};
  return wide;
}

// Letters, digits and the signs of a small table, in code page 037.
std::string ebcdic(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'a' && c <= 'i') out += static_cast<char>(0x81 + c - 'a');
    if (c >= 'j' && c <= 'r') out += static_cast<char>(0x91 + c - 'j');
    if (c >= 's' && c <= 'z') out += static_cast<char>(0xA2 + c - 's');
    if (c >= 'A' && c <= 'I') out += static_cast<char>(0xC1 + c - 'A');
    if (c >= 'J' && c <= 'R') out += static_cast<char>(0xD1 + c - 'J');
    if (c >= 'S' && c <= 'Z') out += static_cast<char>(0xE2 + c - 'S');
    if (c >= '0' && c <= '9') out += static_cast<char>(0xF0 + c - '0');
    if (c == ' ') out += '\x40';
    if (c == ',') out += '\x6B';
    if (c == '.') out += '\x4B';
    if (c == '\n') out += '\x15';
  }
  return out;
}

const char* const kCsv = "Lot,A-1\nTest,Result\npH,7.2\n";
const char* const kJson = R"({"lot": "A-1", "tests": [{"analyte": "pH", "result": "7.2"}]})";
const char* const kXml =
    "<certificate><lot>A-1</lot><test analyte='pH' result='7.2'/></certificate>";

TEST_CASE("text encoding: UTF-16 with and without a mark is read in every format") {
  for (const auto& [name, text] :
       {std::pair("coa.csv", kCsv), std::pair("coa.json", kJson), std::pair("coa.xml", kXml)}) {
    for (const bool little : {true, false}) {
      for (const bool mark : {true, false}) {
        CAPTURE(name);
        CAPTURE(little);
        CAPTURE(mark);
        const CertificateFile file = read_text(name, utf16(text, little, mark));
        CHECK(file.problems.empty());
        REQUIRE(file.certificates.size() == 1);
        CHECK(text_of(file.certificates[0].lot) == "A-1");
        CHECK(file.certificates[0].tests.size() == 1);
      }
    }
  }
}

TEST_CASE("text encoding: Western text that is not UTF-8 is Windows-1252, and a note says so") {
  const CertificateFile file =
      read_text("coa.csv", "Lot,A-1\nTest,Result,Unit\nLead,<\xA0\x35,\xB5g/g\nX,1,\x80\n");
  REQUIRE(file.problems.size() == 1);
  CHECK(to_string(file.problems[0]) == "coa.csv: note: is not UTF-8; read as Windows-1252");
  const auto& tests = file.certificates.at(0).tests;
  REQUIRE(tests.size() == 2);
  CHECK(text_of(tests[0].unit) == "µg/g");
  CHECK(text_of(tests[1].unit) == "€");
}

TEST_CASE("text encoding: what is no text of a known alphabet is refused with one reason") {
  struct Case {
    std::string bytes;
    const char* message;
  };
  const Case cases[] = {
      {ebcdic("Lot,A1\nTest,Result\nEndotoxin,0.1\nSterility,No growth\n"),
       "is EBCDIC, the text of mainframes; save it as UTF-8"},
      {"Test,Result\n\xCF\xE0\xF0\xF2\xE8\xFF \xEF\xF0\xEE\xE4\xF3\xEA\xF2\xE0,1\n",
       "is in an encoding that cannot be told; save it as UTF-8"},
      {"Test,Result\1\2\3\n", "holds bytes that no text has; save it as UTF-8 text"},
      {std::string("Test,Result\0\n", 13),
       "holds NUL bytes: it is not a text file; save it as UTF-8 text"},
      {std::string("\xFF\xFE\0\0L\0\0\0", 8), "is UTF-32; save the file as UTF-8"},
      {" \n\t ", "is empty; write what is known, or leave the file out"},
      {"<?xml version='1.0' encoding='Shift_JIS'?><certificate>\x83\x65</certificate>",
       "is written in shift jis, which is not read; save it as UTF-8"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.message);
    Problems problems;
    CHECK_FALSE(decoded_text(c.bytes, "coa.csv", problems).has_value());
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message == c.message);
  }
  const CertificateFile file = read_text("coa.csv", ebcdic("Lot,A1\nTest,Result\nEndotoxin,0.1\n"));
  CHECK(file.certificates.empty());
  CHECK(file.problems.size() == 1);
}

TEST_CASE("text encoding: damaged UTF-8 stays UTF-8 with its place") {
  Problems problems;
  const auto text = decoded_text("Lot,µµµ\nTest,\xB5\n", "coa.csv", problems);
  REQUIRE(text.has_value());
  CHECK(text->find("µµµ") != std::string::npos);
  REQUIRE(problems.size() == 1);
  CHECK(to_string(problems[0]) == "coa.csv:2:6: error: is not UTF-8 here; save the file as UTF-8");
}

}  // namespace
}  // namespace verilot
