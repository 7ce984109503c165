#include "bundle/verify_bundle.h"

#include <algorithm>
#include <set>

#include "audits/rule_tree.h"
#include "audits/waiver_book.h"
#include "bundle/compare_results.h"
#include "bundle/opened_bundle.h"
#include "bundle/side_by_side.h"
#include "digest/digest.h"

namespace verilot {

namespace {

constexpr std::uint64_t kMostInMemory = std::uint64_t{64} << 20;
constexpr std::size_t kDossiersOfThread = 8;
constexpr std::size_t kMostInputs = 20'000;
constexpr std::size_t kMostText = std::size_t{16} << 20;  // of a dossier's list, of its waivers

struct Passage {
  std::string stem;
  BundledDossier about;
  KeptInput input;
  std::string waivers, stored;
  std::vector<OutcomeDifference> differences;
  std::string open;   // why it cannot be judged
  std::string fault;  // of the bundle
  std::size_t outcomes = 0;
};

bool needs_programs(const std::string& bytes) {
  if (bytes.substr(0, 1024).find("%PDF-") != std::string::npos) return true;
  for (const std::string_view magic :
       {std::string_view("\x89PNG"), std::string_view("\xFF\xD8\xFF"), std::string_view("II*\0", 4),
        std::string_view("MM\0*", 4)})
    if (bytes.starts_with(magic)) return true;
  return false;
}

class BundleVerification {
 public:
  BundleVerification(const std::string& file, const VerifyOptions& options)
      : options_(options), rules_("rules") {
    found_.sha256 = sha256_of_file(file);
    try {
      bundle_.emplace(file);
      found_.manifest = bundle_->manifest();
      found_.manifest->files.clear();
    } catch (const BundleFault& fault) {
      tell(fault.what());
    }
  }

  Verification run() {
    if (bundle_) check_files();
    if (found_.fault_count != 0) return std::move(found_);
    try {
      prepare();
    } catch (const std::exception& fault) {
      tell(fault.what());
      return std::move(found_);
    }
    judge_all();
    if (found_.complete) compare_counts();
    return std::move(found_);
  }

 private:
  void tell(const std::string& fault) {
    ++found_.fault_count;
    if (found_.faults.size() < kMostTold) found_.faults.push_back(fault);
  }

  void differ(const OutcomeDifference& difference) {
    ++found_.difference_count;
    if (found_.differences.size() < kMostTold) found_.differences.push_back(difference);
  }

  void check_files() {
    bundle_->check([&](const std::string& fault) { tell(fault); });
    found_.files = bundle_->sound();
    stems_ = bundle_->stems("dossiers/", ".json");
    const std::vector<std::string> results = bundle_->stems("results/", ".json");
    for (const std::string& stem : stems_)
      if (!std::ranges::binary_search(results, stem)) tell("results/" + stem + ".json is missing");
    for (const std::string& stem : results)
      if (!std::ranges::binary_search(stems_, stem)) tell("dossiers/" + stem + ".json is missing");
    const std::size_t named = bundle_->manifest().counts.dossiers;
    if (found_.fault_count == 0 && stems_.size() != named)
      tell("it holds " + std::to_string(stems_.size()) + " dossiers, where manifest.json counts " +
           std::to_string(named));
  }

  void prepare() {
    const BundleManifest& manifest = bundle_->manifest();
    const std::optional<Date> day = parse_date(manifest.as_of);
    if (!day || !day->exact())
      throw BundleFault("manifest.json: 'as_of' is no day: " + manifest.as_of);
    const std::string packs = "packs/";
    for (const std::string& path : bundle_->below(packs))
      rules_.add(path.substr(packs.size()), bundle_->read(path));
    const std::string digest = read_rule_tree(rules_.path()).digest;
    if (digest != manifest.rules)
      differ({"", "the packs", "sha256 " + manifest.rules, "sha256 " + digest});
    std::optional<OwnRules> own;
    if (bundle_->has("tailoring.yaml") != manifest.tailoring.has_value())
      throw BundleFault("tailoring.yaml and what manifest.json says of it do not fit");
    if (manifest.tailoring) own = tailoring(*manifest.tailoring);
    const std::string copies = bundle_->has(kCopiesFile) ? short_text(kCopiesFile) : "";
    bench_.emplace(
        BenchRules{rules_.path(), own, manifest.jurisdictions, *day, copies, options_.exit_of});
  }

  OwnRules tailoring(const BundledTailoring& named) {
    const std::string bytes = bundle_->read("tailoring.yaml");
    rules_.add("tailoring.yaml", bytes);
    const std::string digest = sha256_of({bytes});
    if (digest != named.sha256)
      differ({"", "tailoring.yaml", "sha256 " + named.sha256, "sha256 " + digest});
    return {rules_.path() + "/tailoring.yaml", named.file};
  }

