// evaluate: what an evaluation read, kept as it happens.
//
// Limits: 100 facts and 100 lists are shown of one evaluation; known() and unknown() have all
// facts.
//
// Inside a loop only the facts of elements that decide stay: those for which the condition of
// exists() held, or the condition of all() did not. The list that was searched stays in any case.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cel/program.h"
#include "model/evidence.h"
#include "model/finding.h"

namespace verilot {

class Trace final : public cel::Observer {
 public:
  Trace(const Evidence& evidence, const cel::Program& program);

  void enter_element(const cel::Expr& loop, const cel::List& range, std::size_t index) override;
  void leave_element(const cel::Expr& loop) override;
  void evaluated(const cel::Expr& node, const cel::Value& value) override;
  void read(const cel::Map& container, const cel::Value& key, const cel::Value& value) override;
  void read(const cel::List& container) override;

  // In the order they were read, each once.
  const std::vector<ReadFact>& facts() const { return facts_; }
  const std::vector<SearchedList>& searched() const { return searched_; }
  const std::vector<Step>& steps() const { return steps_; }
  // How many nodes of the expression were evaluated, each time anew.
  std::size_t cost() const { return cost_; }
  // Paths of every fact that was read, deciding or not, known and unknown.
  const std::set<std::string>& known() const { return known_; }
  const std::set<std::string>& unknown() const { return unknown_; }

 private:
  const Evidence& evidence_;
  const std::string& text_;
  std::set<const cel::Expr*> operands_;  // what the expression joins by && and ||
  std::vector<ReadFact> facts_;
  std::vector<std::vector<ReadFact>> open_;  // one per loop the evaluation is in
  std::vector<SearchedList> searched_;
  std::vector<Step> steps_;
  std::size_t cost_ = 0;
  std::set<std::string> known_, unknown_;
  cel::Value last_ = cel::Value::null();
};

// The fact at a node as a report shows it.
ReadFact read_fact(const Evidence&, NodeId);

// Adds what is not there yet, by path.
void add_facts(std::vector<ReadFact>& to, const std::vector<ReadFact>& from);
void add_lists(std::vector<SearchedList>& to, const std::vector<SearchedList>& from);

}  // namespace verilot
