// ingest: values that were read off a picture, and how far they can be relied on.
//
//   settle_pictured_values(file, text, name, lexicon, tables);
//
// Each value is looked up among the words of its page: one that rests on an unsure word is doubtful
// (Printed::doubt). Signs that look alike are put right where that makes a known name or a number
// of them ("a-Pinene", "<t00"); a number so repaired is doubtful. Rows of scraps from diagrams and
// logos are dropped. A certificate whose page holds unsure words is not read in full.
#pragma once

#include <string>

#include "ingest/lexicon.h"
#include "ingest/pdf_words.h"
#include "model/certificate.h"

namespace verilot {

// Whether a value was read off a picture, and not surely enough to tell it from one like it.
bool is_unsure(const Printed&, const PdfText&);

void settle_pictured_values(CertificateFile&, const PdfText&, const std::string& name,
                            const Lexicon&, const Tables&);

}  // namespace verilot
