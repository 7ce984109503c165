#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <thread>

#include "audits/rule_tree.h"
#include "bundle/export_bundle.h"
#include "cli/evidence_tool.h"
#include "cli/long_work.h"
#include "cli/page_pictures.h"
#include "cli/store_options.h"
#include "digest/digest.h"
#include "report/text.h"

namespace verilot {

namespace {

// Pages of the documents of one dossier, and of nothing else.
PagePictures pictures_of(const KeptInput& input) {
  return page_pictures([&input](const std::string& sha256) {
    for (const auto& [name, bytes] : input.files)
      if (sha256_of({bytes}) == sha256) return bytes;
    return std::string();
  });
}

class ExportTool final : public EvidenceTool {
 public:
  CLI::App* add(CLI::App& evidence) override {
    CLI::App& app = *evidence.add_subcommand(
        "export", "A run with its rules, waivers, inputs, pages and results as one file");
    app.add_option("run", run_, "A run's number, last or previous (default: last)");
    app.add_option("-o,--output", file_, "The bundle, a ZIP file")->required();
    app.add_flag("--without-inputs", no_inputs_,
                 "Only the SHA-256 of inputs: their outcomes cannot be judged again");
    app.add_flag("--without-pages", no_pages_, "No pictures of the pages that findings rest on");
    app.add_option("-j,--threads", threads_, "Threads (default: all of the machine)")
        ->check(CLI::Range(1u, 256u));
    store_.add(app);
    return &app;
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept();
    const RunRecord chosen = chosen_run(*store, run_);
    const StopSignals signals;
    try {
      return tell(chosen, export_bundle(*store, chosen, options(environment), file_), environment);
    } catch (const NotKept& fault) {
      return refuse(fault, ExitCode::evidence_rejected, environment);
    } catch (const BundleFault& fault) {
      return refuse(fault, ExitCode::evidence_rejected, environment);
    } catch (const OutputFault& fault) {
      return refuse(fault, fault.created ? ExitCode::cannot_write : ExitCode::cannot_create,
                    environment);
    }
  }

 private:
  ExportOptions options(Environment& environment) const {
    ExportOptions options;
    options.inputs = !no_inputs_;
    if (!no_pages_) options.pictures = pictures_of;
    options.threads = threads_ == 0 ? std::max(1u, std::thread::hardware_concurrency()) : threads_;
    options.software = VERILOT_VERSION;
    options.exit_of = [](const Run& run) { return decide_exit(run, ExitPolicy{}); };
    options.stop = StopSignals::came;
    options.progress = told_now_and_then("dossiers put in", environment);
    return options;
  }

  static ExitCode refuse(const std::exception& fault, ExitCode code, Environment& environment) {
    environment.err << "verilot: no bundle was written: " << fault.what() << "\n";
    return code;
  }

  ExitCode tell(const RunRecord& run, const ExportedBundle& made, Environment& environment) const {
    if (!made.complete) {
      environment.err << "verilot: stopped; no bundle was written\n";
      return ExitCode::cancelled;
    }
    const BundleCounts& counts = made.manifest.counts;
    environment.out << fmt::format(
        "{}  run {} as of {}  {} dossiers, {} outcomes, {} inputs, {} waivers, {} pages\n"
        "{} bytes in {} files  sha256 {}\n",
        file_, run.id, run.as_of, counts.dossiers, counts.outcomes, counts.inputs, counts.waivers,
        counts.pages, made.bytes, made.manifest.files.size() + 1, made.sha256);
    if (made.not_read != 0)
      environment.err << counted(made.not_read, "dossier")
                      << " could not be read in full in that run, and left out\n";
    if (counts.dossiers != 0) return made.not_read == 0 ? ExitCode::ok : ExitCode::incomplete;
    environment.err << "verilot: the run has no dossiers\n";
    return ExitCode::incomplete;
  }

  std::string run_ = "last", file_;
  bool no_inputs_ = false, no_pages_ = false;
  unsigned threads_ = 0;
  StoreOption store_;
};

}  // namespace

std::unique_ptr<EvidenceTool> make_export_tool() { return std::make_unique<ExportTool>(); }

}  // namespace verilot
