// evaluate: conditions taken apart at and, or, not and ?:, and what is left over.
//
// An atom is a part that has none of these at its top. Its truth for some supposed facts is
// computed once and kept: a tree that asks, from the facts that the atom misses, for the first one
// that is supposed. Facts that it does not miss cannot change it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "evaluate/candidates.h"
#include "evaluate/open_facts.h"

namespace verilot {

enum class Truth : std::uint8_t { no, yes, open, error };

// All facts that anything asked for, by number, each with the values that were supposed of it.
class FactBook {
 public:
  explicit FactBook(World& world) : world_(world) {}

  int number(const std::string& path);
  const std::string& path(int fact) const { return facts_[static_cast<std::size_t>(fact)].path; }
  const FactField& field(int fact) const { return facts_[static_cast<std::size_t>(fact)].field; }
  std::size_t size() const { return facts_.size(); }
  // The number of a value, the same for the same value.
  int value(int fact, const Supposed&);
  void suppose(int fact, int value);
  void take_back(int fact);

 private:
  struct Fact {
    std::string path;
    FactField field;
    std::vector<std::unique_ptr<Supposed>> values;
    std::map<std::string, int> named;
  };
  World& world_;
  std::vector<Fact> facts_;
  std::map<std::string, int, std::less<>> numbers_;
};

// What is supposed: of facts a value, of atoms a truth; -1 is nothing.
struct Scenario {
  std::vector<int> value;
  std::vector<signed char> forced;
};

class Atoms {
 public:
  Atoms(FactBook& book, const World& world) : book_(book), world_(world) {}

  int add(const cel::Expr&, const WorldActivation&);
  // Its truth, and what it misses where that is open.
  Truth truth(int atom, const Scenario&, const std::vector<int>*& missing);
  // Every open fact that it can read.
  const std::vector<int>& facts(int atom) const {
    return atoms_[static_cast<std::size_t>(atom)].facts;
  }
  // Whether all of them have values that can be counted.
  bool countable(int atom) const { return atoms_[static_cast<std::size_t>(atom)].countable; }
  std::size_t size() const { return atoms_.size(); }
  std::size_t evaluations() const { return evaluations_; }

 private:
  struct Step {
    Truth truth = Truth::open;
    std::vector<int> missing;
    std::map<std::pair<int, int>, int> next;
  };
  struct Atom {
    const cel::Expr* expression = nullptr;
    const WorldActivation* activation = nullptr;
    std::size_t slots = 0;
    std::vector<int> facts;
    bool countable = true;
    std::vector<Step> steps;
  };
  Step evaluate(const Atom&);

  FactBook& book_;
  const World& world_;
  std::vector<Atom> atoms_;
  std::size_t evaluations_ = 0;
};

}  // namespace verilot
