#include "audit/supplier_vet.h"

#include <algorithm>
#include <map>
#include <set>

#include "evaluate/evaluate.h"
#include "yaml/yaml.h"

namespace verilot {

namespace {

constexpr const char* kFile = "rules/tables/vetting.yaml";

bool flag_member(const YamlNode& node, const char* key, Problems& problems) {
  return node.find(key) != nullptr && text_member(node, key, problems) == "true";
}

Severity severity_member(const YamlNode& node, const char* key, Problems& problems) {
  if (node.find(key) == nullptr) return Severity::low;
  const std::string word = text_member(node, key, problems);
  for (const Severity one : {Severity::low, Severity::medium, Severity::high, Severity::critical})
    if (word == to_string(one)) return one;
  problems.push_back(
      {ProblemLevel::error, node.where, "'" + word + "': expected low, medium, high or critical"});
  return Severity::low;
}

// The nearest name of a list is told of the lists that a section shows.
class Names {
 public:
  Names(const RegisterSlice& slice, const RegisterDesk& desk)
      : slice_(slice), desk_(desk), copies_(desk.copies()) {}

  std::string copy_of(const Finding& finding) const {
    const RegisterAnswer* answer = answer_of(finding.subject);
    if (answer == nullptr) return "";
    for (const CopyState& copy : copies_)
      if (copy.source == answer->source)
        return "copy of " + copy.date + ", " + std::to_string(copy.age_days) + " d old";
    return "no copy";
  }

  void add(const Finding& finding, bool near, std::vector<VetName>& names) {
    const RegisterAnswer* answer = answer_of(finding.subject);
    if (answer == nullptr || !told_.insert(answer).second) return;
    const Party& party = slice_.parties[answer->party];
    for (const RegisterEntry& entry : answer->entries)
      names.push_back({.kind = VetName::Kind::entry,
                       .party = party.name,
                       .list = answer->title,
                       .name = entry.name,
                       .score = 1,
                       .reasons = told(entry, entry.name),
                       .hit = confirmed_hit(*answer, entry)});
    if (near && answer->by_name) add_near(*answer, party, names);
  }

 private:
  // "registers[3]"
  const RegisterAnswer* answer_of(const std::string& subject) const {
    if (!subject.starts_with("registers[")) return nullptr;
    const std::size_t number = std::stoul(subject.substr(subject.find('[') + 1));
    return number < slice_.answers.size() ? &slice_.answers[number] : nullptr;
  }

  void add_near(const RegisterAnswer& answer, const Party& party, std::vector<VetName>& names) {
    for (const NearEntry& near : answer.near) {
      if (near.confirmed) continue;
      VetName name = of_hit(answer, party, near.hit);
      name.kind = near.cleared.empty() ? VetName::Kind::open : VetName::Kind::cleared;
      name.name = near.name;
      name.hit = near.hit;
      name.decided = near.cleared;
      for (std::string& word : told(near.entry, near.name)) name.reasons.push_back(std::move(word));
      names.push_back(std::move(name));
    }
    if (!answer.near.empty() || !answer.entries.empty()) return;
    for (const ShownName& nearest : near_names(answer.party))
      if (nearest.source == answer.source) names.push_back(of_hit(answer, party, nearest.hit));
  }

  // With the score of the hit, or of its namesake.
  VetName of_hit(const RegisterAnswer& answer, const Party& party, const std::string& hit) {
    VetName name{.party = party.name, .list = answer.title};
    const auto near = std::ranges::find(answer.near, hit, &NearEntry::hit);
    for (const ShownName& shown : near_names(answer.party)) {
      const bool namesake = near != answer.near.end() && near->name == shown.name;
      if (shown.source != answer.source || (shown.hit != hit && !namesake)) continue;
      name.name = shown.name;
      name.score = shown.score;
      name.reasons = shown.reasons;
      if (near == answer.near.end())
        if (std::string who = whose(shown.entry, shown.name); !who.empty())
          name.reasons.push_back(std::move(who));
      if (shown.hit == hit) break;
    }
    return name;
  }

  // "" for an entry that a number found.
  static std::string confirmed_hit(const RegisterAnswer& answer, const RegisterEntry& entry) {
    for (const NearEntry& near : answer.near)
      if (near.confirmed && near.entry == entry) return near.hit;
    return "";
  }

  // An alias alone does not tell whose it is.
  static std::string whose(const RegisterEntry& entry, const std::string& shown_as) {
    std::string who = entry.name == shown_as ? "" : "entry " + entry.name;
    for (const auto& [kind, number] : entry.identifiers)
      who += (who.empty() ? "" : ", ") + kind + " " + number;
    return who;
  }

  static std::vector<std::string> told(const RegisterEntry& entry, const std::string& shown_as) {
    std::vector<std::string> words;
    if (std::string who = whose(entry, shown_as); !who.empty()) words.push_back(std::move(who));
    if (!entry.status.empty()) words.push_back("status " + entry.status);
    for (const auto& [what, day] : entry.dates) words.push_back(what + " " + day);
    for (const auto& [what, text] : entry.details)
      if (!text.empty()) words.push_back(what + ": " + text);
    return words;
  }

  const std::vector<ShownName>& near_names(std::size_t party) {
    const auto [place, is_new] = known_.try_emplace(party);
    if (is_new) place->second = desk_.near_names(slice_.parties[party]);
    return place->second;
  }

