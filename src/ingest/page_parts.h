// ingest: a page that holds several certificates below one another, cut between them.
#pragma once

#include <vector>

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"

namespace verilot {

// The page as one part, or a part for every lot that has a label and a table of its own. A cut is
// made at the title above the second lot's label, without a title right below the table before it.
std::vector<PageLayout> parts_of(const PageLayout&, const Lexicon&, const std::string& file);

}  // namespace verilot
