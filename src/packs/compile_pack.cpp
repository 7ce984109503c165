#include "packs/compile_pack.h"

#include <algorithm>

#include "packs/domain_values.h"
#include "packs/load_packs.h"
#include "packs/pack_checks.h"
#include "packs/support_functions.h"
#include "packs/text_places.h"

namespace verilot {

namespace {

using cel::Type;

Type type_of(FieldKind kind, const std::string& name) {
  switch (kind) {
    case FieldKind::text:
    case FieldKind::choice:
    case FieldKind::document:
      return Type::of(Type::Kind::text);
    case FieldKind::boolean:
      return Type::of(Type::Kind::boolean);
    case FieldKind::integer:
      return Type::of(Type::Kind::integer);
    case FieldKind::number:
    case FieldKind::quantity:
      return Type::opaque(std::string(kQuantityType));
    case FieldKind::date:
    case FieldKind::expiry_date:
      return Type::opaque(std::string(kDateType));
    case FieldKind::object:
      return Type::object(name);
    case FieldKind::list:
      return Type::dyn();
  }
  return Type::dyn();
}

cel::FieldType field_type(const Schema& schema, const Field& field) {
  cel::FieldType result;
  const bool list = field.kind == FieldKind::list;
  const FieldKind kind = list ? field.element : field.kind;
  result.type = type_of(kind, field.type);
  if (list) result.type = Type::list(result.type);
  if (kind == FieldKind::choice)
    for (const Choice& choice : schema.enumeration(field.type)->choices)
      result.values.push_back(choice.value);
  return result;
}

Type type_of_constant(const cel::Value& value) {
  switch (value.kind()) {
    case cel::Value::Kind::boolean:
      return Type::of(Type::Kind::boolean);
    case cel::Value::Kind::integer:
      return Type::of(Type::Kind::integer);
    case cel::Value::Kind::text:
      return Type::of(Type::Kind::text);
    case cel::Value::Kind::opaque:
      return Type::opaque(cel::type_name(value));
    case cel::Value::Kind::list: {
      const cel::List& list = value.as_list();
      return Type::list(list.size() == 0 ? Type::dyn() : type_of_constant(list.at(0)));
    }
    default:
      return Type::dyn();
  }
}

const std::vector<std::string> kOutcomes = {"pass",           "fail",  "unverified",
                                            "not-applicable", "error", "nothing"};

// lots -> lot, practitioners -> practitioner: the name an element is bound to.
std::string singular(const std::string& list) { return list.substr(0, list.size() - 1); }

// An issue within an expression at its place in the YAML file.
Problem at_place(const Expression& expression, const cel::Issue& issue, const std::string& rule) {
  const MarkedPart marked = mark(expression, issue);
  return {ProblemLevel::error, marked.where, rule + ": " + issue.message + "\n" + marked.excerpt};
}

class PackCompiler {
 public:
  PackCompiler(const CompileFrom& from, Problems& problems) : from_(from), problems_(problems) {}

  void run(RulePack& pack) {
    auto functions = std::make_shared<cel::FunctionRegistry>(cel::standard_functions());
    add_domain_functions(*functions, from_.units);
    add_support_functions(*functions);
    add_listed(*functions, pack);
    pack.functions = functions;
    cel::Environment environment = pack_environment(from_.schema);
    environment.functions = functions.get();
    for (const auto& [name, value] : pack.values) {
      const auto own = from_.places.find(name);
      if (own != from_.places.end() && environment.variables.count(name) != 0)
        problems_.push_back(
            {ProblemLevel::error, own->second,
             "value '" + name + "' has the name of a dossier fact; choose another"});
      environment.variables.insert_or_assign(name, cel::FieldType{type_of_constant(value), {}});
      environment.constants.insert_or_assign(name, value);
    }
    pack.environment = std::make_shared<const cel::Environment>(environment);
    environment.variables["article"] = {Type::object("article"), {}};
    const Named in_tree{environment, pack};
    for (auto& [id, question] : pack.tree.questions) {
      compile(question.condition, in_tree, {"question " + id});
      check_texts(question.texts, in_tree, "question " + id);
    }
    for (const auto& [id, leaf] : pack.tree.leaves) check_texts(leaf.texts, in_tree, "leaf " + id);
    check_cases(pack.tree.cases, pack, leaf_ids(pack));
    environment.variables.erase("article");
    environment.variables["parameters"] = {Type::map(Type::of(Type::Kind::text), Type::dyn()), {}};
    for (Rule& rule : pack.rules) compile(rule, pack, environment);
    for (const Example& example : pack.examples) check_example(example, pack);
  }

