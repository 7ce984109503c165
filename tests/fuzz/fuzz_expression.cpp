#include "evaluate/evidence_view.h"
#include "fuzz/fuzz.h"
#include "packs/domain_values.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  static const LoadedPacks loaded =
      load_packs(VERILOT_SOURCE_DIR, {}, rulebook().schema, rulebook().tables);
  static const Evidence evidence = EvidenceBuilder().finish();
  static const cel::Environment environment = [] {
    cel::Environment made = pack_environment(rulebook().schema);
    made.functions = loaded.packs.front().functions.get();
    return made;
  }();
  const std::string_view text = as_text(data, size);
  const cel::Compiled compiled = cel::compile(text, environment, {.check = size % 2 == 0});
  for (const cel::Issue& issue : compiled.issues) cel::with_caret(text, issue);
  if (compiled.program.has_value() != compiled.issues.empty()) std::abort();
  if (!compiled.program) return 0;
  const RuleActivation activation(evidence, loaded.packs.front().values,
                                  date_value(*parse_date("2026-11-22")));
  cel::to_display(compiled.program->evaluate(activation));
  return 0;
}
