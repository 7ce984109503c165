// ingest: words of one label that stand so far apart that they look like two columns.
#pragma once

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"

namespace verilot {

// Joins neighbours that are a label, a result or an analyte together and no column each:
// "TESTED" "FOR", "NOT" "TESTED".
void join_split_phrases(PageLayout&, const Lexicon&);

}  // namespace verilot
