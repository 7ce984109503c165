#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/command.h"
#include "cli/in_order.h"
#include "ingest/corrections.h"
#include "ingest/explanations.h"
#include "ingest/open_file.h"
#include "ingest/reading.h"
#include "report/text.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

Json place_json(const SourceLocation& where) {
  Json json = Json::object();
  if (where.page > 0) json["page"] = where.page;
  if (where.box != Box{}) {
    json["x0"] = where.box.x0;
    json["y0"] = where.box.y0;
    json["x1"] = where.box.x1;
    json["y1"] = where.box.y1;
  }
  if (where.line > 0) json["line"] = where.line;
  if (where.column > 0) json["column"] = where.column;
  if (!where.pointer.empty()) json["pointer"] = where.pointer;
  if (!where.correction.empty()) json["correction"] = where.correction;
  return json;
}

Json place_json(const Printed& printed) {
  Json json = place_json(printed.where);
  if (!printed.doubt.empty()) json["doubt"] = printed.doubt;
  return json;
}

// A printed value under `key`, and its place under the same key of `places`.
void add(Json& json, const char* key, const std::optional<Printed>& printed) {
  if (!printed) return;
  json[key] = printed->text;
  json["places"][key] = place_json(*printed);
}

// {"name": ..., "box": ...}: a part of the certificate that has its own object in the model.
void add_part(Json& json, const char* part, const char* key,
              const std::optional<Printed>& printed) {
  if (printed) json[part] = {{key, printed->text}, {"box", place_json(*printed)}};
}

Json test_json(const CertificateTest& test) {
  Json json = Json::object();
  if (!test.section.empty()) json["section"] = test.section;
  json["analyte_raw"] = test.analyte.text;
  if (!test.analyte_id.empty()) json["analyte_id"] = test.analyte_id;
  json["box"] = place_json(test.where);
  json["places"] = {{"analyte_raw", place_json(test.analyte)}};
  add(json, "method_raw", test.method);
  if (!test.method_id.empty()) json["method_id"] = test.method_id;
  add(json, "spec_raw", test.limit);
  add(json, "result_raw", test.result);
  add(json, "unit_raw", test.unit);
  add(json, "status_raw", test.printed_status);
  add(json, "lod", test.detection_limit);
  add(json, "loq", test.quantitation_limit);
  return json;
}

Json certificate_json(const Certificate& certificate) {
  Json json = {{"pages", certificate.pages}};
  add(json, "title", certificate.title);
  add(json, "coa_id", certificate.number);
  add_part(json, "product", "name", certificate.product_name);
  add_part(json, "lot", "id", certificate.lot);
  add(json, "client", certificate.client);
  add_part(json, "manufacturer", "name", certificate.manufacturer);
  add_part(json, "lab", "name", certificate.laboratory);
  add(json, "accreditation", certificate.accreditation);
  add_part(json, "overall_status", "raw", certificate.overall_status);
  Json signatories = Json::array();
  if (certificate.signatory)
    signatories.push_back(
        {{"name", certificate.signatory->text}, {"box", place_json(*certificate.signatory)}});
  json["signatories"] = signatories;
  Json dates = Json::object();
  for (const auto& [role, date] : certificate.dates)
    dates[role] = {{"iso", date.text.empty() ? Json() : Json(date.text)},
                   {"box", place_json(date)}};
  json["dates"] = dates;
  Json tests = Json::array();
  for (const CertificateTest& test : certificate.tests) tests.push_back(test_json(test));
  json["tests"] = tests;
  json["complete"] = certificate.incomplete.empty();
  if (!certificate.incomplete.empty()) json["incomplete"] = certificate.incomplete;
  return json;
}

Json signal_json(const DocumentSignal& signal) {
  Json json = {{"code", signal.kind}, {"grade", signal.grade}, {"evidence", signal.evidence}};
  if (!signal.question.empty()) json["question"] = signal.question;
  json["box"] = place_json(signal.where);
  return json;
}

Json metadata_json(const DocumentMetadata& said) {
  if (!said.inspected)
    return said.not_inspected.empty() ? Json() : Json{{"not_inspected", said.not_inspected}};
  Json json = Json::object();
  const std::pair<const char*, const std::string*> texts[] = {
      {"producer", &said.producer}, {"creator", &said.creator},
      {"author", &said.author},     {"created", &said.created},
      {"modified", &said.modified}, {"signature_state", &said.signature}};
  for (const auto& [key, value] : texts)
    if (!value->empty()) json[key] = *value;
  json["revisions"] = said.revisions;
  json["encrypted"] = said.encrypted;
  return json;
}

Json texts_json(const std::vector<Printed>& lines) {
  Json json = Json::array();
  for (const Printed& line : lines) json.push_back(line.text);
  return json;
}

