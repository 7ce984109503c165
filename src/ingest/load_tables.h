// ingest: the tables of words and units under rules/tables/, which every reader looks words up in.
//
//   Tables tables = load_tables("rules", problems);
//
// Errors: a missing file or a wrong line is a problem with file:line:column; the rest is loaded.
//         Claims (rules/claims) are loaded elsewhere: `claims` stays empty.
#pragma once

#include <filesystem>

#include "model/problem.h"
#include "model/tables.h"

namespace verilot {

Tables load_tables(const std::filesystem::path& rules_dir, Problems&);

}  // namespace verilot
