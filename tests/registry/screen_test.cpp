#include "registry/screen.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "registry/likeness.h"
#include "registry/register_screen.h"
#include "registry/sample_registers.h"

using namespace verilot;

namespace {

const ScreenWords& words() {
  static Problems problems;
  static const ScreenWords kWords = load_screen_words(kRoot, project().fold, problems);
  for (const Problem& problem : problems) FAIL_CHECK(to_string(problem));
  return kWords;
}

// Some names around those that are asked for, so that words have a rarity.
ScreenIndex index_of(std::vector<RegisterEntry> entries) {
  ScreenIndex index(words());
  for (std::uint32_t i = 0; i < entries.size(); ++i) index.add(i, entries[i]);
  const char* trades[] = {"Trading", "Tissue", "Clinic", "Vesicle", "Shipping"};
  for (std::uint32_t i = 0; i < 500; ++i) {
    const std::string made = std::string("Q") + static_cast<char>('a' + i % 26) +
                             static_cast<char>('a' + i / 26) + "zorvex";
    index.add(1000 + i, {.name = made + " " + trades[i % 5] + " LLC"});
  }
  index.finish();
  return index;
}

double best(const ScreenIndex& index, const std::string& name) {
  const ScreenResult result = index.screen({.name = name});
  return result.hits.empty() || result.hits[0].entry != 0 ? 0 : result.hits[0].score;
}

bool says(const std::vector<std::string>& reasons, const std::string& reason) {
  return std::ranges::find(reasons, reason) != reasons.end();
}

}  // namespace

TEST_CASE("take apart: legal forms before and behind, digits, and the words between") {
  const ScreenName name = words().take_apart("OOO Meridian Vesicle 7 Trading Co., Ltd.");
  CHECK(name.words == std::vector<std::string>{"meridian", "vesicle", "trading"});
  CHECK(name.digits == std::vector<std::string>{"7"});
  CHECK(name.legal_form == "ooo co ltd");
  CHECK(words().take_apart("Clínica Vega, S.L.U.").words ==
        std::vector<std::string>{"clinica", "vega"});
  CHECK(words().take_apart("L.L.C.").words.empty());
}

TEST_CASE("take names: each name of a text, between words that part names") {
  const auto names = [](const std::string& text) {
    std::string all;
    for (const ScreenName& one : words().take_names(text)) {
      for (const std::string& word : one.words) all += word + " ";
      all += one.cut ? "... | " : "| ";
    }
    return all;
  };
  CHECK(names("Alpha Holdings Ltd") == "alpha holdings | ");
  CHECK(names("Alpha Ltd trading as Vega Cells") ==
        "alpha ltd trading as vega cells | alpha | vega cells | ");
  for (const char* between :
       {" t/a ", " D/B/A ", ", dba ", " doing business as ", " (also known as: ", " formerly ",
        " - formerly trading as ", ", nombre comercial: ", " (antes denominada) ", " a.k.a. "})
    CHECK(names("Alpha" + std::string(between) + "Vega").ends_with("| alpha | vega | "));
  CHECK(names("Alpha aka Beta fka Gamma").ends_with("| alpha | beta | gamma | "));
  CHECK(names("Formerly Vega") == "formerly vega | vega | ");
  CHECK(names("Fkant Adba").ends_with("fkant adba | "));
  CHECK(names("Ltd dba Ltd dba") == "ltd dba ltd dba | ");
  std::string many;
  for (int i = 0; i < 13; ++i) many += "Alpha dba ";
  CHECK(names(many).find("... | ") != std::string::npos);
  std::string longest;
  for (int i = 0; i < 400; ++i) longest += "word ";
  CHECK(names(longest).find("...") == std::string::npos);
  CHECK(names(longest + "more").ends_with("... | "));
}

