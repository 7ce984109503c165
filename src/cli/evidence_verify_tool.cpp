#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "bundle/verify_bundle.h"
#include "cli/evidence_tool.h"
#include "cli/long_work.h"
#include "ingest/reading_programs.h"
#include "report/text.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostLines = 40;  // of one kind, in text

std::vector<std::string> missing_programs() {
  std::vector<std::string> missing;
  for (const ReadingProgram& one : reading_programs())
    if (one.version.empty()) missing.push_back(one.name);
  return missing;
}

Exit exit_of(const Verification& found) {
  const auto exit = [](ExitCode code, std::string why) {
    return Exit{static_cast<int>(code), exit_name(code), std::move(why)};
  };
  if (found.fault_count != 0)
    return exit(ExitCode::evidence_rejected,
                "the bundle is not what was written: " + counted(found.fault_count, "fault"));
  if (!found.complete) return exit(ExitCode::cancelled, "stopped");
  if (found.dossiers == 0) return exit(ExitCode::incomplete, "there is nothing to judge again");
  if (found.unverified_dossiers != 0)
    return exit(ExitCode::incomplete,
                counted(found.unverified_dossiers, "dossier") + " could not be judged again" +
                    (found.difference_count == 0
                         ? ""
                         : ", and " + counted(found.difference_count, "difference") + " found"));
  if (found.difference_count != 0)
    return exit(ExitCode::fail, counted(found.difference_count, "difference"));
  return exit(ExitCode::ok, "every outcome follows from what is in the bundle");
}

Json manifest_json(const BundleManifest& manifest) {
  return {{"run", manifest.run},
          {"inventory", manifest.inventory},
          {"as_of", manifest.as_of},
          {"finished", manifest.finished},
          {"judged_by", manifest.judged_by},
          {"exported_by", manifest.software},
          {"inputs", manifest.inputs},
          {"pages", manifest.pages}};
}

Json verification_json(const Verification& found, const Exit& exit) {
  Json json = {{"schema", "verilot-verification-1"},
               {"sha256", found.sha256},
               {"software", VERILOT_VERSION},
               {"bundle", found.manifest ? manifest_json(*found.manifest) : Json(nullptr)},
               {"files", found.files},
               {"dossiers", found.dossiers},
               {"outcomes", {{"rederived", found.rederived}, {"unverified", found.open}}},
               {"counts",
                {{"faults", found.fault_count},
                 {"differences", found.difference_count},
                 {"unverified_dossiers", found.unverified_dossiers}}},
               {"faults", found.faults},
               {"differences", Json::array()},
               {"unverified", Json::array()}};
  for (const OutcomeDifference& one : found.differences)
    json["differences"].push_back({{"dossier", one.dossier},
                                   {"finding", one.finding},
                                   {"stored", one.stored},
                                   {"derived", one.derived}});
  for (const Unverified& one : found.unverified)
    json["unverified"].push_back(
        {{"dossier", one.dossier}, {"reason", one.reason}, {"outcomes", one.outcomes}});
  json["exit"] = {{"code", exit.code}, {"name", exit.name}, {"why", exit.why}};
  return json;
}

class VerifyTool final : public EvidenceTool {
 public:
  CLI::App* add(CLI::App& evidence) override {
    CLI::App& app = *evidence.add_subcommand(
        "verify", "Judge every outcome of a bundle again from what is in it, and compare");
    app.add_option("bundle", file_, "A bundle that `evidence export` wrote")->required();
    app.add_option("-o,--output", output_, "text or json")->check(CLI::IsMember({"text", "json"}));
    app.add_option("-j,--threads", threads_, "Threads (default: all of the machine)")
        ->check(CLI::Range(1u, 256u));
    return &app;
  }

  ExitCode run(Environment& environment) override {
    require_path(file_, "name a bundle that `verilot evidence export` wrote");
    const StopSignals signals;
    VerifyOptions options;
    options.threads = threads_ == 0 ? std::max(1u, std::thread::hardware_concurrency()) : threads_;
    options.exit_of = [](const Run& run) { return decide_exit(run, ExitPolicy{}); };
    options.missing_programs = missing_programs();
    options.stop = StopSignals::came;
    options.progress = told_now_and_then("dossiers judged again", environment);
    const Verification found = verify_bundle(file_, options);
    const Exit exit = exit_of(found);
    if (output_ == "json") {
      environment.out
          << verification_json(found, exit).dump(2, ' ', false, Json::error_handler_t::replace)
          << "\n";
    } else {
      tell(found, exit, environment.out);
    }
    return static_cast<ExitCode>(exit.code);
  }

 private:
  void tell(const Verification& found, const Exit& exit, std::ostream& out) const {
    out << printable(file_) << "  sha256 " << found.sha256 << "\n";
    if (found.manifest) tell_run(*found.manifest, out);
    for (std::size_t i = 0; i < found.faults.size() && i < kMostLines; ++i)
      out << "FAULT  " << printable(found.faults[i]) << "\n";
    tell_rest(found.fault_count, "fault", out);
    if (found.fault_count == 0 || found.dossiers != 0) tell_outcomes(found, out);
    out << fmt::format("exit {} ({})  {}\n", exit.code, exit.name, exit.why);
  }

  static void tell_run(const BundleManifest& manifest, std::ostream& out) {
    out << printable(fmt::format("run {} of {} as of {}, judged by verilot {}", manifest.run,
                                 manifest.inventory, manifest.as_of, manifest.judged_by))
        << "\n";
    if (manifest.judged_by != VERILOT_VERSION)
      out << "this is verilot " << VERILOT_VERSION
          << ": what differs may be the program; verify with that version\n";
  }

  static void tell_outcomes(const Verification& found, std::ostream& out) {
    out << fmt::format("{} have the checksums of the manifest\n{}: {} judged again, {}\n",
                       counted(found.files, "file"), counted(found.dossiers, "dossier"),
                       counted(found.rederived, "outcome"),
                       counted(found.difference_count, "difference"));
    for (std::size_t i = 0; i < found.differences.size() && i < kMostLines; ++i)
      tell_difference(found.differences[i], out);
    tell_rest(found.difference_count, "difference", out);
    if (found.unverified_dossiers != 0)
      out << fmt::format("{} of {} could not be judged again\n", counted(found.open, "outcome"),
                         counted(found.unverified_dossiers, "dossier"));
    for (std::size_t i = 0; i < found.unverified.size() && i < kMostLines; ++i)
      out << "UNVF   " << printable(found.unverified[i].dossier) << "  "
          << printable(found.unverified[i].reason) << "\n";
    tell_rest(found.unverified_dossiers, "dossier", out);
  }

  static void tell_difference(const OutcomeDifference& one, std::ostream& out) {
    out << printable(fmt::format("DIFF   {}  stored: {}; derived: {}",
                                 one.finding.empty() ? one.dossier : one.finding, one.stored,
                                 one.derived))
        << "\n";
  }

  static void tell_rest(std::size_t count, std::string_view what, std::ostream& out) {
    if (count > kMostLines)
      out << "and " << counted(count - kMostLines, what) << " more (-o json)\n";
  }

  std::string file_, output_ = "text";
  unsigned threads_ = 0;
};

}  // namespace

std::unique_ptr<EvidenceTool> make_verify_tool() { return std::make_unique<VerifyTool>(); }

}  // namespace verilot
