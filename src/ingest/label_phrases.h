// ingest: the label that a phrase is or begins with.
//
// "Lot: X", "Lot", "Batch # X", "Report RBT-26-0187", "Signed 06/03/2026".
#pragma once

#include <optional>
#include <string>

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"

namespace verilot {

struct FoundLabel {
  std::string role;
  std::string label;  // as printed
  std::string value;  // after the label in the same phrase
  bool colon = false;
};

std::optional<FoundLabel> label_in(const Phrase&, const Lexicon&);

// "RBT-260523-0187": longer than a number of pieces, and no word.
bool is_identifier(const std::string& word);

// The lot or the date that follows the label which ends before the word `from` of a sentence; ""
// when none does.
std::string value_in_sentence(const std::string& role, const Phrase&, std::size_t from);

}  // namespace verilot
