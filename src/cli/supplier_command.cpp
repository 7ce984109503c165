#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "audit/audit.h"
#include "audit/supplier_vet.h"
#include "cli/command.h"
#include "cli/state_folder.h"
#include "cli/supplier_list.h"
#include "registry/files.h"
#include "report/text.h"
#include "report/vet_report.h"
#include "yaml/utf8.h"

namespace verilot {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFooter =
    "Nothing here opens a connection: registers are copies (docs/registers.md).\n"
    "\nExamples:\n"
    "  verilot supplier vet \"Helix Bioprep LLC\" --country US --fei 3012345678\n"
    "  verilot supplier vet suppliers.csv -o csv=vetted.csv -o html=vetted.html\n"
    "  verilot supplier clear 9f2c41d07b55 \"Helix Bioprep LLC\" --country US \\\n"
    "      --by \"M. Ortiz\" --because \"another country and another trade\"";

class SupplierCommand final : public Command {
 public:
  std::string name() const override { return "supplier"; }
  std::string summary() const override { return "Vet a supplier, by name, list or dossier"; }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    app.footer(kFooter);
    vet_ = app.add_subcommand("vet", "What registers, rules and documents say of a supplier");
    add_supplier(*vet_);
    exit_.add(*vet_);
    vet_->add_option("-o,--output", outputs_, "text, json, csv or html, each with =FILE if wanted");
    clear_ =
        app.add_subcommand("clear", "A near name is another one: remembered until either changes");
    confirm_ = app.add_subcommand("confirm", "A near name is the same");
    for (CLI::App* one : {clear_, confirm_}) {
      one->add_option("hit", hit_, "As `vet` prints it: 9f2c41d07b55")->required();
      add_supplier(*one);
      one->add_option("--by", by_, "Who compared both")->required();
      one->add_option("--because", because_, "What tells them apart, or shows them to be one")
          ->required();
    }
    hits_ = app.add_subcommand("hits", "What was decided about near names");
    hits_->add_option("--state", judge_.state, "Folder with the kept registers")
        ->envname("VERILOT_STATE_DIR");
  }

  ExitCode run(Environment& environment) override {
    if (hits_->parsed()) return list_hits(environment);
    as_of_ = chosen_date(judge_.as_of, environment);
    rulebook_ = judge_.rulebook(environment);
    const std::string state = state_folder(judge_.state);
    const bool rulebook_with_copies = rulebook_.registers != nullptr;  // told of the decisions
    rulebook_.registers = desk_ =
        std::make_shared<RegisterDesk>(rulebook_.root, state, as_of_, RegisterDesk::Ask::always);
    Problems problems;
    const VetTable table = load_vet_table(rulebook_.root, problems);
    problems.insert(problems.end(), desk_->problems().begin(), desk_->problems().end());
    print_problems(problems, environment.err);
    if (any_error(problems)) return ExitCode::pack_rejected;
    if (!rulebook_with_copies) print_problems(desk_->decisions().problems(), environment.err);
    try {
      read_given();
    } catch (const UnreadableList& fault) {
      environment.err << "verilot: " << fault.what() << "\n";
      return ExitCode::incomplete;
    }
    return vet_->parsed() ? vet_all(table, environment) : decide(table, environment);
  }

 private:
  void add_supplier(CLI::App& app) {
    app.add_option("supplier", given_, "Name, list of suppliers (.csv) or dossier")->required();
    for (const std::string& column : supplier_columns())
      if (column != "id" && column != "name")
        app.add_option("--" + flag_of(column), stated_[column], "Of a supplier given by its name");
    judge_.add(app);
  }

  static std::string flag_of(std::string column) {
    for (char& c : column) c = c == '_' ? '-' : c;
    return column;
  }

  // What is vetted, one after another; the second argument tells a dossier from a name.
  void each_supplier(const std::function<void(ReadDossier, bool)>& use) const {
    std::error_code none;
    const bool there = fs::exists(given_, none);
    if (is_list()) {
      for (const SupplierRow& row : list_) use(by_facts(row), false);
    } else if (there) {
      use(read_dossier(given_, rulebook_.schema, rulebook_.tables), true);
    } else if (is_path()) {
      require_path(given_, "name a supplier, a list of suppliers (.csv) or a dossier");
    } else {
      SupplierRow row{.facts = stated_};
      row.facts["name"] = given_;
      use(by_facts(row), false);
    }
  }

  bool is_list() const {
    std::error_code none;
    return given_.ends_with(".csv") && fs::exists(given_, none);
  }

  // "Novo Nordisk A/S" is a name.
  bool is_path() const {
    return given_.starts_with("/") || given_.starts_with("./") || given_.starts_with("../") ||
           given_.ends_with(".csv") || given_.ends_with(".yaml") || given_.ends_with(".json");
  }

