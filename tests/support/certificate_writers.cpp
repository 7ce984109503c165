#include "support/certificate_writers.h"

#include <zlib.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "support/pdf_writer.h"

namespace verilot {
namespace {

using Json = nlohmann::ordered_json;

// The fields of a certificate that are one text, by their names in verilot's own formats.
std::vector<std::pair<const char*, std::optional<Printed>>> fields_of(const Certificate& c) {
  return {{"title", c.title},
          {"number", c.number},
          {"product_name", c.product_name},
          {"lot", c.lot},
          {"client", c.client},
          {"manufacturer", c.manufacturer},
          {"laboratory", c.laboratory},
          {"accreditation", c.accreditation},
          {"overall_status", c.overall_status},
          {"signatory", c.signatory}};
}

std::vector<std::pair<const char*, std::optional<Printed>>> fields_of(const CertificateTest& t) {
  return {{"analyte", t.analyte},
          {"method", t.method},
          {"limit", t.limit},
          {"result", t.result},
          {"unit", t.unit},
          {"printed_status", t.printed_status},
          {"detection_limit", t.detection_limit},
          {"quantitation_limit", t.quantitation_limit},
          {"started", t.started},
          {"completed", t.completed}};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string write_json(const Certificate& certificate) {
  Json json = Json::object();
  for (const auto& [name, printed] : fields_of(certificate))
    if (printed) json[name] = printed->text;
  for (const auto& [role, date] : certificate.dates) json["dates"][role] = date.text;
  json["tests"] = Json::array();
  for (const CertificateTest& test : certificate.tests) {
    Json row = Json::object();
    if (!test.section.empty()) row["section"] = test.section;
    for (const auto& [name, printed] : fields_of(test))
      if (printed) row[name] = printed->text;
    json["tests"].push_back(row);
  }
  Json list = Json::array();
  list.push_back(json);
  return Json{{"certificates", list}}.dump(1);
}

std::string write_xml(const Certificate& certificate) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<certificate>\n";
  for (const auto& [name, printed] : fields_of(certificate)) {
    if (printed)
      xml += std::string("<") + name + ">" + escaped(printed->text) + "</" + name + ">\n";
  }
  xml += "<dates>";
  for (const auto& [role, date] : certificate.dates)
    xml += "<" + role + ">" + date.text + "</" + role + ">";
  xml += "</dates>\n";
  for (const CertificateTest& test : certificate.tests) {
    xml += "<test section=\"" + escaped(test.section) + "\"";
    for (const auto& [name, printed] : fields_of(test))
      if (printed) xml += std::string(" ") + name + "=\"" + escaped(printed->text) + "\"";
    xml += "/>\n";
  }
  return xml + "</certificate>\n";
}

namespace {

// The sheet that CSV, XLSX and, in its way, PDF show: labels, headings, a table.
using Sheet = std::vector<std::vector<std::string>>;

constexpr std::array<std::pair<const char*, const char*>, 18> kLabels = {
    {{"number", "Certificate number"},
     {"product_name", "Product"},
     {"lot", "Lot"},
     {"client", "Client"},
     {"manufacturer", "Manufacturer"},
     {"laboratory", "Laboratory"},
     {"overall_status", "Overall result"},
     {"signatory", "Approved by"},
     {"manufactured", "Date of manufacture"},
     {"sampled", "Date sampled"},
     {"received", "Date received"},
     {"analysis_started", "Analysis started"},
     {"analysis_completed", "Analysis completed"},
     {"reported", "Report date"},
     {"issued", "Issue date"},
     {"signed", "Date signed"},
     {"expiry", "Expiry date"},
     {"retest", "Retest date"}}};

constexpr std::array kHeader = {"Test",   "Method", "Specification", "Result",  "Unit",
                                "Status", "LOD",    "LOQ",           "Started", "Completed"};

std::vector<std::pair<std::string, std::string>> labels_of(const Certificate& certificate) {
  std::vector<std::pair<std::string, std::string>> labels;
  for (const auto& [role, label] : kLabels) {
    for (const auto& [name, printed] : fields_of(certificate))
      if (role == std::string_view(name) && printed) labels.emplace_back(label, printed->text);
    if (const auto date = certificate.dates.find(role); date != certificate.dates.end())
      labels.emplace_back(label, date->second.text);
  }
  return labels;
}

std::vector<std::string> cells_of(const CertificateTest& test) {
  std::vector<std::string> cells;
  for (const auto& [name, printed] : fields_of(test)) cells.push_back(printed ? printed->text : "");
  return cells;
}

Sheet sheet_of(const Certificate& certificate) {
  Sheet sheet;
  if (certificate.title) sheet.push_back({certificate.title->text});
  if (certificate.accreditation) sheet.push_back({certificate.accreditation->text});
  for (const auto& [label, value] : labels_of(certificate)) sheet.push_back({label, value});
  sheet.push_back({});
  sheet.emplace_back(kHeader.begin(), kHeader.end());
  std::string section;
  for (const CertificateTest& test : certificate.tests) {
    if (test.section != section) sheet.push_back({section = test.section});
    sheet.push_back(cells_of(test));
  }
  return sheet;
}

}  // namespace

std::string write_delimited(const Certificate& certificate, char separator) {
  std::string csv;
  for (const auto& row : sheet_of(certificate)) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) csv += separator;
      csv += '"';
      for (const char c : row[i]) csv += c == '"' ? std::string("\"\"") : std::string(1, c);
      csv += '"';
    }
    csv += "\r\n";
  }
  return csv;
}

