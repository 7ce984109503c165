// The evaluator, over a dossier with a little of everything: the same value watched or not.
#include "evaluate/evidence_view.h"
#include "fuzz/expressions.h"
#include "packs/domain_values.h"

namespace verilot {
namespace {

constexpr std::string_view kDossier = R"({
  "product": {"name": "x", "kind": "exosome", "dose_volume": "5 mL", "inci": ["Aqua", "x"],
              "composition": [{"name": "minoxidil", "strength": "5 %"}]},
  "supplier": {"name": "Acme Ltd"},
  "lots": [{"number": "A1", "expiry": "2026-11"}, {"number": "unknown"}],
  "certificates": [{"lot": "A1", "tests": [{"analyte": "sterility", "result": "no growth"}]}],
  "claims": [{"text": "cures hair loss"}],
  "devices": {"complete": false, "items": []}})";

class Watcher final : public cel::Observer {
 public:
  void evaluated(const cel::Expr& /*node*/, const cel::Value& value) override {
    seen += value.is_unknown();
  }
  std::size_t seen = 0;
};

}  // namespace
}  // namespace verilot

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  static const ExaminedDossier dossier =
      examine_dossier(read_case(load_json(std::string(kDossier), "dossier.json").root,
                                rulebook().schema, rulebook().tables),
                      rulebook());
  const std::string_view text = as_text(data, size);
  const cel::Compiled compiled = cel::compile(text, rule_environment(), {.check = size % 2 == 0});
  if (!compiled.program) return 0;
  const RuleActivation activation(dossier.evidence, shared_rules().values,
                                  date_value(*parse_date("2026-11-22")));
  Watcher watcher;
  const std::string value = cel::to_display(compiled.program->evaluate(activation));
  const std::string watched = cel::to_display(compiled.program->evaluate(activation, &watcher));
  if (value != watched) std::abort();
  return 0;
}
