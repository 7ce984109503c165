#include "audits/kept_input.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "audits/audit_run.h"
#include "audits/rule_tree.h"
#include "audits/waiver_book.h"

namespace verilot {

namespace fs = std::filesystem;

namespace {

const std::string& bytes_of_line(const KeptInput& input) {
  const auto line = std::ranges::find(input.files, "", &std::pair<std::string, std::string>::first);
  if (line == input.files.end()) throw StoreError("an input holds no line: " + input.dossier);
  return line->second;
}

ReadDossier read_input(const KeptInput& input, const std::string& folder,
                       const Rulebook& rulebook) {
  if (input.line_of.empty()) return read_dossier(folder, rulebook.schema, rulebook.tables);
  return read_dossier_line(bytes_of_line(input), (fs::path(folder) / input.line_of).string(),
                           input.line, rulebook.schema, rulebook.tables);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> kept_files(Store& store, const ItemState& state) {
  if (state.stamp.empty()) return {{"", state.input}};
  return kept_list(store, state.input);
}

bool is_carried(const RunRecord& run, const ItemState& state) {
  return !state.next_change.empty() && state.next_change <= run.as_of;
}

std::string line_file(const RunRecord& run) {
  const std::string path = nlohmann::json::parse(run.about).at("path").get<std::string>();
  return fs::path(path).filename().string();
}

KeptInput kept_input(Store& store, const RunRecord& run, const ItemState& state) {
  KeptInput input;
  input.dossier = state.dossier;
  for (const auto& [path, digest] : kept_files(store, state))
    input.files.emplace_back(
        path, kept_file(store, digest, path.empty() ? state.item : state.item + "/" + path));
  if (!state.registers.empty())
    input.registers = kept_file(store, state.registers, "what registers said of " + state.item);
  if (state.line.empty()) return input;
  input.line_of = line_file(run);
  input.line = std::atoi(state.line.c_str());
  return input;
}

DossierResult judge_input(const KeptInput& input, Auditor& auditor, const Rulebook& rulebook,
                          const DocumentTable* documents) {
  // A dossier that states no id is called after its folder.
  TemporaryTree folder(input.dossier);
  for (const auto& [path, bytes] : input.files)
    if (!path.empty()) folder.add(path, bytes);
  ReadDossier read = read_input(input, folder.path(), rulebook);
  read.registers = input.registers;
  if (documents == nullptr) return auditor.judge(std::move(read));
  return auditor.judge(
      std::move(read), [](const Finding&) { return true; }, *documents);
}

DossierResult judge_kept(Store& store, const RunRecord& run, const ItemState& state,
                         Auditor& auditor, const Rulebook& rulebook,
                         const DocumentTable* documents) {
  DossierResult result = judge_input(kept_input(store, run, state), auditor, rulebook, documents);
  apply_waivers(result, read_page(store, state.waivers), auditor.as_of());
  return result;
}

}  // namespace verilot
