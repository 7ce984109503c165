#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>

#include "cli/evidence_tool.h"
#include "ingest/load_letter.h"
#include "report/letter.h"
#include "report/text.h"

namespace verilot {

namespace {

class RequestTool final : public EvidenceTool {
 public:
  CLI::App* add(CLI::App& evidence) override {
    CLI::App& request = *evidence.add_subcommand(
        "request", "The letter to the supplier: the fewest documents that settle what is open");
    request.add_option("dossier", path_, "A folder with dossier.yaml, or such a file")->required();
    judge_.add(request);
    request.add_option("--language", language_, "Of the letter: en, es");
    request.add_option("--deadline", deadline_, "Day by which the documents are asked for");
    request.add_flag("--html", html_, "An HTML page to print instead of text");
    request.add_option("-o,--output", file_, "File to write the letter to");
    return &request;
  }

  ExitCode run(Environment& environment) override {
    require_path(path_, "name the dossier: verilot evidence request DOSSIER");
    const Rulebook rulebook = judge_.rulebook(environment);
    Problems problems;
    const LetterWords words = letter_words(rulebook.root + "/rules", problems);
    const Date as_of = chosen_date(judge_.as_of, environment);
    const Run run = audit(
        {{path_}, judge_.jurisdictions, as_of, [](const Finding&) { return true; }}, rulebook);
    problems.insert(problems.end(), run.pack_problems.begin(), run.pack_problems.end());
    problems.insert(problems.end(), run.problems.begin(), run.problems.end());
    print_problems(problems, environment.err);
    if (run.dossiers.empty()) return ExitCode::incomplete;
    LetterOptions options{to_string(as_of), deadline(), html_, environment.width};
    return write(run.dossiers.front(), words, options, environment);
  }

 private:
  LetterWords letter_words(const std::string& folder, Problems& problems) const {
    const std::vector<std::string> languages = letter_languages(folder);
    if (std::find(languages.begin(), languages.end(), language_) != languages.end())
      return load_letter(folder, language_, problems);
    std::string known;
    for (const std::string& one : languages) known += (known.empty() ? "" : ", ") + one;
    throw UsageError("--language '" + language_ + "': expected one of " + known);
  }

  std::string deadline() const {
    if (deadline_.empty()) return "";
    const std::optional<Date> date = parse_date(deadline_);
    if (!date || !date->exact())
      throw UsageError("--deadline '" + deadline_ + "' is not a day that exists; write 2026-11-22");
    return to_string(*date);
  }

  // What the clinic holds itself is told apart from the letter, so that a letter can be sent as it
  // is.
  ExitCode write(const DossierResult& dossier, const LetterWords& words,
                 const LetterOptions& options, Environment& environment) const {
    if (file_.empty()) {
      write_letter(dossier, words, options, environment.out);
      write_own_records(dossier, words, options, environment.err);
      environment.out.flush();
      return environment.out ? ExitCode::ok : ExitCode::cannot_write;
    }
    std::ofstream file(file_, std::ios::binary);
    if (!file) {
      environment.err << "verilot: cannot create " << file_
                      << "; check the folder and its permissions\n";
      return ExitCode::cannot_create;
    }
    write_letter(dossier, words, options, file);
    file.close();
    write_own_records(dossier, words, options, environment.out);
    if (file) return ExitCode::ok;
    environment.err << "verilot: cannot write " << file_ << "; check the free space\n";
    return ExitCode::cannot_write;
  }

  std::string path_, language_ = "en", deadline_, file_;
  JudgeOptions judge_;
  bool html_ = false;
};

}  // namespace

std::unique_ptr<EvidenceTool> make_request_tool() { return std::make_unique<RequestTool>(); }

}  // namespace verilot
