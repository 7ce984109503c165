#include "vetting/hit_decisions.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "support/mutations.h"
#include "support/samples.h"

using namespace verilot;

namespace {

namespace fs = std::filesystem;

constexpr const char* kHit = "0123456789ab";

HitDecision cleared(const std::string& because) {
  return {.hit = kHit,
          .kind = HitDecision::Kind::cleared,
          .by = "M. Ortiz",
          .on = "2026-11-22",
          .because = because,
          .party = "A Ltd",
          .entry = "A FZE",
          .source = "us-ofac-sdn"};
}

}  // namespace

TEST_CASE("decisions: the last one counts, and all of them stay") {
  const SampleFolder state;
  HitDecisions decisions(state.name());
  CHECK(decisions.find(kHit) == nullptr);
  for (int i = 0; i < 12; ++i) decisions.add(cleared(std::to_string(i)));
  HitDecision other = cleared("the same address");
  other.kind = HitDecision::Kind::confirmed;
  decisions.add(other);
  const HitDecisions again(state.name());
  for (const HitDecisions* each : std::vector<const HitDecisions*>{&decisions, &again}) {
    CHECK(each->all().size() == 13);
    REQUIRE(each->find(kHit) != nullptr);
    CHECK(each->find(kHit)->kind == HitDecision::Kind::confirmed);
    CHECK(each->find(kHit)->because == "the same address");
    CHECK(each->find(kHit)->entry == "A FZE");
  }
  CHECK(again.problems().empty());
}

TEST_CASE("decisions: those made at the same moment all have a record") {
  const SampleFolder state;
  std::vector<pid_t> people;
  for (int person = 0; person < 6; ++person) {
    people.push_back(fork());
    if (people.back() != 0) continue;
    HitDecisions decisions(state.name());
    for (int i = 0; i < 20; ++i) decisions.add(cleared(std::to_string(person * 20 + i)));
    _exit(0);
  }
  for (const pid_t person : people) waitpid(person, nullptr, 0);
  const HitDecisions all(state.name());
  CHECK(all.problems().empty());
  std::set<std::string> reasons;
  for (const HitDecision& one : all.all()) reasons.insert(one.because);
  CHECK(reasons.size() == 120);
}

TEST_CASE("decisions: damage leaves its hit open, and not the older decision in force") {
  const SampleFolder state;
  HitDecisions first(state.name());
  first.add(cleared("other trade"));
  HitDecision other = cleared("another hit");
  other.hit = "ba9876543210";
  first.add(other);
  HitDecision same = cleared("same owner");
  same.kind = HitDecision::Kind::confirmed;
  first.add(same);
  CHECK(first.undecided().empty());
  const std::string confirmed = std::string("hits/") + kHit + "-1001.json";
  const std::string sound = file_text(state.name(confirmed));
  for (const std::string& damage :
       {std::string(), std::string("{\"hit\":"), std::string("[]"), std::string("{}"),
        sound.substr(0, sound.size() / 2), file_text(state.name("hits/ba9876543210-1000.json"))}) {
    CAPTURE(damage);
    state.write(confirmed, damage);
    HitDecisions decisions(state.name());
    CHECK(decisions.find(kHit) == nullptr);
    CHECK(decisions.find("ba9876543210") != nullptr);
    CHECK(decisions.undecided() == kHit);
    REQUIRE(decisions.problems().size() == 1);
    const std::string told = to_string(decisions.problems()[0]);
    CHECK(told.find("exception") == std::string::npos);
    CHECK(told.find(std::string("the hit ") + kHit + " is open") != std::string::npos);
  }
  HitDecisions anew(state.name());
  anew.add(same);
  for (const HitDecisions& now : {anew, HitDecisions(state.name())}) {
    REQUIRE(now.find(kHit) != nullptr);
    CHECK(now.find(kHit)->kind == HitDecision::Kind::confirmed);
  }
}

