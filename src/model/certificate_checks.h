// The checks of certificates of analysis as rules/tables/certificate-checks.yaml holds them: what
// is asked, how grave it is, and the words, thresholds and ranges the checks go by.
//
// Data only, like model/tables.h. Patterns are RE2; case does not count.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/decimal.h"

namespace verilot {

struct CertificateCheck {
  std::string id;              // "duplicate_results": a value of the enumeration certificate_check
  std::string code;            // "DUPLICATE_RESULTS"
  std::string grade;           // a value of the enumeration question_grade
  bool contradiction = false;  // what is printed cannot all be true
  std::string question;        // with {names} that are filled
  std::map<std::string, double, std::less<>> thresholds;
};

// A method cited for what it cannot give.
struct MisusedMethod {
  std::string pattern;
  std::vector<std::string> analytes;  // ids; empty: for any
  std::string product;                // a pattern of the product's name; "" for any
  std::string unless;                 // a pattern of the method that makes it right; "" for none
  std::string why;
};

struct AccreditationForm {
  std::string body;    // a pattern of its name
  std::string number;  // a pattern of the whole number
  std::string form;    // in words
};

struct Substance {
  std::string id;
  std::vector<std::string> names;  // patterns
};

struct TotalOfParts {
  std::string total;                    // an analyte
  std::map<std::string, double> parts;  // analytes, and what share of each counts
};

struct CertificateCheckTable {
  std::vector<CertificateCheck> checks;
  std::map<std::string, std::vector<std::string>, std::less<>> statements;  // by kind
  std::map<std::string, std::vector<std::string>, std::less<>> words;       // by role
  std::vector<std::string> required_analytes;
  std::vector<std::string> count_analytes;
  std::vector<std::string> short_life_kinds;
  std::vector<std::string> specific_methods;  // ids of methods that measure nothing else
  std::vector<MisusedMethod> misused;
  std::vector<AccreditationForm> accreditation_forms;
  std::vector<std::string> accreditation_fillers;
  std::vector<Substance> substances;
  std::vector<TotalOfParts> totals;
  std::map<std::string, double, std::less<>> atomic_weights;  // by symbol

  // nullptr where the table has none of that id.
  const CertificateCheck* find(std::string_view id) const {
    for (const CertificateCheck& check : checks)
      if (check.id == id) return &check;
    return nullptr;
  }
};

}  // namespace verilot
