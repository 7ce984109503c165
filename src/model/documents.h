// Which document holds which fact, and who has it: rules/tables/documents.yaml.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"

namespace verilot {

struct DocumentKind {
  std::string id;  // a value of the enumeration document_kind
  std::string name;
  std::string held_by;                       // supplier, clinic, public
  std::set<std::string, std::less<>> holds;  // "lot.expiry", or a whole type: "donor"
  std::vector<std::string> asked_as;         // lower-case words by which requests name it
};

// What a failing finding needs instead of a document.
struct Change {
  std::string subject;    // of the rule: "claims"; or ""
  std::string words;      // "withdraw or correct the text"
  std::string withdrawn;  // what is taken away to see whether another failure stays; or ""
};

struct DocumentTable {
  std::vector<DocumentKind> kinds;  // of two that hold the same facts the first is asked for
  std::vector<Change> changes;

  const DocumentKind* find(std::string_view id) const;
  // The kind that a request names; nullptr where none does.
  const DocumentKind* asked_for(std::string_view request) const;
};

// Which documents hold facts; what was found of a fact is kept. Both arguments must outlive it.
class DocumentIndex {
 public:
  using Kinds = std::vector<std::size_t>;  // by their place in the table

  DocumentIndex(const DocumentTable& table, const Schema& schema)
      : table_(table), schema_(schema) {}

  const DocumentTable& table() const { return table_; }
  const Schema& schema() const { return schema_; }
  // The kinds that hold a fact ("lots[0].expiry", "source.species (documented)"): those that name
  // it, else those that name the type or the field it belongs to, the closest first.
  const Kinds& holding(const std::string& fact);
  // The fewest kinds that hold all facts; what no kind holds is left out. Exact for up to 16 kinds,
  // beyond them the kind that holds most of what is left is taken first.
  Kinds fewest(const std::vector<std::string>& facts);

 private:
  const DocumentTable& table_;
  const Schema& schema_;
  std::map<std::string, Kinds> held_;
};

}  // namespace verilot