TEST_CASE(
    "decisions: damage in a file of an unknown hit leaves no hit cleared, but those confirmed") {
  const SampleFolder state;
  HitDecisions first(state.name());
  first.add(cleared("other trade"));
  HitDecision same = cleared("same owner");
  same.hit = "ba9876543210";
  same.kind = HitDecision::Kind::confirmed;
  first.add(same);
  state.write("hits/copy.json", "{");
  const HitDecisions decisions(state.name());
  CHECK(decisions.find(kHit) == nullptr);
  CHECK(decisions.find("ba9876543210") != nullptr);
  CHECK(decisions.undecided() == "any");
  REQUIRE(decisions.problems().size() == 1);
  CHECK(decisions.problems()[0].message.find("no hit counts as cleared") != std::string::npos);
}

TEST_CASE("decisions: a damaged file is named, decides nothing and is never written over") {
  const SampleFolder state;
  {
    HitDecisions decisions(state.name());
    for (int i = 0; i < 3; ++i) decisions.add(cleared(std::to_string(i)));
  }
  const std::string damaged = std::string("hits/") + kHit + "-1001.json";
  state.write(damaged, "{\"hit\":");
  HitDecisions decisions(state.name());
  REQUIRE(decisions.problems().size() == 1);
  CHECK(to_string(decisions.problems()[0]).find(state.name(damaged)) != std::string::npos);
  CHECK(decisions.find(kHit)->because == "2");
  decisions.add(cleared("3"));
  CHECK(file_text(state.name(damaged)) == "{\"hit\":");
  const HitDecisions again(state.name());
  CHECK(again.all().size() == 3);
  CHECK(again.find(kHit)->because == "3");
}

TEST_CASE("decisions: what is no hit is refused, for it names a file") {
  const SampleFolder state;
  HitDecisions decisions(state.name());
  for (const char* hit : {"", "../../etc/passwd", "0123456789AB", "0123456789abc"}) {
    HitDecision decision = cleared("no");
    decision.hit = hit;
    CHECK_THROWS(decisions.add(decision));
  }
  CHECK(!fs::exists(state.path() / "hits"));
  state.write("hits/x.json",
              R"({"hit":"../x","decision":"cleared","by":"","on":"","because":"","party":"",)"
              R"("entry":"","source":""})");
  CHECK(HitDecisions(state.name()).problems().size() == 1);
}

TEST_CASE(
    "decisions: damaged files of every kind are problems, never a crash or another decision") {
  const SampleFolder state;
  HitDecisions(state.name()).add(cleared("other country"));
  const std::string name = std::string("hits/") + kHit + "-1000.json";
  const std::string text = file_text(state.name(name));
  for (std::uint32_t i = 0; i < mutation_count(0.5); ++i) {
    CAPTURE(i);
    state.write(name, mutated(text, i));
    const HitDecisions decisions(state.name());
    CHECK(decisions.problems().size() + decisions.all().size() == 1);
  }
}

TEST_CASE("decisions: a hit stands for both sides and changes with either") {
  const Party party{.path = "supplier",
                    .name = "A Ltd",
                    .country = "US",
                    .address = "9 Quay",
                    .numbers = {{"fei", "3009990001"}}};
  const RegisterEntry entry{.kind = "sanction", .key = "9", .name = "A FZE"};
  const std::string hit = hit_of(party, "us-ofac-sdn", entry);
  CHECK(hit.size() == 12);
  CHECK(hit.find_first_not_of("0123456789abcdef") == std::string::npos);
  Party moved = party, elsewhere = party;
  moved.country = "GB";
  elsewhere.path = "manufacturer";
  CHECK(hit_of(moved, "us-ofac-sdn", entry) != hit);
  CHECK(hit_of(elsewhere, "us-ofac-sdn", entry) == hit);
  CHECK(hit_of(party, "uk-sanctions-list", entry) != hit);
  RegisterEntry known = entry;
  known.aliases = {"A Limited"};
  CHECK(hit_of(party, "us-ofac-sdn", known) != hit);
}
