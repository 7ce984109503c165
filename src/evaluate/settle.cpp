#include "evaluate/settle.h"

#include <algorithm>

#include "evaluate/formula.h"
#include "evaluate/in_force.h"
#include "evaluate/settling_problem.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxForOne = 60;  // steps for one fact
constexpr std::size_t kMaxSets = 64;    // of one size that are tried

using Facts = std::vector<char>;  // by number: whether it is in the set

void include(Facts& facts, int fact) {
  if (static_cast<std::size_t>(fact) >= facts.size())
    facts.resize(static_cast<std::size_t>(fact) + 1, 0);
  facts[static_cast<std::size_t>(fact)] = 1;
}

bool holds(const Facts& facts, int fact) {
  return static_cast<std::size_t>(fact) < facts.size() &&
         facts[static_cast<std::size_t>(fact)] != 0;
}

std::vector<int> numbers_in(const Facts& facts) {
  std::vector<int> numbers;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (facts[i] != 0) numbers.push_back(static_cast<int>(i));
  return numbers;
}

// Looks through the values of some facts, all others unknown.
class Walk {
 public:
  enum class Goal {
    open,        // the outcome stays open; what samples cannot count may be true or false
    shown_open,  // it stays open for values that exist
    fails        // it fails for values that exist
  };
  Walk(SettlingProblem& problem, const Facts& facts, Goal goal, std::size_t limit)
      : problem_(problem),
        facts_(facts),
        goal_(goal),
        until_(problem.atoms().evaluations() + limit) {}

  bool found() { return walk(); }
  bool exceeded() const { return exceeded_; }
  // Values were met for which what stays open waits for no fact.
  bool unanswerable() const { return unanswerable_; }
  std::size_t steps() const { return steps_; }

 private:
  bool walk() {
    ++steps_;
    if (problem_.atoms().evaluations() + steps_ >= until_) {
      exceeded_ = true;
      return goal_ == Goal::open;
    }
    std::vector<int> open;
    const Decision decision = problem_.decide(scenario_, open);
    if (goal_ == Goal::fails && decision == Decision::fail) return true;
    if (decision != Decision::open) return false;
    for (const int atom : open) {
      if (const int fact = next_fact(atom); fact >= 0) return try_values(fact);
      if (goal_ == Goal::open && all_known(atom)) return try_truths(atom);
    }
    if (goal_ != Goal::shown_open) return goal_ == Goal::open;
    const bool waits = std::any_of(open.begin(), open.end(), [&](int atom) {
      const std::vector<int>* missing = nullptr;
      problem_.atoms().truth(atom, scenario_, missing);
      return missing != nullptr && !missing->empty();
    });
    unanswerable_ = unanswerable_ || !waits;
    return waits;
  }

  // A fact of the set that the atom waits for.
  int next_fact(int atom) {
    if (goal_ == Goal::open && !problem_.atoms().countable(atom)) return -1;
    const std::vector<int>* missing = nullptr;
    problem_.atoms().truth(atom, scenario_, missing);
    if (missing == nullptr) return -1;
    for (const int fact : *missing)
      if (holds(facts_, fact) && value_of(fact) < 0 && !problem_.values(fact).empty()) return fact;
    return -1;
  }

  bool all_known(int atom) const {
    const std::vector<int>& facts = problem_.atoms().facts(atom);
    return !problem_.atoms().countable(atom) && !facts.empty() &&
           std::all_of(facts.begin(), facts.end(), [&](int fact) { return holds(facts_, fact); });
  }

  int value_of(int fact) const {
    const auto index = static_cast<std::size_t>(fact);
    return index < scenario_.value.size() ? scenario_.value[index] : -1;
  }

  bool try_values(int fact) {
    const auto index = static_cast<std::size_t>(fact);
    const std::vector<int> values = problem_.values(fact);
    for (const int value : values) {
      if (index >= scenario_.value.size()) scenario_.value.resize(index + 1, -1);
      scenario_.value[index] = value;
      if (walk()) return true;
      scenario_.value[index] = -1;
      if (exceeded_) return false;
    }
    return false;
  }

  bool try_truths(int atom) {
    const auto index = static_cast<std::size_t>(atom);
    if (index >= scenario_.forced.size()) scenario_.forced.resize(index + 1, -1);
    for (const bool truth : {true, false}) {
      scenario_.forced[index] = truth ? 1 : 0;
      if (walk()) return true;
      scenario_.forced[index] = -1;
    }
    return false;
  }

  SettlingProblem& problem_;
  const Facts& facts_;
  Goal goal_;
  std::size_t until_, steps_ = 0;
  bool exceeded_ = false, unanswerable_ = false;
  Scenario scenario_;
};

bool is_part(const std::string& path, const std::string& of) {
  return path.size() > of.size() && path.starts_with(of) &&
         (path[of.size()] == '.' || path[of.size()] == '#');
}

// In order of their paths; an object whose members are there is not named itself, the members of an
// element that nobody read are not.
std::vector<std::string> as_shown(std::vector<std::string> facts) {
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  std::vector<std::string> shown;
  for (const std::string& fact : facts) {
    const bool has_members = std::any_of(facts.begin(), facts.end(), [&](const std::string& other) {
      return is_part(other, fact) && !fact.ends_with("]");
    });
    const bool of_unread = std::any_of(facts.begin(), facts.end(), [&](const std::string& other) {
      return other.ends_with("]") && is_part(fact, other);
    });
    if (has_members || of_unread) continue;
    const std::size_t hash = fact.find('#');
    shown.push_back(hash == std::string::npos
                        ? fact
                        : fact.substr(0, hash) + " (" + fact.substr(hash + 1) + ")");
  }
  return shown;
}

}  // namespace