  const RegisterSlice& slice_;
  const RegisterDesk& desk_;
  const std::vector<CopyState> copies_;
  std::map<std::size_t, std::vector<ShownName>> known_;
  std::set<const RegisterAnswer*> told_;  // once each, where a section first speaks of it
};

bool is_shown(const Finding& finding, const std::string& rule) {
  return (finding.rule == rule || finding.shared_rule == rule) &&
         finding.outcome != Outcome::not_applicable;
}

// Two parties of one name, or two packs, may give the same words.
bool is_there(const std::vector<Finding>& findings, const Finding& finding) {
  return std::ranges::any_of(findings, [&](const Finding& one) {
    return one.outcome == finding.outcome && one.message == finding.message;
  });
}

// Open for want of this fact, which the dossier does not state.
bool wants(const Finding& finding, const std::string& fact) {
  return finding.outcome == Outcome::unverified &&
         std::ranges::any_of(finding.unknown, [&](const MissingFact& one) {
           return one.path == fact && one.reason == "not stated";
         });
}

// Whether the party, or every one of a list of parties, was looked up with a result.
bool is_settled(const RegisterSlice& slice, const std::string& source, const std::string& path) {
  bool any = false, all = true;
  for (std::size_t party = 0; party < slice.parties.size(); ++party) {
    const std::string& place = slice.parties[party].path;
    if (place != path && !place.starts_with(path + "[")) continue;
    any = true;
    all = all && std::ranges::any_of(slice.answers, [&](const RegisterAnswer& one) {
            return one.party == party && one.source == source &&
                   one.result != LookUp::Result::unknown;
          });
  }
  return any && all;
}

// Left to the findings of the registers that were asked here. Of whom nobody looked up it says so.
bool is_looked_up(const VetTable& table, const RegisterSlice& slice, Finding& finding) {
  for (const VetTable::LookedUp& one : table.looked_up) {
    if (!is_shown(finding, one.rule) || !wants(finding, one.fact)) continue;
    if (one.source.empty()) return !slice.answers.empty();
    if (!is_settled(slice, one.source, "supplier")) return false;
    if (is_settled(slice, one.source, one.owners)) return true;
    finding.unknown.push_back(
        {one.owners,
         "the supplier was searched in the kept copy, its owners and directors were not"});
  }
  return false;
}

void count(const Finding& finding, VetResult& vet) {
  vet.passed += finding.outcome == Outcome::pass;
  vet.failed += finding.outcome == Outcome::fail;
  vet.open += finding.outcome == Outcome::unverified;
  vet.errors += finding.outcome == Outcome::error;
}

void describe(const RegisterSlice& slice, VetResult& vet) {
  const auto supplier = std::ranges::find(slice.parties, "supplier", &Party::path);
  if (supplier == slice.parties.end()) return;
  vet.country = supplier->country;
  vet.numbers = supplier->numbers;
}

std::vector<VetTable::LookedUp> looked_up_in(const YamlNode& root, Problems& problems) {
  std::vector<VetTable::LookedUp> rules;
  const YamlNode* list = root.find("looked_up");
  for (const YamlNode& node : list == nullptr ? std::vector<YamlNode>{} : list->items) {
    refuse_unknown_keys(node, {"rule", "fact", "source", "owners"}, problems);
    const auto text = [&](const char* key) {
      return node.find(key) == nullptr ? "" : text_member(node, key, problems);
    };
    rules.push_back({text_member(node, "rule", problems), text_member(node, "fact", problems),
                     text("source"), text("owners")});
  }
  return rules;
}

}  // namespace

VetTable load_vet_table(const std::string& root, Problems& problems) {
  VetTable table;
  const LoadedYaml loaded = load_file(root + "/" + kFile, kFile);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  refuse_unknown_keys(loaded.root, {"sections", "looked_up"}, problems);
  table.looked_up = looked_up_in(loaded.root, problems);
  const YamlNode* sections = loaded.root.find("sections");
  if (sections == nullptr || !sections->is_list()) {
    problems.push_back({ProblemLevel::error, loaded.root.where, "'sections' must be a list"});
    return table;
  }
  for (const YamlNode& node : sections->items) {
    refuse_unknown_keys(
        node, {"id", "title", "note", "rules", "needs_dossier", "names", "at_least"}, problems);
    table.sections.push_back(
        {text_member(node, "id", problems), text_member(node, "title", problems),
         node.find("note") != nullptr ? text_member(node, "note", problems) : "",
         text_list_member(node, "rules", problems), flag_member(node, "needs_dossier", problems),
         flag_member(node, "names", problems), severity_member(node, "at_least", problems)});
  }
  return table;
}

VetResult vet_supplier(DossierResult result, const VetTable& table, const RegisterDesk& desk,
                       bool by_dossier) {
  VetResult vet{.id = result.id, .name = result.supplier, .by_dossier = by_dossier};
  const RegisterSlice slice = read_slice(result.registers);
  describe(slice, vet);
  Names names(slice, desk);
  std::vector<Finding> all;
  for (const VetTable::Section& part : table.sections) {
    VetSection section{.id = part.id, .title = part.title, .note = part.note};
    section.looked_at = by_dossier || !part.needs_dossier;
    for (const std::string& rule : section.looked_at ? part.rules : std::vector<std::string>{})
      for (Finding& finding : result.findings) {
        if (!is_shown(finding, rule) || is_there(section.findings, finding) ||
            is_looked_up(table, slice, finding))
          continue;
        section.findings.push_back(finding);
        section.rests_on.push_back(names.copy_of(finding));
        section.findings.back().severity = std::max(finding.severity, part.at_least);
        names.add(finding, part.names, section.names);
        count(section.findings.back(), vet);
        all.push_back(section.findings.back());
      }
    vet.sections.push_back(std::move(section));
  }
  // Where nothing was judged, or not all could be read, nothing is clear.
  vet.verdict = all.empty() ? Verdict::hold : verdict_of(all);
  if (any_error(result.problems)) vet.verdict = std::max(vet.verdict, Verdict::hold);
  vet.problems = std::move(result.problems);
  return vet;
}

}  // namespace verilot
