#include <doctest/doctest.h>

#include <string>

#include "examine/check_digits.h"
#include "examine/examine.h"
#include "examine/identifier_check.h"
#include "sample_tables.h"

using namespace verilot;

namespace {

bool right(CheckAlgorithm algorithm, const std::string& number, std::size_t digits = 1) {
  const std::size_t body = number.size() - digits;
  return check_digits_right(algorithm, number.substr(0, body), number.substr(body));
}

IdentifierScheme scheme(const char* id, std::vector<std::string> patterns, CheckAlgorithm check) {
  IdentifierScheme made;
  made.id = id;
  made.name = id;
  made.form = "its form";
  made.separators = " ";
  made.patterns = std::move(patterns);
  made.check = check;
  return made;
}

IdentifierScheme lei() {
  return scheme("lei", {R"((?P<body>[0-9A-Z]{18})(?P<check>\d{2}))"}, CheckAlgorithm::mod97);
}

IdentifierScheme din() {
  return scheme("din",
                {R"(=?(?P<body>[A-NP-Z1-9][0-9A-Z]{4}\d{8})(?P<flag>[6-8]\d|9[0-6]))",
                 R"(=?(?P<body>[A-NP-Z1-9][0-9A-Z]{4}\d{8})(?P<check>[0-9A-Z*]))",
                 R"(=?[A-NP-Z1-9][0-9A-Z]{4}\d{8}(?:[0-5]\d)?)"},
                CheckAlgorithm::mod37_2);
}

IdentifierCheck checked(const std::string& stated, const IdentifierScheme& as) {
  Recognisers recognisers;
  return check_identifier(plain_identifier(stated, as, recognisers), as, recognisers);
}

// A dossier with tables of three schemes, and what is listed of it.
struct Dossier {
  EvidenceBuilder builder;
  Tables tables = test::sample_tables();

  Dossier() {
    tables.identifiers.schemes = {lei(), din(), scheme("fei", {R"(\d{7}|\d{10})"}, {})};
    tables.identifiers.facts = {{0, {"supplier.lei"}, {}, false},
                                {1, {"lots[].code"}, {}, true},
                                {2, {"supplier.fei", "source.links[].fei"}, {}, false},
                                {2, {"authorisations[].number"}, {{"type", {"hctp"}}}, false}};
    tables.chain = {{"donor", true}, {"testing", false}, {"clinic", true}};
    tables.questions = {{"source", {"source"}}, {"results", {"results"}}};
  }

  NodeId object(const char* key) { return builder.add_object(builder.root(), key, {}); }
  NodeId element(NodeId list) { return builder.add_object(list, "", {}); }

  Evidence examined() {
    Problems problems;
    Recognisers recognisers;
    examine(builder, {tables, recognisers, problems});
    return std::move(builder).finish();
  }
};

std::string text(const Evidence& evidence, const std::string& path) {
  const NodeId found = evidence.find(path);
  if (found == kNoNode) return "not there";
  return evidence.kind(found) == NodeKind::unknown ? "unknown" : evidence.text(found);
}

}  // namespace

TEST_CASE("check digits: GTIN") {
  for (const char* good :
       {"300676382302", "00300676382302", "4006381333931", "09506000134352", "10614141000415"})
    CHECK_MESSAGE(right(CheckAlgorithm::gs1, good), good);
  for (const char* bad : {"300676382303", "300676328302", "30067638230A"})
    CHECK_MESSAGE(!right(CheckAlgorithm::gs1, bad), bad);
}

TEST_CASE("check digits: LEI") {
  for (const char* good : {"HWUPKR0MPOU8FGXBT394", "7ZW8QJWVPR4P1J1KQY45", "INR2EJN1ERAN0W5ZP974",
                           "5493006MHB84DD0ZWV18", "529900NNUPAGGOMPXZ31", "506700GE1G29325QX363"})
    CHECK_MESSAGE(right(CheckAlgorithm::mod97, good, 2), good);
  for (const char* bad : {"HWUPKR0MPOU8FGXBT349", "549300EXAMPLE0000001"})
    CHECK_MESSAGE(!right(CheckAlgorithm::mod97, bad, 2), bad);
}

