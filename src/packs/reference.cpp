#include "packs/reference.h"

#include <algorithm>
#include <tuple>

#include "packs/law.h"

namespace verilot {

namespace {

// A cell of a table, and no Markdown of its own.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_' || c == '`') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

std::string status_words(const std::string& status) {
  if (status == "T") return "text read";
  if (status == "P") return "citation and core phrase read";
  if (status == "S") return "secondary source";
  return "unconfirmed";
}

std::string days(const Period& period) {
  std::string text;
  if (period.from) text += ", in force from " + to_string(*period.from);
  if (period.until)
    text += (text.empty() ? ", in force until " : " until ") + to_string(*period.until);
  return text;
}

std::vector<const Clause*> in_file_order(const RulePack& pack) {
  std::vector<const Clause*> clauses;
  for (const auto& [id, clause] : pack.law) clauses.push_back(&clause);
  const auto place = [](const Clause* c) { return std::tie(c->where.file, c->where.line); };
  std::ranges::sort(clauses, [&](const Clause* a, const Clause* b) { return place(a) < place(b); });
  return clauses;
}

// "jurisdictions/eu/law/cosmetics.yaml" to "cosmetics".
std::string instrument(const Clause& clause) {
  const std::string& file = clause.where.file;
  const std::size_t begin = file.rfind('/') + 1;
  return file.substr(begin, file.rfind('.') - begin);
}

const std::vector<ClauseUser>& users_of(const Clause& clause, const ClauseUsers& users) {
  static const std::vector<ClauseUser> kNone;
  const auto it = users.find(clause.id);
  return it == users.end() ? kNone : it->second;
}

std::string entry(const Clause& clause, const ClauseUsers& users) {
  std::string text = "\n### `" + clause.id + "`\n\n";
  if (!clause.title.empty()) text += plain(clause.title) + "\n\n";
  text += plain(clause.clause) + " (" + status_words(clause.status) + days(clause.in_force) + ")";
  if (!clause.author.empty())
    text += "; position of " + plain(clause.author) + ", " + clause.date + ", not a statute";
  if (!clause.source.empty()) text += "  \n<" + clause.source + ">";
  text += "\n";
  if (!clause.text.empty()) text += "\n> " + plain(clause.text) + "\n";
  text += "\n";
  for (const ClauseUser& user : users_of(clause, users))
    text += "- `" + user.id + "` (" + user.grade + "): " + plain(user.title) + "\n";
  if (users_of(clause, users).empty())
    text += "No rule: " + plain(clause.no_rule.empty() ? "not yet" : clause.no_rule) + "\n";
  return text;
}

std::string pathways(const RulePack& pack) {
  if (pack.tree.leaves.empty()) return "";
  std::string text = "\n## Pathways\n\n| pathway | route | what |\n|---|---|---|\n";
  for (const auto& [id, leaf] : pack.tree.leaves)
    text += "| `" + id + "` | " +
            (leaf.route == Leaf::Route::lawful ? "lawful"
             : leaf.route == Leaf::Route::none ? "none"
                                               : "open") +
            " | " + plain(leaf.title) + " |\n";
  return text;
}

}  // namespace

void note_users(const RulePack& pack, ClauseUsers& users) {
  std::map<std::string, const Rule*> rules;
  for (const Rule& rule : pack.rules) rules.emplace(rule.id, &rule);
  for (const PlacedCitation& citation : citations_of(pack)) {
    std::vector<ClauseUser>& those = users[citation.cited->id];
    if (std::ranges::find(those, citation.by, &ClauseUser::id) != those.end()) continue;
    const auto rule = rules.find(citation.by);
    if (rule == rules.end()) {
      those.push_back({pack.id, citation.by, pack.tree.leaves.at(citation.by).title, "pathway"});
    } else {
      those.push_back({pack.id, citation.by, rule->second->title,
                       std::string(to_string(rule->second->severity)) +
                           (rule->second->advisory() ? ", advisory" : "")});
    }
  }
}

std::string reference_page(const RulePack& pack, const ClauseUsers& users) {
  const auto advisory = std::ranges::count_if(pack.rules, &Rule::advisory);
  std::string text = "# " + pack.title + "\n\nPack `" + pack.id + "` " + pack.version +
                     ", law as found " + to_string(pack.law_as_found) + ": " +
                     std::to_string(pack.rules.size()) + " rules (" + std::to_string(advisory) +
                     " advisory), " + std::to_string(pack.tree.leaves.size()) + " pathways, " +
                     std::to_string(pack.law.size()) +
                     " clauses. Written by `verilot packs reference`; the pack is what counts.\n";
  text += pathways(pack);
  std::string file;
  for (const Clause* clause : in_file_order(pack)) {
    if (instrument(*clause) != file) {
      file = instrument(*clause);
      text += "\n## " + file + "\n";
    }
    text += entry(*clause, users);
  }
  return text;
}

std::string reference_index(const std::vector<RulePack>& packs, const ClauseUsers& users) {
  std::string text =
      "# Every clause, and the rule that rests on it\n\n"
      "Written by `verilot packs reference`. A clause without a rule says why.\n\n"
      "| pack | clause | rules and pathways, or why none |\n|---|---|---|\n";
  for (const RulePack& pack : packs)
    for (const Clause* clause : in_file_order(pack)) {
      std::string cell;
      for (const ClauseUser& user : users_of(*clause, users))
        cell += (cell.empty() ? "`" : ", `") + user.id + "`";
      if (cell.empty()) cell = "none: " + plain(clause->no_rule);
      text += "| [" + pack.id + "](" + pack.id + ".md) | `" + clause->id + "` | " + cell + " |\n";
    }
  return text;
}

}  // namespace verilot
