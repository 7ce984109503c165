// How well published certificates are read. The certificates are not part of the project: without
// them the test says so and passes.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/certificates.h"

namespace verilot {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path samples() {
  const char* shared = std::getenv("VERILOT_SHARED");
  return fs::path(shared != nullptr ? shared : VERILOT_SOURCE_DIR "/../shared") / "coa-samples";
}

// White space and case do not count; the two micro signs are one.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  for (std::size_t at = 0; (at = out.find("\xCE\xBC", at)) != std::string::npos;) {
    out.replace(at, 2, "\xC2\xB5");
  }
  return out;
}

struct Row {
  std::string analyte;
  std::vector<std::string> values;  // result with unit, in the row's columns
};

std::vector<Row> truth_of(const json& file) {
  std::vector<Row> rows;
  for (const json& certificate : file["certificates"]) {
    for (const json& test : certificate["tests"]) {
      Row row{plain(test["analyte"].get<std::string>()), {}};
      std::vector<json> columns = {test};
      if (test.contains("alt"))
        columns.insert(columns.end(), test["alt"].begin(), test["alt"].end());
      for (const json& column : columns) {
        const std::string result = plain(column.value("result", ""));
        const std::string unit = plain(column.value("unit", ""));
        row.values.push_back(result.ends_with(unit) ? result : result + unit);
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

struct Score {
  int truth = 0;
  int read = 0;
  int right = 0;
  double precision() const { return read == 0 ? 1 : static_cast<double>(right) / read; }
  double recall() const { return truth == 0 ? 1 : static_cast<double>(right) / truth; }
};

Score score(const CertificateFile& file, std::vector<Row> truth) {
  Score result{static_cast<int>(truth.size()), 0, 0};
  for (const Certificate& certificate : file.certificates) {
    for (const CertificateTest& test : certificate.tests) {
      ++result.read;
      std::string value = test.result ? plain(test.result->text) : "";
      const std::string unit = test.unit ? plain(test.unit->text) : "";
      if (!value.ends_with(unit)) value += unit;
      const auto found = std::ranges::find_if(truth, [&](const Row& row) {
        return row.analyte == plain(test.analyte.text) &&
               std::ranges::find(row.values, value) != row.values.end();
      });
      if (found == truth.end()) continue;
      ++result.right;
      truth.erase(found);
    }
  }
  return result;
}

std::vector<fs::path> truth_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(samples())) {
    if (entry.path().string().ends_with(".truth.json")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

TEST_CASE("published certificates: results with their units, precision and recall") {
  if (!fs::is_directory(samples())) {
    MESSAGE("skipped: no certificates in " << samples().string());
    return;
  }
  Score total;
  for (const fs::path& path : truth_files()) {
    const json truth = json::parse(testing::bytes_of(path.string()));
    const std::string name = truth["file"].get<std::string>();
    const std::string pdf = (samples() / name).string();
    const CertificateFile file = testing::read_certificates({name, pdf, testing::bytes_of(pdf)});
    const Score one = score(file, truth_of(truth));
    const bool counts = truth["text_layer"] == "good";
    MESSAGE(name << " (" << truth["text_layer"].get<std::string>() << "): " << one.right << " of "
                 << one.truth << " rows, " << one.read << " read");
    if (!counts) continue;
    total.truth += one.truth;
    total.read += one.read;
    total.right += one.right;
  }
  MESSAGE("precision " << total.precision() << ", recall " << total.recall());
  CHECK(total.precision() >= 0.90);
  CHECK(total.recall() >= 0.75);
}

TEST_CASE("published certificates: pictures and garbled text are unread, never empty") {
  if (!fs::is_directory(samples())) {
    MESSAGE("skipped: no certificates in " << samples().string());
    return;
  }
  for (const fs::path& path : truth_files()) {
    const json truth = json::parse(testing::bytes_of(path.string()));
    if (truth["text_layer"] == "good") continue;
    const std::string name = truth["file"].get<std::string>();
    CAPTURE(name);
    const std::string pdf = (samples() / name).string();
    const CertificateFile file = testing::read_certificates({name, pdf, testing::bytes_of(pdf)});
    CHECK_FALSE(file.problems.empty());
    CHECK((file.certificates.empty() || !file.unread_pages.empty()));
    for (const Certificate& certificate : file.certificates) {
      CHECK_FALSE(certificate.incomplete.empty());
    }
  }
}

}  // namespace
}  // namespace verilot
