#include "plan/explain.h"

#include <algorithm>
#include <map>

#include "cel/ast.h"

namespace verilot::plan {
namespace {

using cel::Expr;
using cel::Value;

// What every node was, at each step of the loops around it.
class Recorder final : public cel::Observer {
 public:
  using Rows = std::vector<std::uint32_t>;

  void enter_element(const Expr&, const cel::List&, std::size_t index) override {
    rows_.push_back(static_cast<std::uint32_t>(index));
  }
  void leave_element(const Expr&) override { rows_.pop_back(); }
  void evaluated(const Expr& node, const Value& value) override {
    if (wanted(node)) values_[node.id].insert_or_assign(rows_, value);
  }

  const Value* find(const Expr& node, const Rows& rows) const {
    const auto of = values_.find(node.id);
    if (of == values_.end()) return nullptr;
    const auto found = of->second.find(rows);
    return found == of->second.end() ? nullptr : &found->second;
  }

  // The rows of the loop's body, one level below `outer`.
  std::vector<std::pair<std::uint32_t, Value>> steps(const Expr& body, const Rows& outer) const {
    std::vector<std::pair<std::uint32_t, Value>> steps;
    const auto of = values_.find(body.id);
    if (of == values_.end()) return steps;
    for (const auto& [rows, value] : of->second) {
      if (rows.size() == outer.size() + 1 && std::equal(outer.begin(), outer.end(), rows.begin()))
        steps.emplace_back(rows.back(), value);
    }
    return steps;
  }

 private:
  static bool wanted(const Expr& node) { return node.kind != Expr::Kind::literal; }

  Rows rows_;
  std::map<std::uint32_t, std::map<Rows, Value>> values_;
};

class Walk {
 public:
  Walk(const cel::Program& program, const Recorder& recorder)
      : program_(program), recorder_(recorder) {}

  void at(const Expr& node, const Recorder::Rows& rows) {
    const Value* value = recorder_.find(node, rows);
    if (value == nullptr || out_.size() >= kMostReasons) return;
    switch (node.kind) {
      case Expr::Kind::logical_and:
      case Expr::Kind::logical_or:
        return operands(node, *value, rows);
      case Expr::Kind::conditional:
        return branch(node, rows);
      case Expr::Kind::loop:
        return loop(node, *value, rows);
      case Expr::Kind::bind:
        return at(*node.args[1], rows);
      default:
        if (node.op == cel::Operator::logical_not && is_compound(*node.args[0]))
          return at(*node.args[0], rows);
        add(node, *value, {});
        facts(node, rows);
    }
  }

  std::vector<Reason> take() { return std::move(out_); }

 private:
  static bool same(const Value& a, const Value& b) {
    if (a.kind() != b.kind()) return false;
    return a.kind() != Value::Kind::boolean || a.as_boolean() == b.as_boolean();
  }

  static bool is_compound(const Expr& node) {
    return node.kind == Expr::Kind::logical_and || node.kind == Expr::Kind::logical_or ||
           node.kind == Expr::Kind::loop || node.kind == Expr::Kind::conditional;
  }

  void add(const Expr& node, const Value& value, std::vector<std::uint32_t> rows) {
    const std::string text(cel::text_of(program_.text(), node));
    const std::string shown = cel::to_display(value);
    const bool known = std::ranges::any_of(out_, [&](const Reason& reason) {
      return reason.text == text && reason.value == shown && reason.rows == rows;
    });
    if (!known && out_.size() < kMostReasons) out_.push_back({text, shown, std::move(rows)});
  }

  void operands(const Expr& node, const Value& value, const Recorder::Rows& rows) {
    for (const cel::ExprPtr& operand : node.args) {
      const Value* of = recorder_.find(*operand, rows);
      if (of != nullptr && same(*of, value)) at(*operand, rows);
    }
  }

  void branch(const Expr& node, const Recorder::Rows& rows) {
    at(*node.args[0], rows);
    for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) at(*node.args[i], rows);
  }

  void loop(const Expr& node, const Value& value, const Recorder::Rows& rows) {
    if (node.loop != cel::Loop::all && node.loop != cel::Loop::exists) {
      add(node, value, {});
      return facts(node, rows);
    }
    std::vector<std::uint32_t> witnesses;
    for (const auto& [row, step] : recorder_.steps(*node.args[1], rows)) {
      if (same(step, value)) witnesses.push_back(row);
    }
    add(node, value, witnesses);
    facts(*node.args[0], rows);
    for (const std::uint32_t row : witnesses) {
      Recorder::Rows inner = rows;
      inner.push_back(row);
      at(*node.args[1], inner);
    }
  }

  // The paths below a comparison, with what they were.
  void facts(const Expr& node, const Recorder::Rows& rows) {
    if (node.kind == Expr::Kind::select || node.kind == Expr::Kind::variable) {
      const Value* value = recorder_.find(node, rows);
      if (value != nullptr && value->kind() != Value::Kind::list &&
          value->kind() != Value::Kind::map)
        add(node, *value, {});
      return;
    }
    if (node.kind == Expr::Kind::loop) return facts(*node.args[0], rows);
    for (const cel::ExprPtr& child : node.args) facts(*child, rows);
  }

  const cel::Program& program_;
  const Recorder& recorder_;
  std::vector<Reason> out_;
};

}  // namespace

std::vector<Reason> reasons(const cel::Program& program, const cel::Activation& activation) {
  Recorder recorder;
  program.evaluate(activation, &recorder);
  Walk walk(program, recorder);
  walk.at(program.root(), {});
  return walk.take();
}

}  // namespace verilot::plan
