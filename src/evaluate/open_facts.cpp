#include "evaluate/open_facts.h"

#include <map>
#include <vector>

namespace verilot {

namespace {

using cel::Expr;

// Where a value stands in the evidence; `elements`: it is a list of what stands there.
struct Ref {
  std::string path;
  bool elements = false;
};
using Refs = std::vector<Ref>;

class Reader {
 public:
  explicit Reader(const WorldActivation& activation) : activation_(activation) {}

  Refs refs(const Expr& node) {
    switch (node.kind) {
      case Expr::Kind::variable:
        return variable(node);
      case Expr::Kind::local:
        return locals_[node.slot];
      case Expr::Kind::select:
      case Expr::Kind::has:
        return members(refs(*node.args[0]), node.name);
      case Expr::Kind::call:
        return call(node);
      case Expr::Kind::conditional:
        return conditional(node);
      case Expr::Kind::loop:
        return loop(node);
      case Expr::Kind::bind:
        locals_[node.slot] = refs(*node.args[0]);
        return refs(*node.args[1]);
      default:
        for (const cel::ExprPtr& child : node.args) refs(*child);
        return {};
    }
  }

  FactPaths take() { return std::move(paths_); }

 private:
  Refs variable(const Expr& node) {
    const std::optional<std::string> path = activation_.fact(node.name);
    if (!path) return {};
    paths_.insert(*path);
    return {{*path, false}};
  }

  Refs members(const Refs& of, const std::string& name) {
    Refs result;
    for (const Ref& ref : of) {
      result.push_back({ref.path + "." + name, false});
      paths_.insert(result.back().path);
    }
    return result;
  }

  Refs elements(const Refs& of) {
    Refs result;
    for (const Ref& ref : of) {
      result.push_back({ref.elements ? ref.path : ref.path + "[]", false});
      paths_.insert(result.back().path);
    }
    return result;
  }

  Refs call(const Expr& node) {
    Refs first;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
      const Refs part = refs(*node.args[i]);
      if (i == 0) first = part;
    }
    using cel::Operator;
    if (node.op == Operator::index || node.op == Operator::optional_index) return elements(first);
    if (node.op == Operator::optional_select) return members(first, node.name);
    if (node.name == "documented" || node.name == "registered")
      for (const Ref& ref : first) paths_.insert(ref.path + "#" + node.name);
    return node.name == "dyn" ? first : Refs{};
  }

  Refs conditional(const Expr& node) {
    refs(*node.args[0]);
    Refs both = refs(*node.args[1]);
    for (Ref& ref : refs(*node.args[2])) both.push_back(std::move(ref));
    return both;
  }

  Refs loop(const Expr& node) {
    const Refs range = refs(*node.args[0]);
    locals_[node.slot + node.variables.size() - 1] = elements(range);
    Refs last;
    for (std::size_t i = 1; i < node.args.size(); ++i) last = refs(*node.args[i]);
    if (node.loop == cel::Loop::filter || node.loop == cel::Loop::sort_by) return range;
    for (Ref& ref : last) ref.elements = true;
    return last;
  }

  const WorldActivation& activation_;
  std::map<std::size_t, Refs> locals_;
  FactPaths paths_;
};

// Follows one path with "[]" through the evidence.
class Opener {
 public:
  Opener(const Evidence& evidence, std::set<std::string>& open)
      : evidence_(evidence), open_(open) {}

  // `rest` begins with ".", "[" or "#", or is empty.
  void follow(NodeId node, const std::string& rest) {
    const NodeKind kind = evidence_.kind(node);
    if (kind == NodeKind::unknown) return under(evidence_.path(node), rest);
    if (rest.starts_with("#")) return support(node, rest);
    if (rest.starts_with("[") && kind == NodeKind::list) return element(node, rest);
    if (!rest.starts_with(".") || kind != NodeKind::object) return;
    const std::size_t end = std::min(rest.find_first_of(".[#", 1), rest.size());
    const std::string key = rest.substr(1, end - 1);
    const NodeId child = evidence_.member(node, key);
    if (child != kNoNode) return follow(child, rest.substr(end));
    const std::string head = evidence_.path(node);
    under(head.empty() ? key : head + "." + key, rest.substr(end));
  }

 private:
  // Nothing is known at `path`: it is open, and so is all that is read below it.
  void under(const std::string& path, const std::string& rest) {
    open_.insert(path);
    for (std::size_t end = 0; end < rest.size();) {
      end = std::min(rest.find_first_of(".[#", end + 1), rest.size());
      if (!rest.substr(0, end).ends_with("[]")) open_.insert(path + rest.substr(0, end));
    }
  }

  void support(NodeId node, const std::string& rest) {
    const std::optional<Basis> basis = parse_basis(rest.substr(1));
    if (!basis || evidence_.kind(node) == NodeKind::null || evidence_.basis(node) == *basis) return;
    for (const NodeId assertion : evidence_.assertions(node))
      if (evidence_.basis(assertion) == *basis) return;
    open_.insert(evidence_.path(node) + rest);
  }

  void element(NodeId list, const std::string& rest) {
    const std::string index = rest.substr(0, rest.find(']') + 1);
    const std::string after = rest.substr(index.size());
    const std::vector<NodeId> children = evidence_.children(list);
    for (std::size_t i = 0; i < children.size(); ++i)
      if (index == "[]" || index == "[" + std::to_string(i) + "]") follow(children[i], after);
    const bool further = index == "[]" || index == "[" + std::to_string(children.size()) + "]";
    if (further && !evidence_.complete(list))
      under(evidence_.path(list) + "[" + std::to_string(evidence_.size(list)) + "]", after);
  }

  const Evidence& evidence_;
  std::set<std::string>& open_;
};

}  // namespace

FactPaths read_paths(const Expr& expression, const WorldActivation& activation) {
  Reader reader(activation);
  reader.refs(expression);
  return reader.take();
}

std::set<std::string> open_facts(const FactPaths& paths, const Evidence& evidence) {
  std::set<std::string> open;
  Opener opener(evidence, open);
  for (const std::string& path : paths) {
    // What is bound to an element nobody named starts below a list: "lots[].expiry".
    opener.follow(evidence.root(), "." + path);
  }
  return open;
}

}  // namespace verilot
