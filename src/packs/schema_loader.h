// packs: rules/dossier-schema.yaml to a Schema.
//
// Errors: every fault of the file with line and column; a type or enumeration that is named and
//         not defined is one.
#pragma once

#include <filesystem>

#include "model/problem.h"
#include "model/schema.h"

namespace verilot {

Schema load_schema(const std::filesystem::path& file, Problems&);

}  // namespace verilot
