#include "report/html_finding.h"

#include <algorithm>
#include <cctype>
#include <ostream>

#include "report/markup.h"
#include "report/text.h"
#include "report/wording.h"

namespace verilot {

namespace {

constexpr std::size_t kMostFacts = 80;
constexpr std::size_t kMostSteps = 80;
constexpr std::size_t kMostHeld = 60;
constexpr std::size_t kMostOpen = 30;
constexpr std::size_t kLongestValue = 300;

std::string shown(std::string_view text) { return escaped(cut(text, kLongestValue)); }

// The title, with the subject where the title does not name it.
std::string heading(const Finding& finding) {
  const bool named = finding.title.find(finding.subject_name) != std::string::npos;
  return escaped(finding.title + (named ? "" : ": " + finding.subject_name));
}

void write_more(std::size_t count, std::size_t most, std::ostream& out) {
  if (count > most)
    out << "<p class=\"small soft\">and " << count - most << " more; -o json has all.</p>\n";
}

class Article {
 public:
  Article(const Finding& finding, std::ostream& out) : f_(finding), out_(out) {}

  void write_head() {
    out_ << "<h4>" << outcome_word(f_.outcome) << " <span class=\"soft\">" << to_string(f_.severity)
         << (f_.advisory ? ", advisory: decides nothing" : "") << "</span> " << heading(f_)
         << "</h4>\n<p class=\"message\">" << escaped(f_.message) << "</p>\n";
  }

  void write_reasons() {
    out_ << "<dl>\n";
    write_law();
    if (f_.waived) list("Waived", {waiver_text(f_)});
    if (!f_.tailored.empty()) list("Tailored", f_.tailored);
    write_open();
    if (f_.settle) write_settling(*f_.settle);
    if (!f_.ask.empty()) list("Ask for", f_.ask);
    write_what_if();
    out_ << "<dt>Rule</dt><dd><code>" << escaped(f_.rule) << "</code> of " << escaped(f_.pack);
    if (!f_.subject.empty()) out_ << ", on <code>" << escaped(f_.subject) << "</code>";
    out_ << "</dd>\n</dl>\n";
  }

  void write_evidence() {
    const std::size_t facts = f_.applies_because.size() + f_.evidence.size();
    if (facts + f_.searched.size() == 0) return;
    out_ << "<details class=\"evidence\"><summary>" << counted(facts, "fact") << " read, "
         << counted(f_.searched.size(), "list")
         << " searched</summary>\n<table class=\"facts\">\n<tr><th>Fact</th>"
         << "<th>Value</th><th>Basis</th><th>Where</th></tr>\n";
    std::size_t left = kMostFacts;
    write_facts(f_.applies_because, left);
    write_facts(f_.evidence, left);
    out_ << "</table>\n";
    write_more(facts, kMostFacts, out_);
    for (const SearchedList& list : f_.searched) write_searched(list);
    out_ << "</details>\n";
  }

  void write_trace() {
    if (f_.require.empty() && f_.trace.empty()) return;
    out_ << "<details class=\"trace\"><summary>Rule and trace</summary>\n<dl>\n";
    if (!f_.when.empty()) expression("Applies when", f_.when);
    if (!f_.require.empty()) expression("Requires", f_.require);
    const std::string place = to_string(f_.rule_place);
    if (!place.empty()) out_ << "<dt>Stands in</dt><dd>" << escaped(place) << "</dd>\n";
    out_ << "</dl>\n";
    if (!f_.trace.empty()) write_steps();
    out_ << "</details>\n";
  }

 private:
  void write_law() {
    const Citation& law = f_.citation;
    out_ << "<dt>Law</dt><dd>";
    if (law.clause.empty()) {
      out_ << "No clause: the rule stands on the safety of patients alone.</dd>\n";
      return;
    }
    out_ << escaped(law.clause);
    const std::string_view status = status_words(law.status);
    if (!status.empty()) out_ << " <span class=\"soft\">(" << status << ")</span>";
    if (!law.text.empty()) out_ << "<blockquote>" << escaped(law.text) << "</blockquote>";
    if (!law.author.empty())
      out_ << "<div>An interpretation, not a statute: " << escaped(law.author) << ", "
           << escaped(law.date) << "</div>";
    if (law.source.starts_with("https://") || law.source.starts_with("http://")) {
      out_ << "<div class=\"small\"><a rel=\"noreferrer\" href=\"" << escaped(law.source) << "\">"
           << escaped(law.source) << "</a></div>";
    } else if (!law.source.empty()) {
      out_ << "<div class=\"small\">" << escaped(law.source) << "</div>";
    }
    out_ << "</dd>\n";
  }

  void list(std::string_view head, const std::vector<std::string>& words) {
    out_ << "<dt>" << head << "</dt><dd>";
    if (words.size() == 1) {
      out_ << escaped(words.front());
    } else {
      out_ << "<ul>";
      for (std::size_t i = 0; i < words.size() && i < kMostOpen; ++i)
        out_ << "<li>" << escaped(words[i]) << "</li>";
      if (words.size() > kMostOpen) out_ << "<li>and " << words.size() - kMostOpen << " more</li>";
      out_ << "</ul>";
    }
    out_ << "</dd>\n";
  }

