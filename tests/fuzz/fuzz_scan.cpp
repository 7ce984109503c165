// A rule file, chosen by the first byte, over the lines that follow. The plan and the tree-walking
// evaluator give each record the same verdicts, and what cannot be loaded has a fault with a place.
#include "fuzz/fuzz.h"
#include "scan/findings.h"
#include "scan/rule_file.h"

namespace verilot {
namespace {

struct RuleFile {
  explicit RuleFile(const std::string& name)
      : rules(load_bare_rules(VERILOT_SOURCE_DIR "/tests/fuzz/rules/" + name).rules),
        plan(programs()),
        session(plan),
        writer(rules, true) {
    if (rules.empty()) std::abort();
  }
  std::vector<cel::Program> programs() const {
    std::vector<cel::Program> all;
    for (const BareRule& rule : rules) all.push_back(rule.program);
    return all;
  }

  std::vector<BareRule> rules;
  plan::Plan plan;
  plan::Session session;
  FindingWriter writer;
};

RuleFile& rule_file(std::uint8_t choice) {
  static RuleFile files[] = {RuleFile("fields.json"), RuleFile("loops.json"),
                             RuleFile("texts.json"), RuleFile("values.json")};
  return files[choice % std::size(files)];
}

plan::Tag state_of(const cel::Value& value) {
  if (value.is_unknown()) return plan::Tag::unknown;
  if (value.is_true()) return plan::Tag::yes;
  return value.is_false() ? plan::Tag::no : plan::Tag::error;
}

void judge(RuleFile& file, std::string_view line) {
  const std::string padded = std::string(line) + std::string(plan::kPadding, '\n');
  const std::string_view record = std::string_view(padded).substr(0, line.size());
  const bool loaded = file.session.load(record);
  if (loaded == plan::find_fault(record).has_value()) std::abort();
  if (!loaded) return;
  std::vector<plan::Tag> states;
  for (std::size_t rule = 0; rule < file.rules.size(); ++rule) {
    states.push_back(file.session.state(rule));
    if (states.back() != state_of(file.session.value(rule))) std::abort();
  }
  std::string findings;
  file.writer.add(findings, 1, file.session, states);
  if (plan::find_fault(findings.substr(0, findings.size() - 1))) std::abort();
}

}  // namespace
}  // namespace verilot

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  if (size == 0) return 0;
  RuleFile& file = rule_file(data[0]);
  std::string_view rest = as_text(data + 1, size - 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    judge(file, rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return 0;
}
