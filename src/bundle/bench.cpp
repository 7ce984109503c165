#include "bundle/bench.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "audit/tailored.h"
#include "ingest/load_documents.h"
#include "report/report.h"
#include "vetting/register_desk.h"

namespace verilot {

namespace {

// Faults of packs name their files below the folder, which is another one each time.
std::string without(std::string text, const std::string& folder) {
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
    text.erase(at, folder.size());
  return text;
}

std::vector<RegisterCopy> copies_in(const std::string& text) {
  std::vector<RegisterCopy> copies;
  const nlohmann::json json = parse_bundled(text, kCopiesFile);
  try {
    for (const nlohmann::json& copy : json.at("copies"))
      copies.push_back({copy.at("id").get<std::string>(), copy.at("title").get<std::string>(),
                        copy.at("date").get<std::string>(), copy.at("sha256").get<std::string>(),
                        copy.at("complete").get<bool>(), copy.at("stale").get<bool>()});
  } catch (const nlohmann::json::exception& fault) {
    throw BundleFault(std::string(kCopiesFile) + " is not as a bundle has it: " + fault.what());
  }
  return copies;
}

}  // namespace

Bench::Bench(const BenchRules& rules)
    : root_(rules.root + "/"), rulebook_(load_rulebook(rules.root)), exit_of_(rules.exit_of) {
  Problems problems;
  // What registers said comes with each dossier; the desk holds no copies.
  if (!rules.copies.empty()) {
    copies_ = copies_in(rules.copies);
    rulebook_.registers =
        std::make_shared<RegisterDesk>(rules.root, rules.root + "/none", rules.as_of);
  }
  if (rules.tailoring)
    tailor_rulebook(rulebook_, rules.tailoring->file, problems, rules.tailoring->called);
  documents_ = load_documents(rules.root + "/rules", problems);
  auditor_ = std::make_unique<Auditor>(rulebook_, rules.jurisdictions, rules.as_of);
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
  run.registers = copies_;
  run.pack_problems = problems_;
  run.dossiers.push_back(judged.result);
  run.exit = exit_of_(run);
  std::ostringstream text;
  write_report(*find_reporter("json"), run, {}, text);
  judged.text = without(std::move(text).str(), root_);
  return judged;
}

}  // namespace verilot
