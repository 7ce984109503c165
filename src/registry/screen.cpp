#include "registry/screen.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "registry/likeness.h"

namespace verilot {

namespace {

constexpr std::size_t kMostCompared = 150;
constexpr std::size_t kManyNames =
    6000;  // words of more names find no candidates beside rarer ones
constexpr double kIdentifierScore = 0.999, kAlikeAddress = 0.6;
constexpr std::uint32_t kNone = UINT32_MAX;

std::uint64_t hash_of(std::string_view text, std::size_t without = std::string_view::npos) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i != without) hash = (hash ^ static_cast<unsigned char>(text[i])) * 1099511628211ULL;
  return hash;
}

// The word itself and with each letter left out: two words that are one letter apart share one.
template <typename Use>
void for_each_variant(std::string_view word, const Use& use) {
  use(hash_of(word));
  for (std::size_t i = 0; i < word.size(); ++i) use(hash_of(word, i));
}

std::string as_one(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

bool two_letters(const std::string& country) { return country.size() == 2; }

struct Owner {
  std::uint32_t entry;
  std::string country;
  std::vector<std::string> addresses;
  NamedTexts identifiers;
  std::string name;
};

// Registers list the same firm again and again; its name is compared once.
struct Name {
  std::uint32_t group;
  std::vector<std::uint32_t> owners;
  std::string text;
  ScreenName parts;
  std::uint32_t more = 0;  // names that follow it are parts of its text
};

struct Scored {
  std::uint32_t name = kNone, owner = kNone;
  double score = -1;
  std::size_t asked = 0;  // which of the names that were asked for
};

using AskedNames = std::vector<ScreenName>;

// Of a long text the stretch that has the most of a name's words; nothing of one that is itself a
// name.
std::optional<ScreenName> stretch_like(const ScreenName& asked, const ScreenName& name) {
  const std::size_t length = name.words.size();
  if (asked.words.size() <= kMostNameWords || length == 0) return std::nullopt;
  std::size_t here = 0, most = 0, from = 0;
  const auto is_shared = [&](std::size_t i) {
    return std::ranges::find(name.words, asked.words[i]) != name.words.end();
  };
  for (std::size_t i = 0; i < asked.words.size(); ++i) {
    here += is_shared(i);
    if (i >= length) here -= is_shared(i - length);
    if (here <= most || i + 1 < length) continue;
    most = here;
    from = i + 1 - length;
  }
  const auto begin = asked.words.begin() + static_cast<std::ptrdiff_t>(from);
  return ScreenName{.words = {begin, begin + static_cast<std::ptrdiff_t>(length)}};
}

}  // namespace

struct ScreenIndex::Parts {
  explicit Parts(const ScreenWords& screen_words) : words(screen_words) {}

  const ScreenWords& words;
  std::vector<Owner> owners;
  std::vector<Name> names;
  std::unordered_map<std::string, std::uint32_t> name_ids;  // by group and text
  std::unordered_map<std::string, std::uint32_t> word_ids;
  std::vector<std::string> word_texts;
  std::vector<std::vector<std::uint32_t>> names_with;  // by word
  std::vector<std::uint32_t> name_count;  // names that have the word as such, not joined
  std::vector<std::pair<std::uint64_t, std::uint32_t>> variants;              // sorted
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_identifier;  // owners

  void add_word(const std::string& word, std::uint32_t name, bool as_such);
  double weight(const std::string& word) const;
  std::vector<std::uint32_t> near_words(const std::string& word) const;
  std::vector<std::uint32_t> candidates(const ScreenName&) const;
  double odds(const ScreenQuery&, const Owner&) const;
  AskedNames asked_names(const ScreenQuery&) const;
  Scored score(const ScreenQuery&, const ScreenName&, std::uint32_t name) const;
  std::vector<std::string> reasons(const ScreenQuery&, const ScreenName&, const Name&,
                                   const Owner&) const;
  void add_name(std::uint32_t group, std::uint32_t owner, const std::string& text);
  void add_part(std::uint32_t group, std::uint32_t owner, const std::string& text, ScreenName);
  void add_hits(const ScreenQuery&, const AskedNames&, const std::vector<Scored>&,
                ScreenResult&) const;
  ScreenHit hit(const ScreenQuery&, const AskedNames&, const Scored&) const;
  bool same_address(const ScreenQuery&, const Owner&) const;
  std::string other_identifier(const ScreenQuery&, const Owner&) const;
  std::vector<ScreenHit> by_numbers(const ScreenQuery&) const;
};

