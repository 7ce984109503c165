// The JUnit report, as build servers read it: a suite a dossier, a case a finding.
//
// Source: junit-10.xsd of the Jenkins xUnit plugin.
// What is open is `skipped` with its reason, an `error` where the report is strict; so is a waived
// failure, and an advisory one, as neither decides. What does not apply is counted, not listed. The
// suite "run" says whether the run itself is complete, so that a run that judged nothing is no
// success.
#include <ostream>

#include "report/markup.h"
#include "report/places.h"
#include "report/report.h"
#include "report/wording.h"

namespace verilot {

namespace {

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0, not_applicable = 0;
};

enum class Element { none, failure, error, skipped };

class JunitReport final : public ReportWriter {
 public:
  JunitReport(const ReportOptions& options, std::ostream& out) : options_(options), out_(out) {
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"verilot\">\n";
  }

  void dossier(const DossierResult& dossier) override {
    const Counts counts = count(dossier);
    out_ << "  <testsuite" << attribute("name", dossier.id) << attribute("file", dossier.path)
         << attribute("tests", std::to_string(counts.tests))
         << attribute("failures", std::to_string(counts.failures))
         << attribute("errors", std::to_string(counts.errors))
         << attribute("skipped", std::to_string(counts.skipped)) << ">\n    <properties>\n";
    property("product", dossier.product);
    property("supplier", dossier.supplier);
    for (const PackVerdict& verdict : dossier.verdicts)
      property("verdict." + verdict.pack, to_string(verdict.verdict));
    property("not-applicable", std::to_string(counts.not_applicable));
    out_ << "    </properties>\n";
    for (const Finding& finding : dossier.findings)
      if (finding.outcome != Outcome::not_applicable) write_case(dossier, finding);
    for (const Problem& problem : dossier.problems)
      if (problem.level == ProblemLevel::error) write_problem(dossier.id, problem);
    out_ << "  </testsuite>\n";
  }

  void end(const Run& run) override {
    Problems problems = run.pack_problems;
    problems.insert(problems.end(), run.problems.begin(), run.problems.end());
    std::erase_if(problems, [](const Problem& p) { return p.level != ProblemLevel::error; });
    const bool incomplete = run.exit.code >= 3;
    const std::size_t errors = problems.size() + (incomplete ? 1 : 0);
    out_ << "  <testsuite name=\"run\"" << attribute("tests", std::to_string(problems.size() + 1))
         << " failures=\"0\"" << attribute("errors", std::to_string(errors))
         << " skipped=\"0\">\n    <properties>\n";
    property("as-of", to_string(run.as_of));
    for (const PackInfo& pack : run.packs) property("pack." + pack.id, pack.version);
    out_ << "    </properties>\n    <testcase name=\"the run is complete\" classname=\"run\"";
    if (incomplete) {
      out_ << ">\n      <error" << attribute("type", run.exit.name)
           << attribute("message", run.exit.why) << "/>\n    </testcase>\n";
    } else {
      out_ << "/>\n";
    }
    for (const Problem& problem : problems) write_problem("run", problem);
    out_ << "  </testsuite>\n</testsuites>\n";
    out_.flush();
  }

 private:
  static std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + escaped(value) + "\"";
  }

  void property(std::string_view name, std::string_view value) {
    out_ << "      <property" << attribute("name", name) << attribute("value", value) << "/>\n";
  }

  Element element_of(const Finding& finding) const {
    switch (finding.outcome) {
      case Outcome::fail:
        return finding.advisory ? Element::skipped : Element::failure;
      case Outcome::unverified:
        return options_.strict && !finding.advisory ? Element::error : Element::skipped;
      case Outcome::waived:
        return Element::skipped;
      case Outcome::error:
        return Element::error;
      case Outcome::pass:
      case Outcome::not_applicable:
        break;
    }
    return Element::none;
  }

  Counts count(const DossierResult& dossier) const {
    Counts counts;
    for (const Finding& finding : dossier.findings) {
      const Element element = element_of(finding);
      counts.tests += finding.outcome != Outcome::not_applicable;
      counts.not_applicable += finding.outcome == Outcome::not_applicable;
      counts.failures += element == Element::failure;
      counts.errors += element == Element::error;
      counts.skipped += element == Element::skipped;
    }
    for (const Problem& problem : dossier.problems)
      if (problem.level == ProblemLevel::error) ++counts.tests, ++counts.errors;
    return counts;
  }

  void write_case(const DossierResult& dossier, const Finding& finding) {
    constexpr const char* kNames[] = {"", "failure", "error", "skipped"};
    const std::string name = finding.rule + (finding.subject.empty() ? "" : " " + finding.subject);
    out_ << "    <testcase" << attribute("name", name)
         << attribute("classname", dossier.id + "." + finding.pack);
    const Element element = element_of(finding);
    if (element == Element::none) return void(out_ << "/>\n");
    const std::string tag = kNames[static_cast<int>(element)];
    const std::string word =
        std::string(to_string(finding.outcome)) + (finding.advisory ? ", advisory" : "");
    out_ << ">\n      <" << tag
         << attribute("type", word + ", " + std::string(to_string(finding.severity)))
         << attribute("message", word + ": " + finding.message) << ">" << body(dossier, finding)
         << "</" << tag << ">\n    </testcase>\n";
  }

  // What a person at a build server needs to go on.
  static std::string body(const DossierResult& dossier, const Finding& finding) {
    std::string text = escaped(finding.title) + "\n";
    const auto line = [&](std::string_view head, const std::string& words) {
      if (!words.empty()) text += std::string(head) + ": " + escaped(words) + "\n";
    };
    line("waived", waiver_text(finding));
    line("law", citation_text(finding.citation));
    SourceLocation where = first_place(finding);
    if (!where.file.empty()) where.file = path_of(dossier, where.file);
    line("at", to_string(where));
    for (const MissingFact& fact : finding.unknown)
      line("open", fact.path + " (" + fact.reason + ")");
    for (const std::string& ask : finding.ask) line("ask for", ask);
    return text;
  }

  void write_problem(const std::string& owner, const Problem& problem) {
    out_ << "    <testcase" << attribute("name", to_string(problem.where))
         << attribute("classname", owner + ".problems") << ">\n      <error type=\"incomplete\""
         << attribute("message", problem.message) << "/>\n    </testcase>\n";
  }

  const ReportOptions& options_;
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<ReportWriter> start_junit(const ReportOptions& options, std::ostream& out) {
  return std::make_unique<JunitReport>(options, out);
}

}  // namespace verilot
