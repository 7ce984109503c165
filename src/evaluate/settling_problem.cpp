#include "evaluate/settling_problem.h"

#include <algorithm>

#include "evaluate/in_force.h"

namespace verilot {

namespace {

Decision decided(bool yes, Decision if_yes) { return yes ? if_yes : Decision::open; }

bool all_of_route(const std::vector<const Leaf*>& leaves, Leaf::Route route) {
  return !leaves.empty() && std::all_of(leaves.begin(), leaves.end(),
                                        [&](const Leaf* leaf) { return leaf->route == route; });
}

bool is_part(const std::string& path, const std::string& of) {
  return path.size() > of.size() && path.starts_with(of) &&
         (path[of.size()] == '.' || path[of.size()] == '[' || path[of.size()] == '#');
}

}  // namespace

SettlingContext::SettlingContext(const RulePack& of_pack, const Evidence& of_evidence,
                                 const Schema& schema, const Date& day,
                                 const std::vector<ArticlePathway>& of_articles)
    : pack(of_pack),
      evidence(of_evidence),
      as_of(day),
      pathways(of_articles),
      world(of_evidence, schema),
      book(world),
      atoms(book, world) {}

ArticleTree& SettlingContext::tree(const std::string& subject) {
  std::unique_ptr<ArticleTree>& tree = trees[subject];
  if (!tree) tree = std::make_unique<ArticleTree>(pack, world, as_of, subject, atoms, tree_pool);
  return *tree;
}

SettlingProblem::SettlingProblem(SettlingContext& context, const Finding& finding)
    : context_(context) {
  const auto rule = std::find_if(context.pack.rules.begin(), context.pack.rules.end(),
                                 [&](const Rule& r) { return r.id == finding.rule; });
  if (rule != context.pack.rules.end()) {
    read_rule(on_day(*rule, context.as_of), finding.subject);
  } else if (context.evidence.find(finding.subject) != kNoNode) {
    own_tree_ = &context.tree(finding.subject);
    trees_.push_back(own_tree_);
  } else {
    endless_ = true;
  }
  if (!trees_.empty())
    for (const std::string& text : context.tree_pool.texts) pool_.add(cel::Value::text(text));
  collect();
}

void SettlingProblem::read_rule(const Rule& rule, const std::string& subject) {
  auto activation =
      std::make_unique<WorldActivation>(context_.world, context_.pack.values, context_.as_of);
  std::vector<std::pair<cel::Value, cel::Value>> parameters;
  for (const auto& [name, value] : rule.parameters) {
    parameters.emplace_back(cel::Value::text(name), value);
    pool_.add(value);
  }
  activation->bind("parameters", cel::Value::map(std::move(parameters)));
  if (!rule.element.empty()) {
    const NodeId element = context_.evidence.find(subject);
    const bool listed = element != kNoNode && subject.ends_with("]");
    const bool article = element != kNoNode && rule.element == "article";
    if (!listed && !article) unread_ = subject;
    const std::string path = unread_.empty() || subject.ends_with("]") ? subject : subject + "[]";
    activation->bind_fact(rule.element, path, unread_.empty() ? element : kNoNode);
  }
  if (rule.when.program) {
    pool_.add(rule.when.program->root(), *activation);
    when_ = formula_of(rule.when.program->root(), *activation, context_.atoms);
  }
  pool_.add(rule.require.program->root(), *activation);
  require_ = formula_of(rule.require.program->root(), *activation, context_.atoms);
  context_.activations.push_back(std::move(activation));
  if (rule.applies_to.empty()) return;
  if (!context_.changed && verilot::applies(rule.applies_to, context_.pathways) != Applies::open)
    return;
  leaves_ = rule.applies_to;
  for (const ArticlePathway& article : context_.pathways) {
    if (rule.element == "article" && article.subject != subject) continue;
    if (context_.evidence.find(article.subject) == kNoNode || article.answers.empty()) {
      endless_ = true;
    } else {
      trees_.push_back(&context_.tree(article.subject));
    }
  }
}

void SettlingProblem::collect() {
  std::vector<int> atoms;
  collect_atoms(when_, atoms);
  collect_atoms(require_, atoms);
  for (const ArticleTree* tree : trees_) tree->collect(atoms);
  for (const int atom : atoms)
    for (const int fact : context_.atoms.facts(atom))
      if (std::find(facts_.begin(), facts_.end(), fact) == facts_.end()) facts_.push_back(fact);
}

Applies SettlingProblem::applies(const Scenario& scenario, std::vector<int>& open) const {
  Applies result = endless_ ? Applies::open : Applies::no;
  for (const ArticleTree* tree : trees_) {
    std::vector<int> own;
    const std::vector<const Leaf*> possible = tree->possible(context_.atoms, scenario, own);
    const auto inside = std::count_if(possible.begin(), possible.end(), [&](const Leaf* leaf) {
      return std::find(leaves_.begin(), leaves_.end(), leaf->id) != leaves_.end();
    });
    if (inside == 0) continue;
    if (inside == static_cast<long>(possible.size())) return Applies::yes;
    result = Applies::open;
    open.insert(open.end(), own.begin(), own.end());
  }
  return result;
}

Decision SettlingProblem::pathway(const Scenario& scenario, std::vector<int>& open) const {
  const std::vector<const Leaf*> leaves = own_tree_->possible(context_.atoms, scenario, open);
  if (all_of_route(leaves, Leaf::Route::none)) return Decision::fail;
  if (all_of_route(leaves, Leaf::Route::lawful)) return Decision::pass;
  return decided(leaves.size() == 1, Decision::judged);
}

Decision SettlingProblem::decide(const Scenario& scenario, std::vector<int>& open) const {
  if (own_tree_ != nullptr) return pathway(scenario, open);
  Applies where = Applies::yes;
  if (!leaves_.empty()) where = applies(scenario, open);
  if (where == Applies::no) return Decision::not_applicable;
  if (where == Applies::yes) open.clear();
  std::vector<int> own;
  const Truth when = truth_of(when_, context_.atoms, scenario, own);
  if (when == Truth::no) return Decision::not_applicable;
  if (when == Truth::error) return Decision::error;
  const Truth required =
      when == Truth::yes ? truth_of(require_, context_.atoms, scenario, own) : Truth::open;
  if (required == Truth::error) return Decision::error;
  open.insert(open.begin(), own.begin(), own.end());
  if (where == Applies::open || required == Truth::open) return Decision::open;
  return required == Truth::yes ? Decision::pass : Decision::fail;
}

const std::vector<int>& SettlingProblem::values(int fact) {
  const auto [place, added] = values_.emplace(fact, std::vector<int>{});
  if (!added) return place->second;
  for (const Supposed& supposed :
       candidates(context_.book.path(fact), context_.world, pool_, context_.as_of)) {
    const int value = context_.book.value(fact, supposed);
    if (std::find(place->second.begin(), place->second.end(), value) == place->second.end())
      place->second.push_back(value);
  }
  return place->second;
}

bool SettlingProblem::inside_list(int fact) const {
  if (!unread_.empty() && is_part(path(fact), unread_)) return true;
  return std::any_of(facts_.begin(), facts_.end(), [&](int other) {
    const FactField& field = context_.book.field(other);
    const bool list =
        field.element || (field.field != nullptr && field.field->kind == FieldKind::list);
    return list && is_part(path(fact), path(other));
  });
}

std::vector<std::pair<std::string, std::vector<int>>> SettlingProblem::roots() const {
  std::vector<std::pair<std::string, std::vector<int>>> roots;
  if (!unread_.empty()) {
    std::vector<int> parts;
    for (const int fact : facts_)
      if (is_part(path(fact), unread_)) parts.push_back(fact);
    roots.emplace_back(unread_, std::move(parts));
  }
  for (const int fact : facts_) {
    const FactField& field = context_.book.field(fact);
    const bool object = !field.element && !field.support && field.field != nullptr &&
                        field.field->kind == FieldKind::object;
    if (inside_list(fact) || object) continue;
    std::vector<int> parts{fact};
    for (const int other : facts_)
      if (other != fact && (is_part(path(other), path(fact)) || is_part(path(fact), path(other))))
        parts.push_back(other);
    roots.emplace_back(path(fact), std::move(parts));
  }
  return roots;
}

}  // namespace verilot
