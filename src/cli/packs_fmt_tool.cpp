#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/packs_tool.h"
#include "packs/pack_layout.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

struct PackFile {
  fs::path path;
  std::string shown;
  bool is_law = false;
};

// Those that are read as the pack's, in order.
std::vector<PackFile> files_of(const fs::path& root, const std::string& id) {
  const fs::path folder = id == "rules" ? root / id : root / "jurisdictions" / id;
  std::vector<PackFile> files;
  for (const fs::path& part : {folder, folder / "law"}) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(part, error)) {
      const fs::path& path = entry.path();
      const bool schema = id == "rules" && path.filename() == "dossier-schema.yaml";
      if (path.extension() == ".yaml" && !schema)
        files.push_back({path, path.lexically_relative(root).generic_string(), part != folder});
    }
  }
  std::ranges::sort(files, {}, &PackFile::shown);
  return files;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

// The old file stays until the new one is whole.
bool replace(const fs::path& path, const std::string& text) {
  const fs::path fresh = path.string() + ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) fs::permissions(fresh, fs::status(path, error).permissions(), error);
  if (out) fs::rename(fresh, path, error);
  if (out && !error) return true;
  fs::remove(fresh, error);
  return false;
}

class FmtTool final : public PacksTool {
 public:
  void add(CLI::App& packs) override {
    app_ = packs.add_subcommand("fmt", "Write the files of packs in their canonical form");
    app_->add_option("pack", words_,
                     "Pack ids or folders; rules for the shared rules (default: all)");
    app_->add_flag("--check", check_, "Change nothing; name the files that are not in that form");
    app_->footer(
        "Keys in the order of docs/pack-format.md, 2 spaces, long texts folded at 100 columns; no "
        "value and no\ncomment is ever changed or lost: a file where one would be is left and "
        "named.\n"
        "Exit code: 10 where a file was left or, with --check, is not in that form.");
  }
  bool asked() const override { return app_->parsed(); }

  ExitCode run(const Rulebook& rulebook, Environment& environment) override {
    for (const std::string& id : chosen_packs_of(words_, rulebook)) {
      refuse_unknown_pack(id, rulebook);
      for (const PackFile& file : files_of(rulebook.root, id)) format(file, environment);
    }
    environment.out << files_ << (files_ == 1 ? " file, " : " files, ") << changed_
                    << (check_ ? " not in canonical form" : " changed") << "\n";
    if (!written_) return ExitCode::cannot_write;
    return refused_ || (check_ && changed_ > 0) ? ExitCode::pack_rejected : ExitCode::ok;
  }

 private:
  void format(const PackFile& file, Environment& environment) {
    ++files_;
    const std::string bytes = bytes_of(file.path);
    Problems problems;
    const std::optional<std::string> text = format_yaml(
        bytes, file.shown, layout_of_file(file.path.filename().string(), file.is_law), problems);
    print_problems(problems, environment.err);
    refused_ = refused_ || !text;
    if (!text || *text == bytes) return;
    ++changed_;
    environment.out << file.shown << "\n";
    if (check_ || replace(file.path, *text)) return;
    written_ = false;
    environment.err << "verilot: cannot write " << file.path.string() << "\n";
  }

  CLI::App* app_ = nullptr;
  std::vector<std::string> words_;
  bool check_ = false, refused_ = false, written_ = true;
  std::size_t files_ = 0, changed_ = 0;
};

}  // namespace

std::unique_ptr<PacksTool> make_fmt_tool() { return std::make_unique<FmtTool>(); }

}  // namespace verilot
