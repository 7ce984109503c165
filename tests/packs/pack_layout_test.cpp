#include "packs/pack_layout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "yaml/yaml.h"

namespace fs = std::filesystem;

namespace verilot {
namespace {

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::vector<fs::path> all_yaml_files() {
  std::vector<fs::path> files;
  for (const char* folder : {"rules", "jurisdictions"})
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(VERILOT_SOURCE_DIR) / folder))
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  return files;
}

// Every value under its path, keys in alphabetical order.
std::string values_of(const YamlNode& node, const std::string& path = "") {
  if (!node.is_map() && !node.is_list())
    return path + (node.is_null() ? " null" : " =" + node.text) + "\n";
  std::set<std::string> lines;
  for (std::size_t i = 0; i < node.items.size(); ++i)
    lines.insert(
        values_of(node.items[i], path + "/" + (node.is_map() ? node.keys[i] : std::to_string(i))));
  std::string all = path + (node.is_map() ? " map\n" : " list\n");
  for (const std::string& line : lines) all += line;
  return all;
}

std::size_t hashes_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '#'));
}

TEST_CASE("layout: every YAML file of the packs formats to the same values, once and for all") {
  std::size_t files = 0;
  for (const fs::path& path : all_yaml_files()) {
    CAPTURE(path.string());
    const std::string text = bytes_of(path);
    const YamlLayout& layout =
        layout_of_file(path.filename().string(), path.parent_path().filename() == "law");
    Problems problems;
    const auto once = format_yaml(text, path.string(), layout, problems);
    for (const Problem& problem : problems) FAIL_CHECK(to_string(problem));
    REQUIRE(once);
    CHECK(values_of(load_yaml(*once, "a").root) == values_of(load_yaml(text, "a").root));
    CHECK(hashes_in(*once) == hashes_in(text));
    CHECK(format_yaml(*once, path.string(), layout, problems) == once);
    ++files;
  }
  CHECK(files > 100);
}

TEST_CASE("layout: a binding names the rule that it binds first, a rule its id") {
  Problems problems;
  const std::string text =
      "rules:\n  - cases: [{expect: pass, name: n}]\n    id: a.b\n    use: shared\n";
  CHECK(
      format_yaml(text, "a.yaml", layout_of_file("lots.yaml", false), problems).value() ==
      "rules:\n  - use: shared\n    id: a.b\n    cases:\n      - name: n\n        expect: pass\n");
}

TEST_CASE("layout: a file of law/ has clauses whatever its name is") {
  Problems problems;
  const std::string text = "clauses: [{status: T, id: a}]\n";
  CHECK(format_yaml(text, "a.yaml", layout_of_file("pack.yaml", true), problems).value() ==
        "clauses:\n  - id: a\n    status: T\n");
}

}  // namespace
}  // namespace verilot
