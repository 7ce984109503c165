#include "audit/product_side.h"

#include "evaluate/evidence_view.h"
#include "evaluate/trace.h"
#include "packs/domain_values.h"

namespace verilot {

namespace {

std::string shortened(std::string text) {
  constexpr std::size_t kLongest = 60;  // bytes
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

// The first words of each element: "drug_registration 9999999912 in_force".
std::vector<std::string> elements_of(const Evidence& evidence, const std::string& path) {
  constexpr std::size_t kWords = 4, kElements = 8;
  std::vector<std::string> elements;
  const NodeId list = evidence.find(path);
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return elements;
  for (const NodeId element : evidence.children(list)) {
    if (elements.size() == kElements) {
      elements.push_back("...");
      break;
    }
    std::string words;
    std::size_t count = 0;
    const bool object = evidence.kind(element) == NodeKind::object;
    for (const NodeId member : object ? evidence.children(element) : std::vector{element}) {
      const NodeKind kind = evidence.kind(member);
      const bool plain = kind != NodeKind::list && kind != NodeKind::object &&
                         kind != NodeKind::unknown && kind != NodeKind::null;
      if (!plain || count == kWords) continue;
      words += (words.empty() ? "" : " ") + shortened(evidence.text(member));
      ++count;
    }
    elements.push_back(words);
  }
  return elements;
}

std::vector<ReadFact> missing_of(const cel::Value& value) {
  std::vector<ReadFact> facts;
  if (!value.is_unknown()) return facts;
  for (const cel::Missing& missing : value.missing()) {
    ReadFact fact;
    fact.path = missing.asked.empty() ? missing.path : missing.asked;
    fact.unknown = true;
    fact.reason = missing.reason;
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace

ProductSides::ProductSides(const Rulebook& rulebook, Problems& problems) {
  LoadedPacks loaded = load_packs(rulebook.root, {}, rulebook.schema, rulebook.tables);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (loaded.packs.empty()) return;
  shared_ = std::move(loaded.packs.front());
  cel::Environment environment = pack_environment(rulebook.schema);
  environment.functions = shared_.functions.get();
  for (const auto& [name, value] : shared_.values) {
    environment.variables.insert_or_assign(name, cel::FieldType{cel::Type::dyn(), {}});
    environment.constants.insert_or_assign(name, value);
  }
  for (const ClaimKind& kind : rulebook.tables.claim_kinds) {
    if (kind.borne_out.empty()) continue;
    cel::Compiled compiled = cel::compile(kind.borne_out, environment);
    for (const cel::Issue& issue : compiled.issues)
      problems.push_back({ProblemLevel::error, in_file("rules/tables/claim-kinds.yaml"),
                          "'borne_out' of " + kind.id + ": " + issue.message});
    if (compiled.program) conditions_.emplace(kind.id, std::move(*compiled.program));
  }
}

std::map<std::string, ProductSide> ProductSides::of(const Evidence& evidence,
                                                    const Date& as_of) const {
  std::map<std::string, ProductSide> sides;
  const RuleActivation activation(evidence, shared_.values, date_value(as_of));
  for (const auto& [kind, condition] : conditions_) {
    Trace trace(evidence, condition);
    const cel::Value value = condition.evaluate(activation, &trace);
    ProductSide side;
    if (value.is_true() || value.is_false())
      side.answer =
          value.is_true() ? ProductSide::Answer::borne_out : ProductSide::Answer::not_borne_out;
    side.facts = trace.facts();
    add_facts(side.facts, missing_of(value));
    side.searched = trace.searched();
    for (SearchedList& list : side.searched) list.held = elements_of(evidence, list.path);
    sides.emplace(kind, std::move(side));
  }
  return sides;
}

}  // namespace verilot
