#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <set>

#include "cli/command.h"
#include "ingest/load_letter.h"

namespace verilot {

namespace {

// Each script asks the program anew at every tab: what may come next depends on the packs.
constexpr const char* kBash = R"(_verilot() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
    verilot completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _verilot verilot
)";
constexpr const char* kZsh = R"(#compdef verilot
_verilot() {
  local -a found
  found=("${(@f)$(verilot completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -- "${found[@]}"; else _files; fi
}
compdef _verilot verilot
)";
constexpr const char* kFish = R"(function __verilot_words
  set -l typed (commandline -opc) (commandline -ct)
  verilot completion words -- $typed[2..-1] 2>/dev/null
end
complete -c verilot -a '(__verilot_words)'
)";

// What may come next on a command line of which some words are there.
class NextWords {
 public:
  NextWords(const CLI::App& root, std::string packs) : app_(&root), packs_(std::move(packs)) {}

  // The last word is the one being typed, perhaps still empty.
  std::vector<std::string> after(const std::vector<std::string>& typed) {
    const std::string last = typed.empty() ? "" : typed.back();
    std::string before;
    for (std::size_t i = 0; i + 1 < typed.size(); ++i) {
      before = typed[i];
      descend(before);
    }
    const CLI::Option* option =
        before.starts_with("-") ? app_->get_option_no_throw(before) : nullptr;
    if (option != nullptr && option->get_type_size() > 0) {
      values_of(*option);
    } else if (last.starts_with("-")) {
      options();
    } else {
      subcommands();
      arguments();
    }
    std::erase_if(found_, [&](const std::string& word) { return !word.starts_with(last); });
    return {found_.begin(), found_.end()};
  }

 private:
  void descend(const std::string& word) {
    for (const CLI::App* sub : app_->get_subcommands({}))
      if (sub->get_name() == word) app_ = sub;
  }
  void subcommands() {
    for (const CLI::App* sub : app_->get_subcommands({})) found_.insert(sub->get_name());
  }
  void options() {
    for (const CLI::Option* option : app_->get_options()) {
      for (const std::string& name : option->get_lnames()) found_.insert("--" + name);
      for (const std::string& name : option->get_snames()) found_.insert("-" + name);
    }
  }
  void values_of(const CLI::Option& option) {
    if (option.check_lname("jurisdiction")) packs(true);
    if (option.check_lname("language")) found_.insert({"en", "es"});
    if (option.check_lname("product")) product_kinds();
    if (option.check_lname("fail-on") || option.check_lname("unverified-on"))
      found_.insert({"critical", "high", "medium", "low"});
    if (option.check_lname("language"))
      for (const std::string& language : letter_languages(packs_root(packs_) + "/rules"))
        found_.insert(language);
  }
  void arguments() {
    const bool of_packs =
        app_->get_parent() != nullptr && app_->get_parent()->get_name() == "packs";
    if (of_packs && app_->get_name() != "list" && app_->get_name() != "diff") {
      packs(false);
      found_.insert("rules");
    }
    if (app_->get_name() == "explain") rules();
    if (app_->get_name() == "schema")
      found_.insert({"dossier", "result", "coa", "claims", "pack", "resolution"});
    if (app_->get_name() == "help") found_.insert("exit-codes");
    if (app_->get_name() == "completion") found_.insert({"bash", "zsh", "fish"});
  }
  void packs(bool countries) {
    Problems ignored;
    for (const PackName& pack : list_packs(packs_root(packs_), ignored)) {
      found_.insert(pack.id);
      if (countries && !pack.country.empty()) found_.insert(pack.country);
    }
  }
  void product_kinds() {
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    if (const Enumeration* kinds = rulebook.schema.enumeration("product_kind"))
      for (const Choice& choice : kinds->choices) found_.insert(choice.value);
  }
  void rules() {
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    std::vector<std::string> ids;
    for (const PackName& pack : rulebook.packs) ids.push_back(pack.id);
    const LoadedPacks loaded = load_packs(rulebook.root, ids, rulebook.schema, rulebook.tables);
    for (const RulePack& pack : loaded.packs)
      for (const Rule& rule : pack.rules) found_.insert(rule.id);
  }

  const CLI::App* app_;
  std::string packs_;
  std::set<std::string> found_;
};

class CompletionCommand final : public Command {
 public:
  std::string name() const override { return "completion"; }
  std::string summary() const override { return "Print a completion script: bash, zsh or fish"; }
  void add_options(CLI::App& app) override {
    root_ = app.get_parent();
    app.add_option("shell", shell_, "bash, zsh or fish; `words` is what the scripts ask")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish", "words"}));
    app.add_option("typed", typed_,
                   "With words: the words after `verilot`, the last one unfinished");
    app.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
    app.footer(
        "Examples:\n"
        "  verilot completion bash > /etc/bash_completion.d/verilot\n"
        "  verilot completion zsh > /usr/local/share/zsh/site-functions/_verilot\n"
        "  verilot completion fish > ~/.config/fish/completions/verilot.fish");
  }
  ExitCode run(Environment& environment) override {
    if (shell_ == "words") {
      for (const std::string& word : NextWords(*root_, packs_).after(typed_))
        environment.out << word << "\n";
    } else {
      environment.out << (shell_ == "bash" ? kBash : shell_ == "zsh" ? kZsh : kFish);
    }
    return ExitCode::ok;
  }

 private:
  const CLI::App* root_ = nullptr;
  std::string shell_, packs_;
  std::vector<std::string> typed_;
};

}  // namespace

std::unique_ptr<Command> make_completion_command() { return std::make_unique<CompletionCommand>(); }

}  // namespace verilot
