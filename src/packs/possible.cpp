#include "packs/possible.h"

#include <algorithm>
#include <optional>

namespace verilot {

namespace {

using cel::Expr;
using cel::Operator;
using cel::Value;

constexpr std::size_t kMaxSteps = 50'000;

// A value a path may have; none is one that no condition names.
using Point = std::optional<Value>;

// A path, or a part that is not looked into, with the values that make a difference.
struct Subject {
  std::vector<Value> named;   // by the conditions
  std::vector<Point> points;  // one of each behaviour
  bool is_path = false;
  std::optional<std::size_t> holder;  // the path that this one goes on from
};

// What a comparison asks of its subject.
struct Atom {
  std::size_t subject = 0;
  Operator op = Operator::equal;
  std::vector<Value> constants;  // one; of `in` any number
};

bool is_number(const Value& value) {
  return value.kind() == Value::Kind::integer || value.kind() == Value::Kind::real;
}
double number(const Value& value) {
  return value.kind() == Value::Kind::integer ? static_cast<double>(value.as_integer())
                                              : value.as_real();
}

// The size of a path counts as one: it is a number that is not negative either.
bool is_path(const Expr& node) {
  const bool size = node.kind == Expr::Kind::call && node.name == "size" && node.args.size() == 1;
  if (node.kind == Expr::Kind::select || size) return is_path(*node.args[0]);
  return node.kind == Expr::Kind::variable || node.kind == Expr::Kind::local;
}

// Operators as they read with their sides changed.
Operator turned(Operator op) {
  switch (op) {
    case Operator::less:
      return Operator::greater;
    case Operator::less_or_equal:
      return Operator::greater_or_equal;
    case Operator::greater:
      return Operator::less;
    case Operator::greater_or_equal:
      return Operator::less_or_equal;
    default:
      return op;
  }
}

bool is_order(Operator op) { return op >= Operator::less && op <= Operator::greater_or_equal; }

bool in_order(Operator op, double left, double right) {
  switch (op) {
    case Operator::less:
      return left < right;
    case Operator::less_or_equal:
      return left <= right;
    case Operator::greater:
      return left > right;
    default:
      return left >= right;
  }
}

std::string without_blanks(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') result += c;
  return result;
}

class Search {
 public:
  explicit Search(const Possible::Constants& constants) : constants_(constants) {}

  bool possible(const std::vector<WantedTruth>& wanted) {
    for (const WantedTruth& one : wanted) collect(*one.part, one.text);
    find_holders();
    for (Subject& subject : subjects_) find_points(subject);
    chosen_.assign(subjects_.size(), nullptr);
    return extend(wanted, 0);
  }

  // After possible(): the values that it chose.
  std::optional<std::vector<Possible::Fact>> chosen() const {
    std::vector<Possible::Fact> facts;
    for (const auto& [path, subject] : names_) {
      if (chosen_[subject] == nullptr) return std::nullopt;
      facts.push_back({path, subjects_[subject].named, *chosen_[subject]});
    }
    return facts;
  }

 private:
  void collect(const Expr& node, std::string_view text) {
    const bool logical = node.kind == Expr::Kind::logical_and ||
                         node.kind == Expr::Kind::logical_or ||
                         node.kind == Expr::Kind::conditional || node.op == Operator::logical_not;
    if (node.kind == Expr::Kind::literal && node.value.kind() == Value::Kind::boolean) return;
    if (!logical) {
      atoms_.emplace(&node, atom(node, text));
      return;
    }
    for (const cel::ExprPtr& operand : node.args) collect(*operand, text);
  }

  Atom atom(const Expr& node, std::string_view text) {
    const bool compares = node.op == Operator::equal || node.op == Operator::not_equal ||
                          is_order(node.op) || node.op == Operator::in;
    if (compares && is_path(*node.args[0]) && !constant(*node.args[0]))
      if (auto found = comparison(*node.args[0], node.op, *node.args[1], text)) return *found;
    if (compares && node.op != Operator::in && is_path(*node.args[1]) && !constant(*node.args[1]))
      if (auto found = comparison(*node.args[1], turned(node.op), *node.args[0], text))
        return *found;
    const std::size_t subject = subject_of(cel::text_of(text, node));
    subjects_[subject].named.push_back(Value::boolean(true));
    return {subject, Operator::equal, {Value::boolean(true)}};
  }

  std::optional<Atom> comparison(const Expr& path, Operator op, const Expr& with,
                                 std::string_view text) {
    const std::optional<Value> value = constant(with);
    if (!value) return std::nullopt;
    std::vector<Value> constants = {*value};
    if (op == Operator::in) {
      if (value->kind() != Value::Kind::list) return std::nullopt;
      constants.clear();
      for (std::size_t i = 0; i < value->as_list().size(); ++i)
        constants.push_back(value->as_list().at(i));
    }
    if (is_order(op) && !is_number(*value)) return std::nullopt;
    const std::size_t subject = subject_of(cel::text_of(text, path));
    subjects_[subject].is_path = true;
    std::vector<Value>& named = subjects_[subject].named;
    named.insert(named.end(), constants.begin(), constants.end());
    return Atom{subject, op, std::move(constants)};
  }

