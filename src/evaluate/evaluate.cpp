#include "evaluate/evaluate.h"

#include <algorithm>

#include "evaluate/in_force.h"
#include "evaluate/messages.h"
#include "packs/domain_values.h"

namespace verilot {

namespace {

// Adds what is missing, each path and reason once.
void add_missing(std::vector<MissingFact>& facts, const cel::MissingSet& missing) {
  for (const cel::Missing& m : missing) {
    const MissingFact fact{m.asked.empty() ? m.path : m.asked, m.reason};
    const bool there = std::any_of(facts.begin(), facts.end(), [&](const MissingFact& f) {
      return f.path == fact.path && f.reason == fact.reason;
    });
    if (!there) facts.push_back(fact);
  }
}

// Judges the rules of one pack on one dossier.
class Judge {
 public:
  Judge(const RulePack& pack, const Evidence& evidence, const EvaluateOptions& options)
      : pack_(pack),
        evidence_(evidence),
        options_(options),
        memory_(options.memory != nullptr ? *options.memory : own_memory_),
        brief_(options.detail != Detail::whole) {}

  Judgement judge() {
    judgement_.findings.reserve(pack_.rules.size() + 1);
    const bool outcomes = options_.detail == Detail::outcomes;
    judgement_.pathways = find_pathways(pack_, evidence_, memory_.clock(),
                                        outcomes ? &memory_ : nullptr, options_.parts.get());
    for (const ArticlePathway& article : judgement_.pathways) add_pathway(article);
    for (const Rule& rule : pack_.rules) judge_on_day(rule);
    judgement_.verdict = verdict_of(judgement_.findings);
    judgement_.next_change = memory_.watch().next;
    return std::move(judgement_);
  }

 private:
  RuleActivation activation() const { return {evidence_, pack_.values, memory_.clock()}; }

  std::string finding_id(const std::string& subject, const std::string& rule) const {
    return options_.dossier + "/" + subject + "/" + rule;
  }

  void note_bounds(const Period& period) {
    if (!period.from && !period.until) return;
    for (const auto day : bounds(period))
      if (day > options_.as_of.last) memory_.watch().note(day);
  }

  void judge_on_day(const Rule& rule) {
    note_bounds(rule.in_force);
    for (const RuleVersion& version : rule.versions) note_bounds(version.period);
    const RuleVersion* version = version_on(rule, options_.as_of);
    if (version == nullptr) return judge_rule(rule);
    judge_rule(replaced_by(*version, rule));
  }

  void judge_rule(const Rule& rule) {
    if (!something_to_compare(rule, evidence_)) return;
    const NodeId node = rule.subject == "dossier"
                            ? evidence_.root()
                            : evidence_.member(evidence_.root(), rule.subject);
    if (rule.element.empty())
      return whole_where_shown([&] { judge_subject(rule, rule.subject, kNoNode); });
    const bool of_element = compares_element(rule);
    if (node == kNoNode || evidence_.kind(node) != NodeKind::list) {
      if (of_element) return;
      const std::string reason =
          node == kNoNode ? "not stated" : std::string(evidence_.reason(node));
      return whole_where_shown([&] { unread_subject(rule, rule.subject, reason); });
    }
    const std::vector<NodeId> elements = evidence_.children(node);
    for (const NodeId element : elements)
      if (something_to_compare(rule, evidence_, element))
        whole_where_shown([&] { judge_subject(rule, evidence_.path(element), element); });
    if (!evidence_.complete(node) && !of_element)
      whole_where_shown([&] {
        unread_subject(rule, rule.subject + "[" + std::to_string(elements.size()) + "]",
                       std::string(evidence_.reason(node)));
      });
    if (elements.empty() && evidence_.complete(node) && !of_element) {
      Finding& finding = start(rule, rule.subject);
      finding.outcome = Outcome::not_applicable;
      finding.message = "The dossier states that there are no " + rule.subject + ".";
      finding.evidence.push_back(read_fact(evidence_, node));
    }
  }

  // Judges a subject; once more, and in full, where its finding is shown and was made in brief.
  // Both times cost as much as one.
  template <typename JudgeIt>
  void whole_where_shown(const JudgeIt& judge_it) {
    const std::size_t cost = cost_;
    judge_it();
    if (!brief_ || options_.detail != Detail::live) return;
    const Outcome outcome = judgement_.findings.back().outcome;
    if (outcome == Outcome::pass || outcome == Outcome::not_applicable) return;
    judgement_.findings.pop_back();
    cost_ = cost;
    brief_ = false;
    judge_it();
    brief_ = true;
  }

  Trace trace_of(const Expression& expression, NodeId element) const {
    if (!brief_) return Trace(evidence_, *expression.program);
    return Trace(evidence_, *expression.program,
                 {&memory_, numbers_of(options_.parts.get(), *expression.program), element});
  }

