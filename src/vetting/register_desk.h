// vetting: the desk at which parties are looked up in the kept registers.
//
//   RegisterDesk desk("/usr/share/verilot", "/var/lib/verilot", *parse_date("2026-11-22"));
//   RegisterSlice slice = desk.answer(evidence);
//
// Threads may share it. Names are indexed when the first is asked for.
// Errors: faults of tables and of kept decisions are problems(); a damaged copy makes its answers
//         unknown.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "registry/register_screen.h"
#include "vetting/hit_decisions.h"
#include "vetting/register_slice.h"

namespace verilot {

// A near name as a person wants to see it, with its score; what is nearest where nothing is near.
struct ShownName {
  std::string source, title, name;
  double score = 0;
  std::vector<std::string> reasons;
  std::string hit;
};

class RegisterDesk {
 public:
  enum class Ask { kept, always };  // registers of which there is a copy; or all that matter

  RegisterDesk(const std::string& root, const std::string& state, const Date& as_of,
               Ask = Ask::kept);
  ~RegisterDesk();

  // Whether any register is kept at all.
  bool keeps_any() const;
  RegisterSlice answer(const Evidence&) const;
  // Anew, of the same parties.
  RegisterSlice answer(std::vector<Party>) const;
  // The best near names of a party, and for registers without one the nearest.
  std::vector<ShownName> near_names(const Party&) const;
  void add_facts(EvidenceBuilder&, const RegisterSlice&) const;

  // The copies that answers rest on, by source.
  std::vector<CopyState> copies() const;
  // The first day on which a copy of that date is too old; nothing for a source that there is not.
  std::optional<std::chrono::sys_days> out_of_date_from(const std::string& source,
                                                        const std::string& copy_date) const;
  // What decides the answers besides the parties: changes with any copy, decision or staleness.
  std::string fingerprint() const;
  HitDecisions& decisions() { return decisions_; }
  const Problems& problems() const { return problems_; }

 private:
  class Answers;
  bool is_issuer(const Party&, const NamedTexts::value_type& number, const std::string& kind) const;
  NearNames screened(const Party&) const;
  const RegisterScreen& screen() const;
  std::vector<std::string> searched_by_name() const;

  Ask ask_;
  Problems problems_;
  RegisterSources sources_;
  NameFold fold_;
  ScreenWords words_;
  RegisterQuestions questions_;
  SnapshotStore store_;
  HitDecisions decisions_;
  std::unique_ptr<Registers> registers_;
  mutable std::once_flag screen_made_;
  mutable std::unique_ptr<RegisterScreen> screen_;
};

}  // namespace verilot
