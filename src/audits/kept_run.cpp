#include "audits/kept_run.h"

#include <nlohmann/json.hpp>

#include "audit/tailored.h"
#include "audits/kept_input.h"
#include "audits/waiver_book.h"
#include "ingest/load_documents.h"

namespace verilot {

KeptRun::KeptRun(Store& store, const RunRecord& run) : store_(store), run_(run), tree_("rules") {
  const nlohmann::json about = nlohmann::json::parse(run.about);
  inventory_ = about.at("path").get<std::string>();
  jurisdictions_ = about.at("jurisdictions").get<std::vector<std::string>>();
  for (const auto& [path, digest] : kept_list(store, about.at("tree").get<std::string>()))
    tree_.add(path, kept_file(store, digest, path));
  rulebook_ = load_rulebook(tree_.path());
  // What registers said is kept with the items; today's copies are not asked.
  rulebook_.registers =
      std::make_shared<RegisterDesk>(tree_.path(), tree_.path() + "/none", *parse_date(run.as_of));
  if (!about.contains("tailoring")) return;
  const std::string file = about["tailoring"].at("file").get<std::string>();
  tree_.add("tailoring.yaml",
            kept_file(store, about["tailoring"].at("sha256").get<std::string>(), file));
  tailor_rulebook(rulebook_, tree_.path() + "/tailoring.yaml", problems_, file);
}

Auditor& KeptRun::auditor(const std::string& day) {
  auto& auditor = auditors_[day];
  if (!auditor) auditor = std::make_unique<Auditor>(rulebook_, jurisdictions_, *parse_date(day));
  return *auditor;
}

DossierResult KeptRun::result(const RunRecord& of, const ItemState& state, const std::string& day) {
  return judge_kept(store_, of, state, auditor(day), rulebook_);
}

DossierResult KeptRun::result(const RunRecord& of, const ItemState& state, const std::string& day,
                              const RegisterSlice& slice) {
  KeptInput input = kept_input(store_, of, state);
  input.registers = to_text(slice);
  DossierResult result = judge_input(input, auditor(day), rulebook_);
  apply_waivers(result, read_page(store_, state.waivers), *parse_date(day));
  return result;
}

DossierResult KeptRun::report(const ItemState& state) {
  if (!documents_)
    documents_ =
        std::make_unique<DocumentTable>(load_documents(tree_.path() + "/rules", problems_));
  DossierResult result =
      judge_kept(store_, run_, state, auditor(run_.as_of), rulebook_, documents_.get());
  result.path = path_of(state);
  return result;
}

std::string KeptRun::path_of(const ItemState& state) const {
  return state.line.empty() && state.item != "." ? inventory_ + "/" + state.item : inventory_;
}

std::vector<PackInfo> KeptRun::packs() { return auditor(run_.as_of).packs(); }

Problems KeptRun::pack_problems() {
  Problems all = auditor(run_.as_of).pack_problems();
  all.insert(all.begin(), problems_.begin(), problems_.end());
  return all;
}

}  // namespace verilot
