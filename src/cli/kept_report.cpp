#include "cli/kept_report.h"

#include <iostream>

#include "audits/asked_registers.h"
#include "audits/kept_input.h"
#include "cli/audit_words.h"
#include "cli/page_pictures.h"
#include "report/text.h"

namespace verilot {

namespace {

struct Different {
  std::size_t count = 0;
  std::string first;
  void note(const std::string& item) {
    if (count++ == 0) first = item;
  }
};

// What was judged then and what is now must be the same: another program would tell another story
// under the old date.
Run head_of(const RunRecord& record, KeptRun& kept, const Different& different) {
  Run run;
  run.as_of = *parse_date(record.as_of);
  run.packs = kept.packs();
  run.pack_problems = kept.pack_problems();
  run.tailoring = kept.tailored();
  run.registers = asked_registers(record).copies;
  if (const std::size_t broken = number_in(record, "broken"); broken != 0)
    run.problems.push_back({ProblemLevel::error, in_file(kept.inventory()),
                            counted(broken, "item") + " of it could not be read"});
  if (different.count == 0) return run;
  const std::string software =
      record.software == VERILOT_VERSION
          ? "; where rules were tailored, the store does not have that"
          : "; it was judged by version " + record.software + ", this is " + VERILOT_VERSION;
  run.problems.push_back({ProblemLevel::error, in_file(different.first),
                          counted(different.count, "item") +
                              ", of which this is the first, come out differently than in run " +
                              std::to_string(record.id) + software});
  return run;
}

// An item of its own page, or all in their order, as they come from the store.
void each_item(Store& store, const RunRecord& run, const std::string& item,
               const std::function<void(const ItemState&)>& use) {
  if (item.empty()) return store.each(run, use);
  const auto state = store.state(run, item);
  if (!state) throw UsageError("run " + std::to_string(run.id) + " has no item '" + item + "'");
  use(*state);
}

ReportOptions options_of(Store& store, const KeptReport& wanted, const Environment& environment) {
  ReportOptions options;
  options.width = environment.width;
  options.colour = environment.terminal;
  options.all = wanted.all;
  options.pictures = page_pictures([&store](const std::string& sha256) {
    return store.has(sha256) ? store.content(sha256) : std::string();
  });
  return options;
}

}  // namespace

ExitCode write_kept_report(Store& store, KeptRun& kept, const KeptReport& wanted,
                           Environment& environment) {
  const RunRecord& record = kept.run();
  if (!wanted.item.empty()) each_item(store, record, wanted.item, [](const ItemState&) {});
  ReportOutputs outputs(wanted.outputs, options_of(store, wanted, environment), environment);
  if (outputs.failure() != ExitCode::ok) return outputs.failure();
  ExitCounts counts;
  Different different;
  each_item(store, record, wanted.item, [&](const ItemState& item) {
    DossierResult result = kept.report(item);
    if (is_carried(record, item)) {
      result.problems.push_back({ProblemLevel::error, in_file(item.item),
                                 "could not be read in full in this run: it is judged as it was "
                                 "kept"});
    } else if (outcome_record(result) != store.content(item.result)) {
      different.note(item.item);
    }
    outputs.dossier(result);
    count(result, wanted.policy, counts);
  });
  Run run = head_of(record, kept, different);
  run.exit = decide_exit(run, counts, wanted.policy);
  if (wanted.tell_problems) print_problems(run.pack_problems, environment.err);
  if (wanted.tell_problems || different.count != 0) print_problems(run.problems, environment.err);
  const ExitCode written = outputs.end(run);
  if (written != ExitCode::ok) return written;
  return different.count == 0 ? ExitCode::ok : ExitCode::evidence_rejected;
}

}  // namespace verilot
