// What a certificate of analysis says, as read: printed strings with their places.
//
// A file holds any number of certificates (other laboratories, other lots); a certificate holds
// tests. Nothing here is judged: `printed_status` is the laboratory's own word. A missing value
// stays missing, an empty printed label ("Lot:" with nothing after it) is present and empty.
//
// Shapes: after docs/dossier-format.md, "certificate"; pages count from 1, boxes are PDF points
//         from the top left corner.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace verilot {

// Why a lot is unknown whose label stands on the certificate with nothing behind it.
constexpr std::string_view kEmptyLotLabel = "the lot label is printed without a value";

// Why a result is unknown in a row that was read and has none.
constexpr std::string_view kNoResult = "no result is printed in the row";

// A text as printed and where it stands.
struct Printed {
  std::string text;
  SourceLocation where;
  // Why the reading is not to be relied on ("read with 61 % confidence", "stands over other text");
  // "" when it is. A doubtful value is an unknown fact, the reading is its hint.
  std::string doubt = {};
  friend bool operator==(const Printed&, const Printed&) = default;
};

struct CertificateTest {
  std::string section;     // heading above the row, "" if none
  Printed analyte;         // as printed, without the method in brackets
  std::string analyte_id;  // "sterility"; "" when no entry of the table matches
  std::optional<Printed> method;
  std::string method_id;         // "usp71"; "" when no pattern matches
  std::optional<Printed> limit;  // specification, acceptance criterion; "10 to 20" for two columns
  std::optional<Printed>
      result;  // number with operator, or words; without the unit where it is apart
  std::optional<Printed> unit;            // as printed; of the column where the header holds it
  std::optional<Printed> printed_status;  // "Pass"
  std::optional<Printed> detection_limit;
  std::optional<Printed> quantitation_limit;
  std::optional<Printed> started;  // ISO dates of this test, where the row has them
  std::optional<Printed> completed;
  SourceLocation where;  // the row
};

// A sentence that matters beside the values.
struct CertificateStatement {
  std::string kind;  // a value of the enumeration certificate_statement: "informational_only"
  Printed words;     // the line as printed
};

struct Certificate {
  std::vector<int> pages;
  std::optional<Printed> title;
  std::optional<Printed> number;  // certificate number
  std::optional<Printed> product_name;
  std::optional<Printed> lot;  // empty text: the label is printed without a value
  std::optional<Printed> client;
  std::optional<Printed> manufacturer;
  std::optional<Printed> laboratory;
  std::optional<Printed> accreditation;  // the sentence that claims it, as printed
  std::optional<Printed> overall_status;
  std::optional<Printed> signatory;  // name and role as printed
  // Role to date: manufactured, sampled, received, analysis_started, analysis_completed, reported,
  // issued, signed, expiry, retest. Text is ISO 8601 (partial allowed), empty where what is printed
  // is no date.
  std::map<std::string, Printed> dates;
  std::vector<CertificateTest> tests;
  std::vector<CertificateStatement> statements;
  SourceLocation table;              // the box around all test rows of the first page with any
  std::vector<Problem> problems;     // rows and values that could not be read
  std::vector<Printed> unread_rows;  // lines that look like tests and were not read as any
  // Labels that were looked for on fully read pages and are not there are stated "none"; on an
  // incomplete certificate they are unknown.
  std::string incomplete;  // why it was not read to its last row; "" when it was
};

// A sign of how a document was made or altered. It is a question, never a verdict.
struct DocumentSignal {
  std::string kind;      // a value of the enumeration document_signal: "overlap_text"
  std::string grade;     // a value of the enumeration signal_grade: error, warning, information
  std::string evidence;  // what was found, with the printed words and numbers
  std::string question;  // what to ask; "" for information
  SourceLocation where;
  friend bool operator==(const DocumentSignal&, const DocumentSignal&) = default;
};

// What a document says of its own making. Texts as they stand in it, "" where it says nothing.
struct DocumentMetadata {
  bool inspected = false;          // false: nothing below is known
  std::string not_inspected = {};  // why
  std::string producer = {};
  std::string creator = {};
  std::string author = {};
  std::string created = {};  // ISO dates
  std::string modified = {};
  int revisions = 0;
  bool encrypted = false;
  std::string signature = {};  // a value of the enumeration signature_state
};

// What a label, a column header or a printed date was taken for.
struct Recognition {
  std::string kind;  // "label", "column", "date"
  std::string printed;
  std::string meaning;   // the role; of a date its day
  std::string why = {};  // of a date: what decided
};

struct CertificateFile {
  std::string format;  // "pdf", "csv", ..., or the standard within JSON and XML: "FHIR"
  int page_count = 0;
  std::vector<int> unread_pages;  // pages without readable text
  std::vector<Certificate> certificates;
  std::vector<Problem> problems;
  std::vector<DocumentSignal> signals;
  DocumentMetadata metadata;
  std::vector<Recognition> recognised;  // in the order they were met
};

}  // namespace verilot