  void write_open() {
    if (f_.unknown.empty()) return;
    std::vector<std::string> words;
    for (const MissingFact& fact : f_.unknown) words.push_back(fact.path + ": " + fact.reason);
    list("Not known", words);
  }

  void write_settling(const Settling& settling) {
    if (!settling.settles) {
      out_ << "<dt>Settled by</dt><dd>No fact of the dossier alone: a person's judgement or a "
              "public list is needed.</dd>\n";
    } else if (!settling.facts.empty()) {
      list(settling.smallest ? "Settled by" : "Settled by at most", settling.facts);
    }
    if (!settling.could_fail.empty()) list("Would fail by", settling.could_fail);
    if (!settling.documents.empty()) list("Document", settling.documents);
  }

  void write_what_if() {
    std::vector<std::string> words;
    for (const WhatIf& one : f_.what_if) words.push_back(one.condition + ": " + one.result);
    if (!words.empty()) list("If", words);
  }

  void write_facts(const std::vector<ReadFact>& facts, std::size_t& left) {
    for (const ReadFact& fact : facts) {
      if (left == 0) return;
      --left;
      out_ << "<tr><td><code>" << escaped(fact.path) << "</code></td><td>";
      if (fact.unknown)
        out_ << "<i>not known: " << escaped(fact.reason) << "</i>";
      else
        out_ << shown(fact.value);
      out_ << "</td><td>" << (fact.unknown ? "" : escaped(fact.basis)) << "</td><td>"
           << escaped(to_string(fact.where)) << "</td></tr>\n";
    }
  }

  void write_searched(const SearchedList& list) {
    const std::string place = to_string(list.where);
    out_ << "<p>Searched <code>" << escaped(list.path) << "</code>: "
         << (list.held.size() == 1 ? "1 entry" : std::to_string(list.held.size()) + " entries");
    if (!place.empty()) out_ << " at " << escaped(place);
    for (std::size_t i = 0; i < list.held.size() && i < kMostHeld; ++i)
      out_ << (i == 0 ? ": " : ", ")
           << (list.held[i].empty() ? "(unnamed)" : escaped(cut(list.held[i], kLongestValue)));
    if (list.held.size() > kMostHeld) out_ << " and " << list.held.size() - kMostHeld << " more";
    if (!list.complete) out_ << ". <strong>Not read to its end:</strong> " << escaped(list.reason);
    out_ << "</p>\n";
  }

  void expression(std::string_view head, const std::string& text) {
    out_ << "<dt>" << head << "</dt><dd><code>" << escaped(text) << "</code></dd>\n";
  }

  void write_steps() {
    out_ << "<table class=\"steps\">\n<tr><th>" << (f_.require.empty() ? "Question" : "Expression")
         << "</th><th>Came to</th></tr>\n";
    for (std::size_t i = 0; i < f_.trace.size() && i < kMostSteps; ++i)
      out_ << "<tr><td><code>" << shown(f_.trace[i].text) << "</code></td><td>"
           << shown(f_.trace[i].value) << "</td></tr>\n";
    out_ << "</table>\n";
    write_more(f_.trace.size(), kMostSteps, out_);
  }

  const Finding& f_;
  std::ostream& out_;
};

void write_body(const DossierResult& dossier, const Finding& finding, PictureShelf& shelf,
                Article& article, std::ostream& out) {
  article.write_reasons();
  shelf.show(dossier, finding, out);
  article.write_evidence();
  article.write_trace();
  out << "</article>\n";
}

void open_article(const Finding& finding, std::ostream& out) {
  out << "<article class=\"" << to_string(finding.outcome) << "\">\n";
}

}  // namespace

std::string outcome_word(Outcome outcome) {
  std::string word(to_string(outcome));
  const std::string style = word;
  std::ranges::transform(word, word.begin(), [](unsigned char c) {
    return c == '-' ? ' ' : static_cast<char>(std::toupper(c));
  });
  return "<span class=\"word " + style + "\">" + word + "</span>";
}

void write_article(const DossierResult& dossier, const Finding& finding, PictureShelf& shelf,
                   std::ostream& out) {
  Article article(finding, out);
  open_article(finding, out);
  article.write_head();
  write_body(dossier, finding, shelf, article, out);
}

void write_folded(const DossierResult& dossier, const Finding& finding, PictureShelf& shelf,
                  std::ostream& out) {
  Article article(finding, out);
  out << "<details><summary>" << outcome_word(finding.outcome) << " " << heading(finding)
      << " <span class=\"small soft\">" << escaped(finding.rule) << "</span></summary>\n";
  open_article(finding, out);
  out << "<p class=\"message\">" << escaped(finding.message) << "</p>\n";
  write_body(dossier, finding, shelf, article, out);
  out << "</details>\n";
}

}  // namespace verilot
