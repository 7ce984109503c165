#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "audit/claim_check.h"
#include "cli/command.h"
#include "report/text.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot claims check website.html brochure.txt     each claim with its place and stance\n"
    "  verilot claims check lots/EXO-24117                the texts of a dossier, and its facts\n"
    "  verilot claims check posts/ --asserted --json      a folder of captured posts\n"
    "  pbpaste | verilot claims check - --language es     words from the standard input\n"
    "\n"
    "A post is YAML or JSON with text, and author, handle, date, medium, speaker where known.\n"
    "Exit 1: a claim is asserted of a kind that is a problem (rules/tables/claim-kinds.yaml).";

const char* word_of(ProductSide::Answer answer) {
  switch (answer) {
    case ProductSide::Answer::borne_out:
      return "borne out";
    case ProductSide::Answer::not_borne_out:
      return "not borne out";
    case ProductSide::Answer::unknown:
      break;
  }
  return "not known";
}

std::string shown(const ReadFact& fact) {
  return fact.path + ": " + (fact.unknown ? "unknown, " + fact.reason : fact.value);
}

std::string shown(const SearchedList& list) {
  std::string text = list.path + ": ";
  if (list.held.empty()) text += list.complete ? "none" : "not known";
  for (std::size_t i = 0; i < list.held.size(); ++i) text += (i == 0 ? "" : ", ") + list.held[i];
  return list.complete || list.reason.empty() ? text : text + " (" + list.reason + ")";
}

struct Counts {
  std::size_t texts = 0, claims = 0, findings = 0;
  std::map<std::string, std::size_t> stances;
};

Counts counted(const ClaimCheck& check) {
  Counts counts;
  counts.texts = check.texts.size();
  for (const CheckedText& text : check.texts) {
    counts.claims += text.claims.size();
    for (const CheckedClaim& one : text.claims) {
      counts.findings += one.finding ? 1 : 0;
      ++counts.stances[one.claim.stance];
    }
  }
  return counts;
}

Exit exit_of(const ClaimCheck& check, const Counts& counts, bool exit_zero) {
  const auto exit = [](ExitCode code, std::string why) {
    return Exit{static_cast<int>(code), exit_name(code), std::move(why)};
  };
  if (any_error(check.problems))
    return exit(ExitCode::incomplete, "a text could not be read to its end");
  if (counts.texts == 0) return exit(ExitCode::incomplete, "no text was read");
  if (counts.findings > 0 && !exit_zero)
    return exit(ExitCode::fail, verilot::counted(counts.findings, "finding"));
  return exit(ExitCode::ok, verilot::counted(counts.findings, "finding"));
}