TEST_CASE("letters apart: changes, gaps, additions and neighbours that changed places") {
  CHECK(letters_apart("meridian", "meridian", 2) == 0);
  CHECK(letters_apart("meridian", "meridain", 2) == 1);
  CHECK(letters_apart("meridian", "merdian", 2) == 1);
  CHECK(letters_apart("meridian", "meriddian", 2) == 1);
  CHECK(letters_apart("meridian", "maridien", 2) == 2);
  CHECK(letters_apart("meridian", "harbour", 2) == 3);
}

TEST_CASE("screen: one firm however it is written") {
  const ScreenIndex index = index_of({{.name = "MERIDIAN BIOPREP Vesicle Trading FZE"}});
  for (const char* name :
       {"Meridian Bioprep Vesicle Trading", "Trading Vesicle, Meridian Bioprep LLC",
        "Meridian Bio Prep Vesicle Trading Ltd", "MERÍDIAN Bioprep Vesicle Trading",
        "Меридиан Биопреп Vesicle Trading", "Meridain Bioprep Vesicle Trading"}) {
    CAPTURE(name);
    CHECK(best(index, name) >= words().likely);
  }
}

TEST_CASE("screen: a legal form, a trade or digits alone never score") {
  const ScreenIndex index = index_of({{.name = "Meridian Trading 24 LLC"}});
  for (const char* name : {"LLC", "24", "24 LLC", "Trading LLC", "Harbour Trading 24 LLC", "",
                           "The Trading Company Limited", "\xFF\xFE"}) {
    CAPTURE(name);
    CHECK(best(index, name) == 0);
  }
}

TEST_CASE("screen: words that many firms have count only when all agree") {
  const ScreenIndex index = index_of({{.name = "General Tissue Bank Services"}});
  CHECK(best(index, "General Tissue Bank LLC") == 0);
  CHECK(best(index, "General Tissue Bank Services Ltd") >= words().likely);
}

TEST_CASE("screen: another number is another firm") {
  const ScreenIndex index = index_of({{.name = "Meridian Orchard Clinic 3 Ltd"}});
  CHECK(best(index, "Meridian Orchard Clinic 3 Limited") >= words().likely);
  CHECK(best(index, "Meridian Orchard Clinic 4 Ltd") == 0);
}

TEST_CASE("screen: a shared identifier outweighs names, a different one speaks against them") {
  const ScreenIndex index = index_of(
      {{.name = "Meridian Orchard LLC", .identifiers = {{"lei", "A1"}, {"fei", "3009990001"}}}});
  const ScreenResult same =
      index.screen({.name = "Wholly Different", .identifiers = {{"fei", "3009990001"}}});
  REQUIRE(same.hits.size() == 1);
  CHECK(same.hits[0].score > 0.99);
  CHECK(says(same.hits[0].reasons, "same fei: 3009990001"));
  CHECK(says(same.hits[0].reasons, "the names have little in common; identifiers outweigh names"));
  const ScreenResult other =
      index.screen({.name = "Meridian Orchard", .identifiers = {{"lei", "B2"}}});
  CHECK(other.hits.empty());
  REQUIRE(other.nearest);
  CHECK(says(other.nearest->reasons, "identifiers differ: lei"));
  // A firm has an FEI for each establishment.
  CHECK(index.screen({.name = "Meridian Orchard", .identifiers = {{"fei", "3009990002"}}})
            .hits.size() == 1);
}

TEST_CASE("screen: the nearest name that is no match is told with what keeps it apart") {
  const ScreenIndex index = index_of({{.name = "Meridian Orchard Halcyon FZE", .country = "AE"}});
  const ScreenResult result = index.screen({.name = "Meridian Blossom LLC", .country = "US"});
  CHECK(result.hits.empty());
  REQUIRE(result.nearest);
  CHECK(result.nearest->name == "Meridian Orchard Halcyon FZE");
  const auto& reasons = result.nearest->reasons;
  CHECK(says(reasons, "same words: meridian"));
  CHECK(says(reasons, "only asked for: blossom"));
  CHECK(says(reasons, "only in the register: orchard, halcyon"));
  CHECK(says(reasons, "legal forms differ: llc, fze"));
  CHECK(says(reasons, "countries differ: US, AE"));
}

