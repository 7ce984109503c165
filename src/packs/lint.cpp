#include "packs/lint.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "cel/issues.h"
#include "packs/law.h"
#include "packs/lint_cases.h"
#include "packs/lint_constants.h"
#include "packs/lint_law.h"
#include "packs/lint_tree.h"
#include "packs/possible.h"
#include "packs/text_places.h"

namespace verilot {

namespace {

using cel::Expr;

constexpr auto kError = ProblemLevel::error;
constexpr auto kWarning = ProblemLevel::warning;

bool is_logical(const Expr& node) {
  return node.kind == Expr::Kind::logical_and || node.kind == Expr::Kind::logical_or;
}

Possible::Constants constants_of(const RulePack& pack, const Rule& rule) {
  Possible::Constants constants(pack.values.begin(), pack.values.end());
  for (const auto& [name, value] : rule.parameters)
    constants.insert_or_assign("parameters." + name, value);
  return constants;
}

class RuleLint {
 public:
  RuleLint(const RulePack& pack, const Rule& rule, std::vector<LintFinding>& findings)
      : pack_(pack), rule_(rule), possible_(constants_of(pack, rule)), findings_(findings) {}

  void run() {
    lint_constants(pack_, rule_.when, possible_, findings_);
    lint_constants(pack_, rule_.require, possible_, findings_);
    outcomes(rule_.when, rule_.require);
    for (std::size_t i = 0; i < rule_.versions.size(); ++i) {
      const RuleVersion& version = rule_.versions[i];
      reach(version, i);
      for (const auto& own : {version.when, version.require})
        if (own) lint_constants(pack_, *own, possible_, findings_);
      if (version.when || version.require)
        outcomes(version.when ? *version.when : rule_.when,
                 version.require ? *version.require : rule_.require);
    }
    cases();
    absence();
  }

 private:
  void add(std::string code, ProblemLevel level, SourceLocation where, std::string message,
           std::string help) {
    findings_.push_back(
        {std::move(code), level, std::move(where), std::move(message), "", std::move(help)});
  }
  void add_at(std::string code, ProblemLevel level, const Expression& in, const Expr& part,
              std::string message, std::string help) {
    add(std::move(code), level, in.where, std::move(message), std::move(help));
    show(in, part, findings_.back());
  }

  void outcomes(const Expression& when, const Expression& require) {
    if (!require.program) return;
    const Expr& required = require.program->root();
    std::vector<WantedTruth> applies;
    if (when.program) {
      applies.push_back({&when.program->root(), when.text, true});
      constant_parts(when);
      if (!possible_.together(applies)) {
        add_at("L010", kError, when, when.program->root(), "rule can never apply",
               "state when the clause applies, or delete the rule");
        return;
      }
    }
    constant_parts(require);
    if (is_note(require)) return;
    if (!can(applies, require, false))
      add_at("L012", kError, require, required, "rule can never fail",
             "state what the clause requires, or write `require: true` for a note");
    const bool forbidden = required.kind == Expr::Kind::literal && required.value.is_false();
    if (!forbidden && !can(applies, require, true))
      add_at("L011", kWarning, require, required, "rule can never pass",
             "write `require: false` when the clause forbids what `when` describes");
  }
  // A rule that requires nothing says something about what it applies to.
  static bool is_note(const Expression& require) { return require.text == "true"; }
  bool can(std::vector<WantedTruth> applies, const Expression& require, bool truth) const {
    applies.push_back({&require.program->root(), require.text, truth});
    return possible_.together(applies);
  }

  // Parts of an and, an or or a loop that have one truth whatever the evidence says. What holds
  // such a part is not reported again.
  void constant_parts(const Expression& in) {
    const Expr& root = in.program->root();
    constant_parts(in, root, is_logical(root));
  }
  void constant_parts(const Expression& in, const Expr& node, bool inside) {
    const bool loop = node.kind == Expr::Kind::loop && node.type.kind == cel::Type::Kind::boolean;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
      const Expr& operand = *node.args[i];
      const bool condition = is_logical(node) || (loop && i == 1);
      if (condition && inside_reported(in, operand)) continue;
      constant_parts(in, operand, condition || inside);
    }
  }
  bool inside_reported(const Expression& in, const Expr& part) {
    const bool can_hold = possible_.ever({&part, in.text, true});
    if (can_hold && possible_.ever({&part, in.text, false})) return false;
    add_at("L013", kWarning, in, part,
           std::string("this part is always ") + (can_hold ? "true" : "false"),
           "delete it, or compare what was meant");
    return true;
  }

