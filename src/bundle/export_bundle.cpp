#include "bundle/export_bundle.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "audits/outcome_record.h"
#include "audits/rule_tree.h"
#include "audits/waiver_book.h"
#include "bundle/side_by_side.h"
#include "digest/digest.h"
#include "report/cited_pages.h"
#include "zip/zip_writer.h"

namespace verilot {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMostInMemory = std::uint64_t{64} << 20;  // of inputs judged side by side
constexpr std::size_t kDossiersOfThread = 8;

// One dossier on its way into the bundle.
struct Passage {
  ItemState state;
  std::string stem;
  BundledDossier about;
  KeptInput input;
  std::string waivers;  // lines
  std::string found;    // what the run kept of the result
  Judged judged;
  std::vector<std::pair<std::string, std::string>> pages;  // path, SVG
  std::string fault;
};

class BundleExport {
 public:
  BundleExport(Store& store, const RunRecord& run, const ExportOptions& options,
               const std::string& file)
      : store_(store),
        run_(run),
        options_(options),
        about_(Json::parse(run.about)),
        file_(file),
        archive_(file_.stream()),
        rules_("rules") {}

  ExportedBundle run() {
    begin();
    if (!add_dossiers()) return {};
    finish();
    ExportedBundle made{true, std::move(manifest_), 0, "", not_read_};
    made.sha256 = sha256_of_file(file_.written());
    made.bytes = std::filesystem::file_size(file_.written());
    file_.commit();
    return made;
  }

 private:
  void begin() {
    manifest_.software = options_.software;
    manifest_.run = run_.id;
    manifest_.inventory = run_.inventory;
    manifest_.as_of = run_.as_of;
    manifest_.started = run_.started;
    manifest_.finished = run_.finished;
    manifest_.judged_by = run_.software;
    manifest_.jurisdictions = about_.at("jurisdictions").get<std::vector<std::string>>();
    manifest_.rules = about_.at("tree").get<std::string>();
    manifest_.inputs = options_.inputs;
    manifest_.pages = options_.pictures != nullptr;
    add_rules();
    const std::optional<OwnRules> own = add_tailoring();
    if (!run_.registers.empty()) add(kCopiesFile, run_.registers);
    bench_.emplace(BenchRules{rules_.path(), own, manifest_.jurisdictions, *parse_date(run_.as_of),
                              run_.registers, options_.exit_of});
  }

  void add(const std::string& path, const std::string& bytes) {
    if (bytes.size() > kMostFileBytes)
      throw BundleFault(path + " is larger than 256 MB, the most that a file of a bundle may be");
    put_in(path, bytes);
    manifest_.files.push_back({path, sha256_of({bytes}), bytes.size()});
  }

  void put_in(const std::string& path, const std::string& bytes) {
    try {
      archive_.add(path, bytes);
    } catch (const std::runtime_error&) {
      throw OutputFault("the bundle cannot be written; check the free space", true);
    }
  }

  void add_rules() {
    for (const auto& [path, digest] : kept_list(store_, manifest_.rules)) {
      const std::string bytes = kept_file(store_, digest, path);
      rules_.add(path, bytes);
      add("packs/" + path, bytes);
    }
  }

  std::optional<OwnRules> add_tailoring() {
    if (!about_.contains("tailoring")) return std::nullopt;
    const std::string called = about_["tailoring"].at("file").get<std::string>();
    const std::string digest = about_["tailoring"].at("sha256").get<std::string>();
    const std::string bytes = kept_file(store_, digest, called);
    manifest_.tailoring = {called, digest};
    rules_.add("tailoring.yaml", bytes);
    add("tailoring.yaml", bytes);
    return OwnRules{rules_.path() + "/tailoring.yaml", called};
  }

  // False where it was stopped.
  bool add_dossiers() {
    std::vector<Passage> batch;
    std::uint64_t held = 0;
    bool stopped = false;
    store_.each(run_, [&](const ItemState& state) {
      if (stopped) return;
      if (is_carried(run_, state)) return void(++not_read_);
      batch.push_back(taken(state));
      for (const BundledInput& input : batch.back().about.inputs) held += input.size;
      if (held < kMostInMemory && batch.size() < kDossiersOfThread * options_.threads) return;
      put(batch);
      held = 0;
      stopped = options_.stop();
    });
    if (!stopped) put(batch);
    return !stopped && !options_.stop();
  }

