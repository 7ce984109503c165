#include "bundle/bench.h"

#include <algorithm>
#include <sstream>

#include "audit/tailored.h"
#include "ingest/load_documents.h"
#include "report/report.h"

namespace verilot {

namespace {

// Faults of packs name their files below the folder, which is another one each time.
std::string without(std::string text, const std::string& folder) {
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
    text.erase(at, folder.size());
  return text;
}

}  // namespace

Bench::Bench(const std::string& root, const std::optional<Own>& tailoring,
             const std::vector<std::string>& jurisdictions, const Date& as_of, ExitOf exit_of)
    : root_(root + "/"), rulebook_(load_rulebook(root)), exit_of_(std::move(exit_of)) {
  Problems problems;
  if (tailoring) tailor_rulebook(rulebook_, tailoring->file, problems, tailoring->called);
  documents_ = load_documents(root + "/rules", problems);
  auditor_ = std::make_unique<Auditor>(rulebook_, jurisdictions, as_of);
  // All packs at once, so that what is said of them does not depend on the dossier before.
  for (const PackName& pack : rulebook_.packs) auditor_->hash_of(pack.id);
  packs_ = auditor_->packs();
  problems_ = auditor_->pack_problems();
  problems_.insert(problems_.end(), problems.begin(), problems.end());
}

Judged Bench::judge(const KeptInput& input, const std::vector<Waiver>& waivers,
                    const std::string& path) {
  Judged judged{judge_input(input, *auditor_, rulebook_, &documents_), ""};
  apply_waivers(judged.result, waivers, auditor_->as_of());
  judged.result.path = path;
  Run run;
  run.as_of = auditor_->as_of();
  for (const PackInfo& pack : packs_)
    if (std::ranges::find(judged.result.packs, pack.id) != judged.result.packs.end())
      run.packs.push_back(pack);
  run.tailoring = rulebook_.tailored;
  run.pack_problems = problems_;
  run.dossiers.push_back(judged.result);
  run.exit = exit_of_(run);
  std::ostringstream text;
  write_report(*find_reporter("json"), run, {}, text);
  judged.text = without(std::move(text).str(), root_);
  return judged;
}

}  // namespace verilot
