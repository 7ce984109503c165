#include "ingest/dossier_reader.h"

#include <algorithm>
#include <filesystem>

#include "ingest/fact_reader.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

// Marketing text that stands in a document is read where the dossier has it in `text`.
void read_claim_documents(FactContext& context) {
  const Evidence& view = context.builder.view();
  const NodeId claims = view.member(view.root(), "claims");
  if (claims == kNoNode || view.kind(claims) != NodeKind::list) return;
  for (const NodeId claim : view.children(claims)) {
    if (view.kind(claim) != NodeKind::object) continue;
    const NodeId name = view.member(claim, "document");
    if (name == kNoNode || view.kind(name) != NodeKind::text) continue;
    const DocumentFile* file =
        context.documents.open(view.text(name), view.where(name), context.problems);
    if (file == nullptr) continue;
    const std::optional<std::string> text = context.documents.text(*file, context.problems);
    SourceLocation where = in_file(file->name);
    where.line = where.column = 1;
    context.builder.use_basis(Basis::documented);
    if (text) {
      add_text_within(context, claim, "claim", "text", *text, where);
    } else {
      context.builder.add_unknown(claim, "text", file->name + " was not read to its end", where);
    }
    context.builder.use_basis(Basis::stated);
  }
}

// A file in the folder that the dossier does not name is not read, and that is said.
void report_unnamed(const fs::path& folder, const std::string& dossier_file, Documents& documents,
                    Problems& problems) {
  std::error_code error;
  std::vector<std::string> unnamed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file(error) || name == dossier_file || name[0] == '.') continue;
    const std::string extension = entry.path().extension().string();
    const bool document =
        extension == ".pdf" || extension == ".xml" || extension == ".csv" || extension == ".json";
    if (document && !documents.was_opened(name)) unnamed.push_back(name);
  }
  std::sort(unnamed.begin(), unnamed.end());
  for (const std::string& name : unnamed)
    problems.push_back({ProblemLevel::warning, in_file(name),
                        "is in the folder but " + dossier_file +
                            " does not name it, so it was not read; name it under certificates, "
                            "claims or documents"});
}

void read_into(ReadDossier& read, const YamlNode& root, Documents& documents, const Schema& schema,
               const Tables& tables) {
  if (!root.is_map()) {
    // A file that could not be parsed has said so.
    if (!any_error(read.problems))
      read.problems.push_back({ProblemLevel::error, root.where,
                               "is no dossier: expected keys such as `product:` and `lots:`"});
    return;
  }
  read.found = true;
  FactContext context{read.builder, documents, schema, tables, read.problems};
  read_members(context, root, read.builder.root(), schema.root);
  read_claim_documents(context);
  const Evidence& view = read.builder.view();
  const NodeId id = view.member(view.root(), "id");
  if (id != kNoNode && view.kind(id) == NodeKind::text) read.id = view.text(id);
  read.documents = documents.opened();
}

// The dossier's own file in a folder; "" and a problem where there is none, or more than one.
std::string dossier_file(const fs::path& folder, const std::string& shown, Problems& problems) {
  std::vector<std::string> there;
  std::error_code error;
  for (const char* name : {"dossier.yaml", "dossier.json"})
    if (fs::exists(folder / name, error)) there.emplace_back(name);
  if (there.size() == 1) return there.front();
  problems.push_back({ProblemLevel::error, in_file(shown),
                      there.empty() ? "holds no dossier.yaml or dossier.json; add one"
                                    : "holds dossier.yaml and dossier.json; keep one"});
  return "";
}

}  // namespace

ReadDossier read_case(const YamlNode& dossier, const Schema& schema, const Tables& tables) {
  ReadDossier read;
  Documents documents = Documents::assumed();
  read_into(read, dossier, documents, schema, tables);
  return read;
}

ReadDossier read_dossier_line(std::string_view json, const std::string& file, int line,
                              const Schema& schema, const Tables& tables) {
  ReadDossier read;
  const fs::path path(file);
  read.id = path.stem().string() + ":" + std::to_string(line);
  LoadedYaml loaded = load_json(json, path.filename().string(), line);
  read.problems = std::move(loaded.problems);
  Documents documents(path.parent_path().string());
  read_into(read, loaded.root, documents, schema, tables);
  return read;
}

ReadDossier read_dossier(const std::string& given, const Schema& schema, const Tables& tables) {
  ReadDossier read;
  const fs::path path(given);
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  const std::string name =
      folder ? dossier_file(path, given, read.problems) : path.filename().string();
  const fs::path home = folder ? path : path.parent_path();
  fs::path named = folder ? fs::weakly_canonical(path, error) : path;
  if (named.filename().empty()) named = named.parent_path();
  read.id = folder ? named.filename().string() : path.stem().string();
  if (name.empty()) return read;
  LoadedYaml loaded = load_file((home / name).string(), folder ? name : given);
  read.problems = std::move(loaded.problems);
  Documents documents(home.string());
  read_into(read, loaded.root, documents, schema, tables);
  if (folder && read.found) report_unnamed(home, name, documents, read.problems);
  return read;
}

}  // namespace verilot
