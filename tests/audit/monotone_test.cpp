// Learning a fact never overturns an outcome: a dossier with facts taken away may leave findings
// open, but what it decides the whole dossier decides in the same way.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include "audit/examples.h"

namespace verilot {
namespace {

// A fact with its own keys, or a list that says whether it is complete, is taken away whole.
bool is_one_fact(const YamlNode& map) {
  for (const char* key : {"value", "assertions", "items", "complete"})
    if (map.find(key) != nullptr) return true;
  return false;
}

// Every key that can be taken away, by its pointer.
void collect(const YamlNode& node, const std::string& pointer, std::vector<std::string>& pointers) {
  if (node.is_map() && is_one_fact(node)) return;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string own = pointer + "/" + (node.is_map() ? node.keys[i] : std::to_string(i));
    if (node.is_map()) pointers.push_back(own);
    collect(node.items[i], own, pointers);
  }
}

YamlNode without(const YamlNode& node, const std::string& pointer,
                 const std::vector<std::string>& taken) {
  YamlNode result = node;
  result.keys.clear();
  result.key_places.clear();
  result.items.clear();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string own = pointer + "/" + (node.is_map() ? node.keys[i] : std::to_string(i));
    if (std::find(taken.begin(), taken.end(), own) != taken.end()) continue;
    if (node.is_map()) {
      result.keys.push_back(node.keys[i]);
      result.key_places.push_back(node.key_places[i]);
    }
    result.items.push_back(without(node.items[i], own, taken));
  }
  return result;
}

using Outcomes = std::map<std::string, Outcome>;

Outcomes outcomes_of(const RulePack& pack, const YamlNode& dossier) {
  const ExaminedDossier examined = examine_dossier(
      read_case(dossier, the_rulebook().schema, the_rulebook().tables), the_rulebook());
  Outcomes outcomes;
  for (const Finding& finding :
       evaluate(pack, examined.evidence, {pack.law_as_found, "D"}).findings)
    outcomes[finding.id] = finding.outcome;
  return outcomes;
}

bool is_known(Outcome outcome) {
  return outcome == Outcome::pass || outcome == Outcome::fail || outcome == Outcome::not_applicable;
}

// The findings that the partial dossier decides otherwise than the whole one, as text.
std::string contradictions(const Outcomes& partial, const Outcomes& whole) {
  std::string text;
  for (const auto& [id, outcome] : partial) {
    const auto it = whole.find(id);
    if (!is_known(outcome) || it == whole.end() || it->second == outcome) continue;
    text += id + ": " + std::string(to_string(outcome)) + ", with all facts " +
            std::string(to_string(it->second)) + "\n";
  }
  return text;
}

// Puts keys back as long as the contradiction stays: what is left is what it needs.
std::vector<std::string> smallest(const RulePack& pack, const YamlNode& dossier,
                                  std::vector<std::string> taken, const Outcomes& whole) {
  for (std::size_t i = taken.size(); i-- > 0;) {
    std::vector<std::string> fewer = taken;
    fewer.erase(fewer.begin() + static_cast<long>(i));
    if (!contradictions(outcomes_of(pack, without(dossier, "", fewer)), whole).empty())
      taken = fewer;
  }
  return taken;
}

void check_pack(const RulePack& pack, std::size_t trials, std::uint32_t seed) {
  const std::vector<CaseDossier> examples = examples_of(pack);
  REQUIRE_FALSE(examples.empty());
  std::mt19937 random(seed);
  for (std::size_t trial = 0; trial < trials; ++trial) {
    const CaseDossier& example = examples[random() % examples.size()];
    std::vector<std::string> pointers, taken;
    collect(example.dossier, "", pointers);
    if (pointers.empty()) continue;
    for (std::size_t count = 1 + random() % 4; count > 0; --count)
      taken.push_back(pointers[random() % pointers.size()]);
    const Outcomes whole = outcomes_of(pack, example.dossier);
    std::string found =
        contradictions(outcomes_of(pack, without(example.dossier, "", taken)), whole);
    CAPTURE(example.name);
    std::string keys;
    if (!found.empty()) {
      taken = smallest(pack, example.dossier, taken, whole);
      found = contradictions(outcomes_of(pack, without(example.dossier, "", taken)), whole);
      for (const std::string& key : taken) keys += key + " ";
    }
    CAPTURE(keys);
    CHECK(found == "");
  }
}

std::size_t trials() {
  const char* given = std::getenv("VERILOT_MONOTONE");
  return given == nullptr ? 120 : std::strtoul(given, nullptr, 10);
}

TEST_CASE("monotone: a fact more never overturns an outcome, under every pack") {
  for (const RulePack& pack : all_packs()) {
    CAPTURE(pack.id);
    check_pack(pack, trials(), 20261122);
  }
}

}  // namespace
}  // namespace verilot
