// Clauses, what cites them, and the examples of a pack.
#include <algorithm>

#include "packs/law.h"
#include "packs/pack_reader.h"

namespace verilot {

namespace {

// From read to unconfirmed; of several the last one is the weakest.
constexpr std::string_view kStatuses = "TPSU";

bool is_status(const std::string& word) {
  return word.size() == 1 && kStatuses.find(word) != std::string_view::npos;
}

void add(const Clause& clause, Citation& citation) {
  const bool first = citation.ids.empty();
  citation.ids.push_back(clause.id);
  citation.clause += (first ? "" : "; ") + clause.clause;
  if (first || kStatuses.find(clause.status) > kStatuses.find(citation.status))
    citation.status = clause.status;
  if (first) citation.source = clause.source;
  if (citation.text.empty()) citation.text = clause.text;
  if (!citation.author.empty()) return;
  citation.author = clause.author;
  citation.date = clause.date;
}

std::vector<std::string> known_ids(const std::vector<const Law*>& laws) {
  std::vector<std::string> ids;
  for (const Law* law : laws)
    for (const auto& [id, clause] : *law) ids.push_back(id);
  return ids;
}

}  // namespace

void PackReader::read_law(const YamlNode& root, RulePack& pack) {
  refuse_unknown_keys(root, {"clauses"}, problems);
  for (const YamlNode& item : elements(root, "clauses")) {
    if (!item.is_map()) {
      problem(item.where, "a clause is a map with `id:`");
      continue;
    }
    Clause one = clause(item);
    if (!pack.law.emplace(one.id, one).second)
      problem(item.where, "clause '" + one.id + "' is defined twice");
  }
}

Clause PackReader::clause(const YamlNode& node) {
  refuse_unknown_keys(node,
                      {"id", "clause", "title", "status", "text", "source", "in_force",
                       "interpretation", "no_rule", "sha256"},
                      problems);
  Clause clause;
  clause.where = node.where;
  const auto take = [&](std::string_view key) { return text_member(node, key, problems); };
  clause.id = take("id");
  clause.clause = take("clause");
  clause.title = take("title");
  clause.status = take("status");
  clause.text = take("text");
  clause.source = take("source");
  clause.no_rule = take("no_rule");
  clause.sha256 = take("sha256");
  if (const YamlNode* seal = node.find("sha256")) clause.sealed_at = seal->where;
  if (clause.id.empty() || clause.clause.empty())
    problem(node.where, "a clause needs `id:` and `clause:`, its citation");
  if (!is_status(clause.status))
    problem(node.where, "a clause needs `status:` T or P (read), S (secondary) or U (unconfirmed)");
  if (const YamlNode* days = node.find("in_force")) {
    refuse_unknown_keys(*days, {"from", "until"}, problems);
    clause.in_force = period(*days);
  }
  if (const YamlNode* position = node.find("interpretation")) {
    refuse_unknown_keys(*position, {"author", "date"}, problems);
    clause.author = text_member(*position, "author", problems);
    clause.date = text_member(*position, "date", problems);
    date(*position, "date");  // reports what is none
  }
  return clause;
}

void PackReader::cite(const YamlNode& node, Citation& citation, std::vector<CitedClause>& cited) {
  const std::size_t at = node.text.find('@');
  CitedClause one{node.text.substr(0, at), at == std::string::npos ? "" : node.text.substr(at + 1),
                  "", node.where};
  for (const Law* law : laws) {
    const auto it = law->find(one.id);
    if (it == law->end()) continue;
    add(it->second, citation);
    one.now = mark_of(it->second);
    cited.push_back(std::move(one));
    return;
  }
  problem(node.where,
          "law/ has no clause '" + one.id + "'" + did_you_mean(one.id, known_ids(laws)));
}

Citation PackReader::citation(const YamlNode& map, std::vector<CitedClause>& cited) {
  Citation citation;
  const YamlNode* node = map.find("citation");
  if (node == nullptr) return citation;
  if (node->is_scalar()) {
    cite(*node, citation, cited);
    return citation;
  }
  if (!node->is_list() || node->items.empty())
    problem(node->where, "a citation is the id of a clause of law/, or a list of ids");
  for (const YamlNode& item : node->items)
    if (node->is_list()) cite(item, citation, cited);
  return citation;
}

void PackReader::read_examples(const YamlNode& root, RulePack& pack) {
  refuse_unknown_keys(root, {"examples"}, problems);
  for (const YamlNode& item : elements(root, "examples")) pack.examples.push_back(example(item));
}

Example PackReader::example(const YamlNode& node) {
  refuse_unknown_keys(node, {"name", "base", "given", "as_of", "verdict", "pathway", "expect"},
                      problems);
  Example example;
  example.dossier = dossier_of(node);
  example.verdict = text_member(node, "verdict", problems);
  if (node.find("pathway") != nullptr)
    example.pathway = text_list_member(node, "pathway", problems);
  const YamlNode* expect = node.find("expect");
  if (expect != nullptr && !expect->is_map())
    problem(expect->where, "`expect:` of an example is a map of rules and outcomes");
  if (expect != nullptr && expect->is_map())
    for (const std::string& rule : expect->keys)
      example.expect.emplace_back(rule, text_member(*expect, rule, problems));
  if (example.verdict.empty() && example.pathway.empty() && example.expect.empty())
    problem(node.where, "an example needs `verdict:`, `pathway:` or `expect:`");
  return example;
}

}  // namespace verilot
