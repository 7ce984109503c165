#include "evaluate/atoms.h"

#include <algorithm>

#include "cel/evaluator.h"

namespace verilot {

namespace {

constexpr std::string_view kAgainst = " against ";

std::size_t slots_of(const cel::Expr& node) {
  std::size_t slots = node.kind == cel::Expr::Kind::loop || node.kind == cel::Expr::Kind::bind
                          ? node.slot + std::max<std::size_t>(node.variables.size(), 1)
                          : 0;
  for (const cel::ExprPtr& child : node.args) slots = std::max(slots, slots_of(*child));
  return slots;
}

// Which facts are printed as one of two words that could not be compared.
class PrintedFacts final : public cel::Observer {
 public:
  explicit PrintedFacts(const std::string& words) {
    const std::size_t at = words.find(kAgainst);
    words_ = {words.substr(0, at), words.substr(at + kAgainst.size())};
  }
  void evaluated(const cel::Expr&, const cel::Value&) override {}
  void read(const cel::Map& container, const cel::Value& key, const cel::Value& value) override {
    if (value.kind() != cel::Value::Kind::opaque || key.kind() != cel::Value::Kind::text) return;
    const std::string printed = value.as_opaque().to_string();
    if (std::find(words_.begin(), words_.end(), printed) != words_.end())
      paths.insert(path_of(container) + "." + key.as_text());
  }
  std::set<std::string> paths;

 private:
  std::vector<std::string> words_;
};

Truth truth_of(const cel::Value& value) {
  return value.is_true()      ? Truth::yes
         : value.is_false()   ? Truth::no
         : value.is_unknown() ? Truth::open
                              : Truth::error;
}

void add_once(std::vector<int>& to, int fact) {
  if (std::find(to.begin(), to.end(), fact) == to.end()) to.push_back(fact);
}

}  // namespace

int FactBook::number(const std::string& path) {
  const auto [place, added] = numbers_.emplace(path, static_cast<int>(facts_.size()));
  if (added) facts_.push_back({path, field_of(path, world_.schema()), {}, {}});
  return place->second;
}

int FactBook::value(int fact, const Supposed& supposed) {
  Fact& known = facts_[static_cast<std::size_t>(fact)];
  const std::string name =
      std::to_string(static_cast<int>(supposed.shape)) + cel::to_display(supposed.value);
  const auto [place, added] = known.named.emplace(name, static_cast<int>(known.values.size()));
  if (added) known.values.push_back(std::make_unique<Supposed>(supposed));
  return place->second;
}

void FactBook::suppose(int fact, int value) {
  const Fact& known = facts_[static_cast<std::size_t>(fact)];
  world_.suppose(known.path, known.values[static_cast<std::size_t>(value)].get());
}

void FactBook::take_back(int fact) {
  world_.suppose(facts_[static_cast<std::size_t>(fact)].path, nullptr);
}

int Atoms::add(const cel::Expr& expression, const WorldActivation& activation) {
  Atom atom;
  atom.expression = &expression;
  atom.activation = &activation;
  atom.slots = slots_of(expression);
  atom.steps.push_back(evaluate(atom));
  if (atom.steps.front().truth == Truth::open) {
    for (const std::string& path :
         open_facts(read_paths(expression, activation), world_.evidence())) {
      // Of what is supposed to be none nothing is open.
      if (world_.supposed(path.substr(0, path.find_first_of(".["))) != nullptr) continue;
      if (const int fact = book_.number(path); book_.field(fact).field != nullptr)
        add_once(atom.facts, fact);
    }
    for (const int fact : atom.steps.front().missing) add_once(atom.facts, fact);
  }
  atom.countable = std::all_of(atom.facts.begin(), atom.facts.end(),
                               [&](int fact) { return enumerable(book_.field(fact)); });
  atoms_.push_back(std::move(atom));
  return static_cast<int>(atoms_.size()) - 1;
}

Atoms::Step Atoms::evaluate(const Atom& atom) {
  ++evaluations_;
  const cel::Value value =
      cel::Evaluation(*atom.activation, nullptr, atom.slots).run(*atom.expression);
  Step step;
  step.truth = truth_of(value);
  if (step.truth != Truth::open) return step;
  std::set<std::string> paths;
  for (const cel::Missing& missing : value.missing()) {
    if (missing.path.find(kAgainst) == std::string::npos) {
      paths.insert(missing.path);
      continue;
    }
    PrintedFacts printed(missing.path);
    cel::Evaluation(*atom.activation, &printed, atom.slots).run(*atom.expression);
    for (const std::string& path : printed.paths)
      if (world_.supposed(path) == nullptr) paths.insert(path);
    // A sample that cannot be compared shows nothing.
    if (paths.empty() && !printed.paths.empty()) step.truth = Truth::error;
  }
  for (const std::string& path : paths)
    if (const int fact = book_.number(path); book_.field(fact).field != nullptr)
      step.missing.push_back(fact);
  return step;
}

Truth Atoms::truth(int number, const Scenario& scenario, const std::vector<int>*& missing) {
  missing = nullptr;
  const auto index = static_cast<std::size_t>(number);
  if (index < scenario.forced.size() && scenario.forced[index] >= 0)
    return scenario.forced[index] == 1 ? Truth::yes : Truth::no;
  Atom& atom = atoms_[index];
  std::vector<std::pair<int, int>> supposed;
  std::size_t at = 0;
  while (atom.steps[at].truth == Truth::open) {
    const std::vector<int>& asked = atom.steps[at].missing;
    const auto known = std::find_if(asked.begin(), asked.end(), [&](int fact) {
      return static_cast<std::size_t>(fact) < scenario.value.size() &&
             scenario.value[static_cast<std::size_t>(fact)] >= 0;
    });
    if (known == asked.end()) break;
    const std::pair<int, int> choice{*known, scenario.value[static_cast<std::size_t>(*known)]};
    supposed.push_back(choice);
    const auto next = atom.steps[at].next.find(choice);
    if (next != atom.steps[at].next.end()) {
      at = static_cast<std::size_t>(next->second);
      continue;
    }
    for (const auto& [fact, value] : supposed) book_.suppose(fact, value);
    Step step = evaluate(atom);
    for (const auto& [fact, value] : supposed) book_.take_back(fact);
    atom.steps[at].next.emplace(choice, static_cast<int>(atom.steps.size()));
    at = atom.steps.size();
    atom.steps.push_back(std::move(step));
  }
  missing = &atom.steps[at].missing;
  return atom.steps[at].truth;
}

}  // namespace verilot