TEST_CASE("screen: country and address move the score") {
  const ScreenIndex index = index_of({{.name = "Meridian Orchard Halcyon Trading",
                                       .addresses = {"12 Quay Street, Porto"},
                                       .country = "PT"}});
  const auto score = [&](const std::string& country, const std::string& address) {
    const ScreenResult result = index.screen(
        {.name = "Meridian Orchard Halcyon Shipping", .country = country, .address = address});
    return result.hits.empty() ? result.nearest->score : result.hits[0].score;
  };
  CHECK(score("US", "") < score("PT", ""));
  CHECK(score("PT", "12 Quay Street, Porto") > score("PT", ""));
  CHECK(score("PT", "1 Hill Road, Leeds") == score("PT", ""));
}

TEST_CASE("screen: other names of an entry count, and the entry is given once") {
  const ScreenIndex index =
      index_of({{.name = "Halcyon Orchard", .aliases = {"Meridian Blossom"}}});
  const ScreenResult result = index.screen({.name = "Meridian Blosom Ltd"});
  REQUIRE(result.hits.size() == 1);
  CHECK(result.hits[0].name == "Meridian Blossom");
  CHECK(says(result.hits[0].reasons, "near words: blosom ~ blossom"));
}

TEST_CASE("screen: a name beside signs, or in another script, is asked for by itself") {
  const auto near = [](const char* listed, const char* asked) {
    return best(index_of({{.name = listed}}), asked);
  };
  CHECK(near("Петар Весна", "Petar Vesna / Петар Весна") > 0.9);
  CHECK(near("Петар Весна", "PV Holdings Петар Весна") > 0.9);
  CHECK(near("Banco Nacional de Cuba", "BNC - Banco Nacional de Cuba, Havana branch") > 0.9);
  CHECK(near("Banco Nacional de Cuba", "BNC (Banco Nacional de Cuba)") > 0.9);
  CHECK(near("New Vega", "Brightwater Tissue, Vega") < 0.5);
  CHECK(near("New Vega", "Brightwater Tissue (New)") < 0.5);
}

TEST_CASE("screen: each name of a text that gives several is asked for, and each of an entry") {
  const ScreenIndex index = index_of({{.name = "Meridian Vesicle Trading"}});
  CHECK(best(index, "Alpha Holdings Ltd trading as Meridian Vesicle Trading") > 0.9);
  CHECK(best(index, "Meridian Vesicle Trading FZE, formerly Alpha Holdings Ltd") > 0.9);
  CHECK(best(index, "Alpha Holdings Ltd trading with Meridian Vesicle Trading") < 0.5);
  const ScreenResult result =
      index.screen({.name = "Alpha Holdings Ltd t/a Meridian Vesicle Trading"});
  REQUIRE(!result.hits.empty());
  CHECK(says(result.hits[0].reasons, "one of its names: meridian vesicle trading"));
  const ScreenResult other = index.screen({.name = "Alpha", .also = {"Meridian Vesicle Trading"}});
  REQUIRE(!other.hits.empty());
  CHECK(other.hits[0].entry == 0);

  const ScreenIndex listed = index_of({{.name = "Alpha Holdings LLC dba Meridian Vesicle"},
                                       {.name = "Alpha Holdings LLC dba Meridian Vesicle"}});
  const ScreenResult part = listed.screen({.name = "Meridian Vesicle Ltd"});
  REQUIRE(!part.hits.empty());
  CHECK(part.hits[0].name == "Alpha Holdings LLC dba Meridian Vesicle");
  CHECK(says(part.hits[0].reasons, "2 entries have this name"));
}

