// bench: how well certificates are read, against what is known to be printed on them.
//
//   FileScore score = score_file(read, truth);
//   score.fields["row"].recall()
//
// Rows are matched by analyte, then by result and section; white space, case and the variants of
// one sign (micro, dashes, "<=") do not count. A row is right when result and unit are; a doubtful
// reading is not given as known, so it is neither right nor wrong and costs recall alone. Rows that
// are not on the certificate are wrong.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/certificate.h"
#include "truth.h"

namespace verilot::bench {

struct Count {
  int truth = 0;  // printed
  int read = 0;   // given as known
  int right = 0;
  double precision() const { return read == 0 ? 1 : static_cast<double>(right) / read; }
  double recall() const { return truth == 0 ? 1 : static_cast<double>(right) / truth; }
  Count& operator+=(const Count&);
};

struct FileScore {
  std::string name, format, text_layer;
  double milliseconds = 0;
  // "row": analyte, result and unit; "row, limit and status": all five; "limit", "status",
  // "method", "detection limit", "quantitation limit"; "product", "lot", "laboratory", "number",
  // "client", "manufacturer", "signatory"; "date received", ... by the role of the page; "date".
  std::map<std::string, Count> fields;
  int known = 0;  // values given as known: results with units, limits, statuses, header facts
  int wrong = 0;  // of these
  int doubtful = 0;
  std::vector<std::string> missed;            // rows that are printed and were not read
  std::vector<std::string> extra;             // rows that were read and are not printed
  std::vector<std::string> differing;         // values read otherwise than printed
  std::vector<std::string> doubted;           // rows whose reading is doubtful, and why
  std::vector<std::string> unknown_analytes;  // read, but in no table
};

FileScore score_file(const CertificateFile&, const TruthFile&);

// Sums the counts; names and lists stay those of the first.
void add(FileScore& total, const FileScore& one);

}  // namespace verilot::bench
