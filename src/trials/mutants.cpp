#include "trials/mutants.h"

#include <algorithm>
#include <functional>

#include "packs/text_places.h"
#include "trials/edits.h"
#include "trials/same_meaning.h"
#include "trials/telling_apart.h"

namespace verilot {

namespace {

bool reads(const cel::Expr& node, const std::string& name) {
  if (node.kind == cel::Expr::Kind::variable && node.name == name) return true;
  return std::ranges::any_of(node.args, [&](const auto& part) { return reads(*part, name); });
}
bool reads(const Expression& expression, const std::string& name) {
  return expression.program && reads(expression.program->root(), name);
}

bool reads_parameter(const cel::Expr& node, const std::string& name) {
  const bool here = node.kind == cel::Expr::Kind::select && node.name == name &&
                    node.args[0]->kind == cel::Expr::Kind::variable &&
                    node.args[0]->name == "parameters";
  return here || std::ranges::any_of(
                     node.args, [&](const auto& part) { return reads_parameter(*part, name); });
}

std::vector<const Expression*> expressions_of(const Rule& rule) {
  std::vector<const Expression*> all = {&rule.when, &rule.require};
  for (const RuleVersion& version : rule.versions) {
    if (version.when) all.push_back(&*version.when);
    if (version.require) all.push_back(&*version.require);
  }
  std::erase_if(all, [](const Expression* one) { return !one->program; });
  return all;
}

Possible::Constants constants_of(const RulePack& pack, const Rule* rule) {
  Possible::Constants constants(pack.values.begin(), pack.values.end());
  if (rule == nullptr) return constants;
  for (const auto& [name, value] : rule->parameters)
    constants.insert_or_assign("parameters." + name, value);
  return constants;
}

cel::Environment environment_of(const RulePack& pack, const Rule& rule, const Schema& schema) {
  cel::Environment environment = *pack.environment;
  using cel::Type;
  environment.variables["parameters"] = {Type::map(Type::of(Type::Kind::text), Type::dyn()), {}};
  std::vector<std::pair<cel::Value, cel::Value>> parameters;
  for (const auto& [name, value] : rule.parameters)
    parameters.emplace_back(cel::Value::text(name), value);
  environment.constants.insert_or_assign("parameters", cel::Value::map(std::move(parameters)));
  if (!rule.element.empty())
    environment.variables[rule.element] = {
        Type::object(schema.field(schema.root, rule.subject)->type), {}};
  return environment;
}

// The rule without what no trial asks for, so that copies are cheap.
Rule bare(Rule rule) {
  rule.cases.clear();
  rule.texts.clear();
  rule.ask.clear();
  rule.messages = {};
  rule.citation = {};
  return rule;
}

// Mutants of one expression.
class ExpressionTrial {
 public:
  // What there is to ask about a changed program.
  struct Questions {
    std::function<bool(const cel::Program&)> noticed;  // by some case
    std::function<std::optional<Hint>(const cel::Program&)> hint;
  };

  ExpressionTrial(const MutationGround& ground, std::string of, const cel::Environment& environment,
                  const Possible& possible, Tried& tried)
      : ground_(ground),
        of_(std::move(of)),
        environment_(environment),
        possible_(possible),
        tried_(tried) {}

  void run(const Expression& expression, const cel::Program* applies, const Questions& ask) {
    for (const Edit& edit : edits_of(*expression.program))
      if (is_own(expression, edit)) attempt(expression, edit, applies, ask);
  }

  // The condition under which a rule applies, left out.
  void drop(const Expression& when, const Questions& ask) {
    for (const WrittenPart& part : when.parts) {
      const Edit edit{{part.offset, part.size}, "true", {part.offset, part.size}};
      const std::string text = when.text.substr(part.offset, part.size);
      if (text != "true" && text != "false" && is_own(when, edit))
        attempt(when, edit, nullptr, ask);
    }
  }

 private:
  // A part of a shared rule, or of the pack that this one builds on, is tried there.
  bool is_own(const Expression& expression, const Edit& edit) const {
    return std::ranges::any_of(expression.parts, [&](const WrittenPart& part) {
      return part.where.file.starts_with(ground_.folder) && part.offset <= edit.at.offset &&
             edit.at.offset + edit.at.length <= part.offset + part.size;
    });
  }

  void attempt(const Expression& expression, const Edit& edit, const cel::Program* applies,
               const Questions& ask) {
    const cel::Compiled changed = cel::compile(edited(expression.text, edit), environment_);
    if (!changed.program) return;
    if (ask.noticed(*changed.program)) {
      ++tried_.killed;
    } else if (same_meaning(possible_, *expression.program, *changed.program, edit.at.offset,
                            applies)) {
      ++tried_.equivalent;
    } else {
      survived(expression, edit, ask.hint(*changed.program));
    }
  }

