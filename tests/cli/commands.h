// Commands of the program run in this process, as a user would write them.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/run.h"

namespace verilot {

namespace fs = std::filesystem;

struct Ran {
  int code = 0;
  std::string out, err;
};

inline Ran run(std::vector<std::string> words, const std::string& input = "") {
  words.insert(words.begin(), "verilot");
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::ostringstream out, err;
  std::istringstream in(input);
  Environment environment{.out = out, .err = err, .in = in, .today = *parse_date("2026-11-22")};
  Ran ran;
  ran.code = run_command_line(static_cast<int>(argv.size()), argv.data(), environment);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

inline const std::string kRoot = VERILOT_SOURCE_DIR;

struct TemporaryFolder {
  fs::path path = fs::temp_directory_path() / ("verilot-cli-test-" + std::to_string(getpid()));
  TemporaryFolder() { fs::create_directories(path); }
  ~TemporaryFolder() { fs::remove_all(path); }
  std::string with(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
};

}  // namespace verilot
