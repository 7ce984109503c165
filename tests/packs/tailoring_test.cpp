#include "packs/tailoring.h"

#include <doctest/doctest.h>

#include "support/sample_packs.h"

namespace verilot {
namespace {

constexpr const char* kGround = ", reason: because, who: A. Smith, date: 2026-11-01";

std::string change(const std::string& keys) {
  return "changes:\n  - {" + keys + std::string(kGround) + "}\n";
}

struct TailoredRoot : SampleRoot {
  explicit TailoredRoot(const std::string& rules = "") {
    write("rules/lots.yaml",
          "rules:\n" + rule_text("lots.tested", "lots.size() > 0", "    absence_ok: a list\n"));
    write("jurisdictions/test/pathways.yaml", kSampleTree);
    write("jurisdictions/test/a.yaml",
          "rules:\n" +
              rule_text("test.a", "lot.units > parameters.least",
                        "    subject: lots\n    severity: high\n    parameters: {least: 5, kinds: "
                        "[prp], dose: {quantity: 5 mL}}\n    versions:\n      - {until: "
                        "2020-01-01, severity: medium}\n") +
              "  - {use: lots.tested, id: test.b, citation: act.2}\n" + rules);
  }

  // The pack `test` and the shared rules as the file says; what is wrong is in `faults`.
  LoadedPacks load_as(const std::string& text) {
    write("own.yaml", text);
    Problems problems;
    tailoring_ = read_tailoring(name() + "/own.yaml", problems);
    LoadedPacks loaded = load_packs(name(), {"test"}, schema(), tables(), &tailoring_);
    problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
    for (const Problem& problem : problems) {
      const std::string line = to_string(problem);
      faults += line.substr(line.find("own.yaml"));
      faults.erase(std::min(faults.rfind(" (at /"), faults.size()));
      faults += "\n";
    }
    return loaded;
  }

  std::string faults;

