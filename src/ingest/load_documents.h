// ingest: rules/tables/documents.yaml.
#pragma once

#include <string>

#include "model/documents.h"
#include "model/problem.h"

namespace verilot {

// What is wrong in the file is a problem; the rest of the table is there.
DocumentTable load_documents(const std::string& rules_folder, Problems&);

}  // namespace verilot
