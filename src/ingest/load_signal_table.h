// ingest: the table of signs of alteration, rules/tables/document-signals.yaml.
//
// Errors: a wrong line is a problem with its place; the rest is loaded.
#pragma once

#include "model/problem.h"
#include "model/tables.h"
#include "yaml/yaml.h"

namespace verilot {

void load_document_signals(const YamlNode& root, Tables&, Problems&);

}  // namespace verilot
