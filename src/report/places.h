// report: the places of documents that a finding rests on.
#pragma once

#include <string>
#include <vector>

#include "model/run.h"

namespace verilot {

// A place with what was read or searched there.
struct NamedPlace {
  std::string what;  // "lots[0].expiry"
  SourceLocation where;
  bool searched = false;  // a list that was gone through, not a fact
};

// Each place once, those that decided first: facts on pages, tables on pages, the others.
std::vector<NamedPlace> places_of(const Finding&);

// The first of them; an empty place where there is none.
SourceLocation first_place(const Finding&);

// "54,210-558,402"; "" for no box.
std::string box_text(const Box&);

// The path of a document, as the dossier's own path was given: "lots/vial/coa.pdf".
std::string path_of(const DossierResult&, const std::string& document);

}  // namespace verilot
