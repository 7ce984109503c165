#include "cel/cost.h"

#include <algorithm>
#include <cmath>

#include "cel/equality.h"
#include "cel/extents.h"
#include "cel/optional.h"
#include "cel/patterns.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kCompileCost = 1'000;  // of a pattern that is not constant
constexpr std::size_t kCompileCostOfByte = 20;
constexpr double kHeaviestByte = 51;  // of a pattern: "\p" is two bytes and counts 102
constexpr double kUncountable = 1e15;
constexpr std::size_t kMaxShown = 40;

// Of bytes that are looked at or made.
double steps_of(double bytes) { return bytes / kBytesOfStep; }

bool is_container(const Extent& extent) {
  return extent.element != nullptr || !extent.objects.empty() || is_unbounded(extent);
}

// charged() of arguments that are as large as they can be.
double most_charged(Charge charge, const std::vector<Extent>& arguments, const Extents& extents) {
  switch (charge) {
    case Charge::none:
      return 0;
    case Charge::both_lists:
      return arguments[0].size + arguments[1].size;
    case Charge::all_values:
      return extents.values(arguments[0]);
    case Charge::each_with_each:
      return times(arguments[0].size, extents.values(arguments.back()));
    case Charge::pattern:
      return kCompileCost + kCompileCostOfByte * kHeaviestByte * arguments[1].size;
  }
  return 0;
}

bool is_open(const Type& type) {
  return type.kind == Type::Kind::dyn || type.kind == Type::Kind::parameter;
}

bool may_take(const Function& function, const Expr& call) {
  if (function.parameters.size() != call.args.size()) return false;
  for (std::size_t i = 0; i < call.args.size(); ++i) {
    const Type& wanted = function.parameters[i];
    const Type& given = call.args[i]->type;
    const bool object = wanted.kind == Type::Kind::map && given.kind == Type::Kind::object;
    if (wanted.kind != given.kind && !object && !is_open(wanted) && !is_open(given)) return false;
  }
  return true;
}

class Estimator {
 public:
  Estimator(const Sizes& sizes, std::string_view text)
      : sizes_(sizes), extents_(sizes), text_(text) {}

  struct Estimate {
    CostEstimate cost;
    Extent extent;
  };

  Estimate visit(const Expr& node) {
    switch (node.kind) {
      case Expr::Kind::literal:
        return {{}, extent_of(node.value)};
      case Expr::Kind::variable:
        return {{}, variable(node)};
      case Expr::Kind::local:
        return {{}, locals_[node.slot]};
      case Expr::Kind::select:
        return select(node);
      case Expr::Kind::call:
        return call(node);
      case Expr::Kind::conditional:
        return conditional(node);
      case Expr::Kind::list:
      case Expr::Kind::map:
        return literal(node);
      case Expr::Kind::loop:
        return loop(node);
      case Expr::Kind::bind:
        return bind(node);
      default:
        return {operands(node).cost, {}};
    }
  }

 private:
  struct Operands {
    CostEstimate cost;
    std::vector<Extent> extents;
  };

  static void add(CostEstimate& sum, CostEstimate part) {
    const double steps = sum.steps + part.steps;
    if (part.steps > sum.steps) sum = std::move(part);
    sum.steps = steps;
  }
  void charge(CostEstimate& sum, const Expr& node, const Expr& of, double times, double steps) {
    if (steps > 0) add(sum, {steps, {{shown(of), times}}, &node});
  }
  // The last name of a path, or the text as it is written.
  std::string shown(const Expr& node) const {
    if (node.kind == Expr::Kind::select || node.kind == Expr::Kind::variable) return node.name;
    const std::string_view text = text_of(text_, node);
    return text.size() <= kMaxShown ? std::string(text)
                                    : std::string(text.substr(0, kMaxShown)) + "...";
  }

  Operands operands(const Expr& node) {
    Operands all;
    for (const ExprPtr& child : node.args) {
      Estimate part = visit(*child);
      add(all.cost, std::move(part.cost));
      all.extents.push_back(std::move(part.extent));
    }
    return all;
  }

