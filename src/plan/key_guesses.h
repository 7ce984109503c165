// Which key comes next in an object: the one that followed last time. Records of one source have
// their keys in one order, so that most keys need no search, nor the search for their end.
#pragma once

#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include "plan/fields.h"

namespace verilot::plan {

class KeyGuesses {
 public:
  using Place = std::uint32_t;

  explicit KeyGuesses(std::size_t fields) : guesses_(1 + fields), known_(fields) {}

  // Before the first key of the object that is the value of a field.
  Place start(FieldId object) const { return object + 1; }

  // Whether the key at `text`, of which sixteen bytes must be readable, is the one that came behind
  // `last` the last time; then `last` moves to it, and `id` is its field.
  bool follow(Place& last, const char* text, FieldId& id) const {
    const Place next = guesses_[last].next;
    const Guess& guess = guesses_[next];
    std::uint64_t head, tail;
    std::memcpy(&head, text, 8);
    std::memcpy(&tail, text + 8, 8);
    if ((((head & guess.head_mask) ^ guess.head) | ((tail & guess.tail_mask) ^ guess.tail)) != 0)
      return false;
    id = guess.id;
    last = next;
    return true;
  }

  // The key came behind `last`; returns its own place, or `last` where it is not kept.
  Place learn(Place last, FieldId object, std::string_view raw, FieldId id);

 private:
  struct Guess {
    // Of the key and the quote behind it. The first guess fits no key, and is the next one where
    // nothing is known.
    std::uint64_t head = 1, tail = 0;
    std::uint64_t head_mask = 0, tail_mask = 0;
    FieldId id = kNone;
    Place next = 0;
  };
  std::vector<Guess> guesses_;             // none, the start of each object, the keys
  std::vector<std::vector<Place>> known_;  // the keys of each object
};

}  // namespace verilot::plan
