#include "packs/pack_costs.h"

#include <algorithm>

#include "cel/ast.h"
#include "cel/issues.h"
#include "packs/text_places.h"

namespace verilot {

namespace {

using cel::Extent;

// Not the name of any type of a schema.
constexpr const char* kParameters = "parameters of a rule";

Extent size_of(const Schema& schema, const Field& field, FieldKind kind) {
  switch (kind) {
    case FieldKind::list:
      return Extent::list(static_cast<double>(field.max_items),
                          size_of(schema, field, field.element));
    case FieldKind::object:
      return Extent::object(field.type);
    case FieldKind::choice: {
      std::size_t longest = 0;
      for (const Choice& choice : schema.enumeration(field.type)->choices)
        longest = std::max(longest, choice.value.size());
      return Extent::text(static_cast<double>(longest));
    }
    case FieldKind::text:
    case FieldKind::document:
      return Extent::text(static_cast<double>(field.max_bytes));
    default:
      return {};
  }
}

class PackCosts {
 public:
  PackCosts(const RulePack& pack, const Schema& schema)
      : pack_(pack), schema_(schema), sizes_(sizes_of_evidence(schema)) {
    for (const auto& [name, value] : pack.values)
      sizes_.variables.insert_or_assign(name, cel::extent_of(value));
  }

  std::vector<ExpressionCost> all() {
    sizes_.variables["article"] = Extent::object("article");
    for (const auto& [id, question] : pack_.tree.questions) look(nullptr, question.condition, id);
    sizes_.variables.erase("article");
    sizes_.variables["parameters"] = Extent::object(kParameters);
    for (const Rule& rule : pack_.rules) look(rule);
    return std::move(costs_);
  }

 private:
  void look(const Rule& rule) {
    cel::Sizes::Fields& parameters = sizes_.objects[kParameters];
    parameters.clear();
    for (const auto& [name, value] : rule.parameters) parameters[name] = cel::extent_of(value);
    const Field* subject = schema_.field(schema_.root, rule.subject);
    if (!rule.element.empty() && subject != nullptr)
      sizes_.variables[rule.element] = Extent::object(subject->type);
    look(&rule, rule.when, rule.id);
    look(&rule, rule.require, rule.id);
    for (const RuleVersion& version : rule.versions) {
      if (version.when) look(&rule, *version.when, rule.id);
      if (version.require) look(&rule, *version.require, rule.id);
    }
    if (!rule.element.empty()) sizes_.variables.erase(rule.element);
  }

  void look(const Rule* rule, const Expression& expression, const std::string& id) {
    if (!expression.program) return;
    costs_.push_back({(rule == nullptr ? "question '" : "rule '") + id + "'", rule, &expression,
                      cel::estimate_cost(*expression.program, sizes_)});
  }

  const RulePack& pack_;
  const Schema& schema_;
  cel::Sizes sizes_;
  std::vector<ExpressionCost> costs_;
};

}  // namespace

cel::Sizes sizes_of_evidence(const Schema& schema) {
  cel::Sizes sizes;
  sizes.text = static_cast<double>(schema.max_bytes);
  for (const auto& [name, type] : schema.types)
    for (const Field& field : type.fields)
      sizes.objects[name].emplace(field.name, size_of(schema, field, field.kind));
  sizes.variables = sizes.objects[schema.root];
  sizes.variables.emplace("as_of", Extent{});
  return sizes;
}

std::vector<ExpressionCost> costs_of(const RulePack& pack, const Schema& schema) {
  return PackCosts(pack, schema).all();
}

Problems faults_of_cost(const RulePack& pack, const Schema& schema) {
  constexpr auto kBudget = static_cast<double>(cel::kMaxCost);
  Problems faults;
  for (const ExpressionCost& cost : costs_of(pack, schema)) {
    if (cost.most.steps <= kBudget) continue;
    cel::Issues issues(cost.expression->text);
    const cel::Span whole{0, cost.expression->text.size()};
    issues.add(cost.most.part == nullptr ? whole : cost.most.part->span, "");
    const MarkedPart marked = mark(*cost.expression, issues.take().front());
    faults.push_back({ProblemLevel::error, marked.where,
                      cost.name + " may take up to " + cel::to_string(cost.most) +
                          ", the budget is " + cel::grouped(kBudget) +
                          ": take out of a loop what it does not change, loop over a shorter list, "
                          "or declare less in dossier-schema.yaml (`max_items:` of a list, "
                          "`max_bytes:` of a text)\n" +
                          marked.excerpt});
  }
  return faults;
}

}  // namespace verilot
