// audits: what a run judged of one item, whoever kept it, judged again.
//
//   const KeptInput input = kept_input(store, run, state);
//   DossierResult result = judge_input(input, auditor, rulebook);
//
// Nothing but the input is read: a document that it does not hold is not there, whatever lies in
// today's inventory.
//
// Errors: StoreError, with the file's name, where the store did not keep it or has other bytes.
#pragma once

#include "audit/audit.h"
#include "store/store.h"

namespace verilot {

struct KeptInput {
  std::string dossier;  // the id that it has
  std::string line_of;  // the name of the file of which it is a line; "" for a folder
  int line = 0;
  std::string registers;  // what registers said of its parties, "" where none was asked
  // Their paths below the folder, and their bytes; the line itself has the path "".
  std::vector<std::pair<std::string, std::string>> files;
};

// The path and the digest of each file; for a line itself the path is "".
std::vector<std::pair<std::string, std::string>> kept_files(Store&, const ItemState&);
KeptInput kept_input(Store&, const RunRecord&, const ItemState&);

// Whether the run could not read the item, or not all of it: what was found stands for an earlier
// run, or for files that could not be kept, and every later run looks again.
bool is_carried(const RunRecord&, const ItemState&);

// With `documents` also what settles that which is open. Threads may share the auditor.
DossierResult judge_input(const KeptInput&, Auditor&, const Rulebook&,
                          const DocumentTable* documents = nullptr);

// The file that a run's inventory is, by its name alone; "" for one of folders.
std::string line_file(const RunRecord&);

}  // namespace verilot
