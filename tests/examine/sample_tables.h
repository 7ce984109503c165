// A small table of words and units for the tests of examiners.
#pragma once

#include "model/tables.h"

namespace verilot::test {

inline Unit unit(std::string ucum, std::string unit_class, const char* factor) {
  return {std::move(ucum), std::move(unit_class), *Decimal::parse(factor)};
}

inline void add_units(UnitTable& units) {
  units.add("EU/mL", unit("[iU]/mL", "endotoxin concentration", "1"));
  units.add("EU/mg", unit("[iU]/mg", "endotoxin content", "1"));
  units.add("particles/mL", unit("{particles}/mL", "particle concentration", "1"));
  units.add("p/mL", unit("{particles}/mL", "particle concentration", "1"));
  units.add("nm", unit("nm", "length", "1"));
  units.add("um", unit("um", "length", "1000"));
  units.add("mg", unit("mg", "mass", "1"));
  units.add("g", unit("g", "mass", "1000"));
  units.add("gram", unit("g", "mass", "1000"));
  units.add("%", unit("%", "share", "1"));
  units.add("CFU/g", unit("[CFU]/g", "germs by mass", "1"));
  units.add("colony-forming units", unit("[CFU]", "germs", "1"));
}

inline void add_source_words(SourceWords& words) {
  words = {{"secret", {R"(\bproprietary\b)", R"(\bdo not disclose\b)"}},
           {"denied", {R"(\bnot proprietary\b)"}},
           {"asks_source", {R"(\bsource\b)", R"(\bcome from\b)"}},
           {"refuses_source", {R"(\bsource\b)", R"(\bdonor\b)"}},
           {"refuses_certificate", {R"(\bcertificates?\b)", R"(\bcoa\b)"}},
           {"refuses_manufacturer", {R"(\bmanufacturer)", R"(\bmaker\b)"}},
           {"refuses_process", {R"(\bprocess)"}}};
}

inline void add_words(CertificateWords& words) {
  words.results = {
      {"pass",
       {"pass", "passed", "conforms", "complies", "meets", "within limits", "confirmed",
        "all analytes within limits", "all confirmed", "consistent with structure"}},
      {"fail", {"fail", "failed", "does not conform", "out of specification", "oos"}},
      {"absent",
       {"no growth", "no growth detected", "sterile", "negative", "neg", "absent", "absence",
        "non-reactive", "nonreactive"}},
      {"present", {"growth", "positive", "detected", "present", "reactive"}},
      {"not_detected",
       {"nd", "not detected", "none detected", "bdl", "blq", "bql", "<lod", "< lod", "<loq",
        "< loq", "<rl", "< rl"}},
      {"not_tested",
       {"not tested", "nt", "not performed", "pending", "in process", "to follow", "tbd",
        "in progress", "not reported"}},
      {"report_only",
       {"report only", "report result", "for information only", "fio", "check & record", "tested"}},
  };
  words.limits = {
      {"at_most", {"nmt", "not more than", "up to", "maximum", "max", "max."}},
      {"below", {"less than", "below"}},
      {"at_least", {"nlt", "not less than", "at least", "minimum", "min", "min."}},
      {"above", {"more than", "greater than", "above"}},
      {"approximate", {"approx.", "about", "ca."}},
      {"between", {"between"}},
      {"absent", {"any amount", "detection", "presence"}},
      {"report", {"report", "record", "for information", "check & record"}},
  };
}

inline Tables sample_tables() {
  Tables tables;
  add_units(tables.units);
  add_words(tables.certificate);
  add_source_words(tables.source);
  return tables;
}

}  // namespace verilot::test
