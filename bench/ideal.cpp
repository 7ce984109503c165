#include "ideal.h"

#include <re2/re2.h>
#include <re2/set.h>
#include <simdjson.h>

#include <initializer_list>
#include <span>
#include <vector>

#include "cel/timestamps.h"

namespace bench {
namespace {

namespace od = simdjson::ondemand;
using enum Verdict;

enum class Is : std::uint8_t { absent, null, value, other };

template <typename T>
struct Fact {
  T value{};
  Is is = Is::absent;
};
using Text = Fact<std::string_view>;
using Number = Fact<double>;
using Flag = Fact<bool>;

// --- three-valued logic ---

Verdict of(bool b) { return b ? yes : no; }
Verdict operator!(Verdict v) { return v == yes ? no : v == no ? yes : v; }
Verdict both(Verdict a, Verdict b) {
  if (a == no || b == no) return no;
  if (a == unknown || b == unknown) return unknown;
  return a == error || b == error ? error : yes;
}
Verdict either(Verdict a, Verdict b) {
  if (a == yes || b == yes) return yes;
  if (a == unknown || b == unknown) return unknown;
  return a == error || b == error ? error : no;
}

template <typename List, typename Test>
Verdict all(const List& list, const Test& test) {
  Verdict out = yes;
  for (const auto& element : list)
    if ((out = both(out, test(element))) == no) break;
  return out;
}
template <typename List, typename Test>
Verdict exists(const List& list, const Test& test) {
  Verdict out = no;
  for (const auto& element : list)
    if ((out = either(out, test(element))) == yes) break;
  return out;
}

// --- comparisons ---

template <typename T, typename U>
Verdict equal(const Fact<T>& fact, const U& wanted) {
  if (fact.is == Is::value) return of(fact.value == wanted);
  return fact.is == Is::absent ? unknown : no;
}
Verdict equal(const Text& a, const Text& b) {
  if (a.is == Is::absent || b.is == Is::absent) return unknown;
  if (a.is == Is::value && b.is == Is::value) return of(a.value == b.value);
  return of(a.is == Is::null && b.is == Is::null);
}
Verdict in(const Text& fact, std::initializer_list<std::string_view> list) {
  if (fact.is == Is::absent) return unknown;
  if (fact.is != Is::value) return no;
  for (const std::string_view wanted : list)
    if (fact.value == wanted) return yes;
  return no;
}
template <typename T>
Verdict fault(const Fact<T>& fact) {
  return fact.is == Is::absent ? unknown : error;
}
template <typename T>
Verdict not_null(const Fact<T>& fact) {
  return fact.is == Is::absent ? unknown : of(fact.is != Is::null);
}
template <typename T, typename Test>
Verdict test(const Fact<T>& fact, const Test& condition) {
  return fact.is == Is::value ? of(condition(fact.value)) : fault(fact);
}
// A time that cannot be read is an error of itself, before the other operand is unknown; a number
// of another type is one only beside a known operand.
template <typename T, typename Test>
Verdict test(const Fact<T>& a, const Fact<T>& b, const Test& condition) {
  if (a.is == Is::value && b.is == Is::value) return of(condition(a.value, b.value));
  const auto wrong = [](const Fact<T>& f) { return f.is == Is::null || f.is == Is::other; };
  if (std::is_same_v<T, std::int64_t> && (wrong(a) || wrong(b))) return error;
  return a.is == Is::absent || b.is == Is::absent ? unknown : error;
}

using Time = std::int64_t;
constexpr Time kNow = 1795305600;             // 2026-11-22
constexpr Time kThreeMonthsAgo = 1787356800;  // 2026-08-22
using Moment = Fact<Time>;

// --- the record ---

struct Test {
  Text name, method, unit, outcome;
  Number value, limit;
};
struct Certificate {
  Text number, lot;
  Moment issued;
  Flag accredited;
  std::size_t first = 0, count = 0;  // of its tests
};
struct Lot {
  Text number;
  Moment made, expiry;
};
struct Document {
  Text type, subject;
  Flag is_signed;
  Moment date;
};
struct Authorisation {
  Text type, status, holder;
  Moment expires;
};
struct Claim {
  Text text;
  std::uint32_t matched = 0;
};

struct Dossier {
  Text kind, route, origin, pathway, country, status, supplier, sponsor_country;
  Flag pooled, match, agreement_signed;
  Is sponsor = Is::absent;
  Number min_c, max_c, shelf_life, price;
  Moment registration_expires, checked_at, agreement_date;
  std::size_t languages = 0, warnings = 0;
  std::vector<std::string_view> steps;
  std::vector<Test> tests;
  std::vector<Certificate> certificates;
  std::vector<Lot> lots;
  std::vector<Document> documents;
  std::vector<Authorisation> authorisations;
  std::vector<Claim> claims;

