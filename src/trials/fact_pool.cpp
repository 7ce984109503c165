#include "trials/fact_pool.h"

#include <algorithm>

#include "cel/ast.h"
#include "packs/domain_values.h"
#include "trials/edits.h"

namespace verilot {

namespace {

using cel::Expr;
using cel::Value;

// Of one field, so that values of rules have a chance beside those of cases.
constexpr std::size_t kMaxHarvested = 60;

void add_names(const Expr& node, Names& names) {
  const bool named = node.kind == Expr::Kind::variable || node.kind == Expr::Kind::select ||
                     node.kind == Expr::Kind::has || node.op == cel::Operator::optional_select;
  if (named) names.insert(node.name);
  if (node.value.kind() == Value::Kind::text) names.insert(node.value.as_text());
  for (const cel::ExprPtr& part : node.args) add_names(*part, names);
}

void add_path(std::string_view path, Names& names) {
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    names.emplace(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
}

std::vector<const Expression*> expressions_of(const RulePack& pack) {
  std::vector<const Expression*> all;
  for (const Rule& rule : pack.rules) {
    all.insert(all.end(), {&rule.when, &rule.require});
    for (const RuleVersion& version : rule.versions) {
      if (version.when) all.push_back(&*version.when);
      if (version.require) all.push_back(&*version.require);
    }
  }
  for (const auto& [id, question] : pack.tree.questions) all.push_back(&question.condition);
  std::erase_if(all, [](const Expression* one) { return !one->program; });
  return all;
}

FactPtr made(Fact fact) { return std::make_shared<const Fact>(std::move(fact)); }

FactPtr integer_fact(std::int64_t value) {
  Fact fact;
  fact.kind = NodeKind::integer;
  fact.integer = value;
  return made(std::move(fact));
}
FactPtr date_fact(const std::string& iso) {
  Fact fact;
  fact.kind = NodeKind::date;
  fact.date = parse_date(iso);
  fact.text = iso;
  return made(std::move(fact));
}
FactPtr quantity_fact(Quantity quantity) {
  Fact fact;
  fact.kind = NodeKind::quantity;
  fact.quantity = std::move(quantity);
  return made(std::move(fact));
}
FactPtr boolean_fact(bool value) {
  Fact fact;
  fact.kind = NodeKind::boolean;
  fact.boolean = value;
  return made(std::move(fact));
}
FactPtr empty_fact(NodeKind kind) {
  Fact fact;
  fact.kind = kind;
  return made(std::move(fact));
}

void literals(const Expr& node, std::vector<const Expr*>& found) {
  if (node.kind == Expr::Kind::literal) found.push_back(&node);
  for (const cel::ExprPtr& part : node.args) literals(*part, found);
}

}  // namespace

Names names_in(const Expression& expression) {
  Names names;
  if (expression.program) add_names(expression.program->root(), names);
  return names;
}

Names names_in(const Rule& rule) {
  Names names = {rule.subject};
  for (const std::string& path : rule.compares) add_path(path, names);
  const auto add = [&](const Expression& expression) { names.merge(names_in(expression)); };
  add(rule.when);
  add(rule.require);
  for (const RuleVersion& version : rule.versions) {
    if (version.when) add(*version.when);
    if (version.require) add(*version.require);
  }
  return names;
}

Names names_in(const PathwayTree& tree) {
  Names names = {"articles"};
  for (const auto& [id, question] : tree.questions) names.merge(names_in(question.condition));
  return names;
}

FactPool::FactPool(const std::vector<const ReadyCases*>& packs, const Rulebook& rulebook)
    : schema_(rulebook.schema) {
  for (const ReadyCases* cases : packs) {
    for (const ReadyCase* one : cases->all())
      harvest(*fact_tree(*one->evidence, schema_), schema_.root);
    add_constants(cases->pack(), rulebook.tables.units);
  }
  complete(schema_);
}

void FactPool::harvest(const Fact& object, const std::string& type) {
  for (std::size_t i = 0; i < object.keys.size(); ++i) {
    const FactPtr& value = object.items[i];
    const Field* field = schema_.field(type, object.keys[i]);
    if (field == nullptr || value->kind == NodeKind::unknown) continue;
    std::vector<FactPtr>& known = values_[{type, field->name}];
    if (known.size() < kMaxHarvested) known.push_back(value);
    if (value->kind == NodeKind::object) harvest(*value, field->type);
    if (value->kind != NodeKind::list) continue;
    std::vector<FactPtr>& elements = elements_[{type, field->name}];
    for (const FactPtr& element : value->items) {
      if (elements.size() < kMaxHarvested) elements.push_back(element);
      if (element->kind == NodeKind::object) harvest(*element, field->type);
    }
  }
}

void FactPool::add_constants(const RulePack& pack, const UnitTable& units) {
  for (const auto& [name, value] : pack.values) add_constant(value, units);
  for (const Rule& rule : pack.rules)
    for (const auto& [name, value] : rule.parameters) add_constant(value, units);
  dates_.push_back(date_fact(to_string(pack.law_as_found)));
  for (const Expression* expression : expressions_of(pack)) {
    std::vector<const Expr*> found;
    literals(expression->program->root(), found);
    for (const Expr* literal : found) add_constant(literal->value, units);
  }
}

void FactPool::add_constant(const Value& value, const UnitTable& units) {
  for (const int step : {-1, 0, 1}) {
    if (value.kind() == Value::Kind::integer && value.as_integer() + step >= 0)
      integers_.push_back(integer_fact(value.as_integer() + step));
    const bool text = value.kind() == Value::Kind::text;
    if (const Date* date = as_date(value); date != nullptr || (text && parse_date(value.as_text())))
      if (const auto iso = stepped_date(date ? to_string(*date) : value.as_text(), step))
        dates_.push_back(date_fact(*iso));
    const Quantity* quantity = as_quantity(value);
    if (quantity == nullptr && !text) continue;
    const std::string printed = quantity ? quantity->printed : value.as_text();
    const auto other = step == 0 ? std::optional(printed) : stepped_amount(printed, step);
    if (!other) continue;
    if (const auto parsed = parse_quantity(*other, units);
        parsed && !parsed->unit.unit_class.empty())
      quantities_.push_back(quantity_fact(*parsed));
  }
  if (value.kind() == Value::Kind::text) texts_.push_back(text_fact(value.as_text()));
  if (value.kind() != Value::Kind::list) return;
  for (std::size_t i = 0; i < value.as_list().size(); ++i)
    add_constant(value.as_list().at(i), units);
}

void FactPool::complete(const Schema& schema) {
  for (const auto& [name, type] : schema.types)
    for (const Field& field : type.fields) complete(name, field, schema);
}

void FactPool::complete(const std::string& type, const Field& field, const Schema& schema) {
  const bool list = field.kind == FieldKind::list;
  std::vector<FactPtr>& into = list ? elements_[{type, field.name}] : values_[{type, field.name}];
  const auto add = [&](const std::vector<FactPtr>& more) {
    into.insert(into.end(), more.begin(), more.end());
  };
  switch (list ? field.element : field.kind) {
    case FieldKind::choice:
      for (const Choice& choice : schema.enumeration(field.type)->choices)
        into.push_back(text_fact(choice.value));
      break;
    case FieldKind::boolean:
      add({boolean_fact(true), boolean_fact(false)});
      break;
    case FieldKind::integer:
      add(integers_);
      break;
    case FieldKind::date:
    case FieldKind::expiry_date:
      add(dates_);
      break;
    case FieldKind::number:
    case FieldKind::quantity:
      add(quantities_);
      break;
    case FieldKind::object:
      into.push_back(empty_fact(NodeKind::object));
      break;
    default:
      add(texts_);
  }
  std::vector<FactPtr>& values = values_[{type, field.name}];
  if (list) values.push_back(empty_fact(NodeKind::list));
  if (!field.always) values.push_back(empty_fact(NodeKind::null));
}

const std::vector<FactPtr>& FactPool::of(const std::string& type, const Field& field) const {
  return values_.find({type, field.name})->second;
}

const std::vector<FactPtr>& FactPool::elements_of(const std::string& type,
                                                  const Field& field) const {
  return elements_.find({type, field.name})->second;
}

}  // namespace verilot
