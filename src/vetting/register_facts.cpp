// The facts `registers` of an examined dossier.
#include <algorithm>

#include "registry/likeness.h"
#include "vetting/register_slice.h"

namespace verilot {

namespace {

constexpr const char* kOld = "the copy of the register is out of date";

class Facts {
 public:
  Facts(EvidenceBuilder& builder, const RegisterSlice& slice, const RegisterQuestions& questions,
        const HolderNames& names)
      : builder_(builder), slice_(slice), questions_(questions), names_(names) {}

  void add() {
    builder_.use_basis(Basis::registered);
    const SourceLocation where = in_file("registers");
    const NodeId list = builder_.add_list(builder_.root(), "registers", where);
    for (const RegisterAnswer& answer : slice_.answers) {
      where_ = in_file(answer.title);
      add(builder_.add_object(list, "", where_), answer);
    }
    if (slice_.more_parties)
      builder_.set_incomplete(list, "more than " + std::to_string(kMaxParties) +
                                        " parties are named; the rest was not looked up");
    builder_.use_basis(Basis::stated);
  }

 private:
  void text(NodeId object, const char* key, const std::string& value) {
    if (value.empty())
      builder_.add_null(object, key, where_);
    else
      builder_.add_text(object, key, value, where_);
  }

  void add(NodeId object, const RegisterAnswer& answer) {
    const Party& party = slice_.parties[answer.party];
    text(object, "name", answer.title);
    text(object, "source", answer.source);
    text(object, "kind", answer.kind);
    text(object, "path", party.path);
    text(object, "party", party.name);
    text(object, "asked", asked(answer, party));
    builder_.add_boolean(object, "by_number", !answer.numbers.empty() && !answer.by_name, where_);
    builder_.add_boolean(object, "issuer", answer.issues, where_);
    add_result(object, answer);
    add_entries(object, answer, party);
    add_near(object, answer);
  }

  static std::string asked(const RegisterAnswer& answer, const Party& party) {
    std::string words;
    for (const auto& [kind, number] : answer.numbers) words += (words.empty() ? "" : ", ") + number;
    if (!answer.by_name) return words;
    for (const std::string& name : names_of(party)) words += (words.empty() ? "" : ", ") + name;
    return words;
  }

  void add_result(NodeId object, const RegisterAnswer& answer) {
    if (answer.result == LookUp::Result::unknown)
      builder_.add_unknown(object, "found", answer.why, where_);
    else
      builder_.add_boolean(object, "found", answer.result == LookUp::Result::found, where_);
  }

  void add_entries(NodeId object, const RegisterAnswer& answer, const Party& party) {
    const NodeId list = builder_.add_list(object, "entries", where_);
    for (const RegisterEntry& entry : answer.entries) add(list, entry, party, answer.stale);
    if (!answer.why.empty()) builder_.set_incomplete(list, answer.why);
  }

  void add_near(NodeId object, const RegisterAnswer& answer) {
    std::string open;
    for (const NearEntry& near : answer.near)
      if (near.cleared.empty()) open += (open.empty() ? "" : "; ") + near.name;
    text(object, "near", open);
  }

  void add(NodeId list, const RegisterEntry& entry, const Party& party, bool stale) {
    const NodeId object = builder_.add_object(list, "", where_);
    text(object, "name", entry.name);
    text(object, "key", entry.key);
    text(object, "status", entry.status);
    text(object, "country", entry.country);
    const std::optional<bool> same = names_.same(names_of(party), entry);
    if (stale)
      builder_.add_unknown(object, "same_holder", kOld, where_);
    else if (same)
      builder_.add_boolean(object, "same_holder", *same, where_);
    else
      builder_.add_unknown(object, "same_holder",
                           names_of(party).empty()
                               ? "the holder is not named"
                               : "the names are neither the same nor clearly others",
                           where_);
    add_standing(object, entry, stale);
    text(object, "about", told(entry));
  }

  // A copy that is out of date tells neither that an entry stands nor that a matter is open.
  void add_standing(NodeId object, const RegisterEntry& entry, bool stale) {
    if (stale || entry.standing == Standing::unknown)
      builder_.add_unknown(object, "current", stale ? kOld : "the register's word does not tell",
                           where_);
    else
      builder_.add_boolean(object, "current", entry.standing == Standing::current, where_);
    if (stale && !closed(entry))
      builder_.add_unknown(object, "closed", kOld, where_);
    else
      builder_.add_boolean(object, "closed", closed(entry), where_);
  }

  bool closed(const RegisterEntry& entry) const {
    return entry.standing == Standing::ended ||
           std::ranges::any_of(entry.details, [&](const auto& detail) {
             return questions_.closing.contains(detail.first) && !detail.second.empty();
           });
  }

  // "issued 2025-03-14; subject: CGMP/Deviations"
  static std::string told(const RegisterEntry& entry) {
    std::string words;
    for (const auto& [what, day] : entry.dates)
      words += (words.empty() ? "" : "; ") + what + " " + day;
    for (const auto& [what, text] : entry.details)
      if (!text.empty() && words.size() < 300)
        words += (words.empty() ? "" : "; ") + what + ": " + text;
    return words;
  }

  EvidenceBuilder& builder_;
  const RegisterSlice& slice_;
  const RegisterQuestions& questions_;
  const HolderNames& names_;
  SourceLocation where_;
};

}  // namespace

bool has_letters(const ScreenName& name) {
  return std::ranges::any_of(name.words, [](const std::string& word) {
    return std::ranges::any_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
  });
}

std::optional<bool> HolderNames::same(const std::vector<std::string>& names,
                                      const RegisterEntry& entry) const {
  std::vector<ScreenName> asked, held;
  bool whole = true;  // all that may be one holder's name is compared
  const auto take = [&](const std::string& text, std::vector<ScreenName>& into) {
    for (ScreenName& one : words.take_names(text)) {
      const bool too_long = one.words.size() > kMostNameWords || one.cut;
      const bool fits = !too_long && has_letters(one);
      whole = whole && !too_long && (fits || &into == &held);
      if (fits) into.push_back(std::move(one));
    }
  };
  for (const std::string& name : names) take(name, asked);
  take(entry.name, held);
  for (const std::string& alias : entry.aliases) take(alias, held);
  if (asked.empty() || held.empty()) return std::nullopt;
  const auto weight = [&](const std::string& word) { return words.most_weight(word); };
  double best = 0;
  for (const ScreenName& one : asked)
    for (const ScreenName& other : held)
      best = std::max(best, likeness(one.words, other.words, weight, words).share);
  if (best >= agrees) return true;
  if (best < differs && whole) return false;
  return std::nullopt;
}

void add_register_facts(EvidenceBuilder& builder, const RegisterSlice& slice,
                        const RegisterQuestions& questions, const HolderNames& names) {
  if (slice.answers.empty() || builder.view().member(builder.root(), "registers") != kNoNode)
    return;  // a case's own
  Facts(builder, slice, questions, names).add();
}

}  // namespace verilot