Json reading_json(const Reading& reading) {
  return {{"pages", reading.pages},
          {"unread_pages", reading.unread_pages.size()},
          {"rows", reading.rows},
          {"doubtful_rows", reading.doubtful_rows},
          {"unread_rows", texts_json(reading.unread_rows)},
          {"unmatched_analytes", texts_json(reading.unmatched_analytes)}};
}

// A doubtful value is marked; --review says why it is.
std::string shown(const std::optional<Printed>& printed) {
  if (!printed) return "";
  return printable(printed->text) + (printed->doubt.empty() ? "" : " (?)");
}

class IngestCommand final : public Command {
 public:
  std::string name() const override { return "ingest"; }
  std::string summary() const override {
    return "Read certificates and print what was read, with places";
  }

  void add_options(CLI::App& app) override {
    app.add_option("file", files_, "Certificates: " + certificate_formats())->required();
    app.add_flag("--show", show_, "Every value with its place");
    app.add_flag("--explain", explain_, "Which entry of the tables recognised what");
    app.add_flag("--review", review_,
                 "The doubtful values as a form of corrections to fill in and sign");
    app.add_option("-o,--output", output_, "text or json")->check(CLI::IsMember({"text", "json"}));
    app.add_option("-j,--threads", threads_, "Files at once (default: as many as there are cores)")
        ->check(CLI::Range(1, 256));
    app.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
  }

  ExitCode run(Environment& environment) override {
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    print_problems(rulebook.problems, environment.err);
    tables_ = &rulebook.tables;
    bool complete = true;
    const auto read = [&](std::size_t i) { return this->read(files_[i], rulebook.tables); };
    const auto show = [&](const Ingested& one) {
      complete = this->show(one, environment) && complete;
    };
    in_order<Ingested>(files_.size(), threads_, read, show);
    if (output_ == "json")
      environment.out
          << (all_.size() == 1 ? all_[0] : all_).dump(2, ' ', false, Json::error_handler_t::replace)
          << "\n";
    return complete ? ExitCode::ok : ExitCode::incomplete;
  }

 private:
  struct Ingested {
    std::string name;
    std::optional<DocumentFile> document, corrections;
    CertificateFile file;  // with the problems of opening them
  };

  static std::optional<DocumentFile> open(const std::string& name, Problems& problems) {
    OpenedFile opened = open_file(name);
    if (opened.refusal.empty())
      return DocumentFile{name, fs::absolute(name).string(), std::move(opened.bytes)};
    problems.push_back({ProblemLevel::error, in_file(name), opened.refusal});
    return std::nullopt;
  }

  static Ingested read(const std::string& name, const Tables& tables) {
    std::error_code error;
    if (!fs::exists(name, error))
      throw NoInputError(name + " does not exist; name a certificate file");
    Ingested one{name, std::nullopt, std::nullopt, {}};
    Problems refused;
    one.document = open(name, refused);
    if (one.document && fs::exists(corrections_name(name), error))
      one.corrections = open(corrections_name(name), refused);
    if (one.document) one.file = read_certificates(*one.document, one.corrections, tables);
    one.file.problems.insert(one.file.problems.begin(), refused.begin(), refused.end());
    return one;
  }

  // Whether it was read to its end.
  bool show(const Ingested& one, Environment& environment) {
    const CertificateFile& file = one.file;
    print_problems(file.problems, environment.err);
    for (const Certificate& c : file.certificates) print_problems(c.problems, environment.err);
    if (output_ == "json") {
      all_.push_back(file_json(one.name, file));
    } else if (review_ && one.document) {
      environment.out << review_form(file, *one.document, one.corrections);
    } else {
      print(one.name, file, environment);
    }
    return !file.format.empty() && !any_error(file.problems) &&
           std::ranges::none_of(file.certificates,
                                [](const Certificate& c) { return any_error(c.problems); });
  }

  static Json file_json(const std::string& name, const CertificateFile& file) {
    Json certificates = Json::array();
    for (const Certificate& c : file.certificates) {
      certificates.push_back(certificate_json(c));
      certificates.back()["reading"] = reading_json(reading_of(c, file));
    }
    Json findings = Json::array();
    for (const DocumentSignal& signal : file.signals) findings.push_back(signal_json(signal));
    Json problems = Json::array();
    for (const Problem& p : file.problems) problems.push_back(to_string(p));
    for (const Certificate& c : file.certificates)
      for (const Problem& p : c.problems) problems.push_back(to_string(p));
    return {{"schema", "verilot-coa-1"},
            {"source_name", name},
            {"container", file.format},
            {"pages", file.page_count},
            {"unread_pages", file.unread_pages},
            {"metadata", metadata_json(file.metadata)},
            {"file_findings", findings},
            {"certificates", certificates},
            {"problems", problems}};
  }