 private:
  // Whether "preparation.maker.name" is a fact of the schema; a path does not go through a list.
  // Of the dossier, or of the rule's element.
  bool is_fact(std::string_view path, const Rule& rule) const {
    std::string type = from_.schema.root;
    if (!rule.element.empty() && path.starts_with(rule.element + ".")) {
      type = from_.schema.field(type, rule.subject)->type;
      path.remove_prefix(rule.element.size() + 1);
    }
    while (!type.empty()) {
      const std::size_t dot = path.find('.');
      const Field* field = from_.schema.field(type, path.substr(0, dot));
      if (field == nullptr) return false;
      if (dot == std::string_view::npos) return true;
      type = field->kind == FieldKind::object ? field->type : "";
      path.remove_prefix(dot + 1);
    }
    return false;
  }

  // Lends the environment to the rule: the variable of its element is there meanwhile only.
  void compile(Rule& rule, const RulePack& pack, cel::Environment& environment) {
    const Field* subject = from_.schema.field(from_.schema.root, rule.subject);
    if (subject == nullptr && rule.subject != "dossier") {
      std::vector<std::string> names;
      for (const Field& field : from_.schema.type(from_.schema.root)->fields)
        names.push_back(field.name);
      problems_.push_back({ProblemLevel::error, rule.where,
                           "rule '" + rule.id + "': no subject '" + rule.subject + "'" +
                               did_you_mean(rule.subject, names)});
      return;
    }
    if (subject != nullptr && subject->kind == FieldKind::list) {
      rule.element = singular(rule.subject);
      environment.variables[rule.element] = {Type::object(subject->type), {}};
    }
    for (const std::string& leaf : rule.applies_to)
      if (pack.tree.leaves.count(leaf) == 0)
        problems_.push_back({ProblemLevel::error, rule.where,
                             "rule '" + rule.id + "' applies to '" + leaf + "', which is no leaf" +
                                 did_you_mean(leaf, leaf_ids(pack))});
    for (const std::string& path : rule.compares)
      if (!is_fact(path, rule))
        problems_.push_back({ProblemLevel::error, rule.where,
                             "rule '" + rule.id + "' compares '" + path + "', which is no fact"});
    environment.constants.insert_or_assign("parameters", constants_of(rule));
    const Wanted wanted{rule.id, !rule.absence_ok.empty()};
    const Named named{environment, pack, &rule};
    compile(rule.when, named, wanted);
    compile(rule.require, named, wanted);
    for (RuleVersion& version : rule.versions) {
      if (version.when) compile(*version.when, named, wanted);
      if (version.require) compile(*version.require, named, wanted);
    }
    check_texts(rule.texts, named, rule.id);
    check_cases(rule.cases, pack, kOutcomes);
    if (!rule.element.empty()) environment.variables.erase(rule.element);
  }

  static cel::Value constants_of(const Rule& rule) {
    std::vector<std::pair<cel::Value, cel::Value>> parameters;
    for (const auto& [name, value] : rule.parameters)
      parameters.emplace_back(cel::Value::text(name), value);
    return cel::Value::map(std::move(parameters));
  }

  static std::vector<std::string> leaf_ids(const RulePack& pack) {
    std::vector<std::string> ids;
    for (const auto& [id, leaf] : pack.tree.leaves) ids.push_back(id);
    return ids;
  }

  struct Wanted {
    std::string name;         // of the rule or question, for messages
    bool absence_ok = false;  // it may ask what is written
  };

  // An empty text stays without a program: a rule without `when`, or a fault reported elsewhere.
  void compile(Expression& expression, const Named& named, const Wanted& wanted) {
    const std::string& name = wanted.name;
    if (expression.text.empty()) return;
    cel::Compiled compiled = cel::compile(expression.text, named.environment);
    for (const cel::Issue& issue : compiled.issues)
      problems_.push_back(at_place(expression, issue, name));
    if (!compiled.program) return;
    const Type& type = compiled.program->result_type();
    if (type.kind != Type::Kind::boolean && type.kind != Type::Kind::dyn)
      problems_.push_back({ProblemLevel::error, expression.where,
                           name + ": expected true or false, found " + cel::to_string(type)});
    for (const cel::Issue& issue : compiled.program->absence_uses())
      if (!wanted.absence_ok) problems_.push_back(at_place(expression, issue, name));
    for (const cel::Issue& issue : faults_of_names(*compiled.program, named))
      problems_.push_back(at_place(expression, issue, name));
    expression.program = std::move(compiled.program);
  }