TEST_CASE("check digits: NPI, the prefix of the card number in front") {
  for (const char* good : {"1234567893", "1245319599"})
    CHECK_MESSAGE(right(CheckAlgorithm::luhn, std::string("80840") + good), good);
  for (const char* bad : {"1234567890", "1234567839"})
    CHECK_MESSAGE(!right(CheckAlgorithm::luhn, std::string("80840") + bad), bad);
}

TEST_CASE("check digits: UNII, which does not see exchanged characters") {
  for (const char* good : {"059QF0KO0R", "R16CO5Y76E", "YOW8V9698H", "451W47IQ8X", "362O9ITL9D",
                           "WK2XYI10QM", "3G6A5W338E", "059QF0K0OR"})
    CHECK_MESSAGE(right(CheckAlgorithm::mod36_sum, good), good);
  CHECK_FALSE(right(CheckAlgorithm::mod36_sum, "059QF0KO0S"));
}

TEST_CASE("check digits: ISBT 128 donation numbers") {
  for (const char* good : {"G123417654321A", "G151718600001J", "A9999131234563", "A999426123456*",
                           "W000009000000Y", "G123417654312C"})
    CHECK_MESSAGE(right(CheckAlgorithm::mod37_2, good), good);
  CHECK_FALSE(right(CheckAlgorithm::mod37_2, "G123417654312A"));
}

TEST_CASE("identifiers: spaces, dashes and letters in any case are one number") {
  IdentifierScheme with_label = lei();
  with_label.label = "LEI[ :]*";
  with_label.separators = " -";
  Recognisers recognisers;
  for (const char* printed :
       {"LEI: 5067 00GE-1G29325QX363", "506700ge1g29325qx363", "506700GE1G–29325QX363"})
    CHECK(plain_identifier(printed, with_label, recognisers) == "506700GE1G29325QX363");
}

TEST_CASE("identifiers: a wrong check digit names the exchange or the misreading behind it") {
  const IdentifierCheck swapped = checked("HWUPKR0MPOU8FGXBT349", lei());
  CHECK(swapped.well_formed == true);
  CHECK(swapped.check_right == false);
  CHECK(swapped.fault ==
        "the check digits are wrong; characters 19 and 20 may have changed places");
  // 506700GE1G29325QX363 read with a letter for its first zero.
  CHECK(checked("5O6700GE1G29325QX363", lei()).fault ==
        "the check digits are wrong; character 2 is probably misread: O for 0");
  CHECK(checked("529900NNUPAGGOMPXZ41", lei()).fault == "the check digits are wrong");
  CHECK(checked("506700GE1G29325QX36E", lei()).fault == "the form is wrong");
  CHECK(checked("506700GE1G29325QX363", lei()).fault.empty());
}

TEST_CASE("identifiers: a donation number without its check character has nothing to check") {
  CHECK(checked("G1234 17 654321", din()).check_right == std::nullopt);
  CHECK(checked("G123417654321A", din()).check_right == true);
  CHECK(checked("=G12341765432170", din()).check_right == true);
  CHECK(checked("=G12341765432171", din()).check_right == false);
  CHECK(checked("=G12341765432100", din()).check_right == std::nullopt);
  CHECK(checked("O123417654321", din()).well_formed == false);
}

TEST_CASE("identifiers: an expiry that is no day makes the number malformed, zeros do not") {
  const IdentifierScheme dated = scheme("dated", {R"([A-Z](?P<expiry>\d{8}))"}, {});
  CHECK(checked("A20260228", dated).well_formed == true);
  CHECK(checked("A00000000", dated).well_formed == true);
  CHECK(checked("A20260230", dated).well_formed == false);
}

