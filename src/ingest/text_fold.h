// ingest: printed text made comparable, and cleaned of what no document means.
//
//   folded("Chargen-Nr.:")      ->  "chargen nr"
//   folded("β-Caryophyllene")   ->  "beta caryophyllene"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace verilot {

// Lower case without accents; Greek letters by name; superscript and subscript digits as digits;
// punctuation as one space, but for # % + < > = / which distinguish names.
std::string folded(std::string_view);

// As folded(), without / and spaces either: what is left identifies.
std::string identity_of(std::string_view);

// White space at both ends removed, runs of it made one space.
std::string squeezed(std::string_view);

// Control characters that XML 1.0 forbids removed, bytes that are not UTF-8 replaced by '?'.
std::string without_control_characters(std::string_view);

std::vector<std::string> split_words(std::string_view);

struct CharacterCount {
  std::size_t all = 0;
  std::size_t strange = 0;  // neither letters, digits nor the punctuation of certificates
};
CharacterCount count_characters(std::string_view);

}  // namespace verilot