  // The first version whose period holds a day is the one in force.
  void reach(const RuleVersion& version, std::size_t index) {
    const Period& period = version.period;
    bool hidden = period.from && period.until && period.until->last < period.from->first;
    for (std::size_t i = 0; i < index; ++i) {
      const Period& earlier = rule_.versions[i].period;
      const bool from =
          !earlier.from || (period.from && !(period.from->first < earlier.from->first));
      const bool until =
          !earlier.until || (period.until && !(earlier.until->last < period.until->last));
      hidden = hidden || (from && until);
    }
    if (hidden)
      add("L014", kError, rule_.where,
          "version " + std::to_string(index + 1) + " of rule '" + rule_.id + "' is never in force",
          "the first version whose period holds the day applies: order them and mend the dates");
  }

  // The cases of a bound rule are those of the shared one.
  void cases() {
    if (!rule_.shared_id.empty()) return;
    std::set<std::string> shown;
    for (const Case& c : rule_.cases) shown.insert(c.expect.begin(), c.expect.end());
    for (const char* outcome : {"pass", "fail", "unverified"})
      if (wanted(outcome) && shown.count(outcome) == 0)
        add("L040", kWarning, rule_.where,
            "no case of rule '" + rule_.id + "' shows the outcome " + outcome,
            "add a case with `expect: " + std::string(outcome) + "`");
  }
  // A rule that forbids cannot pass, and a note does nothing else.
  bool wanted(const std::string& outcome) const {
    if (is_note(rule_.require)) return outcome == "pass";
    return outcome != "pass" || rule_.require.text != "false";
  }

  void absence() {
    if (rule_.absence_ok.empty()) return;
    bool used = false;
    const auto look = [&](const Expression& expression) {
      used = used || (expression.program && !expression.program->absence_uses().empty());
    };
    look(rule_.when);
    look(rule_.require);
    for (const RuleVersion& version : rule_.versions) {
      if (version.when) look(*version.when);
      if (version.require) look(*version.require);
    }
    if (!used)
      add("L041", kWarning, rule_.where,
          "rule '" + rule_.id + "' gives `absence_ok:` and asks nothing that needs it",
          "delete the key");
  }

  const RulePack& pack_;
  const Rule& rule_;
  const Possible possible_;
  std::vector<LintFinding>& findings_;
};

// Every expression of the pack, each followed by a line end.
std::string all_expressions(const RulePack& pack) {
  std::string all;
  const auto take = [&](const Expression& expression) { all += expression.text + "\n"; };
  for (const Rule& rule : pack.rules) {
    take(rule.when);
    take(rule.require);
    for (const RuleVersion& version : rule.versions) {
      if (version.when) take(*version.when);
      if (version.require) take(*version.require);
    }
  }
  for (const auto& [id, question] : pack.tree.questions) take(question.condition);
  return all;
}

bool names(const std::string& text, const std::string& word) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end])))
      return true;
  }
  return false;
}

void unused_names(const RulePack& pack, std::vector<LintFinding>& findings) {
  const std::string all = all_expressions(pack);
  const auto unused = [&](const SourceLocation& where, const std::string& what) {
    findings.push_back({"L042", kWarning, where, what + " is never used", "", "delete it"});
  };
  for (const OfficialList& list : pack.lists)
    if (is_own(pack, list.where) && !names(all, list.id))
      unused(list.where, "list '" + list.id + "'");
  for (const Rule& rule : pack.rules)
    for (const auto& [name, value] : rule.parameters)
      if (rule.shared_id.empty() && !names(all, "parameters." + name))
        unused(rule.where, "parameter '" + name + "' of rule '" + rule.id + "'");
  std::set<std::string> bases;
  const auto take = [&](const std::vector<Case>& cases) {
    for (const Case& c : cases) bases.insert(c.base);
  };
  for (const Rule& rule : pack.rules) take(rule.cases);
  take(pack.tree.cases);
  for (const Example& example : pack.examples) bases.insert(example.dossier.base);
  for (const auto& [id, base] : pack.bases)
    if (is_own(pack, base.where) && bases.count(id) == 0) unused(base.where, "base '" + id + "'");
}

}  // namespace

void show(const Expression& in, const Expr& part, LintFinding& finding) {
  cel::Issues issues(in.text);
  issues.add(part.span, "");
  MarkedPart marked = mark(in, issues.take().front());
  finding.where = std::move(marked.where);
  finding.excerpt = std::move(marked.excerpt);
}

std::vector<LintFinding> lint(const RulePack& pack) {
  std::vector<LintFinding> findings;
  for (const Rule& rule : pack.rules) RuleLint(pack, rule, findings).run();
  const Possible possible(Possible::Constants(pack.values.begin(), pack.values.end()));
  for (const auto& [id, question] : pack.tree.questions)
    lint_constants(pack, question.condition, possible, findings);
  lint_tree(pack, findings);
  lint_cases(pack, findings);
  lint_law(pack, findings);
  unused_names(pack, findings);
  const auto order = [](const LintFinding& finding) {
    return std::tie(finding.where.file, finding.where.line, finding.where.column, finding.code);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const auto& a, const auto& b) { return order(a) < order(b); });
  return findings;
}

}  // namespace verilot
