// All that is known of one dossier: an immutable, compact tree of facts.
//
//   const Evidence& evidence = ...;
//   NodeId lots = evidence.member(evidence.root(), "lots");
//   evidence.kind(lots) == NodeKind::list; evidence.complete(lots)
//
// A fact is a value, or unknown with a reason. A key that is not there is unknown ("not stated");
// null and an empty list are statements ("there is none"). A path may hold several assertions: if
// they disagree it is unknown ("contradicted") and all of them stay in the tree.
//
// Shapes: object (named members), list (elements; may be incomplete), value, unknown.
// Source: basis and provenance after W3C PROV; see docs/architecture.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/date.h"
#include "model/problem.h"
#include "model/quantity.h"

namespace verilot {

enum class Basis : std::uint8_t { stated, documented, registered, observed };
std::string_view to_string(Basis);
std::optional<Basis> parse_basis(std::string_view);

enum class NodeKind : std::uint8_t {
  unknown,
  null,
  boolean,
  integer,
  quantity,
  date,
  text,
  list,
  object,
};

using NodeId = std::uint32_t;
constexpr NodeId kNoNode = UINT32_MAX;

// The fact's own dates, where it has them: a licence, a registration.
struct Validity {
  std::optional<Date> from;
  std::optional<Date> until;
};

class Evidence {
 public:
  NodeId root() const { return 0; }
  NodeKind kind(NodeId) const;
  Basis basis(NodeId) const;
  const SourceLocation& where(NodeId) const;
  const Validity* validity(NodeId) const;  // nullptr where the fact has no dates of its own

  // Objects: the member under `key`, or kNoNode. Lists: elements in order.
  NodeId member(NodeId object, std::string_view key) const;
  std::vector<NodeId> children(NodeId) const;
  std::string_view key(NodeId) const;  // of a member of an object
  std::size_t size(NodeId) const;
  NodeId parent(NodeId) const;

  bool complete(NodeId list) const;
  // Why a list is incomplete or a fact is unknown: "page 2 of coa.pdf was not read".
  std::string_view reason(NodeId) const;

  bool boolean(NodeId) const;
  std::int64_t integer(NodeId) const;
  const Quantity& quantity(NodeId) const;
  const Date& date(NodeId) const;
  std::string text(NodeId) const;  // text, and the printed form of any other value

  // Every assertion of a path that holds several: each keeps its own value, basis and place.
  std::vector<NodeId> assertions(NodeId) const;

  // "lots[0].certificates[1].tests"
  std::string path(NodeId) const;
  // The node at such a path, or kNoNode.
  NodeId find(std::string_view path) const;

  std::size_t node_count() const { return nodes_.size(); }

 private:
  friend class EvidenceBuilder;
  NodeId resolved(NodeId) const;
  struct Node {
    NodeKind kind = NodeKind::unknown;
    Basis basis = Basis::stated;
    bool complete = true;
    bool link = false;      // stands for the node in `payload`
    std::uint32_t key = 0;  // index of the interned key
    NodeId parent = kNoNode;
    NodeId first_child = kNoNode;
    NodeId last_child = kNoNode;
    NodeId next = kNoNode;        // sibling
    NodeId other = kNoNode;       // the first of several assertions of this path; then the next
    NodeId last_other = kNoNode;  // the last of them
    std::uint32_t child_count = 0;
    std::uint32_t index = 0;  // among the children of its parent
    std::uint32_t where = 0;
    std::uint32_t payload = 0;   // index into texts_, quantities_, dates_; or the boolean
    std::uint32_t note = 0;      // index into texts_: reason; 0 is none
    std::uint32_t validity = 0;  // index into validities_; 0 is none
  };
  std::vector<Node> nodes_;
  std::vector<std::string> keys_;
  std::map<std::string, std::uint32_t, std::less<>> key_index_;
  std::vector<std::string> texts_;
  std::vector<std::int64_t> integers_;
  std::vector<Quantity> quantities_;
  struct PrintedDate {
    Date date;
    std::string printed;
  };
  std::vector<PrintedDate> dates_;
  std::vector<SourceLocation> wheres_;
  std::vector<Validity> validities_;
};

// Builds one Evidence; the only writer. Readers fill the dossier's own facts, examiners add facts
// made from them, then finish() hands the tree over.
class EvidenceBuilder {
 public:
  EvidenceBuilder();
  NodeId root() const { return 0; }
  const Evidence& view() const { return evidence_; }

  // `parent` is an object (with a key) or a list (key ""). Adding a key that is there already
  // adds an assertion: equal values confirm (the stronger basis stands), others contradict.
  NodeId add_object(NodeId parent, std::string_view key, const SourceLocation&);
  NodeId add_list(NodeId parent, std::string_view key, const SourceLocation&);
  NodeId add_null(NodeId parent, std::string_view key, const SourceLocation&);
  NodeId add_unknown(NodeId parent, std::string_view key, std::string reason,
                     const SourceLocation&);
  NodeId add_boolean(NodeId parent, std::string_view key, bool, const SourceLocation&);
  NodeId add_integer(NodeId parent, std::string_view key, std::int64_t, const SourceLocation&);
  NodeId add_quantity(NodeId parent, std::string_view key, Quantity, const SourceLocation&);
  NodeId add_date(NodeId parent, std::string_view key, Date, std::string printed,
                  const SourceLocation&);
  NodeId add_text(NodeId parent, std::string_view key, std::string, const SourceLocation&);
  // A member that is the same subtree under another parent (a lot's own certificates): a deep
  // link, not a copy.
  NodeId add_link(NodeId parent, std::string_view key, NodeId target);

  // The basis of the facts added from now on; stated at first.
  void use_basis(Basis);
  void set_validity(NodeId, Validity);
  // Marks a list as not read to its end, and why.
  void set_incomplete(NodeId list, std::string reason);

  Evidence finish() &&;

 private:
  struct Payload {
    NodeKind kind;
    std::uint32_t index = 0;
  };
  NodeId add(NodeId parent, std::string_view key, Payload, const SourceLocation&);
  NodeId append(NodeId parent, std::string_view key, Payload, const SourceLocation&);
  // Turns the fact `first` into one with several assertions, `second` the new one.
  void join(NodeId first, NodeId second);
  NodeId last_assertion(NodeId first) const;
  bool same_value(NodeId a, NodeId b) const;
  std::uint32_t store_text(std::string);
  Evidence evidence_;
  Basis basis_ = Basis::stated;
};

}  // namespace verilot
