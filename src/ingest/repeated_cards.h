// ingest: whether a result in a card stands in a table as well.
#pragma once

#include <vector>

#include "model/certificate.h"

namespace verilot {

// What a card repeats from a table is one test, not two: the same name with the same number, or
// another name with the same amount.
bool is_repeated(const CertificateTest& card, const std::vector<CertificateTest>& tests);

}  // namespace verilot