  void line(std::string_view label, const std::optional<Printed>& printed,
            Environment& environment) const {
    if (!printed) return;
    std::string text = printed->text.empty() ? "(label without a value)" : printable(printed->text);
    if (!printed->doubt.empty()) text += " (?)";
    if (show_) text += "   " + to_string(printed->where);
    environment.out << wrapped("  " + padded(label, 20), text, environment.width);
  }

  void print(const std::string& name, const CertificateFile& file, Environment& environment) const {
    std::ostream& out = environment.out;
    out << name << "  " << (file.format.empty() ? "not read" : file.format) << ", "
        << counted(static_cast<std::size_t>(file.page_count), "page") << ", "
        << counted(file.certificates.size(), "certificate") << "\n";
    for (const int page : file.unread_pages) out << "  page " << page << " was not read\n";
    for (const Certificate& c : file.certificates) {
      out << "\n";
      line("number", c.number, environment);
      line("product", c.product_name, environment);
      line("lot", c.lot, environment);
      line("laboratory", c.laboratory, environment);
      line("manufacturer", c.manufacturer, environment);
      line("client", c.client, environment);
      line("accreditation", c.accreditation, environment);
      line("signed by", c.signatory, environment);
      line("overall", c.overall_status, environment);
      for (const auto& [role, date] : c.dates) line(role, date, environment);
      if (!c.incomplete.empty()) out << "  not complete: " << c.incomplete << "\n";
      for (const CertificateTest& test : c.tests) print_test(test, environment);
      print_reading(reading_of(c, file), environment);
    }
    print_signals(file, environment);
    if (explain_) print_explanations(file, environment);
  }

  void print_signals(const CertificateFile& file, Environment& environment) const {
    std::ostream& out = environment.out;
    const DocumentMetadata& said = file.metadata;
    if (!said.inspected && !said.not_inspected.empty())
      out << "\n  how the document was made was not looked into: " << printable(said.not_inspected)
          << "\n";
    if (!file.signals.empty()) out << "\n";
    for (const DocumentSignal& signal : file.signals) {
      const bool asks = !signal.question.empty();
      out << wrapped(asks ? "  question    " : "  noted       ",
                     printable(signal.evidence) + (asks ? ". " + printable(signal.question) : ""),
                     environment.width);
      if (show_ && signal.where.page > 0)
        out << wrapped("              ", to_string(signal.where), environment.width);
    }
  }

  // What is missing or open; nothing where all was read and is known.
  static void print_reading(const Reading& reading, Environment& environment) {
    std::ostream& out = environment.out;
    out << "  " << counted(static_cast<std::size_t>(reading.rows), "row") << " read";
    if (reading.doubtful_rows > 0) out << ", " << reading.doubtful_rows << " doubtful";
    out << "\n";
    for (const Printed& row : reading.unread_rows)
      out << wrapped("  not read as a row   ", printable(row.text), environment.width);
    std::string names;
    for (const Printed& analyte : reading.unmatched_analytes)
      names += (names.empty() ? "" : "; ") + printable(analyte.text);
    if (!names.empty()) out << wrapped("  in no table         ", names, environment.width);
  }

  void print_explanations(const CertificateFile& file, Environment& environment) const {
    environment.out << "\n";
    for (const Explanation& e : explanations(file, *tables_, packs_root(packs_) / "rules"))
      environment.out << wrapped("  " + padded(e.kind, 10), sentence_of(e), environment.width);
  }

  void print_test(const CertificateTest& test, Environment& environment) const {
    std::ostream& out = environment.out;
    std::string result = shown(test.result) + (test.unit ? " " + shown(test.unit) : "");
    out << "  " << padded(cut(shown(test.analyte), 30), 32) << padded(cut(result, 18), 20)
        << cut(shown(test.limit), 18)
        << (test.printed_status ? "  " + shown(test.printed_status) : "") << "\n";
    if (!show_) return;
    std::string detail = to_string(test.where);
    if (!test.analyte_id.empty()) detail = test.analyte_id + "; " + detail;
    if (test.method) detail = shown(test.method) + "; " + detail;
    out << wrapped("      ", detail, environment.width);
  }

  std::vector<std::string> files_;
  std::string output_ = "text", packs_;
  unsigned threads_ = std::max(1U, std::thread::hardware_concurrency());
  bool show_ = false, review_ = false, explain_ = false;
  const Tables* tables_ = nullptr;  // while it runs
  Json all_ = Json::array();
};

}  // namespace

std::unique_ptr<Command> make_ingest_command() { return std::make_unique<IngestCommand>(); }

}  // namespace verilot
