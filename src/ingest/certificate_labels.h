// ingest: what stands around the tables of a certificate: product, lot, laboratory, dates.
//
//   Labels labels = find_labels(layout, lexicon);
//   labels["lot"]                    // Printed; its text is empty where the label has no value
//
// "Lot: X", "Lot" over X, "Lot | X" side by side, "Batch # X" are one thing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"
#include "ingest/printed_dates.h"
#include "model/certificate.h"

namespace verilot {

// By role; the first value found on the page stands.
using Labels = std::map<std::string, Printed>;

// `recognised`, where given, takes each label that has a value.
Labels find_labels(const PageLayout&, const Lexicon&, const std::string& file,
                   std::vector<Recognition>* recognised = nullptr);

// Puts labels of one page into the certificate where it has nothing yet; dates become ISO.
void apply_labels(Certificate&, const Labels&, DateOrder);

}  // namespace verilot
