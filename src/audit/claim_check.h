// audit: the claims in marketing texts, each with its place, and beside a dossier's claims what its
// facts say.
//
//   const ClaimCheck check = check_claims({"post.yaml", "lots/EXO-1"}, {}, rulebook);
//
// A path is a file, a folder of files, or a dossier (a folder with dossier.yaml or dossier.json),
// whose own marketing texts are read.
//
// Errors: a file that cannot be read is a problem; the others are read.
// Limits: kMaxRecognised claims a text; one more is a problem.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "examine/claim_recogniser.h"

namespace verilot {

struct CheckedClaim {
  RecognisedClaim claim;  // begin and end are offsets in the file
  std::string speaker;    // whom the words name, else who speaks in the text; "" is not known
  SourceLocation where;
  std::string words, sentence;
  bool finding = false;  // asserted, and of a kind that is a problem
};

// What a dossier says of a kind of claim.
struct ProductSide {
  enum class Answer { borne_out, not_borne_out, unknown };
  Answer answer = Answer::unknown;
  std::vector<ReadFact> facts;
  std::vector<SearchedList> searched;
};

struct CheckedText {
  std::string file;
  std::string author, handle, date, medium;  // "" where they are not stated
  std::vector<CheckedClaim> claims;
  std::map<std::string, ProductSide> product;  // by kind, of a dossier that says something of it
};

struct ClaimCheck {
  std::vector<CheckedText> texts;
  Problems problems;
};

struct ClaimCheckOptions {
  std::string language;      // only phrases of this one; "" for all
  std::string product_kind;  // of files outside a dossier; "" when unknown
  Date as_of;
};

ClaimCheck check_claims(const std::vector<std::string>& paths, const ClaimCheckOptions&,
                        const Rulebook&);
// The words of a stream, under the name that they are shown with.
ClaimCheck check_claim_text(const std::string& name, const std::string& bytes,
                            const ClaimCheckOptions&, const Rulebook&);

}  // namespace verilot
