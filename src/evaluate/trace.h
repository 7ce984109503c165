// evaluate: what an evaluation read, kept as it happens.
//
// Limits: 100 facts and 100 lists are shown of one evaluation; known() and unknown() have all
// facts.
//
// With parts that are known already it is brief: nothing to show, and in known() and unknown() only
// what those parts did not read when they were computed.
//
// Inside a loop only the facts of elements that decide stay: those for which the condition of
// exists() held, or the condition of all() did not. The list that was searched stays in any case.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cel/program.h"
#include "evaluate/shared_parts.h"
#include "model/evidence.h"
#include "model/finding.h"

namespace verilot {

class Trace final : public cel::Observer {
 public:
  Trace(const Evidence& evidence, const cel::Program& program);
  Trace(const Evidence& evidence, const cel::Program& program, const KnownParts& parts);

  const cel::KnownValue* recall(const cel::Expr& node, bool surplus) override;
  void keep(const cel::Expr& node, const cel::Value& value, const cel::Price& price) override;
  void enter_element(const cel::Expr& loop, const cel::List& range, std::size_t index) override;
  void leave_element(const cel::Expr& loop) override;
  void evaluated(const cel::Expr& node, const cel::Value& value) override;
  void read(const cel::Map& container, const cel::Value& key, const cel::Value& value) override;
  void read(const cel::List& container) override;

  // In the order they were read, each once.
  std::vector<ReadFact> facts() const;
  const std::vector<SearchedList>& searched() const { return searched_; }
  const std::vector<Step>& steps() const { return steps_; }
  // How many nodes of the expression were evaluated, each time anew.
  std::size_t cost() const { return cost_; }
  // Every fact that was read, deciding or not: those known, and the paths of those unknown.
  const std::set<NodeId>& known() const { return known_; }
  const std::set<std::string>& unknown() const { return unknown_; }

 private:
  const Evidence& evidence_;
  const std::string& text_;
  const std::optional<KnownParts> parts_;  // there: brief
  std::set<const cel::Expr*> operands_;    // what the expression joins by && and ||
  // A fact that was read: a node, or the path of one that is absent.
  struct Read {
    NodeId node = kNoNode;
    std::string absent;
    bool operator==(const Read&) const = default;
  };
  static void add(std::vector<Read>& to, const Read& read);

  std::vector<Read> facts_;
  std::vector<std::vector<Read>> open_;  // one per loop the evaluation is in
  std::vector<SearchedList> searched_;
  std::set<NodeId> lists_;  // those of searched_
  std::vector<Step> steps_;
  std::size_t cost_ = 0;
  std::set<NodeId> known_;
  std::set<std::string> unknown_;
  cel::Value last_ = cel::Value::null();
};

// The fact at a node as a report shows it.
ReadFact read_fact(const Evidence&, NodeId);

// Adds what is not there yet, by path.
void add_facts(std::vector<ReadFact>& to, const std::vector<ReadFact>& from);
void add_lists(std::vector<SearchedList>& to, const std::vector<SearchedList>& from);

}  // namespace verilot
