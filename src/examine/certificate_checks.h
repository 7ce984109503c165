// The checks of certificates of analysis, one function a subject: each asks its questions and
// changes nothing. What is asked, and how grave it is, stands in
// rules/tables/certificate-checks.yaml; docs/certificate-checks.md lists all of them.
//
// A check asks only on what is printed: an unknown fact never gives rise to a question, and a
// contradiction rests on facts that stay whatever else comes to light.
#pragma once

#include <vector>

#include "examine/questions.h"

namespace verilot {

using Certificates = std::vector<CertificateView>;

// What the dossier says of the lot that a certificate names.
struct LotFacts {
  bool listed = false;  // the dossier has the lot
  bool has_expiry = false;
  bool in_use = false;  // received or used
  DateSaid released;
};
LotFacts lot_facts(const Evidence&, const CertificateView&);

// One certificate by itself.
void check_identity(const CertificateView&, Questions&);
void check_substance(const CertificateView&, Questions&);
void check_dates(const CertificateView&, Questions&);
void check_durations(const CertificateView&, Questions&);
void check_lot_date(const CertificateView&, Questions&);
void check_laboratory(const CertificateView&, Questions&);
void check_accreditation(const CertificateView&, Questions&);
void check_verdicts(const CertificateView&, Questions&);
void check_limits(const CertificateView&, Questions&);
void check_methods(const CertificateView&, Questions&);
void check_sterility(const CertificateView&, Questions&);
void check_units(const CertificateView&, Questions&);
void check_values(const CertificateView&, Questions&);
void check_label_claim(const CertificateView&, Questions&);
void check_masses(const CertificateView&, Questions&);
void check_totals(const CertificateView&, Questions&);

// All certificates of the dossier.
void check_issue(const Certificates&, Questions&);      // for whom
void check_names(const Certificates&, Questions&);      // one product, two spellings
void check_releases(const Certificates&, Questions&);   // against the lots of the dossier
void check_expiries(const Certificates&, Questions&);   // counted from the report
void check_copies(const Certificates&, Questions&);     // equal results of two lots
void check_digits(const Certificates&, Questions&);     // last digits
void check_spread(const Certificates&, Questions&);     // too much alike
void check_zeros(const Certificates&, Questions&);      // zeros where others find growth
void check_campaigns(const Certificates&, Questions&);  // many of one day
void check_forms(const Certificates&, Questions&);      // one laboratory, two forms

// "Endotoxin 0.8 EU/mL against NMT 0.5 EU/mL"
std::string shown(const RowView&);

}  // namespace verilot