  void survived(const Expression& expression, const Edit& edit, std::optional<Hint> hint) {
    cel::Issue issue;
    issue.offset = edit.at.offset;
    issue.length = edit.at.length;
    const ShownEdit both = shown(expression.text, edit);
    tried_.survivors.push_back(
        {mark(expression, issue).where, of_, both.original, both.mutated, std::move(hint)});
  }

  const MutationGround& ground_;
  const std::string of_;
  const cel::Environment& environment_;
  const Possible& possible_;
  Tried& tried_;
};

// The cases of one rule, and what they show of it as it is.
class RuleCases {
 public:
  RuleCases(const ReadyCases& cases, const Rule& rule)
      : values_(cases.pack().values), cases_(cases.of_rule(rule.id)) {
    for (const ReadyCase& c : cases_) shown_.push_back(outcomes_of({rule, c.as_of}, c, values_));
  }
  bool notice(const Rule& changed) const { return notice(changed, values_); }
  bool notice(const Rule& rule, const RuleActivation::Constants& values) const {
    for (std::size_t i = 0; i < cases_.size(); ++i)
      if (outcomes_of({rule, cases_[i].as_of}, cases_[i], values) != shown_[i]) return true;
    return false;
  }

 private:
  const RuleActivation::Constants& values_;
  const std::vector<ReadyCase>& cases_;
  std::vector<std::vector<SubjectOutcome>> shown_;
};

class TreeCases {
 public:
  explicit TreeCases(const ReadyCases& cases) : cases_(cases.of_tree()) {
    for (const ReadyCase& c : cases_)
      shown_.push_back(leaves_of(cases.pack().tree, c, cases.pack().values));
  }
  bool notice(const PathwayTree& tree, const RuleActivation::Constants& values) const {
    for (std::size_t i = 0; i < cases_.size(); ++i)
      if (leaves_of(tree, cases_[i], values) != shown_[i]) return true;
    return false;
  }

 private:
  const std::vector<ReadyCase>& cases_;
  std::vector<std::vector<std::string>> shown_;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// "pass"; of several subjects each with its own.
std::string in_words(const std::vector<SubjectOutcome>& outcomes) {
  if (outcomes.empty()) return "nothing";
  std::string words;
  for (const SubjectOutcome& one : outcomes)
    words += (words.empty() ? "" : ", ") + (outcomes.size() == 1 ? "" : one.subject + " ") +
             std::string(to_string(one.outcome));
  return words;
}

class RuleTrial {
 public:
  RuleTrial(const MutationGround& ground, const Rule& rule)
      : ground_(ground),
        rule_(rule),
        changed_(bare(rule)),
        cases_(ground.cases, rule),
        environment_(environment_of(ground.cases.pack(), rule, ground.rulebook.schema)),
        possible_(constants_of(ground.cases.pack(), &rule)),
        trial_(ground, rule.id, environment_, possible_, tried_) {}

  Tried run() {
    const cel::Program* applies = rule_.when.program ? &*rule_.when.program : nullptr;
    condition(rule_.when, changed_.when);
    requirement(rule_.require, changed_.require, applies);
    for (std::size_t i = 0; i < rule_.versions.size(); ++i) {
      const RuleVersion& version = rule_.versions[i];
      RuleVersion& changed = changed_.versions[i];
      if (version.when) condition(*version.when, *changed.when);
      const Expression& when = version.when ? *version.when : rule_.when;
      if (version.require)
        requirement(*version.require, *changed.require, when.program ? &*when.program : nullptr);
    }
    parameters();
    return std::move(tried_);
  }

 private:
  // Does `job` while the expression at the place is another one.
  template <typename Job>
  auto with(Expression& place, const cel::Program& program, const Job& job) {
    const std::optional<cel::Program> own = std::exchange(place.program, program);
    auto result = job();
    place.program = own;
    return result;
  }
  ExpressionTrial::Questions ask(Expression& place) {
    return {[this, &place](const cel::Program& program) {
              return with(place, program, [this] { return cases_.notice(changed_); });
            },
            [this, &place](const cel::Program& program) {
              return with(place, program, [this] { return hint(); });
            }};
  }
  // Of the rule as it is changed now.
  std::optional<Hint> hint() {
    if (ground_.pool == nullptr) return std::nullopt;
    const RulePack& pack = ground_.cases.pack();
    const auto reading = [&](const Rule& rule) {
      return [&](const ReadyCase& c) {
        return in_words(RuleOnDay(rule, c.as_of).outcomes(*c.evidence, c.pathways, pack.values));
      };
    };
    if (!dossiers_)
      dossiers_.emplace(pack, ground_.cases.of_rule(rule_.id), *ground_.pool, ground_.rulebook,
                        names_in(rule_));
    return dossiers_->first(reading(rule_), reading(changed_));
  }

  void condition(const Expression& written, Expression& place) {
    if (!written.program) return;
    trial_.drop(written, ask(place));
    trial_.run(written, nullptr, ask(place));
  }
  void requirement(const Expression& written, Expression& place, const cel::Program* applies) {
    if (written.program) trial_.run(written, applies, ask(place));
  }

