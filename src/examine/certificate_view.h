// Certificates as the checks of certificates look at them: every fact with its three states, rows
// with their cells read and compared.
//
//   for (const CertificateView& c : certificate_views(evidence, context)) ...
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "examine/examine.h"
#include "examine/result_row.h"
#include "model/date.h"

namespace verilot {

// A text fact: a value, a stated none, or unknown.
struct Said {
  enum class State { unknown, none, value };
  State state = State::unknown;
  std::string text;
  bool known() const { return state == State::value; }
  bool none() const { return state == State::none; }
};

struct DateSaid {
  Said::State state = Said::State::unknown;
  Date date;
  std::string printed;
  bool known() const { return state == Said::State::value; }
};

struct RowView {
  NodeId node = kNoNode;
  Said section, analyte, printed, method, method_id, limit, result, unit, status;
  Said detection_limit, quantitation_limit;
  DateSaid started, completed;
  ResultRow cells;
  bool no_result = false;          // the row was read and shows none
  const Analyte* entry = nullptr;  // of the table; nullptr where it has none

  std::string name() const { return printed.known() ? printed.text : analyte.text; }
  bool is(std::string_view id) const { return analyte.text == id; }
  // The one number of the result, or nullptr.
  const Quantity* number() const;
  bool says(std::string_view outcome_word) const { return cells.result.word == outcome_word; }
};

struct CertificateView {
  NodeId node = kNoNode;
  Said document, number, product_name, lot, client, manufacturer, laboratory, accreditation;
  Said signatory, overall_status, producer;
  bool empty_lot_label = false;
  bool laboratory_is_maker_line = false;  // one line of the page was read as both
  std::map<std::string, DateSaid, std::less<>> dates;
  std::vector<RowView> rows;
  bool complete = false;  // every row was read
  std::multimap<std::string, std::string, std::less<>> statements;

  const DateSaid* date(std::string_view role) const;  // nullptr unless it is known
  bool has_statement(std::string_view kind) const { return statements.contains(kind); }
  std::string statement(std::string_view kind) const;  // the first; "" for none
  // "Certificate QAL-26-0119", or its lot or file where it has no number.
  std::string name() const;
};

std::vector<CertificateView> certificate_views(const Evidence&, const ExamineContext&);

// Lower case, one space between words, no punctuation and no legal forms: "Vesicle Works, Inc." is
// "vesicle works".
std::string folded_name(std::string_view, const ExamineContext&);

// "Lot AB-100" and "ab100" are one number (lots.cpp).
std::string folded_number(std::string_view printed);

// Whether a pattern of certificate-checks.yaml `words` fits a part of the text, or all of it.
bool has_word(std::string_view role, const std::string& text, const ExamineContext&);
bool is_word(std::string_view role, const std::string& text, const ExamineContext&);

double number_of(const Decimal&);
// Of a number in the base unit of its class.
double base_number(const Quantity&);

}  // namespace verilot
