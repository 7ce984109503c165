#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "conformance/batch.h"
#include "evaluate/evidence_view.h"
#include "packs/domain_values.h"
#include "packs/support_functions.h"

namespace verilot {

namespace {

class EvalCommand final : public Command {
 public:
  std::string name() const override { return "eval"; }
  std::string summary() const override { return "Evaluate one CEL expression over a dossier"; }

  void add_options(CLI::App& app) override {
    app.add_option("expression", text_, "CEL, e.g. 'lots.exists(l, l.expiry < as_of)'");
    app.add_option("path", path_, "A dossier; without one every fact is unknown");
    app.add_flag("--batch", batch_,
                 "Answer tests of the CEL conformance format, one JSON object a line, from "
                 "standard input");
    app.add_option("--as-of", as_of_, "The date of `as_of` (default: today)")
        ->envname("VERILOT_AS_OF");
    app.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
  }

  ExitCode run(Environment& environment) override {
    if (batch_) return answer_batch(environment);
    if (text_.empty()) throw UsageError("eval needs an expression, or --batch");
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    print_problems(rulebook.problems, environment.err);
    Evidence evidence = EvidenceBuilder().finish();
    bool complete = !any_error(rulebook.problems);
    if (!path_.empty()) {
      require_path(path_, "name a dossier");
      ExaminedDossier dossier =
          examine_dossier(read_dossier(path_, rulebook.schema, rulebook.tables), rulebook);
      print_problems(dossier.problems, environment.err);
      complete = complete && dossier.found && !any_error(dossier.problems);
      evidence = std::move(dossier.evidence);
    }
    return evaluate(rulebook, evidence, environment, complete);
  }

 private:
  // The tests bring their own variables: no pack and no dossier is read.
  ExitCode answer_batch(Environment& environment) const {
    if (!text_.empty()) throw UsageError("--batch reads its expressions from standard input");
    const conformance::BatchResult result =
        conformance::answer_lines(environment.in, environment.out, environment.err);
    if (result.answered == 0 && result.broken == 0) environment.err << "verilot: no test came in\n";
    environment.out.flush();
    if (!environment.out) return ExitCode::cannot_write;
    return result.broken > 0 || result.answered == 0 ? ExitCode::incomplete : ExitCode::ok;
  }

  ExitCode evaluate(const Rulebook& rulebook, const Evidence& evidence, Environment& environment,
                    bool complete) {
    cel::FunctionRegistry functions = cel::standard_functions();
    add_domain_functions(functions, rulebook.tables.units);
    add_support_functions(functions);
    cel::Environment types = pack_environment(rulebook.schema);
    types.functions = &functions;
    const cel::Compiled compiled = cel::compile(text_, types);
    for (const cel::Issue& issue : compiled.issues) {
      environment.err << "expression:" << issue.line << ":" << issue.column
                      << ": error: " << issue.message << "\n"
                      << cel::with_caret(text_, issue) << "\n";
    }
    if (!compiled.program) return ExitCode::usage;
    const std::map<std::string, cel::Value, std::less<>> none;
    const RuleActivation activation(evidence, none, date_value(chosen_date(as_of_, environment)));
    const cel::Value value = compiled.program->evaluate(activation);
    environment.out << cel::to_display(value) << "\n";
    if (value.is_unknown())
      for (const cel::Missing& m : value.missing())
        environment.out << "  " << (m.asked.empty() ? m.path : m.asked) << ": " << m.reason << "\n";
    if (value.is_error() || !complete) return ExitCode::incomplete;
    return value.is_unknown() ? ExitCode::unverified : ExitCode::ok;
  }

  std::string text_, path_, as_of_, packs_;
  bool batch_ = false;
};

}  // namespace

std::unique_ptr<Command> make_eval_command() { return std::make_unique<EvalCommand>(); }

}  // namespace verilot
