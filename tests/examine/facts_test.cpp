#include <doctest/doctest.h>

#include <string>

#include "examine/examine.h"
#include "sample_tables.h"

using namespace verilot;

namespace {

// A dossier as the readers leave it, and the same after the examiners.
struct Dossier {
  EvidenceBuilder builder;
  SourceLocation here;

  NodeId list(const char* key) { return builder.add_list(builder.root(), key, here); }
  NodeId object(const char* key) { return builder.add_object(builder.root(), key, here); }

  NodeId certificate(NodeId list_id, const char* lot) {
    const NodeId id = builder.add_object(list_id, "", here);
    if (lot != nullptr) builder.add_text(id, "lot", lot, here);
    return id;
  }

  NodeId lot(const char* number) {
    const NodeId id = builder.add_object(list("lots"), "", here);
    if (number != nullptr) builder.add_text(id, "number", number, here);
    return id;
  }

  Evidence examined(const Tables& tables = test::sample_tables()) {
    Problems problems;
    Recognisers recognisers;
    examine(builder, {tables, recognisers, problems});
    CHECK(problems.empty());
    return std::move(builder).finish();
  }
};

NodeId add_row(EvidenceBuilder& builder, NodeId tests, const char* analyte, const char* limit,
               const char* result) {
  const SourceLocation here;
  const NodeId row = builder.add_object(tests, "", here);
  builder.add_text(row, "analyte", analyte, here);
  if (limit != nullptr) builder.add_text(row, "limit", limit, here);
  if (result != nullptr) builder.add_text(row, "result", result, here);
  return row;
}

}  // namespace

TEST_CASE("articles: a kit and what is made with it are two") {
  Dossier dossier;
  dossier.builder.add_text(dossier.object("product"), "name", "PRP", {});
  dossier.builder.add_text(dossier.builder.add_object(dossier.list("associated_articles"), "", {}),
                           "name", "Kit", {});
  const Evidence evidence = dossier.examined();
  const NodeId articles = evidence.find("articles");
  REQUIRE(articles != kNoNode);
  CHECK(evidence.size(articles) == 2);
  CHECK(evidence.complete(articles));
  CHECK(evidence.text(evidence.find("articles[1].name")) == "Kit");
}

TEST_CASE("articles: without a word about further ones the product is the only article") {
  Dossier dossier;
  dossier.builder.add_text(dossier.object("product"), "name", "PRP", {});
  const Evidence evidence = dossier.examined();
  CHECK(evidence.size(evidence.find("articles")) == 1);
  CHECK(evidence.complete(evidence.find("articles")));
}

TEST_CASE("articles: what is unknown below is unknown above") {
  Dossier dossier;
  dossier.builder.add_text(dossier.object("product"), "name", "PRP", {});
  dossier.builder.add_unknown(dossier.builder.root(), "associated_articles", "unreadable", {});
  const Evidence evidence = dossier.examined();
  const NodeId articles = evidence.find("articles");
  CHECK_FALSE(evidence.complete(articles));
  CHECK(evidence.reason(articles) == "associated_articles: unreadable");
}

TEST_CASE("lots: certificates are found without case, spaces and hyphens") {
  for (const char* printed : {"EX-1", "ex 1", "Ex1"}) {
    Dossier dossier;
    dossier.certificate(dossier.list("certificates"), printed);
    dossier.lot("EX-1");
    const Evidence evidence = dossier.examined();
    CAPTURE(std::string(printed));
    CHECK(evidence.size(evidence.find("lots[0].certificates")) == 1);
    CHECK(evidence.complete(evidence.find("lots[0].certificates")));
  }
}

TEST_CASE("lots: another lot's certificate is out, one without a lot may be in") {
  Dossier dossier;
  const NodeId certificates = dossier.list("certificates");
  dossier.certificate(certificates, "EX-2");
  dossier.builder.add_null(dossier.certificate(certificates, nullptr), "lot", {});
  dossier.lot("EX-1");
  const Evidence evidence = dossier.examined();
  const NodeId own = evidence.find("lots[0].certificates");
  CHECK(evidence.size(own) == 0);
  CHECK_FALSE(evidence.complete(own));
  CHECK(evidence.reason(own) == "certificates[1] names no lot");
}

TEST_CASE("lots: certificates beyond the limit leave the list open") {
  Dossier dossier;
  const NodeId certificates = dossier.list("certificates");
  for (std::size_t i = 0; i <= kMaxLotCertificates; ++i) dossier.certificate(certificates, "EX-1");
  dossier.lot("EX-1");
  const Evidence evidence = dossier.examined();
  const NodeId own = evidence.find("lots[0].certificates");
  CHECK(evidence.size(own) == kMaxLotCertificates);
  CHECK_FALSE(evidence.complete(own));
  CHECK(evidence.reason(own) == "more than 20 certificates for one lot; the rest was not read");
}

