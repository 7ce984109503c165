// ingest: results in blocks of labelled lines, and tables turned by a quarter with labelled rows.
//
//   3. Purity                            BENZYL ALCOHOL
//      Method        RP-HPLC             Method: HPLC-UV
//      Requirement   NLT 98.0 %          Limit: 0.81 to 0.99 %   Result: 0.894 %   Status: Meets
//      Finding       98.83 %
//
//   Test     Fill volume    pH           Each row says at its left what it holds.
//   Unit     mL             -
//   Limit    9.0 - 11.0     4.7 - 5.3
//   Result   10.2           5.0
//
// A block needs a name, a result and one label more; a turned table a row of names, a row of
// results and one row more.
#pragma once

#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"
#include "model/certificate.h"

namespace verilot {

// Takes the lines that were read off the page: to the readers of tables they would look like heads.
std::vector<CertificateTest> take_named_blocks(PageLayout&, const Lexicon&,
                                               const std::string& file);
std::vector<CertificateTest> take_turned_tables(PageLayout&, const Lexicon&,
                                                const std::string& file);

}  // namespace verilot
