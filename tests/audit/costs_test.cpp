// What the conditions of the project's packs may cost on the largest dossier, and what they count.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "audit/audit.h"
#include "cel/evaluator.h"
#include "packs/domain_values.h"
#include "packs/pack_costs.h"

using namespace verilot;

namespace {

const Rulebook& rulebook() {
  static const Rulebook loaded = load_rulebook(VERILOT_SOURCE_DIR);
  return loaded;
}

// The project's schema with lists and texts that are quick to fill.
Schema small_schema() {
  Schema schema = rulebook().schema;
  for (auto& [name, type] : schema.types)
    for (Field& field : type.fields) {
      field.max_items = std::min<std::size_t>(field.max_items, 3);
      field.max_bytes = std::min<std::size_t>(field.max_bytes, 60);
    }
  return schema;
}

// Dossiers with every list and text as large as the schema allows, of random words.
class FullDossier final : public cel::Activation {
 public:
  FullDossier(const Schema& schema, const RulePack& pack, unsigned seed)
      : schema_(schema), random_(seed) {
    for (const Field& field : schema.type(schema.root)->fields)
      values_.insert_or_assign(field.name, value(field, field.kind));
    values_.insert_or_assign("as_of", date_value(*parse_date("2026-11-22")));
    for (const auto& [name, constant] : pack.values) values_.insert_or_assign(name, constant);
  }

  void bind(const std::string& name, const std::string& type) {
    values_.insert_or_assign(name, object(type));
  }
  void bind_parameters(const Rule& rule) {
    std::vector<std::pair<cel::Value, cel::Value>> parameters;
    for (const auto& [name, constant] : rule.parameters)
      parameters.emplace_back(cel::Value::text(name), constant);
    values_.insert_or_assign("parameters", cel::Value::map(std::move(parameters)));
  }
  std::optional<cel::Value> find(std::string_view name) const override {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  cel::Value object(const std::string& type) {
    std::vector<std::pair<cel::Value, cel::Value>> fields;
    for (const Field& field : schema_.type(type)->fields)
      fields.emplace_back(cel::Value::text(field.name), value(field, field.kind));
    return cel::Value::map(std::move(fields));
  }
  cel::Value text(std::size_t bytes) {
    static constexpr const char* kWords[] = {"USP <71> ",  "14 days ", "human ", "minoxidil ",
                                             "hair loss ", "not ",     "growth "};
    std::string words;
    while (words.size() < bytes) words += kWords[below(std::size(kWords))];
    return cel::Value::text(words.substr(0, bytes));
  }
  cel::Value value(const Field& field, FieldKind kind) {
    if (kind != FieldKind::list && kind != FieldKind::object && below(12) == 0)
      return cel::Value::unknown(cel::Missing{field.name, field.name, "not stated"});
    switch (kind) {
      case FieldKind::list: {
        std::vector<cel::Value> elements;
        for (std::size_t i = 0; i < field.max_items; ++i)
          elements.push_back(value(field, field.element));
        return cel::Value::list(std::move(elements));
      }
      case FieldKind::object:
        return object(field.type);
      case FieldKind::choice: {
        const auto& choices = schema_.enumeration(field.type)->choices;
        return cel::Value::text(choices[below(choices.size())].value);
      }
      case FieldKind::boolean:
        return cel::Value::boolean(below(2) == 0);
      case FieldKind::integer:
        return cel::Value::integer(static_cast<std::int64_t>(below(20)));
      case FieldKind::number:
      case FieldKind::quantity:
        return quantity_value(
            *parse_quantity(below(2) == 0 ? "5 %" : "20 d", rulebook().tables.units));
      case FieldKind::date:
      case FieldKind::expiry_date:
        return date_value(*parse_date(below(2) == 0 ? "2020-01-31" : "2027-06"));
      default:
        return text(field.max_bytes);
    }
  }

  const Schema& schema_;
  std::mt19937 random_;
  std::map<std::string, cel::Value, std::less<>> values_;
};

std::vector<RulePack> project_packs() {
  std::vector<std::string> ids;
  for (const PackName& name : rulebook().packs) ids.push_back(name.id);
  std::vector<RulePack> packs;
  for (const std::vector<std::string>& chosen : {ids, std::vector<std::string>{}}) {
    LoadedPacks loaded = load_packs(rulebook().root, chosen, rulebook().schema, rulebook().tables);
    for (RulePack& pack : loaded.packs) packs.push_back(std::move(pack));
  }
  return packs;
}

}  // namespace

TEST_CASE("costs: no condition of the packs counts more steps than were estimated") {
  const Schema schema = small_schema();
  double highest = 0;  // share of an estimate that was counted
  for (const RulePack& pack : project_packs()) {
    for (unsigned seed = 0; seed < 5; ++seed) {
      FullDossier dossier(schema, pack, seed);
      dossier.bind("article", "article");
      for (const ExpressionCost& cost : costs_of(pack, schema)) {
        if (cost.rule != nullptr) dossier.bind_parameters(*cost.rule);
        if (cost.rule != nullptr && !cost.rule->element.empty())
          dossier.bind(cost.rule->element, schema.field(schema.root, cost.rule->subject)->type);
        cel::Evaluation evaluation(dossier, nullptr, 1'000);
        evaluation.run(cost.expression->program->root());
        const auto counted = static_cast<double>(evaluation.spent());
        CAPTURE(cost.expression->text);
        CHECK(counted <= std::ceil(cost.most.steps));
        if (cost.most.steps > 0) highest = std::max(highest, counted / cost.most.steps);
      }
    }
  }
  CHECK(highest > 0.8);  // the dossiers are large enough to come near
}

TEST_CASE("costs: every condition of the packs fits its budget on the largest dossier") {
  for (const RulePack& pack : project_packs())
    for (const ExpressionCost& cost : costs_of(pack, rulebook().schema)) {
      CAPTURE(cost.name);
      CHECK(cost.most.steps <= static_cast<double>(cel::kMaxCost));
    }
}