TEST_CASE("identifiers: a year of two digits begins in 1976") {
  const IdentifierScheme numbered = scheme("k", {R"(K(?P<year>\d{2})\d{4})"}, {});
  CHECK(checked("K760001", numbered).year == 1976);
  CHECK(checked("K750001", numbered).year == 2075);
}

TEST_CASE("identifiers: what the form does not decide stays open") {
  IdentifierScheme ndc = scheme("ndc", {R"(\d{5}-\d{3}-\d{2})"}, {});
  ndc.undecided = R"(\d{10})";
  CHECK(checked("68682-065-10", ndc).well_formed == true);
  CHECK(checked("6868206510", ndc).well_formed == std::nullopt);
  CHECK(checked("67-6382-30", ndc).well_formed == false);
}

TEST_CASE("identifiers: facts that state a number are listed once, with their path") {
  Dossier dossier;
  const NodeId supplier = dossier.object("supplier");
  dossier.builder.add_text(supplier, "lei", "HWUPKR0MPOU8FGXBT349", {});
  dossier.builder.add_text(supplier, "fei", "3002808212", {});
  const NodeId links = dossier.builder.add_list(dossier.object("source"), "links", {});
  dossier.builder.add_text(dossier.element(links), "fei", "3002808212", {});
  dossier.builder.add_text(dossier.element(links), "fei", "300280821", {});
  const Evidence evidence = dossier.examined();
  REQUIRE(evidence.size(evidence.find("identifiers")) == 3);
  CHECK(text(evidence, "identifiers[0].path") == "supplier.lei");
  CHECK(text(evidence, "identifiers[0].check_digit_right") == "false");
  CHECK(text(evidence, "identifiers[1].path") == "supplier.fei");
  CHECK(evidence.kind(evidence.find("identifiers[1].check_digit_right")) == NodeKind::null);
  CHECK(text(evidence, "identifiers[2].path") == "source.links[1].fei");
  CHECK(text(evidence, "identifiers[2].well_formed") == "false");
}

TEST_CASE("identifiers: of two numbers for one thing neither is judged") {
  Dossier dossier;
  const NodeId supplier = dossier.object("supplier");
  for (const char* number : {"529900NNUPAGGOMPXZ31", "HWUPKR0MPOU8FGXBT349"})
    dossier.builder.add_text(supplier, "lei", number, {});
  for (const char* number : {"3002808212", "30028"})
    dossier.builder.add_text(supplier, "fei", number, {});
  const Evidence evidence = dossier.examined();
  REQUIRE(evidence.size(evidence.find("identifiers")) == 2);
  CHECK(text(evidence, "identifiers[0].check_digit_right") == "unknown");
  CHECK(text(evidence, "identifiers[0].well_formed") == "unknown");
  CHECK(text(evidence, "identifiers[1].well_formed") == "unknown");
  CHECK(evidence.kind(evidence.find("identifiers[1].check_digit_right")) == NodeKind::null);
}

TEST_CASE("identifiers: a code of another kind is no donation number, a licence no registration") {
  Dossier dossier;
  const NodeId lots = dossier.builder.add_list(dossier.builder.root(), "lots", {});
  dossier.builder.add_text(dossier.element(lots), "code", "D-1001-55", {});
  const NodeId licences = dossier.builder.add_list(dossier.builder.root(), "authorisations", {});
  const NodeId licence = dossier.element(licences);
  dossier.builder.add_text(licence, "type", "hta", {});
  dossier.builder.add_text(licence, "number", "11122", {});
  CHECK(dossier.examined().find("identifiers") == kNoNode);
}

