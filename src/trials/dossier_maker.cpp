#include "trials/dossier_maker.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxChanges = 6;
constexpr std::size_t kSeldom = 10;

FactPtr made(Fact fact) { return std::make_shared<const Fact>(std::move(fact)); }

bool is_scalar(const Fact& fact) {
  return fact.kind != NodeKind::unknown && fact.kind != NodeKind::list &&
         fact.kind != NodeKind::object;
}

bool says_the_same(const Fact& a, const Fact& b) {
  return a.kind == b.kind && a.text == b.text && a.boolean == b.boolean && a.integer == b.integer &&
         a.quantity == b.quantity && a.date == b.date;
}

const FactPtr& one_of(const std::vector<FactPtr>& all, RandomNumbers& random) {
  return all[random.below(all.size())];
}

// Most rules have a word on these two.
FactPtr none_or_unknown(const Field& field, RandomNumbers& random) {
  if (field.always || random.once_in(2)) return unknown_fact("could not be read");
  Fact none;
  none.kind = NodeKind::null;
  return made(std::move(none));
}

}  // namespace

std::uint64_t RandomNumbers::next() {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

FactPtr DossierMaker::varied(const FactPtr& dossier, RandomNumbers& random) const {
  FactPtr result = dossier;
  for (std::size_t count = random.below(kMaxChanges); count > 0; --count)
    result = changed_once(result, random);
  return result;
}

void DossierMaker::find_objects(const Fact& fact, const std::string& type, FactPath& path,
                                Objects& objects) const {
  objects.at.emplace_back(path, type);
  for (std::size_t i = 0; i < fact.items.size(); ++i) {
    const Field* field = schema_.field(type, fact.keys[i]);
    if (field == nullptr) continue;
    const Fact& member = *fact.items[i];
    path.push_back({field->name});
    if (member.kind == NodeKind::object) find_objects(member, field->type, path, objects);
    for (std::size_t k = 0; member.kind == NodeKind::list && k < member.items.size(); ++k) {
      path.push_back({"", k});
      if (member.items[k]->kind == NodeKind::object)
        find_objects(*member.items[k], field->type, path, objects);
      path.pop_back();
    }
    path.pop_back();
  }
}

FactPtr DossierMaker::changed_once(const FactPtr& dossier, RandomNumbers& random) const {
  Objects objects;
  FactPath path;
  find_objects(*dossier, schema_.root, path, objects);
  auto& [where, type] = objects.at[random.below(objects.at.size())];
  const std::vector<Field>& fields = schema_.type(type)->fields;
  std::vector<const Field*> choices;
  for (const Field& field : fields)
    if (is_read(field) && !(fields_ == Fields::stated && field.derived) &&
        !(type == schema_.root && field.name == "articles"))
      choices.push_back(&field);
  if (choices.empty()) return dossier;
  const Field& field = *choices[random.below(choices.size())];
  where.push_back({field.name});
  const Fact* there = at(*dossier, where);
  if (there != nullptr && random.once_in(6))
    return changed(dossier, where, none_or_unknown(field, random));
  const bool longer = there != nullptr && there->kind == NodeKind::list && !random.once_in(3);
  if (!longer) return changed(dossier, where, one_of(pool_.of(type, field), random));
  const std::vector<FactPtr>& elements = pool_.elements_of(type, field);
  if (elements.empty()) return dossier;
  where.push_back({"", there->items.size()});
  return changed(dossier, where, one_of(elements, random));
}

void DossierMaker::find_sites(const Fact& fact, const std::string& type, FactPath& path,
                              std::vector<Site>& sites) const {
  for (std::size_t i = 0; i < fact.items.size(); ++i) {
    const Field* field = schema_.field(type, fact.keys[i]);
    if (field == nullptr) continue;
    const Fact& member = *fact.items[i];
    path.push_back({field->name});
    if (member.kind != NodeKind::unknown) sites.push_back({path, type, field, &member});
    if (member.kind == NodeKind::object) find_sites(member, field->type, path, sites);
    for (std::size_t k = 0; member.kind == NodeKind::list && k < member.items.size(); ++k) {
      path.push_back({"", k});
      if (member.items[k]->kind == NodeKind::object)
        find_sites(*member.items[k], field->type, path, sites);
      path.pop_back();
    }
    path.pop_back();
  }
}

std::optional<Coarser> DossierMaker::coarser(const FactPtr& dossier, RandomNumbers& random) const {
  std::vector<Site> sites;
  FactPath path;
  find_sites(*dossier, schema_.root, path, sites);
  const bool any = random.once_in(kSeldom);
  std::vector<const Site*> choices;
  for (const Site& site : sites)
    if (any || is_read(*site.field)) choices.push_back(&site);
  if (choices.empty()) return std::nullopt;
  const Site& site = *choices[random.below(choices.size())];
  return Coarser{changed(dossier, site.path, less(site, random)), site.field->name};
}

// nullptr: not stated at all.
FactPtr DossierMaker::less(const Site& site, RandomNumbers& random) const {
  const Fact& fact = *site.fact;
  if (fact.kind == NodeKind::list && !random.once_in(3)) return shorter(fact, random);
  if (is_scalar(fact) && random.once_in(5)) return contradicted(site, random);
  if (is_scalar(fact) && fact.basis != Basis::stated && random.once_in(3)) {
    Fact weaker = fact;
    weaker.basis = Basis::stated;
    return made(std::move(weaker));
  }
  return random.once_in(3) ? unknown_fact("could not be read") : nullptr;
}

// A list that was not read to its end, or one of whose elements was not read.
FactPtr DossierMaker::shorter(const Fact& list, RandomNumbers& random) const {
  Fact fewer = list;
  if (!fewer.items.empty() && random.once_in(4)) {
    fewer.items[random.below(fewer.items.size())] = unknown_fact("could not be read");
    return made(std::move(fewer));
  }
  fewer.items.resize(random.below(fewer.items.size() + 1));
  fewer.complete = false;
  return made(std::move(fewer));
}

FactPtr DossierMaker::contradicted(const Site& site, RandomNumbers& random) const {
  const FactPtr& other = one_of(pool_.of(site.type, *site.field), random);
  if (!is_scalar(*other) || says_the_same(*site.fact, *other)) return nullptr;
  Fact both;
  both.items = {made(*site.fact), other};
  return made(std::move(both));
}

}  // namespace verilot
