// report: the letter that asks a supplier for the documents that are missing.
//
//   write_letter(dossier, words, {.date = "2026-11-22"}, std::cout);
//
// The letter asks only for what the supplier holds; what the clinic has itself, or can read in a
// public register, is written by write_own_records().
// HTML: one file without scripts or anything from elsewhere, made to be printed.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "model/letter.h"
#include "model/run.h"

namespace verilot {

struct LetterOptions {
  std::string date;
  std::string deadline;  // "" for none
  bool html = false;
  std::size_t width = 80;  // of text
};

void write_letter(const DossierResult&, const LetterWords&, const LetterOptions&, std::ostream&);
void write_own_records(const DossierResult&, const LetterWords&, const LetterOptions&,
                       std::ostream&);

// A request in the letter's language; nothing where it has no translation.
std::optional<std::string> translated(const std::string& request, const LetterWords&);

}  // namespace verilot
