// ingest: one YAML or JSON value to one fact, as its field of the schema asks.
//
// The words of Schema::no_value, a blank and "none" are read here, once for all formats: nobody
// knows, and there is none. See docs/dossier-format.md for the ways to write a fact.
#pragma once

#include <memory>
#include <string>

#include "ingest/documents.h"
#include "ingest/lexicon.h"
#include "model/evidence.h"
#include "model/schema.h"
#include "model/tables.h"
#include "yaml/yaml.h"

namespace verilot {

// The most assertions of one fact. How many elements a list may have, and how many bytes a text, is
// declared in the schema.
constexpr std::size_t kMaxAssertions = 1'000;

struct FactContext {
  EvidenceBuilder& builder;
  Documents& documents;
  const Schema& schema;
  const Tables& tables;
  Problems& problems;
  std::shared_ptr<const Lexicon> lexicon = nullptr;  // made when a test is written out
};

// Adds the members of `map` to `parent`, an object of type `type_name`.
void read_members(FactContext&, const YamlNode& map, NodeId parent, const std::string& type_name);

// Adds a scalar written as `text` (of a quoted or plain scalar, or printed in a document).
void add_scalar(FactContext&, NodeId parent, const std::string& key, const Field&,
                const std::string& text, const SourceLocation&);

// Adds a text as it is; an unknown fact and a problem where it is longer than the field of that
// type may be.
void add_text_within(FactContext&, NodeId parent, const std::string& type, const std::string& key,
                     const std::string& text, const SourceLocation&);

// Adds the certificates that `document` holds to the list, as facts documented there. `extra` is
// the element of the dossier that names it: its other keys are further assertions.
void read_certificate_document(FactContext&, NodeId list, const YamlNode& extra,
                               const std::string& document);

}  // namespace verilot
