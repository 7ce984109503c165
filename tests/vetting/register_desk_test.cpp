#include "vetting/register_desk.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "support/kept_registers.h"
#include "support/samples.h"

using namespace verilot;
using namespace verilot::testing;

namespace {

using Result = LookUp::Result;

const std::string kNear = "Meridian Vesicle Trading LLC";
constexpr const char* kLei = "ABCDEFGHIJKLMNOPQR05";

Party firm(const std::string& name, NamedTexts numbers = {}) {
  return {.path = "supplier", .name = name, .numbers = std::move(numbers), .by_name = true};
}

Party paper(const std::string& type, NamedTexts numbers) {
  return {.path = "authorisations[0]", .name = "A", .type = type, .numbers = std::move(numbers)};
}

std::optional<RegisterAnswer> answer_of(const RegisterDesk& desk, const Party& party,
                                        const std::string& source) {
  const RegisterSlice slice = desk.answer(std::vector{party});
  const auto found = std::ranges::find(slice.answers, source, &RegisterAnswer::source);
  if (found == slice.answers.end()) return std::nullopt;
  return *found;
}

RegisterAnswer asked(const RegisterDesk& desk, const Party& party, const std::string& source) {
  const auto answer = answer_of(desk, party, source);
  REQUIRE(answer);
  return *answer;
}

std::string legal_entity(const std::string& name) {
  return R"({"data": {"attributes": {"lei": ")" + std::string(kLei) +
         R"(", "entity": {"legalName": {"name": ")" + name + R"("}},
         "registration": {"status": "ISSUED"}}}})";
}

HitDecision decided(const RegisterAnswer& answer, HitDecision::Kind kind) {
  REQUIRE(answer.near.size() == 1);
  return {.hit = answer.near[0].hit,
          .kind = kind,
          .by = "M. Ortiz",
          .on = "2026-11-22",
          .because = "other country, other trade"};
}

}  // namespace

TEST_CASE("desk: a number in a copy is found with its entry, also in a copy that is too old") {
  KeptRegisters kept;
  kept.establishments({"3009990001,Brightwater Tissue Services,Registered"}, "2026-11-20");
  for (const auto& [day, stale] : {std::pair("2026-11-22", false), std::pair("2026-12-30", true)}) {
    const RegisterAnswer answer =
        asked(*kept.desk(day), firm("Brightwater", {{"fei", "3009990001"}}), kEstablishments);
    CHECK(answer.result == Result::found);
    CHECK(answer.stale == stale);
    CHECK(answer.why.empty() == !stale);
    CHECK(answer.title == "Human cell and tissue establishments (HCTERS public query)");
    CHECK(answer.kind == "tissue establishment");
    CHECK(answer.numbers == NamedTexts{{"fei", "3009990001"}});
    CHECK(!answer.by_name);
    REQUIRE(answer.entries.size() == 1);
    CHECK(answer.entries[0].name == "Brightwater Tissue Services");
    CHECK(answer.entries[0].standing == Standing::current);
  }
}

TEST_CASE("desk: a fresh and complete copy shows absence, a stale one and an extract do not") {
  KeptRegisters kept;
  kept.establishments({"3009990001,Brightwater,Registered"}, "2026-11-20");
  const Party other = firm("Harbour", {{"fei", "3009990009"}});
  CHECK(asked(*kept.desk(), other, kEstablishments).result == Result::not_found);
  const RegisterAnswer stale = asked(*kept.desk("2026-12-30"), other, kEstablishments);
  CHECK(stale.result == Result::unknown);
  CHECK(stale.why == "the copy of 2026-11-20 is out of date");
  kept.letters({"Brightwater,,"}, "2026-11-20", false);
  const RegisterAnswer extract = asked(*kept.desk(), other, kLetters);
  CHECK(extract.result == Result::unknown);
  CHECK(extract.why == "it has 1 entry, and the whole register has 100 at least");
  kept.letters({"Brightwater,,"}, "2026-11-21");
  CHECK(asked(*kept.desk(), other, kLetters).result == Result::not_found);
}

