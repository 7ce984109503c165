// ingest: words of one label that stand so far apart that they look like two columns.
#pragma once

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"

namespace verilot {

// Joins neighbours that are a label, a result or an analyte together and no column each:
// "TESTED" "FOR", "NOT" "TESTED". Cuts verdicts off.
void join_split_phrases(PageLayout&, const Lexicon&);

// "10,000 PASS" are two phrases.
void cut_off_verdicts(Line&, const Lexicon&);

}  // namespace verilot
