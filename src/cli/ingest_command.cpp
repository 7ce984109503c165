#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/command.h"
#include "ingest/certificate_reader.h"
#include "report/text.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

Json printed_json(const Printed& printed) {
  Json json = {{"text", printed.text}};
  if (printed.where.page > 0) json["page"] = printed.where.page;
  if (printed.where.box != Box{}) json["box"] = {printed.where.box.x0, printed.where.box.y0, printed.where.box.x1, printed.where.box.y1};
  if (printed.where.line > 0) json["line"] = printed.where.line;
  if (!printed.where.pointer.empty()) json["pointer"] = printed.where.pointer;
  return json;
}

void add(Json& json, const char* key, const std::optional<Printed>& printed) {
  if (printed) json[key] = printed_json(*printed);
}

Json test_json(const CertificateTest& test) {
  Json json = {{"analyte", test.analyte_id.empty() ? test.analyte.text : test.analyte_id}, {"printed_analyte", printed_json(test.analyte)}};
  if (!test.section.empty()) json["section"] = test.section;
  add(json, "method", test.method);
  if (!test.method_id.empty()) json["method_id"] = test.method_id;
  add(json, "limit", test.limit);
  add(json, "result", test.result);
  add(json, "unit", test.unit);
  add(json, "printed_status", test.printed_status);
  add(json, "detection_limit", test.detection_limit);
  add(json, "quantitation_limit", test.quantitation_limit);
  return json;
}

Json certificate_json(const Certificate& certificate) {
  Json json = {{"pages", certificate.pages}};
  add(json, "title", certificate.title);
  add(json, "number", certificate.number);
  add(json, "product_name", certificate.product_name);
  add(json, "lot", certificate.lot);
  add(json, "client", certificate.client);
  add(json, "manufacturer", certificate.manufacturer);
  add(json, "laboratory", certificate.laboratory);
  add(json, "accreditation", certificate.accreditation);
  add(json, "overall_status", certificate.overall_status);
  add(json, "signatory", certificate.signatory);
  Json dates = Json::object();
  for (const auto& [role, date] : certificate.dates) dates[role] = printed_json(date);
  json["dates"] = dates;
  Json tests = Json::array();
  for (const CertificateTest& test : certificate.tests) tests.push_back(test_json(test));
  json["tests"] = tests;
  json["complete"] = certificate.incomplete.empty();
  if (!certificate.incomplete.empty()) json["incomplete"] = certificate.incomplete;
  return json;
}

std::string shown(const std::optional<Printed>& printed) { return printed ? printable(printed->text) : ""; }

class IngestCommand final : public Command {
 public:
  std::string name() const override { return "ingest"; }
  std::string summary() const override { return "Read certificates and print what was read, with places"; }

  void add_options(CLI::App& app) override {
    std::string formats;
    for (const CertificateReader& reader : certificate_readers()) formats += (formats.empty() ? "" : ", ") + std::string(reader.format);
    app.add_option("file", files_, "Certificates: " + formats)->required();
    app.add_flag("--show", show_, "Every value with its place");
    app.add_option("-o,--output", output_, "text or json")->check(CLI::IsMember({"text", "json"}));
    app.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")->envname("VERILOT_PACKS");
  }

  ExitCode run(Environment& environment) override {
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    print_problems(rulebook.problems, environment.err);
    Json all = Json::array();
    bool complete = true;
    for (const std::string& name : files_) {
      const CertificateFile file = read(name, rulebook.tables, environment);
      complete = complete && !file.format.empty() && !any_error(file.problems);
      for (const Certificate& c : file.certificates) complete = complete && !any_error(c.problems);
      if (output_ == "json") {
        all.push_back(file_json(name, file));
      } else {
        print(name, file, environment);
      }
    }
    if (output_ == "json") environment.out << (all.size() == 1 ? all[0] : all).dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    return complete ? ExitCode::ok : ExitCode::incomplete;
  }

 private:
  static CertificateFile read(const std::string& name, const Tables& tables, Environment& environment) {
    std::error_code error;
    if (!fs::exists(name, error)) throw NoInputError(name + " does not exist; name a certificate file");
    CertificateFile none;
    SourceLocation where;
    where.file = name;
    if (!fs::is_regular_file(name, error) || fs::file_size(name, error) > kMaxFileBytes) {
      none.problems.push_back({ProblemLevel::error, where, "is no file of at most 64 MB; name a certificate file"});
    } else {
      std::ifstream in(name, std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      const DocumentFile document{name, fs::absolute(name).string(), bytes.str()};
      if (const CertificateReader* reader = find_certificate_reader(document)) {
        CertificateFile file = reader->read(document, tables);
        print_problems(file.problems, environment.err);
        for (const Certificate& c : file.certificates) print_problems(c.problems, environment.err);
        return file;
      }
      none.problems.push_back({ProblemLevel::error, where, "is no format that certificates are read from: expected PDF, XML, CSV or JSON"});
    }
    print_problems(none.problems, environment.err);
    return none;
  }

  static Json file_json(const std::string& name, const CertificateFile& file) {
    Json certificates = Json::array();
    for (const Certificate& c : file.certificates) certificates.push_back(certificate_json(c));
    Json problems = Json::array();
    for (const Problem& p : file.problems) problems.push_back(to_string(p));
    for (const Certificate& c : file.certificates)
      for (const Problem& p : c.problems) problems.push_back(to_string(p));
    return {{"file", name}, {"format", file.format}, {"pages", file.page_count}, {"unread_pages", file.unread_pages}, {"certificates", certificates}, {"problems", problems}};
  }

  void line(std::string_view label, const std::optional<Printed>& printed, Environment& environment) const {
    if (!printed) return;
    std::string text = printed->text.empty() ? "(label without a value)" : printable(printed->text);
    if (show_) text += "   " + to_string(printed->where);
    environment.out << wrapped("  " + padded(label, 20), text, environment.width);
  }

  void print(const std::string& name, const CertificateFile& file, Environment& environment) const {
    std::ostream& out = environment.out;
    out << name << "  " << (file.format.empty() ? "not read" : file.format) << ", " << counted(static_cast<std::size_t>(file.page_count), "page") << ", " << counted(file.certificates.size(), "certificate") << "\n";
    for (const int page : file.unread_pages) out << "  page " << page << " has no readable text: not read\n";
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
    }
  }

  void print_test(const CertificateTest& test, Environment& environment) const {
    std::ostream& out = environment.out;
    std::string result = shown(test.result) + (test.unit ? " " + shown(test.unit) : "");
    out << "  " << padded(cut(printable(test.analyte.text), 30), 32) << padded(cut(result, 18), 20) << cut(shown(test.limit), 18)
        << (test.printed_status ? "  " + shown(test.printed_status) : "") << "\n";
    if (!show_) return;
    std::string detail = to_string(test.where);
    if (!test.analyte_id.empty()) detail = test.analyte_id + "; " + detail;
    if (test.method) detail = shown(test.method) + "; " + detail;
    out << wrapped("      ", detail, environment.width);
  }

  std::vector<std::string> files_;
  std::string output_ = "text", packs_;
  bool show_ = false;
};

}  // namespace

std::unique_ptr<Command> make_ingest_command() { return std::make_unique<IngestCommand>(); }

}  // namespace verilot