  Extent variable(const Expr& node) const {
    const auto found = sizes_.variables.find(node.name);
    if (found != sizes_.variables.end()) return found->second;
    return node.type.kind == Type::Kind::type ? Extent{} : Extent{kUnbounded, nullptr, {}};
  }
  Estimate select(const Expr& node) {
    Estimate of = visit(*node.args[0]);
    return {std::move(of.cost), extents_.field(of.extent, node.name)};
  }
  Estimate conditional(const Expr& node) {
    Estimate condition = visit(*node.args[0]);
    Estimate first = visit(*node.args[1]);
    Estimate second = visit(*node.args[2]);
    Extent extent = joined(first.extent, second.extent);
    add(condition.cost, std::move(first.cost.steps < second.cost.steps ? second.cost : first.cost));
    return {std::move(condition.cost), std::move(extent)};
  }
  Estimate literal(const Expr& node) {
    Operands all = operands(node);
    Extent element;
    for (std::size_t i = 0; i < all.extents.size(); ++i) {
      element =
          joined(element, node.args[i]->op == Operator::optional_entry ? element_of(all.extents[i])
                                                                       : all.extents[i]);
    }
    return {std::move(all.cost),
            Extent::list(static_cast<double>(all.extents.size()), std::move(element))};
  }
  Estimate bind(const Expr& node) {
    Estimate definition = visit(*node.args[0]);
    locals_[node.slot] = std::move(definition.extent);
    Estimate body = visit(*node.args[1]);
    add(body.cost, std::move(definition.cost));
    return body;
  }

  Estimate loop(const Expr& node) {
    Estimate of = visit(*node.args[0]);
    const bool optional = node.loop == Loop::optional_map || node.loop == Loop::optional_flat_map;
    const Extent range = optional ? of.extent : extents_.range(of.extent);
    for (std::size_t i = 0; i < node.variables.size(); ++i)
      locals_[node.slot + i] = element_of(range);
    CostEstimate body;
    Extent last;
    for (std::size_t i = 1; i < node.args.size(); ++i) {
      Estimate part = visit(*node.args[i]);
      add(body, std::move(part.cost));
      last = std::move(part.extent);
    }
    if (!optional) {
      body.factors.insert(body.factors.begin(), {shown(*node.args[0]), range.size});
      body.steps = times(range.size, 1 + body.steps);
      body.part = &node;
    }
    add(of.cost, std::move(body));
    return {std::move(of.cost), loop_result(node, range, last)};
  }
  static Extent loop_result(const Expr& node, const Extent& range, const Extent& result) {
    switch (node.loop) {
      case Loop::filter:
      case Loop::sort_by:
        return range;
      case Loop::map:
        return Extent::list(range.size, result);
      case Loop::transform_map:
        return Extent::list(range.size, joined(result, element_of(range)));
      case Loop::transform_entries:
        return Extent::list(times(range.size, result.size), element_of(result));
      case Loop::optional_map:
        return Extent::list(0, result);
      case Loop::optional_flat_map:
        return result;
      default:
        return {};
    }
  }