  std::optional<Value> constant(const Expr& node) const {
    if (node.kind == Expr::Kind::literal) return node.value;
    if (node.kind == Expr::Kind::variable) return given(node.name);
    if (node.kind == Expr::Kind::select && node.args[0]->kind == Expr::Kind::variable &&
        node.value.kind() == Value::Kind::text)
      return given(node.args[0]->name + "." + node.value.as_text());
    if (node.kind != Expr::Kind::list) return std::nullopt;
    std::vector<Value> elements;
    for (const cel::ExprPtr& element : node.args) {
      const std::optional<Value> value = constant(*element);
      if (!value) return std::nullopt;
      elements.push_back(*value);
    }
    return Value::list(std::move(elements));
  }
  std::optional<Value> given(const std::string& name) const {
    const auto found = constants_.find(name);
    return found == constants_.end() ? std::nullopt : std::optional(found->second);
  }

  std::size_t subject_of(std::string_view text) {
    const auto [place, added] = names_.emplace(without_blanks(text), subjects_.size());
    if (added) subjects_.emplace_back();
    return place->second;
  }

  // What is read of a stated none is none as well.
  void find_holders() {
    for (const auto& [text, index] : names_) {
      Subject& subject = subjects_[index];
      if (!subject.is_path) continue;
      for (std::size_t dot = text.rfind('.');
           dot != std::string::npos && dot > 0 && !subject.holder; dot = text.rfind('.', dot - 1)) {
        const auto holder = names_.find(text.substr(0, dot));
        if (holder != names_.end() && subjects_[holder->second].is_path)
          subject.holder = holder->second;
      }
      if (subject.holder) subject.named.push_back(Value::null());
    }
  }
  bool is_none(std::size_t subject) const {
    const Point* point = chosen_[subject];
    return point != nullptr && point->has_value() && (*point)->is_null();
  }
  // Of the choices up to this subject: nothing is below a none.
  bool agrees_with_others(std::size_t subject) const {
    for (std::size_t i = 0; i <= subject; ++i) {
      const std::optional<std::size_t>& holder = subjects_[i].holder;
      if (holder && *holder <= subject && is_none(*holder) && !is_none(i)) return false;
    }
    return true;
  }

  // Every value that is named, one between and beyond the numbers that evidence may hold (none is
  // below zero), and one that nobody named.
  static void find_points(Subject& subject) {
    std::vector<double> numbers;
    subject.points.emplace_back(std::nullopt);
    for (const Value& value : subject.named) {
      if (is_number(value)) {
        numbers.push_back(number(value));
      } else {
        subject.points.emplace_back(value);
      }
    }
    if (numbers.empty()) return;
    numbers.push_back(0);
    std::sort(numbers.begin(), numbers.end());
    numbers.push_back(numbers.back() + 1);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] < 0) continue;
      subject.points.emplace_back(Value::real(numbers[i]));
      if (i + 1 < numbers.size())
        subject.points.emplace_back(Value::real((numbers[i] + numbers[i + 1]) / 2));
    }
  }

  // Whether the choices made so far can be continued to the wanted truths.
  bool extend(const std::vector<WantedTruth>& wanted, std::size_t subject) {
    if (++steps_ > kMaxSteps) return true;
    const bool chosen = subject == subjects_.size();
    for (const WantedTruth& one : wanted) {
      const std::optional<bool> value = truth(*one.part);
      if (value == !one.truth || (chosen && !value)) return false;
    }
    if (chosen) return true;
    for (const Point& point : subjects_[subject].points) {
      chosen_[subject] = &point;
      if (agrees_with_others(subject) && extend(wanted, subject + 1)) return true;
    }
    chosen_[subject] = nullptr;
    return false;
  }

  // Nothing while the subject has no value, and where the value makes an error.
  std::optional<bool> truth(const Expr& node) const {
    if (const auto found = atoms_.find(&node); found != atoms_.end()) return truth(found->second);
    if (node.kind == Expr::Kind::literal) return node.value.is_true();
    if (node.kind == Expr::Kind::conditional) {
      const std::optional<bool> condition = truth(*node.args[0]);
      if (!condition) return std::nullopt;
      return truth(*node.args[*condition ? 1 : 2]);
    }
    if (node.op == Operator::logical_not) {
      const std::optional<bool> operand = truth(*node.args[0]);
      return operand ? std::optional(!*operand) : std::nullopt;
    }
    const bool decides = node.kind == Expr::Kind::logical_or;
    bool open = false;
    for (const cel::ExprPtr& operand : node.args) {
      const std::optional<bool> value = truth(*operand);
      if (value == decides) return decides;
      open = open || !value;
    }
    return open ? std::nullopt : std::optional(!decides);
  }

  std::optional<bool> truth(const Atom& atom) const {
    const Point* point = chosen_[atom.subject];
    if (point == nullptr) return std::nullopt;
    if (is_order(atom.op)) {  // what is no number has no place in the order: an error
      if (!point->has_value() || !is_number(**point)) return std::nullopt;
      return in_order(atom.op, number(**point), number(atom.constants.front()));
    }
    const bool among = point->has_value() &&
                       std::any_of(atom.constants.begin(), atom.constants.end(),
                                   [&](const Value& v) { return equals(**point, v).is_true(); });
    return atom.op == Operator::not_equal ? !among : among;
  }

  const Possible::Constants& constants_;
  std::map<const Expr*, Atom> atoms_;
  std::map<std::string, std::size_t> names_;
  std::vector<Subject> subjects_;
  std::vector<const Point*> chosen_;
  std::size_t steps_ = 0;
};

}  // namespace

bool Possible::together(const std::vector<WantedTruth>& wanted) const {
  return Search(constants_).possible(wanted);
}

std::optional<std::vector<Possible::Fact>> Possible::example(
    const std::vector<WantedTruth>& wanted) const {
  Search search(constants_);
  if (!search.possible(wanted)) return std::nullopt;
  return search.chosen();
}

}  // namespace verilot
