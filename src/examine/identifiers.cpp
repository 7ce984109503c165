// The numbers of registers and standards that the dossier states, each held against its scheme.
// A number that several facts state is listed once, at the first of them.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "examine/examine.h"
#include "examine/facts.h"
#include "examine/identifier_check.h"

namespace verilot {

namespace {

// The objects that hold the last step of "source.links[].fei", and that step.
class PathWalk {
 public:
  PathWalk(const Evidence& evidence, std::string_view path) : evidence_(evidence) {
    const std::size_t last = path.rfind('.');
    key_ = std::string(path.substr(last + 1));
    enter(evidence.root(), path.substr(0, last));
  }

  const std::vector<NodeId>& holders() const { return holders_; }
  const std::string& key() const { return key_; }

 private:
  void enter(NodeId at, std::string_view path) {
    if (at == kNoNode || evidence_.kind(at) != NodeKind::object) return;
    if (path.empty()) {
      holders_.push_back(at);
      return;
    }
    const std::size_t dot = path.find('.');
    std::string_view step = path.substr(0, dot);
    const std::string_view rest =
        dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    if (!step.ends_with("[]")) return enter(evidence_.member(at, step), rest);
    step.remove_suffix(2);
    const NodeId list = evidence_.member(at, step);
    if (list == kNoNode || evidence_.kind(list) != NodeKind::list) return;
    for (const NodeId element : evidence_.children(list)) enter(element, rest);
  }

  const Evidence& evidence_;
  std::string key_;
  std::vector<NodeId> holders_;
};

bool says(const Evidence& evidence, NodeId object, const IdentifierFacts& facts) {
  return std::ranges::all_of(facts.beside, [&](const auto& wanted) {
    const auto said = text_of(evidence, object, wanted.first);
    return said && std::ranges::count(wanted.second, *said) != 0;
  });
}

class IdentifierList {
 public:
  IdentifierList(EvidenceBuilder& builder, const ExamineContext& context)
      : builder_(builder), evidence_(builder.view()), context_(context) {}

  void add(const IdentifierFacts& facts) {
    const IdentifierScheme& scheme = context_.tables.identifiers.schemes[facts.scheme];
    for (const std::string& path : facts.paths) {
      const PathWalk walk(evidence_, path);
      for (const NodeId holder : walk.holders())
        if (says(evidence_, holder, facts)) add(holder, walk.key(), facts.by_shape, scheme);
    }
  }

 private:
  void add(NodeId holder, const std::string& key, bool by_shape, const IdentifierScheme& scheme) {
    const NodeId fact = evidence_.member(holder, key);
    const auto stated = text_of(evidence_, holder, key);
    if (!stated && !by_shape && is_contradicted(fact)) return add_contradicted(fact, scheme);
    if (!stated) return;
    const std::string plain = plain_identifier(*stated, scheme, context_.recognisers);
    if (by_shape && !has_shape(plain, scheme, context_.recognisers)) return;
    if (!seen_.insert(scheme.id + " " + plain).second) return;
    const BasisOf basis(builder_, fact);
    const NodeId entry = add_entry(fact, scheme);
    if (entry == kNoNode) return;
    const SourceLocation where = evidence_.where(fact);
    builder_.add_text(entry, "text", *stated, where);
    builder_.add_text(entry, "plain", plain, where);
    add_verdict(entry, check_identifier(plain, scheme, context_.recognisers), where);
  }

  bool is_contradicted(NodeId fact) const {
    return fact != kNoNode && evidence_.kind(fact) == NodeKind::unknown &&
           evidence_.assertions(fact).size() > 1;
  }

  // Two numbers for one thing: neither is judged.
  void add_contradicted(NodeId fact, const IdentifierScheme& scheme) {
    const BasisOf basis(builder_, fact);
    const NodeId entry = add_entry(fact, scheme);
    if (entry == kNoNode) return;
    const SourceLocation where = evidence_.where(fact);
    const auto open = [&](const char* name, bool asked) {
      if (asked) {
        builder_.add_unknown(entry, name, std::string(evidence_.reason(fact)), where);
      } else {
        builder_.add_null(entry, name, where);
      }
    };
    open("text", true);
    open("plain", true);
    open("well_formed", true);
    open("check_digit_right", scheme.check != CheckAlgorithm::none);
    open("year_begins", std::ranges::any_of(scheme.patterns, [](const std::string& pattern) {
           return pattern.find("(?P<year>") != std::string::npos;
         }));
  }

  // The element of the list with what the scheme says, or kNoNode where the list is full.
  NodeId add_entry(NodeId fact, const IdentifierScheme& scheme) {
    const SourceLocation where = evidence_.where(fact);
    if (list_ == kNoNode) list_ = builder_.add_list(evidence_.root(), "identifiers", where);
    if (evidence_.size(list_) == kMaxIdentifiers) {
      builder_.set_incomplete(list_, "more than " + std::to_string(kMaxIdentifiers) +
                                         " identifiers; the rest was not read");
      return kNoNode;
    }
    const NodeId entry = builder_.add_object(list_, "", where);
    builder_.add_text(entry, "scheme", scheme.id, where);
    builder_.add_text(entry, "name", scheme.name, where);
    builder_.add_text(entry, "path", evidence_.path(fact), where);
    builder_.add_text(entry, "form", scheme.form, where);
    return entry;
  }

  void add_verdict(NodeId entry, const IdentifierCheck& check, const SourceLocation& where) {
    if (check.well_formed) {
      builder_.add_boolean(entry, "well_formed", *check.well_formed, where);
    } else {
      builder_.add_unknown(entry, "well_formed", "the form alone does not tell", where);
    }
    if (check.check_right) {
      builder_.add_boolean(entry, "check_digit_right", *check.check_right, where);
    } else {
      builder_.add_null(entry, "check_digit_right", where);
    }
    if (check.fault.empty()) {
      builder_.add_null(entry, "fault", where);
    } else {
      builder_.add_text(entry, "fault", check.fault, where);
    }
    if (check.year) {
      const std::string day = std::to_string(*check.year) + "-01-01";
      builder_.add_date(entry, "year_begins", parse_date(day).value_or(Date{}), day, where);
    } else {
      builder_.add_null(entry, "year_begins", where);
    }
  }

  EvidenceBuilder& builder_;
  const Evidence& evidence_;
  const ExamineContext& context_;
  NodeId list_ = kNoNode;
  std::set<std::string> seen_;
};

}  // namespace

void examine_identifiers(EvidenceBuilder& builder, const ExamineContext& context) {
  if (builder.view().member(builder.root(), "identifiers") != kNoNode) return;  // a case's own
  IdentifierList list(builder, context);
  for (const IdentifierFacts& facts : context.tables.identifiers.facts) list.add(facts);
}

}  // namespace verilot
