// packs: two rules on one subject of which one must fail where the other passes.
//
//   for (const Overlap& overlap : overlaps_of(pack, schema)) try_dossier(overlap.example);
//
// Errors: none. That no facts pass both is proven; that some dossier is judged by both is for the
//         example to show.
#pragma once

#include <vector>

#include "model/schema.h"
#include "packs/pack.h"

namespace verilot {

struct Overlap {
  const Rule* a = nullptr;  // of the pack
  const Rule* b = nullptr;
  YamlNode example;  // a dossier with the facts that the two compare
};

std::vector<Overlap> overlaps_of(const RulePack&, const Schema&);

}  // namespace verilot