  void judge_all() {
    std::vector<Passage> batch;
    std::uint64_t held = 0;
    for (const std::string& stem : stems_) {
      batch.push_back(taken(stem));
      for (const auto& [name, bytes] : batch.back().input.files) held += bytes.size();
      if (held < kMostInMemory && batch.size() < kDossiersOfThread * options_.threads) continue;
      judge(batch);
      held = 0;
      if (options_.stop()) break;
    }
    judge(batch);
    found_.complete = found_.dossiers == stems_.size();
  }

  Passage taken(const std::string& stem) {
    Passage one;
    one.stem = stem;
    try {
      one.stored = bundle_->read("results/" + stem + ".json");
      one.about = read_bundled_dossier(short_text("dossiers/" + stem + ".json"),
                                       "dossiers/" + stem + ".json");
      if (bundle_->has("waivers/" + stem + ".ndjson"))
        one.waivers = short_text("waivers/" + stem + ".ndjson");
      one.input = {one.about.dossier, one.about.line_of, one.about.line, "", {}};
      if (bundle_->has("registers/" + stem + ".json"))
        one.input.registers = short_text("registers/" + stem + ".json");
      take_inputs(one);
    } catch (const BundleFault& fault) {
      one.fault = fault.what();
    }
    return one;
  }

  std::string short_text(const std::string& path) {
    std::string text = bundle_->read(path);
    if (text.size() > kMostText) throw BundleFault(path + " is longer than a bundle has it");
    return text;
  }

  void take_inputs(Passage& one) {
    const std::string file = "dossiers/" + one.stem + ".json";
    std::set<std::string> names;
    std::uint64_t all = 0;
    for (const BundledInput& input : one.about.inputs) {
      if (!names.insert(input.name).second)
        throw BundleFault(file + " names '" + input.name + "' twice");
      all += std::min(input.size, kMostInputBytes);
      if (all > kMostInputBytes || names.size() > kMostInputs)
        throw BundleFault(file + " names more files than are read of a dossier");
      if (!bundle_->has(input_path(input))) {
        one.open = "its files were left out of the bundle";
        one.input.files.clear();
        return;
      }
      std::string bytes = bundle_->read(input_path(input));
      if (bytes.size() != input.size || sha256_of({bytes}) != input.sha256)
        throw BundleFault(input_path(input) + " is not what " + file + " names");
      one.input.files.emplace_back(input.name, std::move(bytes));
    }
  }

  void judge(std::vector<Passage>& batch) {
    side_by_side(batch, options_.threads, [&](Passage& one) { judge(one); });
    for (const Passage& one : batch) note(one);
    batch.clear();
    options_.progress(found_.dossiers);
  }

  void judge(Passage& one) {
    if (!one.fault.empty()) return;
    if (one.open.empty()) {
      try {
        const Judged judged = bench_->judge(one.input, waivers_in(one.waivers), one.about.path);
        one.outcomes = judged.result.findings.size();
        one.differences = differences_of(one.about.item, one.stored, judged.text);
        if (!one.differences.empty()) one.open = unread(one.input);
      } catch (const std::exception& fault) {
        one.open = fault.what();
      }
    }
    if (!one.open.empty()) one.outcomes = outcomes_in(one.stored);
  }

  // A document that cannot be read here says nothing against what was read elsewhere.
  std::string unread(const KeptInput& input) const {
    if (options_.missing_programs.empty()) return "";
    for (const auto& [name, bytes] : input.files)
      if (needs_programs(bytes))
        return options_.missing_programs.front() + " is not on this machine, and " + name +
               " is not read without it";
    return "";
  }

  void note(const Passage& one) {
    ++found_.dossiers;
    if (!one.fault.empty()) return tell(one.fault);
    if (!one.open.empty()) {
      ++found_.unverified_dossiers;
      found_.open += one.outcomes;
      if (found_.unverified.size() < kMostTold)
        found_.unverified.push_back({one.about.item, one.open, one.outcomes});
      return;
    }
    found_.rederived += one.outcomes;
    for (const OutcomeDifference& difference : one.differences) differ(difference);
  }

  void compare_counts() {
    const std::size_t named = bundle_->manifest().counts.outcomes;
    const std::size_t there = found_.rederived + found_.open;
    if (found_.fault_count == 0 && found_.difference_count == 0 && named != there)
      differ({"", "the number of outcomes", std::to_string(named), std::to_string(there)});
  }

  const VerifyOptions& options_;
  Verification found_;
  std::optional<OpenedBundle> bundle_;
  TemporaryTree rules_;
  std::optional<Bench> bench_;
  std::vector<std::string> stems_;
};

}  // namespace

Verification verify_bundle(const std::string& file, const VerifyOptions& options) {
  return BundleVerification(file, options).run();
}

}  // namespace verilot
