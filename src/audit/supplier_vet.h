// audit: a supplier vetted: the findings that bear on it, by sections.
//
//   VetTable table = load_vet_table(root, problems);
//   VetResult vet = vet_supplier(auditor.judge(dossier), table, desk, by_dossier);
//
// The rules and their explanations are those of every other command; the table (rules/tables/
// vetting.yaml) says which belong to a supplier. The verdict is of these findings alone.
//
// Errors: a fault of the table is a problem with its line.
#pragma once

#include "model/vet.h"
#include "vetting/register_desk.h"

namespace verilot {

struct VetTable {
  struct Section {
    std::string id, title, note;
    std::vector<std::string> rules;
    bool needs_dossier = false, names = false;
    Severity at_least = Severity::low;  // weaker findings of the section count as this
  };
  // A rule that asks for a stated search, for which a look-up made here may stand.
  struct LookedUp {
    std::string rule, fact, source, owners;
  };
  std::vector<Section> sections;
  std::vector<LookedUp> looked_up;
};

VetTable load_vet_table(const std::string& root, Problems&);

VetResult vet_supplier(DossierResult, const VetTable&, const RegisterDesk&, bool by_dossier);

}  // namespace verilot
