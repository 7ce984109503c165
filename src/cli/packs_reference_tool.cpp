#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "cli/packs_tool.h"
#include "packs/reference.h"

namespace verilot {

namespace {

class ReferenceTool final : public PacksTool {
 public:
  void add(CLI::App& packs) override {
    app_ = packs.add_subcommand("reference", "Write the law behind the rules, one page a pack");
    app_->add_option("--to", folder_, "Folder to write to")->capture_default_str();
  }
  bool asked() const override { return app_->parsed(); }

  ExitCode run(const Rulebook& rulebook, Environment& environment) override {
    std::vector<RulePack> packs;
    ClauseUsers users;
    for (const std::string& id : chosen_packs_of({}, rulebook)) {
      const LoadedPacks loaded = load_with_cases(rulebook, id);
      print_problems(loaded.problems, environment.err);
      if (any_error(loaded.problems)) return ExitCode::pack_rejected;
      packs.push_back(pack_in(loaded, id));
      note_users(packs.back(), users);
    }
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    for (const RulePack& pack : packs) write(pack.id + ".md", reference_page(pack, users));
    write("README.md", reference_index(packs, users));
    environment.out << folder_ << ": " << packs.size() << " packs\n";
    return ExitCode::ok;
  }

 private:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream out(folder_ + "/" + name, std::ios::binary);
    if (!(out << text).flush())
      throw std::runtime_error(folder_ + "/" + name + " cannot be written");
  }

  CLI::App* app_ = nullptr;
  std::string folder_ = "docs/law";
};

}  // namespace

std::unique_ptr<PacksTool> make_reference_tool() { return std::make_unique<ReferenceTool>(); }

}  // namespace verilot