 private:
  Tailoring tailoring_;
};

const Rule* rule_of(const LoadedPacks& loaded, const std::string& id) {
  for (const RulePack& pack : loaded.packs)
    for (const Rule& rule : pack.rules)
      if (rule.id == id) return &rule;
  return nullptr;
}

std::string faults_of(const std::string& text) {
  TailoredRoot root;
  root.load_as(text);
  return root.faults;
}

TEST_CASE("tailoring: a parameter and a severity are set, on every day, and the rule says so") {
  TailoredRoot root;
  const LoadedPacks loaded =
      root.load_as(change("rule: test.a, severity: low, parameters: {least: 7}"));
  CHECK(root.faults == "");
  const Rule& rule = *rule_of(loaded, "test.a");
  CHECK(rule.severity == Severity::low);
  CHECK(!rule.versions.at(0).severity);
  CHECK(rule.parameters.at("least").as_integer() == 7);
  CHECK(rule.tailored.changes == std::vector<std::string>{"severity set from high or medium to low",
                                                          "parameter least set from 5 to 7"});
  CHECK(rule.tailored.reason == "because");
  CHECK(rule_of(loaded, "test.b")->tailored.changes.empty());
}

TEST_CASE("tailoring: a rule that is switched off is not there, nor the shared rule it bound") {
  TailoredRoot root;
  CHECK(rule_of(root.load(), "test.b") != nullptr);
  const LoadedPacks loaded = root.load_as(change("rule: test.b, off: true"));
  CHECK(root.faults == "");
  CHECK(rule_of(loaded, "test.b") == nullptr);
  CHECK(rule_of(loaded, "lots.tested") == nullptr);
  CHECK(loaded.packs.at(0).switched_off.at(0).id == "test.b");
}

TEST_CASE("tailoring: examples expect nothing of a rule that is switched off, and all else still") {
  TailoredRoot root;
  root.write("jurisdictions/test/examples.yaml",
             "examples:\n  - name: x\n    expect: {test.a: pass, test.b: fail}\n");
  const LoadedPacks loaded = root.load_as(change("rule: test.b, off: true"));
  CHECK(root.faults == "");
  using Expected = std::vector<std::pair<std::string, std::string>>;
  REQUIRE(loaded.packs.at(0).examples.size() == 1);
  CHECK(loaded.packs.at(0).examples.at(0).expect == Expected{{"test.a", "pass"}});
}

TEST_CASE("tailoring: a change of a shared rule leaves the rules that bind it as they are") {
  TailoredRoot root;
  const LoadedPacks loaded = root.load_as(change("rule: lots.tested, severity: low"));
  CHECK(root.faults == "");
  CHECK(rule_of(loaded, "test.b")->severity == Severity::high);
}

TEST_CASE("tailoring: a rule is added to the pack it names and judged with its values and leaves") {
  TailoredRoot root;
  const LoadedPacks loaded = root.load_as(
      "rules:\n  - {pack: test, id: local.a, title: A, citation: act.1, applies_to: [test.own], "
      "require: product.sterile" +
      std::string(kGround) + "}\n");
  CHECK(root.faults == "");
  REQUIRE(rule_of(loaded, "local.a") != nullptr);
  CHECK(rule_of(loaded, "local.a")->tailored.changes == std::vector<std::string>{"added"});
  CHECK(loaded.packs.at(0).rules.back().id == "local.a");
}

TEST_CASE("tailoring: a change without a reason, a name or a day is refused at its place") {
  CHECK(faults_of("changes:\n  - {rule: test.a, severity: low}\n") ==
        "own.yaml:2:5: error: every change needs `reason:`, why it is made\n"
        "own.yaml:2:5: error: every change needs `who:`, who made it\n"
        "own.yaml:2:5: error: every change needs `date:`, the day it was made\n");
  CHECK(faults_of("changes:\n  - {rule: test.a, off: true, reason: r, who: w, date: 2026-02-30}\n")
            .find("own.yaml:2:56: error: '2026-02-30' is not a date") == 0);
}

TEST_CASE("tailoring: a parameter that the rule has not, or of another type, is refused") {
  CHECK(faults_of(change("rule: test.a, parameters: {laest: 7}")) ==
        "own.yaml:2:33: error: rule 'test.a' has no parameter 'laest', did you mean 'least'?\n");
  CHECK(faults_of(change("rule: test.a, parameters: {least: seven}")) ==
        "own.yaml:2:40: error: parameter 'least' of rule 'test.a' is a whole number; this is a "
        "text\n");
  CHECK(faults_of(change("rule: test.a, parameters: {dose: {quantity: 5 %}}")) ==
        "own.yaml:2:39: error: parameter 'dose' of rule 'test.a' is a quantity (volume); this is a "
        "quantity (ratio)\n");
  CHECK(faults_of(change("rule: test.a, parameters: {kinds: [1]}")) ==
        "own.yaml:2:40: error: parameter 'kinds' of rule 'test.a' is a list of: a text; this is a "
        "list of: a whole number\n");
  CHECK(faults_of(change("rule: test.a, parameters: {kinds: []}")) == "");
}

TEST_CASE("tailoring: a change that changes nothing, or twice, or too much is refused") {
  CHECK(faults_of(change("rule: test.a")).find("needs `parameters:`, `severity:` or `off: true`") !=
        std::string::npos);
  CHECK(faults_of(change("rule: test.a, off: true, severity: low"))
            .find("switched off has no other change") != std::string::npos);
  CHECK(faults_of(change("rule: test.a, off: false")).find("'off' is true") != std::string::npos);
  CHECK(faults_of(change("rule: test.a, severity: lwo")).find("'lwo' is no severity") !=
        std::string::npos);
  CHECK(faults_of(change("rule: test.a, severity: low") + "  - {rule: test.a, severity: low" +
                  kGround + "}\n")
            .find("own.yaml:3:5: error: rule 'test.a' is changed twice") == 0);
  CHECK(faults_of("changes: []\n").find("needs `changes:` or `rules:`") != std::string::npos);
}

TEST_CASE("tailoring: an added rule is checked like one of a pack, with its place in the file") {
  const auto added = [](const std::string& keys) {
    return faults_of("rules:\n  - {pack: test, title: A, citation: act.1, " + keys + kGround +
                     "}\n");
  };
  CHECK(added("id: other.a, require: 'true'").find("begins with 'local.'") != std::string::npos);
  CHECK(added("id: local.a, require: product.sterill").find("own.yaml:2:75: error: local.a: ") ==
        0);
  CHECK(added("id: local.a, reqire: 'true'").find("unknown key 'reqire'") != std::string::npos);
}

TEST_CASE("tailoring: a rule or a pack that is nowhere is refused, with the nearest name") {
  TailoredRoot root;
  Problems problems;
  root.write("own.yaml", change("rule: test.aa, off: true") +
                             "rules:\n  - {pack: tset, id: local.a, reason: r, who: w, date: "
                             "2026-11-01}\n");
  const Tailoring tailoring = read_tailoring(root.name() + "/own.yaml", problems);
  CHECK(problems.empty());
  refuse_unknown_rules(tailoring, root.load().packs, problems);
  REQUIRE(problems.size() == 2);
  CHECK(to_string(problems[0])
            .find("own.yaml:2:5: error: no pack has a rule 'test.aa', did you "
                  "mean 'test.a'?") != std::string::npos);
  CHECK(to_string(problems[1]).find("own.yaml:4:5: error: no pack 'tset', did you mean 'test'?") !=
        std::string::npos);
}

}  // namespace
}  // namespace verilot
