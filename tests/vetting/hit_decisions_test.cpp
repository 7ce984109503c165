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