  // A finding has its place from the beginning: the last one is being made.
  Finding& start(const Rule& rule, const std::string& subject) {
    Finding& finding = judgement_.findings.emplace_back();
    finding.pack = pack_.id;
    finding.rule = rule.id;
    finding.subject = subject;
    finding.severity = rule.severity;
    finding.advisory = rule.advisory();
    if (brief_) return finding;
    finding.id = finding_id(subject, rule.id);
    finding.title = rule.title;
    finding.citation = rule.citation;
    finding.when = rule.when.text;
    finding.require = rule.require.text;
    finding.rule_place = rule.where;
    finding.shared_rule = rule.shared_id;
    return finding;
  }

  // True when the rule does not speak on that day; the finding says so.
  bool out_of_force(const Rule& rule, Finding& finding) {
    if (holds(rule.in_force, options_.as_of)) return false;
    finding.outcome = Outcome::not_applicable;
    if (!brief_) finding.message = not_in_force(rule.in_force, options_.as_of);
    return true;
  }

  // A rule about articles looks at the pathway of the article it judges, any other at all of them.
  Applies applies_to(const Rule& rule, const std::string& subject) const {
    return applies(rule.applies_to, judgement_.pathways,
                   rule.element == "article" ? subject : std::string_view{});
  }

  RuleActivation bound_to(const Rule& rule, cel::Value element) const {
    RuleActivation variables = activation();
    variables.bind("parameters",
                   rule.parameters.empty() ? no_parameters_ : map_of(rule.parameters));
    if (!rule.element.empty()) variables.bind(rule.element, std::move(element));
    return variables;
  }

  static cel::Value map_of(const RuleActivation::Constants& values) {
    std::vector<std::pair<cel::Value, cel::Value>> entries;
    for (const auto& [name, value] : values) entries.emplace_back(cel::Value::text(name), value);
    return cel::Value::map(std::move(entries));
  }

  // "each lot" for a lot that nobody named.
  static std::string asked(std::string text, const std::string& element) {
    const std::string nobody = element + " (not stated)";
    for (std::size_t at = element.empty() ? std::string::npos : text.find(nobody);
         at != std::string::npos; at = text.find(nobody))
      text.replace(at, nobody.size(), "each " + element);
    return text;
  }

  void does_not_apply(Finding& finding) const {
    finding.outcome = Outcome::not_applicable;
    if (!brief_) finding.message = "Does not apply: the condition of the rule is not met.";
  }

  void unread_subject(const Rule& rule, const std::string& subject, const std::string& reason) {
    Finding& finding = start(rule, subject);
    if (out_of_force(rule, finding)) return;
    if (applies(rule.applies_to, judgement_.pathways) == Applies::no)
      return not_on_pathway(finding);
    RuleActivation variables =
        bound_to(rule, cel::Value::unknown(cel::Missing{subject, subject, reason}));
    // What the element is does not matter where the rest of the condition already fails.
    if (rule.when.program) {
      Trace trace = trace_of(rule.when, kNoNode);
      const cel::Value when = run(rule.when, variables, trace);
      finding.applies_because = trace.facts();
      if (when.is_false()) return does_not_apply(finding);
    }
    finding.outcome = Outcome::unverified;
    finding.unknown.push_back({subject, reason});
    judgement_.unknown.insert(subject);
    finish(rule, finding, variables);
  }

  void not_on_pathway(Finding& finding) const {
    finding.outcome = Outcome::not_applicable;
    if (brief_) return;
    finding.message = "Outside the pathways of this product.";
    for (const ArticlePathway& article : judgement_.pathways)
      for (const Answer& answer : article.answers) add_facts(finding.applies_because, answer.facts);
  }

  void judge_subject(const Rule& rule, const std::string& subject, NodeId element) {
    Finding& finding = start(rule, subject);
    if (out_of_force(rule, finding)) return;
    if (element != kNoNode && !brief_) finding.subject_name = subject_name(element);
    const Applies on_pathway = applies_to(rule, subject);
    if (on_pathway == Applies::no) return not_on_pathway(finding);
    RuleActivation variables =
        bound_to(rule, element == kNoNode ? cel::Value::null() : value_of(evidence_, element));
    if (!rule.when.text.empty() && !when_holds(rule, variables, finding, element)) return;
    Trace trace = trace_of(rule.require, element);
    const cel::Value required = run(rule.require, variables, trace);
    take(trace, finding);
    set_outcome(required, finding);
    // A broken rule is broken on every pathway.
    if (on_pathway != Applies::open || finding.outcome == Outcome::error)
      return finish(rule, finding, variables);
    const Outcome there = finding.outcome;
    leave_open(rule, finding);
    if (there == Outcome::unverified) return finish(rule, finding, variables);
    wait_for_pathway(rule, there, finding, variables);
  }

