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
  NamedMethod split_method(std::string_view analyte_cell) const;
  std::string method_id(std::string_view printed, const std::string& analyte_id) const;

  // A number with its operator and unit, a word of results, or a dash: what a result cell holds.
  bool is_value(std::string_view cell) const;
  bool is_number(std::string_view cell) const;

 private:
  using Words = std::map<std::string, std::string, std::less<>>;
  struct Patterns {
    std::vector<std::vector<std::unique_ptr<re2::RE2>>> methods;  // as tables_.methods
    std::vector<std::unique_ptr<re2::RE2>> accreditations;
  };
  const Patterns& patterns() const;
  std::optional<std::string> near_analyte(const std::string& folded_name) const;

  const Tables& tables_;
  Words labels_;
  Words columns_;
  Words results_;
  Words analytes_;
  std::vector<std::string> titles_;
  std::vector<std::string> figure_words_;
  std::vector<std::string> laboratory_words_;
  std::vector<std::string> not_laboratory_words_;
  std::set<std::string, std::less<>> company_forms_, post_words_, sample_labels_, basis_words_;
  mutable std::once_flag compiled_;
  mutable Patterns patterns_;  // see patterns()
};

}  // namespace verilot