  // Before anything is written: an output may have the name of the list.
  void read_given() {
    std::error_code none;
    for (std::size_t at = 0; at < given_.size();) {
      const std::size_t length = utf8_length(std::string_view(given_).substr(at));
      if (length == 0) throw UsageError("the name of the supplier is not UTF-8");
      at += length;
    }
    if (given_.find_first_not_of(" \t") == given_.npos)
      throw UsageError("name a supplier, a list of suppliers (.csv) or a dossier");
    if (fs::exists(given_, none))
      for (const auto& [column, text] : stated_)
        if (!text.empty())
          throw UsageError("--" + flag_of(column) + " is of a supplier given by its name; " +
                           given_ + " says it itself");
    if (is_list()) list_ = read_supplier_list(given_);
  }

  ReadDossier by_facts(const SupplierRow& row) const {
    nlohmann::json supplier = nlohmann::json::object();
    for (const auto& [fact, text] : row.facts)
      if (fact != "id" && !text.empty()) supplier[fact] = text;
    const nlohmann::json dossier = {{"id", id_of(row)}, {"supplier", supplier}};
    ReadDossier read =
        read_dossier_line(dossier.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                          given_, std::max(row.line, 1), rulebook_.schema, rulebook_.tables);
    // What was read is a line made of the row, or of options.
    for (Problem& problem : read.problems) problem.where = place_of(row, problem);
    if (!row.fault.empty())
      read.problems.push_back({ProblemLevel::error, place_of(row, {}), row.fault});
    return read;
  }

  std::string id_of(const SupplierRow& row) const {
    for (const char* column : {"id", "name"})
      if (const auto fact = row.facts.find(column);
          fact != row.facts.end() && !fact->second.empty())
        return fact->second;
    return row.line > 0 ? "line " + std::to_string(row.line) : given_;
  }

  // "suppliers.csv:12", "--country"
  SourceLocation place_of(const SupplierRow& row, const Problem& problem) const {
    if (row.line > 0) return {.file = given_, .line = row.line};
    const std::string& path = problem.where.pointer;
    const std::string column = path.substr(path.rfind('/') + 1);
    return in_file(stated_.contains(column) ? "--" + flag_of(column) : given_);
  }

  VetResult vetted(ReadDossier read, bool by_dossier, const VetTable& table, Auditor& dossiers,
                   Auditor& names) const {
    Auditor& auditor = by_dossier ? dossiers : names;
    return vet_supplier(auditor.judge(std::move(read)), table, *desk_, by_dossier);
  }

  // A name alone is judged by the shared rules, unless packs are asked for.
  std::vector<std::string> packs_for_names() const {
    return judge_.jurisdictions.empty() ? std::vector<std::string>{"rules"} : judge_.jurisdictions;
  }

  ExitCode vet_all(const VetTable& table, Environment& environment) {
    const ExitPolicy policy = exit_.policy();
    open_outputs(environment);
    if (failure_ != ExitCode::ok) return failure_;
    Auditor dossiers(rulebook_, judge_.jurisdictions, as_of_);
    Auditor names(rulebook_, packs_for_names(), as_of_);
    ExitCounts counts;
    each_supplier([&](ReadDossier read, bool by_dossier) {
      const VetResult vet = vetted(std::move(read), by_dossier, table, dossiers, names);
      tally(vet, policy, counts);
      if (told_nowhere()) print_problems(vet.problems, environment.err);
      for (Output& output : open_) output.report->supplier(vet);
    });
    if (counts.problem.empty() && any_error(desk_->decisions().problems()))
      counts.problem = to_string(desk_->decisions().problems().front());
    VetRun run{.as_of = as_of_, .exit = decide_exit(counts, policy)};
    for (const CopyState& copy : desk_->copies())
      run.registers.push_back(
          {copy.source, copy.title, copy.date, copy.sha256, copy.complete, copy.stale});
    return close_outputs(run, environment);
  }

  static void tally(const VetResult& vet, const ExitPolicy& policy, ExitCounts& counts) {
    DossierResult result;
    for (const VetSection& section : vet.sections)
      result.findings.insert(result.findings.end(), section.findings.begin(),
                             section.findings.end());
    result.problems = vet.problems;
    count(result, policy, counts);
  }

  struct Output {
    std::string file;
    std::unique_ptr<std::ofstream> stream;  // nullptr: the standard output
    std::unique_ptr<VetReport> report;
  };

  void open_outputs(Environment& environment) {
    for (const std::string& word : outputs_.empty() ? std::vector<std::string>{"text"} : outputs_) {
      const std::string format = word.substr(0, word.find('='));
      Output output{.file = word.find('=') == word.npos ? "" : word.substr(word.find('=') + 1)};
      const VetReport::Format known = format_of(format);
      std::error_code none;
      if (!output.file.empty() &&
          (fs::equivalent(output.file, given_, none) || is_written(output.file)))
        throw UsageError("-o " + word + ": is read or written already; name another file");
      if (!output.file.empty()) {
        output.stream = std::make_unique<std::ofstream>(output.file, std::ios::binary);
        if (!*output.stream) {
          environment.err << "verilot: cannot create " << output.file
                          << "; check the folder and its permissions\n";
          failure_ = ExitCode::cannot_create;
        }
      } else if (std::ranges::any_of(open_, [](const Output& one) { return one.file.empty(); })) {
        throw UsageError("-o " + word + ": two reports cannot both go to the standard output");
      }
      output.report = std::make_unique<VetReport>(known, environment.width,
                                                  output.stream ? *output.stream : environment.out);
      open_.push_back(std::move(output));
    }
  }

