// For tests of readers: one certificate written in each format that is read, so that what is read
// back can be compared with what was written.
//
//   const Certificate truth = random_truth(7);
//   CHECK(facts_of(read(write_json(truth))) == facts_of(truth));
//
// The writers are for tests alone: they write what the readers' formats allow, not all of it.
// The same seed gives the same truth on every machine.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/certificate.h"

namespace verilot {

// A certificate with a dozen tests, every field filled, and what makes writing hard: quotes,
// separators, Greek letters, censored numbers, exponents, words for results, missing cells.
Certificate sample_truth();
// One with other products, tests, numbers and gaps for every seed.
Certificate random_truth(std::uint64_t seed);

std::string write_json(const Certificate&);
std::string write_xml(const Certificate&);
std::string write_delimited(const Certificate&, char separator);
std::string write_xlsx(const Certificate&);
std::string write_fhir(const Certificate&);
std::string write_fhir_xml(const Certificate&);
std::string write_pdf(const Certificate&);

// The files inside the workbook: name and content.
std::vector<std::pair<std::string, std::string>> xlsx_parts(const Certificate&);
// An archive of the parts given, stored as they are.
std::string write_zip(const std::vector<std::pair<std::string, std::string>>& parts);

// "lot=EXO-1", "tests[0].result=< 0.05": what the certificate says, without places, in one order.
// Fields named in `without` ("section", "detection_limit") are left out.
std::vector<std::string> facts_of(const Certificate&, const std::set<std::string>& without = {});

}  // namespace verilot
