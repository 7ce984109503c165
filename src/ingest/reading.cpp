#include "ingest/reading.h"

#include <algorithm>
#include <set>

#include "ingest/text_fold.h"

namespace verilot {

bool is_doubtful(const CertificateTest& test) {
  if (!test.analyte.doubt.empty()) return true;
  const std::optional<Printed>* const fields[] = {&test.method, &test.limit, &test.result,
                                                  &test.unit, &test.printed_status};
  return std::ranges::any_of(fields, [](const std::optional<Printed>* field) {
    return *field && !(*field)->doubt.empty();
  });
}

Reading reading_of(const Certificate& certificate, const CertificateFile& file) {
  Reading reading;
  reading.pages = file.page_count;
  reading.unread_pages = file.unread_pages;
  reading.rows = static_cast<int>(certificate.tests.size());
  reading.doubtful_rows = static_cast<int>(std::ranges::count_if(certificate.tests, is_doubtful));
  reading.unread_rows = certificate.unread_rows;
  std::set<std::string> seen;
  for (const CertificateTest& test : certificate.tests) {
    if (test.analyte_id.empty() && seen.insert(folded(test.analyte.text)).second)
      reading.unmatched_analytes.push_back(test.analyte);
  }
  return reading;
}

}  // namespace verilot
