#include <nlohmann/json.hpp>
#include <ostream>

#include "report/report.h"
#include "report/spool.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& json, const SourceLocation& where) {
  if (!where.file.empty()) json["document"] = where.file;
  if (where.page > 0) json["page"] = where.page;
  if (where.box != Box{}) json["box"] = {where.box.x0, where.box.y0, where.box.x1, where.box.y1};
  if (where.line > 0) json["line"] = where.line;
  if (where.column > 0) json["column"] = where.column;
  if (!where.pointer.empty()) json["pointer"] = where.pointer;
  if (!where.correction.empty()) json["correction"] = where.correction;
}

Json problem_json(const Problem& problem) {
  constexpr const char* kLevels[] = {"note", "warning", "error"};
  Json json = {{"level", kLevels[static_cast<int>(problem.level)]}, {"message", problem.message}};
  add_place(json, problem.where);
  return json;
}

Json problems_json(const Problems& problems) {
  Json list = Json::array();
  for (const Problem& problem : problems) list.push_back(problem_json(problem));
  return list;
}

Json fact_json(const ReadFact& fact) {
  Json json = {{"path", fact.path}};
  json["value"] = fact.unknown ? Json(nullptr) : Json(fact.value);
  json["basis"] = fact.unknown ? Json(nullptr) : Json(fact.basis);
  if (fact.unknown) json["reason"] = fact.reason;
  add_place(json, fact.where);
  return json;
}

Json list_json(const SearchedList& list) {
  Json json = {
      {"path", list.path}, {"value", list.held}, {"basis", nullptr}, {"complete", list.complete}};
  if (!list.complete) json["reason"] = list.reason;
  add_place(json, list.where);
  return json;
}

Json citation_json(const Citation& citation) {
  Json json = {{"clauses", citation.ids}, {"clause", citation.clause}, {"status", citation.status}};
  if (!citation.text.empty()) json["text"] = citation.text;
  if (!citation.source.empty()) json["source"] = citation.source;
  if (!citation.author.empty())
    json["interpretation"] = {{"author", citation.author}, {"date", citation.date}};
  return json;
}

Json settle_json(const Settling& settle) {
  return {{"facts", settle.facts},
          {"settles", settle.settles},
          {"smallest", settle.smallest},
          {"could_fail", settle.could_fail},
          {"documents", settle.documents}};
}

Json finding_json(const Finding& finding) {
  Json json = {{"id", finding.id},
               {"pack", finding.pack},
               {"rule", finding.rule},
               {"title", finding.title},
               {"subject", finding.subject},
               {"outcome", to_string(finding.outcome)},
               {"advisory", finding.advisory},
               {"severity", to_string(finding.severity)},
               {"citation", citation_json(finding.citation)},
               {"message", finding.message}};
  if (!finding.tailored.empty()) json["tailored"] = finding.tailored;
  Json evidence = Json::array();
  for (const SearchedList& list : finding.searched) evidence.push_back(list_json(list));
  for (const ReadFact& fact : finding.applies_because) evidence.push_back(fact_json(fact));
  for (const ReadFact& fact : finding.evidence) evidence.push_back(fact_json(fact));
  json["evidence"] = evidence;
  Json unknown = Json::array();
  for (const MissingFact& fact : finding.unknown)
    unknown.push_back({{"path", fact.path}, {"reason", fact.reason}});
  json["unknown"] = unknown;
  json["ask"] = finding.ask;
  Json what_if = Json::array();
  for (const WhatIf& one : finding.what_if)
    what_if.push_back({{"if", one.condition}, {"outcome", one.result}});
  json["what_if"] = what_if;
  if (finding.settle) json["settle"] = settle_json(*finding.settle);
  if (finding.waived)
    json["waiver"] = {{"id", finding.waived->id},
                      {"until", finding.waived->until},
                      {"by", finding.waived->by},
                      {"reason", finding.waived->reason},
                      {"outcome", to_string(finding.waived->outcome)}};
  return json;
}

Json needed_json(const NeededDocument& document) {
  return {{"kind", document.kind},        {"name", document.name},
          {"held_by", document.held_by},  {"facts", document.facts},
          {"ask", document.asks},         {"lots", document.lots},
          {"settles", document.findings}, {"clauses", document.clauses}};
}

Json market_json(const MarketNeed& market) {
  constexpr const char* kWords[] = {"nothing", "documents", "change", "closed"};
  return {{"pack", market.pack},       {"needs", kWords[static_cast<int>(market.what)]},
          {"text", market.text},       {"documents", market.documents},
          {"changes", market.changes}, {"because", market.because}};
}

void add_settling(Json& json, const DossierResult& dossier) {
  Json needed = Json::array();
  for (const NeededDocument& document : dossier.needed) needed.push_back(needed_json(document));
  json["needed"] = needed;
  Json markets = Json::array();
  for (const MarketNeed& market : dossier.markets) markets.push_back(market_json(market));
  json["markets"] = markets;
}

