#include "ingest/lexicon.h"

#include "ingest/text_fold.h"
#include "support/certificates.h"

namespace verilot {
namespace {

const Lexicon& lexicon() {
  static const Lexicon built(testing::tables());
  return built;
}

TEST_CASE("analyte_id: printed names of one test are one analyte") {
  struct Case {
    const char* printed;
    const char* expected;
  };
  const Case cases[] = {
      {"Sterility", "sterility"},
      {"STERILITY TEST", "sterility"},
      {"Sterility (USP <71>)", "sterility"},
      {"Bacterial Endotoxins Test", "endotoxin"},
      {"Endotoxin, LAL", "endotoxin"},
      {"Endotoxn level", "endotoxin"},
      {"Mycoplasma (qPCR)", "mycoplasma"},
      {"Particle Concentration", "particle_concentration"},
      {"Particle size (mode)", "particle_size_mode"},
      {"CD63", "marker_cd63"},
      {"CD81 (flow cytometry)", "marker_cd81"},
      {"Δ9-THC", "thc_delta9"},
      {"β-Myrcene", "terpene_myrcene"},
      {"Lead (Pb)", "metal_lead"},
      {"CD62", ""},
      {"Some other test", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.printed);
    CHECK(lexicon().analyte_id(c.printed) == c.expected);
  }
}

TEST_CASE("label_role: Produced alone may be the day of the report") {
  CHECK(lexicon().label_role("Produced:") == "date");
  CHECK(lexicon().label_role("Produced on") == "manufactured");
}

TEST_CASE("split_method: a bracket that names a method is taken out of the name") {
  CHECK(lexicon().split_method("Purity (HPLC, aggregate)").analyte == "Purity");
  CHECK(lexicon().split_method("Purity (HPLC, aggregate)").method == "HPLC, aggregate");
  CHECK(lexicon().split_method("Content (per vial)").analyte == "Content (per vial)");
  CHECK(lexicon().split_method("Cannabidiol (CBD)").method.empty());
}

TEST_CASE("method_id: what measures the analyte comes first, a screen before what it cites") {
  CHECK(lexicon().method_id("USP <71>", "sterility") == "usp71");
  CHECK(lexicon().method_id("rapid PCR screen per USP <71>", "sterility") == "pcr_sterility");
  CHECK(lexicon().method_id("BacT/ALERT", "sterility") == "bact_alert");
  CHECK(lexicon().method_id("PCR", "mycoplasma") == "myco_nat");
  CHECK(lexicon().method_id("USP <63> culture, 28 days", "mycoplasma") == "usp63_culture");
  CHECK(lexicon().method_id("USP <711>", "") != "usp71");
  CHECK(lexicon().method_id("in-house", "sterility").empty());
}

TEST_CASE("column: role and unit of a header") {
  struct Case {
    const char* header;
    const char* role;
    const char* unit;
  };
  const Case cases[] = {
      {"Result (mg/g)", "result", "mg/g"},  {"RESULT % (TOTAL)", "result", "%"},
      {"Unit / Einheit", "unit", ""},       {"LOD/LOQ (µg/g)", "both_limits", "µg/g"},
      {"mg/unit", "unit value", "mg/unit"}, {"(%)", "unit value", "%"},
      {"Acceptance Criteria", "limit", ""}, {"Endotoxin", "", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.header);
    CHECK(lexicon().column(c.header).role == c.role);
    CHECK(lexicon().column(c.header).unit == c.unit);
  }
}

TEST_CASE("is_value: numbers with operators and units, and words of results") {
  for (const char* value : {"7.2", "<0.05", "< LOQ", "ND", "5.2 x 10^9 particles/mL", "99.4%",
                            "0.04 / 0.24", "±9.845", "3.20E-5", "No growth", "1,000 CFU/g"}) {
    CAPTURE(value);
    CHECK(lexicon().is_value(value));
  }
  for (const char* text : {"Sterility", "EXO-24117", "USP <71>", ""}) {
    CAPTURE(text);
    CHECK_FALSE(lexicon().is_value(text));
  }
}

TEST_CASE("folded: names in other dress are equal") {
  CHECK(folded("Chargen-Nr.:") == "chargen nr");
  CHECK(folded("Prüflos") == "pruflos");
  CHECK(folded("β-Caryophyllene") == "beta caryophyllene");
  CHECK(folded("Batch#") == "batch #");
  CHECK(folded("Certi\xEF\xAC\x81"
               "cate") == "certificate");
  CHECK(folded("\xFF\xFE broken") == "broken");
}

TEST_CASE("load_tables: an error names file, line and column, and the rest is loaded") {
  Problems problems;
  const Tables missing = load_tables("no-such-folder", problems);
  CHECK(problems.size() == 13);
  CHECK(missing.analytes.empty());
  CHECK(testing::tables().analytes.size() > 200);
  CHECK(testing::tables().units.find("EU/ml")->ucum == "[iU]/mL");
}

}  // namespace
}  // namespace verilot
