#include "packs/load_packs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "digest/digest.h"
#include "packs/compile_pack.h"
#include "packs/pack_costs.h"
#include "packs/pack_reader.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

const Problem& first_error(const Problems& problems) {
  return *std::ranges::find(problems, ProblemLevel::error, &Problem::level);
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

class PackLoader {
 public:
  PackLoader(const std::string& root, const Schema& schema, const Tables& tables,
             Problems& problems, Cases cases, const Tailoring* tailoring = nullptr)
      : root_(root),
        schema_(schema),
        tables_(tables),
        problems_(problems),
        cases_(cases),
        tailoring_(tailoring) {}

  RulePack load(const fs::path& folder, const RulePack* shared) {
    RulePack pack;
    PackReader reader{problems_, tables_.units};
    reader.laws = {&pack.law};
    const std::vector<LoadedFile> files = load_files_of(folder, shared == nullptr);
    const auto head = std::ranges::find(files, "pack.yaml", &LoadedFile::name);
    if (head != files.end()) reader.read_head(head->yaml.root, pack);
    std::optional<RulePack> base;
    if (!pack.builds_on.empty()) base = load_base(pack, head->yaml.root, shared);
    take_over(base ? &*base : shared, pack);
    if (base) reader.laws.push_back(&base->law);
    if (shared != nullptr) reader.laws.push_back(&shared->law);
    for (const LoadedFile& file : files)
      if (file.is_law) reader.read_law(file.yaml.root, pack);
    for (const LoadedFile& file : files) read(file, reader, shared, pack);
    if (pack.id.empty())
      reader.problem(in_file(shown(folder)),
                     "is no pack: expected a pack.yaml with `id:` and `version:`");
    if (tailoring_ != nullptr)
      tailor(*tailoring_, shared == nullptr ? kNone : shared->rules, reader, pack);
    pack.folder = folder.string();
    pack.hash = digest_of(files, base ? base->hash : "");
    compile_pack(pack, {schema_, tables_.units, reader.value_places}, problems_);
    const Problems costs = faults_of_cost(pack, schema_);
    problems_.insert(problems_.end(), costs.begin(), costs.end());
    return pack;
  }

 private:
  inline static const std::vector<Rule> kNone;

  struct LoadedFile {
    std::string name;  // "pack.yaml"
    bool is_law = false;
    LoadedYaml yaml;
    std::shared_ptr<const std::string> bytes;
  };

  std::vector<LoadedFile> load_files_of(const fs::path& folder, bool is_shared) {
    std::vector<fs::path> paths = yaml_files(folder);
    if (is_shared) std::erase(paths, folder / "dossier-schema.yaml");
    const std::size_t rules = paths.size();
    for (const fs::path& path : yaml_files(folder / "law")) paths.push_back(path);
    std::vector<FileToLoad> names;
    for (const fs::path& path : paths)
      if (is_read(path)) names.push_back({path.string(), shown(path)});
    std::vector<LoadedYaml> all = load_files(names, cases_ == Cases::read ? "" : "cases");
    std::vector<LoadedFile> files;
    std::size_t next = 0;
    for (std::size_t i = 0; i < paths.size(); ++i) {
      LoadedYaml yaml = is_read(paths[i]) ? std::move(all[next++]) : LoadedYaml{};
      problems_.insert(problems_.end(), yaml.problems.begin(), yaml.problems.end());
      files.push_back({paths[i].filename().string(), i >= rules, std::move(yaml),
                       std::make_shared<const std::string>(bytes_of(paths[i]))});
    }
    return files;
  }

  bool is_read(const fs::path& file) const {
    return cases_ == Cases::read ||
           (file.filename() != "bases.yaml" && file.filename() != "examples.yaml");
  }

  static void read(const LoadedFile& file, PackReader& reader, const RulePack* shared,
                   RulePack& pack) {
    const YamlNode& root = file.yaml.root;
    if (file.is_law || file.name == "pack.yaml") return;
    reader.source = file.bytes;
    if (file.name == "pathways.yaml") return reader.read_tree(root, pack);
    if (file.name == "registers.yaml") return reader.read_lists(root, pack);
    if (file.name == "bases.yaml") return reader.read_bases(root, pack);
    if (file.name == "examples.yaml") return reader.read_examples(root, pack);
    reader.read_rules(root, shared == nullptr ? kNone : shared->rules, pack);
  }

  // The pack that `builds_on:` names; its own faults are told where it is loaded itself.
  std::optional<RulePack> load_base(const RulePack& pack, const YamlNode& head,
                                    const RulePack* shared) {
    const SourceLocation& where = head.find("builds_on")->where;
    const fs::path folder = fs::path(root_) / "jurisdictions" / pack.builds_on;
    Problems faults;
    PackLoader loader(root_, schema_, tables_, faults, cases_);
    loader.chain_ = chain_;
    loader.chain_.push_back(pack.id);
    if (std::ranges::find(loader.chain_, pack.builds_on) != loader.chain_.end()) {
      problems_.push_back({ProblemLevel::error, where,
                           "the packs build on each other in a circle: " + joined(loader.chain_) +
                               ", " + pack.builds_on});
      return std::nullopt;
    }
    if (!fs::exists(folder / "pack.yaml")) {
      problems_.push_back({ProblemLevel::error, where, "no pack '" + pack.builds_on + "'"});
      return std::nullopt;
    }
    RulePack base = loader.load(folder, shared);
    if (!any_error(faults)) return base;
    problems_.push_back(
        {ProblemLevel::error, where,
         "builds on '" + pack.builds_on +
             "', which has errors of its own, first: " + to_string(first_error(faults))});
    return std::nullopt;
  }

  // Before its own files are read.
  static void take_over(const RulePack* below, RulePack& pack) {
    if (below == nullptr) return;
    for (const auto& [name, value] : below->values) pack.values.emplace(name, value);
    if (pack.builds_on.empty()) return;
    pack.lists = below->lists;
    pack.bases = below->bases;
    pack.tree = below->tree;
    pack.tree.cases.clear();
  }

  std::string shown(const fs::path& path) const {
    return path.lexically_relative(root_).generic_string();
  }

  static std::string digest_of(const std::vector<LoadedFile>& files, const std::string& below) {
    std::string all = below;
    for (const LoadedFile& file : files) all += file.name + '\n' + *file.bytes;
    return sha256_of({all});
  }

  const std::string root_;
  const Schema& schema_;
  const Tables& tables_;
  Problems& problems_;
  const Cases cases_;
  const Tailoring* const tailoring_;
  std::vector<std::string> chain_;  // of packs that build on this one
};

}  // namespace

std::vector<PackName> list_packs(const std::string& root, Problems& problems) {
  std::vector<PackName> names;
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(root) / "jurisdictions", error)) {
    const fs::path head = entry.path() / "pack.yaml";
    if (!fs::exists(head)) continue;
    const LoadedYaml loaded = load_file(head.string(), head.lexically_relative(root).string());
    names.push_back({entry.path().filename().string(),
                     text_member(loaded.root, "country", problems),
                     text_member(loaded.root, "builds_on", problems),
                     text_list_member(loaded.root, "country_names", problems)});
  }
  std::sort(names.begin(), names.end(),
            [](const PackName& a, const PackName& b) { return a.id < b.id; });
  return names;
}

RulePack load_pack(const std::string& root, const std::string& folder, const RulePack* shared,
                   const Schema& schema, const Tables& tables, Problems& problems, Cases cases,
                   const Tailoring* tailoring) {
  return PackLoader(root, schema, tables, problems, cases, tailoring)
      .load(fs::path(root) / folder, shared);
}

}  // namespace verilot
