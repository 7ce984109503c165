#include "audits/audit_run.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "audits/asked_registers.h"
#include "audits/kept_input.h"
#include "audits/waiver_book.h"
#include "digest/digest.h"

namespace verilot {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostNamed = 100;  // broken items

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Nothing where it cannot be read.
std::optional<std::string> bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in.is_open() || in.bad()) return std::nullopt;
  return bytes;
}

std::string iso(std::chrono::sys_days day) { return to_string(Date{day, day}); }

// Whatever judges besides the packs of an item; a change of it judges everything anew.
std::string basis_of(const AuditJob& job, const Rulebook& rulebook, const RuleTree& tree) {
  Json packs = Json::array();
  for (const PackName& pack : rulebook.packs)
    packs.push_back({pack.id, pack.country, pack.builds_on, pack.called});
  const std::string tailoring = rulebook.tailored ? rulebook.tailored->hash : "";
  return sha256_of(
      {dumped({job.software, job.programs, tree.rules, packs, tailoring, job.jurisdictions})});
}

// The copies that are asked, and what stands for all that decides their answers.
std::string registers_of(const Rulebook& rulebook) {
  if (!rulebook.registers) return "";
  Json copies = Json::array();
  for (const CopyState& copy : rulebook.registers->copies())
    copies.push_back({{"id", copy.source},
                      {"title", copy.title},
                      {"date", copy.date},
                      {"since", copy.since},
                      {"sha256", copy.sha256},
                      {"complete", copy.complete},
                      {"stale", copy.stale}});
  return dumped({{"fingerprint", rulebook.registers->fingerprint()}, {"copies", copies}});
}

// One item on its way through a run.
struct Work {
  InventoryItem item;
  ItemState state;
  std::vector<Content> inputs;
  std::string record;
  bool judge = false;
  bool unread = false;  // a file of it
};

class AuditRun {
 public:
  AuditRun(const AuditJob& job, const Rulebook& rulebook, Store& store)
      : job_(job),
        rulebook_(rulebook),
        store_(store),
        auditor_(rulebook, job.jurisdictions, job.as_of),
        waivers_(store) {}

  AuditReport run() {
    begin();
    Inventory inventory(job_.inventory);
    std::vector<InventoryItem> items;
    while (inventory.next(items)) {
      share_after_ = inventory.share();
      if (job_.stop()) return std::move(report_);
      take(items);
      if (job_.stop()) return std::move(report_);
      report_.progress.share = share_after_;
      job_.progress(report_.progress);
    }
    // What was not read may still be there: no item ends with such a run.
    const bool whole = inventory.fault().empty();
    if (!whole)
      report_.problems.push_back({ProblemLevel::error, in_file(job_.inventory), inventory.fault()});
    finish(whole);
    return std::move(report_);
  }

 private:
  void begin() {
    const RuleTree tree = read_rule_tree(rulebook_.root);
    for (const RunRecord& run : store_.runs(job_.name))
      if (run.state == "complete") report_.previous = run;
    Json about = {{"path", job_.inventory},
                  {"jurisdictions", job_.jurisdictions},
                  {"tree", tree.digest},
                  {"programs", job_.programs}};
    if (const auto& own = rulebook_.tailoring)
      about["tailoring"] = {{"file", own->file}, {"sha256", own->hash}};
    run_ =
        store_.begin({0, job_.name, to_string(job_.as_of), "", basis_of(job_, rulebook_, tree),
                      dumped(about), job_.software, job_.now(), "", "", registers_of(rulebook_)});
    keep(store_, tree);
    if (const auto& own = rulebook_.tailoring) store_.keep({{own->hash, *own->bytes}});
    report_.run = run_;
    const bool same_basis = report_.previous && report_.previous->basis == run_.basis;
    // A clock that went backwards may have turned results back that are not noted.
    const bool later = report_.previous && report_.previous->as_of <= run_.as_of;
    rests_on_previous_ = same_basis && later && !job_.full;
    same_registers_ = report_.previous && asked_registers(*report_.previous).fingerprint ==
                                              asked_registers(run_).fingerprint;
    if (report_.previous && !report_.previous->registers.empty() && run_.registers.empty())
      report_.problems.push_back({ProblemLevel::warning, in_file(job_.inventory),
                                  "the last run asked registers, and now none is kept: see "
                                  "--state; nothing is looked up"});
    if (report_.previous && !later)
      report_.problems.push_back({ProblemLevel::warning, in_file(job_.inventory),
                                  "the day " + run_.as_of + " is before that of the last run, " +
                                      report_.previous->as_of +
                                      ": everything is judged again; check the clock or --as-of"});
    for (Problem& problem : Problems(auditor_.problems()))
      report_.problems.push_back(std::move(problem));
  }

