// The facts of one dossier as a tree that is cheap to change: a changed tree shares what it has in
// common with the tree it was made of.
//
//   FactPtr dossier = fact_tree(evidence, schema);
//   FactPtr without = changed(dossier, {{"product"}, {"kind"}}, nullptr);
//   Evidence evidence = evidence_of(*without, rulebook);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "model/evidence.h"

namespace verilot {

struct Fact;
using FactPtr = std::shared_ptr<const Fact>;

struct Fact {
  NodeKind kind = NodeKind::unknown;
  Basis basis = Basis::stated;
  bool boolean = false;
  bool complete = true;  // of a list
  std::int64_t integer = 0;
  std::optional<Date> date;
  std::optional<Quantity> quantity;
  std::string text;               // a text, a date as printed, why a fact is unknown
  std::vector<std::string> keys;  // of an object
  std::vector<FactPtr> items;     // members, elements, or assertions that contradict each other

  const Fact* member(std::string_view key) const;
};

FactPtr unknown_fact(std::string reason);
FactPtr text_fact(std::string text);

// Without `articles`, which follows from the rest.
FactPtr fact_tree(const Evidence&, const Schema&);
// With `articles`.
Evidence evidence_of(const Fact& dossier, const Rulebook&);

// A member by its key, an element by its index.
struct FactStep {
  std::string key;  // "" for an element
  std::size_t index = 0;
};
using FactPath = std::vector<FactStep>;

const Fact* at(const Fact& root, const FactPath&);
// The tree with another fact at the path; with nullptr, without one: a member or the element there
// is left out. What is above it must be there.
FactPtr changed(const FactPtr& root, const FactPath&, FactPtr);

// "product.kind: exosome", a line a fact.
std::vector<std::string> lines_of(const Fact& dossier);

}  // namespace verilot
