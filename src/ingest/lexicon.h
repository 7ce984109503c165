// ingest: the tables of words made ready for looking up what a certificate prints.
//
//   const Lexicon lexicon(tables);
//   lexicon.label_role("Lot No.:")          // "lot"
//   lexicon.column("Result (mg/g)")         // role "result", unit "mg/g"
//   lexicon.analyte_id("Sterility Test")    // "sterility"
//
// The tables must outlive it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/tables.h"

namespace re2 {
class RE2;
}

namespace verilot {

struct Column {
  // As in rules/tables/certificate-words.yaml, or "unit value" for a unit alone, "lot_result" for
  // "Lot A-17"; "" when the words are not known.
  std::string role;
  std::string unit;  // printed in the header: "mg/g"
};

// An analyte cell taken apart: "Purity (HPLC)" is purity by HPLC.
struct NamedMethod {
  std::string analyte;
  std::string method;  // "" when no bracket names one
};

// How a printed name was found in the table of analytes.
struct AnalyteMatch {
  std::string id;   // "" when nothing matches
  std::string key;  // the entry, folded
  std::string how;  // "exact", "without the bracket", "one letter off", or why nothing matches
};

class Lexicon {
 public:
  explicit Lexicon(const Tables&);
  ~Lexicon();
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;

  std::string label_role(std::string_view label) const;  // "" when it is no label
  Column column(std::string_view header) const;
  std::string lot_in(std::string_view header) const;  // "Lot A-17": "A-17"; "" when it names none
  std::string result_role(
      std::string_view cell) const;  // "pass", "absent", ...; "" for no such word
  bool is_title(std::string_view line) const;
  // What follows the words of a title: "Certificate of analysis EVX-0041": "EVX-0041".
  std::string after_title(std::string_view line) const;
  bool is_unit(std::string_view text) const;
  bool units_differ(std::string_view a, std::string_view b) const;  // both known, not one unit
  bool names_laboratory(std::string_view phrase) const;
  bool has_company_form(std::string_view name) const;  // "Green Plastics AG"
  bool names_post(std::string_view phrase) const;      // "Lab Director"
  bool is_sample_label(std::string_view label) const;
  bool is_basis(std::string_view phrase) const;  // "Dry weight"
  bool names_figure(std::string_view phrase) const;
  bool claims_accreditation(std::string_view line) const;

  std::string analyte_id(std::string_view printed) const;
  // The name that was printed when signs of it were taken for others that look alike ("a-Pinene"
  // for "α-Pinene"), where a table knows that name; else "".
  std::string name_of_look_alikes(std::string_view printed) const;
  AnalyteMatch match_analyte(std::string_view printed) const;
  // What an ambiguous name means with a result in this unit; "" where that does not decide.
  std::string analyte_by_unit(std::string_view printed, std::string_view unit) const;
  NamedMethod split_method(std::string_view analyte_cell) const;
  std::string method_id(std::string_view printed, const std::string& analyte_id) const;

  // The pattern of that method that fits what is printed; "" when none does.
  std::string method_pattern(std::string_view printed, const std::string& method_id) const;

  // A number with its operator and unit, a word of results, or a dash: what a result cell holds.
  bool is_value(std::string_view cell) const;
  bool is_number(std::string_view cell) const;
  // Words, signs and forms that only a limit has: "NMT 5", "5.0 - 7.0"; "<" alone stands before
  // results too.
  bool is_limit(std::string_view text) const;
  // "(max. 8.0 %)", "target > 98 %", "accept: 4 to 6": without the brackets and the word of
  // columns.
  std::string bare_limit(std::string_view text) const;

 private:
  std::string_view without_limit_word(std::string_view cell) const;
  using Words = std::map<std::string, std::string, std::less<>>;
  struct Patterns {
    std::vector<std::vector<std::unique_ptr<re2::RE2>>> methods;  // as tables_.methods
    std::vector<std::unique_ptr<re2::RE2>> accreditations;
  };
  const Patterns& patterns() const;
  void add_analyte_name(const std::string& name, const std::string& id);
  AnalyteMatch match_halves(const std::string& printed) const;
  AnalyteMatch near_analyte(const std::string& folded_name) const;

  const Tables& tables_;
  Words labels_;
  Words tight_labels_;  // without spaces
  Words columns_;
  Words results_;
  Words analytes_;
  std::set<std::string, std::less<>> ambiguous_;  // names of more than one analyte: no match
  std::vector<std::string> titles_;
  std::vector<std::string> figure_words_;
  std::vector<std::string> laboratory_words_;
  std::vector<std::string> not_laboratory_words_;
  std::set<std::string, std::less<>> company_forms_, post_words_, sample_labels_, basis_words_;
  mutable std::once_flag compiled_;
  mutable Patterns patterns_;  // see patterns()
};

}  // namespace verilot