  void take(std::vector<InventoryItem>& items) {
    std::vector<Work> work;
    std::vector<std::string> names;
    for (InventoryItem& item : items) {
      ++report_.progress.seen;
      if (!item.fault.empty()) {
        note_broken(item, item.fault);
        if (item.folder.empty()) {
          nameless_ = true;
        } else {
          names_.push_back(std::hash<std::string>()(item.name));
          if (!item.twice) unread_.insert(names_.back());
        }
      } else {
        names.push_back(item.name);
        names_.push_back(std::hash<std::string>()(item.name));
        work.emplace_back().item = std::move(item);
      }
    }
    const auto known = store_.known(run_, names);
    for (Work& one : work) {
      const auto before = known.find(one.item.name);
      look_at(one, before == known.end() ? nullptr : &before->second);
    }
    judge(work);
    put(work, known);
  }

  void note_broken(const InventoryItem& item, const std::string& fault) {
    ++report_.broken_count;
    if (report_.broken.size() < kMostNamed) report_.broken.push_back(item.name + ": " + fault);
  }

  // The digest of what is to be judged, and whether it has to be.
  void look_at(Work& one, const ItemState* known) {
    one.state.item = one.item.name;
    one.state.stamp = one.item.stamp;
    if (one.item.folder.empty()) {
      one.state.input = sha256_of({one.item.bytes});
      if (known != nullptr && !known->stamp.empty()) look_at_documents(one, *known);
    } else if (known != nullptr && known->stamp == one.item.stamp && !job_.full) {
      one.state.input = known->input;
    } else {
      read_files(one);
    }
    const bool usable = known != nullptr && (known->since == run_.id || rests_on_previous_) &&
                        known->waivers == waivers_.of(known->dossier).record.digest;
    one.judge = !usable || known->input != one.state.input || is_of_other_line(one.item, *known) ||
                !still_valid(known->packs) ||
                (!known->next_change.empty() && known->next_change <= run_.as_of) ||
                registers_say_otherwise(*known);
    if (!one.judge && known->stamp == one.state.stamp) return void(one.state = *known);
    if (!one.judge) {
      const std::string stamp = one.state.stamp;
      one.state = *known;
      one.state.stamp = stamp;
    }
  }

  // The documents that a line names are known once it was judged; until one of them changes it is
  // the same input.
  void look_at_documents(Work& one, const ItemState& known) {
    std::vector<std::string> names;
    std::string line;
    for (const auto& [name, digest] : kept_files(store_, known)) {
      if (!name.empty()) names.push_back(name);
      if (name.empty()) line = digest;
    }
    if (line != one.state.input || stamp_of(home(), names) != known.stamp) return;
    one.state.input = known.input;
    one.state.stamp = one.item.stamp = known.stamp;
  }

  // A result that tells of its line, by a problem or as its name, is of no other.
  static bool is_of_other_line(const InventoryItem& item, const ItemState& known) {
    if (known.line.empty() || known.line == std::to_string(item.line)) return false;
    return known.tally[Tally::problems] != 0 || known.dossier.ends_with(":" + known.line);
  }

  // Where documents of lines are.
  std::string home() const {
    const std::string folder = fs::path(job_.inventory).parent_path().string();
    return folder.empty() ? "." : folder;
  }

  // Asked anew about the parties that the item names; what it says of others changes nothing.
  bool registers_say_otherwise(const ItemState& known) {
    if (known.since == run_.id || same_registers_) return false;
    const RegisterDesk* desk = rulebook_.registers.get();
    if (desk == nullptr || known.registers.empty())
      return desk != nullptr || !known.registers.empty();
    const RegisterSlice kept = kept_slice(store_, known);
    RegisterSlice now = desk->answer(kept.parties);
    now.more_parties = kept.more_parties;
    return sha256_of({to_text(now)}) != known.registers;
  }

