#include <algorithm>
#include <array>
#include <ostream>

#include "report/report.h"
#include "report/text.h"
#include "report/wording.h"

namespace verilot {

namespace {

constexpr std::size_t kMostMissing = 6;
constexpr std::size_t kMostDocuments = 8;
constexpr std::size_t kMostAsks = 3;
constexpr std::size_t kMostOpen = 15;  // open findings of a pack without --all

// "lots[0].expiry, product.origin, certificates[0].tests[8] (page 2 of coa.pdf was not read)"
std::string missing_text(const std::vector<MissingFact>& missing) {
  std::string text;
  for (std::size_t i = 0; i < missing.size() && i < kMostMissing; ++i) {
    text += (i == 0 ? "" : ", ") + missing[i].path;
    if (missing[i].reason != "not stated") text += " (" + missing[i].reason + ")";
  }
  if (missing.size() > kMostMissing)
    text += " and " + std::to_string(missing.size() - kMostMissing) + " more";
  return text;
}

// What decides comes first: failures by severity, then what is open by severity.
std::pair<int, int> rank(const Finding& finding) {
  constexpr std::array kOrder = {Outcome::error, Outcome::fail, Outcome::unverified};
  const auto group = std::find(kOrder.begin(), kOrder.end(), finding.outcome) - kOrder.begin();
  return {static_cast<int>(group) + (finding.advisory ? 2 : 0),
          -static_cast<int>(finding.severity)};
}

class TextReport {
 public:
  TextReport(const Run& run, const ReportOptions& options, std::ostream& out)
      : run_(run), options_(options), out_(out) {}

  void write() {
    if (run_.tailoring) write_tailoring(*run_.tailoring, options_, out_);
    for (const DossierResult& dossier : run_.dossiers) write_dossier(dossier);
    if (run_.dossiers.size() > 1) write_summary();
    if (!run_.exit.name.empty())
      line("exit " + std::to_string(run_.exit.code) + " (" + run_.exit.name + ")", run_.exit.why);
  }

 private:
  void line(std::string_view first, std::string_view text) {
    out_ << wrapped(std::string(first) + "  ", printable(text), options_.width);
  }

  void write_dossier(const DossierResult& dossier) {
    write_head(dossier);
    for (const PackVerdict& verdict : dossier.verdicts) write_pack(dossier, verdict);
    write_counts(dossier);
    write_requests(dossier);
    write_why(dossier);
    write_markets(dossier);
    out_ << "\n";
  }

  // A line that is as it is where it fits, and broken where a name is too long for it.
  void fitted(const std::string& text) {
    out_ << (columns(text) <= options_.width ? text + "\n" : wrapped("", text, options_.width));
  }

  void write_head(const DossierResult& dossier) {
    fitted(printable(dossier.id) + "  " +
           printable(dossier.product.empty() ? "(product not named)" : dossier.product));
    if (!dossier.supplier.empty()) line("supplier", dossier.supplier);
    std::string packs;
    for (const PackInfo& pack : run_.packs)
      if (std::find(dossier.packs.begin(), dossier.packs.end(), pack.id) != dossier.packs.end() &&
          pack.id != "rules")
        packs += (packs.empty() ? "" : ", ") + pack.id + " " + pack.version;
    line("packs   ", packs + "; " + dossier.packs_because + "; as of " + to_string(run_.as_of));
    std::string refused;
    for (const std::string& pack : dossier.refused) refused += (refused.empty() ? "" : ", ") + pack;
    if (!refused.empty()) line("refused ", refused + ": a pack with errors never judges");
    write_registers();
    std::size_t pages = 0;
    std::string unread;
    for (const ReadDocument& document : dossier.documents) {
      pages += static_cast<std::size_t>(document.pages);
      for (const int page : document.unread_pages)
        unread += (unread.empty() ? "" : ", ") + document.name + " p." + std::to_string(page);
    }
    std::string read = counted(dossier.documents.size(), "document") + ", " +
                       counted(pages, "page") + ", " + counted(dossier.fact_count, "fact");
    if (!unread.empty()) read += "; not read: " + unread;
    line("read    ", read);
    out_ << "\n";
  }

