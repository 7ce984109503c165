// Certificates of the canonical model to facts: what a fully read page does not carry is stated
// "none", what an unread page may carry is unknown.
#include <algorithm>
#include <cctype>
#include <iterator>

#include "ingest/corrections.h"
#include "ingest/document_signals.h"
#include "ingest/fact_reader.h"
#include "ingest/reading.h"

namespace verilot {

namespace {

class CertificateFacts {
 public:
  CertificateFacts(FactContext& context, const Certificate& certificate, NodeId object)
      : context_(context), certificate_(certificate), object_(object) {
    page_.file = certificate.table.file;
    page_.page = certificate.pages.empty() ? 0 : certificate.pages.front();
  }

  void add() {
    const Certificate& c = certificate_;
    scalar("number", c.number);
    scalar("product_name", c.product_name);
    lot();
    scalar("client", c.client);
    scalar("manufacturer", c.manufacturer);
    scalar("laboratory", c.laboratory);
    scalar("accreditation", c.accreditation);
    scalar("signatory", c.signatory);
    scalar("overall_status", c.overall_status);
    dates();
    tests();
    statements();
  }

 private:
  bool complete() const { return certificate_.incomplete.empty(); }

  void missing(NodeId parent, const std::string& key, const SourceLocation& where) {
    if (complete()) {
      context_.builder.add_null(parent, key, where);
    } else {
      context_.builder.add_unknown(parent, key, certificate_.incomplete, where);
    }
  }

  void add_printed(NodeId parent, const std::string& type, const std::string& key,
                   const std::optional<Printed>& printed, const SourceLocation& fallback) {
    const Field* field = context_.schema.field(type, key);
    if (field == nullptr) return;
    if (!printed) return missing(parent, key, fallback);
    if (printed->text.empty() && printed->doubt.empty())
      return unreadable(parent, key, printed->where);
    if (!printed->doubt.empty()) return doubtful(parent, key, *printed);
    add_scalar(context_, parent, key, *field, printed->text, printed->where);
  }
  void scalar(const std::string& key, const std::optional<Printed>& printed) {
    add_printed(object_, "certificate", key, printed, page_);
  }

  void unreadable(NodeId parent, const std::string& key, const SourceLocation& where) {
    context_.builder.add_unknown(parent, key, "what is printed is not a value that can be read",
                                 where);
  }

  void doubtful(NodeId parent, const std::string& key, const Printed& printed) {
    const std::string reading = printed.text.empty() ? "" : "; read as '" + printed.text + "'";
    context_.builder.add_unknown(parent, key, printed.doubt + reading, printed.where);
  }

  bool is_no_value(std::string text) const {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return std::ranges::find(context_.schema.no_value, text) != context_.schema.no_value.end();
  }

  // "Lot: -", "Lot: n/a".
  bool says_nothing(const std::string& text) const {
    const auto plain = [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; };
    return std::ranges::none_of(text, plain) || is_no_value(text);
  }

  void lot() {
    const std::optional<Printed>& lot = certificate_.lot;
    if (lot && says_nothing(lot->text)) {
      context_.builder.add_unknown(object_, "lot", std::string(kEmptyLotLabel), lot->where);
    } else {
      scalar("lot", lot);
    }
  }

  void dates() {
    const NodeId dates = context_.builder.add_object(object_, "dates", page_);
    const ObjectType* type = context_.schema.type("certificate_dates");
    if (type == nullptr) return;
    for (const Field& field : type->fields) {
      const auto it = certificate_.dates.find(field.name);
      if (it == certificate_.dates.end()) {
        missing(dates, field.name, page_);
      } else if (it->second.text.empty()) {
        unreadable(dates, field.name, it->second.where);
      } else if (!it->second.doubt.empty()) {
        doubtful(dates, field.name, it->second);
      } else {
        add_scalar(context_, dates, field.name, field, it->second.text, it->second.where);
      }
    }
  }