  // Files alone leave whoever waits at the terminal without a word.
  bool told_nowhere() const {
    return std::ranges::none_of(open_, [](const Output& one) { return one.file.empty(); });
  }

  bool is_written(const std::string& file) const {
    return std::ranges::any_of(open_, [&](const Output& one) { return one.file == file; });
  }

  static VetReport::Format format_of(const std::string& word) {
    using Format = VetReport::Format;
    for (const auto& [name, format] :
         {std::pair("text", Format::text), std::pair("json", Format::json),
          std::pair("csv", Format::csv), std::pair("html", Format::html)})
      if (word == name) return format;
    throw UsageError("-o '" + word + "': expected text, json, csv or html");
  }

  ExitCode close_outputs(const VetRun& run, Environment& environment) {
    ExitCode code = static_cast<ExitCode>(run.exit.code);
    for (Output& output : open_) {
      output.report->end(run);
      if (output.stream) output.stream->close();
      if (output.stream ? bool(*output.stream) : bool(environment.out)) continue;
      environment.err << "verilot: cannot write "
                      << (output.file.empty() ? "the report" : output.file)
                      << "; check the free space\n";
      code = ExitCode::cannot_write;
    }
    return code;
  }

  // Only a name that is near now can be decided about, so that both sides are known.
  ExitCode decide(const VetTable& table, Environment& environment) {
    for (const std::string& words : {by_, because_})
      if (words.find_first_not_of(" \t") == words.npos)
        throw UsageError("--by and --because must say who compared both, and why");
    Auditor dossiers(rulebook_, judge_.jurisdictions, as_of_);
    Auditor names(rulebook_, packs_for_names(), as_of_);
    std::optional<VetName> found;
    each_supplier([&](ReadDossier read, bool by_dossier) {
      for (const VetSection& section :
           vetted(std::move(read), by_dossier, table, dossiers, names).sections)
        for (const VetName& name : section.names)
          if (name.hit == hit_ && name.kind != VetName::Kind::nearest) found = name;
    });
    if (!found) {
      environment.err << "verilot: '" << hit_ << "' is no near name of " << given_
                      << " now; verilot supplier vet lists them\n";
      return ExitCode::usage;
    }
    const HitDecision decision{
        .hit = hit_,
        .kind = clear_->parsed() ? HitDecision::Kind::cleared : HitDecision::Kind::confirmed,
        .by = by_,
        .on = to_string(as_of_),
        .because = because_,
        .party = found->party,
        .entry = found->name,
        .source = found->list};
    try {
      HitDecisions(state_folder(judge_.state)).add(decision);
    } catch (const WriteError& failure) {
      environment.err << "verilot: " << failure.what() << "; nothing was decided\n";
      return failure.could_create ? ExitCode::cannot_write : ExitCode::cannot_create;
    }
    environment.out << wrapped(
        to_string(decision.kind) + "  " + hit_ + "  ",
        printable(found->party + " | " + found->name + " (" + found->list + ")"),
        environment.width);
    return ExitCode::ok;
  }

  ExitCode list_hits(Environment& environment) const {
    const HitDecisions decisions(state_folder(judge_.state));
    print_problems(decisions.problems(), environment.err);
    if (decisions.all().empty())
      environment.out << "no near name was decided about; verilot supplier vet shows them\n";
    for (const HitDecision& one : decisions.all())
      environment.out << wrapped(
          one.hit + "  ",
          printable(to_string(one.kind) + " on " + one.on + " by " + one.by + ": " + one.party +
                    " | " + one.entry + " (" + one.source + "): " + one.because),
          environment.width);
    return decisions.problems().empty() ? ExitCode::ok : ExitCode::incomplete;
  }

  CLI::App *vet_ = nullptr, *clear_ = nullptr, *confirm_ = nullptr, *hits_ = nullptr;
  std::string given_, hit_, by_, because_;
  std::map<std::string, std::string> stated_;
  std::vector<SupplierRow> list_;
  std::vector<std::string> outputs_;
  JudgeOptions judge_;
  ExitOptions exit_;
  Date as_of_;
  Rulebook rulebook_;
  std::shared_ptr<RegisterDesk> desk_;
  std::vector<Output> open_;
  ExitCode failure_ = ExitCode::ok;
};

}  // namespace

std::unique_ptr<Command> make_supplier_command() { return std::make_unique<SupplierCommand>(); }

}  // namespace verilot
