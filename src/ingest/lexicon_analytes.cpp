// Names of analytes in the lexicon.
#include <algorithm>

#include "ingest/lexicon.h"
#include "ingest/lexicon_parts.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

// One edit apart: a letter more, less or other.
bool one_edit(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  const std::string_view rest_a = a.substr(i + (a.size() == b.size() ? 1 : 0));
  return i == a.size() || rest_a == b.substr(i + 1);
}

}  // namespace

std::string look_up(const std::map<std::string, std::string, std::less<>>& index,
                    std::string_view key) {
  const auto found = index.find(key);
  return found == index.end() ? "" : found->second;
}

std::optional<Bracketed> last_bracket(std::string_view text) {
  const std::size_t open = text.find_last_of("([");
  if (open == std::string_view::npos) return std::nullopt;
  const char closing = text[open] == '(' ? ')' : ']';
  const std::size_t close = text.find(closing, open);
  if (close == std::string_view::npos) return std::nullopt;
  return Bracketed{
      squeezed(std::string(text.substr(0, open)) + " " + std::string(text.substr(close + 1))),
      squeezed(text.substr(open + 1, close - open - 1))};
}

void Lexicon::add_analyte_name(const std::string& name, const std::string& id) {
  const auto [entry, added] = analytes_.emplace(folded(name), id);
  if (!added && entry->second != id) ambiguous_.insert(entry->first);
}

AnalyteMatch Lexicon::near_analyte(const std::string& name) const {
  AnalyteMatch found;
  if (name.size() <= 6) return found;
  // Digits distinguish names ("CD63", "CD81"); two candidates decide nothing.
  const auto digits = [](const std::string& text) {
    std::string only;
    for (const char c : text)
      if (c >= '0' && c <= '9') only += c;
    return only;
  };
  for (const auto& [known, id] : analytes_) {
    if (known.size() <= 6 || !one_edit(known, name) || digits(known) != digits(name)) continue;
    if (!found.id.empty() && found.id != id) return {"", "", "near two names"};
    found = {id, known, "one letter off"};
  }
  return found;
}

std::string Lexicon::analyte_id(std::string_view printed) const {
  return match_analyte(printed).id;
}

// "Blei / Lead": two languages, of which one or both are known and none contradicts.
AnalyteMatch Lexicon::match_halves(const std::string& text) const {
  std::size_t slash = text.find(" / ");
  if (slash == std::string::npos) slash = text.find(" | ");
  if (slash == std::string::npos) return {};
  const auto half = [&](std::string_view part) {
    AnalyteMatch match = match_analyte(part);
    return match.how == "one letter off" ? AnalyteMatch{} : match;
  };
  const AnalyteMatch first = half(std::string_view(text).substr(0, slash));
  const AnalyteMatch second = half(std::string_view(text).substr(slash + 3));
  if (!first.id.empty() && !second.id.empty() && first.id != second.id)
    return {"", "", "its halves are two analytes"};
  const AnalyteMatch& known = first.id.empty() ? second : first;
  return {known.id, known.key, "one of two languages"};
}

std::string Lexicon::analyte_by_unit(std::string_view printed, std::string_view unit) const {
  const std::string name = folded(printed);
  const auto known = tables_.units.find(unit);
  if (!known || ambiguous_.count(name) == 0) return "";
  for (const AmbiguousName& entry : tables_.ambiguous_analytes) {
    if (folded(entry.name) != name) continue;
    const auto id = entry.by_unit.find(known->unit_class);
    if (id != entry.by_unit.end()) return id->second;
  }
  return "";
}

AnalyteMatch Lexicon::match_analyte(std::string_view printed) const {
  if (printed.size() > 160) return {};
  std::string text(printed);
  while (!text.empty() && (text.back() == '*' || text.back() == ':' || text.back() == ' ')) {
    text.pop_back();
  }
  struct Candidate {
    std::string name;
    const char* how;
  };
  std::vector<Candidate> candidates = {{folded(text), "exact"}};
  if (const auto bracket = last_bracket(text))
    candidates.push_back({folded(bracket->outside), "without the bracket"});
  for (const char* separator : {" - ", " – ", ", ", ": ", " by ", " at ", " in "}) {
    if (const std::size_t at = text.find(separator); at != std::string::npos && at > 1) {
      candidates.push_back({folded(text.substr(0, at)), "its first part"});
    }
  }
  for (const Candidate& candidate : std::vector<Candidate>(candidates)) {
    for (const char* suffix : {" test", " testing", " assay", " content", " level", " analysis"}) {
      if (candidate.name.ends_with(suffix))
        candidates.push_back(
            {candidate.name.substr(0, candidate.name.size() - std::string_view(suffix).size()),
             "without its last word"});
    }
  }
  for (const Candidate& candidate : candidates) {
    if (ambiguous_.count(candidate.name) != 0)
      return {"", "", "the name means more than one analyte"};
    if (std::string id = look_up(analytes_, candidate.name); !id.empty())
      return {std::move(id), candidate.name, candidate.how};
  }
  if (AnalyteMatch both = match_halves(text); !both.id.empty()) return both;
  for (const Candidate& candidate : candidates) {
    if (AnalyteMatch near = near_analyte(candidate.name); !near.id.empty()) return near;
  }
  return {};
}

std::string Lexicon::name_of_look_alikes(std::string_view printed) const {
  const auto begins_word = [&](std::size_t at) {
    return at == 0 || std::string_view(" -(,/").find(printed[at - 1]) != std::string_view::npos;
  };
  if (printed.size() > 160) return "";
  for (std::size_t at = 0; at < printed.size(); ++at) {
    if (!begins_word(at)) continue;
    for (const auto& [meant, signs] : tables_.certificate.look_alikes) {
      for (const std::string& sign : signs) {
        if (!printed.substr(at).starts_with(sign)) continue;
        const std::string name = std::string(printed.substr(0, at)) + meant +
                                 std::string(printed.substr(at + sign.size()));
        if (!analyte_id(name).empty()) return name;
      }
    }
  }
  return "";
}

}  // namespace verilot
