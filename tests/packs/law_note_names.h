// The evidence names of the law notes in VERILOT_SHARED/regulations, taken from their text.
//
//   for (const LawNoteName& name : law_note_names(folder)) ...   // {"uk.bsqr.reg3", "auth.bea_no"}
//
// A name is one item of an "evidence" line, or of the list of names at the head of a file. Items
// are parted at commas, semicolons, "and", "or" and " / "; words in brackets and quotation marks
// are left out; `a{b,c}` is `a.b` and `a.c`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace verilot {

struct LawNoteName {
  std::string entry;  // id of the entry, or "head"
  std::string name;
};

std::vector<LawNoteName> law_note_names(const std::filesystem::path& folder);

// The names in one line: "lot.release{person,date}, label image or template".
std::vector<std::string> names_of_evidence_line(const std::string& line);

}  // namespace verilot
