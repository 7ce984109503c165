// The facts `registers` of an examined dossier.
#include <algorithm>

#include "registry/likeness.h"
#include "registry/read_entries.h"
#include "registry/standing.h"
#include "vetting/register_slice.h"

namespace verilot {

namespace {

constexpr const char* kOld = "the copy of the register is out of date";

// Whether the matter of an entry is closed, and since when, or what its words are that do not tell.
struct Closed {
  std::optional<bool> closed = false;
  std::string on, words;
};

bool is_one_of(const std::vector<std::string>& words, const std::string& text) {
  return std::ranges::any_of(words, [&](const std::string& one) { return is_word(text, one); });
}

Closed closed_by(const std::vector<Closing>& closing, const RegisterEntry& entry) {
  Closed found;
  for (const Closing& one : closing)
    for (const auto& [label, text] : entry.details) {
      if (label != one.detail || text.empty() || is_one_of(one.open, text)) continue;
      const std::optional<std::string> day = iso_date(text, one.date_forms);
      if (day && !day->empty())
        found = {.closed = true, .on = *day};
      else if (is_one_of(one.closed, text))
        found.closed = true;
      else
        return {.closed = std::nullopt, .words = label + " \"" + text + '"'};
    }
  return found;
}

// "Registered" (3009990101)
std::string shown(const RegisterEntry& entry) {
  return (entry.status.empty() ? "without a status" : '"' + entry.status + '"') +
         (entry.key.empty() ? "" : " (" + entry.key + ")");
}

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
    add_agreed(object, answer);
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

  // Of entries that stand and entries that have ended nobody knows which counts.
  void add_agreed(NodeId object, const RegisterAnswer& answer) {
    const auto of = [&](Standing standing) {
      return std::ranges::find(answer.entries, standing, &RegisterEntry::standing);
    };
    const auto stands = of(Standing::current), ended = of(Standing::ended);
    if (stands == answer.entries.end() || ended == answer.entries.end())
      builder_.add_boolean(object, "agreed", true, where_);
    else
      builder_.add_unknown(object, "agreed",
                           "the register has both " + shown(*stands) + " and " + shown(*ended),
                           where_);
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

  void flag(NodeId object, const char* key, const std::optional<bool>& value,
            const std::string& reason) {
    if (value)
      builder_.add_boolean(object, key, *value, where_);
    else
      builder_.add_unknown(object, key, reason, where_);
  }
  void date(NodeId object, const char* key, const std::string& iso) {
    if (const std::optional<Date> day = parse_date(iso))
      builder_.add_date(object, key, *day, iso, where_);
    else
      builder_.add_null(object, key, where_);
  }

  // A copy that is out of date tells neither that an entry stands nor that a matter is open.
  void add_standing(NodeId object, const RegisterEntry& entry, bool stale) {
    using Told = std::optional<bool>;
    const std::string why = stale ? kOld : "the register's word does not tell: " + shown(entry);
    const bool open = stale || entry.standing == Standing::unknown;
    flag(object, "current", open ? Told() : entry.standing == Standing::current, why);
    flag(object, "against", stale ? Told() : entry.standing == Standing::against, kOld);
    date(object, "until", entry.until);
    builder_.add_unknown(
        object, "stands_on",
        "the register says " + shown(entry) + ", and by its dates that ended on " + entry.until,
        where_);
    const Closed closing = entry.standing == Standing::ended ? Closed{.closed = true}
                                                             : closed_by(questions_.closing, entry);
    flag(object, "closed", stale && closing.closed != true ? Told() : closing.closed,
         stale ? kOld : "the register's words do not tell: " + closing.words);
    date(object, "closed_on", closing.on);
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
