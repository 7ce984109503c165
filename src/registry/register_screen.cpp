#include "registry/register_screen.h"

#include <algorithm>

namespace verilot {

RegisterScreen::RegisterScreen(const Registers& registers, const ScreenWords& words,
                               const std::vector<std::string>& sources)
    : registers_(registers), index_(words) {
  registers.each([&](Registers::Place place, const CopyState& copy, const RegisterEntry& entry) {
    if (!sources.empty() && std::ranges::find(sources, copy.source) == sources.end()) return;
    index_.add(static_cast<std::uint32_t>(places_.size()), entry, place.source);
    places_.push_back(place);
  });
  index_.finish();
}

NearName RegisterScreen::near(const ScreenHit& hit) const {
  const Registers::Place place = places_[hit.entry];
  return {registers_.copy_at(place), registers_.entry_at(place), hit};
}

NearNames RegisterScreen::screen(const ScreenQuery& query) const {
  const ScreenResult result = index_.screen(query);
  NearNames names;
  for (const ScreenHit& hit : result.hits) names.hits.push_back(near(hit));
  if (result.nearest) names.nearest = near(*result.nearest);
  return names;
}

}  // namespace verilot
