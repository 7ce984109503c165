#include "examine/certificate_view.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "examine/facts.h"
#include "examine/printed.h"
#include "model/certificate.h"

namespace verilot {

namespace {

Said said(const Evidence& evidence, NodeId object, std::string_view key) {
  if (is_none(evidence, object, key)) return {Said::State::none, ""};
  std::optional<std::string> text = text_of(evidence, object, key);
  return text ? Said{Said::State::value, std::move(*text)} : Said{};
}

DateSaid date_said(const Evidence& evidence, NodeId object, std::string_view key) {
  const NodeId id = evidence.member(object, key);
  if (id == kNoNode || evidence.kind(id) == NodeKind::unknown) return {};
  if (evidence.kind(id) == NodeKind::null) return {Said::State::none, {}, ""};
  if (evidence.kind(id) != NodeKind::date) return {};
  return {Said::State::value, evidence.date(id), evidence.text(id)};
}

const Analyte* entry_of(const std::string& id, const Tables& tables) {
  const auto found = std::ranges::find(tables.analytes, id, &Analyte::id);
  return found == tables.analytes.end() ? nullptr : &*found;
}

// The method of a row that was written out: readers of documents have recognised theirs. The first
// that fits and measures the analyte, else the first that fits.
Said method_in(const std::string& printed, const std::string& analyte,
               const ExamineContext& context) {
  Said first;
  for (const Method& method : context.tables.methods) {
    const bool fits = std::ranges::any_of(method.patterns, [&](const std::string& pattern) {
      return RE2::PartialMatch(printed, context.recognisers.pattern("(?i)" + pattern));
    });
    if (!fits) continue;
    const Said found{Said::State::value, method.id};
    if (std::ranges::find(method.measures, analyte) != method.measures.end()) return found;
    if (!first.known()) first = found;
  }
  return first;
}

RowView row_view(const Evidence& evidence, NodeId node, const CellGrammar& grammar,
                 const ExamineContext& context) {
  RowView row;
  row.node = node;
  const auto get = [&](const char* key) { return said(evidence, node, key); };
  row.section = get("section");
  row.analyte = get("analyte");
  row.printed = get("printed_analyte");
  row.method = get("method");
  row.method_id = get("method_id");
  row.limit = get("limit");
  row.result = get("result");
  row.unit = get("unit");
  row.status = get("printed_status");
  row.detection_limit = get("detection_limit");
  row.quantitation_limit = get("quantitation_limit");
  row.started = date_said(evidence, node, "started");
  row.completed = date_said(evidence, node, "completed");
  row.no_result = row.result.none() || reason_of(evidence, node, "result") == kNoResult;
  row.cells = read_row(evidence, node, grammar);
  row.entry = entry_of(row.analyte.text, context.tables);
  if (row.method.known() && evidence.member(node, "method_id") == kNoNode)
    row.method_id = method_in(row.method.text, row.analyte.text, context);
  return row;
}

void read_rows(const Evidence& evidence, CertificateView& view, const ExamineContext& context) {
  const NodeId tests = evidence.member(view.node, "tests");
  if (tests == kNoNode || evidence.kind(tests) != NodeKind::list) return;
  view.complete = evidence.complete(tests);
  const std::vector<NodeId> rows = evidence.children(tests);
  const CellGrammar grammar{context.tables.units, context.tables.certificate,
                            certificate_uses_comma(evidence, rows)};
  for (const NodeId row : rows) {
    if (evidence.kind(row) == NodeKind::object) {
      view.rows.push_back(row_view(evidence, row, grammar, context));
    } else {
      view.complete = false;
    }
  }
}

void read_dates(const Evidence& evidence, CertificateView& view) {
  const NodeId dates = evidence.member(view.node, "dates");
  if (dates == kNoNode || evidence.kind(dates) != NodeKind::object) return;
  for (const char* role :
       {"manufactured", "sampled", "received", "analysis_started", "analysis_completed", "reported",
        "issued", "signed", "expiry", "retest"})
    view.dates[role] = date_said(evidence, dates, role);
}

void read_statements(const Evidence& evidence, CertificateView& view) {
  const NodeId list = evidence.member(view.node, "statements");
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return;
  for (const NodeId each : evidence.children(list)) {
    if (evidence.kind(each) != NodeKind::object) continue;
    const auto kind = text_of(evidence, each, "kind");
    std::string text = text_of(evidence, each, "text").value_or("");
    while (text.ends_with('.')) text.pop_back();
    if (kind) view.statements.emplace(*kind, std::move(text));
  }
}

bool same_place(const Evidence& evidence, NodeId object, std::string_view a, std::string_view b) {
  const NodeId first = evidence.member(object, a), second = evidence.member(object, b);
  if (first == kNoNode || second == kNoNode) return false;
  const SourceLocation &x = evidence.where(first), &y = evidence.where(second);
  return x.page != 0 && x == y && x.box.x1 > x.box.x0;
}

CertificateView view_of(const Evidence& evidence, NodeId node, const ExamineContext& context) {
  CertificateView view;
  view.node = node;
  const auto get = [&](const char* key) { return said(evidence, node, key); };
  view.document = get("document");
  view.number = get("number");
  view.product_name = get("product_name");
  view.lot = get("lot");
  view.client = get("client");
  view.manufacturer = get("manufacturer");
  view.laboratory = get("laboratory");
  view.accreditation = get("accreditation");
  view.signatory = get("signatory");
  view.overall_status = get("overall_status");
  const NodeId metadata = evidence.member(node, "document_metadata");
  if (metadata != kNoNode && evidence.kind(metadata) == NodeKind::object)
    view.producer = said(evidence, metadata, "producer");
  view.empty_lot_label = reason_of(evidence, node, "lot") == kEmptyLotLabel;
  view.laboratory_is_maker_line = same_place(evidence, node, "laboratory", "manufacturer");
  read_dates(evidence, view);
  read_rows(evidence, view, context);
  read_statements(evidence, view);
  return view;
}

}  // namespace

const Quantity* RowView::number() const {
  return cells.result.kind == Cell::Kind::numbers && cells.result.numbers.size() == 1
             ? &cells.result.numbers[0]
             : nullptr;
}

const DateSaid* CertificateView::date(std::string_view role) const {
  const auto found = dates.find(role);
  return found != dates.end() && found->second.known() ? &found->second : nullptr;
}

std::string CertificateView::statement(std::string_view kind) const {
  const auto found = statements.find(kind);
  return found == statements.end() ? "" : found->second;
}

std::string CertificateView::name() const {
  if (number.known()) return "Certificate " + number.text;
  if (lot.known()) return "The certificate of lot " + lot.text;
  if (document.known()) return "The certificate in " + document.text;
  return "The certificate";
}

std::vector<CertificateView> certificate_views(const Evidence& evidence,
                                               const ExamineContext& context) {
  std::vector<CertificateView> views;
  const NodeId list = evidence.member(evidence.root(), "certificates");
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return views;
  for (const NodeId node : evidence.children(list))
    if (evidence.kind(node) == NodeKind::object) views.push_back(view_of(evidence, node, context));
  return views;
}

std::string folded_name(std::string_view name, const ExamineContext& context) {
  std::string text;
  for (const char c : lower_ascii(name)) {
    const bool kept = std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
    if (kept) text += c;
    if (!kept && c != '.' && c != '\'') text += ' ';
  }
  for (const std::string& form :
       context.tables.certificate_checks.words.find("legal_forms")->second)
    RE2::GlobalReplace(&text, context.recognisers.pattern(form), " ");
  std::string out;
  for (const char c : text)
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool has_word(std::string_view role, const std::string& text, const ExamineContext& context) {
  const auto& words = context.tables.certificate_checks.words;
  const auto found = words.find(role);
  return found != words.end() && std::ranges::any_of(found->second, [&](const std::string& one) {
           return RE2::PartialMatch(text, context.recognisers.pattern(one));
         });
}

bool is_word(std::string_view role, const std::string& text, const ExamineContext& context) {
  const auto& words = context.tables.certificate_checks.words;
  const auto found = words.find(role);
  const std::string bare(trimmed(text));
  return found != words.end() && std::ranges::any_of(found->second, [&](const std::string& one) {
           return RE2::FullMatch(bare, context.recognisers.pattern(one));
         });
}

double number_of(const Decimal& decimal) {
  return std::strtod(decimal.to_string().c_str(), nullptr);
}

double base_number(const Quantity& quantity) {
  const double value = number_of(quantity.value);
  return quantity.unit.unit_class.empty() ? value : value * number_of(quantity.unit.factor);
}

}  // namespace verilot
