// ingest: a dossier to facts: dossier.yaml or dossier.json with the documents it names.
//
//   ReadDossier read = read_dossier("lots/EXO-24117", schema, tables);
//   examine(read.builder, {tables, recognisers, read.problems});
//   Evidence evidence = std::move(read.builder).finish();
//
// Errors: what does not fit its type is an unknown fact and a problem; a document that cannot be
//         opened, an unknown key, a file that is no dossier are problems. The rest is there.
// Source: docs/dossier-format.md; rules/dossier-schema.yaml says what fits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"
#include "model/run.h"
#include "model/schema.h"
#include "model/tables.h"
#include "yaml/yaml.h"

namespace verilot {

struct ReadDossier {
  EvidenceBuilder builder;
  std::string id;      // stated, or the name of the folder or file
  bool found = false;  // there was a dossier to read, however much of it was readable
  std::vector<ReadDocument> documents;
  Problems problems;
  std::string registers = {};  // kept answers of registers, "" to ask those that are kept now
};

// `path` is a folder with dossier.yaml or dossier.json, or such a file itself.
ReadDossier read_dossier(const std::string& path, const Schema&, const Tables&);

// A dossier that is one line of JSON in a file of many. It names documents of that file's folder
// and is called after file and line where it has no id.
ReadDossier read_dossier_line(std::string_view json, const std::string& file, int line,
                              const Schema&, const Tables&);

// The dossier of a pack's case: it is in memory, and the documents it names are taken as present.
ReadDossier read_case(const YamlNode& dossier, const Schema&, const Tables&);

}  // namespace verilot
