#include "trials/fact_tree.h"

#include <algorithm>

#include "examine/examine.h"

namespace verilot {

namespace {

class Reader {
 public:
  Reader(const Evidence& evidence, const Schema& schema) : evidence_(evidence), schema_(schema) {}

  // `type`: of an object, or of the objects in a list.
  FactPtr fact(NodeId node, const std::string& type) const {
    Fact fact;
    fact.kind = evidence_.kind(node);
    fact.basis = evidence_.basis(node);
    if (fact.kind == NodeKind::unknown) {
      fact.text = evidence_.reason(node);
      for (const NodeId one : evidence_.assertions(node))
        fact.items.push_back(this->fact(one, type));
    } else if (fact.kind == NodeKind::list) {
      fact.complete = evidence_.complete(node);
      for (const NodeId element : evidence_.children(node))
        fact.items.push_back(this->fact(element, type));
    } else if (fact.kind == NodeKind::object) {
      members(node, type, fact);
    } else {
      scalar(node, fact);
    }
    return std::make_shared<const Fact>(std::move(fact));
  }

 private:
  // By the keys of the type: a member that stands for another fact has the key of that one.
  void members(NodeId node, const std::string& type, Fact& fact) const {
    const ObjectType* known = schema_.type(type);
    if (known == nullptr) return;
    for (const Field& field : known->fields) {
      const NodeId member = evidence_.member(node, field.name);
      if (member == kNoNode) continue;
      fact.keys.push_back(field.name);
      fact.items.push_back(this->fact(member, field.type));
    }
  }
  void scalar(NodeId node, Fact& fact) const {
    if (fact.kind == NodeKind::boolean) fact.boolean = evidence_.boolean(node);
    if (fact.kind == NodeKind::integer) fact.integer = evidence_.integer(node);
    if (fact.kind == NodeKind::quantity) fact.quantity = evidence_.quantity(node);
    if (fact.kind == NodeKind::date) fact.date = evidence_.date(node);
    if (fact.kind != NodeKind::null) fact.text = evidence_.text(node);
  }

  const Evidence& evidence_;
  const Schema& schema_;
};

class Writer {
 public:
  explicit Writer(EvidenceBuilder& builder) : builder_(builder) {}

  void members(NodeId object, const Fact& fact) {
    for (std::size_t i = 0; i < fact.items.size(); ++i) add(object, fact.keys[i], *fact.items[i]);
  }

 private:
  void add(NodeId parent, const std::string& key, const Fact& fact) {
    builder_.use_basis(fact.basis);
    switch (fact.kind) {
      case NodeKind::unknown:
        for (const FactPtr& assertion : fact.items) add(parent, key, *assertion);
        if (fact.items.empty()) builder_.add_unknown(parent, key, fact.text, kNowhere);
        return;
      case NodeKind::null:
        builder_.add_null(parent, key, kNowhere);
        return;
      case NodeKind::boolean:
        builder_.add_boolean(parent, key, fact.boolean, kNowhere);
        return;
      case NodeKind::integer:
        builder_.add_integer(parent, key, fact.integer, kNowhere);
        return;
      case NodeKind::quantity:
        builder_.add_quantity(parent, key, *fact.quantity, kNowhere);
        return;
      case NodeKind::date:
        builder_.add_date(parent, key, *fact.date, fact.text, kNowhere);
        return;
      case NodeKind::text:
        builder_.add_text(parent, key, fact.text, kNowhere);
        return;
      case NodeKind::list:
        return list(builder_.add_list(parent, key, kNowhere), fact);
      case NodeKind::object:
        return members(builder_.add_object(parent, key, kNowhere), fact);
    }
  }
  void list(NodeId node, const Fact& fact) {
    for (const FactPtr& element : fact.items) add(node, "", *element);
    if (!fact.complete) builder_.set_incomplete(node, "not read to its end");
  }