  void tests() {
    SourceLocation where = certificate_.table;
    if (where.page == 0) where.page = page_.page;
    const NodeId list = context_.builder.add_list(object_, "tests", where);
    if (!complete()) context_.builder.set_incomplete(list, certificate_.incomplete);
    const Field* field = context_.schema.field("certificate", "tests");
    const std::size_t most = field == nullptr ? context_.schema.max_items : field->max_items;
    for (const CertificateTest& test : certificate_.tests) {
      if (context_.builder.view().size(list) >= most) return too_many(list, most, test.where);
      add_test(list, test);
    }
  }

  void too_many(NodeId list, std::size_t most, const SourceLocation& where) {
    const std::string limit = "more than " + std::to_string(most) + " test rows";
    context_.problems.push_back({ProblemLevel::error, where,
                                 limit + " in one certificate; the rest is not read: state the "
                                         "rows that matter, or split the document"});
    context_.builder.set_incomplete(list, limit);
  }

  void statements() {
    const NodeId list = context_.builder.add_list(object_, "statements", page_);
    if (!complete()) context_.builder.set_incomplete(list, certificate_.incomplete);
    for (const CertificateStatement& statement : certificate_.statements) {
      const NodeId object = context_.builder.add_object(list, "", statement.words.where);
      context_.builder.add_text(object, "kind", statement.kind, statement.words.where);
      add_text_within(context_, object, "certificate_statement", "text", statement.words.text,
                      statement.words.where);
    }
  }

  void add_text(NodeId test, const std::string& key, const std::string& text,
                const SourceLocation& where) {
    add_text_within(context_, test, "test", key, text, where);
  }

  void add_test(NodeId list, const CertificateTest& test) {
    EvidenceBuilder& builder = context_.builder;
    const NodeId object = builder.add_object(list, "", test.where);
    if (test.analyte.doubt.empty()) {
      add_text(object, "analyte", test.analyte_id.empty() ? test.analyte.text : test.analyte_id,
               test.analyte.where);
      add_text(object, "printed_analyte", test.analyte.text, test.analyte.where);
    } else {
      doubtful(object, "analyte", test.analyte);
      doubtful(object, "printed_analyte", test.analyte);
    }
    if (!test.section.empty()) add_text(object, "section", test.section, test.where);
    add_printed(object, "test", "method", test.method, test.where);
    if (test.method && !test.method->doubt.empty()) {
      doubtful(object, "method_id", *test.method);
    } else if (!test.method_id.empty()) {
      builder.add_text(object, "method_id", test.method_id,
                       test.method ? test.method->where : test.where);
    } else {
      builder.add_null(object, "method_id", test.where);
    }
    add_printed(object, "test", "limit", test.limit, test.where);
    if (test.result) {
      add_printed(object, "test", "result", test.result, test.where);
    } else {
      builder.add_unknown(object, "result", std::string(kNoResult), test.where);
    }
    add_printed(object, "test", "unit", test.unit, test.where);
    add_printed(object, "test", "printed_status", test.printed_status, test.where);
    add_printed(object, "test", "detection_limit", test.detection_limit, test.where);
    add_printed(object, "test", "quantitation_limit", test.quantitation_limit, test.where);
    if (test.started) add_printed(object, "test", "started", test.started, test.where);
    if (test.completed) add_printed(object, "test", "completed", test.completed, test.where);
  }

  FactContext& context_;
  const Certificate& certificate_;
  NodeId object_;
  SourceLocation page_;
};

// What was found about the making of the document, as far as it concerns this certificate.
class DocumentFacts {
 public:
  DocumentFacts(FactContext& context, const CertificateFile& file, const Certificate& certificate,
                std::string name)
      : context_(context), file_(file), certificate_(certificate), name_(std::move(name)) {}

  void add(NodeId object) {
    if (!file_.metadata.inspected && file_.metadata.not_inspected.empty()) return;
    add_signals(object);
    add_metadata(object);
  }

