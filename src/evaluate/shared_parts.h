// evaluate: which parts of the expressions of packs are the same, so that each is computed once a
// dossier, wherever it stands.
//
//   SharedParts parts;                          // of all packs; threads may share it
//   DossierMemory memory(as_of);                // of one dossier
//   evaluate(pack, evidence, {.as_of = as_of, .memory = &memory, .parts = parts.of(pack)});
//
// Two parts are the same where they are written alike, with the same values for the constants and
// parameters they read. A part that reads the element of a rule is known for that element alone,
// one that hangs on a loop around it or on cel.bind never.
#pragma once

#include <deque>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/program.h"
#include "evaluate/evidence_view.h"
#include "packs/domain_values.h"
#include "packs/pack.h"

namespace verilot {

// The numbers of the parts of one expression, by the ids of their nodes; 0: it has none.
struct PartNumbers {
  static constexpr std::uint32_t kOfElement = 1u << 31;  // flag of those that read the element
  std::vector<std::uint32_t> of_node;
};

// The numbers of the expressions of a pack, by their roots.
using PackParts = std::unordered_map<const cel::Expr*, PartNumbers>;

const PartNumbers* numbers_of(const PackParts*, const cel::Program&);  // nullptr: there are none

class SharedParts {
 public:
  // The pack must stay as long as this.
  std::shared_ptr<const PackParts> of(const RulePack&);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<const RulePack*, std::shared_ptr<const PackParts>> packs_;
};

// What was computed for one dossier, and the clock that all of it was judged by.
class DossierMemory {
 public:
  static constexpr std::size_t kMaxParts = 100'000;  // further ones are computed each time

  explicit DossierMemory(const Date& as_of) : clock_(clock_value(as_of, watch_)) {}
  DossierMemory(const DossierMemory&) = delete;
  DossierMemory& operator=(const DossierMemory&) = delete;

  const cel::Value& clock() const { return clock_; }
  ClockWatch& watch() { return watch_; }

  const cel::KnownValue* find(std::uint32_t part, NodeId element) const;
  void keep(std::uint32_t part, NodeId element, const cel::Value&, const cel::Price&);

 private:
  ClockWatch watch_;
  const cel::Value clock_;
  std::pmr::monotonic_buffer_resource arena_;
  std::pmr::deque<cel::KnownValue> values_{&arena_};
  // By part; of those that read an element, by both.
  std::pmr::vector<const cel::KnownValue*> of_part_{&arena_};
  std::pmr::unordered_map<std::uint64_t, const cel::KnownValue*> of_element_{&arena_};
};

// The parts of an expression as it is judged on an element; kNoNode: on none, or one not known.
struct KnownParts {
  DossierMemory* memory = nullptr;
  const PartNumbers* numbers = nullptr;
  NodeId element = kNoNode;

  const cel::KnownValue* find(const cel::Expr&, bool surplus) const;
  void keep(const cel::Expr&, const cel::Value&, const cel::Price&) const;
};

}  // namespace verilot