  inline static const SourceLocation kNowhere{};
  EvidenceBuilder& builder_;
};

void add_articles(EvidenceBuilder& builder, const Rulebook& rulebook) {
  Problems problems;
  const ExamineContext context{rulebook.tables, *rulebook.recognisers, problems};
  for (const Examiner& examiner : examiners())
    if (examiner.name == "articles") examiner.examine(builder, context);
}

std::size_t index_of(const Fact& fact, const FactStep& step) {
  if (step.key.empty()) return step.index;
  return static_cast<std::size_t>(std::ranges::find(fact.keys, step.key) - fact.keys.begin());
}

FactPtr changed_below(const Fact& fact, const FactPath& path, std::size_t depth, FactPtr instead) {
  Fact copy = fact;
  const FactStep& step = path[depth];
  const std::size_t index = index_of(fact, step);
  const bool there = index < fact.items.size();
  const auto place = static_cast<std::ptrdiff_t>(index);
  if (depth + 1 < path.size()) {
    copy.items[index] = changed_below(*fact.items[index], path, depth + 1, std::move(instead));
  } else if (instead != nullptr && there) {
    copy.items[index] = std::move(instead);
  } else if (instead != nullptr) {
    if (!step.key.empty()) copy.keys.push_back(step.key);
    copy.items.push_back(std::move(instead));
  } else if (there) {
    copy.items.erase(copy.items.begin() + place);
    if (!step.key.empty()) copy.keys.erase(copy.keys.begin() + place);
  }
  return std::make_shared<const Fact>(std::move(copy));
}

std::string scalar_text(const Fact& fact) {
  switch (fact.kind) {
    case NodeKind::null:
      return "none";
    case NodeKind::boolean:
      return fact.boolean ? "true" : "false";
    case NodeKind::integer:
      return std::to_string(fact.integer);
    case NodeKind::quantity:
      return fact.quantity->printed;
    case NodeKind::list:
      return "[]";
    case NodeKind::object:
      return "{}";
    default:
      return fact.text;
  }
}

void add_lines(const std::string& path, const Fact& fact, std::vector<std::string>& lines) {
  const bool holds = fact.kind == NodeKind::list || fact.kind == NodeKind::object;
  if (!holds || (fact.items.empty() && fact.complete && !path.empty())) {
    std::string text = fact.kind == NodeKind::unknown ? "?" : scalar_text(fact);
    for (std::size_t i = 0; fact.kind == NodeKind::unknown && i < fact.items.size(); ++i)
      text += (i == 0 ? " " : " against ") + scalar_text(*fact.items[i]);
    if (fact.basis != Basis::stated) text += " (" + std::string(to_string(fact.basis)) + ")";
    lines.push_back(path + ": " + text);
    return;
  }
  for (std::size_t i = 0; i < fact.items.size(); ++i) {
    const std::string own = fact.kind == NodeKind::list ? path + "[" + std::to_string(i) + "]"
                            : path.empty()              ? fact.keys[i]
                                                        : path + "." + fact.keys[i];
    add_lines(own, *fact.items[i], lines);
  }
  if (!fact.complete) lines.push_back(path + ": not read to its end");
}

}  // namespace

const Fact* Fact::member(std::string_view key) const {
  const auto found = std::ranges::find(keys, key);
  return found == keys.end() ? nullptr
                             : items[static_cast<std::size_t>(found - keys.begin())].get();
}

FactPtr unknown_fact(std::string reason) {
  Fact fact;
  fact.text = std::move(reason);
  return std::make_shared<const Fact>(std::move(fact));
}

FactPtr text_fact(std::string text) {
  Fact fact;
  fact.kind = NodeKind::text;
  fact.text = std::move(text);
  return std::make_shared<const Fact>(std::move(fact));
}

FactPtr fact_tree(const Evidence& evidence, const Schema& schema) {
  const FactPtr whole = Reader(evidence, schema).fact(evidence.root(), schema.root);
  return whole->member("articles") == nullptr ? whole : changed(whole, {{"articles"}}, nullptr);
}

Evidence evidence_of(const Fact& dossier, const Rulebook& rulebook) {
  EvidenceBuilder builder;
  Writer(builder).members(builder.root(), dossier);
  add_articles(builder, rulebook);
  return std::move(builder).finish();
}

const Fact* at(const Fact& root, const FactPath& path) {
  const Fact* fact = &root;
  for (const FactStep& step : path) {
    const std::size_t index = index_of(*fact, step);
    if (index >= fact->items.size()) return nullptr;
    fact = fact->items[index].get();
  }
  return fact;
}

FactPtr changed(const FactPtr& root, const FactPath& path, FactPtr instead) {
  return changed_below(*root, path, 0, std::move(instead));
}

std::vector<std::string> lines_of(const Fact& dossier) {
  std::vector<std::string> lines;
  add_lines("", dossier, lines);
  return lines;
}

}  // namespace verilot
