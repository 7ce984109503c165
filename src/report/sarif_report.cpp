// The SARIF report: static analysis results interchange format 2.1.0 (OASIS).
//
// Results are written as they come; rules and documents, which results name by number, follow them.
// kind: pass, fail, open (unverified), notApplicable; a level only with fail, by severity: critical
// and high error, medium warning, low and advisory note. A waived failure is a failure with a
// suppression. SARIF has no pages: a place on a page names its document and carries page and box as
// properties.
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "report/markup.h"
#include "report/places.h"
#include "report/report.h"
#include "report/wording.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostPlaces = 20;  // of a result

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json message(const std::string& text) { return {{"text", text.empty() ? "(no words)" : text}}; }

const char* level_of(Severity severity) {
  if (severity >= Severity::high) return "error";
  return severity == Severity::medium ? "warning" : "note";
}

struct Kind {
  const char* kind;
  const char* level;
};

Kind kind_of(const Finding& finding, bool strict) {
  switch (finding.outcome) {
    case Outcome::pass:
      return {"pass", "none"};
    case Outcome::not_applicable:
      return {"notApplicable", "none"};
    case Outcome::unverified:
      return strict && !finding.advisory ? Kind{"fail", "warning"} : Kind{"open", "none"};
    case Outcome::error:
      return {"open", "none"};
    case Outcome::waived:
      if (finding.waived && finding.waived->outcome == Outcome::unverified) return {"open", "none"};
      break;
    case Outcome::fail:
      break;
  }
  return {"fail", finding.advisory ? "note" : level_of(finding.severity)};
}

Json rule_json(const Finding& finding) {
  const Citation& law = finding.citation;
  Json rule = {{"id", finding.rule},
               {"shortDescription", message(finding.title)},
               {"defaultConfiguration", {{"level", level_of(finding.severity)}}}};
  std::string help = citation_text(law);
  if (!law.text.empty()) help += "\n\n" + law.text;
  if (!help.empty()) rule["help"] = message(help);
  if (law.source.starts_with("https://") || law.source.starts_with("http://"))
    rule["helpUri"] = law.source;
  rule["properties"] = {{"pack", finding.pack},
                        {"severity", to_string(finding.severity)},
                        {"citation", law.clause},
                        {"citationStatus", law.status},
                        {"clauses", law.ids}};
  return rule;
}

Json place_json(const SourceLocation& where, const std::string& uri) {
  Json physical = {{"artifactLocation", {{"uri", uri}}}};
  // Columns are counted in bytes here and in characters there, so the line alone is said.
  if (where.line > 0) physical["region"] = {{"startLine", where.line}};
  Json location = {{"physicalLocation", physical}};
  Json properties = Json::object();
  if (where.page > 0) properties["page"] = where.page;
  if (where.box != Box{})
    properties["box"] = {where.box.x0, where.box.y0, where.box.x1, where.box.y1};
  if (!where.pointer.empty()) properties["pointer"] = where.pointer;
  if (!where.correction.empty()) properties["correction"] = where.correction;
  if (!properties.empty()) location["properties"] = properties;
  return location;
}

Json notification(const Problem& problem, const std::string& uri) {
  constexpr const char* kLevels[] = {"note", "warning", "error"};
  Json json = {{"level", kLevels[static_cast<int>(problem.level)]},
               {"message", message(problem.message)}};
  if (!uri.empty()) json["locations"] = Json::array({place_json(problem.where, uri)});
  return json;
}

class SarifReport final : public ReportWriter {
 public:
  SarifReport(const ReportOptions& options, std::ostream& out) : options_(options), out_(out) {
    out_ << "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
            "\"runs\":[{\"results\":[";
  }

  void dossier(const DossierResult& dossier) override {
    for (const Finding& finding : dossier.findings) {
      out_ << (first_ ? "\n" : ",\n") << dumped(result(dossier, finding));
      first_ = false;
      if (finding.outcome == Outcome::error)
        notes_.push_back({{"level", "error"},
                          {"message", message(finding.id + ": " + finding.message)},
                          {"associatedRule", {{"id", finding.rule}}}});
    }
    for (const ReadDocument& document : dossier.documents) note_document(dossier, document);
    for (const Problem& problem : dossier.problems)
      notes_.push_back(notification(
          problem, problem.where.file.empty() ? "" : uri_of(path_of(dossier, problem.where.file))));
  }

