#include "examine/facts.h"

namespace verilot {

bool is_known(const Evidence& evidence, NodeId object, std::string_view key) {
  const NodeId id = evidence.member(object, key);
  return id != kNoNode && evidence.kind(id) != NodeKind::unknown;
}

bool is_none(const Evidence& evidence, NodeId object, std::string_view key) {
  const NodeId id = evidence.member(object, key);
  return id != kNoNode && evidence.kind(id) == NodeKind::null;
}

std::optional<std::string> text_of(const Evidence& evidence, NodeId object, std::string_view key) {
  const NodeId id = evidence.member(object, key);
  if (id == kNoNode) return std::nullopt;
  switch (evidence.kind(id)) {
    case NodeKind::unknown:
    case NodeKind::null:
    case NodeKind::list:
    case NodeKind::object:
      return std::nullopt;
    default:
      return evidence.text(id);
  }
}

std::string reason_of(const Evidence& evidence, NodeId object, std::string_view key) {
  const NodeId id = evidence.member(object, key);
  if (id == kNoNode || evidence.reason(id).empty()) return "not stated";
  return std::string(evidence.reason(id));
}

BasisOf::BasisOf(EvidenceBuilder& builder, NodeId from) : builder_(builder) {
  builder_.use_basis(builder.view().basis(from));
}

BasisOf::~BasisOf() { builder_.use_basis(Basis::stated); }

}  // namespace verilot
