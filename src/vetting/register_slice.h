// vetting: what the kept registers say of the parties of one dossier: the slice of them that its
// judgement rests on.
//
//   RegisterSlice slice = desk.answer(parties);
//   add_register_facts(builder, slice);               // the facts `registers`
//   std::string kept = to_text(slice);                // for the store; read_slice(kept) == slice
//
// It holds nothing that turns with the copies' age alone (their days and hashes are the desk's), so
// that a register fetched anew without a change for these parties leaves it as it was.
//
// Shapes: one answer for each party and each register that it is looked up in.
//   found      entries carry a number of the party
//   not_found  the copy is complete and fresh, and has neither a number nor, where it is searched
//              by name, a near name that nobody cleared
//   unknown    a stale copy, an extract, no copy, a question that was not asked, or near names
// Errors: read_slice throws std::runtime_error for what to_text did not write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/evidence.h"
#include "registry/registers.h"
#include "registry/screen_words.h"
#include "vetting/register_questions.h"

namespace verilot {

// An entry whose name is near that of the party: a candidate for a person, never a match.
struct NearEntry {
  std::string hit;   // stands for both sides: changes when either does (hit_decisions.h)
  std::string name;  // the nearest of the entry's names
  RegisterEntry entry;
  std::string cleared;  // who cleared it, when and why; "" where it is open
  bool confirmed = false;

  friend bool operator==(const NearEntry&, const NearEntry&) = default;
};

struct RegisterAnswer {
  std::size_t party = 0;  // index into the slice's
  std::string source, title, kind;
  NamedTexts numbers;    // the party's, of kinds that the register knows
  bool by_name = false;  // looked up by name as well
  bool issues = false;   // a number of the party is issued by this register
  LookUp::Result result = LookUp::Result::unknown;
  std::string why;     // of an unknown result; of a found one, why there may be more entries
  bool stale = false;  // the copy is too old to tell how an entry stands today
  std::vector<RegisterEntry> entries;
  std::vector<NearEntry> near;

  friend bool operator==(const RegisterAnswer&, const RegisterAnswer&) = default;
};

struct RegisterSlice {
  std::vector<Party> parties;
  bool more_parties = false;  // too many: the rest is not looked up
  std::vector<RegisterAnswer> answers;

  friend bool operator==(const RegisterSlice&, const RegisterSlice&) = default;
};

// Why an answer is unknown, where more than its entries decides.
std::string why_out_of_date(const std::string& copy_date);
inline constexpr const char* kManyNear =
    "more names are near than can be told; give address, country or numbers";

// Turns it into what a desk says once the copy of `copy_date` of a source is too old, all else
// being as it was.
void grow_old(RegisterSlice&, const std::string& source, const std::string& copy_date);
bool rests_on(const RegisterSlice&, const std::string& source);

std::string to_text(const RegisterSlice&);
RegisterSlice read_slice(const std::string&);

// Whether a word of it is in letters that names are compared in.
bool has_letters(const ScreenName&);

// How a holder's name in the register agrees with the party's.
struct HolderNames {
  const ScreenWords& words;
  double agrees = 1, differs = 0;
  // Of any of the party's names with any of the entry's. Nothing where it is neither clearly one
  // holder nor clearly two.
  std::optional<bool> same(const std::vector<std::string>& names, const RegisterEntry&) const;
};

// Adds the facts `registers`, with basis registered.
void add_register_facts(EvidenceBuilder&, const RegisterSlice&, const RegisterQuestions&,
                        const HolderNames&);

}  // namespace verilot
