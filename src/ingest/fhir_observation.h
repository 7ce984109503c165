// ingest: a FHIR Observation, its components and members, as tests of a certificate.
//
// analyte from code, method, result from value[x] or dataAbsentReason, limit from referenceRange,
// status from interpretation, dates from effective[x]. Where the code names a method ("USP <731>",
// as PQ/CMC has it) the category is the analyte.
//
// Doubtful: values of preliminary or withdrawn observations, a limit whose text and bounds say
// different things ("LT 0.5 %" with 1.0, "< 0.2 %" with "<="), a unit that differs from its code.
#pragma once

#include <set>

#include "ingest/fhir_resources.h"
#include "ingest/lexicon.h"
#include "model/certificate.h"

namespace verilot {

class ObservationReader {
 public:
  ObservationReader(const FhirResources& resources, const Lexicon& lexicon, Certificate& out)
      : resources_(resources), lexicon_(lexicon), out_(out) {}

  // What is referred to and not in the file makes the certificate incomplete.
  void read_referred(const YamlNode& resource, const YamlNode& reference, int depth = 0);
  void read(const YamlNode& observation, int depth = 0);

 private:
  void read_value(const YamlNode& node, CertificateTest&) const;
  void read_limit(const YamlNode& node, CertificateTest&) const;
  void read_names(const YamlNode& observation, CertificateTest&) const;
  void read_dates(const YamlNode& observation, CertificateTest&);
  void add(const YamlNode& node, CertificateTest, const std::string& doubt);

  const FhirResources& resources_;
  const Lexicon& lexicon_;
  Certificate& out_;
  std::set<const YamlNode*> seen_;
};

}  // namespace verilot
