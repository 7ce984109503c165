// ingest: what a certificate says without labels: its title and number, who issues it, what was
// tested, who signed.
#pragma once

#include <string>

#include "ingest/certificate_labels.h"

namespace verilot {

// Fills in what has no value yet.
void find_unlabelled(Certificate&, const PageLayout&, const Lexicon&, const std::string& file);

}  // namespace verilot