  Estimate call(const Expr& node) {
    Operands all = operands(node);
    switch (node.op) {
      case Operator::in:
        return in(node, std::move(all));
      case Operator::equal:
      case Operator::not_equal:
        charge(all.cost, node, *node.args[0], pairs(all.extents[0], all.extents[1]),
               pairs(all.extents[0], all.extents[1]));
        return {std::move(all.cost), {}};
      case Operator::index:
        return {std::move(all.cost), indexed(all.extents)};
      case Operator::optional_index:
        return {std::move(all.cost), Extent::list(0, indexed(all.extents))};
      case Operator::optional_select:
        return {std::move(all.cost),
                Extent::list(0, extents_.field(all.extents[0], node.value.as_text()))};
      case Operator::optional_entry:
        return {std::move(all.cost), all.extents[0]};
      default:
        return function(node, std::move(all));
    }
  }
  // Of an optional the element of what it holds.
  static Extent indexed(const std::vector<Extent>& extents) {
    const Extent element = element_of(extents[0]);
    return element.element == nullptr ? element
                                      : joined(element, Extent::list(0, *element.element));
  }
  // How many values equality looks at, at most; that of texts and numbers costs nothing.
  double pairs(const Extent& a, const Extent& b) const {
    return is_container(a) ? std::min(extents_.values(a), extents_.values(b)) : 0;
  }
  Estimate in(const Expr& node, Operands all) {
    if (node.args[1]->type.kind == Type::Kind::map) return {std::move(all.cost), {}};
    const Extent& list = all.extents[1];
    charge(all.cost, node, *node.args[1], list.size,
           times(list.size, steps_of(1) + pairs(all.extents[0], element_of(list))));
    return {std::move(all.cost), {}};
  }

  Estimate function(const Expr& node, Operands all) {
    if (!node.overloads) return {std::move(all.cost), {}};
    if (node.overloads->front().member != nullptr)
      all.cost.steps *= 2;  // the field, then its owner
    double steps = 0;
    Extent extent;
    for (const Function& function : *node.overloads) {
      if (function.call == nullptr || !may_take(function, node)) continue;
      const Extent result = extents_.result(function, node, all.extents);
      steps = std::max(steps, charge_of(node, function, all.extents, result));
      extent = joined(extent, result);
    }
    std::size_t largest = 0;
    for (std::size_t i = 1; i < all.extents.size(); ++i)
      if (all.extents[i].size > all.extents[largest].size) largest = i;
    if (!all.extents.empty())
      charge(all.cost, node, *node.args[largest], all.extents[largest].size, steps);
    return {std::move(all.cost), std::move(extent)};
  }
  double charge_of(const Expr& node, const Function& function, const std::vector<Extent>& arguments,
                   const Extent& result) const {
    if (node.regex != nullptr) {
      return steps_of(times(arguments[0].size, static_cast<double>(bytes_of_match(*node.regex))));
    }
    double steps = most_charged(function.charge, arguments, extents_);
    if (function.shallow) return steps;
    for (const Extent& argument : arguments) {
      steps += looked_at(argument);
      if (is_container(argument)) steps += extents_.visible_values(argument);
    }
    return steps + looked_at(result);
  }

  static double looked_at(const Extent& extent) {
    return is_container(extent) ? extent.size : steps_of(extent.size);
  }

  const Sizes& sizes_;
  Extents extents_;
  std::string_view text_;
  std::map<std::size_t, Extent> locals_;
};

}  // namespace

std::string grouped(double number) {
  if (!(number < kUncountable)) return "countless";
  std::string digits = std::to_string(static_cast<long long>(std::ceil(number)));
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

CostEstimate estimate_cost(const Program& program, const Sizes& sizes) {
  return Estimator(sizes, program.text()).visit(program.root()).cost;
}

std::string to_string(const CostEstimate& estimate) {
  std::string factors;
  for (const CostEstimate::Factor& factor : estimate.factors) {
    factors += factors.empty() ? "" : " x ";
    factors += factor.of + " " + grouped(factor.times);
  }
  return grouped(estimate.steps) + " steps" + (factors.empty() ? "" : " (" + factors + ")");
}

std::size_t charged(Charge charge, std::span<const Value> arguments) {
  const auto elements = [&](std::size_t i) { return arguments[i].as_list().size(); };
  switch (charge) {
    case Charge::none:
      return 0;
    case Charge::both_lists:
      return elements(0) + elements(1);
    case Charge::all_values:
      return count_values(arguments[0], kMaxCost + 1);
    case Charge::each_with_each:
      return elements(0) * count_values(arguments.back(), kMaxCost + 1);
    case Charge::pattern:
      return kCompileCost + kCompileCostOfByte * pattern_weight(arguments[1].as_text());
  }
  return 0;
}

}  // namespace verilot::cel
