// Suppliers that were vetted, as one page to read and print: a table first, then each supplier.
#include <fmt/core.h>

#include <ostream>

#include "report/html_finding.h"
#include "report/html_style.h"
#include "report/markup.h"
#include "report/vet_report.h"

namespace verilot {

namespace {

std::string verdict_cell(const VetResult& vet) {
  constexpr const char* kClasses[] = {"clear", "hold", "reject"};
  return fmt::format("<span class=\"word {}\">{}</span>", kClasses[static_cast<int>(vet.verdict)],
                     to_string(vet.verdict));
}

void write_table(const std::vector<VetResult>& suppliers, std::ostream& out) {
  out << "<table>\n<tr><th>Id</th><th>Supplier</th><th>Country</th><th>Verdict</th><th>Fail</th>"
         "<th>Unverified</th><th>Pass</th></tr>\n";
  for (std::size_t i = 0; i < suppliers.size(); ++i) {
    const VetResult& vet = suppliers[i];
    out << fmt::format(
        "<tr><td>{}</td><td><a "
        "href=\"#s{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>"
        "<td>{}</td></tr>\n",
        escaped(vet.id), i, escaped(vet.name.empty() ? "(not named)" : vet.name),
        escaped(vet.country), verdict_cell(vet), vet.failed, vet.open, vet.passed);
  }
  out << "</table>\n";
}

void write_finding(const Finding& finding, const std::string& rests_on, std::ostream& out) {
  out << "<tr><td style=\"width:6.5rem\">" << outcome_word(finding.outcome)
      << "</td><td style=\"width:5rem\">" << to_string(finding.severity) << "</td><td>"
      << escaped(finding.message);
  if (!rests_on.empty()) out << " [" << escaped(rests_on) << "]";
  for (const std::string& reason : open_reasons(finding)) out << "<br>" << escaped(reason);
  if (!finding.citation.clause.empty()) out << "<br>" << escaped(finding.citation.clause);
  out << "</td></tr>\n";
}

void write_name(const VetName& name, std::ostream& out) {
  constexpr const char* kWords[] = {"entry", "near, not compared yet", "cleared", "nearest"};
  out << fmt::format("<li>{}: {}{} ({}, for {}): {}", kWords[static_cast<int>(name.kind)],
                     escaped(name.name),
                     name.kind == VetName::Kind::entry ? "" : fmt::format(" {:.2f}", name.score),
                     escaped(name.list), escaped(name.party), escaped(reasons_of(name)));
  if (name.kind == VetName::Kind::open) out << "; hit " << escaped(name.hit);
  if (!name.decided.empty()) out << "; by " << escaped(name.decided);
  out << "</li>\n";
}

void write_section(const VetSection& section, std::ostream& out) {
  out << "<h3>" << escaped(section.title);
  if (!section.note.empty()) out << " (" << escaped(section.note) << ")";
  out << "</h3>\n";
  if (section.findings.empty()) out << "<p>No register and no rule speaks of it.</p>\n";
  if (!section.findings.empty()) out << "<table>\n";
  for (std::size_t i = 0; i < section.findings.size(); ++i)
    write_finding(section.findings[i], section.rests_on[i], out);
  if (!section.findings.empty()) out << "</table>\n";
  if (section.names.empty()) return;
  out << "<ul>\n";
  for (const VetName& name : section.names) write_name(name, out);
  out << "</ul>\n";
}

void write_supplier(const VetResult& vet, std::size_t number, std::ostream& out) {
  out << fmt::format("<h2 id=\"s{}\">{} {}</h2>\n<p>{}", number,
                     escaped(vet.name.empty() ? "(not named)" : vet.name), verdict_cell(vet),
                     escaped(advice(vet)));
  if (vet.id != vet.name) out << "; id " << escaped(vet.id);
  for (const auto& [scheme, plain] : vet.numbers) out << "; " << escaped(scheme + " " + plain);
  out << "</p>\n";
  for (const Problem& problem : vet.problems)
    out << "<p>Could not be read: " << escaped(to_string(problem)) << "</p>\n";
  for (const VetSection& section : vet.sections)
    if (section.looked_at) write_section(section, out);
  if (const std::string rest = not_looked_at(vet); !rest.empty())
    out << "<p>Not looked at: " << escaped(rest) << ". Vet the supplier's dossier.</p>\n";
}

}  // namespace

void write_vet_html(const std::vector<VetResult>& suppliers, const VetRun& run, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<title>Suppliers vetted</title>\n<style>"
      << kHtmlStyle << "</style></head><body>\n<h1>Suppliers vetted</h1>\n<p>As of "
      << to_string(run.as_of) << ". A near name is never a match; being registered is never "
      << "approval.</p>\n";
  write_table(suppliers, out);
  out << "<h3>Registers</h3>\n";
  if (run.registers.empty()) out << "<p>No register is kept.</p>\n";
  out << "<ul>\n";
  for (const RegisterCopy& copy : run.registers)
    out << fmt::format("<li>{}, copy of {}{}{}</li>\n", escaped(copy.title), escaped(copy.date),
                       copy.stale ? ", out of date" : "", copy.complete ? "" : ", an extract");
  out << "</ul>\n";
  for (std::size_t i = 0; i < suppliers.size(); ++i) write_supplier(suppliers[i], i, out);
  out << "</body></html>\n";
}

}  // namespace verilot