  void clear() {
    auto keep = std::move(*this);
    *this = Dossier{};
    const auto reuse = [](auto& mine, auto& old) {
      old.clear();
      mine = std::move(old);
    };
    reuse(steps, keep.steps);
    reuse(tests, keep.tests);
    reuse(certificates, keep.certificates);
    reuse(lots, keep.lots);
    reuse(documents, keep.documents);
    reuse(authorisations, keep.authorisations);
    reuse(claims, keep.claims);
  }
};

// --- reading ---

void read(od::value value, Text& out) {
  out.is = value.get_string().get(out.value) == simdjson::SUCCESS ? Is::value
           : value.is_null()                                      ? Is::null
                                                                  : Is::other;
}
void read(od::value value, Number& out) {
  out.is = value.get_double().get(out.value) == simdjson::SUCCESS ? Is::value
           : value.is_null()                                      ? Is::null
                                                                  : Is::other;
}
void read(od::value value, Flag& out) {
  out.is = value.get_bool().get(out.value) == simdjson::SUCCESS ? Is::value
           : value.is_null()                                    ? Is::null
                                                                : Is::other;
}
void read(od::value value, Moment& out) {
  Text text;
  read(value, text);
  out.is = text.is == Is::value ? Is::other : text.is;
  if (text.is != Is::value) return;
  const auto time = verilot::cel::parse_timestamp(text.value);
  if (time) out = {time->seconds, Is::value};
}

template <typename Visit>
void each_member(od::value value, const Visit& visit) {
  for (auto field : value.get_object()) visit(field.key().value(), field.value().value());
}
template <typename Visit>
void each_element(od::value value, const Visit& visit) {
  for (auto element : value.get_array()) visit(element.value());
}
std::size_t count(od::value value) {
  std::size_t elements = 0;
  each_element(value, [&](od::value) { ++elements; });
  return elements;
}

void read_storage(od::value value, Dossier& d) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "min_c") return read(v, d.min_c);
    if (key == "max_c") return read(v, d.max_c);
  });
}
void read_label(od::value value, Dossier& d) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "languages") d.languages = count(v);
    if (key == "warnings") d.warnings = count(v);
  });
}
void read_sponsor(od::value value, Dossier& d) {
  d.sponsor = value.is_null() ? Is::null : Is::value;
  if (d.sponsor == Is::null) return;
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "country") read(v, d.sponsor_country);
  });
}
void read_product(od::value value, Dossier& d) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "kind") return read(v, d.kind);
    if (key == "route") return read(v, d.route);
    if (key == "origin") return read(v, d.origin);
    if (key == "pathway") return read(v, d.pathway);
    if (key == "pooled") return read(v, d.pooled);
    if (key == "price_cents") return read(v, d.price);
    if (key == "shelf_life_days") return read(v, d.shelf_life);
    if (key == "sponsor") return read_sponsor(v, d);
    if (key == "storage") return read_storage(v, d);
    if (key == "label") return read_label(v, d);
    if (key == "processing_steps")
      each_element(v, [&](od::value step) { d.steps.push_back(step.get_string()); });
  });
}
void read_supplier(od::value value, Dossier& d) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "name") return read(v, d.supplier);
    if (key == "country") return read(v, d.country);
    if (key == "registration")
      return each_member(v, [&](od::raw_json_string k, od::value w) {
        if (k == "status") return read(w, d.status);
        if (k == "expires") return read(w, d.registration_expires);
      });
    if (key == "quality_agreement")
      return each_member(v, [&](od::raw_json_string k, od::value w) {
        if (k == "signed") return read(w, d.agreement_signed);
        if (k == "date") return read(w, d.agreement_date);
      });
    if (key == "sanctions")
      each_member(v, [&](od::raw_json_string k, od::value w) {
        if (k == "match") return read(w, d.match);
        if (k == "checked_at") return read(w, d.checked_at);
      });
  });
}
void read_test(od::value value, Test& test) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "name") return read(v, test.name);
    if (key == "method") return read(v, test.method);
    if (key == "unit") return read(v, test.unit);
    if (key == "value") return read(v, test.value);
    if (key == "limit") return read(v, test.limit);
    if (key == "outcome") return read(v, test.outcome);
  });
}
void read_certificate(od::value value, Dossier& d) {
  Certificate certificate;
  certificate.first = d.tests.size();
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "number") return read(v, certificate.number);
    if (key == "lot") return read(v, certificate.lot);
    if (key == "issued") return read(v, certificate.issued);
    if (key == "lab")
      return each_member(v, [&](od::raw_json_string k, od::value w) {
        if (k == "accredited") read(w, certificate.accredited);
      });
    if (key == "tests")
      each_element(v, [&](od::value test) { read_test(test, d.tests.emplace_back()); });
  });
  certificate.count = d.tests.size() - certificate.first;
  d.certificates.push_back(certificate);
}
void read_lot(od::value value, Lot& lot) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "number") return read(v, lot.number);
    if (key == "made") return read(v, lot.made);
    if (key == "expiry") return read(v, lot.expiry);
  });
}
void read_document(od::value value, Document& document) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "type") return read(v, document.type);
    if (key == "subject") return read(v, document.subject);
    if (key == "signed") return read(v, document.is_signed);
    if (key == "date") return read(v, document.date);
  });
}
void read_authorisation(od::value value, Authorisation& authorisation) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "type") return read(v, authorisation.type);
    if (key == "status") return read(v, authorisation.status);
    if (key == "holder") return read(v, authorisation.holder);
    if (key == "expires") return read(v, authorisation.expires);
  });
}
void read_dossier(od::value value, Dossier& d) {
  each_member(value, [&](od::raw_json_string key, od::value v) {
    if (key == "product") return read_product(v, d);
    if (key == "supplier") return read_supplier(v, d);
    if (key == "certificates") return each_element(v, [&](od::value c) { read_certificate(c, d); });
    if (key == "lots")
      return each_element(v, [&](od::value l) { read_lot(l, d.lots.emplace_back()); });
    if (key == "documents")
      return each_element(v, [&](od::value x) { read_document(x, d.documents.emplace_back()); });
    if (key == "authorisations")
      return each_element(
          v, [&](od::value a) { read_authorisation(a, d.authorisations.emplace_back()); });
    if (key == "claims")
      each_element(v, [&](od::value c) {
        Claim& claim = d.claims.emplace_back();
        each_member(c, [&](od::raw_json_string k, od::value w) {
          if (k == "text") read(w, claim.text);
        });
      });
  });
}

