#include "vetting/register_desk.h"

#include <re2/re2.h>
#include <algorithm>

#include "digest/digest.h"

namespace verilot {

namespace {

const std::string& kind_of(const RegisterSource& source) {
  return source.files.front().entries.kind;
}

// Without the age in days, which turns every night.
std::string steady(const CopyState& copy, const std::string& why) {
  return copy.there && copy.stale && !copy.damaged ? why_out_of_date(copy.date) : why;
}

}  // namespace

// The answers of all registers about one party.
class RegisterDesk::Answers {
 public:
  Answers(const RegisterDesk& desk, const Party& party, std::size_t number)
      : desk_(desk), party_(party), number_(number) {}

  std::vector<RegisterAnswer> take() {
    for (const auto& [scheme, plain] : party_.numbers) by_number(scheme, plain);
    if (party_.by_name && !names_of(party_).empty()) by_name();
    std::vector<RegisterAnswer> answers;
    for (auto& [source, answer] : answers_) {
      conclude(answer);
      answers.push_back(std::move(answer));
    }
    return answers;
  }

 private:
  RegisterAnswer& of(const CopyState& copy) {
    RegisterAnswer& answer = answers_[copy.source];
    answer.party = number_;
    answer.source = copy.source;
    answer.title = copy.title;
    answer.kind = kind_of(*desk_.sources_.find(copy.source));
    answer.stale = copy.stale;
    return answer;
  }

  void by_number(const std::string& scheme, const std::string& plain) {
    for (const LookUp& look : desk_.registers_->look_up(scheme, plain)) {
      const bool issuer =
          desk_.is_issuer(party_, {scheme, plain}, kind_of(*desk_.sources_.find(look.copy.source)));
      if (!look.copy.there && !(issuer && desk_.ask_ == Ask::always)) continue;
      RegisterAnswer& answer = of(look.copy);
      answer.numbers.emplace_back(scheme, plain);
      answer.issues = answer.issues || issuer;
      for (const RegisterEntry& entry : look.entries) add(answer, entry);
      const bool more_may_stand = another_may_count(look.copy) && !look.copy.complete;
      if (look.result == LookUp::Result::unknown || look.copy.stale || more_may_stand)
        answer.why = steady(look.copy, look.why.empty() ? look.copy.why : look.why);
    }
  }

  // Of such a register, not the entry that is found decides but whether another one stands.
  bool another_may_count(const CopyState& copy) const {
    const RegisterSource& source = *desk_.sources_.find(copy.source);
    return !source.against.empty() || desk_.questions_.kinds_by_name.contains(kind_of(source));
  }

  static void add(RegisterAnswer& answer, const RegisterEntry& entry) {
    if (std::ranges::find(answer.entries, entry) == answer.entries.end())
      answer.entries.push_back(entry);
  }

  void by_name() {
    const std::string gap = not_compared();
    for (const std::string& source : desk_.searched_by_name()) {
      const CopyState copy = *desk_.registers_->snapshot(source);
      const bool always = desk_.questions_.always.contains(kind_of(*desk_.sources_.find(source)));
      if (!copy.there && !(always && desk_.ask_ == Ask::always)) continue;
      RegisterAnswer& answer = of(copy);
      answer.by_name = true;
      if (!copy.there || copy.stale || !copy.complete)
        answer.why = steady(copy, copy.why);
      else
        answer.why = gap.empty() ? answer.why : gap;
    }
    std::map<std::string, std::size_t> hits;  // by source
    for (const NearName& near : desk_.screened(party_).hits) {
      add_near(near);
      add_namesakes(near);
      if (++hits[near.copy.source] == kMostHits) of(near.copy).why = kManyNear;
    }
  }

  // A hit stands for one entry; others may have the same name.
  void add_namesakes(const NearName& near) {
    for (const LookUp& look : desk_.registers_->with_name(near.hit.name)) {
      if (look.copy.source != near.copy.source) continue;
      for (const RegisterEntry& entry : look.entries)
        add_near({.copy = near.copy, .entry = entry, .hit = near.hit});
    }
  }

  // Why no near name shows nothing; "" where all of each name is compared.
  std::string not_compared() const {
    for (const std::string& name : names_of(party_))
      for (const ScreenName& one : desk_.words_.take_asked(name)) {
        if (one.cut) return "the name is longer than can be compared";
        if (!has_letters(one)) return "the name has no word that can be compared";
      }
    return "";
  }

  void add_near(const NearName& near) {
    RegisterAnswer& answer = of(near.copy);
    const auto same = [&](const NearEntry& one) { return one.entry == near.entry; };
    if (std::ranges::find(answer.entries, near.entry) != answer.entries.end() ||
        std::ranges::any_of(answer.near, same))
      return;
    NearEntry one{.hit = hit_of(party_, near.copy.source, near.entry),
                  .name = near.hit.name,
                  .entry = near.entry};
    if (const HitDecision* decision = desk_.decisions_.find(one.hit)) {
      one.confirmed = decision->kind == HitDecision::Kind::confirmed;
      if (!one.confirmed)
        one.cleared = decision->by + " on " + decision->on + ": " + decision->because;
    }
    if (one.confirmed) add(answer, near.entry);
    answer.near.push_back(std::move(one));
  }

