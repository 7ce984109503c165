// cli: the published JSON Schemas (2020-12) of what people and programs hand in.
#pragma once

#include <string>

#include "model/schema.h"

namespace verilot {

std::string dossier_schema(const Schema&);  // dossier.json; dossier.yaml says the same in YAML
std::string certificate_schema();           // what `ingest -o json` prints of one file
std::string claims_schema();                // what `claims check --json` prints
std::string pack_schema();                  // a file of rules
std::string resolution_schema();            // what `packs resolve --json` prints
std::string bundle_schema();                // manifest.json of an evidence bundle
std::string verification_schema();          // what `evidence verify -o json` prints

// "choice(tissue)", "list(lot)", as rules/dossier-schema.yaml writes it.
std::string type_text(const Field&);

}  // namespace verilot
