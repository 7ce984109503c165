#include "audit/settling.h"

#include <algorithm>

#include "evaluate/candidates.h"

namespace verilot {

namespace {

void add_once(std::vector<std::string>& to, const std::string& text) {
  if (!text.empty() && std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? "; and " : "; ") + words[i];
  return text;
}

NeededDocument& document_of(std::vector<NeededDocument>& needed, const DocumentKind& kind) {
  const auto found = std::find_if(needed.begin(), needed.end(),
                                  [&](const NeededDocument& d) { return d.kind == kind.id; });
  if (found != needed.end()) return *found;
  needed.push_back({kind.id, kind.name, kind.held_by, {}, {}, {}, {}, {}, {}});
  return needed.back();
}

bool contains(const std::vector<std::size_t>& kinds, std::size_t kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

void add_finding(NeededDocument& document, const Finding& finding) {
  add_once(document.findings, finding.id);
  add_once(document.clauses, finding.citation.clause);
  if (finding.subject.starts_with("lots[")) add_once(document.lots, finding.subject_name);
}

// The requests of a finding stand with the document they name, else with the first that it needs.
void add_asks(std::vector<NeededDocument>& needed, const Finding& finding,
              const DocumentTable& table) {
  for (const std::string& ask : finding.ask) {
    const DocumentKind* kind = table.asked_for(ask);
    if (kind == nullptr && !finding.settle->documents.empty())
      kind = table.find(finding.settle->documents.front());
    if (kind == nullptr) continue;
    NeededDocument& document = document_of(needed, *kind);
    add_once(document.asks, ask);
    add_finding(document, finding);
  }
}

bool counts(const Finding& finding, Severity least) {
  return !finding.advisory && finding.severity >= least;
}

}  // namespace

void add_documents(std::vector<Finding>& findings, DocumentIndex& index) {
  for (Finding& finding : findings) {
    if (!finding.settle) continue;
    for (const std::size_t kind : index.fewest(finding.settle->facts))
      finding.settle->documents.push_back(index.table().kinds[kind].id);
  }
}

std::vector<NeededDocument> needed_documents(const DossierResult& dossier, DocumentIndex& index) {
  const DocumentTable& table = index.table();
  std::vector<std::string> facts;
  for (const Finding& finding : dossier.findings)
    if (finding.settle)
      for (const std::string& fact : finding.settle->facts) add_once(facts, fact);
  const std::vector<std::size_t> kinds = index.fewest(facts);
  std::vector<NeededDocument> needed;
  for (const Finding& finding : dossier.findings) {
    if (!finding.settle) continue;
    for (const std::string& fact : finding.settle->facts) {
      const std::vector<std::size_t>& holding = index.holding(fact);
      const auto chosen = std::find_if(holding.begin(), holding.end(),
                                       [&](std::size_t kind) { return contains(kinds, kind); });
      if (chosen == holding.end()) continue;
      NeededDocument& document = document_of(needed, table.kinds[*chosen]);
      add_once(document.facts, fact);
      const FactField field = field_of(fact.substr(0, fact.find(' ')), index.schema());
      if (field.field != nullptr) add_once(document.meanings, field.field->meaning);
      add_finding(document, finding);
    }
    add_asks(needed, finding, table);
  }
  std::stable_sort(needed.begin(), needed.end(),
                   [](const NeededDocument& a, const NeededDocument& b) {
                     return a.findings.size() > b.findings.size();
                   });
  return needed;
}

namespace {

constexpr std::size_t kMostNamed = 4;  // documents of one line

// Looks at the findings of one pack.
class Market {
 public:
  Market(const RulePack& pack, const Evidence& evidence, const Date& as_of,
         const Judgement& judgement, DocumentIndex& index)
      : pack_(pack),
        evidence_(evidence),
        as_of_(as_of),
        judgement_(judgement),
        index_(index),
        table_(index.table()) {}

  MarketNeed need() {
    need_.pack = pack_.id;
    for (const Finding& finding : judgement_.findings)
      if (finding.outcome == Outcome::fail && counts(finding, Severity::medium)) add_fail(finding);
    add_open();
    if (need_.what != MarketNeed::What::closed) write();
    return std::move(need_);
  }

 private:
  void add_fail(const Finding& finding) {
    if (need_.what == MarketNeed::What::closed) return;
    if (!add_change(finding)) return close(finding);
    need_.because.push_back(finding.id);
    need_.what = MarketNeed::What::change;
  }

  void close(const Finding& finding) {
    need_.what = MarketNeed::What::closed;
    need_.changes.clear();
    need_.because = {finding.id};
    const std::string pathway = pathway_of(finding);
    need_.text = pathway.empty() ? "no document helps: " + finding.title + " (" + finding.rule + ")"
                                 : "no document helps, the pathway is closed: " + pathway;
  }

