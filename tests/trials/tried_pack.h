// A small pack `test` with rules of its own, ready to be tried.
#pragma once

#include <doctest/doctest.h>

#include <memory>

#include "support/sample_packs.h"
#include "trials/ready_cases.h"

namespace verilot {

class TriedPack {
 public:
  // `rules` are those of a.yaml; `head` adds keys to pack.yaml, `shared` rules to rules/a.yaml.
  explicit TriedPack(const std::string& rules, const std::string& head = "",
                     const std::string& tree = "", const std::string& shared = "",
                     const std::string& examples = "") {
    root_.write("jurisdictions/test/pack.yaml", kSampleHead + head);
    root_.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
    if (!tree.empty()) root_.write("jurisdictions/test/pathways.yaml", tree);
    if (!shared.empty()) root_.write("rules/a.yaml", "rules:\n" + shared);
    if (!examples.empty()) root_.write("jurisdictions/test/examples.yaml", examples);
    rulebook_.root = root_.name();
    rulebook_.schema = root_.schema();
    rulebook_.tables = root_.tables();
    loaded_ = root_.load();
    shared_ = root_.load({});
    CHECK(all_lines(loaded_.problems) == "");
    ready_ = std::make_unique<ReadyCases>(pack(), rulebook_, 1);
  }

  const RulePack& pack() const { return loaded_.packs.at(0); }
  const RulePack& shared() const { return shared_.packs.at(0); }
  const Rulebook& rulebook() const { return rulebook_; }
  std::vector<const ReadyCases*> ready() const { return {ready_.get()}; }

 private:
  SampleRoot root_;
  Rulebook rulebook_;
  LoadedPacks loaded_, shared_;
  std::unique_ptr<ReadyCases> ready_;
};

// A case on one line: given and expectation.
inline std::string case_line(const std::string& given, const std::string& expect) {
  static int number = 0;
  return "      - { name: c" + std::to_string(++number) + ", given: {" + given +
         "}, expect: " + expect + " }\n";
}
inline std::string cases(const std::vector<std::pair<std::string, std::string>>& all) {
  std::string text = "    cases:\n";
  for (const auto& [given, expect] : all) text += case_line(given, expect);
  return text;
}

}  // namespace verilot