constexpr const char* kPatterns[] = {"(?i)\\bcures?\\b",
                                     "(?i)anti-?aging",
                                     "(?i)fda[- ]approved",
                                     "(?i)guarantee[ds]?",
                                     "(?i)stem cells?",
                                     "(?i)treats? (cancer|arthritis|diabetes)",
                                     "(?i)clinically (proven|tested)",
                                     "[0-9]+ ?%"};

}  // namespace

struct Ideal::State {
  od::parser parser;
  Dossier d;
  RE2::Set patterns{RE2::Options(RE2::Quiet), RE2::UNANCHORED};
  RE2 number{"^COA-[0-9]{4}-[0-9]+$"};
  std::vector<int> hits;
  std::array<Verdict, kRules> out{};

  void match_claims();
  void product_rules();
  void certificate_rules();
  void date_rules();
  void claim_rules();
  void join_rules();
};

void Ideal::State::match_claims() {
  for (Claim& claim : d.claims) {
    if (claim.text.is != Is::value) continue;
    hits.clear();
    patterns.Match(re2::StringPiece(claim.text.value.data(), claim.text.value.size()), &hits);
    for (const int hit : hits) claim.matched |= 1u << hit;
  }
}

void Ideal::State::product_rules() {
  const Verdict injected = equal(d.route, "injection");
  const Verdict exosome = equal(d.kind, "exosome"), by_361 = equal(d.pathway, "361");
  out[0] = in(d.kind, {"exosome", "prp", "cosmetic", "device"});
  out[1] = either(equal(d.route, "topical"), injected);
  out[2] = !equal(d.origin, "unknown");
  out[3] = either(by_361, equal(d.pathway, "351"));
  out[4] = !both(both(exosome, injected), by_361);
  out[5] = equal(d.pooled, false);
  const Verdict prp = equal(d.kind, "prp");
  out[6] = prp == yes  ? equal(d.origin, "autologous")
           : prp == no ? in(d.origin, {"autologous", "allogeneic", "synthetic"})
                       : prp;
  out[7] = equal(d.status, "in_force");
  out[8] = in(d.country, {"US", "GB", "ES", "DE", "FR"});
  out[9] = equal(d.match, false);
  bool dried = false, allowed = true;
  for (const std::string_view step : d.steps) {
    dried = dried || step == "freeze_drying";
    allowed = allowed && in({step, Is::value}, {"centrifugation", "filtration", "rinsing",
                                                "cutting", "washing", "storage"}) == yes;
  }
  out[10] = of(!dried);
  out[11] = of(allowed);
  out[12] = both(test(d.min_c, [](double c) { return c >= -80; }),
                 test(d.max_c, [](double c) { return c <= 8; }));
  out[13] = test(d.min_c, d.max_c, [](double a, double b) { return a < b; });
  out[14] = test(d.shelf_life, [](double days) { return days <= 730; });
  out[15] = of(d.languages >= 2);
  out[16] = of(d.warnings > 0);
  out[17] = of(!d.lots.empty() && d.certificates.size() >= d.lots.size());
  out[18] = test(d.price, [](double cents) { return cents <= 250000; });
  out[19] = test(d.min_c, d.max_c, [](double a, double b) { return b - a <= 40; });
}