  void end(const Run& run) override {
    for (const Problems* problems : {&run.pack_problems, &run.problems})
      for (const Problem& problem : *problems)
        notes_.push_back(notification(problem, uri_of(problem.where.file)));
    out_ << "\n],\n\"columnKind\":\"unicodeCodePoints\",\n\"tool\":{\"driver\":"
            "{\"name\":\"verilot\",\"rules\":[";
    write_list(rules_);
    out_ << "]},\"extensions\":" << dumped(packs(run)) << "},\n\"artifacts\":[";
    write_list(documents_);
    out_ << "],\n\"invocations\":[" << dumped(invocation(run))
         << "],\n\"properties\":" << dumped({{"asOf", to_string(run.as_of)}}) << "}]}\n";
    out_.flush();
  }

 private:
  Json result(const DossierResult& dossier, const Finding& finding) {
    const Kind kind = kind_of(finding, options_.strict);
    Json json = {{"ruleId", finding.rule},
                 {"ruleIndex", rule_index(finding)},
                 {"kind", kind.kind},
                 {"level", kind.level},
                 {"message", message(finding.message)},
                 {"locations", locations(dossier, finding)},
                 {"partialFingerprints", {{"finding/v1", finding.id}}}};
    if (finding.outcome == Outcome::waived)
      json["suppressions"] =
          Json::array({{{"kind", "external"},
                        {"status", "accepted"},
                        {"justification", finding.waived ? waiver_text(finding) : "waived"}}});
    json["properties"] = properties(dossier, finding);
    return json;
  }

  static Json properties(const DossierResult& dossier, const Finding& finding) {
    Json json = {{"outcome", to_string(finding.outcome)},
                 {"severity", to_string(finding.severity)},
                 {"advisory", finding.advisory},
                 {"dossier", dossier.id},
                 {"pack", finding.pack},
                 {"subject", finding.subject}};
    Json open = Json::array();
    for (const MissingFact& fact : finding.unknown)
      open.push_back({{"path", fact.path}, {"reason", fact.reason}});
    if (!open.empty()) json["unknown"] = open;
    if (!finding.ask.empty()) json["ask"] = finding.ask;
    if (finding.settle) json["settledBy"] = finding.settle->facts;
    return json;
  }

  // A result without a place of its own is one of the dossier.
  static Json locations(const DossierResult& dossier, const Finding& finding) {
    Json list = Json::array();
    const Json logical = {{{"fullyQualifiedName", finding.id}, {"kind", "member"}}};
    for (const NamedPlace& place : places_of(finding)) {
      if (list.size() == kMostPlaces) break;
      list.push_back(place_json(place.where, uri_of(path_of(dossier, place.where.file))));
      list.back()["message"] = message((place.searched ? "searched: " : "read: ") + place.what);
    }
    if (list.empty()) list.push_back(place_json({}, uri_of(dossier.path)));
    list.front()["logicalLocations"] = logical;
    return list;
  }

  std::size_t rule_index(const Finding& finding) {
    const auto [known, added] = rule_numbers_.emplace(finding.rule, rules_.size());
    if (added) rules_.push_back(dumped(rule_json(finding)));
    return known->second;
  }

  void note_document(const DossierResult& dossier, const ReadDocument& document) {
    const std::string uri = uri_of(path_of(dossier, document.name));
    if (!uris_.insert(uri).second) return;
    Json json = {{"location", {{"uri", uri}}}};
    if (!document.sha256.empty()) json["hashes"] = {{"sha-256", document.sha256}};
    json["properties"] = {{"pages", document.pages}, {"unreadPages", document.unread_pages}};
    documents_.push_back(dumped(json));
  }

  static Json packs(const Run& run) {
    Json list = Json::array();
    for (const PackInfo& pack : run.packs)
      list.push_back({{"name", pack.id},
                      {"version", pack.version},
                      {"fullName", pack.title.empty() ? pack.id : pack.title},
                      {"properties", {{"sha256", pack.hash}, {"lawAsFound", pack.law_as_found}}}});
    return list;
  }

  Json invocation(const Run& run) const {
    Json json = {{"executionSuccessful", run.exit.code < 3},
                 {"exitCode", run.exit.code},
                 {"exitCodeDescription", run.exit.name + ": " + run.exit.why}};
    if (!notes_.empty()) json["toolExecutionNotifications"] = notes_;
    return json;
  }

  void write_list(const std::vector<std::string>& objects) {
    for (std::size_t i = 0; i < objects.size(); ++i) out_ << (i == 0 ? "\n" : ",\n") << objects[i];
  }

  const ReportOptions& options_;
  std::ostream& out_;
  bool first_ = true;
  std::map<std::string, std::size_t> rule_numbers_;
  std::set<std::string> uris_;
  std::vector<std::string> rules_, documents_;  // as JSON
  Json notes_ = Json::array();
};

}  // namespace

std::unique_ptr<ReportWriter> start_sarif(const ReportOptions& options, std::ostream& out) {
  return std::make_unique<SarifReport>(options, out);
}

}  // namespace verilot
