#include "audits/kept_run.h"

#include <nlohmann/json.hpp>

#include "ingest/load_documents.h"

namespace verilot {

KeptRun::KeptRun(Store& store, const RunRecord& run) : KeptRun(store, run, Rulebook{}) {
  const nlohmann::json about = nlohmann::json::parse(run.about);
  tree_ = std::make_unique<TemporaryTree>(store, about.at("tree").get<std::string>(), "rules");
  rulebook_ = load_rulebook(tree_->path());
  forget_registers();
}

KeptRun::KeptRun(Store& store, const RunRecord& run, const Rulebook& rulebook)
    : store_(store), run_(run), rulebook_(rulebook) {
  const nlohmann::json about = nlohmann::json::parse(run.about);
  inventory_ = about.at("path").get<std::string>();
  jurisdictions_ = about.at("jurisdictions").get<std::vector<std::string>>();
  forget_registers();
}

// What registers said is kept with the items; today's copies are not asked.
void KeptRun::forget_registers() {
  rulebook_.registers = std::make_shared<RegisterDesk>(rulebook_.root, rulebook_.root + "/none",
                                                       *parse_date(run_.as_of));
}

Auditor& KeptRun::auditor(const std::string& day) {
  auto& auditor = auditors_[day];
  if (!auditor) auditor = std::make_unique<Auditor>(rulebook_, jurisdictions_, *parse_date(day));
  return *auditor;
}

DossierResult KeptRun::result(const RunRecord& of, const ItemState& state, const std::string& day) {
  return judge_kept(store_, of, state, auditor(day), rulebook_);
}

DossierResult KeptRun::report(const ItemState& state) {
  if (!documents_)
    documents_ =
        std::make_unique<DocumentTable>(load_documents(rulebook_.root + "/rules", problems_));
  DossierResult result =
      judge_kept(store_, run_, state, auditor(run_.as_of), rulebook_, documents_.get());
  const bool folder = !state.stamp.empty();
  result.path = folder && state.item != "." ? inventory_ + "/" + state.item : inventory_;
  return result;
}

std::vector<RegisterCopy> KeptRun::registers() const {
  std::vector<RegisterCopy> copies;
  if (run_.registers.empty()) return copies;
  for (const auto& copy : nlohmann::json::parse(run_.registers).at("copies"))
    copies.push_back({copy.at("id").get<std::string>(), copy.at("title").get<std::string>(),
                      copy.at("date").get<std::string>(), copy.at("sha256").get<std::string>(),
                      copy.at("complete").get<bool>(), copy.at("stale").get<bool>()});
  return copies;
}

std::vector<PackInfo> KeptRun::packs() { return auditor(run_.as_of).packs(); }

Problems KeptRun::pack_problems() {
  Problems all = auditor(run_.as_of).pack_problems();
  all.insert(all.begin(), problems_.begin(), problems_.end());
  return all;
}

}  // namespace verilot