  void write_registers() {
    if (run_.registers.empty()) return;
    std::string oldest, stale;
    for (const RegisterCopy& copy : run_.registers) {
      if (oldest.empty() || copy.date < oldest) oldest = copy.date;
      if (copy.stale) stale += (stale.empty() ? "" : ", ") + copy.id + " of " + copy.date;
    }
    line("lists   ", counted(run_.registers.size(), "register") + ", the oldest of " + oldest +
                         (stale.empty() ? "" : "; out of date: " + stale));
  }

  // A question is there to be asked: warnings are shown as well.
  static bool is_question(const Finding& finding) {
    return finding.subject.starts_with("questions[") && finding.severity >= Severity::medium;
  }

  bool shown(const Finding& finding) const {
    if (options_.all || (finding.outcome == Outcome::unverified && is_question(finding)))
      return true;
    if (finding.outcome == Outcome::fail || finding.outcome == Outcome::error ||
        finding.outcome == Outcome::waived)
      return true;
    return finding.outcome == Outcome::unverified && finding.severity >= Severity::high &&
           !finding.advisory;
  }

  void write_pack(const DossierResult& dossier, const PackVerdict& verdict) {
    out_ << padded(verdict.pack, 10) << to_string(verdict.verdict) << "\n";
    std::size_t hidden = 0;
    std::vector<const Finding*> findings;
    for (const Finding& finding : dossier.findings) {
      if (finding.pack != verdict.pack) continue;
      if (shown(finding)) findings.push_back(&finding);
      if (!shown(finding) && finding.outcome == Outcome::unverified) ++hidden;
    }
    std::stable_sort(findings.begin(), findings.end(),
                     [&](const Finding* a, const Finding* b) { return rank(*a) < rank(*b); });
    std::size_t open = 0;
    for (const Finding* finding : findings) {
      if (finding->outcome == Outcome::unverified && !is_question(*finding) && ++open > kMostOpen &&
          !options_.all) {
        ++hidden;
      } else {
        write_finding(*finding);
      }
    }
    if (hidden > 0) out_ << "      and " << hidden << " more unverified (--all shows them)\n";
    out_ << "\n";
  }

  void write_finding(const Finding& finding) {
    const std::string word = padded(short_word(finding.outcome), 6);
    const std::string head = padded(to_string(finding.severity), 10) + finding.rule +
                             (finding.advisory ? "  advisory" : "");
    out_ << coloured(finding.outcome, word, options_.colour) << head;
    const std::size_t used = word.size() + columns(head) + 2;
    if (!finding.subject_name.empty() && used + 8 <= options_.width)
      out_ << "  "
           << cut(printable(finding.subject_name),
                  std::min<std::size_t>(28, options_.width - used));
    out_ << "\n";
    out_ << wrapped("      ", printable(finding.message), options_.width);
    for (const std::string& change : finding.tailored)
      out_ << wrapped("      tailored: ", printable(change), options_.width);
    // What is open in a question is its answer.
    if (finding.outcome == Outcome::unverified && finding.subject.starts_with("questions[")) return;
    if (finding.outcome == Outcome::unverified) return write_open(finding);
    const std::string place = place_of(finding);
    const std::string clause = citation_text(finding.citation);
    if (!clause.empty()) out_ << wrapped("      law: ", printable(clause), options_.width);
    if (!place.empty()) out_ << wrapped("      at: ", printable(place), options_.width);
  }

  // What is open is not said again where it is what settles the finding.
  void write_open(const Finding& finding) {
    const std::string open = missing_text(finding.unknown);
    const bool again = finding.settle && first_of(finding.settle->facts, kMostMissing) == open;
    if (!open.empty() && !again) out_ << wrapped("      open: ", printable(open), options_.width);
    if (finding.settle) write_settling(*finding.settle);
  }

  void write_settling(const Settling& settling) {
    const bool each = settling.facts == settling.could_fail;
    const char* any = settling.facts.size() == 1 ? "; it may fail it" : "; any may fail it";
    if (!settling.facts.empty())
      out_ << wrapped("      " + std::string(settling_words(settling)) + ": ",
                      printable(first_of(settling.facts, kMostMissing)) + (each ? any : ""),
                      options_.width);
    if (!settling.could_fail.empty() && !each)
      out_ << wrapped("      fails by one of: ",
                      printable(first_of(settling.could_fail, kMostMissing)), options_.width);
  }

