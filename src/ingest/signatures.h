// ingest: who signed a certificate and when, where the names stand without labels.
//
//   Xin Yan                      Scott Caudill, Senior Scientist
//   Laboratory Director
//   Jun 24, 2020
//
// A name above or before a post. The date is that of the last signature.
#pragma once

#include <string>

#include "ingest/certificate_labels.h"

namespace verilot {

// Adds to the signatory what the labels did not say, and the date "signed".
void find_signatures(Certificate&, const PageLayout&, const Lexicon&, DateOrder,
                     const std::string& file);

}  // namespace verilot