TEST_CASE("desk: an extract with an entry of a number may lack another one of it") {
  KeptRegisters kept;
  const Party unnamed{.path = "lots[0].processor", .numbers = {{"fei", "3009990001"}}};
  const std::string closed = "Brightwater,3009990001,Yes";
  kept.letters({closed}, "2026-11-20", false);
  const RegisterAnswer extract = asked(*kept.desk(), unnamed, kLetters);
  CHECK(extract.result == Result::found);
  CHECK(extract.why == "it has 1 entry, and the whole register has 100 at least");
  kept.letters({closed}, "2026-11-21");
  CHECK(asked(*kept.desk(), unnamed, kLetters).why.empty());
}

TEST_CASE("desk: of a register without a copy nothing is said, unless all that matter are asked") {
  const KeptRegisters kept;
  const Party party = firm("Harbour", {{"lei", kLei}});
  CHECK(!kept.desk()->keeps_any());
  CHECK(kept.desk()->answer(std::vector{party}).answers.empty());
  const auto all = kept.desk("2026-11-22", RegisterDesk::Ask::always);
  CHECK(!answer_of(*all, party, kExclusions));
  for (const std::string source : {kSanctions, "gleif-lei"}) {
    const auto answer = answer_of(*all, party, source);
    REQUIRE(answer);
    CHECK(answer->result == Result::unknown);
    CHECK(answer->why.find("there is no copy of this register") == 0);
  }
}

TEST_CASE("desk: a register that answers single questions knows only what it was asked") {
  KeptRegisters kept;
  kept.asked("gleif-lei", {{kLei, legal_entity("Harbour Ltd")}, {"NONE56GHIJKLMNOPQR05", ""}});
  const auto asked_of = [&](const std::string& lei) {
    return asked(*kept.desk(), firm("Harbour", {{"lei", lei}}), "gleif-lei");
  };
  CHECK(asked_of(kLei).result == Result::found);
  CHECK(asked_of(kLei).issues);
  CHECK(asked_of("NONE56GHIJKLMNOPQR05").result == Result::not_found);
  CHECK(asked_of("OTHER6GHIJKLMNOPQR05").result == Result::unknown);
  CHECK(asked_of("OTHER6GHIJKLMNOPQR05").why.find("was not asked about OTHER6") !=
        std::string::npos);
}

TEST_CASE("desk: a near name is unknown until a person has cleared or confirmed it") {
  KeptRegisters kept;
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE"}, "2026-11-20");
  auto desk = kept.desk();
  const RegisterAnswer open = asked(*desk, firm(kNear), kSanctions);
  CHECK(open.result == Result::unknown);
  CHECK(open.entries.empty());
  REQUIRE(open.near.size() == 1);
  CHECK(open.why == "a near name, which nobody has compared yet: MERIDIAN VESICLE TRADING FZE (" +
                        open.near[0].hit + ")");
  CHECK(asked(*desk, firm("Harbour Biologics"), kSanctions).result == Result::not_found);

  desk->decisions().add(decided(open, HitDecision::Kind::cleared));
  for (const auto& now : {desk, kept.desk()}) {
    const RegisterAnswer cleared = asked(*now, firm(kNear), kSanctions);
    CHECK(cleared.result == Result::not_found);
    CHECK(cleared.near[0].cleared == "M. Ortiz on 2026-11-22: other country, other trade");
  }
  desk->decisions().add(decided(open, HitDecision::Kind::confirmed));
  const RegisterAnswer confirmed = asked(*kept.desk(), firm(kNear), kSanctions);
  CHECK(confirmed.result == Result::found);
  CHECK(confirmed.entries.size() == 1);
  CHECK(confirmed.near[0].confirmed);
}

TEST_CASE("desk: a cleared name of a copy that is too old shows nothing") {
  KeptRegisters kept;
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE"}, "2026-11-01");
  auto desk = kept.desk();
  desk->decisions().add(decided(asked(*desk, firm(kNear), kSanctions), HitDecision::Kind::cleared));
  CHECK(asked(*desk, firm(kNear), kSanctions).result == Result::unknown);
}

TEST_CASE("desk: a decision does not hold for another party nor for an entry that changed") {
  KeptRegisters kept;
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE"}, "2026-11-20");
  auto desk = kept.desk();
  desk->decisions().add(decided(asked(*desk, firm(kNear), kSanctions), HitDecision::Kind::cleared));
  Party moved = firm(kNear);
  moved.address = "9 Quay St, Miami";
  CHECK(asked(*desk, moved, kSanctions).result == Result::unknown);
  Party elsewhere = firm(kNear);
  elsewhere.path = "manufacturer";
  CHECK(asked(*desk, elsewhere, kSanctions).result == Result::not_found);
  kept.sanctions({"SOMEBODY ZULFARAN", "MERIDIAN VESICLE TRADING FZE"}, "2026-11-21");
  CHECK(asked(*kept.desk(), firm(kNear), kSanctions).result == Result::unknown);
}

