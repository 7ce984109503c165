#include "report/vet_report.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "report/markup.h"
#include "report/text.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

std::string numbers_of(const VetResult& vet) {
  std::string text;
  for (const auto& [scheme, number] : vet.numbers)
    text += (text.empty() ? "" : ", ") + scheme + " " + number;
  return text;
}

const char* word_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "PASS";
    case Outcome::fail:
      return "FAIL";
    case Outcome::waived:
      return "WAIV";
    case Outcome::error:
      return "ERR ";
    default:
      return "UNVF";
  }
}

// What a buyer has to read first: "FAIL register.letters; UNVF register.sanctions".
std::string against(const VetResult& vet) {
  std::string text;
  for (const Outcome wanted : {Outcome::error, Outcome::fail, Outcome::unverified})
    for (const VetSection& section : vet.sections)
      for (const Finding& finding : section.findings)
        if (finding.outcome == wanted)
          text +=
              fmt::format("{}{} {}", text.empty() ? "" : "; ", word_of(wanted), finding.message);
  for (const Problem& problem : vet.problems)
    text += (text.empty() ? "NOT READ " : "; NOT READ ") + to_string(problem);
  return text;
}

// "cleared MERIDIAN FZE 0.83 (OFAC), hit 9f2c41d07b55, by M. Ortiz on 2026-11-22: another trade"
std::string near_of(const VetResult& vet) {
  std::string text;
  for (const VetSection& section : vet.sections)
    for (const VetName& name : section.names) {
      if (name.kind != VetName::Kind::open && name.kind != VetName::Kind::cleared) continue;
      text += fmt::format("{}{} {} {:.2f} ({}), hit {}", text.empty() ? "" : "; ",
                          name.kind == VetName::Kind::open ? "near" : "cleared", name.name,
                          name.score, name.list, name.hit);
      if (!name.decided.empty()) text += ", by " + name.decided;
    }
  return text;
}

constexpr const char* kCsvHead =
    "id,name,country,numbers,verdict,failed,open,passed,errors,not_looked_at,findings,"
    "near_names\r\n";

void write_csv_row(const VetResult& vet, std::ostream& out) {
  const std::string cells[] = {vet.id,
                               vet.name,
                               vet.country,
                               numbers_of(vet),
                               std::string(to_string(vet.verdict)),
                               std::to_string(vet.failed),
                               std::to_string(vet.open),
                               std::to_string(vet.passed),
                               std::to_string(vet.errors + vet.problems.size()),
                               not_looked_at(vet),
                               against(vet),
                               near_of(vet)};
  for (std::size_t i = 0; i < std::size(cells); ++i)
    out << (i == 0 ? "" : ",") << csv_cell(cells[i]);
  out << "\r\n";
}

// Writes the names of a section below its findings.
void write_names(const VetSection& section, std::size_t width, std::ostream& out) {
  constexpr const char* kWords[] = {"entry", "near", "cleared", "nearest"};
  for (const VetName& name : section.names) {
    const std::string word = kWords[static_cast<int>(name.kind)];
    const std::string score =
        name.kind == VetName::Kind::entry ? "" : fmt::format(" {:.2f}", name.score);
    out << wrapped("        " + word + std::string(10 - word.size(), ' '),
                   printable(fmt::format("{}{} ({}, for {}): {}", name.name, score, name.list,
                                         name.party, reasons_of(name))),
                   width);
    if (name.kind == VetName::Kind::open)
      out << wrapped("                  ",
                     "hit " + name.hit + "; verilot supplier clear or confirm it", width);
    if (name.kind == VetName::Kind::cleared)
      out << wrapped("                  ", "by " + printable(name.decided), width);
  }
}

void write_section(const VetSection& section, std::size_t width, std::ostream& out) {
  out << "\n" << section.title << (section.note.empty() ? "" : "  (" + section.note + ")") << "\n";
  if (section.findings.empty()) out << "  no register and no rule speaks of it\n";
  for (std::size_t i = 0; i < section.findings.size(); ++i) {
    const Finding& finding = section.findings[i];
    out << wrapped(
        fmt::format("  {}  {:<8}  ", word_of(finding.outcome), to_string(finding.severity)),
        printable(finding.message) + (finding.advisory ? " (advisory)" : "") +
            (section.rests_on[i].empty() ? "" : " [" + section.rests_on[i] + "]"),
        width);
    for (const std::string& reason : open_reasons(finding))
      out << wrapped("                  ", printable(reason), width);
  }
  write_names(section, width, out);
}

Json json_of(const Finding& finding, const std::string& rests_on) {
  Json facts = Json::array(), unknown = Json::array();
  for (const ReadFact& fact : finding.evidence)
    facts.push_back({{"path", fact.path},
                     {"value", clean_text(fact.value)},
                     {"basis", fact.basis},
                     {"document", fact.where.file},
                     {"page", fact.where.page}});
  for (const MissingFact& fact : finding.unknown)
    unknown.push_back({{"path", fact.path}, {"reason", clean_text(fact.reason)}});
  return {{"rule", finding.rule},
          {"subject", finding.subject},
          {"outcome", to_string(finding.outcome)},
          {"severity", to_string(finding.severity)},
          {"advisory", finding.advisory},
          {"citation", finding.citation.clause},
          {"message", clean_text(finding.message)},
          {"evidence", facts},
          {"unknown", unknown},
          {"rests_on", rests_on},
          {"ask", finding.ask}};
}

Json json_of(const VetName& name) {
  constexpr const char* kWords[] = {"entry", "open", "cleared", "nearest"};
  return {{"kind", kWords[static_cast<int>(name.kind)]},
          {"party", clean_text(name.party)},
          {"list", name.list},
          {"name", clean_text(name.name)},
          {"score", std::round(name.score * 1000) / 1000},
          {"reasons", name.reasons},
          {"hit", name.hit},
          {"decided", clean_text(name.decided)}};
}