  void parameters() {
    for (const ChangedConstant& constant : ground_.constants.changed_parameters(rule_)) {
      if (!is_read(constant.name)) continue;
      cel::Value& place = changed_.parameters.find(constant.name)->second;
      const cel::Value own = std::exchange(place, constant.value);
      const bool noticed = cases_.notice(changed_);
      place = own;
      if (noticed) {
        ++tried_.killed;
      } else {
        tried_.survivors.push_back({constant.where, rule_.id, constant.original, constant.mutated});
      }
    }
  }
  bool is_read(const std::string& name) const {
    return std::ranges::any_of(expressions_of(rule_), [&](const Expression* one) {
      return reads_parameter(one->program->root(), name);
    });
  }

  const MutationGround& ground_;
  const Rule& rule_;
  Rule changed_;
  RuleCases cases_;
  cel::Environment environment_;
  Possible possible_;
  std::optional<TellingDossiers> dossiers_;
  Tried tried_;
  ExpressionTrial trial_;
};

bool reads(const PathwayTree& tree, const std::string& name) {
  return std::ranges::any_of(tree.questions,
                             [&](const auto& one) { return reads(one.second.condition, name); });
}

// Whether nothing that reads the list can come upon the member.
bool is_idle(const RulePack& pack, const ChangedConstant& constant, const Schema& schema) {
  const auto idle = [&](const Expression& expression) {
    return !expression.program ||
           never_looked_for(*expression.program, schema, constant.name, *constant.left_out);
  };
  for (const Rule& rule : pack.rules)
    for (const Expression* one : expressions_of(rule))
      if (!idle(*one)) return false;
  return std::ranges::all_of(pack.tree.questions,
                             [&](const auto& one) { return idle(one.second.condition); });
}

bool some_case_notices(const ReadyCases& cases, const ChangedConstant& constant) {
  const RulePack& pack = cases.pack();
  RuleActivation::Constants values = pack.values;
  values.insert_or_assign(constant.name, constant.value);
  if (reads(pack.tree, constant.name) && TreeCases(cases).notice(pack.tree, values)) return true;
  return std::ranges::any_of(pack.rules, [&](const Rule& rule) {
    const bool reader = std::ranges::any_of(
        expressions_of(rule), [&](const Expression* one) { return reads(*one, constant.name); });
    return reader && RuleCases(cases, rule).notice(rule, values);
  });
}

bool is_read_in(const RulePack& pack, const std::string& name) {
  return reads(pack.tree, name) || std::ranges::any_of(pack.rules, [&](const Rule& rule) {
           return std::ranges::any_of(expressions_of(rule),
                                      [&](const Expression* one) { return reads(*one, name); });
         });
}

}  // namespace

Tried try_rule(const MutationGround& ground, const Rule& rule) {
  return RuleTrial(ground, rule).run();
}

Tried try_question(const MutationGround& ground, const Question& question) {
  const RulePack& pack = ground.cases.pack();
  PathwayTree changed = pack.tree;
  changed.cases.clear();
  cel::Environment environment = *pack.environment;
  environment.variables["article"] = {cel::Type::object("article"), {}};
  const Possible possible(constants_of(pack, nullptr));
  const TreeCases cases(ground.cases);
  std::optional<cel::Program>& place =
      changed.questions.find(question.id)->second.condition.program;
  std::optional<TellingDossiers> dossiers;
  const auto reading = [&](const PathwayTree& tree) {
    return [&](const ReadyCase& c) { return joined(leaves_of(tree, c, pack.values)); };
  };
  const auto hint = [&]() -> std::optional<Hint> {
    if (ground.pool == nullptr) return std::nullopt;
    if (!dossiers)
      dossiers.emplace(pack, ground.cases.of_tree(), *ground.pool, ground.rulebook,
                       names_in(pack.tree));
    return dossiers->first(reading(pack.tree), reading(changed));
  };
  Tried tried;
  ExpressionTrial(ground, "pathways / " + question.id, environment, possible, tried)
      .run(question.condition, nullptr,
           {[&](const cel::Program& program) {
              place = program;
              return cases.notice(changed, pack.values);
            },
            [&](const cel::Program&) { return hint(); }});
  return tried;
}

Tried try_value(const MutationGround& ground, const ChangedConstant& constant,
                const std::vector<const ReadyCases*>& readers) {
  Tried tried;
  bool read = false, idle = constant.left_out.has_value();
  for (const ReadyCases* cases : readers) {
    if (!is_read_in(cases->pack(), constant.name)) continue;
    read = true;
    idle = idle && is_idle(cases->pack(), constant, ground.rulebook.schema);
    if (!some_case_notices(*cases, constant)) continue;
    ++tried.killed;
    return tried;
  }
  if (!read) return tried;
  if (idle) {
    ++tried.equivalent;
  } else {
    tried.survivors.push_back(
        {constant.where, "value " + constant.name, constant.original, constant.mutated, {}});
  }
  return tried;
}

}  // namespace verilot
