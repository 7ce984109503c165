// notify: what is told of an audit: counts, and what changed since the last one and why.
//
//   const AuditDigest digest = digest_of(report, changes, exit);
//   mail(subject_of(digest), digest_text(digest), digest_html(digest));
//
// Pure: the same digest gives the same bytes. Everything from a dossier is escaped.
// Limits: the first kMostChanges changes are listed, all are counted.
#pragma once

#include "audits/audit_diff.h"

namespace verilot {

constexpr std::size_t kMostChanges = 500;

struct AuditCounts {
  long fail = 0, unverified = 0, waived = 0, advisory = 0;
};

struct AuditDigest {
  RunRecord run;
  std::size_t items = 0, judged = 0, gone = 0, broken = 0;
  AuditCounts now;
  std::optional<AuditCounts> was;                           // of the run before
  std::vector<std::pair<std::string, std::size_t>> causes;  // "law changed", how often
  std::vector<ChangedOutcome> changes;  // the first; of high severity before others
  std::size_t change_count = 0;
  Exit exit;
};

AuditCounts counts_of(const Tally&);
AuditDigest digest_of(const AuditReport&, const std::vector<ChangedOutcome>&, const Exit&);

std::string subject_of(const AuditDigest&);
std::string digest_text(const AuditDigest&);
std::string digest_html(const AuditDigest&);
std::string digest_json(const AuditDigest&);

}  // namespace verilot