  static void conclude(RegisterAnswer& answer) {
    // In an order that no score decides.
    std::ranges::sort(answer.near, {}, &NearEntry::hit);
    std::string open;
    for (const NearEntry& near : answer.near)
      if (near.cleared.empty() && !near.confirmed)
        open += (open.empty() ? "" : ", ") + near.name + " (" + near.hit + ")";
    if (!open.empty()) answer.why = "a near name, which nobody has compared yet: " + open;
    if (!answer.entries.empty())
      answer.result = LookUp::Result::found;
    else if (answer.why.empty())
      answer.result = LookUp::Result::not_found;
  }

  const RegisterDesk& desk_;
  const Party& party_;
  const std::size_t number_;
  std::map<std::string, RegisterAnswer> answers_;  // by source
};

RegisterDesk::RegisterDesk(const std::string& root, const std::string& state, const Date& as_of,
                           Ask ask)
    : ask_(ask),
      sources_(load_register_sources(root, problems_)),
      fold_(load_name_fold(root, problems_)),
      words_(load_screen_words(root, fold_, problems_)),
      questions_(load_register_questions(root, problems_)),
      store_(state),
      decisions_(state),
      registers_(std::make_unique<Registers>(sources_, fold_, store_, as_of)) {}

RegisterDesk::~RegisterDesk() = default;

bool RegisterDesk::keeps_any() const {
  return std::ranges::any_of(registers_->snapshots(), &CopyState::there);
}

RegisterSlice RegisterDesk::answer(const Evidence& evidence) const {
  bool more = false;
  std::vector<Party> parties = parties_of(evidence, questions_, sources_, more);
  RegisterSlice slice = answer(std::move(parties));
  slice.more_parties = more;
  return slice;
}

RegisterSlice RegisterDesk::answer(std::vector<Party> parties) const {
  RegisterSlice slice{.parties = std::move(parties)};
  for (std::size_t i = 0; i < slice.parties.size(); ++i)
    for (RegisterAnswer& answer : Answers(*this, slice.parties[i], i).take())
      slice.answers.push_back(std::move(answer));
  return slice;
}

std::vector<ShownName> RegisterDesk::near_names(const Party& party) const {
  std::vector<ShownName> shown;
  const auto show = [&](const NearName& near) {
    shown.push_back({near.copy.source, near.copy.title, near.hit.name, near.hit.score,
                     near.hit.reasons, hit_of(party, near.copy.source, near.entry), near.entry});
  };
  const NearNames near = screened(party);
  std::ranges::for_each(near.hits, show);
  if (near.nearest) show(*near.nearest);
  return shown;
}

void RegisterDesk::add_facts(EvidenceBuilder& builder, const RegisterSlice& slice) const {
  add_register_facts(builder, slice, questions_, {words_, questions_.agrees, questions_.differs});
}

std::vector<CopyState> RegisterDesk::copies() const {
  std::vector<CopyState> copies;
  for (CopyState& copy : registers_->snapshots())
    if (copy.there) copies.push_back(std::move(copy));
  return copies;
}

std::optional<std::chrono::sys_days> RegisterDesk::out_of_date_from(
    const std::string& source, const std::string& since) const {
  const RegisterSource* const known = sources_.find(source);
  const std::optional<Date> date = parse_date(since);
  if (known == nullptr || !date) return std::nullopt;
  return verilot::out_of_date_from(*known, *date);
}

std::string RegisterDesk::fingerprint() const {
  std::string all;
  for (const CopyState& copy : copies())
    all += copy.source + " " + copy.title + " " + sources_.find(copy.source)->fingerprint + " " +
           copy.sha256 + (copy.stale ? " stale of " + copy.date : "") +
           (copy.complete ? "" : " incomplete") + "\n";
  for (const CopyState& copy : copies())
    for (const std::string& asked : copy.stale_answers)
      all += copy.source + " stale about " + asked + "\n";
  for (const HitDecision& decision : decisions_.all())
    all += decision.hit + " " + to_string(decision.kind) + " " + decision.by + " " + decision.on +
           " " + decision.because + "\n";
  return sha256_of({all + decisions_.undecided()});
}

bool RegisterDesk::is_issuer(const Party& party, const NamedTexts::value_type& number,
                             const std::string& kind) const {
  return std::ranges::any_of(questions_.issuers, [&](const Issuer& one) {
    return one.scheme == number.first && one.kind == kind &&
           (one.type.empty() || one.type == party.type) &&
           (!one.form || RE2::FullMatch(number.second, *one.form));
  });
}

NearNames RegisterDesk::screened(const Party& party) const {
  return screen().screen({.name = party.name,
                          .country = party.country,
                          .address = party.address,
                          .identifiers = party.numbers,
                          .also = party.other_names});
}

const RegisterScreen& RegisterDesk::screen() const {
  std::call_once(screen_made_, [&] {
    screen_ = std::make_unique<RegisterScreen>(*registers_, words_, searched_by_name());
  });
  return *screen_;
}

std::vector<std::string> RegisterDesk::searched_by_name() const {
  std::vector<std::string> ids;
  for (const RegisterSource& source : sources_.all)
    if (questions_.kinds_by_name.contains(kind_of(source))) ids.push_back(source.id);
  return ids;
}

}  // namespace verilot