 private:
  void add_signals(NodeId object) {
    EvidenceBuilder& builder = context_.builder;
    const NodeId list = builder.add_list(object, "document_signals", in_file(name_));
    if (!file_.metadata.inspected)
      builder.set_incomplete(list, file_.metadata.not_inspected + ": " + name_);
    const Field* field = context_.schema.field("certificate", "document_signals");
    for (const DocumentSignal& signal : file_.signals) {
      if (!concerns(signal)) continue;
      if (field == nullptr || builder.view().size(list) >= field->max_items)
        return builder.set_incomplete(list, "more signs of alteration than are listed");
      const NodeId one = builder.add_object(list, "", signal.where);
      text(one, "document_signal", "kind", signal.kind, signal.where);
      text(one, "document_signal", "grade", signal.grade, signal.where);
      text(one, "document_signal", "evidence", signal.evidence, signal.where);
      text(one, "document_signal", "question", signal.question, signal.where);
      if (signal.where.page > 0)
        builder.add_integer(one, "page", signal.where.page, signal.where);
      else
        builder.add_null(one, "page", signal.where);
    }
  }

  bool concerns(const DocumentSignal& signal) const {
    const std::vector<int>& pages = certificate_.pages;
    return signal.where.page == 0 ||
           std::find(pages.begin(), pages.end(), signal.where.page) != pages.end();
  }

  void add_metadata(NodeId object) {
    const DocumentMetadata& said = file_.metadata;
    const SourceLocation where = in_file(name_);
    if (!said.inspected) {
      context_.builder.add_unknown(object, "document_metadata", said.not_inspected, where);
      return;
    }
    const NodeId metadata = context_.builder.add_object(object, "document_metadata", where);
    text(metadata, "document_metadata", "producer", said.producer, where);
    text(metadata, "document_metadata", "creator", said.creator, where);
    text(metadata, "document_metadata", "author", said.author, where);
    text(metadata, "document_metadata", "created", said.created, where);
    text(metadata, "document_metadata", "modified", said.modified, where);
    text(metadata, "document_metadata", "signature", said.signature, where);
    context_.builder.add_integer(metadata, "revisions", said.revisions, where);
    context_.builder.add_boolean(metadata, "encrypted", said.encrypted, where);
  }

  // What the document does not say is none.
  void text(NodeId parent, const std::string& type, const std::string& key,
            const std::string& value, const SourceLocation& where) {
    const Field* field = context_.schema.field(type, key);
    if (field == nullptr) return;
    if (value.empty())
      context_.builder.add_null(parent, key, where);
    else if (field->kind == FieldKind::text)
      add_text_within(context_, parent, type, key, value, where);
    else
      add_scalar(context_, parent, key, *field, value, where);
  }