TEST_CASE("lots: an unread certificate leaves the list open and is named") {
  Dossier dossier;
  const NodeId certificates = dossier.list("certificates");
  dossier.builder.add_unknown(certificates, "", "page 2 of coa.pdf was not read", {});
  dossier.lot("EX-1");
  const Evidence evidence = dossier.examined();
  CHECK(evidence.reason(evidence.find("lots[0].certificates")) ==
        "certificates[0]: page 2 of coa.pdf was not read");
}

TEST_CASE("lots: a former number counts only with the document of the relabelling") {
  for (const bool documented : {false, true}) {
    Dossier dossier;
    dossier.certificate(dossier.list("certificates"), "OLD-7");
    const NodeId lot = dossier.lot("NEW-7");
    const NodeId former = dossier.builder.add_list(lot, "former_numbers", {});
    dossier.builder.add_text(former, "", "OLD-7", {});
    if (documented) dossier.builder.add_text(lot, "relabelling_document", "relabelling.pdf", {});
    const Evidence evidence = dossier.examined();
    CAPTURE(documented);
    const NodeId list = evidence.find("lots[0].certificates");
    CHECK(evidence.size(list) == (documented ? 1 : 0));
    CHECK(evidence.complete(list) == documented);  // the document may still turn up
  }
}

TEST_CASE("lots: a former number without any document of the relabelling is another lot") {
  Dossier dossier;
  dossier.certificate(dossier.list("certificates"), "OLD-7");
  const NodeId lot = dossier.lot("NEW-7");
  const NodeId former = dossier.builder.add_list(lot, "former_numbers", {});
  dossier.builder.add_text(former, "", "OLD-7", {});
  dossier.builder.add_null(lot, "relabelling_document", {});
  const Evidence evidence = dossier.examined();
  const NodeId list = evidence.find("lots[0].certificates");
  CHECK(evidence.size(list) == 0);
  CHECK(evidence.complete(list));
}

TEST_CASE("lots: certificates that nobody stated are unknown, stated none are none") {
  Dossier unstated;
  unstated.lot("EX-1");
  const Evidence open = unstated.examined();
  CHECK(open.kind(open.find("lots[0].certificates")) == NodeKind::unknown);
  Dossier none;
  none.builder.add_null(none.builder.root(), "certificates", {});
  none.lot("EX-1");
  const Evidence closed = none.examined();
  CHECK(closed.kind(closed.find("lots[0].certificates")) == NodeKind::list);
  CHECK(closed.complete(closed.find("lots[0].certificates")));
}

TEST_CASE("results: a row becomes a verdict, a value and a word") {
  Dossier dossier;
  const NodeId certificate = dossier.certificate(dossier.list("certificates"), "EX-1");
  const NodeId tests = dossier.builder.add_list(certificate, "tests", {});
  add_row(dossier.builder, tests, "endotoxin", "NMT 0.5 EU/mL", "< 0.05 EU/mL");
  add_row(dossier.builder, tests, "sterility", "No growth", "No growth");
  add_row(dossier.builder, tests, "sterility", "No growth", "Not tested");
  add_row(dossier.builder, tests, "mycoplasma", nullptr, nullptr);
  const Evidence evidence = dossier.examined();
  const auto text = [&](const char* path) { return evidence.text(evidence.find(path)); };
  CHECK(text("certificates[0].tests[0].judged") == "pass");
  CHECK(evidence.quantity(evidence.find("certificates[0].tests[0].value")).bound == Bound::below);
  CHECK(evidence.kind(evidence.find("certificates[0].tests[0].outcome_word")) == NodeKind::null);
  CHECK(text("certificates[0].tests[1].judged") == "pass");
  CHECK(text("certificates[0].tests[1].outcome_word") == "absent");
  CHECK(text("certificates[0].tests[2].outcome_word") == "not_tested");
  CHECK(evidence.reason(evidence.find("certificates[0].tests[2].judged")) == "not tested");
  CHECK(evidence.reason(evidence.find("certificates[0].tests[3].judged")) == "result: not stated");
}

