// examine: facts from facts. Reads what the dossier says and adds what follows from it.
//
//   EvidenceBuilder builder = ...;          // filled by ingest
//   examine(builder, {tables, recognisers, problems});  // adds every fact the schema calls
//   `derived: examine` Evidence evidence = std::move(builder).finish();
//
// What cannot be told is an unknown fact with its reason, never a guess: a missing fact below gives
// an unknown fact above, an incomplete list an incomplete one.
//
// Reads:  its arguments and nothing else.
// Errors: only a table's own faults are problems (a pattern that is no RE2); evidence has none.
// Limits: kMaxRecognised claims a text, kMaxLotCertificates certificates a lot, kMaxIdentifiers
//         identifiers; one more makes the list incomplete.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "model/evidence.h"
#include "model/problem.h"
#include "model/tables.h"

namespace re2 {
class RE2;
}

namespace verilot {

class ClaimRecogniser;
class SourcePatterns;
class TopicFinder;

constexpr std::size_t kMaxRecognised = 500;
constexpr std::size_t kMaxLotCertificates = 20;
constexpr std::size_t kMaxIdentifiers = 200;

// Patterns, compiled once (those of claims for a kind of product) and kept for the next dossier:
// that costs more than reading most dossiers. Threads may share it.
class Recognisers {
 public:
  std::shared_ptr<const ClaimRecogniser> claims(const std::string& product_kind, const ClaimTable&,
                                                Problems&);
  std::shared_ptr<const SourcePatterns> source(const SourceWords&);
  std::shared_ptr<const TopicFinder> topics(const std::vector<Topic>&);
  // A pattern of a table, compiled when it is first asked for.
  const re2::RE2& pattern(const std::string&);

 private:
  struct Made {
    std::shared_ptr<const ClaimRecogniser> recogniser;
    Problems problems;
  };
  std::mutex mutex_;
  std::map<std::string, Made> made_;
  std::shared_ptr<const SourcePatterns> source_;
  std::shared_ptr<const TopicFinder> topics_;
  std::map<std::string, std::shared_ptr<const re2::RE2>> patterns_;
};

struct ExamineContext {
  const Tables& tables;
  Recognisers& recognisers;  // of these tables
  Problems& problems;
};

struct Examiner {
  std::string_view name;
  void (*examine)(EvidenceBuilder&, const ExamineContext&);
};

// In the order they run: a later one may read what an earlier one added.
std::span<const Examiner> examiners();

void examine(EvidenceBuilder&, const ExamineContext&);

}  // namespace verilot
