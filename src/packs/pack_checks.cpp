#include "packs/pack_checks.h"

#include <algorithm>

#include "cel/ast.h"
#include "cel/issues.h"
#include "packs/domain_values.h"

namespace verilot {

namespace {

using cel::Expr;
using cel::Type;

template <typename Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

std::string no_parameter(const Rule& rule, const std::string& name) {
  return "the rule has no parameter \"" + name + "\"" +
         cel::did_you_mean(name, keys_of(rule.parameters));
}

class TextCheck {
 public:
  TextCheck(const std::string& text, const Named& named)
      : text_(text), named_(named), issues_(text) {}

  std::vector<cel::Issue> run() {
    for (std::size_t at = text_.find('{'); at != std::string::npos;) {
      const std::size_t close = text_.find('}', at);
      if (close == std::string::npos) {
        issues_.add({at, 1}, "\"{\" opens a path that no \"}\" closes");
        break;
      }
      path(at + 1, close);
      at = text_.find('{', close);
    }
    return issues_.take();
  }

 private:
  void path(std::size_t begin, std::size_t end) {
    const auto& variables = named_.environment.variables;
    std::size_t dot = std::min(text_.find('.', begin), end);
    const std::string root = text_.substr(begin, dot - begin);
    const auto found = variables.find(root);
    if (found == variables.end()) {
      issues_.add({begin, dot - begin}, "there is no variable \"" + root + "\"" +
                                            cel::did_you_mean(root, keys_of(variables)));
      return;
    }
    Type type = found->second.type;
    while (dot < end) {
      const std::size_t from = dot + 1;
      dot = std::min(text_.find('.', from), end);
      const std::string fault = step(type, text_.substr(from, dot - from), root);
      if (!fault.empty()) return issues_.add({from, dot - from}, fault);
    }
  }

  // From a value to its field: what is wrong, else "" and its type.
  std::string step(Type& type, const std::string& name, const std::string& root) const {
    if (type.kind == Type::Kind::dyn) return "";
    if (root == "parameters" && type.kind == Type::Kind::map) {
      type = Type::dyn();
      const bool known = named_.rule == nullptr || named_.rule->parameters.count(name) != 0;
      return known ? "" : no_parameter(*named_.rule, name);
    }
    const auto object = named_.environment.objects.find(type.name);
    if (type.kind != Type::Kind::object || object == named_.environment.objects.end())
      return "a " + cel::to_string(type) + " has no fields that a message could show";
    const auto field = object->second.find(name);
    if (field == object->second.end())
      return type.name + " has no field \"" + name + "\"" +
             cel::did_you_mean(name, keys_of(object->second));
    type = field->second.type;
    return "";
  }

  const std::string& text_;
  const Named& named_;
  cel::Issues issues_;
};

class NameCheck {
 public:
  NameCheck(const cel::Program& program, const Named& named)
      : named_(named), issues_(program.text()) {}

  void visit(const Expr& node) {
    const bool literal = node.kind == Expr::Kind::call && !node.args.empty() &&
                         node.args[0]->kind == Expr::Kind::literal &&
                         node.args[0]->value.kind() == cel::Value::Kind::text;
    if (literal && node.name == "listed") list(*node.args[0]);
    if (literal && (node.name == "date" || node.name == "quantity")) constant(node);
    if (node.kind == Expr::Kind::select && named_.rule != nullptr) parameter(node);
    for (const cel::ExprPtr& child : node.args) visit(*child);
  }
  std::vector<cel::Issue> take() { return issues_.take(); }

 private:
  void list(const Expr& name) {
    std::vector<std::string> ids;
    for (const OfficialList& list : named_.pack.lists) ids.push_back(list.id);
    const std::string& id = name.value.as_text();
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
      issues_.add(name.span,
                  "registers.yaml has no list \"" + id + "\"" + cel::did_you_mean(id, ids));
  }
  void constant(const Expr& call) {
    if (!call.overloads || call.args.size() != 1 || !call.overloads->front().call) return;
    const cel::Value value = call.overloads->front().call({{call.args[0]->value}});
    if (value.is_error()) issues_.add(call.args[0]->span, value.error_message());
    const Quantity* quantity = as_quantity(value);
    if (quantity != nullptr && !quantity->unit_printed.empty() && quantity->unit.unit_class.empty())
      issues_.add(call.args[0]->span, "the unit \"" + quantity->unit_printed +
                                          "\" is in no table of rules/tables/units.yaml");
  }
  void parameter(const Expr& select) {
    const Expr& of = *select.args[0];
    if (of.kind != Expr::Kind::variable || of.name != "parameters") return;
    if (named_.rule->parameters.count(select.name) == 0)
      issues_.add(select.at, no_parameter(*named_.rule, select.name));
  }

  const Named& named_;
  cel::Issues issues_;
};

}  // namespace

std::vector<cel::Issue> faults_of_text(const std::string& text, const Named& named) {
  return TextCheck(text, named).run();
}

std::vector<cel::Issue> faults_of_names(const cel::Program& program, const Named& named) {
  NameCheck check(program, named);
  check.visit(program.root());
  return check.take();
}

}  // namespace verilot