  Passage taken(const ItemState& state) {
    Passage one;
    one.state = state;
    one.stem = stem_of(++manifest_.counts.dossiers, state.item);
    one.input = kept_input(store_, run_, state);
    std::uint64_t all = 0;
    one.about = {state.item, state.dossier, path_of(state), one.input.line_of, one.input.line, {}};
    for (const auto& [name, bytes] : one.input.files) {
      one.about.inputs.push_back({name, sha256_of({bytes}), bytes.size()});
      all += bytes.size();
    }
    if (all > kMostInputBytes)
      throw BundleFault(state.item + " has more than 1 GB of files, the most that is verified");
    if (!state.waivers.empty()) one.waivers = kept_file(store_, state.waivers, "its waivers");
    one.found = store_.content(state.result);
    return one;
  }

  std::string path_of(const ItemState& state) const {
    const std::string inventory = about_.at("path").get<std::string>();
    return state.line.empty() && state.item != "." ? inventory + "/" + state.item : inventory;
  }

  void put(std::vector<Passage>& batch) {
    side_by_side(batch, options_.threads, [&](Passage& one) { judge(one); });
    for (const Passage& one : batch) write(one);
    batch.clear();
    options_.progress(manifest_.counts.dossiers);
  }

  void judge(Passage& one) {
    try {
      one.judged = bench_->judge(one.input, waivers_in(one.waivers), one.about.path);
      if (outcome_record(one.judged.result) != one.found) one.fault = "comes out otherwise";
      if (one.fault.empty() && options_.pictures) draw(one);
    } catch (const std::exception& fault) {
      one.fault = fault.what();
    }
  }

  void draw(Passage& one) const {
    const DossierResult& result = one.judged.result;
    const PagePictures pictures = options_.pictures(one.input);
    for (const CitedPage& page : cited_pages(result)) {
      const PagePicture picture = pictures(result, page.document, page.number);
      if (picture.bytes.empty()) continue;
      const auto place = std::ranges::find(result.documents, page.document, &ReadDocument::name);
      const auto number = std::distance(result.documents.begin(), place) + 1;
      one.pages.emplace_back("pages/" + one.stem + "/" + std::to_string(number) + "-" +
                                 plain_name(page.document) + "-page-" +
                                 std::to_string(page.number) + ".svg",
                             outlined_page(picture, page));
    }
  }

  void write(const Passage& one) {
    if (!one.fault.empty())
      throw BundleFault(one.state.item + ", judged again from what run " + std::to_string(run_.id) +
                        " kept of it: " + one.fault + software());
    if (options_.inputs) write_inputs(one);
    if (!one.waivers.empty()) add("waivers/" + one.stem + ".ndjson", one.waivers);
    if (!one.input.registers.empty()) add("registers/" + one.stem + ".json", one.input.registers);
    for (const auto& [path, svg] : one.pages) add(path, svg);
    add("results/" + one.stem + ".json", one.judged.text);
    add("dossiers/" + one.stem + ".json", dossier_text(one.about));
    manifest_.counts.outcomes += one.judged.result.findings.size();
    manifest_.counts.waivers += static_cast<std::size_t>(std::ranges::count(one.waivers, '\n'));
    manifest_.counts.pages += one.pages.size();
  }

  void write_inputs(const Passage& one) {
    for (std::size_t i = 0; i < one.about.inputs.size(); ++i) {
      const std::string path = input_path(one.about.inputs[i]);
      if (!known_inputs_.insert(path).second) continue;
      add(path, one.input.files[i].second);
      ++manifest_.counts.inputs;
    }
  }

  std::string software() const {
    if (run_.software == options_.software) return "";
    return "; it was judged by version " + run_.software + ", this is " + options_.software;
  }

  void finish() {
    add("README.txt", readme_text(manifest_));
    std::ranges::sort(manifest_.files, {}, &BundleFile::path);
    put_in(kManifestFile, manifest_text(manifest_));
    try {
      archive_.close();
    } catch (const std::runtime_error&) {
      throw OutputFault("the bundle cannot be written; check the free space", true);
    }
  }

  Store& store_;
  const RunRecord& run_;
  const ExportOptions& options_;
  const Json about_;
  WholeFile file_;
  ZipWriter archive_;
  TemporaryTree rules_;
  std::optional<Bench> bench_;
  BundleManifest manifest_;
  std::set<std::string> known_inputs_;
  std::size_t not_read_ = 0;
};

}  // namespace

ExportedBundle export_bundle(Store& store, const RunRecord& run, const ExportOptions& options,
                             const std::string& file) {
  return BundleExport(store, run, options, file).run();
}

}  // namespace verilot