Json json_of(const VetResult& vet) {
  Json sections = Json::array(), numbers = Json::object(), problems = Json::array();
  for (const auto& [scheme, number] : vet.numbers) numbers[scheme] = number;
  for (const Problem& problem : vet.problems) problems.push_back(clean_text(to_string(problem)));
  for (const VetSection& section : vet.sections) {
    Json findings = Json::array(), names = Json::array();
    for (std::size_t i = 0; i < section.findings.size(); ++i)
      findings.push_back(json_of(section.findings[i], section.rests_on[i]));
    for (const VetName& name : section.names) names.push_back(json_of(name));
    sections.push_back({{"id", section.id},
                        {"looked_at", section.looked_at},
                        {"findings", findings},
                        {"names", names}});
  }
  return {{"id", clean_text(vet.id)},
          {"name", clean_text(vet.name)},
          {"country", vet.country},
          {"numbers", numbers},
          {"verdict", to_string(vet.verdict)},
          {"passed", vet.passed},
          {"failed", vet.failed},
          {"open", vet.open},
          {"errors", vet.errors},
          {"sections", sections},
          {"problems", problems}};
}

}  // namespace

std::string reasons_of(const VetName& name) {
  std::string text;
  for (const std::string& reason : name.reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

std::string not_looked_at(const VetResult& vet) {
  std::string text;
  for (const VetSection& section : vet.sections)
    if (!section.looked_at) text += (text.empty() ? "" : ", ") + section.id;
  return text;
}

std::vector<std::string> open_reasons(const Finding& finding) {
  std::vector<std::string> reasons;
  for (const MissingFact& fact : finding.unknown) {
    // A reason of a register names it; the place within the facts helps nobody.
    const std::string reason =
        fact.path.starts_with("registers[") ? fact.reason : fact.path + ": " + fact.reason;
    if (fact.reason != "not stated" && std::ranges::find(reasons, reason) == reasons.end())
      reasons.push_back(reason);
  }
  return reasons;
}

std::string advice(const VetResult& vet) {
  switch (vet.verdict) {
    case Verdict::reject:
      return "do not buy";
    case Verdict::hold:
      return "do not buy yet";
    case Verdict::clear:
      break;
  }
  return "nothing against it in what was looked at";
}

void write_vet_text(const VetResult& vet, std::size_t width, std::ostream& out) {
  const std::string numbers = numbers_of(vet);
  out << wrapped("",
                 printable(vet.name.empty() ? "(supplier not named)" : vet.name) +
                     (vet.country.empty() ? "" : "  " + vet.country) +
                     (numbers.empty() ? "" : "  " + printable(numbers)),
                 width);
  for (const VetSection& section : vet.sections)
    if (section.looked_at) write_section(section, width, out);
  out << "\n";
  if (const std::string rest = not_looked_at(vet); !rest.empty())
    out << wrapped("NOT LOOKED AT  ", rest + ": vet the supplier's dossier", width) << "\n";
  for (const Problem& problem : vet.problems)
    out << wrapped("  could not be read: ", printable(to_string(problem)), width);
  out << fmt::format("{}: {}\n{} FAIL  {} UNVF  {} PASS\n", to_string(vet.verdict), advice(vet),
                     vet.failed, vet.open, vet.passed);
}

void write_vet_json(const std::vector<VetResult>& suppliers, const VetRun& run, std::ostream& out) {
  Json json = {{"schema", "verilot-vet-1"}, {"as_of", to_string(run.as_of)}};
  json["registers"] = Json::array();
  for (const RegisterCopy& copy : run.registers)
    json["registers"].push_back({{"id", copy.id},
                                 {"title", copy.title},
                                 {"date", copy.date},
                                 {"sha256", copy.sha256},
                                 {"complete", copy.complete},
                                 {"stale", copy.stale}});
  json["suppliers"] = Json::array();
  for (const VetResult& vet : suppliers) json["suppliers"].push_back(json_of(vet));
  json["exit"] = {{"code", run.exit.code}, {"name", run.exit.name}, {"why", run.exit.why}};
  out << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

VetReport::VetReport(Format format, std::size_t width, std::ostream& out)
    : format_(format), width_(width), out_(out) {
  if (format_ == Format::csv) out_ << kCsvHead;
}

void VetReport::supplier(const VetResult& vet) {
  ++count_;
  if (format_ == Format::csv) return write_csv_row(vet, out_);
  if (format_ != Format::text) return kept_.push_back(vet);
  if (count_ > 1) out_ << "\n" << std::string(width_, '-') << "\n";
  write_vet_text(vet, width_, out_);
}

void VetReport::end(const VetRun& run) {
  if (format_ == Format::json) write_vet_json(kept_, run, out_);
  if (format_ == Format::html) write_vet_html(kept_, run, out_);
  if (format_ == Format::text) {
    std::string oldest, stale;
    for (const RegisterCopy& copy : run.registers) {
      if (oldest.empty() || copy.date < oldest) oldest = copy.date;
      if (copy.stale) stale += (stale.empty() ? "" : ", ") + copy.id;
    }
    out_ << wrapped("lists   ",
                    run.registers.empty()
                        ? "no register is kept: verilot registers update or import"
                        : counted(run.registers.size(), "register") + ", the oldest of " + oldest +
                              (stale.empty() ? "" : "; out of date: " + stale),
                    width_);
    out_ << wrapped("",
                    fmt::format("exit {} ({}) {}", run.exit.code, run.exit.name,
                                cut(printable(run.exit.why), 400)),
                    width_);
  }
  out_.flush();
}

}  // namespace verilot
