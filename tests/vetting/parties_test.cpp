#include <doctest/doctest.h>

#include "registry/sample_registers.h"
#include "support/samples.h"
#include "vetting/facts_of.h"
#include "vetting/register_questions.h"

using namespace verilot;
using testing::facts_of;

namespace {

const RegisterQuestions& questions() {
  static Problems problems;
  static const RegisterQuestions kQuestions = load_register_questions(kRoot, problems);
  for (const Problem& problem : problems) FAIL_CHECK(to_string(problem));
  return kQuestions;
}

std::vector<Party> parties(const std::string& facts, bool more_expected = false) {
  bool more = false;
  std::vector<Party> found = parties_of(facts_of(facts), questions(), project().sources, more);
  CHECK(more == more_expected);
  return found;
}

std::string number(const std::string& scheme, const std::string& plain, const std::string& rest) {
  return R"({"scheme": ")" + scheme + R"(", "plain": ")" + plain + R"(", "text": ")" + plain +
         "\"" + rest + "}";
}

Problems problems_of_table(const std::string& from, const std::string& to) {
  const SampleFolder root;
  std::string table = text_of(kRoot + "/rules/tables/register-questions.yaml");
  const std::size_t at = table.find(from);
  REQUIRE(at != std::string::npos);
  root.write("rules/tables/register-questions.yaml", table.replace(at, from.size(), to));
  Problems problems;
  load_register_questions(root.name(), problems);
  return problems;
}

}  // namespace

TEST_CASE("parties: numbers of the right form only, and of those with a right check digit") {
  const auto found = parties(
      R"({"supplier": {"name": "A Ltd", "country": "US", "address": "1 Quay", "fei": "3012345678",
                       "npi": "1999999984", "duns": "12", "lei": "X"},
          "identifiers": [)" +
      number("fei", "3012345678", R"(, "well_formed": true, "check_digit_right": null)") + "," +
      number("npi", "1999999984", R"(, "well_formed": true, "check_digit_right": false)") + "," +
      number("duns", "12", R"(, "well_formed": false)") + "," +
      number("lei", "X", R"(, "well_formed": null)") + "]}");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "supplier");
  CHECK(found[0].name == "A Ltd");
  CHECK(found[0].country == "US");
  CHECK(found[0].address == "1 Quay");
  CHECK(found[0].by_name);
  CHECK(found[0].numbers == NamedTexts{{"fei", "3012345678"}, {"lei", "X"}});
}

TEST_CASE("parties: a number that two of them state is each one's, however it is written") {
  const auto found = parties(
      R"({"supplier": {"name": "A Ltd", "fei": "FEI 3012345678"},
          "source": {"links": [{"organisation": "B Inc", "fei": "301 234 5678"}]},
          "authorisations": [{"holder": "A Ltd", "type": "hctp_registration",
                              "number": "3012345678"}],
          "certificates": [{"laboratory": "C Lab", "laboratory_fei": "FEI 3012345678"}],
          "identifiers": [{"scheme": "fei", "plain": "3012345678", "text": "FEI 3012345678"}]})");
  REQUIRE(found.size() == 4);
  for (const Party& party : found) CHECK(party.numbers == NamedTexts{{"fei", "3012345678"}});
  CHECK(found[1].path == "source.links[0]");
  CHECK(found[1].name == "B Inc");
  CHECK(found[2].name == "A Ltd");
  CHECK(found[2].type == "hctp_registration");
  CHECK(!found[2].by_name);
  CHECK(found[3].name == "C Lab");
}

TEST_CASE("parties: who is named twice is looked up once, who differs in anything again") {
  const auto found = parties(
      R"({"supplier": {"name": "A Ltd", "country": "US"},
          "manufacturer": {"name": "A Ltd", "country": "US"},
          "responsible_person": {"name": "A Ltd", "country": "GB"}})");
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "supplier");
  CHECK(found[1].path == "responsible_person");
}

TEST_CASE("parties: every element of a list, and texts as names") {
  const auto found = parties(
      R"({"supplier": {"name": "A Ltd", "principals": ["Jane Roe", "John Doe"]},
          "practitioners": [{"name": "Dr Poe"}, {"role": "injector"}, {"name": "Dr Loe"}]})");
  std::vector<std::string> names;
  for (const Party& party : found) names.push_back(party.path + " " + party.name);
  CHECK(names == std::vector<std::string>{"supplier A Ltd", "supplier.principals[0] Jane Roe",
                                          "supplier.principals[1] John Doe",
                                          "practitioners[0] Dr Poe", "practitioners[2] Dr Loe"});
}

TEST_CASE("parties: trading names are other names, also of one without a name of its own") {
  const auto found = parties(
      R"({"supplier": {"name": "A Ltd", "trading_names": ["B", "C"]},
          "manufacturer": {"trading_names": ["D"]},
          "responsible_person": {"name": "A Ltd"}, "practice": {"trading_names": []}})");
  REQUIRE(found.size() == 3);
  CHECK(names_of(found[0]) == std::vector<std::string>{"A Ltd", "B", "C"});
  CHECK(names_of(found[1]) == std::vector<std::string>{"D"});
  CHECK(names_of(found[2]) == std::vector<std::string>{"A Ltd"});
}

TEST_CASE("parties: a paper without a number, an unknown name and a list that is none are nobody") {
  CHECK(parties(R"({"authorisations": [{"holder": "A Ltd"}], "supplier": {"name": null},
                    "practitioners": {"name": "Dr Poe"}, "manufacturer": ["A"]})")
            .empty());
}

TEST_CASE("parties: who comes after the limit is not looked up, and that is said") {
  std::string links;
  for (std::size_t i = 0; i < kMaxParties; ++i)
    links +=
        std::string(i == 0 ? "" : ",") + R"({"organisation": "Firm )" + std::to_string(i) + "\"}";
  const std::string all = R"({"source": {"links": [)" + links + "]}";
  CHECK(parties(all + "}").size() == kMaxParties);
  CHECK(parties(all + R"(, "practice": {"name": "Firm 7"}})").size() == kMaxParties);
  CHECK(parties(all + R"(, "practice": {"name": "One more"}})", true).size() == kMaxParties);
}

TEST_CASE("questions: a fault of the table is named with its line") {
  const std::string file = "rules/tables/register-questions.yaml:";
  for (const auto& [from, to, says] :
       {std::tuple("agrees: 0.75", "agrees: 7", "'agrees' must be a share from 0 to 1"),
        std::tuple("form: 'K\\d{6}'", "form: 'K('", "'form' is no regular expression"),
        std::tuple("scheme: lei", "shceme: lei", "shceme"),
        std::tuple("parties:\n", "parties: none\nnobody:\n", "'parties' must be a list")}) {
    CAPTURE(from);
    const std::string problems = all_lines(problems_of_table(from, to));
    CHECK(problems.find(file) != std::string::npos);
    CHECK(problems.find(says) != std::string::npos);
  }
}
