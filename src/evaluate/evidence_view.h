// evaluate: evidence as values of the rule language, read in place.
//
// A key that is absent is unknown, with the path that was asked for; a fact that evidence knows to
// be unknown keeps its reason; a list that was not read to its end has a rest.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cel/program.h"
#include "cel/value.h"
#include "model/evidence.h"
#include "packs/support_functions.h"

namespace verilot {

class EvidenceMap final : public cel::Map, public FactSupport {
 public:
  EvidenceMap(const Evidence& evidence, NodeId node) : evidence_(evidence), node_(node) {}
  std::size_t size() const override;
  std::vector<cel::Value> keys() const override;
  std::optional<cel::Value> find(const cel::Value& key) const override;
  cel::Value absent(const cel::Value& key) const override;
  cel::Value supported(const std::string& key, Basis basis) const override;
  NodeId node() const { return node_; }

 private:
  const Evidence& evidence_;
  NodeId node_;
};

class EvidenceList final : public cel::List {
 public:
  EvidenceList(const Evidence& evidence, NodeId node);
  std::size_t size() const override { return elements_.size(); }
  cel::Value at(std::size_t index) const override;
  const cel::MissingSet* rest() const override;
  cel::Value past_end(std::size_t index) const override;
  NodeId node() const { return node_; }

 private:
  const Evidence& evidence_;
  NodeId node_;
  std::vector<NodeId> elements_;
  cel::MissingSet rest_;
};

// Both keep a reference to the evidence: a value must not outlive it.
cel::Value value_of(const Evidence&, NodeId);

// The variables of one rule on one subject: dossier facts, constants of the pack, `as_of`, the
// bound element, `parameters`.
class RuleActivation final : public cel::Activation {
 public:
  using Constants = std::map<std::string, cel::Value, std::less<>>;
  RuleActivation(const Evidence& evidence, const Constants& values, cel::Value as_of)
      : evidence_(evidence), values_(values), as_of_(std::move(as_of)) {}
  void bind(std::string name, cel::Value value);
  std::optional<cel::Value> find(std::string_view name) const override;

 private:
  const Evidence& evidence_;
  const Constants& values_;
  cel::Value as_of_;
  std::vector<std::pair<std::string, cel::Value>> bound_;  // two or three
};

}  // namespace verilot
