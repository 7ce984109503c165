#include "model/evidence.h"

#include <doctest/doctest.h>

namespace verilot {
namespace {

SourceLocation line(int number) {
  SourceLocation where = in_file("dossier.yaml");
  where.line = number;
  return where;
}

UnitTable sample_units() {
  UnitTable units;
  units.add("mL", {"mL", "volume", *Decimal::parse("1")});
  units.add("L", {"L", "volume", *Decimal::parse("1000")});
  return units;
}

TEST_CASE(
    "evidence: a key that is not there, an unknown, a stated none and a value are four things") {
  EvidenceBuilder builder;
  const NodeId lot = builder.add_object(builder.root(), "lot", line(1));
  builder.add_unknown(lot, "expiry", "not stated", line(2));
  builder.add_null(lot, "retest", line(3));
  builder.add_text(lot, "number", "EX-1", line(4));
  const Evidence evidence = std::move(builder).finish();

  CHECK(evidence.find("lot.manufactured") == kNoNode);
  CHECK(evidence.kind(evidence.find("lot.expiry")) == NodeKind::unknown);
  CHECK(evidence.reason(evidence.find("lot.expiry")) == "not stated");
  CHECK(evidence.kind(evidence.find("lot.retest")) == NodeKind::null);
  CHECK(evidence.text(evidence.find("lot.retest")) == "none");
  CHECK(evidence.text(evidence.find("lot.number")) == "EX-1");
  CHECK(evidence.where(evidence.find("lot.number")) == line(4));
  CHECK(evidence.size(evidence.find("lot")) == 3);
}

TEST_CASE("evidence: every kind of value keeps its value and its printed form") {
  EvidenceBuilder builder;
  const NodeId root = builder.root();
  builder.add_boolean(root, "yes", true, line(1));
  builder.add_boolean(root, "no", false, line(2));
  builder.add_integer(root, "count", -7, line(3));
  builder.add_quantity(root, "volume", *parse_quantity("0.50 mL", sample_units()), line(4));
  builder.add_date(root, "day", *parse_date("2026-11"), "2026-11", line(5));
  builder.add_text(root, "empty", "", line(6));
  const Evidence evidence = std::move(builder).finish();

  CHECK(evidence.boolean(evidence.find("yes")));
  CHECK_FALSE(evidence.boolean(evidence.find("no")));
  CHECK(evidence.integer(evidence.find("count")) == -7);
  CHECK(evidence.quantity(evidence.find("volume")).value == *Decimal::parse("0.5"));
  CHECK(evidence.date(evidence.find("day")) == *parse_date("2026-11"));
  const std::pair<const char*, const char*> printed[] = {{"yes", "true"},    {"no", "false"},
                                                         {"count", "-7"},    {"volume", "0.50 mL"},
                                                         {"day", "2026-11"}, {"empty", ""}};
  for (const auto& [path, text] : printed) CHECK(evidence.text(evidence.find(path)) == text);
}

TEST_CASE("evidence: a list knows whether it was read to its end, and why not") {
  EvidenceBuilder builder;
  const NodeId list = builder.add_list(builder.root(), "certificates", line(1));
  builder.add_text(list, "", "first", line(2));
  CHECK(builder.view().complete(list));
  builder.set_incomplete(list, "page 2 of coa.pdf was not read");
  builder.set_incomplete(list, "page 2 of coa.pdf was not read");
  builder.set_incomplete(list, "b.pdf cannot be opened");
  const Evidence evidence = std::move(builder).finish();
  CHECK_FALSE(evidence.complete(list));
  CHECK(evidence.size(list) == 1);
  CHECK(evidence.reason(list) == "page 2 of coa.pdf was not read; b.pdf cannot be opened");
}

TEST_CASE("evidence: equal assertions confirm, and the stronger basis stands") {
  EvidenceBuilder builder;
  const NodeId root = builder.root();
  builder.add_text(root, "number", "EX-1", line(1));
  builder.use_basis(Basis::registered);
  builder.add_text(root, "number", "EX-1", line(2));
  builder.use_basis(Basis::documented);
  builder.add_text(root, "number", "EX-1", line(3));
  const Evidence evidence = std::move(builder).finish();
  const NodeId number = evidence.find("number");
  CHECK(evidence.kind(number) == NodeKind::text);
  CHECK(evidence.text(number) == "EX-1");
  CHECK(evidence.basis(number) == Basis::registered);
  CHECK(evidence.where(number) == line(2));
  CHECK(evidence.assertions(number).size() == 3);
  CHECK(evidence.size(root) == 1);
}

TEST_CASE("evidence: assertions that disagree are one unknown, and all of them stay") {
  EvidenceBuilder builder;
  const NodeId root = builder.root();
  builder.add_text(root, "number", "EX-1", line(1));
  builder.use_basis(Basis::observed);
  builder.add_text(root, "number", "EX-2", line(2));
  builder.use_basis(Basis::stated);
  builder.add_text(root, "after", "x", line(3));
  builder.add_text(root, "number", "EX-1", line(4));
  const Evidence evidence = std::move(builder).finish();
  const NodeId number = evidence.find("number");
  CHECK(evidence.kind(number) == NodeKind::unknown);
  CHECK(evidence.reason(number) == "contradicted");
  const std::vector<NodeId> said = evidence.assertions(number);
  REQUIRE(said.size() == 3);
  CHECK(evidence.text(said[0]) == "EX-1");
  CHECK(evidence.text(said[1]) == "EX-2");
  CHECK(evidence.basis(said[1]) == Basis::observed);
  CHECK(evidence.where(said[1]) == line(2));
  CHECK(evidence.text(evidence.find("after")) == "x");
  CHECK(evidence.size(root) == 2);
}

TEST_CASE("evidence: a value and a stated none contradict each other") {
  EvidenceBuilder builder;
  builder.add_text(builder.root(), "number", "EX-1", line(1));
  builder.add_null(builder.root(), "number", line(2));
  const Evidence evidence = std::move(builder).finish();
  CHECK(evidence.reason(evidence.find("number")) == "contradicted");
}

TEST_CASE("evidence: nobody knows contradicts nothing") {
  for (const bool unknown_first : {true, false}) {
    CAPTURE(unknown_first);
    EvidenceBuilder builder;
    if (unknown_first) builder.add_unknown(builder.root(), "number", "not stated", line(1));
    builder.add_text(builder.root(), "number", "EX-1", line(2));
    if (!unknown_first) builder.add_unknown(builder.root(), "number", "not stated", line(3));
    const Evidence evidence = std::move(builder).finish();
    const NodeId number = evidence.find("number");
    CHECK(evidence.kind(number) == NodeKind::text);
    CHECK(evidence.text(number) == "EX-1");
    CHECK(evidence.reason(number) == "");
    CHECK(evidence.where(number) == line(2));
  }
}

TEST_CASE("evidence: quantities confirm by value, and the same printed bound confirms itself") {
  const UnitTable units = sample_units();
  const auto joined = [&](const char* a, const char* b) {
    EvidenceBuilder builder;
    builder.add_quantity(builder.root(), "volume", *parse_quantity(a, units), line(1));
    builder.add_quantity(builder.root(), "volume", *parse_quantity(b, units), line(2));
    const Evidence evidence = std::move(builder).finish();
    return evidence.kind(evidence.find("volume"));
  };
  CHECK(joined("500 mL", "0.5 L") == NodeKind::quantity);
  CHECK(joined("500 mL", "501 mL") == NodeKind::unknown);
  CHECK(joined("< 5 mL", "<5.0 mL") == NodeKind::quantity);
  CHECK(joined("< 5 mL", "< 6 mL") == NodeKind::unknown);
  CHECK(joined("5 furlong", "5 furlong") == NodeKind::quantity);
}

TEST_CASE("evidence: the dates of a confirmed fact are those of the assertion that has them") {
  EvidenceBuilder builder;
  const NodeId root = builder.root();
  builder.set_validity(builder.add_text(root, "licence", "L-1", line(1)),
                       {parse_date("2024-01-01"), std::nullopt});
  const Evidence evidence = std::move(builder).finish();
  const NodeId licence = evidence.find("licence");
  REQUIRE(evidence.validity(licence) != nullptr);
  CHECK(evidence.validity(licence)->from == parse_date("2024-01-01"));
  CHECK_FALSE(evidence.validity(licence)->until);
  CHECK(evidence.validity(root) == nullptr);
}

TEST_CASE("evidence: a link is the same subtree under another parent, not a copy") {
  EvidenceBuilder builder;
  const NodeId root = builder.root();
  const NodeId all = builder.add_list(root, "certificates", line(1));
  const NodeId certificate = builder.add_object(all, "", line(2));
  builder.add_text(certificate, "lot", "EX-1", line(3));
  const NodeId lot = builder.add_object(builder.add_list(root, "lots", line(4)), "", line(5));
  const NodeId own = builder.add_list(lot, "certificates", line(6));
  builder.add_link(own, "", certificate);
  const Evidence evidence = std::move(builder).finish();
  CHECK(evidence.children(own) == std::vector<NodeId>{certificate});
  CHECK(evidence.find("lots[0].certificates[0].lot") == evidence.find("certificates[0].lot"));
  CHECK(evidence.path(evidence.find("lots[0].certificates[0]")) == "certificates[0]");
}

TEST_CASE("evidence: a path leads to its node and back") {
  EvidenceBuilder builder;
  const NodeId lots = builder.add_list(builder.root(), "lots", line(1));
  for (const char* number : {"A", "B", "C"})
    builder.add_text(builder.add_object(lots, "", line(2)), "number", number, line(3));
  const Evidence evidence = std::move(builder).finish();
  for (const char* path : {"", "lots", "lots[0]", "lots[2]", "lots[1].number"}) {
    CAPTURE(path);
    REQUIRE(evidence.find(path) != kNoNode);
    CHECK(evidence.path(evidence.find(path)) == path);
  }
  CHECK(evidence.text(evidence.find("lots[1].number")) == "B");
  for (const char* path : {"lots[3]", "lots[]", "lots[-1]", "lots[x]", "lots[0", "lots.number",
                           "lot", "lots[0][0]", "lots[99999999999]", "[0]"}) {
    CAPTURE(path);
    CHECK(evidence.find(path) == kNoNode);
  }
}

TEST_CASE("basis: the four words and no other") {
  for (const char* word : {"stated", "documented", "registered", "observed"}) {
    REQUIRE(parse_basis(word));
    CHECK(to_string(*parse_basis(word)) == word);
  }
  CHECK_FALSE(parse_basis("verified"));
  CHECK_FALSE(parse_basis(""));
}

}  // namespace
}  // namespace verilot
