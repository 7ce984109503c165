#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/schemas.h"
#include "report/report.h"
#include "report/text.h"
#include "report/vet_report.h"

namespace verilot {

namespace {

class SchemaCommand final : public Command {
 public:
  std::string name() const override { return "schema"; }
  std::string summary() const override {
    return "Print a JSON Schema (2020-12) of what is read or written";
  }
  void add_options(CLI::App& app) override {
    app.add_option("what", what_,
                   "dossier, result, vet, coa, claims, pack, resolution, bundle or verification")
        ->required()
        ->check(CLI::IsMember({"dossier", "result", "vet", "coa", "claims", "pack", "resolution",
                               "bundle", "verification"}));
    app.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
  }
  ExitCode run(Environment& environment) override {
    if (what_ == "result") {
      environment.out << result_schema() << "\n";
      return ExitCode::ok;
    }
    if (what_ != "dossier") {
      environment.out << (what_ == "coa"            ? certificate_schema()
                          : what_ == "claims"       ? claims_schema()
                          : what_ == "pack"         ? pack_schema()
                          : what_ == "vet"          ? vet_schema()
                          : what_ == "bundle"       ? bundle_schema()
                          : what_ == "verification" ? verification_schema()
                                                    : resolution_schema())
                      << "\n";
      return ExitCode::ok;
    }
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    print_problems(rulebook.problems, environment.err);
    environment.out << dossier_schema(rulebook.schema) << "\n";
    return any_error(rulebook.problems) ? ExitCode::pack_rejected : ExitCode::ok;
  }

 private:
  std::string what_, packs_;
};

class FieldsCommand final : public Command {
 public:
  std::string name() const override { return "fields"; }
  std::string summary() const override {
    return "Every fact a rule may read: type, meaning, who fills it";
  }
  void add_options(CLI::App& app) override {
    app.add_option("type", type_, "Only the fields of this type, e.g. lot");
    app.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
  }
  ExitCode run(Environment& environment) override {
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    print_problems(rulebook.problems, environment.err);
    const std::string asked = type_.empty() ? "" : type_named(rulebook.schema);
    for (const auto& [name, type] : rulebook.schema.types) {
      if (!asked.empty() && asked != name) continue;
      environment.out << name << "  " << type.meaning << "\n";
      for (const Field& field : type.fields) {
        environment.out << "  " << padded(field.name, 28) << " " << type_text(field) << "\n";
        environment.out << wrapped(
            "      ", field.meaning + (field.derived ? " (made by " + field.filled_by + ")" : ""),
            environment.width);
      }
      environment.out << "\n";
    }
    return ExitCode::ok;
  }

 private:
  // A type by its own name or by that of a fact of the dossier, `product` or `lots`.
  std::string type_named(const Schema& schema) const {
    if (schema.type(type_) != nullptr) return type_;
    const Field* fact = schema.field(schema.root, type_);
    if (fact != nullptr && !fact->type.empty() && schema.type(fact->type) != nullptr)
      return fact->type;
    std::vector<std::string> names;
    for (const auto& [name, type] : schema.types) names.push_back(name);
    const std::string near = did_you_mean(type_, names);
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    throw UsageError("no type '" + type_ + "'" + (near.empty() ? "; there are " + all : near));
  }

  std::string type_, packs_;
};

}  // namespace

std::unique_ptr<Command> make_schema_command() { return std::make_unique<SchemaCommand>(); }
std::unique_ptr<Command> make_fields_command() { return std::make_unique<FieldsCommand>(); }

}  // namespace verilot
