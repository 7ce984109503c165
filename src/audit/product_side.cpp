#include "audit/product_side.h"

#include "evaluate/evidence_view.h"
#include "evaluate/trace.h"
#include "packs/domain_values.h"

namespace verilot {

ProductSides::ProductSides(const Rulebook& rulebook, Problems& problems) {
  LoadedPacks loaded = load_packs(rulebook.root, {}, rulebook.schema, rulebook.tables);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (loaded.packs.empty()) return;
  shared_ = std::move(loaded.packs.front());
  cel::Environment environment = pack_environment(rulebook.schema);
  environment.functions = shared_.functions.get();
  for (const auto& [name, value] : shared_.values) {
    environment.variables.insert_or_assign(name, cel::FieldType{cel::Type::dyn(), {}});
    environment.constants.insert_or_assign(name, value);
  }
  for (const ClaimKind& kind : rulebook.tables.claim_kinds) {
    if (kind.borne_out.empty()) continue;
    cel::Compiled compiled = cel::compile(kind.borne_out, environment);
    for (const cel::Issue& issue : compiled.issues)
      problems.push_back({ProblemLevel::error, in_file("rules/tables/claim-kinds.yaml"),
                          "'borne_out' of " + kind.id + ": " + issue.message});
    if (compiled.program) conditions_.emplace(kind.id, std::move(*compiled.program));
  }
}

std::map<std::string, ProductSide> ProductSides::of(const Evidence& evidence,
                                                    const Date& as_of) const {
  std::map<std::string, ProductSide> sides;
  const RuleActivation activation(evidence, shared_.values, date_value(as_of));
  for (const auto& [kind, condition] : conditions_) {
    Trace trace(evidence, condition);
    const cel::Value value = condition.evaluate(activation, &trace);
    ProductSide side;
    if (value.is_true() || value.is_false())
      side.answer =
          value.is_true() ? ProductSide::Answer::borne_out : ProductSide::Answer::not_borne_out;
    side.facts = trace.facts();
    side.searched = trace.searched();
    sides.emplace(kind, std::move(side));
  }
  return sides;
}

}  // namespace verilot
