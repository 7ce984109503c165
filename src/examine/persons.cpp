// Who made, directed and injected a preparation, where the dossier says so by the parts of the
// practitioners only. One person with a part is the one; of several nobody knows which.
#include <optional>

#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

constexpr struct {
  const char* part;    // of practitioners
  const char* member;  // of preparation
} kParts[] = {{"makes", "maker"}, {"directs", "director"}, {"injects", "injector"}};

// Nothing where the parts of the person are not all known.
std::optional<bool> has_part(const Evidence& evidence, NodeId person, std::string_view part) {
  if (evidence.kind(person) != NodeKind::object) return std::nullopt;
  const NodeId parts = evidence.member(person, "parts");
  if (parts == kNoNode) return std::nullopt;
  if (evidence.kind(parts) == NodeKind::null) return false;
  if (evidence.kind(parts) != NodeKind::list || !evidence.complete(parts)) return std::nullopt;
  bool has = false;
  for (const NodeId entry : evidence.children(parts)) {
    if (evidence.kind(entry) != NodeKind::text) return std::nullopt;
    has = has || evidence.text(entry) == part;
  }
  return has;
}

// The only person with the part, or kNoNode: a person whose parts are not known may have it too.
NodeId only_person(const Evidence& evidence, NodeId persons, std::string_view part) {
  NodeId found = kNoNode;
  for (const NodeId person : evidence.children(persons)) {
    const std::optional<bool> has = has_part(evidence, person, part);
    if (!has || (*has && found != kNoNode)) return kNoNode;
    if (*has) found = person;
  }
  return found;
}

}  // namespace

void examine_persons(EvidenceBuilder& builder, const ExamineContext&) {
  const Evidence& evidence = builder.view();
  const NodeId persons = evidence.member(evidence.root(), "practitioners");
  const NodeId preparation = evidence.member(evidence.root(), "preparation");
  if (persons == kNoNode || evidence.kind(persons) != NodeKind::list) return;
  if (!evidence.complete(persons)) return;
  if (preparation == kNoNode || evidence.kind(preparation) != NodeKind::object) return;
  for (const auto& [part, member] : kParts) {
    if (evidence.member(preparation, member) != kNoNode) continue;
    const NodeId person = only_person(evidence, persons, part);
    if (person != kNoNode) builder.add_link(preparation, member, person);
  }
}

}  // namespace verilot
