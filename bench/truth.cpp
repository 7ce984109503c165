#include "truth.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace verilot::bench {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::optional<std::string> field_at(const json& object, const char* key) {
  const std::string text = text_at(object, key);
  return text.empty() ? std::nullopt : std::optional(text);
}

TruthTest test_of(const json& printed) {
  TruthTest test;
  test.section = text_at(printed, "section");
  test.analyte = text_at(printed, "analyte");
  if (const auto name = field_at(printed, "analyte_long")) test.other_names.push_back(*name);
  if (const auto names = printed.find("analyte_alt"); names != printed.end()) {
    for (const json& name : names->is_array() ? *names : json::array({*names}))
      if (name.is_string()) test.other_names.push_back(name.get<std::string>());
  }
  test.columns.push_back({text_at(printed, "result"), text_at(printed, "unit")});
  if (printed.contains("alt")) {
    for (const json& column : printed["alt"])
      test.columns.push_back({text_at(column, "result"), text_at(column, "unit")});
  }
  test.limit = text_at(printed, "spec");
  test.minimum = text_at(printed, "spec_min");
  test.maximum = text_at(printed, "spec_max");
  test.status = text_at(printed, "status");
  test.method = text_at(printed, "method");
  test.detection_limit = text_at(printed, "lod");
  test.quantitation_limit = text_at(printed, "loq");
  return test;
}

void read_header(const json& printed, TruthCertificate& certificate) {
  if (printed.contains("pages")) certificate.pages = printed["pages"].get<std::vector<int>>();
  certificate.product_name = field_at(printed, "product_name");
  certificate.lot = field_at(printed, "lot");
  certificate.number = field_at(printed, "coa_id");
  certificate.client = field_at(printed, "client");
  certificate.manufacturer = field_at(printed, "manufacturer");
  if (printed.contains("lab") && printed["lab"].is_object())
    certificate.laboratory = field_at(printed["lab"], "name");
  if (printed.contains("other_ids")) {
    for (const auto& [name, value] : printed["other_ids"].items())
      if (value.is_string()) certificate.other_ids.push_back(value.get<std::string>());
  }
  if (printed.contains("dates")) {
    for (const auto& [role, value] : printed["dates"].items())
      if (value.is_string()) certificate.dates[role] = value.get<std::string>();
  }
  if (printed.contains("signatories")) {
    for (const json& person : printed["signatories"])
      certificate.signatories.push_back(person.is_object() ? text_at(person, "name")
                                                           : person.get<std::string>());
  }
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TruthFile read_truth(const std::filesystem::path& path) {
  const json printed = json::parse(content_of(path), nullptr, false);
  if (!printed.is_object() || !printed.contains("certificates"))
    throw std::runtime_error(path.string() +
                             " is no truth file: an object with 'file' and "
                             "'certificates' is expected");
  TruthFile truth;
  truth.name = text_at(printed, "file");
  truth.format = text_at(printed, "container");
  truth.text_layer = text_at(printed, "text_layer");
  if (truth.format.empty()) truth.format = path.stem().stem().extension().string();
  if (truth.text_layer.empty()) truth.text_layer = "data";
  for (const json& entry : printed["certificates"]) {
    TruthCertificate& certificate = truth.certificates.emplace_back();
    read_header(entry, certificate);
    if (!entry.contains("tests")) continue;
    for (const json& test : entry["tests"]) certificate.tests.push_back(test_of(test));
  }
  return truth;
}

std::vector<std::filesystem::path> truth_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().string().ends_with(".truth.json")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

const std::vector<std::string>& roles_of(const std::string& page_role) {
  static const std::map<std::string, std::vector<std::string>> kRoles = {
      {"manufactured", {"manufactured"}},
      {"batch", {"manufactured"}},
      {"produced", {"manufactured", "reported", "issued", "date"}},
      {"collected", {"sampled"}},
      {"sampled", {"sampled"}},
      {"received", {"received"}},
      {"analysis", {"analysis_completed", "analysis_started"}},
      {"tested", {"analysis_completed", "analysis_started"}},
      {"analysis_start", {"analysis_started"}},
      {"analysis_started", {"analysis_started"}},
      {"analysis_end", {"analysis_completed"}},
      {"analysis_completed", {"analysis_completed"}},
      {"completed", {"analysis_completed", "reported"}},
      {"reported", {"reported", "issued"}},
      {"issued", {"issued", "reported"}},
      {"printed", {"issued", "reported"}},
      {"authorized", {"signed", "issued", "reported"}},
      {"released", {"issued", "signed"}},
      {"signed", {"signed", "issued", "reported"}},
      {"reviewed", {"signed"}},
      {"expires", {"expiry"}},
      {"expiry", {"expiry"}},
      {"retest", {"retest"}},
  };
  static const std::vector<std::string> kNone;
  const auto found = kRoles.find(page_role);
  return found == kRoles.end() ? kNone : found->second;
}

}  // namespace verilot::bench
