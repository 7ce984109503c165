// Dossiers made up for one pack, and what would be left of them if somebody knew less.
//
// A dossier begins as one of the pack's cases; some facts that its rules read are then given other
// values. What happens depends on the random numbers alone.
#pragma once

#include <cstdint>

#include "trials/fact_pool.h"

namespace verilot {

// SplitMix64: a few bytes of state, so that every dossier can have numbers of its own.
class RandomNumbers {
 public:
  explicit RandomNumbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  bool once_in(std::size_t times) { return below(times) == 0; }

 private:
  std::uint64_t state_;
};

// Something less that is known: `name` is the field that it is about.
struct Coarser {
  FactPtr dossier;
  std::string name;
};

class DossierMaker {
 public:
  enum class Fields { all, stated };  // stated: without those that `examine` derives
  // `read`: the names that the pack reads; facts of other names are seldom touched.
  DossierMaker(const FactPool& pool, const Schema& schema, Names read, Fields fields = Fields::all)
      : pool_(pool), schema_(schema), read_(std::move(read)), fields_(fields) {}

  FactPtr varied(const FactPtr& dossier, RandomNumbers&) const;
  // Gives a field that is read another value, or a list one more element.
  FactPtr changed_once(const FactPtr& dossier, RandomNumbers&) const;
  // Nothing where there is nothing to forget.
  std::optional<Coarser> coarser(const FactPtr& dossier, RandomNumbers&) const;

 private:
  struct Site {
    FactPath path;
    std::string type;              // of the object that holds it
    const Field* field = nullptr;  // that it is
    const Fact* fact = nullptr;
  };
  struct Objects {
    std::vector<std::pair<FactPath, std::string>> at;  // and their types
  };
  void find_objects(const Fact&, const std::string& type, FactPath&, Objects&) const;
  void find_sites(const Fact&, const std::string& type, FactPath&, std::vector<Site>&) const;
  bool is_read(const Field& field) const { return read_.count(field.name) > 0; }
  FactPtr less(const Site&, RandomNumbers&) const;
  FactPtr shorter(const Fact&, RandomNumbers&) const;
  FactPtr contradicted(const Site&, RandomNumbers&) const;

  const FactPool& pool_;
  const Schema& schema_;
  const Names read_;
  const Fields fields_;
};

}  // namespace verilot