class ClaimsCommand final : public Command {
 public:
  std::string name() const override { return "claims"; }
  std::string summary() const override { return "Find the claims in marketing texts"; }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    CLI::App* check = app.add_subcommand(
        "check", "Each claim with its place and stance; a dossier's beside what its facts say");
    check
        ->add_option(
            "path", paths_,
            "Texts, web pages, captured posts, folders of them, dossiers; - is the standard input")
        ->required();
    check->add_flag("--json", json_, "As JSON (verilot schema claims)");
    check->add_option("--language", language_, "Only claims in this language: en or es")
        ->check(CLI::IsMember({"en", "es"}));
    check->add_option("--product", product_, "Kind of product that the texts sell, e.g. exosome");
    check->add_flag("--asserted", asserted_, "Only what is asserted");
    check->add_flag("--exit-zero", exit_zero_, "0 whatever is found; 3 and above stay");
    check->add_option("--as-of", as_of_, "Date on which a dossier is judged (default: today)")
        ->envname("VERILOT_AS_OF");
    check->add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
    check->footer(kExamples);
  }

  ExitCode run(Environment& environment) override {
    for (const std::string& path : paths_)
      if (path != "-") require_path(path, "name a text, a folder, a dossier or - for the input");
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    refuse_unknown_product(rulebook);
    ClaimCheck check = read(rulebook, environment);
    check.problems.insert(check.problems.begin(), rulebook.problems.begin(),
                          rulebook.problems.end());
    const Counts counts = counted(check);
    const Exit exit = exit_of(check, counts, exit_zero_);
    if (json_)
      environment.out
          << json(check, counts, exit).dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    else
      print(check, counts, exit, environment);
    print_problems(check.problems, environment.err);
    environment.out.flush();
    return environment.out ? static_cast<ExitCode>(exit.code) : ExitCode::cannot_write;
  }

 private:
  void refuse_unknown_product(const Rulebook& rulebook) const {
    const Enumeration* kinds = rulebook.schema.enumeration("product_kind");
    if (product_.empty() || kinds == nullptr) return;
    std::vector<std::string> known;
    for (const Choice& choice : kinds->choices) known.push_back(choice.value);
    if (std::find(known.begin(), known.end(), product_) == known.end())
      throw UsageError("--product '" + product_ + "' is no kind of product" +
                       did_you_mean(product_, known));
  }

  ClaimCheck read(const Rulebook& rulebook, Environment& environment) const {
    const ClaimCheckOptions options{language_, product_, chosen_date(as_of_, environment)};
    std::vector<std::string> files;
    ClaimCheck check;
    for (const std::string& path : paths_) {
      if (path != "-") {
        files.push_back(path);
        continue;
      }
      const std::string bytes{std::istreambuf_iterator<char>(environment.in), {}};
      check = check_claim_text("-", bytes, options, rulebook);
    }
    ClaimCheck of_files = check_claims(files, options, rulebook);
    for (CheckedText& text : of_files.texts) check.texts.push_back(std::move(text));
    check.problems.insert(check.problems.end(), of_files.problems.begin(), of_files.problems.end());
    return check;
  }

  bool is_shown(const CheckedClaim& one) const {
    return !asserted_ || one.claim.stance == "asserted";
  }

  void print(const ClaimCheck& check, const Counts& counts, const Exit& exit,
             Environment& environment) const {
    for (const CheckedText& text : check.texts) print(text, environment);
    std::string stances;
    for (const auto& [stance, count] : counts.stances)
      stances += (stances.empty() ? ": " : ", ") + std::to_string(count) + " " + stance;
    environment.out << wrapped("",
                               verilot::counted(counts.claims, "claim") + " in " +
                                   verilot::counted(counts.texts, "text") + stances,
                               environment.width)
                    << verilot::counted(counts.findings, "finding") << "   exit " << exit.code
                    << " (" << exit.name << ")\n";
  }

  void print(const CheckedText& text, Environment& environment) const {
    std::string about;
    for (const std::string& part : {text.author, text.handle, text.date, text.medium})
      if (!part.empty()) about += (about.empty() ? "" : ", ") + printable(part);
    if (!about.empty())
      environment.out << wrapped("", printable(text.file) + "   " + about, environment.width);
    for (const CheckedClaim& one : text.claims)
      if (is_shown(one)) print(one, text, environment);
  }

  static void print(const CheckedClaim& one, const CheckedText& text, Environment& environment) {
    environment.out << printable(to_string(one.where)) << ": " << one.claim.stance << " "
                    << one.claim.kind << (one.finding ? "  FINDING" : "") << "\n"
                    << wrapped("    " + one.claim.language +
                                   (one.speaker.empty() ? "  " : ", " + one.speaker + "  "),
                               printable(one.words), environment.width);
    const auto side = text.product.find(one.claim.kind);
    if (one.claim.stance != "asserted" || side == text.product.end()) return;
    std::string facts;
    for (const ReadFact& fact : side->second.facts)
      facts += (facts.empty() ? "" : "; ") + shown(fact);
    for (const SearchedList& list : side->second.searched)
      facts += (facts.empty() ? "" : "; ") + shown(list);
    environment.out << wrapped(
        "    product: ",
        std::string(word_of(side->second.answer)) + (facts.empty() ? "" : "; " + printable(facts)),
        environment.width);
  }

  Json json(const ClaimCheck& check, const Counts& counts, const Exit& exit) const {
    Json texts = Json::array();
    for (const CheckedText& text : check.texts) texts.push_back(text_json(text));
    Json problems = Json::array();
    for (const Problem& problem : check.problems) problems.push_back(to_string(problem));
    return {{"schema", "verilot-claims-1"},
            {"texts", texts},
            {"counts",
             {{"texts", counts.texts}, {"claims", counts.claims}, {"findings", counts.findings}}},
            {"problems", problems},
            {"exit", {{"code", exit.code}, {"name", exit.name}, {"why", exit.why}}}};
  }

  Json text_json(const CheckedText& text) const {
    Json json = {{"file", text.file}};
    const std::pair<const char*, const std::string&> parts[] = {{"author", text.author},
                                                                {"handle", text.handle},
                                                                {"date", text.date},
                                                                {"medium", text.medium}};
    for (const auto& [key, value] : parts)
      if (!value.empty()) json[key] = value;
    json["claims"] = Json::array();
    for (const CheckedClaim& one : text.claims)
      if (is_shown(one)) json["claims"].push_back(claim_json(one, text));
    return json;
  }

  static Json claim_json(const CheckedClaim& one, const CheckedText& text) {
    Json json = {{"kind", one.claim.kind},   {"stance", one.claim.stance},
                 {"finding", one.finding},   {"words", one.words},
                 {"sentence", one.sentence}, {"language", one.claim.language},
                 {"line", one.where.line},   {"column", one.where.column},
                 {"begin", one.claim.begin}, {"end", one.claim.end}};
    if (!one.speaker.empty()) json["speaker"] = one.speaker;
    const auto side = text.product.find(one.claim.kind);
    if (side == text.product.end()) return json;
    Json facts = Json::array();
    for (const ReadFact& fact : side->second.facts) {
      facts.push_back({{"path", fact.path}});
      if (fact.unknown)
        facts.back()["unknown"] = fact.reason;
      else
        facts.back()["value"] = fact.value;
      facts.back()["where"] = to_string(fact.where);
    }
    for (const SearchedList& list : side->second.searched)
      facts.push_back({{"path", list.path},
                       {"held", list.held},
                       {"complete", list.complete},
                       {"where", to_string(list.where)}});
    json["product"] = {{"answer", word_of(side->second.answer)}, {"facts", facts}};
    return json;
  }

  std::vector<std::string> paths_;
  std::string language_, product_, as_of_, packs_;
  bool json_ = false, asserted_ = false, exit_zero_ = false;
};

}  // namespace

std::unique_ptr<Command> make_claims_command() { return std::make_unique<ClaimsCommand>(); }

}  // namespace verilot
