#include "cli/audit_notice.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "store/database.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

// A reader finds the file of before or the new one, never a part.
void write_whole(const std::string& path, const Json& json) {
  const std::string beside = path + ".new";
  {
    std::ofstream file(beside, std::ios::binary);
    file << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    file.close();
    if (!file) throw StoreError("the health file " + beside + " cannot be written");
  }
  std::error_code error;
  std::filesystem::rename(beside, path, error);
  if (error) throw StoreError("the health file " + path + " cannot be written");
}

}  // namespace

void AuditNotice::add(CLI::App& app) {
  app.add_option("--notify", file_, "Tell the result by mail and webhook, as this YAML file says")
      ->envname("VERILOT_NOTIFY");
  app.add_flag("--dry-run", dry_run_, "Print what --notify would send; the audit itself is done");
  app.add_option("--health", health_, "Write how the audit ended to this file, for monitoring");
}

void AuditNotice::prepare(std::ostream& err) {
  if (dry_run_ && file_.empty()) throw UsageError("--dry-run is of --notify: name its file");
  if (file_.empty()) return;
  require_path(file_, "name the file that says who is told, see docs/nightly.md");
  Problems problems;
  config_ = load_notify_config(file_, problems);
  print_problems(problems, err);
  if (any_error(problems))
    throw ConfigRefused("nothing was judged: " + file_ + " cannot be used as it is");
}

bool AuditNotice::tell(const AuditReport& report, const std::vector<ChangedOutcome>& changes,
                       const Exit& exit, Environment& environment) const {
  if (file_.empty()) return true;
  const AuditDigest digest = digest_of(report, changes, exit);
  if (dry_run_) {
    environment.out << shown(config_, digest);
    return true;
  }
  environment.out.flush();
  write_health(report, exit, false);
  bool told = true;
  const auto wait = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
  for (const Delivery& delivery : notify(config_, digest, wait)) {
    told = told && delivery.fault.empty();
    environment.err << (delivery.fault.empty() ? "told: " + delivery.to
                                               : "verilot: not told: " + delivery.fault)
                    << " (" << delivery.attempts
                    << (delivery.attempts == 1 ? " attempt" : " attempts") << ")\n";
  }
  return told;
}

void AuditNotice::write_health(const AuditReport& report, const Exit& exit, bool told) const {
  if (health_.empty()) return;
  const AuditCounts counts = counts_of(report.total);
  write_whole(health_, {{"state", report.complete ? "complete" : "stopped"},
                        {"run", report.run.id},
                        {"inventory", report.run.inventory},
                        {"as_of", report.run.as_of},
                        {"started", report.run.started},
                        {"finished", report.run.finished},
                        {"software", report.run.software},
                        {"items", report.items},
                        {"judged", report.progress.judged},
                        {"broken", report.broken_count},
                        {"fail", counts.fail},
                        {"unverified", counts.unverified},
                        {"waived", counts.waived},
                        {"told", told},
                        {"exit", {{"code", exit.code}, {"name", exit.name}, {"why", exit.why}}}});
}

void AuditNotice::write_failure(const std::string& why, const std::string& now) const {
  if (health_.empty()) return;
  write_whole(health_, {{"state", "failed"}, {"finished", now}, {"why", why}});
}

}  // namespace verilot