void Ideal::State::certificate_rules() {
  const auto tests_of = [this](const Certificate& c) {
    return std::span<const Test>(d.tests).subspan(c.first, c.count);
  };
  const auto named = [](const Test& t, std::string_view name) { return equal(t.name, name); };
  out[20] = exists(d.tests, [&](const Test& t) { return named(t, "sterility"); });
  out[21] = all(d.certificates, [&](const Certificate& c) {
    return exists(tests_of(c), [&](const Test& t) {
      return both(named(t, "sterility"), equal(t.outcome, "pass"));
    });
  });
  out[22] = all(d.tests, [](const Test& t) { return in(t.outcome, {"pass", "not applicable"}); });
  out[23] = all(d.tests, [&](const Test& t) {
    return either(!named(t, "endotoxin"), test(t.value, [](double v) { return v <= 0.5; }));
  });
  out[24] = all(d.tests, [&](const Test& t) {
    return either(!named(t, "endotoxin"), equal(t.unit, "EU/mL"));
  });
  out[25] = all(d.tests, [&](const Test& t) {
    return either(test(t.value, t.limit, [](double v, double limit) { return v <= limit; }),
                  named(t, "ph"));
  });
  out[26] = exists(d.tests, [&](const Test& t) {
    return both(named(t, "mycoplasma"), in(t.method, {"PCR", "USP 63", "EP 2.6.7"}));
  });
  out[27] = all(d.certificates, [](const Certificate& c) { return equal(c.accredited, true); });
  out[28] = all(d.certificates, [&](const Certificate& c) {
    std::size_t found = 0;
    for (const Test& t : tests_of(c)) {
      const Verdict ph = named(t, "ph");
      if (ph > yes) return ph;
      found += ph == yes;
    }
    return of(found == 1);
  });
  out[29] = all(d.tests, [&](const Test& t) {
    return either(!named(t, "ph"), test(t.value, [](double v) { return v >= 6.5 && v <= 7.8; }));
  });
  out[30] = all(d.certificates, [](const Certificate& c) { return of(c.count >= 5); });
  out[31] = exists(d.tests, [&](const Test& t) {
    return both(named(t, "particle count"), test(t.value, [](double v) { return v > 1e9; }));
  });
  out[32] =
      all(d.tests, [](const Test& t) { return both(not_null(t.method), !equal(t.method, "")); });
  out[33] = all(d.tests, [&](const Test& t) {
    return either(!named(t, "identity"),
                  test(t.method, [](std::string_view m) { return m.starts_with("USP"); }));
  });
  out[34] = all(d.certificates, [&](const Certificate& c) {
    return test(c.number, [&](std::string_view n) {
      return RE2::PartialMatch(re2::StringPiece(n.data(), n.size()), number);
    });
  });
  out[35] = all(d.certificates, [&](const Certificate& c) {
    Verdict none = yes;
    for (const Test& t : tests_of(c)) {
      if (t.outcome.is == Is::absent) return unknown;
      if (equal(t.outcome, "fail") == yes) none = no;
    }
    return none;
  });
}