// The search for one finding.
class Settler::Search {
 public:
  Search(SettlingProblem& problem, std::size_t limit) : problem_(problem), limit_(limit) {
    for (const int fact : problem.facts()) include(all_, fact);
  }

  Settling run(Depth depth) {
    Settling result;
    set_ = all_;
    if (depth == Depth::smallest) {
      shrink(result);
      could_fail(result);
    }
    result.smallest = result.smallest && depth == Depth::smallest;
    result.settles = !unanswerable_;
    for (const int fact : numbers_in(set_)) result.facts.push_back(problem_.path(fact));
    return result;
  }

  std::size_t spent() const { return spent_; }

 private:
  bool found(const Facts& facts, Walk::Goal goal) {
    const std::size_t before = problem_.atoms().evaluations();
    const std::size_t left = limit_ - std::min(limit_, spent_);
    Walk walk(problem_, facts, goal, std::min(kMaxForOne, left));
    const bool is = walk.found();
    spent_ += walk.steps() + problem_.atoms().evaluations() - before;
    exceeded_ = walk.exceeded();
    unanswerable_ = unanswerable_ || walk.unanswerable();
    return is;
  }

  // Without facts that the others can do without.
  void shrink(Settling& result) {
    std::vector<int> unproven;
    for (const int fact : numbers_in(all_)) {
      if (problem_.inside_list(fact)) continue;
      Facts others = all_;
      others[static_cast<std::size_t>(fact)] = 0;
      if (found(others, Walk::Goal::shown_open)) continue;
      Facts without = set_;
      without[static_cast<std::size_t>(fact)] = 0;
      if (!found(without, Walk::Goal::open)) {
        set_ = without;
      } else {
        unproven.push_back(fact);
      }
    }
    if (!unproven.empty()) result.smallest = smaller_sets_are_refuted(unproven);
  }

  // Whether every set that has the facts shown to be needed and fewer others leaves something open;
  // a smaller set that settles is taken.
  bool smaller_sets_are_refuted(const std::vector<int>& unproven) {
    Facts needed = set_;
    for (const int fact : unproven) needed[static_cast<std::size_t>(fact)] = 0;
    std::vector<int> others;
    for (const int fact : numbers_in(all_))
      if (!holds(needed, fact)) others.push_back(fact);
    std::size_t tried = 0;
    for (std::size_t size = 0; size < unproven.size(); ++size) {
      std::vector<bool> chosen(others.size(), false);
      std::fill(chosen.begin(), chosen.begin() + static_cast<long>(size), true);
      do {
        if (++tried > kMaxSets) return false;
        Facts facts = needed;
        for (std::size_t i = 0; i < others.size(); ++i)
          if (chosen[i]) include(facts, others[i]);
        if (found(facts, Walk::Goal::shown_open)) continue;
        if (exceeded_ || found(facts, Walk::Goal::open)) return false;
        set_ = facts;
        return true;
      } while (std::prev_permutation(chosen.begin(), chosen.end()));
    }
    return true;
  }

  void could_fail(Settling& result) {
    for (const auto& [root, parts] : problem_.roots()) {
      Facts facts;
      for (const int fact : parts) include(facts, fact);
      if (found(facts, Walk::Goal::fails)) result.could_fail.push_back(root);
    }
    result.could_fail = as_shown(std::move(result.could_fail));
  }

  SettlingProblem& problem_;
  Facts all_, set_;
  std::size_t limit_, spent_ = 0;
  bool exceeded_ = false;      // the last search
  bool unanswerable_ = false;  // no fact of the dossier answers it
};

struct Settler::State {
  State(const RulePack& pack, const Evidence& evidence, const Schema& schema, const Date& as_of,
        const std::vector<ArticlePathway>& pathways, const std::vector<std::string>& withdrawn)
      : context(pack, evidence, schema, as_of, pathways) {
    context.changed = !withdrawn.empty();
    for (const std::string& path : withdrawn) {
      const FactField fact = field_of(path, schema);
      const bool list = fact.field != nullptr && fact.field->kind == FieldKind::list;
      context.world.suppose(path, list ? &empty : &none);
    }
  }
  SettlingContext context;
  std::size_t spent = 0;
  const Supposed empty{Supposed::Shape::value, cel::Value::list(std::vector<cel::Value>{})};
  const Supposed none{Supposed::Shape::value, cel::Value::stated_null()};
};

Settler::Settler(const RulePack& pack, const Evidence& evidence, const Schema& schema,
                 const Date& as_of, const std::vector<ArticlePathway>& pathways,
                 const std::vector<std::string>& withdrawn)
    : state_(std::make_unique<State>(pack, evidence, schema, as_of, pathways, withdrawn)) {}

bool Settler::fails(const Finding& finding) {
  std::vector<int> open;
  return SettlingProblem(state_->context, finding).decide({}, open) == Decision::fail;
}

Settler::~Settler() = default;

Settling Settler::settle(const Finding& finding, Depth depth) {
  SettlingProblem problem(state_->context, finding);
  const std::size_t left = kMaxSearchAll - std::min(kMaxSearchAll, state_->spent);
  Search search(problem, std::min(kMaxSearch, left));
  Settling settling = search.run(left == 0 ? Depth::facts : depth);
  state_->spent += search.spent();
  if (!problem.unread().empty()) settling.facts.push_back(problem.unread());
  if (settling.facts.empty()) settling.settles = false;
  settling.facts = as_shown(std::move(settling.facts));
  return settling;
}

}  // namespace verilot
