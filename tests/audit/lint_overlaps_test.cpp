#include "audit/lint_overlaps.h"

#include <doctest/doctest.h>

#include "support/sample_packs.h"

namespace verilot {
namespace {

std::string lint_of(const std::string& rules) {
  const SampleRoot root;
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
  Rulebook rulebook;
  rulebook.root = root.name();
  rulebook.schema = root.schema();
  rulebook.tables = root.tables();
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  std::string lines;
  for (const LintFinding& finding : lint_overlaps(loaded.packs.at(0), rulebook))
    lines += finding.code + " " + finding.message.substr(0, finding.message.find(" (")) + "; " +
             finding.help.substr(finding.help.rfind(" on ") + 4) + "\n";
  return lines;
}

std::string on_pathway(const std::string& leaf) { return "    applies_to: [" + leaf + "]\n"; }

TEST_CASE("lint: two rules that one dossier cannot pass are told with such a dossier") {
  CHECK(lint_of(rule_text("test.a", "product.sterile") +
                rule_text("test.b", "'!product.sterile'", "    when: product.kind == \"prp\"\n")) ==
        "L072 nothing that rule 'test.b' passes can pass rule 'test.a'; {product: {kind: prp, "
        "sterile: true}}\n");
}

TEST_CASE("lint: rules of pathways that exclude each other do not contradict") {
  const std::string a = rule_text("test.a", "product.sterile", on_pathway("test.own"));
  CHECK(lint_of(a + rule_text("test.b", "'!product.sterile'", on_pathway("test.drug"))) == "");
}

TEST_CASE("lint: a contradiction that only a case shows is told with its dossier") {
  const auto rule = [](const std::string& id, const std::string& require, const std::string& more) {
    return rule_text(id, require, on_pathway("test.own") + more);
  };
  const std::string cases =
      "    cases:\n      - {name: c, given: {product: {kind: prp, sterile: true}}, expect: pass}\n";
  CHECK(lint_of(rule("test.a", "product.sterile", "") + rule("test.b", "'!product.sterile'", "")) ==
        "");
  CHECK(lint_of(rule("test.a", "product.sterile", cases) + rule("test.b", "'!product.sterile'", ""))
            .find("L072 ") == 0);
}

}  // namespace
}  // namespace verilot
