// ingest: how much of a certificate was read: without all of it, nobody can say that a test is not
// on it.
//
//   Reading reading = reading_of(certificate, file);
//   if (reading.unread_pages.empty() && reading.unread_rows.empty()) ...
#pragma once

#include <vector>

#include "model/certificate.h"

namespace verilot {

struct Reading {
  int pages = 0;                     // of the file
  std::vector<int> unread_pages;     // which may hold the rest of any certificate of the file
  int rows = 0;                      // tests
  int doubtful_rows = 0;             // of these, rows with a value that is not relied on
  std::vector<Printed> unread_rows;  // lines that look like tests
  std::vector<Printed> unmatched_analytes;  // read, but in no table; each name once
};

Reading reading_of(const Certificate&, const CertificateFile&);

bool is_doubtful(const CertificateTest&);

}  // namespace verilot
