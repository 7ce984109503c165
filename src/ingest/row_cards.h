// ingest: tables whose rows each print the names of the columns again.
//
//   Endotoxin      Specification    Result       Method
//                  < 0.5 EU/mL      0.12 EU/mL   USP <85>
//   Sterility      Specification    Result       Method
//                  No growth        No growth    USP <71>
#pragma once

#include <optional>

#include "ingest/column_table.h"

namespace verilot {

// The rows as one table, and their headers removed from `headers`; nothing when less than three
// headers of the same columns stand below one another with a name beside each.
std::optional<ColumnTable> find_row_cards(const PageLayout&, std::vector<TableHeader>& headers,
                                          const Lexicon&);

}  // namespace verilot