  // The leaf that has no lawful route; "" where the finding is not about the pathway.
  std::string pathway_of(const Finding& finding) const {
    if (finding.rule != pack_.id + ".pathway") return "";
    for (const ArticlePathway& article : judgement_.pathways)
      if (article.subject == finding.subject && !article.possible.empty())
        return article.possible.front()->title;
    return finding.title;
  }

  // A change of what the rule judges, else the withdrawal of what it fails by.
  bool add_change(const Finding& finding) {
    for (const Change& change : table_.changes) {
      if (change.subject.empty()) continue;
      const bool element = finding.subject.starts_with(change.subject + "[");
      if (finding.subject != change.subject && !element) continue;
      const std::string name =
          finding.subject_name.empty() ? finding.subject : finding.subject_name;
      add_once(need_.changes, change.words + (element ? " (" + name + ")" : ""));
      return true;
    }
    std::vector<const Change*> all;
    for (const Change& change : table_.changes) {
      if (change.withdrawn.empty()) continue;
      if (withdrawal_helps(finding, {&change})) return true;
      all.push_back(&change);
    }
    return all.size() > 1 && withdrawal_helps(finding, all);
  }

  bool withdrawal_helps(const Finding& finding, const std::vector<const Change*>& changes) {
    std::vector<std::string> paths;
    for (const Change* change : changes) paths.push_back(change->withdrawn);
    std::unique_ptr<Settler>& settler = without_[paths];
    if (!settler)
      settler = std::make_unique<Settler>(pack_, evidence_, index_.schema(), as_of_,
                                          judgement_.pathways, paths);
    if (settler->fails(finding)) return false;
    for (const Change* change : changes)
      if (std::none_of(need_.changes.begin(), need_.changes.end(),
                       [&](const std::string& words) { return words.starts_with(change->words); }))
        need_.changes.push_back(change->words);
    for (const std::string& fact : settler->settle(finding, Settler::Depth::facts).facts)
      add_once(facts_, fact);
    return true;
  }

  void add_open() {
    for (const Finding& finding : judgement_.findings) {
      if (finding.outcome != Outcome::unverified || !finding.settle) continue;
      if (!counts(finding, Severity::high)) continue;
      for (const std::string& fact : finding.settle->facts) add_once(facts_, fact);
      if (need_.what != MarketNeed::What::closed) need_.because.push_back(finding.id);
    }
    if (need_.what == MarketNeed::What::closed) return;
    for (const std::size_t kind : index_.fewest(facts_))
      need_.documents.push_back(table_.kinds[kind].id);
    const bool open = std::any_of(
        judgement_.findings.begin(), judgement_.findings.end(), [](const Finding& finding) {
          return finding.outcome == Outcome::unverified && counts(finding, Severity::high);
        });
    if (open && need_.what == MarketNeed::What::nothing) need_.what = MarketNeed::What::documents;
  }

  // "withdraw the text" says nothing more where "withdraw the text (web)" stands too.
  void drop_repeated() {
    const std::vector<std::string> all = need_.changes;
    std::erase_if(need_.changes, [&](const std::string& words) {
      return std::any_of(all.begin(), all.end(),
                         [&](const std::string& other) { return other.starts_with(words + " ("); });
    });
  }

  void write() {
    drop_repeated();
    std::vector<std::string> names;
    for (const std::string& kind : need_.documents) {
      if (names.size() == kMostNamed) break;
      names.push_back(table_.find(kind) == nullptr ? kind : table_.find(kind)->name);
    }
    const std::size_t count = need_.documents.size();
    if (count > kMostNamed) names.push_back(std::to_string(count - kMostNamed) + " more");
    const std::string documents =
        names.empty()
            ? "a person's judgement"
            : std::to_string(count) + (count == 1 ? " document: " : " documents: ") + joined(names);
    if (need_.what == MarketNeed::What::nothing) need_.text = "nothing";
    if (need_.what == MarketNeed::What::documents) need_.text = documents;
    if (need_.what != MarketNeed::What::change) return;
    need_.text = "a change: " + joined(need_.changes);
    if (!names.empty()) need_.text += "; then " + documents;
  }

  const RulePack& pack_;
  const Evidence& evidence_;
  const Date& as_of_;
  const Judgement& judgement_;
  DocumentIndex& index_;
  const DocumentTable& table_;
  std::map<std::vector<std::string>, std::unique_ptr<Settler>> without_;
  std::vector<std::string> facts_;  // that are open, also after a change
  MarketNeed need_;
};

}  // namespace

MarketNeed market_need(const RulePack& pack, const Evidence& evidence, const Date& as_of,
                       const Judgement& judgement, DocumentIndex& index) {
  return Market(pack, evidence, as_of, judgement, index).need();
}

}  // namespace verilot
