// What generators of random cases share.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <random>
#include <string>

namespace verilot {

using Random = std::mt19937;

inline std::size_t below(Random& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

inline std::string one_of(Random& random, std::initializer_list<const char*> choices) {
  return *(choices.begin() + below(random, choices.size()));
}

}  // namespace verilot
