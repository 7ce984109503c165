#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "cli/audit_tool.h"
#include "report/text.h"
#include "store/backup.h"
#include "store/backup_file.h"
#include "store/store_lock.h"

namespace verilot {

namespace {

// "3 runs, 1204 states, 1 waiver"
std::string in_words(const std::map<std::string, std::size_t>& rows) {
  std::string words;
  for (const std::string one : {"run", "state", "content", "waiver"})
    if (const auto found = rows.find(one + "s"); found != rows.end())
      words += (words.empty() ? "" : ", ") + counted(found->second, one);
  return words.empty() ? "nothing" : words;
}

std::string shown_size(const std::string& file) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  return fmt::format("{:.1f} MB", error ? 0.0 : static_cast<double>(bytes) / 1e6);
}

class PruneTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "prune", "Take out runs before one");
    app.add_option("run", run_, "The first run to keep")->required();
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept(&environment.err);
    const StoreLock lock(store->database(), "audit prune");
    const RunRecord chosen = chosen_run(*store, run_);
    const std::size_t taken = store->prune(chosen.inventory, chosen.id);
    environment.out << fmt::format("{} taken out; run {} is the first now\n", counted(taken, "run"),
                                   chosen.id);
    return ExitCode::ok;
  }

 private:
  std::string run_;
};

class BackupTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "backup", "Write all of the store to one file");
    app.add_option("file", file_, "Replaced once the new one is whole")->required();
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept(&environment.err);
    const BackupFacts facts = back_up(*store, file_, VERILOT_VERSION, utc_now());
    environment.out << fmt::format("{} of {} in {}, {}\n", in_words(facts.rows),
                                   store->database().name(), file_, shown_size(file_));
    return ExitCode::ok;
  }

 private:
  std::string file_;
};

class RestoreTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "restore", "Make the store what a backup holds");
    app.add_option("file", file_, "That `audit backup` wrote, of SQLite or PostgreSQL")->required();
    app.add_flag("--replace", replace_, "Also where the store holds something, which is lost");
    app.add_flag("--check", check_, "Look whether the file is whole, and touch no store");
  }

  ExitCode run(Environment& environment) override {
    require_path(file_, "name a file that `verilot audit backup` wrote");
    const BackupFacts facts = check_backup(file_);
    const std::string told =
        fmt::format("{}, of {} by version {}", in_words(facts.rows), facts.made, facts.software);
    if (check_) {
      environment.out << file_ << " is whole: " << told << "\n";
      return ExitCode::ok;
    }
    const auto store = store_.open(&environment.err);
    const StoreLock lock(store->database(), "audit restore");
    const auto held = held_rows(*store);
    if (!held.empty() && !replace_)
      throw UsageError("the store " + store->database().name() + " holds " + in_words(held) +
                       "; --replace puts the backup in their place");
    restore(facts, file_, *store);
    environment.out << told << " restored to " << store->database().name() << "\n";
    return ExitCode::ok;
  }

 private:
  std::string file_;
  bool replace_ = false, check_ = false;
};

}  // namespace

std::unique_ptr<AuditTool> make_audit_prune_tool() { return std::make_unique<PruneTool>(); }
std::unique_ptr<AuditTool> make_audit_backup_tool() { return std::make_unique<BackupTool>(); }
std::unique_ptr<AuditTool> make_audit_restore_tool() { return std::make_unique<RestoreTool>(); }

}  // namespace verilot
