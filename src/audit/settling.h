// audit: the documents that settle a dossier, and what it takes in each jurisdiction.
#pragma once

#include "evaluate/settle.h"
#include "model/documents.h"
#include "model/run.h"

namespace verilot {

// The fewest documents of each settled finding, by their kinds.
void add_documents(std::vector<Finding>&, DocumentIndex&);

// Those of all findings together, the one that settles most first.
std::vector<NeededDocument> needed_documents(const DossierResult&, DocumentIndex&);

// One jurisdiction. Failures wait for no document: each needs a change, or there is no way.
MarketNeed market_need(const RulePack&, const Evidence&, const Date& as_of, const Judgement&,
                       DocumentIndex&);

}  // namespace verilot
