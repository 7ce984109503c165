#include "evaluate/formula.h"

#include <algorithm>

namespace verilot {

namespace {

using Kind = Formula::Kind;

Formula constant(Truth truth) { return {Kind::constant, truth, -1, {}}; }

Truth negated(Truth truth) {
  return truth == Truth::yes ? Truth::no : truth == Truth::no ? Truth::yes : truth;
}

// What one operand of && or || leaves of it: the deciding truth wins, then open, then error.
Truth joined(Truth so_far, Truth next, Truth deciding) {
  for (const Truth wins : {deciding, Truth::open, Truth::error})
    if (so_far == wins || next == wins) return wins;
  return so_far;
}

Formula join(Kind kind, const cel::Expr& node, const WorldActivation& activation, Atoms& atoms) {
  const Truth deciding = kind == Kind::all ? Truth::no : Truth::yes;
  Formula formula{kind, Truth::open, -1, {}};
  for (const cel::ExprPtr& operand : node.args) {
    Formula part = formula_of(*operand, activation, atoms);
    if (part.kind != Kind::constant) {
      formula.parts.push_back(std::move(part));
    } else if (part.truth == deciding) {
      return part;
    } else if (part.truth == Truth::error) {
      formula.parts.push_back(std::move(part));
    }
  }
  if (formula.parts.empty()) return constant(negated(deciding));
  return formula;
}

Formula choice(const cel::Expr& node, const WorldActivation& activation, Atoms& atoms) {
  Formula condition = formula_of(*node.args[0], activation, atoms);
  if (condition.kind == Kind::constant && condition.truth == Truth::error) return condition;
  if (condition.kind == Kind::constant)
    return formula_of(*node.args[condition.truth == Truth::yes ? 1 : 2], activation, atoms);
  Formula formula{Kind::conditional, Truth::open, -1, {}};
  formula.parts.push_back(std::move(condition));
  formula.parts.push_back(formula_of(*node.args[1], activation, atoms));
  formula.parts.push_back(formula_of(*node.args[2], activation, atoms));
  return formula;
}

bool is_boolean_choice(const cel::Expr& node) {
  return node.kind == cel::Expr::Kind::conditional && node.type.kind == cel::Type::Kind::boolean;
}

}  // namespace

Formula formula_of(const cel::Expr& node, const WorldActivation& activation, Atoms& atoms) {
  using Expr = cel::Expr;
  if (node.kind == Expr::Kind::logical_and) return join(Kind::all, node, activation, atoms);
  if (node.kind == Expr::Kind::logical_or) return join(Kind::any, node, activation, atoms);
  if (is_boolean_choice(node)) return choice(node, activation, atoms);
  if (node.kind == Expr::Kind::call && node.op == cel::Operator::logical_not) {
    Formula part = formula_of(*node.args[0], activation, atoms);
    if (part.kind == Kind::constant) return constant(negated(part.truth));
    Formula formula{Kind::negation, Truth::open, -1, {}};
    formula.parts.push_back(std::move(part));
    return formula;
  }
  const int atom = atoms.add(node, activation);
  const std::vector<int>* missing = nullptr;
  const Truth truth = atoms.truth(atom, {}, missing);
  if (truth != Truth::open) return constant(truth);
  return {Kind::atom, Truth::open, atom, {}};
}

Truth truth_of(const Formula& formula, Atoms& atoms, const Scenario& scenario,
               std::vector<int>& open) {
  const std::vector<int>* missing = nullptr;
  switch (formula.kind) {
    case Kind::constant:
      return formula.truth;
    case Kind::atom: {
      const Truth truth = atoms.truth(formula.atom, scenario, missing);
      if (truth == Truth::open) open.push_back(formula.atom);
      return truth;
    }
    case Kind::negation:
      return negated(truth_of(formula.parts[0], atoms, scenario, open));
    case Kind::conditional: {
      const Truth condition = truth_of(formula.parts[0], atoms, scenario, open);
      if (condition == Truth::open || condition == Truth::error) return condition;
      return truth_of(formula.parts[condition == Truth::yes ? 1 : 2], atoms, scenario, open);
    }
    default: {
      const Truth deciding = formula.kind == Kind::all ? Truth::no : Truth::yes;
      const std::size_t before = open.size();
      Truth truth = negated(deciding);
      for (const Formula& part : formula.parts) {
        truth = joined(truth, truth_of(part, atoms, scenario, open), deciding);
        if (truth == deciding) break;
      }
      if (truth == deciding) open.resize(before);
      return truth;
    }
  }
}

void collect_atoms(const Formula& formula, std::vector<int>& atoms) {
  if (formula.kind == Kind::atom &&
      std::find(atoms.begin(), atoms.end(), formula.atom) == atoms.end())
    atoms.push_back(formula.atom);
  for (const Formula& part : formula.parts) collect_atoms(part, atoms);
}

ArticleTree::ArticleTree(const RulePack& pack, const World& world, const Date& as_of,
                         const std::string& subject, Atoms& atoms, Pool& pool)
    : activation_(world, pack.values, as_of) {
  activation_.bind_fact("article", subject, world.evidence().find(subject));
  start_ = branch(pack, pack.tree.start, atoms, pool);
}

int ArticleTree::branch(const RulePack& pack, const std::string& id, Atoms& atoms, Pool& pool) {
  if (const auto found = numbers_.find(id); found != numbers_.end()) return found->second;
  Branch made;
  if (const auto leaf = pack.tree.leaves.find(id); leaf != pack.tree.leaves.end()) {
    made.leaf = &leaf->second;
  } else {
    const auto question = pack.tree.questions.find(id);
    if (question == pack.tree.questions.end()) return -1;
    const cel::Expr& root = question->second.condition.program->root();
    made.condition = formula_of(root, activation_, atoms);
    // A question that the evidence answers is none.
    if (made.condition.kind == Formula::Kind::constant && made.condition.truth != Truth::error) {
      const bool yes = made.condition.truth == Truth::yes;
      const int next = branch(pack, yes ? question->second.yes : question->second.no, atoms, pool);
      numbers_.emplace(id, next);
      return next;
    }
    pool.add(root, activation_);
    made.yes = branch(pack, question->second.yes, atoms, pool);
    made.no = branch(pack, question->second.no, atoms, pool);
  }
  branches_.push_back(std::move(made));
  const int number = static_cast<int>(branches_.size()) - 1;
  numbers_.emplace(id, number);
  return number;
}

std::vector<const Leaf*> ArticleTree::possible(Atoms& atoms, const Scenario& scenario,
                                               std::vector<int>& open) const {
  std::vector<const Leaf*> leaves;
  std::vector<char> reached(branches_.size(), 0);
  if (start_ >= 0) reached[static_cast<std::size_t>(start_)] = 1;
  // Branches stand after those that they lead to.
  for (std::size_t i = branches_.size(); i-- > 0;) {
    if (reached[i] == 0) continue;
    const Branch& branch = branches_[i];
    if (branch.leaf != nullptr) {
      leaves.push_back(branch.leaf);
      continue;
    }
    const Truth answer = truth_of(branch.condition, atoms, scenario, open);
    if (answer != Truth::no && branch.yes >= 0) reached[static_cast<std::size_t>(branch.yes)] = 1;
    if (answer != Truth::yes && branch.no >= 0) reached[static_cast<std::size_t>(branch.no)] = 1;
  }
  return leaves;
}

void ArticleTree::collect(std::vector<int>& atoms) const {
  for (const Branch& branch : branches_) collect_atoms(branch.condition, atoms);
}

}  // namespace verilot
