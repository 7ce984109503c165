#include "trials/same_meaning.h"

#include <algorithm>

namespace verilot {

namespace {

using cel::Expr;

bool holds_offset(const Expr& node, std::size_t offset) {
  return node.span.offset <= offset && offset < node.span.offset + node.span.length;
}

bool is_condition_of(const Expr& loop, std::size_t part) {
  const bool decides = loop.loop == cel::Loop::all || loop.loop == cel::Loop::exists ||
                       loop.loop == cel::Loop::exists_one || loop.loop == cel::Loop::filter;
  return part == 1 && (decides || loop.filtered);
}

// The whole, and the conditions of the loops around the place, from outside in.
std::vector<const Expr*> conditions_around(const Expr& root, std::size_t offset) {
  std::vector<const Expr*> conditions = {&root};
  const Expr* node = &root;
  while (node != nullptr) {
    const Expr* inner = nullptr;
    for (std::size_t i = 0; i < node->args.size(); ++i) {
      const Expr& part = *node->args[i];
      if (!holds_offset(part, offset)) continue;
      inner = &part;
      if (node->kind == Expr::Kind::loop && is_condition_of(*node, i)) conditions.push_back(&part);
    }
    node = inner;
  }
  return conditions;
}

bool agree(const Possible& possible, WantedTruth a, WantedTruth b, const cel::Program* applies) {
  for (const bool truth : {true, false}) {
    a.truth = truth;
    b.truth = !truth;
    std::vector<WantedTruth> wanted = {a, b};
    if (applies != nullptr) wanted.push_back({&applies->root(), applies->text(), true});
    if (possible.together(wanted)) return false;
  }
  return true;
}

const Field* field_of(const Schema& schema, const Expr& path) {
  if (path.kind == Expr::Kind::variable) return schema.field(schema.root, path.name);
  if (path.kind != Expr::Kind::select) return nullptr;
  const cel::Type& holder = path.args[0]->type;
  if (holder.kind != cel::Type::Kind::object) return nullptr;
  return schema.field(holder.name, path.name);
}

bool may_hold(const Schema& schema, const Expr& path, const cel::Value& member) {
  const Field* field = field_of(schema, path);
  if (field == nullptr || field->kind != FieldKind::choice) return true;
  if (member.kind() != cel::Value::Kind::text) return false;
  const Enumeration* known = schema.enumeration(field->type);
  return known == nullptr || std::ranges::any_of(known->choices, [&](const Choice& choice) {
           return choice.value == member.as_text();
         });
}

bool never(const Expr& node, const Schema& schema, const std::string& name,
           const cel::Value& member) {
  if (node.kind == Expr::Kind::variable && node.name == name) return false;
  const bool here = node.op == cel::Operator::in && node.args[1]->kind == Expr::Kind::variable &&
                    node.args[1]->name == name;
  if (here) return !may_hold(schema, *node.args[0], member);
  return std::ranges::all_of(
      node.args, [&](const cel::ExprPtr& part) { return never(*part, schema, name, member); });
}

}  // namespace

bool same_meaning(const Possible& possible, const cel::Program& original,
                  const cel::Program& changed, std::size_t offset, const cel::Program* applies) {
  const std::vector<const Expr*> before = conditions_around(original.root(), offset);
  const std::vector<const Expr*> after = conditions_around(changed.root(), offset);
  for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
    const WantedTruth a{before[i], original.text(), true}, b{after[i], changed.text(), true};
    if (agree(possible, a, b, i == 0 ? applies : nullptr)) return true;
  }
  return false;
}

bool never_looked_for(const cel::Program& program, const Schema& schema, const std::string& name,
                      const cel::Value& member) {
  return never(program.root(), schema, name, member);
}

}  // namespace verilot
