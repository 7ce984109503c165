#include "evaluate/outcomes.h"

#include <algorithm>

#include "evaluate/in_force.h"
#include "packs/domain_values.h"

namespace verilot {

namespace {

class LeafWalk {
 public:
  LeafWalk(const PathwayTree& tree, const RuleActivation& activation, ArticlePathway& result)
      : tree_(tree), activation_(activation), result_(result) {}

  void visit(const std::string& id) {
    if (!seen_.insert(id).second) return;
    if (const auto leaf = tree_.leaves.find(id); leaf != tree_.leaves.end()) {
      result_.possible.push_back(&leaf->second);
      return;
    }
    const auto question = tree_.questions.find(id);
    if (question == tree_.questions.end()) return;
    const cel::Value answer = question->second.condition.program->evaluate(activation_);
    if (!answer.is_false()) visit(question->second.yes);
    if (!answer.is_true()) visit(question->second.no);
  }

 private:
  const PathwayTree& tree_;
  const RuleActivation& activation_;
  ArticlePathway& result_;
  std::set<std::string_view> seen_;
};

ArticlePathway open_pathway(const PathwayTree& tree) {
  ArticlePathway open;
  open.subject = "articles";
  for (const auto& [id, leaf] : tree.leaves) open.possible.push_back(&leaf);
  return open;
}

Outcome outcome_of(const cel::Value& required) {
  if (required.is_true()) return Outcome::pass;
  if (required.is_false()) return Outcome::fail;
  return required.is_unknown() ? Outcome::unverified : Outcome::error;
}

}  // namespace

std::vector<ArticlePathway> possible_pathways(const PathwayTree& tree,
                                              const RuleActivation::Constants& values,
                                              const Evidence& evidence, const Date& as_of) {
  std::vector<ArticlePathway> pathways;
  if (tree.start.empty()) return pathways;
  const NodeId list = evidence.member(evidence.root(), "articles");
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return {open_pathway(tree)};
  const cel::Value day = date_value(as_of);
  for (const NodeId article : evidence.children(list)) {
    ArticlePathway result;
    result.subject = evidence.path(article);
    RuleActivation activation(evidence, values, day);
    activation.bind("article", value_of(evidence, article));
    LeafWalk(tree, activation, result).visit(tree.start);
    pathways.push_back(std::move(result));
  }
  if (!evidence.complete(list)) pathways.push_back(open_pathway(tree));
  return pathways;
}

struct RuleOnDay::Ground {
  const Evidence& evidence;
  const std::vector<ArticlePathway>& pathways;
  const RuleActivation::Constants& values;
};

RuleOnDay::RuleOnDay(const Rule& rule, Date as_of)
    : rule_(&rule), as_of_(as_of), day_(date_value(as_of)), parameters_(cel::Value::null()) {
  if (const RuleVersion* version = version_on(rule, as_of)) {
    replaced_ = std::make_unique<const Rule>(replaced_by(*version, rule));
    rule_ = replaced_.get();
  }
  std::vector<std::pair<cel::Value, cel::Value>> parameters;
  for (const auto& [name, value] : rule_->parameters)
    parameters.emplace_back(cel::Value::text(name), value);
  parameters_ = cel::Value::map(std::move(parameters));
}

RuleActivation RuleOnDay::bound_to(const Ground& ground, cel::Value element) const {
  RuleActivation variables(ground.evidence, ground.values, day_);
  variables.bind("parameters", parameters_);
  if (!rule_->element.empty()) variables.bind(rule_->element, std::move(element));
  return variables;
}

std::vector<SubjectOutcome> RuleOnDay::outcomes(const Evidence& evidence,
                                                const std::vector<ArticlePathway>& pathways,
                                                const RuleActivation::Constants& values) const {
  const Rule& rule = *rule_;
  const Ground ground{evidence, pathways, values};
  if (!something_to_compare(rule, evidence)) return {};
  if (rule.element.empty())
    return {{rule.subject, of_subject(ground, rule.subject, cel::Value::null())}};
  const NodeId list = evidence.member(evidence.root(), rule.subject);
  const bool of_element = compares_element(rule);
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) {
    if (of_element) return {};
    return {{rule.subject, of_unread(ground, cel::Value::unknown(cel::Missing{
                                                 rule.subject, rule.subject, "not stated"}))}};
  }
  std::vector<SubjectOutcome> all;
  for (const NodeId element : evidence.children(list)) {
    if (!something_to_compare(rule, evidence, element)) continue;
    const std::string subject = evidence.path(element);
    all.push_back({subject, of_subject(ground, subject, value_of(evidence, element))});
  }
  if (!evidence.complete(list) && !of_element) {
    const std::string rest = rule.subject + "[" + std::to_string(all.size()) + "]";
    all.push_back(
        {rest, of_unread(ground, cel::Value::unknown(cel::Missing{rest, rest, "not read"}))});
  }
  if (all.empty() && !of_element) all.push_back({rule.subject, Outcome::not_applicable});
  return all;
}

Outcome RuleOnDay::of_subject(const Ground& ground, const std::string& subject,
                              cel::Value element) const {
  const Rule& rule = *rule_;
  if (!holds(rule.in_force, as_of_)) return Outcome::not_applicable;
  const Applies on_pathway = applies(rule.applies_to, ground.pathways,
                                     rule.element == "article" ? subject : std::string_view{});
  if (on_pathway == Applies::no) return Outcome::not_applicable;
  const RuleActivation variables = bound_to(ground, std::move(element));
  if (rule.when.program) {
    const cel::Value when = rule.when.program->evaluate(variables);
    if (when.is_false()) return Outcome::not_applicable;
    if (!when.is_true()) return outcome_of(when);
  }
  const Outcome outcome = outcome_of(rule.require.program->evaluate(variables));
  return on_pathway == Applies::open && outcome != Outcome::error ? Outcome::unverified : outcome;
}

// What the element is does not matter where the rest of the condition already fails.
Outcome RuleOnDay::of_unread(const Ground& ground, cel::Value element) const {
  const Rule& rule = *rule_;
  if (!holds(rule.in_force, as_of_)) return Outcome::not_applicable;
  if (applies(rule.applies_to, ground.pathways) == Applies::no) return Outcome::not_applicable;
  if (!rule.when.program) return Outcome::unverified;
  const RuleActivation variables = bound_to(ground, std::move(element));
  return rule.when.program->evaluate(variables).is_false() ? Outcome::not_applicable
                                                           : Outcome::unverified;
}

}  // namespace verilot
