// ingest: rules/tables/certificate-checks.yaml and plausible-values.yaml.
#pragma once

#include "model/problem.h"
#include "model/tables.h"
#include "yaml/yaml.h"

namespace verilot {

void load_certificate_checks(const YamlNode& root, Tables&, Problems&);
// What values analytes can have; the analytes and units are loaded before it.
void load_plausible_values(const YamlNode& root, Tables&, Problems&);

}  // namespace verilot
