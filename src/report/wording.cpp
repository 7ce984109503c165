#include "report/wording.h"

#include <algorithm>

namespace verilot {

std::string_view short_word(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "PASS";
    case Outcome::fail:
      return "FAIL";
    case Outcome::unverified:
      return "UNVF";
    case Outcome::not_applicable:
      return "N/A";
    case Outcome::waived:
      return "WAIV";
    case Outcome::error:
      return "ERR";
  }
  return "ERR";
}

std::string coloured(Outcome outcome, std::string_view text, bool colour) {
  if (!colour) return std::string(text);
  const bool bad = outcome == Outcome::fail || outcome == Outcome::error;
  const char* code = bad                              ? "31"
                     : outcome == Outcome::unverified ? "33"
                     : outcome == Outcome::pass       ? "32"
                                                      : "2";
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string place_of(const Finding& finding) {
  // A table on a page says more than a line of the dossier; the fullest table comes first.
  const SearchedList* table = nullptr;
  for (const SearchedList& list : finding.searched)
    if (list.where.page > 0 && (table == nullptr || list.held.size() > table->held.size()))
      table = &list;
  const auto page = std::find_if(finding.evidence.begin(), finding.evidence.end(),
                                 [](const ReadFact& f) { return !f.unknown && f.where.page > 0; });
  if (page != finding.evidence.end()) return to_string(page->where);
  if (table != nullptr) return to_string(table->where);
  const auto fact =
      std::find_if(finding.evidence.begin(), finding.evidence.end(),
                   [](const ReadFact& f) { return !f.unknown && !f.where.file.empty(); });
  if (fact != finding.evidence.end()) return to_string(fact->where);
  const auto list = std::find_if(finding.searched.begin(), finding.searched.end(),
                                 [](const SearchedList& l) { return !l.where.file.empty(); });
  return list == finding.searched.end() ? "" : to_string(list->where);
}

std::string citation_text(const Citation& citation) {
  std::string text = citation.clause;
  if (!citation.status.empty()) text += " [" + citation.status + "]";
  if (!citation.author.empty()) text += ", position of " + citation.author + ", " + citation.date;
  return text;
}

std::string first_of(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < most; ++i)
    text += (i == 0 ? "" : ", ") + words[i];
  if (words.size() > most) text += " and " + std::to_string(words.size() - most) + " more";
  return text;
}

std::string_view settling_words(const Settling& settling) {
  if (!settling.settles) return "helped by";
  return settling.smallest ? "settled by" : "settled by at most";
}

std::string waiver_text(const Finding& finding) {
  if (!finding.waived) return "";
  const WaivedBy& waiver = *finding.waived;
  return "waiver " + waiver.id + " until " + waiver.until + ", approved by " + waiver.by + ": " +
         waiver.reason;
}

std::string_view status_words(const std::string& status) {
  if (status == "T") return "text read";
  if (status == "P") return "citation and core phrase read";
  if (status == "S") return "secondary source";
  if (status == "U") return "unconfirmed";
  return "";
}

}  // namespace verilot
