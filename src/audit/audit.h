// audit: the pipeline for one dossier or many: read, examine, evaluate.
//
//   const Rulebook rulebook = load_rulebook("/usr/share/verilot");
//   Run run = audit({.paths = {"lots/EXO-24117"}, .as_of = day}, rulebook);
//
// Errors: a path that is no dossier, a pack with a fault and an unreadable document are problems of
//         the run; everything else is still judged.
// Units:  `as_of` is a calendar date; nothing here reads a clock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "evaluate/evaluate.h"
#include "examine/examine.h"
#include "ingest/dossier_reader.h"
#include "model/documents.h"
#include "model/run.h"
#include "packs/pack_library.h"
#include "vetting/register_desk.h"

namespace verilot {

// What every run needs of rules/: the schema and the tables, with the faults of their files.
struct Rulebook {
  std::string root;
  Schema schema;
  Tables tables;
  std::shared_ptr<Recognisers> recognisers = std::make_shared<Recognisers>();
  std::vector<PackName> packs;
  std::shared_ptr<const Tailoring> tailoring;  // nullptr: the rules are as the packs have them
  std::optional<TailoringInfo> tailored;
  std::shared_ptr<const RegisterDesk> registers;  // nullptr: nothing is looked up
  Problems problems;
};

Rulebook load_rulebook(const std::string& root);

// Which unverified findings are looked into for the smallest set of facts that settles them; of the
// others only a set that does. Empty: none is settled.
using WantedFindings = std::function<bool(const Finding&)>;

struct AuditRequest {
  std::vector<std::string> paths;
  std::vector<std::string> jurisdictions;  // packs or countries; empty: chosen per dossier
  Date as_of;
  WantedFindings settle = {};
};

// Gets each result as soon as it is there, and may take from it what is needed no more.
using TakeResult = std::function<void(DossierResult&)>;

Run audit(const AuditRequest&, const Rulebook&, const TakeResult& = {});

// Judges dossiers one after another; packs are loaded once each, however many dossiers choose them.
// Threads may share it.
class Auditor {
 public:
  // `jurisdictions` as in AuditRequest. A word that is no pack and no country is a problem.
  Auditor(const Rulebook&, const std::vector<std::string>& jurisdictions, Date as_of);

  // With less than whole findings the result is the same as far as it goes; with outcomes alone it
  // has no requests.
  DossierResult judge(ReadDossier, Detail = Detail::whole);
  // With the facts and documents that settle what is open, and what each jurisdiction takes.
  DossierResult judge(ReadDossier, const WantedFindings&, const DocumentTable&);

  const Date& as_of() const { return as_of_; }
  // Of the words given, and of the packs used so far.
  const Problems& problems() const { return problems_; }
  Problems pack_problems() const;
  std::vector<PackInfo> packs() const;
  // Of the files of a pack, which is read for it; "" for one that cannot be used.
  std::string hash_of(const std::string& pack);

 private:
  const Rulebook& rulebook_;
  PackLibrary library_;
  SharedParts parts_;
  Date as_of_;
  Problems problems_;
  std::vector<std::string> asked_;
};

// The facts of one dossier as they are judged, examined and closed.
struct ExaminedDossier {
  Evidence evidence;
  std::string id;
  bool found = false;
  std::vector<ReadDocument> documents;
  Problems problems;
  std::string registers;  // DossierResult::registers
};

ExaminedDossier examine_dossier(ReadDossier, const Rulebook&);

// The packs that the words choose: pack ids ("rules" for the shared ones alone), or a country for
// all its packs, by its code or a name that the pack gives it; case and blanks around do not count.
// A problem for a word that is neither, with "did you mean".
std::vector<std::string> chosen_packs(const std::vector<std::string>& words, const Rulebook&,
                                      Problems&);

}  // namespace verilot
