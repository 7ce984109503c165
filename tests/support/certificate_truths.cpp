#include <array>
#include <string_view>

#include "support/certificate_writers.h"

namespace verilot {
namespace {

std::optional<Printed> said(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return Printed{std::string(text), {}};
}

struct Row {
  const char* section;
  const char* analyte;
  const char* method;
  const char* limit;
  const char* result;
  const char* unit;
  const char* status;
};

// Whatever a cell may be asked to hold: operators, exponents, commas, quotes, ampersands, Greek.
constexpr std::array<Row, 16> kRows = {{
    {"Physical tests", "Appearance", "Visual", "Clear, \"colourless\" liquid",
     "Clear, \"colourless\" liquid", "", "Pass"},
    {"Physical tests", "pH", "USP <791>", "6.8 to 7.6", "7.20", "", "Pass"},
    {"Physical tests", "Osmolality", "USP <785>", "260 to 320", "288", "mOsm/kg", "Pass"},
    {"Physical tests", "Loss on drying", "USP <731>", "NMT 3.0", "0.080", "%", "Pass"},
    {"Vesicles", "Particle concentration", "NTA", "≥ 1.0 x 10^9", "5.2 x 10^9", "particles/mL",
     "Pass"},
    {"Vesicles", "CD63", "Flow cytometry", "≥ 70", "91.5", "%", "Pass"},
    {"Vesicles", "CD81", "Flow cytometry", "Report result", "88.0", "%", ""},
    {"Vesicles", "Calnexin", "Western blot", "Negative", "Negative", "", "Pass"},
    {"Microbiology", "Sterility", "USP <71>", "No growth", "No growth", "", "Pass"},
    {"Microbiology", "Endotoxin", "USP <85>", "≤ 0.5", "< 0.05", "EU/mL", "Pass"},
    {"Microbiology", "Mycoplasma", "Ph. Eur. 2.6.7", "Not detected", "Not detected", "", "Pass"},
    {"Metals & residues", "Lead", "ICP-MS", "< 10", "<= 0.010", "µg/g", "Pass"},
    {"Metals & residues", "Arsenic", "ICP-MS", "< 1.5", "1.52", "µg/g", "Fail"},
    {"Metals & residues", "β-Caryophyllene", "GC-MS", "", "0.000125", "mg/g", ""},
    {"Metals & residues", "Residual solvents", "USP <467>", "Complies", "Complies", "", "Pass"},
    {"Metals & residues", "Mercury", "ICP-MS", "< 0.3", "", "µg/g", "Not tested"},
}};

CertificateTest test_of(const Row& row) {
  CertificateTest test;
  test.section = row.section;
  test.analyte = {row.analyte, {}};
  test.method = said(row.method);
  test.limit = said(row.limit);
  test.result = said(row.result);
  test.unit = said(row.unit);
  test.printed_status = said(row.status);
  return test;
}

// A small generator (xorshift) whose numbers are the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2685821657736338717u + 88172645463325252u) {
    for (int i = 0; i < 8; ++i) below(2);
  }
  std::size_t below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ % limit);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <std::size_t N>
  std::string one_of(const std::array<const char*, N>& choices) {
    return choices[below(N)];
  }
  std::string digits(std::size_t count) {
    std::string all(1, static_cast<char>('1' + below(9)));
    while (all.size() < count) all += static_cast<char>('0' + below(10));
    return all;
  }

 private:
  std::uint64_t state_;
};

std::string random_day(Dice& dice, int year) {
  const std::string month = std::to_string(101 + dice.below(12)).substr(1);
  return std::to_string(year) + "-" + month + "-" + std::to_string(101 + dice.below(28)).substr(1);
}

std::string random_number(Dice& dice) {
  const std::string whole = dice.one_in(3) ? "0" : dice.digits(1 + dice.below(4));
  if (dice.one_in(4)) return whole;
  return whole + "." + (dice.one_in(3) ? "0" : "") + dice.digits(1 + dice.below(3)) +
         (dice.one_in(4) ? "0" : "");
}

std::string random_result(Dice& dice, bool& amount) {
  constexpr std::array kWords = {"No growth", "Not detected", "Negative", "Complies", "Positive"};
  constexpr std::array kSigns = {"< ", "> ", "<= ", ">= "};
  amount = !dice.one_in(4);
  if (!amount) return dice.one_of(kWords);
  if (dice.one_in(4)) return dice.one_of(kSigns) + random_number(dice);
  if (dice.one_in(6)) return dice.digits(1) + "." + dice.digits(1) + " x 10^" + dice.digits(1);
  return random_number(dice);
}