TEST_CASE("screen: in a text too long for a name, a name may stand anywhere") {
  const ScreenIndex index = index_of({{.name = "Meridian Vesicle Trading FZE"}});
  std::string before, after;
  for (int i = 0; i < 30; ++i) before += std::string("supplied") + char('a' + i % 26) + " ";
  for (int i = 0; i < 300; ++i) after += " through the customs of the port";
  CHECK(best(index, before + "Meridian Vesicle Trading" + after.substr(0, 300)) > 0.9);
  CHECK(best(index, before + "Meridian Vesicel Trading") > 0.5);
  CHECK(best(index, "Meridian Vesicle Trading " + before) > 0.9);
  CHECK(best(index, before + "Meridian " + before + "Vesicle") < 0.5);
}

TEST_CASE("screen: many entries of one name do not crowd out another register") {
  ScreenIndex index(words());
  for (std::uint32_t i = 0; i < 400; ++i)
    index.add(i, {.name = "Meridian Orchard", .country = i == 333 ? "PT" : "US"}, 0);
  index.add(900, {.name = "Meridian Orchards"}, 1);
  index.finish();
  const ScreenResult result = index.screen({.name = "Meridian Orchard LLC", .country = "PT"});
  REQUIRE(result.hits.size() == 2);
  CHECK(result.hits[0].entry == 333);
  CHECK(says(result.hits[0].reasons, "400 entries have this name"));
  CHECK(result.hits[1].entry == 900);
}

TEST_CASE("screen: initials and acronyms are found") {
  const ScreenIndex index = index_of({{.name = "Petar Ivanov Vesnarov"}});
  CHECK(best(index, "P. Ivanov Vesnarov") >= words().likely);
  CHECK(best(index, "Vesnarov, Petar I.") >= words().likely);
  const ScreenIndex firms = index_of({{.name = "Ardent Halcyon Blossom Society"}});
  CHECK(best(firms, "AHBS Ltd") > words().possible);
}

TEST_CASE("screen: random bytes and long names give an answer") {
  const ScreenIndex index = index_of({{.name = std::string(100000, 'a')}});
  std::uint32_t state = 3;
  const auto next = [&] { return state = state * 1664525U + 1013904223U, state >> 16; };
  for (int round = 0; round < 300; ++round) {
    std::string name;
    for (std::uint32_t left = next() % 400; left > 0; --left)
      name += next() % 4 == 0 ? ' ' : static_cast<char>(next());
    const ScreenResult result = index.screen({.name = name});
    for (const ScreenHit& hit : result.hits) CHECK(hit.score <= 1);
  }
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "word" + std::to_string(i) + "x ";
  CHECK(index.screen({.name = many}).hits.empty());
}

TEST_CASE("register screen: a hit carries its register, the copy and the entry") {
  const StateFolder state;
  SnapshotStore store(state.path());
  FakeTimer timer;
  Updater updater(store, project().sources, project().fold, timer, {});
  const RegisterSource& ofac = *project().sources.find("us-ofac-sdn");
  updater.take(ofac, {state.with("sdn", fixture("sdn.csv")), "sdn", "2026-11-20"});
  updater.take(ofac, {state.with("alt", fixture("alt.csv")), "alt", "2026-11-20"});
  const Registers registers(project().sources, project().fold, store, *parse_date("2026-11-22"));
  const RegisterScreen screen(registers, words(), {"us-ofac-sdn"});
  const NearNames near = screen.screen({.name = "Meridian Vesicel Trading"});
  REQUIRE(near.hits.size() == 1);
  CHECK(near.hits[0].copy.source == "us-ofac-sdn");
  CHECK(near.hits[0].copy.date == "2026-11-20");
  CHECK(near.hits[0].entry.key == "90001");
  CHECK(RegisterScreen(registers, words(), {"uk-sanctions-list"})
            .screen({.name = "Meridian Vesicle Trading"})
            .hits.empty());
}