  cel::Value run(const Expression& expression, const RuleActivation& variables, Trace& trace) {
    if (cost_ >= kMaxCost) return too_costly();
    cel::Value value = expression.program->evaluate(variables, &trace);
    cost_ += trace.cost();
    judgement_.known.insert(trace.known().begin(), trace.known().end());
    judgement_.unknown.insert(trace.unknown().begin(), trace.unknown().end());
    return value;
  }

  static void take(const Trace& trace, Finding& finding) {
    finding.evidence = trace.facts();
    add_lists(finding.searched, trace.searched());
    finding.trace = trace.steps();
  }

  void set_outcome(const cel::Value& required, Finding& finding) const {
    if (required.is_true()) {
      finding.outcome = Outcome::pass;
    } else if (required.is_false()) {
      finding.outcome = Outcome::fail;
    } else if (required.is_unknown()) {
      finding.outcome = Outcome::unverified;
      if (!brief_) add_missing(finding.unknown, required.missing());
    } else {
      finding.outcome = Outcome::error;
      finding.message = required.is_error() ? required.error_message()
                                            : "the rule gave " + cel::to_display(required);
    }
  }

  // False when the rule does not apply (recorded) or cannot be said to apply (recorded as open).
  bool when_holds(const Rule& rule, const RuleActivation& variables, Finding& finding,
                  NodeId element) {
    Trace trace = trace_of(rule.when, element);
    const cel::Value when = run(rule.when, variables, trace);
    finding.applies_because = trace.facts();
    if (when.is_true()) return true;
    if (when.is_false()) {
      does_not_apply(finding);
      return false;
    }
    finding.searched = trace.searched();
    finding.trace = trace.steps();
    set_outcome(when, finding);
    if (finding.outcome == Outcome::unverified) {
      Trace other = trace_of(rule.require, element);
      const cel::Value required = run(rule.require, variables, other);
      if (required.is_false()) finding.what_if.push_back({"the rule applies", "fail"});
    }
    finish(rule, finding, variables);
    return false;
  }

  // The pathway decides whether the rule applies, and the pathway is open.
  void leave_open(const Rule& rule, Finding& finding) const {
    const std::string stricter(to_string(finding.outcome));
    finding.outcome = Outcome::unverified;
    finding.message.clear();
    if (brief_) return;
    for (const ArticlePathway& article : judgement_.pathways) {
      add_missing(finding.unknown, article.missing);
      for (const Leaf* leaf : article.possible) {
        if (std::find(rule.applies_to.begin(), rule.applies_to.end(), leaf->id) ==
            rule.applies_to.end())
          continue;
        finding.what_if.push_back({article.name + " is: " + leaf->title, stricter});
        break;
      }
    }
  }

  // The facts of the rule itself are known: only the pathway is asked for.
  void wait_for_pathway(const Rule& rule, Outcome there, Finding& finding,
                        const RuleActivation& variables) const {
    if (brief_) return;
    const bool fails = there == Outcome::fail;
    const std::string words = filled(fails ? rule.messages.fail : rule.messages.pass, variables);
    finding.message = "It applies on some of the pathways still possible and would " +
                      std::string(fails ? "fail" : "pass") + " there" +
                      (words.empty() ? "." : ": " + asked(words, rule.element));
    for (const ArticlePathway& article : judgement_.pathways)
      for (const Answer& answer : article.answers)
        if (answer.value.is_unknown()) add_asks(answer.question->ask, finding.ask);
  }

  static void add_asks(const std::vector<std::string>& from, std::vector<std::string>& to) {
    for (const std::string& ask : from)
      if (std::find(to.begin(), to.end(), ask) == to.end()) to.push_back(ask);
  }

  std::string subject_name(NodeId element) const {
    for (const char* key : {"number", "name", "kind", "type", "medium", "document"}) {
      if (evidence_.kind(element) != NodeKind::object) break;
      const NodeId member = evidence_.member(element, key);
      if (member != kNoNode && evidence_.kind(member) == NodeKind::text)
        return evidence_.text(member);
    }
    return "";
  }

  void finish(const Rule& rule, Finding& finding, const RuleActivation& variables) const {
    if (brief_ && finding.outcome != Outcome::fail) return;
    const std::string& words = finding.outcome == Outcome::pass         ? rule.messages.pass
                               : finding.outcome == Outcome::fail       ? rule.messages.fail
                               : finding.outcome == Outcome::unverified ? rule.messages.unverified
                                                                        : rule.title;
    if (finding.outcome != Outcome::error)
      finding.message = words.empty() ? default_message(rule.title, finding.outcome)
                                      : asked(filled(words, variables), rule.element);
    if (brief_) return;
    if (finding.outcome == Outcome::unverified || finding.outcome == Outcome::fail)
      for (const std::string& ask : rule.ask)
        finding.ask.push_back(asked(filled(ask, variables), rule.element));
    if (finding.outcome == Outcome::unverified) ask_what_the_pathway_asks(finding);
  }

