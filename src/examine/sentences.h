// A captured text as blocks (paragraphs, list items, headings, table rows) and their sentences.
//
// A hard-wrapped line belongs to the line before it, or "not\nFDA approved" would lose its "not".
// Limits: a sentence ends at 64 KB at the latest, so that time stays linear in the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace verilot {

constexpr std::size_t kMaxSentence = 64 << 10;

struct TextBlock {
  std::size_t begin = 0, end = 0;  // of the captured text, without list marker
  bool item = false;               // has a list marker, or is a row of a table
  bool heading = false;            // short, without a full stop
  bool introduces = false;         // ends with a colon
  bool after_gap = false;          // a blank line stands before it
};

std::vector<TextBlock> split_blocks(std::string_view captured);

// Begin and end of each sentence of a folded block.
std::vector<std::pair<std::size_t, std::size_t>> split_sentences(std::string_view folded);

}  // namespace verilot