namespace {

bool is_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find_first_not_of("0123456789.") == std::string_view::npos &&
         point == text.rfind('.') &&
         (text.size() == 1 || text[0] != '0' || (text.size() > 1 && text[1] == '.'));
}

std::optional<int> serial_day(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (text.size() != 10 || std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day) != 3)
    return std::nullopt;
  using namespace std::chrono;
  const sys_days date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return static_cast<int>((date - sys_days(std::chrono::year(1899) / 12 / 30)).count());
}

constexpr int kDateStyle = 1;
constexpr int kFirstNumberStyle = 2;  // and one more for each decimal place
constexpr int kMostPlaces = 9;

std::string cell_xml(const std::string& text, const std::string& address,
                     std::vector<std::string>& strings) {
  if (text.empty()) return "";
  const std::string start = "<c r=\"" + address + "\" ";
  if (const auto day = serial_day(text))
    return start + "s=\"" + std::to_string(kDateStyle) + "\"><v>" + std::to_string(*day) +
           "</v></c>";
  if (is_decimal(text)) {
    const std::size_t point = text.find('.');
    const std::size_t places = point == std::string::npos ? 0 : text.size() - point - 1;
    return start + "s=\"" + std::to_string(kFirstNumberStyle + static_cast<int>(places)) +
           "\"><v>" + text + "</v></c>";
  }
  strings.push_back(text);
  return start + "t=\"s\"><v>" + std::to_string(strings.size() - 1) + "</v></c>";
}

std::string styles_xml() {
  std::string formats, styles = "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>";
  for (int places = 0; places <= kMostPlaces; ++places) {
    const std::string id = std::to_string(170 + places);
    const std::string zeros(static_cast<std::size_t>(places), '0');
    formats +=
        "<numFmt numFmtId=\"" + id + "\" formatCode=\"0" + (places > 0 ? "." : "") + zeros + "\"/>";
    styles += "<xf numFmtId=\"" + id + "\"/>";
  }
  return "<styleSheet><numFmts>" + formats + "</numFmts><cellXfs>" + styles +
         "</cellXfs></styleSheet>";
}

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

std::string write_zip(const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string file, directory;
  for (const auto& [name, content] : parts) {
    const auto size = static_cast<std::uint32_t>(content.size());
    const auto sum = static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(content.data()), size));
    const auto start = static_cast<std::uint32_t>(file.size());
    std::string common;  // version, flags, method 0 (stored), time and day, sum, sizes
    put(common, 20, 2);
    put(common, 0, 2);
    put(common, 0, 2);
    put(common, 0, 4);
    put(common, sum, 4);
    put(common, size, 4);
    put(common, size, 4);
    put(common, static_cast<std::uint32_t>(name.size()), 2);
    put(common, 0, 2);
    file += "PK\x03\x04" + common + name + content;
    directory += "PK\x01\x02";
    put(directory, 20, 2);
    directory += common;
    put(directory, 0, 2);  // comment
    put(directory, 0, 2);  // disk
    put(directory, 0, 2);
    put(directory, 0, 4);
    put(directory, start, 4);
    directory += name;
  }
  const auto start = static_cast<std::uint32_t>(file.size());
  file += directory + "PK\x05\x06";
  put(file, 0, 4);
  put(file, static_cast<std::uint32_t>(parts.size()), 2);
  put(file, static_cast<std::uint32_t>(parts.size()), 2);
  put(file, static_cast<std::uint32_t>(directory.size()), 4);
  put(file, start, 4);
  put(file, 0, 2);
  return file;
}

