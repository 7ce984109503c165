#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "audit/resolve.h"
#include "cli/packs_tool.h"
#include "report/report.h"
#include "report/text.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

class ResolveTool final : public PacksTool {
 public:
  void add(CLI::App& packs) override {
    app_ = packs.add_subcommand("resolve", "The rules that a run would judge by, with one hash");
    app_->add_option("pack", words_, "Pack ids or folders (default: all)");
    app_->add_option("--jurisdiction", jurisdictions_, "Packs or countries, with commas: us-fda,GB")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->envname("VERILOT_JURISDICTION");
    app_->add_option("--as-of", as_of_, "As they read on this date (default: today)")
        ->envname("VERILOT_AS_OF");
    add_tailor_option(*app_, tailor_);
    app_->add_flag("--json", json_, "As JSON, see `verilot schema resolution`");
    app_->footer(
        "The hash is over everything that the rules in force say on the day: two runs with one "
        "hash judge alike.\n"
        "Exit code: 10 where a pack or the tailoring file was refused.");
  }
  bool asked() const override { return app_->parsed(); }

  ExitCode run(const Rulebook& plain, Environment& environment) override {
    Rulebook rulebook = plain;
    tailor(rulebook, tailor_, environment.err);
    as_of_day_ = chosen_date(as_of_, environment);
    Problems problems;
    const Resolution resolution = resolve(packs(rulebook), rulebook, as_of_day_, problems);
    print_problems(problems, environment.err);
    if (json_) {
      write_json(resolution, rulebook, environment.out);
    } else {
      write_text(resolution, rulebook, environment);
    }
    return any_error(problems) ? ExitCode::pack_rejected : ExitCode::ok;
  }

 private:
  std::vector<std::string> packs(const Rulebook& rulebook) const {
    std::vector<std::string> words = jurisdictions_;
    for (const std::string& word : words_) words.push_back(pack_id(word));
    if (words.empty())
      for (const PackName& name : rulebook.packs) words.push_back(name.id);
    std::erase(words, "rules");  // always there
    Problems problems;
    std::vector<std::string> ids = chosen_packs(words, rulebook, problems);
    if (!problems.empty()) throw UsageError(problems.front().message);
    return ids;
  }

  static std::string parameters_of(const ResolvedRule& rule) {
    std::string text;
    for (const auto& [name, value] : rule.parameters)
      text += (text.empty() ? "" : ", ") + name + " = " + value;
    return text;
  }

  static void write_rule(const ResolvedRule& rule, Environment& environment) {
    std::ostream& out = environment.out;
    const auto line = [&](const char* first, const std::string& text) {
      if (!text.empty()) out << wrapped(first, printable(text), environment.width);
    };
    out << "  " << padded(to_string(rule.severity), 10) << rule.id
        << (rule.advisory ? "  advisory" : "") << (rule.in_force ? "" : "  not in force") << "\n";
    line("            law: ", rule.clause);
    line("            of: ", rule.shared_id);
    line("            parameters: ", parameters_of(rule));
    for (const std::string& change : rule.tailored) line("            tailored: ", change);
  }

  void write_text(const Resolution& resolution, const Rulebook& rulebook,
                  Environment& environment) const {
    std::ostream& out = environment.out;
    if (rulebook.tailored) write_tailoring(*rulebook.tailored, {.width = environment.width}, out);
    for (const PackInfo& pack : resolution.packs) {
      out << pack.id << " " << pack.version << "\n";
      for (const ResolvedRule& rule : resolution.rules)
        if (rule.pack == pack.id) write_rule(rule, environment);
    }
    const auto in_force = std::ranges::count(resolution.rules, true, &ResolvedRule::in_force);
    const auto tailored = std::ranges::count(
        resolution.rules, false, [](const ResolvedRule& rule) { return rule.tailored.empty(); });
    out << counted(resolution.rules.size(), "rule") << ", " << in_force << " in force on "
        << to_string(as_of_day_) << ", " << tailored << " tailored\nsha256 " << resolution.hash
        << "\n";
  }

  void write_json(const Resolution& resolution, const Rulebook& rulebook, std::ostream& out) const {
    Json json = {{"schema", "verilot-resolution-1"}, {"as_of", to_string(as_of_day_)}};
    Json packs = Json::array();
    for (const PackInfo& pack : resolution.packs)
      packs.push_back({{"id", pack.id}, {"version", pack.version}, {"hash", pack.hash}});
    json["packs"] = packs;
    if (rulebook.tailored) json["tailoring"] = Json::parse(tailoring_line(*rulebook.tailored));
    Json rules = Json::array();
    for (const ResolvedRule& rule : resolution.rules) rules.push_back(rule_json(rule));
    json["rules"] = rules;
    json["sha256"] = resolution.hash;
    out << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  }

  static Json rule_json(const ResolvedRule& rule) {
    Json parameters = Json::object();
    for (const auto& [name, value] : rule.parameters) parameters[name] = value;
    return {{"pack", rule.pack},         {"id", rule.id},
            {"title", rule.title},       {"severity", to_string(rule.severity)},
            {"clause", rule.clause},     {"shared_rule", rule.shared_id},
            {"parameters", parameters},  {"tailored", rule.tailored},
            {"advisory", rule.advisory}, {"in_force", rule.in_force}};
  }

  CLI::App* app_ = nullptr;
  std::vector<std::string> words_, jurisdictions_;
  std::string as_of_, tailor_;
  Date as_of_day_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<PacksTool> make_resolve_tool() { return std::make_unique<ResolveTool>(); }

}  // namespace verilot
