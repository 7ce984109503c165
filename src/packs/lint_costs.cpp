#include "packs/lint_costs.h"

#include <algorithm>

#include "packs/lint_tree.h"

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
      return Extent::text(static_cast<double>(field.max_bytes));
    case FieldKind::document:
      return Extent::text(static_cast<double>(schema.max_bytes));
    default:
      return {};
  }
}

class CostLint {
 public:
  CostLint(const RulePack& pack, const Schema& schema, std::vector<LintFinding>& findings)
      : pack_(pack), schema_(schema), sizes_(sizes_of_evidence(schema)), findings_(findings) {
    for (const auto& [name, value] : pack.values)
      sizes_.variables.insert_or_assign(name, cel::extent_of(value));
  }

  void run() {
    sizes_.variables["article"] = Extent::object("article");
    for (const auto& [id, question] : pack_.tree.questions)
      look("question '" + id + "'", question.condition);
    sizes_.variables.erase("article");
    sizes_.variables["parameters"] = Extent::object(kParameters);
    for (const Rule& rule : pack_.rules) look(rule);
  }

 private:
  void look(const Rule& rule) {
    cel::Sizes::Fields& parameters = sizes_.objects[kParameters];
    parameters.clear();
    for (const auto& [name, value] : rule.parameters) parameters[name] = cel::extent_of(value);
    const Field* subject = schema_.field(schema_.root, rule.subject);
    if (!rule.element.empty() && subject != nullptr)
      sizes_.variables[rule.element] = Extent::object(subject->type);
    const std::string name = "rule '" + rule.id + "'";
    look(name, rule.when);
    look(name, rule.require);
    for (const RuleVersion& version : rule.versions) {
      if (version.when) look(name, *version.when);
      if (version.require) look(name, *version.require);
    }
    if (!rule.element.empty()) sizes_.variables.erase(rule.element);
  }

  void look(const std::string& name, const Expression& expression) {
    if (!expression.program) return;
    const cel::CostEstimate most = cel::estimate_cost(*expression.program, sizes_);
    if (most.steps <= static_cast<double>(cel::kMaxCost)) return;
    findings_.push_back(
        {"L050", ProblemLevel::warning, expression.where,
         name + " may take up to " + cel::to_string(most) + ", the budget is 1,000,000", "",
         "an evaluation that spends its budget ends in an error: loop over less, or declare less "
         "in dossier-schema.yaml (`max_items:`, `max_bytes:`)"});
    if (most.part != nullptr) show(expression, *most.part, findings_.back());
  }

  const RulePack& pack_;
  const Schema& schema_;
  cel::Sizes sizes_;
  std::vector<LintFinding>& findings_;
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

std::vector<LintFinding> lint_costs(const RulePack& pack, const Schema& schema) {
  std::vector<LintFinding> findings;
  CostLint(pack, schema, findings).run();
  return findings;
}

}  // namespace verilot
