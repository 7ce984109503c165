#include "evaluate/trace.h"

#include <algorithm>

#include "cel/ast.h"
#include "evaluate/evidence_view.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxHeld = 60;
constexpr std::size_t kMaxShown = 100;

std::string shortened(const std::string& text, std::size_t length) {
  if (text.size() <= length) return text;
  std::size_t cut = length - 3;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "...";
}

// A word or two that tell one element of a list from the others.
std::string element_label(const Evidence& evidence, NodeId element) {
  if (evidence.kind(element) != NodeKind::object) return shortened(evidence.text(element), 40);
  for (const char* key : {"printed_analyte", "analyte", "number", "name", "words", "type", "kind",
                          "document", "text"}) {
    const NodeId member = evidence.member(element, key);
    if (member != kNoNode && evidence.kind(member) == NodeKind::text)
      return shortened(evidence.text(member), 40);
  }
  return "";
}

bool is_leaf(const cel::Value& value) {
  return value.kind() != cel::Value::Kind::list && value.kind() != cel::Value::Kind::map;
}

// The operands of nested && and ||: the parts a person would check one by one.
void collect_operands(const cel::Expr& node, std::set<const cel::Expr*>& operands) {
  using Kind = cel::Expr::Kind;
  if (node.kind != Kind::logical_and && node.kind != Kind::logical_or) {
    operands.insert(&node);
    return;
  }
  for (const cel::ExprPtr& operand : node.args) collect_operands(*operand, operands);
}

template <typename Item>
void add_by_path(std::vector<Item>& to, const Item& item) {
  if (to.size() >= kMaxShown) return;
  const bool there =
      std::any_of(to.begin(), to.end(), [&](const Item& i) { return i.path == item.path; });
  if (!there) to.push_back(item);
}

}  // namespace

ReadFact read_fact(const Evidence& evidence, NodeId node) {
  ReadFact fact;
  fact.path = evidence.path(node);
  fact.value = evidence.text(node);
  fact.basis = to_string(evidence.basis(node));
  fact.unknown = evidence.kind(node) == NodeKind::unknown;
  fact.reason = evidence.reason(node);
  fact.where = evidence.where(node);
  return fact;
}

void add_facts(std::vector<ReadFact>& to, const std::vector<ReadFact>& from) {
  for (const ReadFact& fact : from) add_by_path(to, fact);
}

void add_lists(std::vector<SearchedList>& to, const std::vector<SearchedList>& from) {
  for (const SearchedList& list : from) add_by_path(to, list);
}

Trace::Trace(const Evidence& evidence, const cel::Program& program)
    : evidence_(evidence), text_(program.text()) {
  collect_operands(program.root(), operands_);
}

Trace::Trace(const Evidence& evidence, const cel::Program& program, const KnownParts& parts)
    : evidence_(evidence), text_(program.text()), parts_(parts) {}

const cel::KnownValue* Trace::recall(const cel::Expr& node, bool surplus) {
  const cel::KnownValue* known = parts_ ? parts_->find(node, surplus) : nullptr;
  if (known != nullptr) cost_ += known->price.nodes;
  return known;
}

void Trace::keep(const cel::Expr& node, const cel::Value& value, const cel::Price& price) {
  if (parts_) parts_->keep(node, value, price);
}

void Trace::enter_element(const cel::Expr&, const cel::List&, std::size_t) {
  if (!parts_) open_.emplace_back();
}

// The condition is the last node evaluated before its element is left.
void Trace::leave_element(const cel::Expr& loop) {
  if (parts_) return;
  const bool decides = loop.loop == cel::Loop::all ? last_.is_false() : last_.is_true();
  const std::vector<Read> facts = std::move(open_.back());
  open_.pop_back();
  if (!decides) return;
  for (const Read& read : facts) add(open_.empty() ? facts_ : open_.back(), read);
}

void Trace::add(std::vector<Read>& to, const Read& read) {
  if (to.size() < kMaxShown && std::ranges::find(to, read) == to.end()) to.push_back(read);
}

std::vector<ReadFact> Trace::facts() const {
  std::vector<ReadFact> facts;
  for (const Read& read : facts_) {
    if (read.node != kNoNode) {
      facts.push_back(read_fact(evidence_, read.node));
    } else {
      facts.push_back({.path = read.absent, .unknown = true, .reason = "not stated"});
    }
  }
  return facts;
}

void Trace::evaluated(const cel::Expr& node, const cel::Value& value) {
  ++cost_;
  if (node.kind == cel::Expr::Kind::variable && value.is_unknown())
    for (const cel::Missing& missing : value.missing()) unknown_.insert(missing.path);
  if (parts_) return;
  last_ = value;
  if (open_.empty() && operands_.count(&node) != 0)
    steps_.push_back(
        {std::string(cel::text_of(text_, node)), shortened(cel::to_display(value), 120)});
}

void Trace::read(const cel::Map& container, const cel::Value& key, const cel::Value& value) {
  const auto* map = dynamic_cast<const EvidenceMap*>(&container);
  if (map == nullptr || key.kind() != cel::Value::Kind::text || !is_leaf(value)) return;
  Read read{evidence_.member(map->node(), key.as_text()), ""};
  if (read.node == kNoNode) {
    const std::string head = evidence_.path(map->node());
    read.absent = head.empty() ? key.as_text() : head + "." + key.as_text();
    unknown_.insert(read.absent);
  } else if (evidence_.kind(read.node) == NodeKind::unknown) {
    unknown_.insert(evidence_.path(read.node));
  } else {
    known_.insert(read.node);
  }
  if (!parts_) add(open_.empty() ? facts_ : open_.back(), read);
}

void Trace::read(const cel::List& container) {
  const auto* list = dynamic_cast<const EvidenceList*>(&container);
  if (list == nullptr || !lists_.insert(list->node()).second) return;
  if (evidence_.complete(list->node())) {
    known_.insert(list->node());
  } else {
    unknown_.insert(evidence_.path(list->node()));
  }
  if (parts_ || searched_.size() >= kMaxShown) return;
  SearchedList searched;
  searched.path = evidence_.path(list->node());
  searched.where = evidence_.where(list->node());
  searched.complete = evidence_.complete(list->node());
  searched.reason = evidence_.reason(list->node());
  for (const NodeId element : evidence_.children(list->node())) {
    if (searched.held.size() >= kMaxHeld) break;
    searched.held.push_back(element_label(evidence_, element));
  }
  searched_.push_back(std::move(searched));
}

}  // namespace verilot
