// Who made, directed and injected a preparation, where the dossier says so by the parts of the
// practitioners only. One person with a part is the one; of several nobody knows which.
#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

constexpr struct {
  const char* part;    // of practitioners
  const char* member;  // of preparation
} kParts[] = {{"makes", "maker"}, {"directs", "director"}, {"injects", "injector"}};

bool has_part(const Evidence& evidence, NodeId person, std::string_view part) {
  const NodeId parts = evidence.member(person, "parts");
  if (parts == kNoNode || evidence.kind(parts) != NodeKind::list) return false;
  for (const NodeId entry : evidence.children(parts))
    if (evidence.kind(entry) == NodeKind::text && evidence.text(entry) == part) return true;
  return false;
}

// The only person with the part, or kNoNode.
NodeId only_person(const Evidence& evidence, NodeId persons, std::string_view part) {
  NodeId found = kNoNode;
  for (const NodeId person : evidence.children(persons)) {
    if (evidence.kind(person) != NodeKind::object || !has_part(evidence, person, part)) continue;
    if (found != kNoNode) return kNoNode;
    found = person;
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
