// Every test row of every certificate: its result as a value or a word, and verilot's own judgement
// of it. The laboratory's printed status decides nothing, certificates are wrong.
#include <map>
#include <set>

#include "examine/examine.h"
#include "examine/facts.h"
#include "examine/result_row.h"

namespace verilot {

namespace {

// Roles of rules/tables/certificate.yaml to the enumeration outcome_word.
constexpr std::pair<std::string_view, std::string_view> kOutcomeWords[] = {
    {"absent", "absent"},   {"not_detected", "absent"},   {"present", "present"},
    {"pass", "conforms"},   {"fail", "does_not_conform"}, {"not_tested", "not_tested"},
    {"pending", "pending"},
};

std::string_view outcome_word(std::string_view role) {
  for (const auto& [name, word] : kOutcomeWords)
    if (name == role) return word;
  return "";
}

void add_judged(EvidenceBuilder& builder, NodeId test, const Judgement& judgement,
                const SourceLocation& where) {
  switch (judgement.outcome) {
    case Judgement::Outcome::pass:
      builder.add_text(test, "judged", "pass", where);
      return;
    case Judgement::Outcome::fail:
      builder.add_text(test, "judged", "fail", where);
      return;
    case Judgement::Outcome::open:
      builder.add_text(test, "judged", "open", where);
      return;
    case Judgement::Outcome::unknown:
      builder.add_unknown(test, "judged", judgement.reason, where);
      return;
  }
}

void add_value(EvidenceBuilder& builder, NodeId test, const Cell& result,
               const SourceLocation& where) {
  switch (result.kind) {
    case Cell::Kind::numbers:
      if (result.numbers.size() == 1)
        builder.add_quantity(test, "value", result.numbers[0], where);
      else
        builder.add_unknown(test, "value", "the result gives several values", where);
      return;
    case Cell::Kind::range:
      builder.add_unknown(test, "value", "the result is a range", where);
      return;
    case Cell::Kind::word:
      builder.add_null(test, "value", where);
      return;
    case Cell::Kind::blank:
      builder.add_unknown(test, "value", "no result is printed", where);
      return;
    case Cell::Kind::text:
      builder.add_unknown(test, "value", "the result is in words", where);
      return;
  }
}

void add_word(EvidenceBuilder& builder, NodeId test, const Cell& result,
              const SourceLocation& where) {
  const std::string_view word = outcome_word(result.word);
  if (!word.empty()) {
    builder.add_text(test, "outcome_word", std::string(word), where);
  } else if (result.kind == Cell::Kind::numbers || result.kind == Cell::Kind::range) {
    builder.add_null(test, "outcome_word", where);
  } else {
    builder.add_unknown(test, "outcome_word",
                        result.kind == Cell::Kind::blank ? "no result is printed"
                                                         : "words that were not understood",
                        where);
  }
}

// The certificates whose results are those of another lot, and what is asked about it. While it is
// not answered nobody knows of which lot the results are.
std::map<std::string, std::string> copied_certificates(const Evidence& evidence) {
  std::map<std::string, std::string> copied;
  const NodeId list = evidence.member(evidence.root(), "questions");
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return copied;
  for (const NodeId question : evidence.children(list)) {
    if (evidence.kind(question) != NodeKind::object) continue;
    const auto kind = text_of(evidence, question, "kind");
    if (kind != "duplicate_results" && kind != "template_reuse") continue;
    const NodeId settled = evidence.member(question, "settled");
    if (settled != kNoNode && evidence.kind(settled) == NodeKind::boolean &&
        evidence.boolean(settled))
      continue;
    const NodeId certificates = evidence.member(question, "certificates");
    if (certificates == kNoNode || evidence.kind(certificates) != NodeKind::list) continue;
    for (const NodeId path : evidence.children(certificates))
      copied.emplace(evidence.text(path), text_of(evidence, question, "text").value_or(""));
  }
  return copied;
}

void examine_test(EvidenceBuilder& builder, NodeId test, const CellGrammar& grammar,
                  const std::string& open) {
  const Evidence& evidence = builder.view();
  if (evidence.member(test, "judged") != kNoNode) return;  // a case of a rule states it
  const NodeId result = evidence.member(test, "result");
  const NodeId from = result == kNoNode ? test : result;
  const SourceLocation where = evidence.where(from);
  const BasisOf basis(builder, from);
  const bool verdict_only = is_none(evidence, test, "result");
  if (!is_known(evidence, test, "result") && !verdict_only) {
    const std::string reason = "result: " + reason_of(evidence, test, "result");
    for (const char* key : {"judged", "value", "outcome_word"})
      builder.add_unknown(test, key, reason, where);
    return;
  }
  const ResultRow row = read_row(evidence, test, grammar);
  if (!open.empty()) {
    for (const char* key : {"judged", "value"})
      builder.add_unknown(test, key, "authenticity open: " + open, where);
    return add_word(builder, test, row.result, where);
  }
  add_judged(builder, test, judge_row(row), where);
  add_value(builder, test, row.result, where);
  add_word(builder, test, row.result, where);
}

// A unit that no table has is compared with itself alone.
void report_unknown_units(const Evidence& evidence, const std::vector<NodeId>& tests,
                          const ExamineContext& context) {
  std::set<std::string> told;
  for (const NodeId test : tests) {
    if (evidence.kind(test) != NodeKind::object) continue;
    const auto unit = text_of(evidence, test, "unit");
    if (!unit || unit->empty() || context.tables.units.find(*unit) || !told.insert(*unit).second)
      continue;
    context.problems.push_back({ProblemLevel::warning,
                                evidence.where(evidence.member(test, "unit")),
                                "unit '" + *unit +
                                    "' is in no table: its numbers are compared with the same "
                                    "unit alone; write a unit of rules/tables/units.yaml"});
  }
}

}  // namespace

void examine_results(EvidenceBuilder& builder, const ExamineContext& context) {
  const Evidence& evidence = builder.view();
  const NodeId certificates = evidence.member(evidence.root(), "certificates");
  if (certificates == kNoNode || evidence.kind(certificates) != NodeKind::list) return;
  const std::map<std::string, std::string> copied = copied_certificates(evidence);
  for (const NodeId certificate : evidence.children(certificates)) {
    if (evidence.kind(certificate) != NodeKind::object) continue;
    const NodeId tests = evidence.member(certificate, "tests");
    if (tests == kNoNode || evidence.kind(tests) != NodeKind::list) continue;
    const std::vector<NodeId> rows = evidence.children(tests);
    const CellGrammar grammar{context.tables.units, context.tables.certificate,
                              certificate_uses_comma(evidence, rows)};
    report_unknown_units(evidence, rows, context);
    const auto copy = copied.find(evidence.path(certificate));
    const std::string open = copy == copied.end() ? "" : copy->second;
    for (const NodeId test : rows)
      if (evidence.kind(test) == NodeKind::object) examine_test(builder, test, grammar, open);
  }
}

}  // namespace verilot
