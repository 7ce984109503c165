// A dossier from text to findings, its documents taken as present.
#include "fuzz/fuzz.h"

namespace {

const std::vector<verilot::RulePack>& packs() {
  static const verilot::LoadedPacks loaded = verilot::load_packs(
      VERILOT_SOURCE_DIR, {"us-fda"}, verilot::rulebook().schema, verilot::rulebook().tables);
  return loaded.packs;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  const LoadedYaml loaded = load_yaml(as_text(data, size), "dossier.yaml");
  require_places(loaded.problems);
  ReadDossier read = read_case(loaded.root, rulebook().schema, rulebook().tables);
  const ExaminedDossier dossier = examine_dossier(std::move(read), rulebook());
  for (const RulePack& pack : packs())
    evaluate(pack, dossier.evidence, {*parse_date("2026-11-22"), "case"});
  return 0;
}