void ScreenIndex::Parts::add_word(const std::string& word, std::uint32_t name, bool as_such) {
  const auto [place, is_new] =
      word_ids.emplace(word, static_cast<std::uint32_t>(word_texts.size()));
  if (is_new) {
    word_texts.push_back(word);
    names_with.emplace_back();
    name_count.push_back(0);
  }
  std::vector<std::uint32_t>& names_here = names_with[place->second];
  if (!names_here.empty() && names_here.back() == name) return;
  names_here.push_back(name);
  if (as_such) ++name_count[place->second];
}

// By how rare the word is among all names, from near 0 to 1.
double ScreenIndex::Parts::weight(const std::string& word) const {
  const double most = words.most_weight(word) * (word.size() == 1 ? 0.4 : 1);
  const auto found = word_ids.find(word);
  if (found == word_ids.end() || name_count[found->second] == 0) return most;
  const auto all = static_cast<double>(names.size());
  const auto with = static_cast<double>(name_count[found->second]);
  return std::min(most, std::log(1 + all / with) / std::log(1 + all));
}

std::vector<std::uint32_t> ScreenIndex::Parts::near_words(const std::string& word) const {
  std::vector<std::uint32_t> near;
  if (const auto found = word_ids.find(word); found != word_ids.end())
    near.push_back(found->second);
  if (words.typos(word.size()) == 0) return near;
  for_each_variant(word, [&](std::uint64_t hash) {
    const auto begin = std::ranges::lower_bound(variants, std::pair{hash, std::uint32_t{0}});
    for (auto one = begin; one != variants.end() && one->first == hash; ++one)
      if (agreement(word, word_texts[one->second], words) > 0) near.push_back(one->second);
  });
  std::ranges::sort(near);
  near.erase(std::unique(near.begin(), near.end()), near.end());
  return near;
}

std::vector<std::uint32_t> ScreenIndex::Parts::candidates(const ScreenName& query) const {
  std::vector<std::string> sought = query.words;
  for (std::size_t i = 0; i + 1 < query.words.size(); ++i)
    sought.push_back(query.words[i] + query.words[i + 1]);
  if (const std::string acronym = acronym_of(query.words); !acronym.empty())
    sought.push_back(acronym);
  std::vector<std::uint32_t> found;
  for (const std::string& word : sought)
    for (const std::uint32_t id : near_words(word)) found.push_back(id);
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::ranges::stable_sort(found, {}, [&](std::uint32_t id) { return names_with[id].size(); });
  std::vector<float> gains(names.size());
  std::vector<std::uint32_t> touched;
  for (const std::uint32_t id : found) {
    if (names_with[id].size() > kManyNames && !touched.empty()) break;
    const auto gain = static_cast<float>(weight(word_texts[id]));
    for (const std::uint32_t name : names_with[id]) {
      if (gains[name] == 0) touched.push_back(name);
      gains[name] += gain;
    }
  }
  std::vector<std::pair<float, std::uint32_t>> order;
  order.reserve(touched.size());
  for (const std::uint32_t name : touched) order.emplace_back(-gains[name], name);
  const std::size_t count = std::min(kMostCompared, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end());
  std::vector<std::uint32_t> best;
  for (std::size_t i = 0; i < count; ++i) best.push_back(order[i].second);
  return best;
}

bool ScreenIndex::Parts::same_address(const ScreenQuery& query, const Owner& owner) const {
  const std::vector<std::string> sought = words.take_apart(query.address).words;
  if (sought.size() < 2) return false;
  return std::ranges::any_of(owner.addresses, [&](const std::string& address) {
    const std::vector<std::string> there = words.take_apart(address).words;
    const auto shared = std::ranges::count_if(sought, [&](const std::string& word) {
      return std::ranges::find(there, word) != there.end();
    });
    return static_cast<double>(shared) >= kAlikeAddress * static_cast<double>(sought.size());
  });
}

// The kind of which both have one, and not the same; "" where there is none.
std::string ScreenIndex::Parts::other_identifier(const ScreenQuery& query,
                                                 const Owner& owner) const {
  for (const auto& [kind, value] : query.identifiers) {
    if (!words.one_each(kind)) continue;
    const auto of_kind = [&](const auto& one) { return one.first == kind; };
    const auto equal = [&](const auto& one) { return one.first == kind && one.second == value; };
    if (std::ranges::any_of(owner.identifiers, of_kind) &&
        std::ranges::none_of(owner.identifiers, equal))
      return kind;
  }
  return "";
}

// What is known of the owner beside the name.
double ScreenIndex::Parts::odds(const ScreenQuery& query, const Owner& owner) const {
  const ScreenWeights& weights = words.weights;
  double odds = 0;
  if (two_letters(query.country) && two_letters(owner.country) && query.country != owner.country)
    odds += weights.other_country;
  if (!query.address.empty() && same_address(query, owner)) odds += weights.same_address;
  if (!other_identifier(query, owner).empty()) odds += weights.other_identifier;
  return odds;
}