TEST_CASE("desk: a name without a word that can be compared is not shown to be absent") {
  KeptRegisters kept;
  kept.sanctions({"GENERAL TRADING COMPANY"}, "2026-11-20");
  for (const char* name : {"LLC", "24 Ltd", "上海干细胞有限公司", "?!"}) {
    CAPTURE(name);
    const RegisterAnswer answer = asked(*kept.desk(), firm(name), kSanctions);
    CHECK(answer.result == Result::unknown);
    CHECK(answer.why == "the name has no word that can be compared");
  }
  CHECK(asked(*kept.desk(), firm("General Trading Co"), kSanctions).near.size() == 1);
}

TEST_CASE("desk: a register issues the numbers that it has to hold, in the form it writes them") {
  KeptRegisters kept;
  kept.establishments({"3009990001,Brightwater,Registered"}, "2026-11-20");
  kept.take("us-fda-ndc-files",
            "PRODUCTID\tPRODUCTNDC\tLABELERNAME\tLISTING_RECORD_CERTIFIED_THROUGH\n"
            "1\t12345-678\tHarbour\t20261231\n",
            "2026-11-20");
  const auto issues = [&](const Party& party, const std::string& source) {
    return asked(*kept.desk(), party, source).issues;
  };
  CHECK(issues(paper("hctp_registration", {{"fei", "3009990009"}}), kEstablishments));
  CHECK(!issues(paper("blood_registration", {{"fei", "3009990009"}}), kEstablishments));
  CHECK(!issues(firm("A", {{"fei", "3009990009"}}), kEstablishments));
  const auto ndc = [&](const std::string& number) {
    return issues(paper("", {{"ndc", number}}), "us-fda-ndc-files");
  };
  CHECK(ndc("12345-678"));
  CHECK(ndc("12345-679"));
  // A package, and forms without hyphens: the register has none of them, listed or not.
  CHECK(!ndc("12345-678-01"));
  CHECK(!ndc("12345067801"));
}

TEST_CASE("desk: a copy that is damaged is unknown and not absent") {
  KeptRegisters kept;
  kept.establishments({"3009990001,Brightwater,Registered"}, "2026-11-20");
  fs::remove_all(kept.path() + "/registers/entries");
  for (const auto& file : fs::recursive_directory_iterator(kept.path() + "/registers/objects")) {
    if (!file.is_regular_file()) continue;
    fs::permissions(file, fs::perms::owner_all);
    std::ofstream(file.path()) << "nonsense";
  }
  const RegisterAnswer answer =
      asked(*kept.desk(), firm("A", {{"fei", "3009990001"}}), kEstablishments);
  CHECK(answer.result == Result::unknown);
}

TEST_CASE("desk: what is kept of a party turns with its own entries alone") {
  KeptRegisters kept;
  kept.establishments({"3009990001,Brightwater,Registered"}, "2026-10-01");
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE"}, "2026-11-18");
  const std::vector parties = {firm("Brightwater", {{"fei", "3009990001"}}), firm(kNear)};
  const auto text = [&](const char* day = "2026-11-22") {
    return to_text(kept.desk(day)->answer(parties));
  };
  const std::string before = text();
  CHECK(text("2026-11-24") == before);  // the stale copy is older, and as stale
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE", "SOMEBODY ZULFARAN"}, "2026-11-21");
  CHECK(text() == before);
  kept.establishments({"3009990001,Brightwater,Registered"}, "2026-11-20");
  const std::string fresh = text();
  CHECK(fresh != before);
  kept.establishments({"3009990001,Brightwater,Registered", "3009990002,Harbour,Registered"},
                      "2026-11-21");
  CHECK(text() == fresh);
  kept.establishments({"3009990001,Brightwater,Inactive"}, "2026-11-22");
  CHECK(text() != fresh);
}

