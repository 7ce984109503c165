// vetting: who of a dossier is looked up in the kept registers, and how.
//
//   RegisterQuestions questions = load_register_questions("/usr/share/verilot", problems);
//   std::vector<Party> parties = parties_of(evidence, questions, sources);
//
// The table is rules/tables/register-questions.yaml. A party's numbers are those of the examined
// `identifiers` that have the right form and no wrong check digit: others were never issued, which
// rules say.
//
// Errors: a fault of the table is a problem with its line.
// Limits: kMaxParties parties of a dossier; who comes after is not looked up, which is said.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "model/evidence.h"
#include "registry/entry.h"
#include "registry/source.h"

namespace re2 {
class RE2;
}

namespace verilot {

constexpr std::size_t kMaxParties = 100;

struct PartyPlace {
  std::string path;  // "supplier", "practitioners[]"; of texts: "supplier.principals[]"
  // Members; `other_names` is a list.
  std::string name = "name", country = "country", address = "address",
              other_names = "trading_names";
  bool by_name = false;  // also looked up by its name
};

struct Issuer {
  std::string scheme;                    // of numbers
  std::string kind;                      // of the register's entries
  std::string type;                      // of the authorisation that states it; "" for any fact
  std::shared_ptr<const re2::RE2> form;  // of the numbers as the register writes them; or nullptr
};

struct RegisterQuestions {
  std::vector<PartyPlace> parties;
  std::set<std::string> kinds_by_name;  // of registers that are searched by name
  std::set<std::string> always;         // kinds that a supplier is held against in any case
  std::vector<Issuer> issuers;          // which register has to hold a number that was issued
  std::set<std::string> closing;        // details that close an entry: a close-out letter
  // Share of words from which on two names are of one holder, and below which of two.
  double agrees = 1, differs = 0;
};

RegisterQuestions load_register_questions(const std::string& root, Problems&);

// One firm, person or paper that a dossier names.
struct Party {
  std::string path;  // of the fact, for people and for findings
  std::string name, country, address;
  std::string type;    // of an authorisation
  NamedTexts numbers;  // scheme and plain number
  bool by_name = false;
  std::vector<std::string> other_names = {};

  friend bool operator==(const Party&, const Party&) = default;
};

// Its name and its others, as far as they are known.
std::vector<std::string> names_of(const Party&);

// Each once, in the order of the table. `more` where there were too many.
std::vector<Party> parties_of(const Evidence&, const RegisterQuestions&, const RegisterSources&,
                              bool& more);

}  // namespace verilot