AskedNames ScreenIndex::Parts::asked_names(const ScreenQuery& query) const {
  AskedNames asked = words.take_asked(query.name);
  for (const std::string& name : query.also)
    for (ScreenName& one : words.take_asked(name)) asked.push_back(std::move(one));
  return asked;
}

Scored ScreenIndex::Parts::score(const ScreenQuery& query, const ScreenName& whole,
                                 std::uint32_t number) const {
  const Name& name = names[number];
  const std::optional<ScreenName> stretch = stretch_like(whole, name.parts);
  const ScreenName& asked = stretch ? *stretch : whole;
  const Likeness like = likeness(
      asked.words, name.parts.words, [this](const std::string& word) { return weight(word); },
      words);
  if (!like.rare_word) return {number, name.owners.front(), 0};
  double of_name = words.weights.intercept + words.weights.slope * like.share;
  if (!asked.digits.empty() && !name.parts.digits.empty() && asked.digits != name.parts.digits)
    of_name += words.weights.other_digits;
  Scored best;
  for (const std::uint32_t owner : name.owners) {
    const double score = 1 / (1 + std::exp(-of_name - odds(query, owners[owner])));
    if (score > best.score) best = {number, owner, score};
  }
  return best;
}

std::vector<std::string> ScreenIndex::Parts::reasons(const ScreenQuery& query,
                                                     const ScreenName& whole, const Name& name,
                                                     const Owner& owner) const {
  const std::optional<ScreenName> stretch = stretch_like(whole, name.parts);
  const ScreenName& asked = stretch ? *stretch : whole;
  const Likeness like = likeness(
      asked.words, name.parts.words, [this](const std::string& word) { return weight(word); },
      words);
  std::vector<std::string> list, equal, near;
  for (const AgreeingWords& one : like.agreeing)
    (one.a == one.b ? equal : near).push_back(one.a == one.b ? one.a : one.a + " ~ " + one.b);
  if (!equal.empty()) list.push_back("same words: " + as_one(equal));
  if (!near.empty()) list.push_back("near words: " + as_one(near));
  if (!like.only_a.empty()) list.push_back("only asked for: " + as_one(like.only_a));
  if (!like.only_b.empty()) list.push_back("only in the register: " + as_one(like.only_b));
  if (!like.rare_word) list.push_back("no word that few names have agrees");
  if (asked.legal_form != name.parts.legal_form && !asked.legal_form.empty() &&
      !name.parts.legal_form.empty())
    list.push_back("legal forms differ: " + asked.legal_form + ", " + name.parts.legal_form);
  if (!asked.digits.empty() && !name.parts.digits.empty() && asked.digits != name.parts.digits)
    list.push_back("numbers differ: " + as_one(asked.digits) + "; " + as_one(name.parts.digits));
  if (two_letters(query.country) && two_letters(owner.country) && query.country != owner.country)
    list.push_back("countries differ: " + query.country + ", " + owner.country);
  if (!query.address.empty() && same_address(query, owner)) list.push_back("same address");
  if (const std::string kind = other_identifier(query, owner); !kind.empty())
    list.push_back("identifiers differ: " + kind);
  if (name.owners.size() > 1)
    list.push_back(std::to_string(name.owners.size()) + " entries have this name");
  return list;
}

ScreenHit ScreenIndex::Parts::hit(const ScreenQuery& query, const AskedNames& asked,
                                  const Scored& scored) const {
  const Name& name = names[scored.name];
  const Owner& owner = owners[scored.owner];
  ScreenHit hit{owner.entry, name.text, scored.score,
                reasons(query, asked[scored.asked], name, owner)};
  if (scored.asked > 0)
    hit.reasons.insert(hit.reasons.begin(),
                       "one of its names: " + joined(asked[scored.asked].words));
  return hit;
}

std::vector<ScreenHit> ScreenIndex::Parts::by_numbers(const ScreenQuery& query) const {
  std::vector<ScreenHit> hits;
  for (const auto& [kind, value] : query.identifiers) {
    const auto found = by_identifier.find(kind + " " + value);
    if (found == by_identifier.end()) continue;
    for (const std::uint32_t owner : found->second) {
      const Owner& one = owners[owner];
      if (std::ranges::find(hits, one.entry, &ScreenHit::entry) != hits.end()) continue;
      hits.push_back({one.entry, one.name, kIdentifierScore, {"same " + kind + ": " + value}});
    }
  }
  return hits;
}

