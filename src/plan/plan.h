// plan: many rules compiled into one program over JSON records.
//
//   LoadedRules loaded = ...;                     // id and CEL text of each
//   Plan plan(programs);                          // shared by all threads
//   Session session(plan);                        // one a thread
//   if (session.load(line)) for (i < plan.rules()) session.state(i);
//
// The plan agrees with the tree-walking evaluator over RecordActivation in every verdict.
// Limits: a line 4 MB, nested 1,024 deep; see record.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/program.h"
#include "plan/narrow.h"
#include "plan/nodes.h"
#include "plan/patterns.h"

namespace verilot::plan {

// What a rule can cost at most, by the number of loops around: steps of loops, and calls that
// cost as much as their texts are long.
struct Cost {
  std::uint32_t steps[cel::kMaxLoopNesting + 2] = {};
  std::uint32_t calls[cel::kMaxLoopNesting + 2] = {};
  double most(double rows, double text) const;
};

class Plan {
 public:
  explicit Plan(std::vector<cel::Program> programs);

  std::size_t rules() const { return programs_.size(); }
  const cel::Program& program(std::size_t rule) const { return programs_[rule]; }
  std::size_t node_count() const { return eager_.size(); }

  // For Session.
  // The nodes of the parts of a rule by their ids.
  const std::vector<NodeId>& places(std::size_t rule) const { return places_[rule]; }
  // Whether the text of the rule needs no escape in JSON.
  bool is_plain(std::size_t rule) const { return plain_[rule]; }
  const Nodes& nodes() const { return nodes_; }
  const Fields& fields() const { return fields_; }
  const std::vector<NodeId>& eager() const { return eager_; }
  const std::vector<NodeId>& roots() const { return roots_; }
  // The place of a verdict among the masks of the record; kNone where its node is lazy.
  std::uint32_t verdict(std::size_t rule) const { return verdicts_[rule]; }
  const Cost& cost(std::size_t rule) const { return costs_[rule]; }
  // No rule costs more.
  const Cost& highest_cost() const { return highest_cost_; }
  const PatternSet& patterns(const Node& leader) const { return *patterns_[leader.set]; }
  const Narrow& narrow() const { return narrow_; }
  std::uint32_t masks(TableId table) const { return masks_[table]; }
  std::uint32_t values(TableId table) const { return values_[table]; }

 private:
  std::vector<bool> reached() const;
  void schedule();
  void order_eager();
  void settle_operands();
  void settle(Operand& operand) const;
  void collect_inner(NodeId loop);
  void join_patterns();
  void join_patterns(const std::vector<NodeId>& members);

  std::vector<cel::Program> programs_;
  Nodes nodes_;
  Fields fields_;
  std::vector<NodeId> roots_;
  std::vector<std::uint32_t> verdicts_;
  std::vector<std::vector<NodeId>> places_;
  std::vector<bool> plain_;
  std::vector<Cost> costs_;
  Cost highest_cost_;
  std::vector<std::unique_ptr<PatternSet>> patterns_;
  std::vector<NodeId> eager_;  // what every record needs, operands first
  Narrow narrow_;
  std::vector<std::uint32_t> masks_;
  std::vector<std::uint32_t> values_;
};

}  // namespace verilot::plan
