// bench: what a labelled certificate says, from its truth file.
//
//   const TruthFile truth = read_truth("samples/lab-flower.truth.json");
//
// A truth file stands beside its certificate and names it ("file"). It holds one entry for every
// certificate of the file: product, lot, laboratory, number, dates by role, and the tests as
// printed. Roles of dates are those of the page ("collected"); `roles_of` gives verilot's.
//
// Errors: a file that is no truth file throws std::runtime_error with its name.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace verilot::bench {

struct TruthColumn {
  std::string result;
  std::string unit;  // "" when none is printed, or when it stands in the result
};

struct TruthTest {
  std::string section;
  std::string analyte;
  std::string long_name;             // a second column of names
  std::vector<TruthColumn> columns;  // the result, then the same in other units
  std::string limit;                 // one column; or
  std::string minimum, maximum;      // two
  std::string status;
  std::string method;
  std::string detection_limit, quantitation_limit;
};

struct TruthCertificate {
  std::vector<int> pages;
  std::optional<std::string> product_name, lot, laboratory, number, client, manufacturer;
  std::vector<std::string> other_ids;        // identifiers that may be taken for the lot
  std::map<std::string, std::string> dates;  // role of the page to ISO date, or "start/end"
  std::vector<std::string> signatories;
  std::vector<TruthTest> tests;
};

struct TruthFile {
  std::string name;        // of the certificate beside the truth file
  std::string format;      // "pdf", "png", ...
  std::string text_layer;  // "good", "partial", "garbled", "none"; "data" for structured files
  std::vector<TruthCertificate> certificates;
};

TruthFile read_truth(const std::filesystem::path&);

// The truth files of a folder, sorted by name.
std::vector<std::filesystem::path> truth_files(const std::filesystem::path& folder);

// The roles of model/certificate.h under which a date of the page may be kept; none for a date that
// verilot has no field for ("ordered").
const std::vector<std::string>& roles_of(const std::string& page_role);

}  // namespace verilot::bench