TEST_CASE("results: the printed status decides nothing, a contradiction leaves the row open") {
  Dossier dossier;
  const NodeId certificate = dossier.certificate(dossier.list("certificates"), "EX-1");
  const NodeId tests = dossier.builder.add_list(certificate, "tests", {});
  const NodeId bad = add_row(dossier.builder, tests, "endotoxin", "NMT 0.5 EU/mL", "0.9 EU/mL");
  dossier.builder.add_text(bad, "printed_status", "Pass", {});
  const NodeId odd = add_row(dossier.builder, tests, "endotoxin", "NMT 0.5 EU/mL", "0.1 EU/mL");
  dossier.builder.add_text(odd, "printed_status", "Fail", {});
  const NodeId verdict = add_row(dossier.builder, tests, "sterility", "USP <71>", nullptr);
  dossier.builder.add_null(verdict, "result", {});
  dossier.builder.add_text(verdict, "printed_status", "Pass", {});
  const Evidence evidence = dossier.examined();
  CHECK(evidence.text(evidence.find("certificates[0].tests[0].judged")) == "fail");
  CHECK(evidence.kind(evidence.find("certificates[0].tests[1].judged")) == NodeKind::unknown);
  CHECK(evidence.text(evidence.find("certificates[0].tests[2].judged")) == "pass");
}

TEST_CASE("results: a limit that nobody read leaves a number open") {
  Dossier dossier;
  const NodeId certificate = dossier.certificate(dossier.list("certificates"), "EX-1");
  const NodeId tests = dossier.builder.add_list(certificate, "tests", {});
  add_row(dossier.builder, tests, "endotoxin", nullptr, "0.02 EU/mL");
  add_row(dossier.builder, tests, "sterility", nullptr, "Growth");
  const Evidence evidence = dossier.examined();
  CHECK(evidence.reason(evidence.find("certificates[0].tests[0].judged")) ==
        "the limit is not known");
  CHECK(evidence.text(evidence.find("certificates[0].tests[1].judged")) == "fail");
}

TEST_CASE("refusals: a declined answer is an answer") {
  Dossier dossier;
  const NodeId refused =
      dossier.builder.add_list(dossier.object("supplier"), "refuses_disclosure", {});
  for (const char* what : {"source of the cells", "manufacturer", "Certificate of analysis"})
    dossier.builder.add_text(refused, "", what, {});
  const Evidence evidence = dossier.examined();
  CHECK(evidence.text(evidence.find("source.disclosure")) == "refused");
  CHECK(evidence.kind(evidence.find("manufacturer")) == NodeKind::null);
  CHECK(evidence.kind(evidence.find("certificates")) == NodeKind::null);
}

TEST_CASE(
    "refusals: a secret is no disclosure, five named links are one, an adjective is nothing") {
  const auto disclosure = [](std::initializer_list<std::pair<const char*, const char*>> facts) {
    Dossier dossier;
    const NodeId source = dossier.object("source");
    for (const auto& [key, value] : facts) dossier.builder.add_text(source, key, value, {});
    const Evidence evidence = dossier.examined();
    const NodeId found = evidence.find("source.disclosure");
    return found == kNoNode ? std::string() : evidence.text(found);
  };
  CHECK(disclosure({{"description", "a proprietary blend"}}) == "proprietary");
  CHECK(disclosure({{"description", "premium MSC"}, {"facility", "European laboratory"}}) == "");
  CHECK(disclosure({{"species", "Homo sapiens"},
                    {"tissue", "adipose"},
                    {"donor_or_cell_bank", "D"},
                    {"parent_lot", "P"},
                    {"facility", "F"}}) == "disclosed");
  CHECK(disclosure({{"disclosure", "partial"}, {"description", "proprietary"}}) == "partial");
}

TEST_CASE("refusals: a secret link is withheld, whatever the dossier calls it") {
  for (const auto& [bank, withheld] : {std::pair{"proprietary", true}, {"D-7", false}}) {
    Dossier dossier;
    const NodeId source = dossier.object("source");
    dossier.builder.add_text(source, "donor_or_cell_bank", bank, {});
    dossier.builder.add_text(source, "disclosure", "disclosed", {});
    const Evidence evidence = dossier.examined();
    REQUIRE(evidence.find("source.withheld") != kNoNode);
    CHECK(evidence.boolean(evidence.find("source.withheld")) == withheld);
  }
}

TEST_CASE("refusals: nothing said is neither withheld nor told") {
  Dossier dossier;
  dossier.builder.add_text(dossier.object("source"), "species", "Homo sapiens", {});
  CHECK(dossier.examined().find("source.withheld") == kNoNode);
}

TEST_CASE("persons: the only one with a part has it in the preparation, of two nobody knows") {
  for (const bool two : {false, true}) {
    Dossier dossier;
    const NodeId persons = dossier.list("practitioners");
    for (const char* name : {"Dr A", "Dr B"}) {
      const NodeId person = dossier.builder.add_object(persons, "", {});
      dossier.builder.add_text(person, "name", name, {});
      const NodeId parts = dossier.builder.add_list(person, "parts", {});
      if (two || std::string(name) == "Dr B") dossier.builder.add_text(parts, "", "makes", {});
    }
    dossier.object("preparation");
    const Evidence evidence = dossier.examined();
    CAPTURE(two);
    const NodeId maker = evidence.find("preparation.maker.name");
    REQUIRE((maker == kNoNode) == two);
    if (!two) CHECK(evidence.text(maker) == "Dr B");
  }
}

