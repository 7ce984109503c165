// Methods: what they can measure, whether they are in force, and what stands for a sterility test.
#include <re2/re2.h>

#include <algorithm>

#include "examine/certificate_checks.h"
#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

const Method* method_of(const RowView& row, const Tables& tables) {
  const auto found = std::ranges::find(tables.methods, row.method_id.text, &Method::id);
  return row.method_id.known() && found != tables.methods.end() ? &*found : nullptr;
}

bool measures(const Method& method, const std::string& analyte) {
  return std::ranges::find(method.measures, analyte) != method.measures.end();
}

bool fits(const std::string& pattern, const std::string& text, const ExamineContext& context) {
  return !pattern.empty() && RE2::PartialMatch(text, context.recognisers.pattern(pattern));
}

bool is_misused(const MisusedMethod& misused, const RowView& row,
                const CertificateView& certificate, const ExamineContext& context) {
  // "metal_" stands for all of them.
  const bool named =
      misused.analytes.empty() || std::ranges::any_of(misused.analytes, [&](const std::string& id) {
        return id.ends_with('_') ? row.analyte.text.starts_with(id) : row.analyte.text == id;
      });
  if (!named || !fits(misused.pattern, row.method.text, context)) return false;
  if (fits(misused.unless, row.method.text, context)) return false;
  return misused.product.empty() || fits(misused.product, certificate.product_name.text, context);
}

void check_pairing(const RowView& row, const CertificateView& certificate, Questions& questions) {
  if (!row.method.known() || row.entry == nullptr) return;
  const ExamineContext& context = questions.context();
  // "USP <71>, rapid part validated by USP <1223>": the right method is named as well.
  const Method* method = method_of(row, context.tables);
  const bool right = method != nullptr && measures(*method, row.analyte.text);
  for (const MisusedMethod& misused : context.tables.certificate_checks.misused) {
    if (right && misused.product.empty()) continue;
    if (!is_misused(misused, row, certificate, context)) continue;
    return questions.ask("method_mispaired", certificate,
                         row.name() + " by " + row.method.text + "; " + misused.why, row.node);
  }
  const auto& specific = context.tables.certificate_checks.specific_methods;
  if (!right && method != nullptr && std::ranges::find(specific, method->id) != specific.end())
    questions.ask(
        "method_mispaired", certificate,
        row.name() + " by " + row.method.text + "; " + method->name + " measures something else",
        row.node);
}

void check_force(const RowView& row, const CertificateView& certificate, Questions& questions) {
  const Method* method = method_of(row, questions.context().tables);
  if (method == nullptr || method->withdrawn.empty()) return;
  const auto withdrawn = parse_date(method->withdrawn);
  for (const char* role :
       {"analysis_started", "received", "sampled", "manufactured", "reported", "issued"}) {
    const DateSaid* date = certificate.date(role);
    if (date == nullptr) continue;
    if (withdrawn && before(*withdrawn, date->date).value_or(false))
      questions.ask(
          "method_obsolete", certificate,
          row.name() + " by " + row.method.text + ", which was withdrawn on " + method->withdrawn,
          row.node);
    return;  // the earliest day decides
  }
}

void check_missing(const CertificateView& certificate, Questions& questions) {
  const auto& required = questions.context().tables.certificate_checks.required_analytes;
  const bool any =
      std::ranges::any_of(certificate.rows, [](const RowView& row) { return row.method.known(); });
  std::vector<std::string> names;
  for (const RowView& row : certificate.rows) {
    const bool needed = std::ranges::find(required, row.analyte.text) != required.end();
    const bool result = row.cells.result.kind != Cell::Kind::blank && !row.says("not_tested");
    if (row.method.none() && result && (any || needed) && row.entry != nullptr)
      names.push_back(row.name());
  }
  if (!names.empty()) questions.ask("method_missing", certificate, listed(names));
}

bool grows(const RowView& row, const Tables& tables) {
  const Method* method = method_of(row, tables);
  return method != nullptr && measures(*method, "sterility") && method->minimum_days > 0;
}

bool pending(const RowView& row) { return row.says("pending"); }

void check_pending(const CertificateView& certificate, Questions& questions) {
  const Evidence& evidence = questions.evidence();
  const ExamineContext& context = questions.context();
  const auto row = std::ranges::find_if(
      certificate.rows, [](const RowView& one) { return one.is("sterility") && pending(one); });
  if (row == certificate.rows.end()) return;
  const LotFacts lot = lot_facts(evidence, certificate);
  const bool passed = certificate.overall_status.known() &&
                      is_word("pass", certificate.overall_status.text, context);
  std::string released = lot.released.known() ? "the lot was released on " + lot.released.printed
                         : lot.in_use         ? "the lot was delivered"
                         : passed ? "the certificate says '" + certificate.overall_status.text + "'"
                                  : "";
  const NodeId product = evidence.member(evidence.root(), "product");
  const std::string kind =
      product == kNoNode ? "" : text_of(evidence, product, "kind").value_or("");
  const auto& short_lived = context.tables.certificate_checks.short_life_kinds;
  const bool interim = std::ranges::any_of(certificate.rows, [&](const RowView& one) {
    return (one.is("gram_stain") || one.is("sterility")) && !pending(one) &&
           one.cells.result.kind == Cell::Kind::word && one.cells.result.word != "not_tested";
  });
  const bool short_life = std::ranges::find(short_lived, kind) != short_lived.end() && interim;
  const bool contradiction = !released.empty() && !short_life && !kind.empty();
  if (released.empty()) released = "the lot is not known to be held back";
  questions.ask(contradiction ? "sterility_pending" : "sterility_pending_short_life", certificate,
                "sterility is '" + row->result.text + "', and " + released, row->node);
}

void check_screen(const CertificateView& certificate, Questions& questions) {
  const Tables& tables = questions.context().tables;
  const bool grown = std::ranges::any_of(certificate.rows, [&](const RowView& row) {
    return row.is("sterility") && grows(row, tables);
  });
  if (grown) return;
  for (const RowView& row : certificate.rows) {
    const Method* method = method_of(row, tables);
    const bool word =
        row.cells.result.kind == Cell::Kind::word && !pending(row) && !row.says("not_tested");
    if (!row.is("sterility") || !word) continue;
    const bool screen =
        method != nullptr && (method->id == "pcr_sterility" || method->id == "gram_stain");
    if (screen || row.method.none())
      return questions.ask("sterility_not_compendial", certificate,
                           row.name() + (screen ? " by " + row.method.text : " by no named method"),
                           row.node);
  }
}

}  // namespace

void check_methods(const CertificateView& certificate, Questions& questions) {
  for (const RowView& row : certificate.rows) {
    check_pairing(row, certificate, questions);
    check_force(row, certificate, questions);
  }
  check_missing(certificate, questions);
}

void check_sterility(const CertificateView& certificate, Questions& questions) {
  check_pending(certificate, questions);
  check_screen(certificate, questions);
}

}  // namespace verilot