bool is_live(const Finding& finding) {
  return finding.outcome != Outcome::pass && finding.outcome != Outcome::not_applicable;
}

Json dossier_json(const DossierResult& dossier, bool all) {
  Json json = {{"id", dossier.id},
               {"path", dossier.path},
               {"product", dossier.product},
               {"supplier", dossier.supplier},
               {"packs_because", dossier.packs_because},
               {"refused", dossier.refused}};
  Json verdicts = Json::array();
  for (const PackVerdict& v : dossier.verdicts)
    verdicts.push_back({{"pack", v.pack}, {"verdict", to_string(v.verdict)}});
  json["verdicts"] = verdicts;
  json["completeness"] = {{"known", dossier.completeness.known},
                          {"needed", dossier.completeness.needed}};
  Json documents = Json::array();
  for (const ReadDocument& d : dossier.documents)
    documents.push_back({{"name", d.name},
                         {"sha256", d.sha256},
                         {"pages", d.pages},
                         {"unread_pages", d.unread_pages}});
  json["documents"] = documents;
  Json findings = Json::array();
  for (const Finding& finding : dossier.findings)
    if (all || is_live(finding)) findings.push_back(finding_json(finding));
  json["findings"] = findings;
  for (const WaiverUse& use : dossier.waivers)
    json["waivers"].push_back({{"id", use.id}, {"finding", use.finding}, {"state", use.state}});
  Json requests = Json::array();
  for (const Request& request : dossier.requests)
    requests.push_back({{"text", request.text}, {"settles", request.findings}});
  json["requests"] = requests;
  if (!dossier.markets.empty()) add_settling(json, dossier);
  json["problems"] = problems_json(dossier.problems);
  return json;
}

Json tailoring_json(const TailoringInfo& tailoring) {
  Json rules = Json::array();
  for (const TailoredRule& rule : tailoring.rules)
    rules.push_back({{"rule", rule.rule},
                     {"change", rule.change},
                     {"reason", rule.reason},
                     {"who", rule.who},
                     {"date", rule.date}});
  return {{"file", tailoring.file}, {"sha256", tailoring.hash}, {"rules", rules}};
}

// Foreign text may hold bytes that are no UTF-8; they are replaced, never a reason to fail.
std::string dumped(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json registers_json(const std::vector<RegisterCopy>& copies) {
  Json list = Json::array();
  for (const RegisterCopy& copy : copies)
    list.push_back({{"id", copy.id},
                    {"title", copy.title},
                    {"date", copy.date},
                    {"sha256", copy.sha256},
                    {"complete", copy.complete},
                    {"stale", copy.stale}});
  return list;
}

}  // namespace

std::string dossier_line(const DossierResult& dossier, const ReportOptions& options) {
  return dumped(dossier_json(dossier, options.all), -1);
}

std::string tailoring_line(const TailoringInfo& tailoring) {
  return dumped(tailoring_json(tailoring), -1);
}

namespace {

Json head_json(const Run& run) {
  Json json = {{"schema", "verilot-result-1"}, {"as_of", to_string(run.as_of)}};
  Json packs = Json::array();
  for (const PackInfo& pack : run.packs)
    packs.push_back({{"id", pack.id},
                     {"version", pack.version},
                     {"title", pack.title},
                     {"hash", pack.hash},
                     {"law_as_found", pack.law_as_found}});
  json["packs"] = packs;
  if (run.tailoring) json["tailoring"] = tailoring_json(*run.tailoring);
  if (!run.registers.empty()) json["registers"] = registers_json(run.registers);
  return json;
}

Json tail_json(const Run& run) {
  Problems all = run.pack_problems;
  all.insert(all.end(), run.problems.begin(), run.problems.end());
  return {{"problems", problems_json(all)},
          {"exit", {{"code", run.exit.code}, {"name", run.exit.name}, {"why", run.exit.why}}}};
}

// Dossiers wait on disk for the packs that stand before them. Strings hold no line break as such,
// so every one is of the layout.
class JsonReport final : public ReportWriter {
 public:
  explicit JsonReport(std::ostream& out) : out_(out) {}

  void dossier(const DossierResult& dossier) override {
    part_ << (any_ ? ",\n    " : "\n    ");
    for (const char c : dumped(dossier_json(dossier, true), 2)) {
      part_ << c;
      if (c == '\n') part_ << "    ";
    }
    dossiers_.take(part_);
    any_ = true;
  }

  void end(const Run& run) override {
    const std::string head = dumped(head_json(run), 2), tail = dumped(tail_json(run), 2);
    out_ << head.substr(0, head.size() - 2) << ",\n  \"dossiers\": [";
    if (any_) dossiers_.copy_to(out_);
    out_ << (any_ ? "\n  ]," : "],") << tail.substr(1) << "\n";
  }

 private:
  std::ostream& out_;
  std::ostringstream part_;
  Spool dossiers_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<ReportWriter> start_json(const ReportOptions&, std::ostream& out) {
  return std::make_unique<JsonReport>(out);
}

}  // namespace verilot
