#include "plan/key_guesses.h"

#include <algorithm>

namespace verilot::plan {
namespace {

constexpr std::size_t kLongest = 15;   // with its quote a key is sixteen bytes
constexpr std::size_t kMostKeys = 64;  // of an object; records may have any

}  // namespace

KeyGuesses::Place KeyGuesses::learn(Place last, FieldId object, std::string_view raw, FieldId id) {
  if (raw.size() > kLongest || raw.find('\\') != std::string_view::npos) return last;
  char quoted[kLongest + 1];
  std::ranges::copy(raw, quoted);
  quoted[raw.size()] = '"';
  const ShortText key = ShortText::copied({quoted, raw.size() + 1});
  std::vector<Place>& known = known_[object];
  const auto found = std::ranges::find_if(known, [&](Place place) {
    return guesses_[place].head == key.head && guesses_[place].tail == key.tail;
  });
  if (found == known.end()) {
    if (known.size() >= kMostKeys) return last;
    const int size = static_cast<int>(raw.size() + 1);
    const auto place = static_cast<Place>(guesses_.size());
    guesses_.push_back({key.head, key.tail, first_bytes(size), first_bytes(size - 8), id, 0});
    known.push_back(place);
    return guesses_[last].next = place;
  }
  return guesses_[last].next = *found;
}

}  // namespace verilot::plan