std::vector<std::pair<std::string, std::string>> xlsx_parts(const Certificate& certificate) {
  std::vector<std::string> strings;
  std::string rows;
  const Sheet sheet = sheet_of(certificate);
  for (std::size_t r = 0; r < sheet.size(); ++r) {
    const std::string number = std::to_string(r + 1);
    rows += "<row r=\"" + number + "\">";
    for (std::size_t c = 0; c < sheet[r].size(); ++c)
      rows += cell_xml(sheet[r][c], std::string(1, static_cast<char>('A' + c)) + number, strings);
    rows += "</row>";
  }
  std::string shared;
  for (const std::string& text : strings) shared += "<si><t>" + escaped(text) + "</t></si>";
  const std::string relation =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return {
      {"xl/workbook.xml", "<workbook xmlns:r=\"" + relation +
                              "\"><sheets><sheet name=\"Certificate\" sheetId=\"1\" "
                              "r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId1\" Type=\"" + relation +
           "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
      {"xl/styles.xml", styles_xml()},
      {"xl/sharedStrings.xml", "<sst>" + shared + "</sst>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
}

std::string write_xlsx(const Certificate& certificate) {
  return write_zip(xlsx_parts(certificate));
}

namespace {

// A decimal as JSON writes it, or nothing: "5.2 x 10^9" is 5.2E9.
std::optional<std::string> json_number(const std::string& text) {
  if (is_decimal(text)) return text;
  const std::size_t times = text.find(" x 10^");
  if (times == std::string::npos || !is_decimal(text.substr(0, times))) return std::nullopt;
  return text.substr(0, times) + "E" + text.substr(times + 6);
}

// Numbers keep their digits as texts with a mark in front, which is taken off in the file.
constexpr std::string_view kNumberMark = "number:";

std::string with_plain_numbers(std::string text) {
  const std::string start = "\"" + std::string(kNumberMark);
  for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at)) {
    text.erase(at, start.size());
    text.erase(text.find('"', at), 1);
  }
  return text;
}

void put_value(Json& observation, const CertificateTest& test) {
  if (!test.result) {
    observation["dataAbsentReason"] = {{"text", "no result"}};
    return;
  }
  const std::string& text = test.result->text;
  const std::size_t space = text.find(' ');
  const std::string sign = text.substr(0, space);
  const bool compared = sign == "<" || sign == ">" || sign == "<=" || sign == ">=";
  const auto number = json_number(compared ? text.substr(space + 1) : text);
  if (!number) {
    observation["valueString"] = text;
    return;
  }
  Json& quantity = observation["valueQuantity"];
  if (compared) quantity["comparator"] = sign;
  quantity["value"] = std::string(kNumberMark) + *number;
  if (test.unit) quantity["unit"] = test.unit->text;
}

Json observation_of(const CertificateTest& test) {
  Json observation = {{"resourceType", "Observation"}, {"status", "final"}};
  if (!test.section.empty()) observation["category"] = {{{"text", test.section}}};
  observation["code"] = {{"text", test.analyte.text}};
  put_value(observation, test);
  if (test.method) observation["method"] = {{"text", test.method->text}};
  if (test.limit) observation["referenceRange"] = {{{"text", test.limit->text}}};
  if (test.printed_status) observation["interpretation"] = {{{"text", test.printed_status->text}}};
  if (test.started) observation["effectivePeriod"]["start"] = test.started->text;
  if (test.completed) observation["effectivePeriod"]["end"] = test.completed->text;
  return observation;
}

Json fhir_of(const Certificate& c) {
  const auto text = [](const std::optional<Printed>& p) { return p ? p->text : std::string(); };
  const auto day = [&](const char* role) {
    const auto found = c.dates.find(role);
    return found == c.dates.end() ? std::string() : found->second.text;
  };
  Json report = {
      {"resourceType", "DiagnosticReport"},
      {"status", "final"},
      {"identifier", {{{"value", text(c.number)}}}},
      {"code", {{"text", text(c.title)}}},
      {"issued", day("issued")},
      {"effectivePeriod", {{"start", day("analysis_started")}, {"end", day("analysis_completed")}}},
      {"conclusion", text(c.overall_status)},
      {"performer", {{{"reference", "urn:lab"}}}},
      {"resultsInterpreter", {{{"display", text(c.signatory)}}}},
      {"subject", {{"reference", "urn:product"}}},
      {"specimen", {{{"reference", "#sample"}}}},
      {"contained",
       {{{"resourceType", "Specimen"},
         {"id", "sample"},
         {"receivedTime", day("received")},
         {"collection", {{"collectedDateTime", day("sampled")}}}}}}};
  Json product = {{"resourceType", "Device"},        {"manufacturer", text(c.manufacturer)},
                  {"lotNumber", text(c.lot)},        {"manufactureDate", day("manufactured")},
                  {"expirationDate", day("expiry")}, {"type", {{"text", text(c.product_name)}}}};
  Json entries = Json::array();
  Json results = Json::array();
  for (std::size_t i = 0; i < c.tests.size(); ++i) {
    const std::string address = "urn:result:" + std::to_string(i);
    entries.push_back({{"fullUrl", address}, {"resource", observation_of(c.tests[i])}});
    results.push_back({{"reference", address}});
  }
  report["result"] = results;
  entries.push_back({{"fullUrl", "urn:report"}, {"resource", report}});
  entries.push_back({{"fullUrl", "urn:product"}, {"resource", product}});
  entries.push_back(
      {{"fullUrl", "urn:lab"},
       {"resource", {{"resourceType", "Organization"}, {"name", text(c.laboratory)}}}});
  return {{"resourceType", "Bundle"}, {"type", "collection"}, {"entry", entries}};
}

std::string element(const std::string& name, const Json& value);

std::string members(const Json& object) {
  std::string xml;
  for (const auto& [key, value] : object.items()) {
    if (key == "resourceType") continue;
    const Json list = value.is_array() ? value : Json::array({value});
    for (const Json& one : list) xml += element(key, one);
  }
  return xml;
}

std::string element(const std::string& name, const Json& value) {
  if (!value.is_object()) {
    std::string text = value.get<std::string>();
    if (text.starts_with(kNumberMark)) text.erase(0, kNumberMark.size());
    return "<" + name + " value=\"" + escaped(text) + "\"/>";
  }
  if (!value.contains("resourceType")) return "<" + name + ">" + members(value) + "</" + name + ">";
  const std::string type = value["resourceType"].get<std::string>();
  return "<" + name + "><" + type + ">" + members(value) + "</" + type + "></" + name + ">";
}

}  // namespace

std::string write_fhir(const Certificate& certificate) {
  return with_plain_numbers(fhir_of(certificate).dump(1));
}

std::string write_fhir_xml(const Certificate& certificate) {
  return "<Bundle xmlns=\"http://hl7.org/fhir\">" + members(fhir_of(certificate)) + "</Bundle>";
}

std::string write_pdf(const Certificate& certificate) {
  constexpr std::array<double, kHeader.size()> kColumns = {40,  180, 300, 460, 570,
                                                           660, 730, 780, 830, 900};
  PdfWriter pdf;
  pdf.metadata.producer = "verilot tests";
  pdf.add_page(1000, 800);
  double y = 50;
  const auto line = [&](double x, const std::string& text, const PdfTextStyle& style) {
    pdf.text(x, y, text, style);
  };
  if (certificate.title) line(40, certificate.title->text, {PdfFont::bold, 16});
  y += 24;
  if (certificate.accreditation) line(40, certificate.accreditation->text, {});
  y += 18;
  const auto labels = labels_of(certificate);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double x = i % 2 == 0 ? 40 : 500;
    line(x, labels[i].first + ":", {PdfFont::bold});
    line(x + 130, labels[i].second, {});
    if (i % 2 == 1 || i + 1 == labels.size()) y += 15;
  }
  y += 20;
  for (std::size_t i = 0; i < kHeader.size(); ++i) line(kColumns[i], kHeader[i], {PdfFont::bold});
  pdf.line(40, y + 5, 960, y + 5);
  for (const CertificateTest& test : certificate.tests) {
    y += 18;
    const std::vector<std::string> cells = cells_of(test);
    for (std::size_t i = 0; i < cells.size(); ++i) line(kColumns[i], cells[i], {});
  }
  return pdf.bytes();
}

}  // namespace verilot
