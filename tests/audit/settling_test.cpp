#include "audit/settling.h"

#include <doctest/doctest.h>

#include "audit/rulebook.h"
#include "ingest/load_documents.h"
#include "ingest/load_letter.h"

namespace verilot {
namespace {

const DocumentTable& documents() {
  static const DocumentTable table = [] {
    Problems problems;
    DocumentTable loaded = load_documents(std::string(VERILOT_SOURCE_DIR) + "/rules", problems);
    CHECK(all_lines(problems) == "");
    return loaded;
  }();
  return table;
}

DossierResult settled(const std::string& name, const Date& day = fixture_day()) {
  Run run = audit({{fixture(name)}, {}, day, [](const Finding&) { return true; }}, the_rulebook());
  CHECK(all_lines(run.pack_problems) == "");
  REQUIRE(run.dossiers.size() == 1);
  return run.dossiers.front();
}

MarketNeed market(const std::string& name, const std::string& pack,
                  const Date& day = fixture_day()) {
  for (const MarketNeed& need : settled(name, day).markets)
    if (need.pack == pack) return need;
  FAIL("no market " << pack);
  return {};
}

using Words = std::vector<std::string>;

TEST_CASE("documents: every fact of a dossier has a document that holds it") {
  const Schema& schema = the_rulebook().schema;
  DocumentIndex index(documents(), schema);
  for (const Field& field : schema.type("dossier")->fields) {
    if (field.kind != FieldKind::object && field.element != FieldKind::object) continue;
    for (const Field& own : schema.type(field.type)->fields) {
      const std::string path =
          field.name + (field.kind == FieldKind::list ? "[0]." : ".") + own.name;
      CAPTURE(path);
      CHECK_FALSE(index.holding(path).empty());
    }
  }
}

TEST_CASE("documents: every kind and every fact of the table is one of the schema") {
  const Schema& schema = the_rulebook().schema;
  const Enumeration* kinds = schema.enumeration("document_kind");
  REQUIRE(kinds != nullptr);
  for (const DocumentKind& kind : documents().kinds) {
    CAPTURE(kind.id);
    CHECK(std::any_of(kinds->choices.begin(), kinds->choices.end(),
                      [&](const Choice& choice) { return choice.value == kind.id; }));
    for (const std::string& held : kind.holds) {
      CAPTURE(held);
      const std::size_t dot = held.find('.');
      CHECK(schema.type(held.substr(0, dot)) != nullptr);
      if (dot != std::string::npos)
        CHECK(schema.field(held.substr(0, dot), held.substr(dot + 1)) != nullptr);
    }
  }
}

TEST_CASE("documents: the fewest are chosen, of equally many those first in the table") {
  DocumentTable table;
  table.kinds = {{"a", "A", "supplier", {"donor.eligibility"}, {}},
                 {"b", "B", "supplier", {"donor.tests"}, {}},
                 {"c", "C", "supplier", {"donor.eligibility", "donor.tests"}, {}},
                 {"d", "D", "supplier", {"donor.tests"}, {}}};
  DocumentIndex index(table, the_rulebook().schema);
  CHECK(index.fewest({"donor.eligibility", "donor.tests"}) == DocumentIndex::Kinds{2});
  CHECK(index.fewest({"donor.tests"}) == DocumentIndex::Kinds{1});
  CHECK(index.fewest({}).empty());
}

TEST_CASE("documents: a request stands with the document whose words come first in it") {
  CHECK(documents().asked_for("Sterility test report for lot A, with dates")->id ==
        "certificate_of_analysis");
  CHECK(documents().asked_for("Consent form in use, with its version")->id == "consent_form");
  CHECK(documents().asked_for("Something else") == nullptr);
}

TEST_CASE("letters: every document has a Spanish name") {
  Problems problems;
  const LetterWords words = load_letter(std::string(VERILOT_SOURCE_DIR) + "/rules", "es", problems);
  CHECK(all_lines(problems) == "");
  for (const DocumentKind& kind : documents().kinds) {
    CAPTURE(kind.id);
    CHECK(words.documents.contains(kind.id));
  }
}

bool contains(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool waits_for_donor(const Settling& settle) {
  return std::any_of(settle.facts.begin(), settle.facts.end(),
                     [](const std::string& fact) { return fact.starts_with("donor."); });
}

TEST_CASE("settling: missing donor records are asked for once for all rules that wait for them") {
  const DossierResult result = settled("umbilical-donor-records-missing");
  std::vector<NeededDocument> asked;
  for (const NeededDocument& document : result.needed)
    if (document.kind == "donor_record") asked.push_back(document);
  REQUIRE(asked.size() == 1);
  CHECK(asked.front().held_by == "supplier");
  std::size_t waiting = 0;
  for (const Finding& finding : result.findings) {
    if (!finding.settle || !waits_for_donor(*finding.settle)) continue;
    CAPTURE(finding.id);
    ++waiting;
    CHECK(contains(asked.front().findings, finding.id));
  }
  CHECK(waiting >= 8);
}

TEST_CASE("settling: every unverified finding of the clinic says what settles it") {
  for (const char* name : {"name-only", "trial-exosome-unread-page", "exosome-vial-unread-page"}) {
    for (const Finding& finding : settled(name).findings) {
      CAPTURE(finding.id);
      CHECK(finding.settle.has_value() == (finding.outcome == Outcome::unverified));
      if (finding.settle && finding.settle->settles) CHECK_FALSE(finding.settle->facts.empty());
    }
  }
}

TEST_CASE("markets: a clear product takes nothing") {
  CHECK(market("laser-cap-cleared", "us-fda").what == MarketNeed::What::nothing);
}

TEST_CASE("markets: an unread page takes the certificate") {
  const MarketNeed need = market("trial-exosome-unread-page", "us-fda");
  CHECK(need.what == MarketNeed::What::documents);
  REQUIRE_FALSE(need.documents.empty());
  CHECK(need.documents.front() == "certificate_of_analysis");
}

TEST_CASE("markets: an expired lot takes another lot and no document") {
  const MarketNeed need = market("lot-past-expiry", "us-fda");
  CHECK(need.what == MarketNeed::What::change);
  CHECK(need.changes == Words{"do not use the lot (WM5-2409)"});
  const MarketNeed before = market("lot-past-expiry", "us-fda", *parse_date("2026-09-30"));
  CHECK(before.changes.empty());
  CHECK(need.documents == before.documents);
}

TEST_CASE("markets: no document opens a closed pathway, and its leaf is named") {
  const MarketNeed need = market("svf-clinic", "uk-mhra");
  CHECK(need.what == MarketNeed::What::closed);
  CHECK(need.text.find("Advanced therapy medicine without an authorisation") != std::string::npos);
  CHECK(need.documents.empty());
  CHECK(need.changes.empty());
}

TEST_CASE("markets: where only the promotion closes the pathway, withdrawing it is the change") {
  const MarketNeed need = market("exosome-vial-unread-page", "us-fda");
  CHECK(need.what == MarketNeed::What::change);
  CHECK(std::any_of(need.changes.begin(), need.changes.end(), [](const std::string& change) {
    return change.starts_with("withdraw or correct the text");
  }));
  CHECK(contains(need.documents, "authority_letter"));
}

}  // namespace
}  // namespace verilot