ScreenIndex::ScreenIndex(const ScreenWords& words) : parts_(std::make_unique<Parts>(words)) {}
ScreenIndex::~ScreenIndex() = default;
ScreenIndex::ScreenIndex(ScreenIndex&&) noexcept = default;

std::size_t ScreenIndex::names() const { return parts_->names.size(); }

void ScreenIndex::Parts::add_part(std::uint32_t group, std::uint32_t owner, const std::string& text,
                                  ScreenName parts) {
  const auto number = static_cast<std::uint32_t>(names.size());
  Name name{group, {owner}, text, std::move(parts)};
  if (name.parts.words.size() > kMostNameWords) name.parts.words.resize(kMostNameWords);
  for (const std::string& word : name.parts.words) add_word(word, number, true);
  for (std::size_t i = 0; i + 1 < name.parts.words.size(); ++i)
    add_word(name.parts.words[i] + name.parts.words[i + 1], number, false);
  if (const std::string acronym = acronym_of(name.parts.words); !acronym.empty())
    add_word(acronym, number, false);
  names.push_back(std::move(name));
}

void ScreenIndex::Parts::add_name(std::uint32_t group, std::uint32_t owner,
                                  const std::string& text) {
  const auto [place, is_new] = name_ids.emplace(std::to_string(group) + " " + text,
                                                static_cast<std::uint32_t>(names.size()));
  if (!is_new) {
    const std::uint32_t first = place->second;
    for (std::uint32_t i = 0; i <= names[first].more; ++i) names[first + i].owners.push_back(owner);
    return;
  }
  std::vector<ScreenName> parts = words.take_names(text);
  for (ScreenName& part : parts) add_part(group, owner, text, std::move(part));
  names[place->second].more = static_cast<std::uint32_t>(parts.size() - 1);
}

void ScreenIndex::add(std::uint32_t entry, const RegisterEntry& from, std::uint32_t group) {
  const auto owner = static_cast<std::uint32_t>(parts_->owners.size());
  parts_->owners.push_back({entry, from.country, from.addresses, from.identifiers, from.name});
  for (const auto& [kind, value] : from.identifiers)
    parts_->by_identifier[kind + " " + value].push_back(owner);
  parts_->add_name(group, owner, from.name);
  for (const std::string& alias : from.aliases) parts_->add_name(group, owner, alias);
}

void ScreenIndex::finish() {
  Parts& parts = *parts_;
  for (std::uint32_t id = 0; id < parts.word_texts.size(); ++id)
    if (parts.words.typos(parts.word_texts[id].size()) > 0 && parts.name_count[id] > 0)
      for_each_variant(parts.word_texts[id],
                       [&](std::uint64_t hash) { parts.variants.emplace_back(hash, id); });
  std::ranges::sort(parts.variants);
}

void ScreenIndex::Parts::add_hits(const ScreenQuery& query, const AskedNames& asked,
                                  const std::vector<Scored>& order, ScreenResult& result) const {
  std::unordered_map<std::uint32_t, std::size_t> in_group;
  for (const Scored& one : order) {
    if (one.score < words.possible) break;
    ScreenHit found = hit(query, asked, one);
    const auto same = std::ranges::find(result.hits, found.entry, &ScreenHit::entry);
    if (same != result.hits.end())
      same->reasons.insert(same->reasons.end(), found.reasons.begin(), found.reasons.end());
    else if (++in_group[names[one.name].group] <= kMostHits)
      result.hits.push_back(std::move(found));
  }
}

ScreenResult ScreenIndex::screen(const ScreenQuery& query) const {
  const AskedNames asked = parts_->asked_names(query);
  ScreenResult result{.hits = parts_->by_numbers(query)};
  std::unordered_map<std::uint32_t, Scored> best;  // by owner
  for (std::size_t i = 0; i < asked.size(); ++i)
    for (const std::uint32_t name : parts_->candidates(asked[i])) {
      Scored scored = parts_->score(query, asked[i], name);
      scored.asked = i;
      Scored& kept = best[scored.owner];
      if (scored.score > kept.score) kept = scored;
    }
  std::vector<Scored> order;
  for (const auto& one : best) order.push_back(one.second);
  std::ranges::sort(order, [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.name < b.name;
  });
  parts_->add_hits(query, asked, order, result);
  for (ScreenHit& hit : result.hits)
    if (!query.name.empty() && hit.score == kIdentifierScore && hit.reasons.size() == 1)
      hit.reasons.push_back("the names have little in common; identifiers outweigh names");
  if (result.hits.empty() && !order.empty())
    result.nearest = parts_->hit(query, asked, order.front());
  return result;
}

}  // namespace verilot
