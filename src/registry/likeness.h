// registry: how far the words of two names agree. Pure; screen.cpp chooses which names to compare.
//
//   Likeness like = likeness(a, b, weigh, words);   // a, b: words of two names
//   like.share == 0.93
//
// Words agree when they are equal, nearly equal, joined or parted ("bio prep", "bioprep"), an
// initial and its word; or when one name is the acronym of the other.
//
// Units: `share` is the weight of agreeing words over that of all words, 0 to 1.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/screen_words.h"

namespace verilot {

struct AgreeingWords {
  std::string a, b;
  double agreement = 1;  // 1: equal
};

struct Likeness {
  double share = 0;
  bool rare_word = false;  // a word that few firms have agrees, or all words do
  std::vector<AgreeingWords> agreeing;
  std::vector<std::string> only_a, only_b;
};

using WordWeight = std::function<double(const std::string& word)>;

Likeness likeness(const std::vector<std::string>& a, const std::vector<std::string>& b,
                  const WordWeight&, const ScreenWords&);

// How many letters were changed, left out, added or have changed places with their neighbour; more
// than `most` counts as most + 1.
int letters_apart(std::string_view a, std::string_view b, int most);

// 1 for equal words, less for nearly equal ones, 0 for others.
double agreement(std::string_view a, std::string_view b, const ScreenWords&);

// The first letters of three to six words, "" for others.
std::string acronym_of(const std::vector<std::string>& words);

}  // namespace verilot
