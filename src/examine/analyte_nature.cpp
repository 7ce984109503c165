#include "examine/analyte_nature.h"

namespace verilot {

namespace {

struct Row {
  std::string_view start;  // the identifier begins with this
  Nature nature;
};

// The first row that fits counts.
constexpr Row kRows[] = {
    {"sterility", Nature::safety},
    {"mycoplasma", Nature::safety},
    {"adventitious", Nature::safety},
    {"gram_stain", Nature::safety},
    {"org_", Nature::safety},
    {"donor_", Nature::safety},
    {"endotoxin", Nature::contaminant},
    {"bioburden", Nature::contaminant},
    {"tamc", Nature::contaminant},
    {"tymc", Nature::contaminant},
    {"coliforms", Nature::contaminant},
    {"btgn", Nature::contaminant},
    {"residual_", Nature::contaminant},
    {"host_cell", Nature::contaminant},
    {"metal_", Nature::contaminant},
    {"heavy_metals", Nature::contaminant},
    {"myco_", Nature::contaminant},
    {"pesticides", Nature::contaminant},
    {"moisture", Nature::contaminant},
    {"water_activity", Nature::contaminant},
    {"dmso", Nature::contaminant},
    {"fentanyl", Nature::contaminant},
    {"negmarker_", Nature::contaminant},
    {"msc_neg_", Nature::contaminant},
    {"marker_", Nature::identity},
    {"msc_pos_", Nature::identity},
    {"identity", Nature::identity},
    {"str_identity", Nature::identity},
    {"content", Nature::assay},
    {"fill_volume", Nature::assay},
};

}  // namespace

Nature nature_of(std::string_view analyte_id) {
  // Eligibility of a donor is a decision, not the absence of an agent.
  if (analyte_id == "donor_eligibility") return Nature::other;
  for (const Row& row : kRows)
    if (analyte_id.substr(0, row.start.size()) == row.start) return row.nature;
  return Nature::other;
}

}  // namespace verilot
