#include "evaluate/candidates.h"

#include <algorithm>

#include "cel/evaluator.h"
#include "packs/domain_values.h"

namespace verilot {

namespace {

constexpr std::size_t kMostTexts = 40;
constexpr std::size_t kMostNumbers = 8;
constexpr std::size_t kMostSlots = 32;

template <typename Item>
void add_once(std::vector<Item>& to, const Item& item, std::size_t most) {
  if (to.size() < most && std::find(to.begin(), to.end(), item) == to.end()) to.push_back(item);
}

bool constant(const cel::Expr& node, const WorldActivation& activation) {
  using Kind = cel::Expr::Kind;
  if (node.kind == Kind::local || node.kind == Kind::loop || node.kind == Kind::bind) return false;
  if (node.kind == Kind::variable && activation.fact(node.name)) return false;
  return std::all_of(node.args.begin(), node.args.end(),
                     [&](const cel::ExprPtr& child) { return constant(*child, activation); });
}

Supposed of(cel::Value value) { return {Supposed::Shape::value, std::move(value)}; }
Supposed shaped(Supposed::Shape shape) { return {shape, cel::Value::null()}; }

using Values = std::vector<cel::Value>;

Values choices(const Field& field, const Schema& schema, const Pool& pool) {
  Values values;
  const Enumeration* enumeration = schema.enumeration(field.type);
  if (enumeration == nullptr) return values;
  bool other = false;
  for (const Choice& choice : enumeration->choices) {
    const bool named =
        std::find(pool.texts.begin(), pool.texts.end(), choice.value) != pool.texts.end();
    if (named || !other) values.push_back(cel::Value::text(choice.value));
    other = other || !named;
  }
  return values;
}

Values texts(const Pool& pool) {
  Values values;
  for (const std::string& text : pool.texts) values.push_back(cel::Value::text(text));
  values.push_back(cel::Value::text("some words"));
  values.push_back(cel::Value::text("other words"));
  return values;
}

Values integers(const Pool& pool) {
  Values values{cel::Value::integer(0)};
  for (const std::int64_t number : pool.integers)
    for (const std::int64_t near : {number - 1, number, number + 1})
      if (near > 0) values.push_back(cel::Value::integer(near));
  return values;
}

Values quantities(const Pool& pool) {
  Values values;
  for (const Quantity& quantity : pool.quantities) {
    for (const char* factor : {"0.5", "1", "2"}) {
      Quantity scaled = quantity;
      scaled.bound = Bound::exact;
      scaled.value = quantity.value * *Decimal::parse(factor);
      scaled.printed = scaled.value.to_string() + " " + quantity.unit_printed;
      values.push_back(quantity_value(std::move(scaled)));
    }
  }
  return values;
}

Values dates(const Pool& pool, const Date& as_of) {
  Values values;
  std::vector<Date> marks = pool.dates;
  add_once(marks, as_of, kMostNumbers + 1);
  for (const Date& mark : marks)
    for (const int days : {-1, 0, 1})
      values.push_back(
          date_value({mark.first + std::chrono::days(days), mark.first + std::chrono::days(days)}));
  values.push_back(date_value(*parse_date("1950-01-01")));
  values.push_back(date_value(*parse_date("2150-01-01")));
  return values;
}

Values scalars(FieldKind kind, const Field& field, const World& world, const Pool& pool,
               const Date& as_of) {
  switch (kind) {
    case FieldKind::boolean:
      return {cel::Value::boolean(true), cel::Value::boolean(false)};
    case FieldKind::choice:
      return choices(field, world.schema(), pool);
    case FieldKind::integer:
      return integers(pool);
    case FieldKind::number:
    case FieldKind::quantity:
      return quantities(pool);
    case FieldKind::date:
    case FieldKind::expiry_date:
      return dates(pool, as_of);
    case FieldKind::text:
    case FieldKind::document:
      return texts(pool);
    default:
      return {};
  }
}

std::vector<Supposed> lists(const Field& field, const World& world, const Pool& pool,
                            const Date& as_of) {
  std::vector<Supposed> result{of(cel::Value::list(Values{}))};
  if (field.element == FieldKind::object) {
    result.push_back(shaped(Supposed::Shape::one));
    return result;
  }
  Values all = scalars(field.element, field, world, pool, as_of);
  for (const cel::Value& one : all) result.push_back(of(cel::Value::list(Values{one})));
  if (all.size() > 1) result.push_back(of(cel::Value::list(std::move(all))));
  return result;
}

std::vector<Supposed> elements(const Field& field, const World& world, const Pool& pool,
                               const Date& as_of) {
  std::vector<Supposed> result{shaped(Supposed::Shape::no_further)};
  if (field.element == FieldKind::object) result.push_back(shaped(Supposed::Shape::object));
  for (cel::Value& one : scalars(field.element, field, world, pool, as_of))
    result.push_back(of(std::move(one)));
  return result;
}

}  // namespace

void Pool::add(const cel::Value& value) {
  using Kind = cel::Value::Kind;
  if (value.kind() == Kind::text) add_once(texts, value.as_text(), kMostTexts);
  if (value.kind() == Kind::integer) add_once(integers, value.as_integer(), kMostNumbers);
  if (value.kind() == Kind::opaque) {
    if (const Date* date = as_date(value)) add_once(dates, *date, kMostNumbers);
    if (const Quantity* q = as_quantity(value)) add_once(quantities, *q, kMostNumbers);
  }
  if (value.kind() != Kind::list) return;
  const cel::List& list = value.as_list();
  for (std::size_t i = 0; i < std::min(list.size(), kMostTexts); ++i) add(list.at(i));
}

void Pool::add(const cel::Expr& node, const WorldActivation& activation) {
  const bool reads_nothing = constant(node, activation);
  const bool computed = node.kind == cel::Expr::Kind::call && node.op == cel::Operator::none;
  if (node.kind == cel::Expr::Kind::literal) add(node.value);
  const bool leaf = node.kind == cel::Expr::Kind::variable || node.kind == cel::Expr::Kind::select;
  if (reads_nothing && (leaf || computed))
    add(cel::Evaluation(activation, nullptr, kMostSlots).run(node));
  for (const cel::ExprPtr& child : node.args) add(*child, activation);
}

FactField field_of(std::string_view path, const Schema& schema) {
  FactField found;
  const std::size_t hash = path.find('#');
  found.support = hash != std::string_view::npos;
  path = path.substr(0, hash);
  const ObjectType* type = schema.type(schema.root);
  while (!path.empty() && type != nullptr) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view step = path.substr(0, dot);
    const std::size_t bracket = std::min(step.find('['), step.size());
    found.field = schema.field(type->name, step.substr(0, bracket));
    found.element = bracket != step.size();
    if (found.field == nullptr) return {};
    path.remove_prefix(std::min(dot + 1, path.size()));
    type = schema.type(found.field->type);
  }
  return path.empty() ? found : FactField{};
}

bool enumerable(const FactField& fact) {
  if (fact.support) return true;
  return fact.field != nullptr &&
         (fact.field->kind == FieldKind::boolean || fact.field->kind == FieldKind::choice ||
          fact.field->kind == FieldKind::object);
}

std::vector<Supposed> candidates(const std::string& path, const World& world, const Pool& pool,
                                 const Date& as_of) {
  const FactField fact = field_of(path, world.schema());
  if (fact.field == nullptr) return {};
  if (fact.support) return {of(cel::Value::boolean(true)), of(cel::Value::boolean(false))};
  if (fact.element) return elements(*fact.field, world, pool, as_of);
  if (fact.field->kind == FieldKind::list) return lists(*fact.field, world, pool, as_of);
  std::vector<Supposed> result;
  if (fact.field->kind == FieldKind::object) result.push_back(shaped(Supposed::Shape::object));
  for (cel::Value& value : scalars(fact.field->kind, *fact.field, world, pool, as_of))
    result.push_back(of(std::move(value)));
  if (!fact.field->always) result.push_back(of(cel::Value::stated_null()));
  return result;
}

}  // namespace verilot