  static void read_files(Work& one) {
    Json manifest = Json::array();
    for (const std::string& file : files_of(one.item.folder)) {
      std::optional<std::string> bytes = bytes_of(one.item.folder + "/" + file);
      one.unread = one.unread || !bytes;
      if (!bytes) bytes.emplace();
      std::string digest = sha256_of({*bytes});
      manifest.push_back({file, digest});
      one.inputs.push_back({std::move(digest), std::move(*bytes)});
    }
    std::string text = dumped(manifest);
    one.state.input = sha256_of({text});
    one.inputs.push_back({one.state.input, std::move(text)});
  }

  // Whether the packs of a result read as they did.
  bool still_valid(const std::string& packs) {
    const auto seen = valid_.find(packs);
    if (seen != valid_.end()) return seen->second;
    bool valid = true;
    for (const Json& pack : Json::parse(store_.content(packs)))
      valid = valid && auditor_.hash_of(pack.at(0).get<std::string>()) == pack.at(1);
    valid_.emplace(packs, valid);
    return valid;
  }

  void judge(std::vector<Work>& work) {
    std::vector<Work*> wanted;
    for (Work& one : work)
      if (one.judge) wanted.push_back(&one);
    std::atomic<std::size_t> next = 0, done = 0;
    const auto some = [&](bool tells) {
      for (std::size_t i = next++; i < wanted.size() && !job_.stop(); i = next++) {
        judge(*wanted[i]);
        ++done;
        if (tells) tell(done, wanted.size());
      }
    };
    std::vector<std::jthread> helpers;
    while (helpers.size() + 1 < std::min<std::size_t>(job_.threads, wanted.size()))
      helpers.emplace_back(some, false);
    some(true);
  }

  // How far it is within a block.
  void tell(std::size_t done, std::size_t wanted) const {
    AuditProgress now = report_.progress;
    now.judged += done;
    now.share +=
        (share_after_ - now.share) * static_cast<double>(done) / static_cast<double>(wanted);
    job_.progress(now);
  }

  void judge(Work& one) {
    const InventoryItem& item = one.item;
    ReadDossier read =
        item.folder.empty()
            ? read_dossier_line(item.bytes, job_.inventory, static_cast<int>(item.line),
                                rulebook_.schema, rulebook_.tables)
            : read_dossier(item.folder, rulebook_.schema, rulebook_.tables);
    // A waiver is bound to the facts that its finding rests on.
    const WaiverBook::Page& page = waivers_.of(read.id);
    DossierResult result =
        auditor_.judge(std::move(read), page.waivers.empty() ? Detail::outcomes : Detail::whole);
    apply_waivers(result, page.waivers, job_.as_of);
    one.state.dossier = result.id;
    one.state.waivers = page.record.digest;
    if (!page.waivers.empty()) one.inputs.push_back(page.record);
    one.record = outcome_record(result);
    const Content& packs = pack_list(result.packs);
    one.state.packs = packs.digest;
    one.state.result = sha256_of({one.record});
    one.state.next_change = one.unread           ? run_.as_of
                            : result.next_change ? iso(*result.next_change)
                                                 : "";
    one.state.tally = tally_of(result);
    one.inputs.push_back(packs);
    one.state.registers = result.registers.empty() ? "" : sha256_of({result.registers});
    if (!result.registers.empty())
      one.inputs.push_back({one.state.registers, std::move(result.registers)});
    if (item.folder.empty()) keep_line(one, result.documents);
  }

  void keep_line(Work& one, const std::vector<ReadDocument>& documents) const {
    one.state.line = std::to_string(one.item.line);
    one.state.input = sha256_of({one.item.bytes});
    one.state.stamp.clear();
    one.inputs.push_back({one.state.input, one.item.bytes});
    if (documents.empty()) return;
    Json manifest = Json::array({{"", one.state.input}});
    std::vector<std::string> names;
    for (const ReadDocument& document : documents) {
      names.push_back(document.name);
      manifest.push_back({document.name, document.sha256});
      std::optional<std::string> bytes = bytes_of(home() + "/" + document.name);
      // What changed since it was judged is not kept under its name.
      if (bytes && sha256_of({*bytes}) == document.sha256)
        one.inputs.push_back({document.sha256, std::move(*bytes)});
    }
    std::string text = dumped(manifest);
    one.state.stamp = stamp_of(home(), names);
    one.state.input = sha256_of({text});
    one.inputs.push_back({one.state.input, std::move(text)});
  }