TEST_CASE("chain: needed stages and stated ones in order, the first broken link named") {
  Dossier dossier;
  const NodeId links = dossier.builder.add_list(dossier.object("source"), "links", {});
  const auto link = [&](const char* stage, const char* document) {
    const NodeId id = dossier.element(links);
    dossier.builder.add_text(id, "stage", stage, {});
    if (document != nullptr) dossier.builder.add_text(id, "document", document, {});
    return id;
  };
  dossier.builder.add_null(link("testing", nullptr), "document", {});
  link("donor", "donor.pdf");
  const Evidence evidence = dossier.examined();
  REQUIRE(evidence.size(evidence.find("chain.links")) == 3);
  CHECK(text(evidence, "chain.links[0].documented") == "true");
  CHECK(text(evidence, "chain.links[1].stage") == "testing");
  CHECK(text(evidence, "chain.first_broken") == "testing");
  CHECK(text(evidence, "chain.links[2].documented") == "false");  // the clinic is not on the list
  CHECK(evidence.kind(evidence.find("chain.first_open")) == NodeKind::null);
}

TEST_CASE("chain: a list that was not read to its end proves no missing link") {
  Dossier dossier;
  const NodeId links = dossier.builder.add_list(dossier.object("source"), "links", {});
  const NodeId donor = dossier.element(links);
  dossier.builder.add_text(donor, "stage", "donor", {});
  dossier.builder.add_text(donor, "document", "donor.pdf", {});
  dossier.builder.set_incomplete(links, "page 2 was not read");
  const Evidence evidence = dossier.examined();
  CHECK(text(evidence, "chain.links[0].documented") == "unknown");
  CHECK(text(evidence, "chain.links[1].documented") == "unknown");
  CHECK(text(evidence, "chain.first_open") == "donor");
}

TEST_CASE("chain: each organisation of a stage needs its document") {
  for (const bool second : {true, false}) {
    Dossier dossier;
    const NodeId links = dossier.builder.add_list(dossier.object("source"), "links", {});
    for (const bool with : {true, second}) {
      const NodeId donor = dossier.element(links);
      dossier.builder.add_text(donor, "stage", "donor", {});
      if (with) dossier.builder.add_text(donor, "document", "donor.pdf", {});
    }
    CHECK(text(dossier.examined(), "chain.links[0].documented") == (second ? "true" : "unknown"));
  }
}

TEST_CASE("chain: without a source there is none") {
  Dossier dossier;
  dossier.object("supplier");
  CHECK(dossier.examined().find("chain") == kNoNode);
}

TEST_CASE("answers: the best answer counts, an unrated one may be better, none is no fact") {
  const auto answered = [](std::initializer_list<const char*> given) {
    Dossier dossier;
    const NodeId list = dossier.builder.add_list(dossier.object("practice"), "answers", {});
    for (const char* word : given) {
      const NodeId answer = dossier.element(list);
      dossier.builder.add_text(answer, "question", "What is the SOURCE?", {});
      if (word != nullptr) dossier.builder.add_text(answer, "disclosure", word, {});
    }
    const Evidence evidence = dossier.examined();
    CHECK(evidence.find("answered.results") == kNoNode);
    return text(evidence, "answered.source");
  };
  CHECK(answered({"evaded", "disclosed"}) == "disclosed");
  CHECK(answered({"refused", "partial"}) == "partial");
  CHECK(answered({"refused", nullptr}) == "unknown");
  CHECK(answered({"disclosed", nullptr}) == "disclosed");
  CHECK(answered({}) == "not there");
}

TEST_CASE("answers: words decide only where they keep the answer secret") {
  for (const auto& [words, answer] :
       {std::pair{"That is proprietary.", "proprietary"}, {"Umbilical cord.", "unknown"}}) {
    Dossier dossier;
    const NodeId given =
        dossier.element(dossier.builder.add_list(dossier.object("supplier"), "answers", {}));
    dossier.builder.add_text(given, "question", "What is the source?", {});
    dossier.builder.add_text(given, "text", words, {});
    CHECK(text(dossier.examined(), "answered.source") == answer);
  }
}