  // The first open question of a pathway waits for a fact that other rules wait for too: the
  // document that states it settles them all.
  void ask_what_the_pathway_asks(Finding& finding) const {
    for (const ArticlePathway& article : judgement_.pathways) {
      const auto open =
          std::find_if(article.answers.begin(), article.answers.end(),
                       [](const Answer& answer) { return answer.value.is_unknown(); });
      if (open == article.answers.end() || !waits_for(finding, open->value.missing())) continue;
      for (const std::string& ask : open->question->ask)
        if (std::find(finding.ask.begin(), finding.ask.end(), ask) == finding.ask.end())
          finding.ask.push_back(ask);
    }
  }

  static bool waits_for(const Finding& finding, const cel::MissingSet& missing) {
    return std::any_of(
        finding.unknown.begin(), finding.unknown.end(), [&](const MissingFact& fact) {
          return std::any_of(missing.begin(), missing.end(), [&](const cel::Missing& m) {
            return fact.path == (m.asked.empty() ? m.path : m.asked);
          });
        });
  }

  static Outcome outcome_of(const std::vector<const Leaf*>& possible) {
    const auto all = [&](Leaf::Route route) {
      return !possible.empty() &&
             std::all_of(possible.begin(), possible.end(),
                         [&](const Leaf* leaf) { return leaf->route == route; });
    };
    return all(Leaf::Route::none)     ? Outcome::fail
           : all(Leaf::Route::lawful) ? Outcome::pass
                                      : Outcome::unverified;
  }

  void add_pathway(const ArticlePathway& article) {
    Finding& finding = judgement_.findings.emplace_back();
    finding.pack = pack_.id;
    finding.rule = pack_.id + ".pathway";
    finding.id = finding_id(article.subject, finding.rule);
    finding.title = "Regulatory pathway of " + article.name;
    finding.subject = article.subject;
    finding.subject_name = article.name;
    finding.severity = Severity::critical;
    finding.outcome = outcome_of(article.possible);
    finding.searched = article.searched;
    for (const Answer& answer : article.answers) {
      add_facts(finding.evidence, answer.facts);
      finding.trace.push_back({answer.question->text, answer.value.is_true()    ? "yes"
                                                      : answer.value.is_false() ? "no"
                                                                                : "open"});
      if (answer.value.is_unknown())
        finding.ask.insert(finding.ask.end(), answer.question->ask.begin(),
                           answer.question->ask.end());
    }
    judgement_.known.insert(article.known.begin(), article.known.end());
    judgement_.unknown.insert(article.unknown.begin(), article.unknown.end());
    if (!article.possible.empty()) finding.citation = article.possible.front()->citation;
    if (finding.outcome == Outcome::unverified) add_missing(finding.unknown, article.missing);
    describe(article, finding);
  }

  void describe(const ArticlePathway& article, Finding& finding) const {
    if (article.possible.empty()) return;
    const Leaf& strictest = *article.possible.front();
    RuleActivation variables = activation();
    const NodeId node = evidence_.find(article.subject);
    if (node != kNoNode) variables.bind("article", value_of(evidence_, node));
    if (article.possible.size() == 1) {
      finding.message =
          strictest.title +
          (strictest.message.empty() ? "" : ": " + filled(strictest.message, variables));
      if (strictest.route == Leaf::Route::open) finding.message += " (needs a person's judgement)";
      return;
    }
    finding.message =
        finding.outcome == Outcome::fail
            ? "No lawful route on any branch still possible; strictest: " + strictest.title + ". " +
                  filled(strictest.message, variables)
            : "Open between " + std::to_string(article.possible.size()) +
                  " pathways; the strictest: " + strictest.title;
    for (const Leaf* leaf : article.possible)
      finding.what_if.push_back({"it is: " + leaf->title, leaf->route == Leaf::Route::none ? "fail"
                                                          : leaf->route == Leaf::Route::lawful
                                                              ? "pass"
                                                              : "unverified"});
  }

  const RulePack& pack_;
  const Evidence& evidence_;
  const EvaluateOptions& options_;
  DossierMemory own_memory_{options_.as_of};
  DossierMemory& memory_;
  const cel::Value no_parameters_ = map_of({});
  bool brief_;  // findings are made in brief at the moment
  Judgement judgement_;
  std::size_t cost_ = 0;
};

}  // namespace

Judgement evaluate(const RulePack& pack, const Evidence& evidence, const EvaluateOptions& options) {
  return Judge(pack, evidence, options).judge();
}

}  // namespace verilot
