#include "packs/pack_library.h"

#include <algorithm>
#include <future>
#include <set>

namespace verilot {

namespace {

struct Own {
  RulePack pack;
  Problems problems;
};

// Packs know nothing of each other, so they load side by side; the results in the order given.
std::vector<Own> load_side_by_side(const std::string& root, const std::vector<std::string>& ids,
                                   const RulePack& shared, const Schema& schema,
                                   const Tables& tables, Cases cases, const Tailoring* tailoring) {
  std::vector<std::future<Own>> loading;
  for (const std::string& id : ids)
    loading.push_back(std::async(std::launch::async, [&, id] {
      Own own;
      own.pack = load_pack(root, "jurisdictions/" + id, &shared, schema, tables, own.problems,
                           cases, tailoring);
      return own;
    }));
  std::vector<Own> loaded;
  for (std::future<Own>& one : loading) loaded.push_back(one.get());
  return loaded;
}

void note_bound(std::set<std::string>& bound, const RulePack& pack) {
  for (const Rule& rule : pack.rules) bound.insert(rule.shared_id);
  for (const RuleSwitchedOff& rule : pack.switched_off) bound.insert(rule.shared_id);
}

void drop_bound(RulePack& shared, const std::set<std::string>& bound) {
  std::erase_if(shared.rules, [&](const Rule& rule) { return bound.count(rule.id) != 0; });
}

// The clauses are text of the pack's files; what is cited stands in the rules.
std::shared_ptr<const RulePack> without_law(RulePack pack) {
  pack.law = {};
  return std::make_shared<const RulePack>(std::move(pack));
}

}  // namespace

const PackLibrary::Packs& PackLibrary::take(const std::vector<std::string>& ids) {
  const std::lock_guard lock(mutex_);
  const auto [place, fresh] = sets_.try_emplace(ids);
  if (!fresh) return place->second;
  place->second = chosen(ids);
  for (const auto& pack : place->second) {
    const auto same = [&](const auto& known) { return known->id == pack->id; };
    if (std::ranges::none_of(used_, same)) used_.push_back(pack);
  }
  return place->second;
}

PackLibrary::Packs PackLibrary::chosen(const std::vector<std::string>& ids) {
  if (!shared_) {
    Problems problems;
    shared_ = std::make_shared<const RulePack>(
        load_pack(root_, "rules", nullptr, schema_, tables_, problems, Cases::left_out));
    shared_usable_ = !any_error(problems);
    problems_.insert(problems_.end(), problems.begin(), problems.end());
    judged_shared_ = shared_;
    Problems known;
    if (tailoring_ != nullptr)
      judged_shared_ = std::make_shared<const RulePack>(
          load_pack(root_, "rules", nullptr, schema_, tables_, known, Cases::left_out, tailoring_));
  }
  std::vector<std::string> fresh;
  for (const std::string& id : ids)
    if (own_.try_emplace(id).second) fresh.push_back(id);
  std::vector<Own> loaded =
      load_side_by_side(root_, fresh, *shared_, schema_, tables_, Cases::left_out, tailoring_);
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    problems_.insert(problems_.end(), loaded[i].problems.begin(), loaded[i].problems.end());
    if (!any_error(loaded[i].problems)) own_[fresh[i]] = without_law(std::move(loaded[i].pack));
  }
  Packs packs;
  std::set<std::string> bound;
  for (const std::string& id : ids) {
    const std::shared_ptr<const RulePack>& pack = own_[id];
    if (!pack) continue;
    note_bound(bound, *pack);
    packs.push_back(pack);
  }
  if (!shared_usable_) return packs;
  RulePack rest = *judged_shared_;
  drop_bound(rest, bound);
  packs.push_back(without_law(std::move(rest)));
  return packs;
}

PackLibrary::Packs PackLibrary::used() const {
  const std::lock_guard lock(mutex_);
  return used_;
}

Problems PackLibrary::problems() const {
  const std::lock_guard lock(mutex_);
  return problems_;
}

LoadedPacks load_packs(const std::string& root, const std::vector<std::string>& ids,
                       const Schema& schema, const Tables& tables, const Tailoring* tailoring) {
  LoadedPacks loaded;
  RulePack shared = load_pack(root, "rules", nullptr, schema, tables, loaded.problems, Cases::read);
  const bool shared_usable = !any_error(loaded.problems);
  std::set<std::string> bound;
  for (Own& own : load_side_by_side(root, ids, shared, schema, tables, Cases::read, tailoring)) {
    loaded.problems.insert(loaded.problems.end(), own.problems.begin(), own.problems.end());
    if (any_error(own.problems)) continue;
    note_bound(bound, own.pack);
    loaded.packs.push_back(std::move(own.pack));
  }
  if (tailoring != nullptr)
    shared =
        load_pack(root, "rules", nullptr, schema, tables, loaded.problems, Cases::read, tailoring);
  drop_bound(shared, bound);
  if (shared_usable) loaded.packs.push_back(std::move(shared));
  return loaded;
}

}  // namespace verilot