  FactContext& context_;
  const CertificateFile& file_;
  const Certificate& certificate_;
  std::string name_;
};

// Whether the dossier says that the laboratory stands by the document: it may say so plainly or
// with its basis.
bool is_confirmed(const YamlNode& extra) {
  const YamlNode* said = extra.find("issuer_confirms");
  if (said != nullptr && said->is_map()) said = said->find("value");
  bool confirmed = false;
  return said != nullptr && is_boolean(*said, confirmed) && confirmed;
}

// What was read of the document, so that rules need not take what is not there for not tested.
void add_reading(FactContext& context, NodeId object, const Reading& reading,
                 const SourceLocation& where) {
  if (context.schema.field("certificate", "reading") == nullptr) return;
  EvidenceBuilder& builder = context.builder;
  const NodeId node = builder.add_object(object, "reading", where);
  builder.add_integer(node, "pages", reading.pages, where);
  builder.add_integer(node, "unread_pages", std::ssize(reading.unread_pages), where);
  builder.add_integer(node, "rows", reading.rows, where);
  builder.add_integer(node, "doubtful_rows", reading.doubtful_rows, where);
  const auto add_list = [&](const char* key, const std::vector<Printed>& lines) {
    const Field* field = context.schema.field("certificate_reading", key);
    const NodeId list = builder.add_list(node, key, where);
    for (const Printed& line : lines) {
      if (field != nullptr && context.builder.view().size(list) >= field->max_items)
        return builder.set_incomplete(list, "more than " + std::to_string(field->max_items));
      builder.add_text(list, "", line.text, line.where);
    }
  };
  add_list("unread_rows", reading.unread_rows);
  add_list("unmatched_analytes", reading.unmatched_analytes);
}

std::string pages_text(const std::vector<int>& pages) {
  std::string text = pages.size() == 1 ? "page " : "pages ";
  for (std::size_t i = 0; i < pages.size(); ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(pages[i]);
  return text;
}

// A file that held nothing readable still stands for one certificate: nobody knows which.
void add_unread(FactContext& context, NodeId list, const std::string& name,
                const std::string& reason) {
  const NodeId object = context.builder.add_object(list, "", in_file(name));
  add_text_within(context, object, "certificate", "document", name, in_file(name));
  const ObjectType* type = context.schema.type("certificate");
  if (type == nullptr) return;
  for (const Field& field : type->fields)
    if (field.name != "document" && !field.derived)
      context.builder.add_unknown(object, field.name, reason, in_file(name));
}

// "lot: X" beside a document with two certificates: nobody knows of which it is said.
void refuse_keys_beside(FactContext& context, const YamlNode& extra, std::size_t certificates) {
  for (std::size_t i = 0; i < extra.keys.size(); ++i) {
    if (extra.keys[i] == "document") continue;
    context.problems.push_back(
        {ProblemLevel::error, extra.key_place(i),
         "'" + extra.keys[i] + "' is not read: the document beside it holds " +
             std::to_string(certificates) +
             " certificates; split the file, or state the certificates without a document"});
  }
}

}  // namespace

void read_certificate_document(FactContext& context, NodeId list, const YamlNode& extra,
                               const std::string& name) {
  const DocumentFile* file =
      context.documents.open(name, extra.find("document")->where, context.problems);
  if (file == nullptr)
    return add_unread(context, list, name, "document '" + name + "' cannot be opened");
  CertificateFile read = read_certificates(
      *file, context.documents.corrections_of(name, context.problems), context.tables);
  context.documents.note_pages(name, read.page_count, read.unread_pages);
  context.problems.insert(context.problems.end(), read.problems.begin(), read.problems.end());
  if (read.format.empty())
    return add_unread(context, list, name, "the format of " + name + " is not read");
  if (read.certificates.empty()) {
    const std::string what =
        read.unread_pages.empty() ? name : pages_text(read.unread_pages) + " of " + name;
    return add_unread(context, list, name, what + " was not read");
  }
  if (read.certificates.size() > 1) refuse_keys_beside(context, extra, read.certificates.size());
  const Field* certificates = context.schema.field(context.schema.root, "certificates");
  const std::size_t most =
      certificates == nullptr ? context.schema.max_items : certificates->max_items;
  for (Certificate& certificate : read.certificates) {
    if (context.builder.view().size(list) >= most) {
      const std::string limit = "more than " + std::to_string(most) + " certificates";
      context.problems.push_back({ProblemLevel::error, in_file(name),
                                  limit + "; the rest is not read: split the dossier"});
      return context.builder.set_incomplete(list, limit);
    }
    if (certificate.table.file.empty()) certificate.table.file = name;
    context.problems.insert(context.problems.end(), certificate.problems.begin(),
                            certificate.problems.end());
    const NodeId object = context.builder.add_object(list, "", in_file(name));
    context.builder.use_basis(Basis::documented);
    add_text_within(context, object, "certificate", "document", name, in_file(name));
    if (read.certificates.size() == 1 && is_confirmed(extra)) withdraw_questions(certificate);
    CertificateFacts(context, certificate, object).add();
    DocumentFacts(context, read, certificate, name).add(object);
    add_reading(context, object, reading_of(certificate, read), in_file(name));
    context.builder.use_basis(Basis::stated);
    if (read.certificates.size() > 1) continue;  // refuse_keys_beside has said so
    YamlNode rest = extra;
    const auto at = std::find(rest.keys.begin(), rest.keys.end(), "document") - rest.keys.begin();
    rest.keys.erase(rest.keys.begin() + at);
    rest.key_places.erase(rest.key_places.begin() + at);
    rest.items.erase(rest.items.begin() + at);
    read_members(context, rest, object, "certificate");
  }
}

}  // namespace verilot
