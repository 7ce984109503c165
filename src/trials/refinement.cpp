#include "trials/refinement.h"

#include <algorithm>

namespace verilot {

namespace {

bool is_decided(Outcome outcome) {
  return outcome == Outcome::pass || outcome == Outcome::fail || outcome == Outcome::not_applicable;
}

bool meet(const Names& a, const Names& b) {
  return std::ranges::any_of(a, [&](const std::string& name) { return b.count(name) > 0; });
}

bool same_leaves(const std::vector<ArticlePathway>& a, const std::vector<ArticlePathway>& b) {
  return std::ranges::equal(a, b, [](const ArticlePathway& one, const ArticlePathway& other) {
    return one.subject == other.subject && one.possible == other.possible;
  });
}

std::string ids(const std::vector<const Leaf*>& leaves) {
  std::string text;
  for (const Leaf* leaf : leaves) text += (text.empty() ? "" : ", ") + leaf->id;
  return text;
}

// What the richer dossier says where the poorer one said `before`; "" where that is the same.
std::string otherwise(const Rule& rule, const SubjectOutcome& before,
                      const std::vector<SubjectOutcome>& after) {
  const auto same = std::ranges::find(after, before.subject, &SubjectOutcome::subject);
  if (same != after.end())
    return same->outcome == before.outcome ? "" : std::string(to_string(same->outcome));
  // A rule that compares two facts falls silent where one turns out to be none: silence contradicts
  // a pass and a fail, but not that the rule did not apply.
  if (rule.element.empty()) return before.outcome == Outcome::not_applicable ? "" : "nothing";
  // What stood for a list that nobody named stood for each of its elements; what stood for those
  // that were not read may have stood for none.
  if (before.subject != rule.subject) return "";
  for (const SubjectOutcome& one : after)
    if (one.outcome != before.outcome)
      return std::string(to_string(one.outcome)) + " of " + one.subject;
  return "";
}

}  // namespace

PackOnDay::PackOnDay(const RulePack& pack, const Date& as_of, const Rulebook& rulebook)
    : pack_(pack), rulebook_(rulebook), as_of_(as_of) {
  for (const Rule& rule : pack.rules) {
    rules_.emplace_back(rule, as_of);
    names_.push_back(names_in(rule));
  }
  tree_names_ = names_in(pack.tree);
}

PackOnDay::Outcomes PackOnDay::judge(const Fact& dossier) const {
  const Evidence evidence = evidence_of(dossier, rulebook_);
  Outcomes all{possible_pathways(pack_.tree, pack_.values, evidence, as_of_), {}};
  for (const RuleOnDay& rule : rules_)
    all.of_rules.push_back(rule.outcomes(evidence, all.pathways, pack_.values));
  return all;
}

PackOnDay::Outcomes PackOnDay::judge_again(const Fact& dossier, const Outcomes& before,
                                           const Names& changed) const {
  const Evidence evidence = evidence_of(dossier, rulebook_);
  Outcomes all = before;
  bool moved = false;
  if (meet(changed, tree_names_)) {
    all.pathways = possible_pathways(pack_.tree, pack_.values, evidence, as_of_);
    moved = !same_leaves(all.pathways, before.pathways);
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const bool again = meet(changed, names_[i]) || (moved && !pack_.rules[i].applies_to.empty());
    if (again) all.of_rules[i] = rules_[i].outcomes(evidence, all.pathways, pack_.values);
  }
  return all;
}

std::vector<Contradiction> PackOnDay::contradictions(const Outcomes& poorer, const Outcomes& richer,
                                                     const std::string& only) const {
  std::vector<Contradiction> found;
  const std::string tree = pathway_rule();
  for (const ArticlePathway& after : richer.pathways) {
    if (!only.empty() && only != tree) break;
    const auto before = std::ranges::find(poorer.pathways, after.subject, &ArticlePathway::subject);
    if (before == poorer.pathways.end()) continue;
    const bool fewer = std::ranges::all_of(after.possible, [&](const Leaf* leaf) {
      return std::ranges::find(before->possible, leaf) != before->possible.end();
    });
    if (fewer) continue;
    found.push_back({tree, after.subject, ids(before->possible), ids(after.possible), {}, {}});
    break;
  }
  for (std::size_t i = 0; i < pack_.rules.size(); ++i) {
    const Rule& rule = pack_.rules[i];
    if (!only.empty() && only != rule.id) continue;
    for (const SubjectOutcome& before : poorer.of_rules[i]) {
      if (!is_decided(before.outcome)) continue;
      const std::string after = otherwise(rule, before, richer.of_rules[i]);
      if (after.empty()) continue;
      found.push_back(
          {rule.id, before.subject, std::string(to_string(before.outcome)), after, {}, {}});
      break;
    }
  }
  return found;
}

namespace {

void find_paths(const Fact& fact, FactPath& path, std::vector<FactPath>& paths) {
  const bool object = fact.kind == NodeKind::object;
  if (!object && fact.kind != NodeKind::list) return;
  // From the end: what is taken away then leaves the places before it as they are.
  for (std::size_t i = fact.items.size(); i-- > 0;) {
    path.push_back(object ? FactStep{fact.keys[i]} : FactStep{"", i});
    paths.push_back(path);
    find_paths(*fact.items[i], path, paths);
    path.pop_back();
  }
}

class Shrinking {
 public:
  Shrinking(const PackOnDay& pack, FactPtr poorer, FactPtr richer, Contradiction& found)
      : pack_(pack), poorer_(std::move(poorer)), richer_(std::move(richer)), found_(found) {}

  void run() {
    while (once()) continue;
    found_.known = lines_of(*poorer_);
    for (const std::string& line : lines_of(*richer_))
      if (std::ranges::find(found_.known, line) == found_.known.end())
        found_.learnt.push_back(line);
  }

 private:
  bool once() {
    std::vector<FactPath> paths;
    FactPath path;
    find_paths(*richer_, path, paths);
    bool shrunk = false;
    for (const FactPath& one : paths) shrunk = take_away(one) || shrunk;
    return shrunk;
  }

  bool take_away(const FactPath& path) {
    if (at(*richer_, path) == nullptr || at(*poorer_, path) == nullptr) return false;
    const FactPtr poorer = changed(poorer_, path, nullptr);
    const FactPtr richer = changed(richer_, path, nullptr);
    const std::vector<Contradiction> left =
        pack_.contradictions(pack_.judge(*poorer), pack_.judge(*richer), found_.rule);
    if (left.empty()) return false;
    found_ = left.front();
    poorer_ = poorer;
    richer_ = richer;
    return true;
  }

  const PackOnDay& pack_;
  FactPtr poorer_, richer_;
  Contradiction& found_;
};

}  // namespace

void shrink(const PackOnDay& pack, FactPtr poorer, FactPtr richer, Contradiction& found) {
  Shrinking(pack, std::move(poorer), std::move(richer), found).run();
}

}  // namespace verilot