void fill_header(Certificate& truth, Dice& dice) {
  constexpr std::array kProducts = {"Exosome vial, 5 mL", "Wharton's jelly matrix",
                                    "PRP kit \"Duo\"", "Cord MSC 10 x 10^6", "Peptide blend A&B"};
  constexpr std::array kLaboratories = {"Northbridge Analytical Laboratories",
                                        "Institut für Zellprüfung Labor GmbH",
                                        "Laboratorios Peña & Hijos", "Aster Testing Laboratory"};
  constexpr std::array kMakers = {"Example Biologics Inc.", "Nordlicht Zelltechnik GmbH",
                                  "Cell & Tissue S.A."};
  constexpr std::array kPersons = {"A. Whitfield, Laboratory Director", "Dr. Jürgen Groß",
                                   "María Núñez"};
  truth.title = said("Certificate of Analysis");
  truth.number = said("C-" + dice.digits(6));
  truth.product_name = said(dice.one_of(kProducts));
  truth.lot = said("LT" + dice.digits(2) + "-" + dice.digits(4));
  truth.laboratory = said(dice.one_of(kLaboratories));
  truth.manufacturer = said(dice.one_of(kMakers));
  if (!dice.one_in(3)) truth.client = said("Example Clinic");
  if (!dice.one_in(3)) truth.signatory = said(dice.one_of(kPersons));
  if (!dice.one_in(3)) truth.overall_status = said("Pass");
  constexpr std::array kRoles = {
      "manufactured", "sampled", "received", "analysis_started", "analysis_completed",
      "reported",     "issued",  "signed",   "expiry",           "retest"};
  for (const char* role : kRoles) {
    const bool later = std::string_view(role) == "expiry" || std::string_view(role) == "retest";
    if (!dice.one_in(3)) truth.dates[role] = {random_day(dice, later ? 2028 : 2026), {}};
  }
}

}  // namespace

Certificate sample_truth() {
  Certificate truth;
  truth.title = said("Certificate of Analysis");
  truth.number = said("NB-26-0117");
  truth.product_name = said("Exosome vial, 5 mL \"Crown\"");
  truth.lot = said("EXO-24117");
  truth.client = said("Example Clinic & Partners");
  truth.manufacturer = said("Example Biologics Inc.");
  truth.laboratory = said("Northbridge Analytical Laboratories");
  truth.accreditation = said("Accredited to ISO/IEC 17025:2017 by A2LA, certificate 4471.02");
  truth.overall_status = said("Pass");
  truth.signatory = said("A. Whitfield, Laboratory Director");
  truth.dates = {{"manufactured", {"2026-01-05", {}}},
                 {"sampled", {"2026-03-06", {}}},
                 {"received", {"2026-03-09", {}}},
                 {"analysis_started", {"2026-03-10", {}}},
                 {"analysis_completed", {"2026-03-25", {}}},
                 {"reported", {"2026-03-26", {}}},
                 {"issued", {"2026-03-27", {}}},
                 {"signed", {"2026-03-28", {}}},
                 {"expiry", {"2028-01-31", {}}},
                 {"retest", {"2027-01-31", {}}}};
  for (const Row& row : kRows) truth.tests.push_back(test_of(row));
  truth.tests[8].started = said("2026-03-10");
  truth.tests[8].completed = said("2026-03-24");
  truth.tests[11].detection_limit = said("0.001");
  truth.tests[11].quantitation_limit = said("0.010");
  return truth;
}

Certificate random_truth(std::uint64_t seed) {
  Dice dice(seed);
  Certificate truth;
  fill_header(truth, dice);
  for (const Row& row : kRows) {
    if (dice.one_in(3)) continue;
    CertificateTest test = test_of(row);
    if (std::string_view(row.analyte) != "Appearance") {
      bool amount = false;
      test.result = said(random_result(dice, amount));
      test.unit = amount ? said(row.unit) : std::nullopt;
    }
    if (dice.one_in(5)) test.method.reset();
    if (dice.one_in(5)) test.limit.reset();
    if (dice.one_in(5)) test.printed_status.reset();
    truth.tests.push_back(std::move(test));
  }
  return truth;
}

namespace {

using Facts = std::vector<std::string>;

void add(Facts& facts, const std::string& name, const std::optional<Printed>& printed) {
  if (printed) facts.push_back(name + "=" + printed->text + (printed->doubt.empty() ? "" : " ?"));
}

void add_test(Facts& facts, const std::string& name, const CertificateTest& test,
              const std::set<std::string>& without) {
  const auto field = [&](const char* key, const std::optional<Printed>& printed) {
    if (without.count(key) == 0) add(facts, name + key, printed);
  };
  if (without.count("section") == 0 && !test.section.empty())
    facts.push_back(name + "section=" + test.section);
  add(facts, name + "analyte", test.analyte);
  field("method", test.method);
  field("limit", test.limit);
  field("result", test.result);
  field("unit", test.unit);
  field("printed_status", test.printed_status);
  field("detection_limit", test.detection_limit);
  field("quantitation_limit", test.quantitation_limit);
  field("started", test.started);
  field("completed", test.completed);
}

}  // namespace

std::vector<std::string> facts_of(const Certificate& certificate,
                                  const std::set<std::string>& without) {
  Facts facts;
  const auto field = [&](const char* key, const std::optional<Printed>& printed) {
    if (without.count(key) == 0) add(facts, key, printed);
  };
  field("title", certificate.title);
  field("number", certificate.number);
  field("product_name", certificate.product_name);
  field("lot", certificate.lot);
  field("client", certificate.client);
  field("manufacturer", certificate.manufacturer);
  field("laboratory", certificate.laboratory);
  field("accreditation", certificate.accreditation);
  field("overall_status", certificate.overall_status);
  field("signatory", certificate.signatory);
  for (const auto& [role, date] : certificate.dates) field(role.c_str(), date);
  for (std::size_t i = 0; i < certificate.tests.size(); ++i)
    add_test(facts, "tests[" + std::to_string(i) + "].", certificate.tests[i], without);
  return facts;
}

}  // namespace verilot