  void check_texts(const std::vector<Expression>& texts, const Named& named,
                   const std::string& name) {
    for (const Expression& text : texts)
      for (const cel::Issue& issue : faults_of_text(text.text, named))
        problems_.push_back(at_place(text, issue, name));
  }

  void check_cases(const std::vector<Case>& cases, const RulePack& pack,
                   const std::vector<std::string>& outcomes) {
    std::vector<std::string> bases;
    for (const auto& [id, base] : pack.bases) bases.push_back(id);
    const auto is_in = [](const std::vector<std::string>& all, const std::string& one) {
      return std::find(all.begin(), all.end(), one) != all.end();
    };
    for (const Case& c : cases) {
      const auto fault = [&](const std::string& message) {
        problems_.push_back({ProblemLevel::error, c.where, "case '" + c.name + "' " + message});
      };
      if (!c.base.empty() && !is_in(bases, c.base))
        fault("has no base '" + c.base + "' in bases.yaml" + did_you_mean(c.base, bases));
      for (const std::string& outcome : c.expect)
        if (!outcome.empty() && !is_in(outcomes, outcome))
          fault("cannot come to '" + outcome + "'" + did_you_mean(outcome, outcomes));
    }
  }

  void check_example(const Example& example, const RulePack& pack) {
    check_cases({example.dossier}, pack, {});
    std::vector<std::string> rules;
    for (const Rule& rule : pack.rules) rules.push_back(rule.id);
    const std::vector<std::string> leaves = leaf_ids(pack);
    const auto expect_one_of = [&](const std::string& word, const std::vector<std::string>& known,
                                   const std::string& message) {
      if (std::find(known.begin(), known.end(), word) == known.end())
        problems_.push_back({ProblemLevel::error, example.dossier.where,
                             "example '" + example.dossier.name + "' " + message + " '" + word +
                                 "'" + did_you_mean(word, known)});
    };
    if (!example.verdict.empty())
      expect_one_of(example.verdict, {"REJECT", "HOLD", "CLEAR"}, "has no such verdict:");
    for (const std::string& leaf : example.pathway) expect_one_of(leaf, leaves, "knows no leaf");
    for (const auto& [rule, outcome] : example.expect) {
      expect_one_of(rule, rules, "knows no rule");
      expect_one_of(outcome, kOutcomes, "cannot come to");
    }
  }

  // The pack's lists are few and small; the copy in the function lives as long as its programs.
  static void add_listed(cel::FunctionRegistry& functions, const RulePack& pack) {
    const Type text = Type::of(Type::Kind::text);
    functions.add({std::string(kListedFunction),
                   false,
                   {text, Type::dyn()},
                   Type::of(Type::Kind::boolean),
                   [lists = pack.lists](std::span<const cel::Value> arguments) {
                     return listed(lists, arguments[0].as_text(), arguments[1]);
                   }});
  }

  static cel::Value listed(const std::vector<OfficialList>& lists, const std::string& id,
                           const cel::Value& name) {
    const auto list =
        std::find_if(lists.begin(), lists.end(), [&](const OfficialList& l) { return l.id == id; });
    if (list == lists.end()) return cel::Value::error("no list '" + id + "' in registers.yaml");
    if (name.kind() != cel::Value::Kind::text) return cel::Value::boolean(false);
    for (const std::string& entry : list->entries)
      if (same_name(entry, name.as_text())) return cel::Value::boolean(true);
    if (list->complete) return cel::Value::boolean(false);
    return cel::Value::unknown(
        cel::Missing{id, id, "the copy of " + to_string(list->as_of) + " is not complete"});
  }

  const CompileFrom& from_;
  Problems& problems_;
};

}  // namespace

cel::Environment pack_environment(const Schema& schema) {
  cel::Environment environment;
  for (const auto& [name, type] : schema.types)
    for (const Field& field : type.fields)
      environment.objects[name].emplace(field.name, field_type(schema, field));
  for (const Field& field : schema.type(schema.root)->fields)
    environment.variables.emplace(field.name, field_type(schema, field));
  environment.variables.emplace("as_of", cel::FieldType{Type::opaque(std::string(kDateType)), {}});
  return environment;
}

void compile_pack(RulePack& pack, const CompileFrom& from, Problems& problems) {
  PackCompiler(from, problems).run(pack);
}

}  // namespace verilot