TEST_CASE(
    "desk: its fingerprint changes with a copy, its staleness, a decision and how it is read") {
  KeptRegisters kept;
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE"}, "2026-11-20");
  const std::string first = kept.desk()->fingerprint();
  CHECK(kept.desk("2026-11-23")->fingerprint() == first);
  CHECK(kept.desk("2026-12-01")->fingerprint() != first);
  const SampleFolder root;
  fs::copy(kRoot + "/rules", root.path() / "rules", fs::copy_options::recursive);
  fs::copy(kRoot + "/jurisdictions", root.path() / "jurisdictions", fs::copy_options::recursive);
  const auto read_by = [&] {
    return RegisterDesk(root.name(), kept.path(), *parse_date("2026-11-22")).fingerprint();
  };
  CHECK(read_by() == first);
  std::string table = text_of(root.name("jurisdictions/us-fda/registers.yaml"));
  const std::string program = "program: '#4'";
  table.replace(table.find(program), program.size(), "program: '#3'");
  root.write("jurisdictions/us-fda/registers.yaml", table);
  CHECK(read_by() != first);
  auto desk = kept.desk();
  desk->decisions().add(decided(asked(*desk, firm(kNear), kSanctions), HitDecision::Kind::cleared));
  CHECK(desk->fingerprint() != first);
  CHECK(kept.desk()->fingerprint() == desk->fingerprint());
}

TEST_CASE("desk: near names are shown with score and reasons, and the nearest where none is near") {
  KeptRegisters kept;
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE"}, "2026-11-20");
  const auto near = kept.desk()->near_names(firm(kNear));
  REQUIRE(near.size() == 1);
  CHECK(near[0].source == kSanctions);
  CHECK(near[0].score > 0.5);
  CHECK(!near[0].reasons.empty());
  CHECK(near[0].hit == asked(*kept.desk(), firm(kNear), kSanctions).near[0].hit);
  const auto far = kept.desk()->near_names(firm("Meridian Harbour Biologics"));
  REQUIRE(far.size() == 1);
  CHECK(far[0].score < 0.5);
}

TEST_CASE("desk: threads share it and get the same answers") {
  KeptRegisters kept;
  kept.sanctions({"MERIDIAN VESICLE TRADING FZE"}, "2026-11-20");
  kept.establishments({"3009990001,Brightwater,Registered"}, "2026-11-20");
  const std::vector parties = {firm(kNear, {{"fei", "3009990001"}}), firm("Harbour")};
  const auto desk = kept.desk();
  std::vector<std::string> texts(8);
  {
    std::vector<std::jthread> threads;
    for (std::string& text : texts)
      threads.emplace_back([&] { text = to_text(desk->answer(parties)); });
  }
  for (const std::string& text : texts) CHECK(text == to_text(kept.desk()->answer(parties)));
}

TEST_CASE("desk: a fresher or fuller copy of the same register never contradicts an answer") {
  std::mt19937 random(20261122);
  const std::vector<std::string> names = {"Brightwater", "Harbour Cells", "Norden Tissue",
                                          "Meridian Vesicle Trading FZE"};
  for (int round = 0; round < 8; ++round) {
    KeptRegisters::Lines letters, exclusions;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (random() % 2 == 0) letters.push_back(names[i] + ",300999000" + std::to_string(i) + ",");
      if (random() % 2 == 0) exclusions.push_back(names[i] + ",19999999" + std::to_string(80 + i));
    }
    std::vector<Party> parties = {firm("Nobody Known", {{"fei", "3009990099"}})};
    for (std::size_t i = 0; i < names.size(); ++i)
      parties.push_back(firm(random() % 3 == 0 ? "" : names[i] + " Inc",
                             {{"fei", "300999000" + std::to_string(i)},
                              {"npi", "19999999" + std::to_string(80 + i)}}));
    const auto views = [&](const char* date, bool complete, const char* as_of) {
      KeptRegisters kept;
      kept.letters(letters, date, complete);
      if (complete) kept.exclusions(exclusions, date);
      return kept.desk(as_of)->answer(parties);
    };
    const RegisterSlice whole = views("2026-11-20", true, "2026-11-22");
    for (const RegisterSlice& lesser :
         {views("2026-09-01", true, "2026-11-22"), views("2026-11-20", false, "2026-11-22")})
      for (const RegisterAnswer& one : lesser.answers) {
        const auto same = std::ranges::find_if(whole.answers, [&](const RegisterAnswer& other) {
          return other.party == one.party && other.source == one.source;
        });
        REQUIRE(same != whole.answers.end());
        CAPTURE(one.source);
        CAPTURE(parties[one.party].name);
        CHECK(same->result != Result::unknown);
        if (one.result != Result::unknown) CHECK(one.result == same->result);
        CHECK(one.result != Result::not_found);
      }
  }
}