  // The packs of an item with their hashes.
  const Content& pack_list(const std::vector<std::string>& ids) {
    const std::lock_guard lock(mutex_);
    const auto [it, fresh] = pack_lists_.try_emplace(ids);
    if (!fresh) return it->second;
    Json packs = Json::array();
    for (const std::string& id : ids) packs.push_back({id, auditor_.hash_of(id)});
    const std::string list = dumped(packs);
    return it->second = {sha256_of({list}), list};
  }

  void put(std::vector<Work>& work, const std::map<std::string, ItemState>& known) {
    std::vector<Content> contents;
    std::vector<ItemState> states;
    std::set<std::string> digests;  // many items have the same packs
    for (Work& one : work) {
      if (one.state.result.empty()) continue;  // the run was stopped before its turn
      report_.progress.judged += one.judge;
      for (Content& input : one.inputs)
        if (digests.insert(input.digest).second) contents.push_back(std::move(input));
      if (one.judge) contents.push_back({one.state.result, std::move(one.record)});
      const auto before = known.find(one.state.item);
      if (before == known.end() || !same(before->second, one.state)) states.push_back(one.state);
    }
    store_.keep(contents);
    store_.put(run_, states);
  }

  static bool same(const ItemState& a, const ItemState& b) {
    return std::tie(a.stamp, a.input, a.packs, a.result, a.next_change, a.dossier, a.waivers,
                    a.registers, a.tally.counts) == std::tie(b.stamp, b.input, b.packs, b.result,
                                                             b.next_change, b.dossier, b.waivers,
                                                             b.registers, b.tally.counts);
  }

  void finish(bool whole) {
    const std::size_t named = names_.size();
    std::ranges::sort(names_);
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    // Nor with one of which a line could not be read: who knows what it is.
    if (whole && !nameless_ && store_.count(run_) != names_.size()) end_missing();
    if (named > names_.size())
      report_.problems.push_back({ProblemLevel::error, in_file(job_.inventory),
                                  std::to_string(named - names_.size()) +
                                      " items have the name of another one; name each once"});
    if (!whole || report_.broken_count != 0) carry_unread();
    report_.items = store_.count(run_);
    report_.total = store_.total(run_);
    for (Problem& problem : auditor_.pack_problems()) report_.problems.push_back(problem);
    report_.complete = true;
    run_.finished = job_.now();
    run_.state = "complete";
    run_.summary = summary_json(report_);
    store_.finish(run_);
    report_.run = run_;
  }

  // Only where the numbers differ are the names of all items looked at together.
  void end_missing() {
    std::set<std::string> names;
    Inventory inventory(job_.inventory);
    std::vector<InventoryItem> items;
    while (inventory.next(items))
      for (const InventoryItem& item : items) names.insert(item.name);
    report_.gone =
        store_.end_missing(run_, [&](const std::string& item) { return names.count(item) != 0; });
  }

  // What was found of items that could not be read stands, and the next run looks again whatever
  // the runs between were judged by.
  void carry_unread() {
    std::vector<ItemState> carried;
    store_.each(run_, [&](const ItemState& state) {
      const std::size_t name = std::hash<std::string>()(state.item);
      const bool read = std::ranges::binary_search(names_, name) && !unread_.contains(name);
      if (read || is_carried(run_, state)) return;
      carried.push_back(state);
      carried.back().next_change = run_.as_of;
    });
    store_.put(run_, carried);
  }

  const AuditJob& job_;
  const Rulebook& rulebook_;
  Store& store_;
  Auditor auditor_;
  const WaiverBook waivers_;
  AuditReport report_;
  RunRecord run_;
  bool rests_on_previous_ = false;
  bool same_registers_ = false;
  bool nameless_ = false;           // a line is broken
  double share_after_ = 0;          // of the inventory, once the block at hand is done
  std::vector<std::size_t> names_;  // of the items that are there, each as a number
  std::set<std::size_t> unread_;    // of those of them that could not be read
  std::map<std::string, bool> valid_;
  std::mutex mutex_;
  std::map<std::vector<std::string>, Content> pack_lists_;
};

}  // namespace

AuditReport run_audit(const AuditJob& job, const Rulebook& rulebook, Store& store) {
  return AuditRun(job, rulebook, store).run();
}

}  // namespace verilot
