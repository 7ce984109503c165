#include <algorithm>
#include <ostream>

#include "report/report.h"
#include "report/text.h"
#include "report/wording.h"

namespace verilot {

namespace {

class Explanation {
 public:
  Explanation(const Finding& finding, const ReportOptions& options, std::ostream& out)
      : f_(finding), options_(options), out_(out) {}

  void write() {
    std::string outcome(to_string(f_.outcome));
    std::transform(outcome.begin(), outcome.end(), outcome.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    out_ << f_.rule << "  " << coloured(f_.outcome, outcome, options_.colour) << "  "
         << to_string(f_.severity) << (f_.advisory ? "  advisory" : "") << "\n";
    put("", f_.title + (f_.subject_name.empty() ? "" : ": " + f_.subject_name) + " (" + f_.subject +
                ")");
    put("", f_.message);
    for (const std::string& change : f_.tailored) put("TAILORED", change);
    write_law();
    write_rule();
    write_applies();
    write_searched();
    if (!f_.evidence.empty()) write_facts("FACTS READ", f_.evidence);
    write_steps();
    write_decided_by();
  }

 private:
  static constexpr std::size_t kMargin = 9;

  void put(std::string_view first, std::string_view text) {
    out_ << wrapped(padded(first, kMargin), printable(text), options_.width);
  }
  void heading(std::string_view words) { out_ << "\n" << words << "\n"; }

  void write_law() {
    const Citation& law = f_.citation;
    if (law.clause.empty()) {
      if (f_.require.empty()) return;
      out_ << "\n";
      return put("LAW", "No clause: the rule stands on the safety of patients alone.");
    }
    out_ << "\n";
    put("LAW", law.clause + " (" + std::string(status_words(law.status)) + ")");
    if (!law.text.empty()) put("", "\"" + law.text + "\"");
    if (!law.author.empty())
      put("", "An interpretation, not a statute: " + law.author + ", " + law.date);
    if (!law.source.empty()) put("", law.source);
  }

  void write_rule() {
    if (f_.require.empty()) return;
    out_ << "\n";
    if (!f_.when.empty()) put("RULE", "applies when  " + f_.when);
    put(f_.when.empty() ? "RULE" : "", "requires  " + f_.require);
    put("", to_string(f_.rule_place));
  }

  void write_applies() {
    const bool not_applicable = f_.outcome == Outcome::not_applicable;
    write_facts(not_applicable ? "DOES NOT APPLY BECAUSE" : "APPLIES BECAUSE", f_.applies_because);
    if (!f_.applies_because.empty()) return;
    if (not_applicable) {
      put("", f_.message);
    } else if (f_.require.empty()) {
      put("", "every article has a regulatory pathway");
    } else if (f_.when.empty()) {
      put("", "the rule has no condition");
    } else if (f_.outcome == Outcome::unverified) {
      put("", "not known: the facts that its condition reads are not there (see DECIDED BY)");
    } else {
      put("", "its condition holds whatever the dossier says");
    }
  }

  void write_facts(std::string_view title, const std::vector<ReadFact>& facts) {
    heading(title);
    for (const ReadFact& fact : facts) {
      std::string text = fact.path + " = " +
                         (fact.unknown ? "unknown (" + fact.reason + ")" : cut(fact.value, 160));
      if (!fact.unknown && fact.basis != "stated") text += "  [" + fact.basis + "]";
      const std::string place = fact.unknown ? "" : to_string(fact.where);
      if (!place.empty()) text += "  " + place;
      put("", text);
    }
  }

  void write_searched() {
    heading("SEARCHED");
    if (f_.searched.empty()) put("", "no list: it is decided by single facts");
    for (const SearchedList& list : f_.searched) {
      std::string held;
      for (const std::string& word : list.held)
        held += (held.empty() ? "" : ", ") + (word.empty() ? "(unnamed)" : word);
      std::string text = list.path + ": " + std::to_string(list.held.size()) + " read" +
                         (held.empty() ? "" : ": " + held);
      const std::string place = to_string(list.where);
      put("", text + (place.empty() ? "" : "  at " + place));
      if (!list.complete) put("", "not complete: " + list.reason);
    }
  }

  void write_steps() {
    if (f_.trace.empty()) return;
    heading(f_.require.empty() ? "QUESTIONS" : "EVALUATED");
    for (const Step& step : f_.trace) put("", step.text + "  ->  " + step.value);
  }

  void write_decided_by() {
    heading("DECIDED BY");
    if (f_.outcome != Outcome::unverified) {
      put("", f_.ask.empty() ? "the facts above; nothing is open"
                             : "the facts above; a document that shows otherwise would change it:");
    }
    for (const MissingFact& fact : f_.unknown) put("", fact.path + " (" + fact.reason + ")");
    for (const std::string& ask : f_.ask) put("   ask", ask);
    for (const WhatIf& one : f_.what_if) put("   if", one.condition + ": " + one.result);
    if (f_.settle) write_settling(*f_.settle);
  }

  void write_settling(const Settling& settling) {
    heading("SETTLED BY");
    put("", !settling.settles   ? "no fact of the dossier alone: a person's judgement or a public "
                                  "list is needed; these are open:"
            : settling.smallest ? "the smallest set of facts that leaves nothing open, whatever "
                                  "their values:"
                                : "these facts, whatever their values; not shown to be the "
                                  "smallest such set:");
    for (const std::string& fact : settling.facts) put("", fact);
    if (!settling.could_fail.empty())
      put("  fails", "one of these alone could make it fail: " +
                         first_of(settling.could_fail, settling.could_fail.size()));
    if (!settling.documents.empty())
      put("     in", first_of(settling.documents, settling.documents.size()));
  }

  const Finding& f_;
  const ReportOptions& options_;
  std::ostream& out_;
};

}  // namespace

void write_explanation(const Finding& finding, const ReportOptions& options, std::ostream& out) {
  Explanation(finding, options, out).write();
}

}  // namespace verilot
