// waivers: whether two names may be those of one person, as far as names tell.
//
//   const Persons persons(load_name_fold(root, problems));
//   persons.compare("Ana Ruiz", "RUIZ, AnA")  ->  OnePerson::yes
//   persons.compare("Ana Ruiz", "A. Ruiz")    ->  OnePerson::maybe
//   persons.compare("Ana Ruiz", "Ben Cole")   ->  OnePerson::no
//
// Case, accents, punctuation, spaces and the order of words do not count; letters of other
// alphabets are read as they sound and as they look. A name of which initials or words are left out
// may be any that it fits.
//
// Limits: beyond kMostWords words the letters alone are compared, whatever words they make up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registry/name_fold.h"

namespace verilot {

enum class OnePerson { no, maybe, yes };

class Persons {
 public:
  static constexpr std::size_t kMostWords = 6;

  explicit Persons(NameFold fold) : fold_(std::move(fold)) {}
  OnePerson compare(std::string_view, std::string_view) const;

 private:
  using Words = std::vector<std::string>;  // in the order that they are written in
  std::vector<Words> readings(std::string_view name) const;

  NameFold fold_;
};

}  // namespace verilot
