#include "packs/lint_cases.h"

#include <algorithm>
#include <map>

#include "packs/merged_case.h"

namespace verilot {

namespace {

// What a case or an example expects: of a rule, of the pathway, of the verdict.
struct Claim {
  std::string of, expected;
};

std::string joined(std::vector<std::string> words) {
  std::ranges::sort(words);
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class CaseLint {
 public:
  CaseLint(const RulePack& pack, std::vector<LintFinding>& findings)
      : pack_(pack), findings_(findings) {}

  void run() {
    for (const Case& c : pack_.tree.cases)
      told_anew(c, {{"the pathway " + c.subject, joined(c.expect)}});
    for (const Rule& rule : pack_.rules)
      for (const Case& c : rule.cases)
        told_anew(c, {{rule.id + " " + c.subject, joined(c.expect)}});
    for (const Example& example : pack_.examples) state(example.dossier, claims_of(example));
  }

 private:
  // A rule that is expected one outcome without a subject has one finding: it is the gravest.
  static std::vector<Claim> claims_of(const Example& example) {
    std::vector<Claim> claims;
    for (const auto& [rule, outcome] : example.expect) claims.push_back({rule + " ", outcome});
    if (!example.verdict.empty()) claims.push_back({"the verdict", example.verdict});
    if (!example.pathway.empty()) claims.push_back({"the pathway ", joined(example.pathway)});
    return claims;
  }

  // An example may repeat a case: it names what the source says.
  void told_anew(const Case& c, const std::vector<Claim>& claims) {
    const Case* first = state(c, claims);
    if (first == nullptr) return;
    findings_.push_back({"L070", ProblemLevel::warning, c.where,
                         "case '" + c.name + "' says what '" + first->name + "' (" +
                             to_string(first->where) + ") says: same dossier, same day",
                         "", "delete it, or state what makes it another case"});
  }

  // The case that has said it all before; nullptr where there is none.
  const Case* state(const Case& c, const std::vector<Claim>& claims) {
    const Date day = c.as_of ? *c.as_of : pack_.law_as_found;
    auto& known = known_[as_yaml(dossier_of(c, pack_), true) + to_string(day)];
    bool adds = false;
    for (const Claim& claim : claims) {
      const auto [earlier, fresh] = known.try_emplace(claim.of, Earlier{claim.expected, &c});
      adds = adds || fresh;
      if (fresh || earlier->second.expected == claim.expected) continue;
      adds = true;
      contradicts(c, claim, earlier->second);
    }
    return adds ? nullptr : known.at(claims.front().of).by;
  }

  struct Earlier {
    std::string expected;
    const Case* by = nullptr;
  };

  void contradicts(const Case& c, const Claim& claim, const Earlier& earlier) {
    findings_.push_back({"L071", ProblemLevel::error, c.where,
                         "case '" + c.name + "' expects " + claim.expected + " where '" +
                             earlier.by->name + "' (" + to_string(earlier.by->where) +
                             ") expects " + earlier.expected + ": same dossier, same day",
                         "", "one of the two is wrong"});
  }

  const RulePack& pack_;
  std::vector<LintFinding>& findings_;
  std::map<std::string, std::map<std::string, Earlier>> known_;  // by dossier and day, by claim
};

}  // namespace

void lint_cases(const RulePack& pack, std::vector<LintFinding>& findings) {
  CaseLint(pack, findings).run();
}

}  // namespace verilot
