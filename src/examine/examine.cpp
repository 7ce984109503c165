#include "examine/examine.h"

namespace verilot {

void examine_refusals(EvidenceBuilder&, const Tables&, Problems&);  // refusals.cpp
void examine_articles(EvidenceBuilder&, const Tables&, Problems&);  // articles.cpp
void examine_results(EvidenceBuilder&, const Tables&, Problems&);   // results.cpp
void examine_lots(EvidenceBuilder&, const Tables&, Problems&);      // lots.cpp
void examine_claims(EvidenceBuilder&, const Tables&, Problems&);    // claims.cpp

namespace {

constexpr Examiner kExaminers[] = {
    {"refusals", examine_refusals}, {"articles", examine_articles}, {"results", examine_results},
    {"lots", examine_lots},         {"claims", examine_claims},
};

}  // namespace

std::span<const Examiner> examiners() { return kExaminers; }

void examine(EvidenceBuilder& evidence, const Tables& tables, Problems& problems) {
  for (const Examiner& examiner : examiners()) examiner.examine(evidence, tables, problems);
}

}  // namespace verilot