  void write_counts(const DossierResult& dossier) {
    constexpr std::array kOrder = {Outcome::pass,           Outcome::fail,   Outcome::unverified,
                                   Outcome::not_applicable, Outcome::waived, Outcome::error};
    std::string counts;
    for (const Outcome outcome : kOrder) {
      const auto count = std::count_if(dossier.findings.begin(), dossier.findings.end(),
                                       [&](const Finding& f) { return f.outcome == outcome; });
      if (count > 0 || (outcome != Outcome::error && outcome != Outcome::waived))
        counts += std::string(short_word(outcome)) + " " + std::to_string(count) + "   ";
    }
    const Completeness& c = dossier.completeness;
    const std::size_t percent = c.needed == 0 ? 0 : c.known * 100 / c.needed;
    fitted(counts + "data completeness " + std::to_string(percent) + " % (" +
           std::to_string(c.known) + " of " + std::to_string(c.needed) + " facts)");
  }

  void write_requests(const DossierResult& dossier) {
    if (dossier.needed.empty()) return;
    out_ << "\nThe fewest documents that settle what is open, with how many findings:\n";
    std::size_t shown = 0;
    for (const NeededDocument& document : dossier.needed) {
      if (++shown > kMostDocuments && !options_.all) break;
      write_needed(document);
    }
    if (shown > kMostDocuments && !options_.all)
      out_ << "       and " << dossier.needed.size() - kMostDocuments << " more (--all)\n";
    const bool of_supplier =
        std::any_of(dossier.needed.begin(), dossier.needed.end(),
                    [](const NeededDocument& d) { return d.held_by == "supplier"; });
    if (of_supplier) line("Letter:", "verilot evidence request " + dossier.path);
  }

  void write_needed(const NeededDocument& document) {
    std::string head = document.name;
    if (document.held_by == "clinic") head += " (own records)";
    if (document.held_by == "public") head += " (public register)";
    out_ << wrapped("  " + padded(std::to_string(document.findings.size()) + "x", 5),
                    printable(head), options_.width);
    const std::size_t most = options_.all ? document.asks.size() : kMostAsks;
    for (std::size_t i = 0; i < document.asks.size() && i < most; ++i)
      out_ << wrapped("         ", printable(document.asks[i]), options_.width);
    if (document.asks.size() > most)
      out_ << "         and " << document.asks.size() - most << " more\n";
  }

  // What it takes in each jurisdiction, where there are several.
  void write_markets(const DossierResult& dossier) {
    const auto count =
        std::count_if(dossier.markets.begin(), dossier.markets.end(),
                      [](const MarketNeed& market) { return market.pack != "rules"; });
    if (count < 2) return;
    out_ << "\nWhat it takes:\n";
    for (const MarketNeed& market : dossier.markets)
      if (market.pack != "rules")
        out_ << wrapped("  " + padded(market.pack, 10) + "  ", printable(market.text),
                        options_.width);
  }

  void write_why(const DossierResult& dossier) {
    if (dossier.findings.empty()) return;
    const auto gravest =
        std::min_element(dossier.findings.begin(), dossier.findings.end(),
                         [](const Finding& a, const Finding& b) { return rank(a) < rank(b); });
    if (rank(*gravest).first > 2 || !shown(*gravest)) return;
    line("Why: ", "verilot explain '" + gravest->id + "' " + dossier.path);
  }

  void write_summary() {
    out_ << "Summary\n";
    for (const DossierResult& dossier : run_.dossiers) {
      out_ << "  " << padded(cut(printable(dossier.id), 34), 36);
      std::size_t used = 38;
      for (const PackVerdict& verdict : dossier.verdicts) {
        if (verdict.pack == "rules") continue;
        const std::string words =
            padded(verdict.pack, 8) + " " + padded(to_string(verdict.verdict), 8);
        const bool fits = used + columns(words) <= options_.width;
        out_ << (fits ? "" : "\n" + std::string(38, ' ')) << words;
        used = (fits ? used : 38) + columns(words);
      }
      out_ << "\n";
    }
  }

  const Run& run_;
  const ReportOptions& options_;
  std::ostream& out_;
};

}  // namespace

void write_text(const Run& run, const ReportOptions& options, std::ostream& out) {
  TextReport(run, options, out).write();
}

}  // namespace verilot
