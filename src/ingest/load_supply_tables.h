// ingest: the tables of what supply papers state, rules/tables/identifiers.yaml, source-chain.yaml
// and provider-questions.yaml.
//
// Errors: a wrong line is a problem with its place; the rest is loaded, without the schemes of
//         which a pattern is none.
#pragma once

#include "model/problem.h"
#include "model/tables.h"
#include "yaml/yaml.h"

namespace verilot {

void load_identifiers(const YamlNode& root, Tables&, Problems&);
void load_chain(const YamlNode& root, Tables&, Problems&);
void load_questions(const YamlNode& root, Tables&, Problems&);

}  // namespace verilot