void Ideal::State::date_rules() {
  const auto later = [](Time t) { return t > kNow; };
  const auto until_now = [](Time t) { return t <= kNow; };
  out[36] = all(d.lots, [&](const Lot& l) { return test(l.expiry, later); });
  out[37] = all(d.lots, [](const Lot& l) {
    return test(l.expiry, l.made, [](Time expiry, Time made) { return expiry > made; });
  });
  out[38] = all(d.lots, [](const Lot& l) {
    return test(l.expiry, l.made,
                [](Time expiry, Time made) { return expiry - made <= 17520 * 3600; });
  });
  out[39] = test(d.registration_expires, later);
  out[40] = all(d.certificates, [&](const Certificate& c) { return test(c.issued, until_now); });
  out[41] = test(d.checked_at, [](Time t) { return t > kThreeMonthsAgo; });
  out[42] = all(d.authorisations, [&](const Authorisation& a) {
    return either(!equal(a.status, "in_force"), test(a.expires, later));
  });
  out[43] = test(d.agreement_date, [](Time t) { return t < kNow; });
  out[44] = all(d.documents, [&](const Document& x) { return test(x.date, until_now); });
  out[45] = not_null(d.registration_expires);
}

void Ideal::State::claim_rules() {
  match_claims();
  for (std::uint32_t pattern = 0; pattern < 8; ++pattern) {
    out[46 + pattern] = !exists(d.claims, [pattern](const Claim& c) {
      return c.text.is == Is::value ? of((c.matched >> pattern & 1) != 0) : fault(c.text);
    });
  }
  const auto holds = [](const Claim& c, std::string_view part) {
    return test(c.text, [part](std::string_view text) {
      return text.find(part) != std::string_view::npos;
    });
  };
  out[54] = !exists(d.claims, [&](const Claim& c) { return holds(c, "miracle"); });
  out[55] = all(d.claims, [&](const Claim& c) {
    return both(!holds(c, "no side effects"),
                !test(c.text, [](std::string_view text) { return text.ends_with('!'); }));
  });
}

void Ideal::State::join_rules() {
  out[56] = all(d.lots, [&](const Lot& l) {
    return exists(d.certificates, [&](const Certificate& c) { return equal(c.lot, l.number); });
  });
  out[57] = all(d.lots, [&](const Lot& l) {
    return exists(d.documents, [&](const Document& x) {
      return both(equal(x.type, "SDS"), equal(x.subject, l.number));
    });
  });
  out[58] = all(d.certificates, [&](const Certificate& c) {
    return exists(d.lots, [&](const Lot& l) {
      return both(equal(l.number, c.lot),
                  test(c.issued, l.made, [](Time issued, Time made) { return issued >= made; }));
    });
  });
  out[59] = exists(d.authorisations, [&](const Authorisation& a) {
    return both(equal(a.type, "establishment"), equal(a.holder, d.supplier));
  });
  out[60] = d.sponsor == Is::absent ? unknown
            : d.sponsor == Is::null ? yes
                                    : equal(d.sponsor_country, "US");
  out[61] = of(d.agreement_signed.is != Is::absent);
  out[62] = both(equal(d.agreement_signed, true), not_null(d.agreement_date));
  out[63] =
      either(exists(d.documents,
                    [](const Document& x) {
                      return both(equal(x.type, "donor_eligibility"), equal(x.is_signed, true));
                    }),
             equal(d.origin, "autologous"));
}

Ideal::Ideal() : state_(std::make_unique<State>()) {
  for (const char* pattern : kPatterns) state_->patterns.Add(pattern, nullptr);
  state_->patterns.Compile();
}
Ideal::~Ideal() = default;

const std::array<Verdict, kRules>& Ideal::judge(std::string_view line) {
  State& s = *state_;
  s.d.clear();
  od::document document = s.parser.iterate(line.data(), line.size(), line.size() + 64);
  read_dossier(document.get_value(), s.d);
  s.product_rules();
  s.certificate_rules();
  s.date_rules();
  s.claim_rules();
  s.join_rules();
  return s.out;
}

}  // namespace bench
