// registry: names made comparable: lower case, Latin letters without accents, other alphabets
// transliterated, punctuation as one space, "&" as "and".
//
//   NameFold fold = load_name_fold(root, problems);
//   fold.folded("GARCÍA & Søn, S.L.")  ->  "garcia and son s l"
//
// The letters stand in rules/tables/names.yaml. Threads may share it.
// Errors: bytes that are not UTF-8 part words; a letter in no row of the table stays as it is.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "model/problem.h"

namespace verilot {

class NameFold {
 public:
  std::string folded(std::string_view name) const;
  const std::string& fingerprint() const { return fingerprint_; }  // SHA-256 of the table

  friend NameFold load_name_fold(const std::string& root, Problems&);

 private:
  void add_letter(std::string& folded, char32_t letter) const;

  std::unordered_map<char32_t, std::string> letters_;
  std::string fingerprint_;
};

NameFold load_name_fold(const std::string& root, Problems&);

}  // namespace verilot