TEST_CASE("persons: a second person whose parts are not known may have the part too") {
  Dossier dossier;
  const NodeId persons = dossier.list("practitioners");
  const NodeId person = dossier.builder.add_object(persons, "", {});
  dossier.builder.add_text(dossier.builder.add_list(person, "parts", {}), "", "makes", {});
  dossier.builder.add_unknown(dossier.builder.add_object(persons, "", {}), "parts", "a page", {});
  dossier.object("preparation");
  CHECK(dossier.examined().find("preparation.maker") == kNoNode);
}

TEST_CASE("persons: the record of the preparation stands") {
  Dossier dossier;
  const NodeId person = dossier.builder.add_object(dossier.list("practitioners"), "", {});
  dossier.builder.add_text(person, "name", "P B", {});
  dossier.builder.add_text(dossier.builder.add_list(person, "parts", {}), "", "makes", {});
  const NodeId maker = dossier.builder.add_object(dossier.object("preparation"), "maker", {});
  dossier.builder.add_text(maker, "name", "Dr A", {});
  const Evidence evidence = dossier.examined();
  CHECK(evidence.text(evidence.find("preparation.maker.name")) == "Dr A");
}

TEST_CASE("claims: without phrases nothing is proved, without text nothing is known") {
  Dossier dossier;
  const NodeId claims = dossier.list("claims");
  dossier.builder.add_text(dossier.builder.add_object(claims, "", {}), "text", "FDA approved", {});
  dossier.builder.add_object(claims, "", {});
  const Evidence evidence = dossier.examined();
  CHECK(evidence.reason(evidence.find("claims[0].recognised")) == "no phrases were loaded");
  CHECK(evidence.reason(evidence.find("claims[1].recognised")) == "text: not stated");
}

TEST_CASE("topics: a text speaks of what its words fit, unless other words stand beside them") {
  Tables tables = test::sample_tables();
  tables.topics = {{"hair", {"(?i)hair", "(?i)scalp"}, {}},
                   {"offer", {"(?i)hair"}, {"(?i)trial", "(?i)study"}}};
  Dossier dossier;
  const NodeId claims = dossier.list("claims");
  const auto claim = [&] { return dossier.builder.add_object(claims, "", {}); };
  dossier.builder.add_text(claim(), "text", "For your SCALP.", {});
  dossier.builder.add_text(claim(), "text", "Hair regrowth.", {});
  dossier.builder.add_text(claim(), "text", "Join our hair study.", {});
  dossier.builder.add_text(claim(), "text", "Soft skin.", {});
  dossier.builder.add_null(claim(), "text", {});
  dossier.builder.add_unknown(claim(), "text", "page 2 was not read", {});
  claim();
  const Evidence evidence = dossier.examined(tables);
  const auto topics = [&](int i) {
    const NodeId list = evidence.find("claims[" + std::to_string(i) + "].topics");
    REQUIRE(list != kNoNode);
    if (evidence.kind(list) == NodeKind::unknown) return std::string(evidence.reason(list));
    std::string all;
    for (const NodeId topic : evidence.children(list)) all += evidence.text(topic) + " ";
    return all;
  };
  CHECK(topics(0) == "hair ");
  CHECK(topics(1) == "hair offer ");
  CHECK(topics(2) == "hair ");
  CHECK(topics(3) == "");
  CHECK(topics(4) == "");
  CHECK(topics(5) == "text: page 2 was not read");
  CHECK(topics(6) == "text: not stated");
}

TEST_CASE("claims: each claim has its words, sentence, line and column") {
  Tables tables = test::sample_tables();
  tables.claims.phrases = {{"regulator_approved", "en", "\\bfda approved"}};
  tables.claims.cues["negation"] = {"\\bnot\\b"};
  Dossier dossier;
  SourceLocation page;
  page.file = "page.txt";
  dossier.builder.add_text(dossier.builder.add_object(dossier.list("claims"), "", page), "text",
                           "Welcome.\n\nWe sell vials. They are FDA-approved.\n", page);
  const Evidence evidence = dossier.examined(tables);
  const NodeId claim = evidence.find("claims[0].recognised[0]");
  REQUIRE(claim != kNoNode);
  CHECK(evidence.text(evidence.member(claim, "kind")) == "regulator_approved");
  CHECK(evidence.text(evidence.member(claim, "stance")) == "asserted");
  CHECK(evidence.text(evidence.member(claim, "words")) == "FDA-approved");
  CHECK(evidence.text(evidence.member(claim, "sentence")) == "They are FDA-approved.");
  CHECK(evidence.where(claim).line == 3);
  CHECK(evidence.where(claim).column == 25);
}
