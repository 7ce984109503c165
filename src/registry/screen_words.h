// registry: a name taken apart for screening: its words without the legal form, and what the table
// rules/tables/names.yaml says about weighing them.
//
//   ScreenWords words = load_screen_words(root, fold, problems);
//   ScreenName name = words.take_apart("OOO Meridian Vesicle 7 Trading Ltd.");
//   name.words == {"meridian", "vesicle", "trading"}; name.digits == {"7"}
//
// Errors: a fault of the table is a problem; names of any bytes are taken apart.
// Limits: 24 words of a name; of a text that may hold names 400 words and 12 names. What follows is
//         not compared, which `cut` says.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "registry/name_fold.h"

namespace verilot {

struct ScreenName {
  std::vector<std::string> words;   // folded, in order, without legal form and digits
  std::vector<std::string> digits;  // words of digits
  std::string legal_form;           // folded, "" where there is none
  bool cut = false;                 // more follows, which is not compared
};

constexpr std::size_t kMostNameWords = 24;

struct ScreenWeights {
  double intercept = 0, slope = 0, other_country = 0, same_address = 0, other_identifier = 0,
         other_digits = 0;
};

class ScreenWords {
 public:
  explicit ScreenWords(NameFold fold) : fold_(std::move(fold)) {}

  ScreenName take_apart(std::string_view name) const;
  // The text as one name and, where it gives several ("A Ltd trading as B"), each of them.
  std::vector<ScreenName> take_names(std::string_view text) const;
  // These and, for looking somebody up, the parts of it of several words ("BNC - Banco Nacional")
  // and those in another script ("Petar / Петар").
  std::vector<ScreenName> take_asked(std::string_view text) const;
  // Letters that may differ in a word of so many.
  int typos(std::size_t letters) const;
  // The most that a word may weigh, 1 for one that few firms have.
  double most_weight(std::string_view word) const {
    return common_.contains(word) ? common_weight_ : 1;
  }
  // Whether an owner has one identifier of this kind.
  bool one_each(std::string_view kind) const { return one_each_.contains(kind); }
  const NameFold& fold() const { return fold_; }

  ScreenWeights weights;
  double possible = 1, likely = 1;

  friend ScreenWords load_screen_words(const std::string& root, NameFold, Problems&);

 private:
  bool strip(std::vector<std::string>& words, bool at_end, std::string& form) const;
  ScreenName name_of(std::vector<std::string> words, std::size_t most) const;
  std::vector<std::string> parts_of(std::string_view text) const;
  std::size_t between_names(const std::vector<std::string>& words, std::size_t at) const;

  NameFold fold_;
  std::set<std::string, std::less<>> forms_, before_, common_, one_each_;
  std::vector<std::string> parting_signs_;
  double common_weight_ = 1;
  std::size_t longest_form_ = 1;  // in words
  std::map<std::size_t, int> typos_;
  // By their first word, the longest first.
  std::map<std::string, std::vector<std::vector<std::string>>> also_called_;
};

ScreenWords load_screen_words(const std::string& root, NameFold, Problems&);

}  // namespace verilot
