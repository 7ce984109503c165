// ingest: readings of a picture that are doubtful for what they say, however sure the words are.
//
//   doubt_pictured_rows(rows, lexicon, tables);
//
// A picture loses what a text layer never loses: a unit, the digits behind a point, an exponent, a
// decimal point, the cell beside a name, the line between two rows. Such a row still looks like a
// row. What is left then shows it: a number that needs a unit and has none, "88.", "x 10", "10°",
// a whole number among decimals, two names in one, a name alone.
#pragma once

#include <vector>

#include "ingest/lexicon.h"
#include "model/certificate.h"
#include "model/tables.h"

namespace verilot {

// The rows of one page that was read as a picture, in their order.
void doubt_pictured_rows(const std::vector<CertificateTest*>&, const Lexicon&, const Tables&);

// A value of the head of a certificate that is of another kind than its label says: a date or the
// heading of a column for a product, a lot, a laboratory.
void doubt_pictured_head(Certificate&, const Lexicon&);

}  // namespace verilot
