// What tests of several modules share: a folder of sample files, problems as lines, a sample text.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "model/problem.h"

namespace verilot {

// A folder of its own under the system's temporary folder, removed with all it holds.
class SampleFolder {
 public:
  using Files = std::initializer_list<std::pair<const char*, std::string>>;

  explicit SampleFolder(Files files = {}) {
    std::string name = (std::filesystem::temp_directory_path() / "verilot-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
    for (const auto& [file, text] : files) write(file, text);
  }
  ~SampleFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  SampleFolder(const SampleFolder&) = delete;
  SampleFolder& operator=(const SampleFolder&) = delete;

  void write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file, std::ios::binary) << text;
  }
  const std::filesystem::path& path() const { return path_; }
  std::string name(const std::string& file = "") const {
    return file.empty() ? path_.string() : (path_ / file).string();
  }

 private:
  std::filesystem::path path_;
};

inline std::string file_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::vector<std::string> lines_of(const Problems& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) lines.push_back(to_string(problem));
  return lines;
}

// One problem a line, so that a failing comparison shows the whole message.
inline std::string all_lines(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += to_string(problem) + "\n";
  return text;
}

}  // namespace verilot