TEST_CASE("desk: a slice that grew old is what the desk says once the copy is too old") {
  KeptRegisters kept;
  kept.establishments({"3009990001,Brightwater Tissue Services LLC,Registered"}, "2026-11-20");
  kept.letters({kNear + ",,"}, "2026-11-19");
  kept.exclusions({"Meridian Vesicle Trading,", "Somebody Zulfaran,"}, "2026-11-18");
  kept.sanctions({kNear, "Dormant Falcon LLC", "Dormant Falcon Ltd"}, "2026-11-17");
  const std::vector<Party> parties = {firm(kNear),
                                      firm("Dormant Falcon LLC"),
                                      firm("Somebody Zulfaran"),
                                      firm("7"),
                                      firm("Nobody Else", {{"fei", "3009990001"}}),
                                      firm("Nobody Else", {{"fei", "3009990002"}}),
                                      paper("hctp_registration", {{"fei", "3009990001"}})};
  const RegisterAnswer near = asked(*kept.desk(), firm("Somebody Zulfaran"), kExclusions);
  kept.desk()->decisions().add(decided(near, HitDecision::Kind::cleared));
  RegisterSlice slice = kept.desk("2026-11-20")->answer(parties);
  for (const auto& [source, date] :
       {std::pair(kSanctions, "2026-11-17"), std::pair(kLetters, "2026-11-19"),
        std::pair(kEstablishments, "2026-11-20"), std::pair(kExclusions, "2026-11-18")}) {
    const auto turns = kept.desk()->out_of_date_from(source, date);
    REQUIRE(turns);
    const auto at = [&](std::chrono::sys_days day) {
      return kept.desk(to_string(Date{day, day}))->answer(parties);
    };
    CHECK(at(*turns - std::chrono::days(1)) == slice);
    REQUIRE(rests_on(slice, source));
    grow_old(slice, source, date);
    CHECK(at(*turns) == slice);
  }
  CHECK(!rests_on(slice, "us-npi"));
  CHECK(!kept.desk()->out_of_date_from("no-such-register", "2026-11-20"));
}

TEST_CASE(
    "desk: a listed name behind words that part names is near, and a decision about it holds") {
  KeptRegisters kept;
  kept.sanctions({kNear}, "2026-11-20");
  const Party party = firm("Alpha Holdings Ltd trading as Meridian Vesicle Trading");
  const RegisterAnswer open = asked(*kept.desk(), party, kSanctions);
  CHECK(open.result == Result::unknown);
  REQUIRE(open.near.size() == 1);
  kept.desk()->decisions().add(decided(open, HitDecision::Kind::cleared));
  CHECK(asked(*kept.desk(), party, kSanctions).result == Result::not_found);
  CHECK(asked(*kept.desk(), firm("Alpha Holdings Ltd"), kSanctions).result == Result::not_found);
}

TEST_CASE("desk: trading names are names of the party, and a hit changes with them") {
  KeptRegisters kept;
  kept.sanctions({kNear}, "2026-11-20");
  Party party = firm("Alpha Holdings Ltd");
  party.other_names = {"Alpha Cells", "Meridian Vesicle Trading"};
  const RegisterAnswer open = asked(*kept.desk(), party, kSanctions);
  CHECK(open.result == Result::unknown);
  REQUIRE(open.near.size() == 1);
  kept.desk()->decisions().add(decided(open, HitDecision::Kind::cleared));
  CHECK(asked(*kept.desk(), party, kSanctions).result == Result::not_found);
  party.other_names = {"Meridian Vesicle"};
  CHECK(asked(*kept.desk(), party, kSanctions).result == Result::unknown);
  party.other_names = {"7"};
  CHECK(asked(*kept.desk(), party, kSanctions).why == "the name has no word that can be compared");
}

TEST_CASE("desk: a name that is too long to be compared to its end is not shown to be absent") {
  KeptRegisters kept;
  kept.sanctions({kNear}, "2026-11-20");
  std::string name;
  for (int i = 0; i < 400; ++i) name += "word ";
  CHECK(asked(*kept.desk(), firm(name), kSanctions).result == Result::not_found);
  CHECK(asked(*kept.desk(), firm(name + "more"), kSanctions).why ==
        "the name is longer than can be compared");
}
