#include "evaluate/shared_parts.h"

#include <limits>
#include <set>

#include "cel/ast.h"
#include "cel/display.h"
#include "packs/compile_pack.h"

namespace verilot {

namespace {

using Numbers = std::unordered_map<std::string, std::uint32_t>;

std::uint32_t number_of(std::string text, Numbers& numbers) {
  return numbers.emplace(std::move(text), static_cast<std::uint32_t>(numbers.size() + 1))
      .first->second;
}

std::string written_whole(const cel::Value& value) {
  return cel::written(value, true, std::numeric_limits<std::size_t>::max());
}

// What the value of a part hangs on besides the facts of the dossier.
struct Reads {
  std::set<std::size_t> locals;  // of loops around it
  std::set<std::uint32_t> constants;
  bool element = false, parameters = false;
  bool lists = false;  // of the pack
  bool binds = false;

  void add(const Reads& part) {
    locals.insert(part.locals.begin(), part.locals.end());
    constants.insert(part.constants.begin(), part.constants.end());
    element |= part.element;
    parameters |= part.parameters;
    lists |= part.lists;
    binds |= part.binds;
  }
};

// Numbers the parts of the expressions of one pack.
class Numbering {
 public:
  Numbering(const RulePack& pack, Numbers& numbers) : pack_(pack), numbers_(numbers) {
    for (const auto& [name, value] : pack.values)
      constants_[name] = number_of(name + " = " + written_whole(value), numbers_);
  }

  // `parameters`: as text.
  PartNumbers of(const cel::Program& program, const std::string& element, std::string parameters) {
    text_ = program.text();
    element_ = element;
    parameters_ = std::move(parameters);
    made_.of_node.assign(program.root().id + 1, 0);
    visit(program.root());
    return std::move(made_);
  }

 private:
  Reads visit(const cel::Expr& node) {
    using Kind = cel::Expr::Kind;
    Reads reads;
    for (const cel::ExprPtr& part : node.args) reads.add(visit(*part));
    if (node.kind == Kind::variable) read_variable(node.name, reads);
    if (node.kind == Kind::local) reads.locals.insert(node.slot);
    if (node.overloads && node.overloads->front().name == kListedFunction) reads.lists = true;
    if (node.kind == Kind::bind) reads.binds = true;
    if (node.kind == Kind::loop)
      for (std::size_t i = 0; i < node.variables.size(); ++i) reads.locals.erase(node.slot + i);
    const bool known = node.kind != Kind::literal && node.kind != Kind::error;
    if (known && reads.locals.empty() && !reads.binds) number(node, reads);
    return reads;
  }

  // In the order in which RuleActivation looks for them.
  void read_variable(const std::string& name, Reads& reads) const {
    if (!element_.empty() && name == element_) {
      reads.element = true;
    } else if (name == "parameters") {
      reads.parameters = true;
    } else if (const auto it = constants_.find(name); name != "as_of" && it != constants_.end()) {
      reads.constants.insert(it->second);
    }
  }

  void number(const cel::Expr& node, const Reads& reads) {
    std::string key(cel::text_of(text_, node));
    key += "\n" + std::to_string(static_cast<int>(node.kind)) + " " +
           std::to_string(static_cast<int>(node.op)) + " " + to_string(node.type);
    for (const std::uint32_t constant : reads.constants) key += " #" + std::to_string(constant);
    if (reads.lists) key += " of " + pack_.folder;
    if (reads.element) key += " on " + element_;
    if (reads.parameters) key += " with " + parameters_;
    made_.of_node[node.id] =
        number_of(std::move(key), numbers_) | (reads.element ? PartNumbers::kOfElement : 0);
  }

  const RulePack& pack_;
  Numbers& numbers_;
  std::map<std::string, std::uint32_t, std::less<>> constants_;
  std::string text_, element_, parameters_;
  PartNumbers made_;
};

std::string parameters_of(const Rule& rule) {
  std::string text;
  for (const auto& [name, value] : rule.parameters)
    text += name + " = " + written_whole(value) + "\n";
  return text;
}

}  // namespace

const PartNumbers* numbers_of(const PackParts* parts, const cel::Program& program) {
  if (parts == nullptr) return nullptr;
  const auto found = parts->find(&program.root());
  return found == parts->end() ? nullptr : &found->second;
}

std::shared_ptr<const PackParts> SharedParts::of(const RulePack& pack) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const PackParts>& known = packs_[&pack];
  if (known) return known;
  const auto parts = std::make_shared<PackParts>();
  Numbering numbering(pack, numbers_);
  const auto add = [&](const Expression& expression, const std::string& element,
                       const std::string& parameters) {
    if (!expression.program) return;
    (*parts)[&expression.program->root()] = numbering.of(*expression.program, element, parameters);
  };
  for (const auto& [id, question] : pack.tree.questions) add(question.condition, "article", "");
  for (const Rule& rule : pack.rules) {
    const std::string parameters = parameters_of(rule);
    add(rule.when, rule.element, parameters);
    add(rule.require, rule.element, parameters);
    for (const RuleVersion& version : rule.versions) {
      if (version.when) add(*version.when, rule.element, parameters);
      if (version.require) add(*version.require, rule.element, parameters);
    }
  }
  return known = parts;
}

namespace {

std::uint64_t key_of(std::uint32_t part, NodeId element) {
  return std::uint64_t{part} << 32 | element;
}

bool of_element(std::uint32_t part) { return (part & PartNumbers::kOfElement) != 0; }

}  // namespace

const cel::KnownValue* DossierMemory::find(std::uint32_t part, NodeId element) const {
  if (!of_element(part)) return part < of_part_.size() ? of_part_[part] : nullptr;
  const auto found = of_element_.find(key_of(part, element));
  return found == of_element_.end() ? nullptr : found->second;
}

void DossierMemory::keep(std::uint32_t part, NodeId element, const cel::Value& value,
                         const cel::Price& price) {
  if (values_.size() >= kMaxParts) return;
  const cel::KnownValue* kept = &values_.emplace_back(value, price);
  if (of_element(part)) {
    if (of_element_.empty()) of_element_.reserve(1024);
    of_element_.insert_or_assign(key_of(part, element), kept);
    return;
  }
  constexpr std::size_t kStep = 4096;
  if (part >= of_part_.size()) of_part_.resize((part / kStep + 1) * kStep);
  of_part_[part] = kept;
}

const cel::KnownValue* KnownParts::find(const cel::Expr& node, bool surplus) const {
  const std::uint32_t part = numbers == nullptr ? 0 : numbers->of_node[node.id];
  if (part == 0 || ((part & PartNumbers::kOfElement) != 0 && element == kNoNode)) return nullptr;
  const cel::KnownValue* known = memory->find(part, element);
  return known == nullptr || (known->price.surplus && !surplus) ? nullptr : known;
}

void KnownParts::keep(const cel::Expr& node, const cel::Value& value,
                      const cel::Price& price) const {
  const std::uint32_t part = numbers == nullptr ? 0 : numbers->of_node[node.id];
  if (part == 0 || ((part & PartNumbers::kOfElement) != 0 && element == kNoNode)) return;
  memory->keep(part, element, value, price);
}

}  // namespace verilot
