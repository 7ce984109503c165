#include "audit/tailored.h"

#include <algorithm>

namespace verilot {

namespace {

// The packs and the shared rules, these whole, whatever packs bind of them.
LoadedPacks load_whole(const Rulebook& rulebook, const std::vector<std::string>& ids,
                       const Tailoring* tailoring) {
  const auto load = [&](const std::vector<std::string>& some) {
    return load_packs(rulebook.root, some, rulebook.schema, rulebook.tables, tailoring);
  };
  LoadedPacks loaded = load(ids);
  if (LoadedPacks shared = load({}); !loaded.packs.empty() && !shared.packs.empty())
    loaded.packs.back() = std::move(shared.packs.front());
  return loaded;
}

// The packs that have a rule which the file changes, or get one that it adds.
std::vector<std::string> concerned(const Tailoring& tailoring, const std::vector<RulePack>& packs) {
  std::vector<std::string> ids;
  for (const RulePack& pack : packs) {
    const bool changed = std::ranges::any_of(tailoring.changes, [&](const RuleChange& change) {
      return std::ranges::count(pack.rules, change.rule, &Rule::id) > 0;
    });
    const bool enlarged = std::ranges::count(tailoring.added, pack.id, &AddedRule::pack) > 0;
    if ((changed || enlarged) && pack.id != "rules") ids.push_back(pack.id);
  }
  return ids;
}

// Those of the second that the first has not.
Problems new_problems(const Problems& known, const Problems& all) {
  Problems fresh;
  std::ranges::copy_if(all, std::back_inserter(fresh), [&](const Problem& problem) {
    return std::ranges::none_of(
        known, [&](const Problem& other) { return to_string(other) == to_string(problem); });
  });
  return fresh;
}

TailoringInfo info_of(const Tailoring& tailoring, const std::vector<RulePack>& packs) {
  TailoringInfo info{tailoring.file, tailoring.hash, {}};
  for (const RuleChange& change : tailoring.changes)
    if (change.off)
      info.rules.push_back(
          {change.rule, "switched off", change.by.reason, change.by.who, change.by.date});
  for (const RulePack& pack : packs)
    for (const Rule& rule : pack.rules)
      for (const std::string& change : rule.tailored.changes)
        info.rules.push_back(
            {rule.id, change, rule.tailored.reason, rule.tailored.who, rule.tailored.date});
  return info;
}

}  // namespace

bool tailor_rulebook(Rulebook& rulebook, const std::string& file, Problems& problems,
                     const std::string& called) {
  const auto tailoring = std::make_shared<const Tailoring>(read_tailoring(file, problems, called));
  if (any_error(problems)) return false;
  std::vector<std::string> ids;
  for (const PackName& name : rulebook.packs) ids.push_back(name.id);
  const LoadedPacks plain = load_whole(rulebook, ids, nullptr);
  refuse_unknown_rules(*tailoring, plain.packs, problems);
  const LoadedPacks tailored =
      load_whole(rulebook, concerned(*tailoring, plain.packs), tailoring.get());
  std::ranges::move(new_problems(plain.problems, tailored.problems), std::back_inserter(problems));
  if (any_error(problems)) return false;
  rulebook.tailoring = tailoring;
  rulebook.tailored = info_of(*tailoring, tailored.packs);
  return true;
}

void note_tailoring(const RulePack& pack, std::vector<Finding>& findings) {
  for (const Rule& rule : pack.rules) {
    const RuleTailoring& by = rule.tailored;
    if (by.changes.empty()) continue;
    for (Finding& finding : findings)
      if (finding.rule == rule.id)
        for (const std::string& change : by.changes)
          finding.tailored.push_back(change + " by " + by.file + ": " + by.reason);
  }
}

}  // namespace verilot
