#include "vetting/register_slice.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/kept_registers.h"
#include "support/mutations.h"

using namespace verilot;
using namespace verilot::testing;

namespace {

const RegisterQuestions& questions() {
  static Problems problems;
  static const RegisterQuestions kQuestions = load_register_questions(kRoot, problems);
  return kQuestions;
}

std::optional<bool> same(const std::string& asked, const RegisterEntry& entry) {
  static Problems problems;
  static const ScreenWords kWords = load_screen_words(kRoot, project().fold, problems);
  return HolderNames{kWords, questions().agrees, questions().differs}.same({asked}, entry);
}

RegisterSlice sample_slice() {
  RegisterEntry entry{.kind = "sanction",
                      .key = "90001",
                      .name = "MERIDIAN \"V\" FZE",
                      .aliases = {"Меридиан"},
                      .identifiers = {{"ofac", "90001"}},
                      .addresses = {"1 Quay, Dubai"},
                      .country = "AE",
                      .status = "Listed",
                      .standing = Standing::current,
                      .dates = {{"issued", "2026-09-22"}},
                      .details = {{"program", "EXAMPLE"}, {"close-out", ""}}};
  RegisterSlice slice;
  slice.parties = {{.path = "supplier",
                    .name = "A\nLtd",
                    .country = "US",
                    .address = "9 Quay",
                    .numbers = {{"fei", "3009990001"}},
                    .by_name = true,
                    .other_names = {"A Cells"}},
                   {.path = "authorisations[0]", .type = "hctp_registration"}};
  slice.more_parties = true;
  slice.answers = {
      {.party = 0,
       .source = "us-ofac-sdn",
       .title = "SDN",
       .kind = "sanction",
       .by_name = true,
       .why = "a near name",
       .stale = true,
       .near = {{"0123456789ab", "MERIDIAN", entry, "", false},
                {"ab0123456789", "MERIDIANO", entry, "M. Ortiz on 2026-11-22: no", true}}},
      {.party = 1,
       .source = "us-fda-hctp-establishments",
       .title = "HCT/P",
       .kind = "tissue establishment",
       .numbers = {{"fei", "3009990001"}},
       .issues = true,
       .result = LookUp::Result::found,
       .entries = {entry}}};
  return slice;
}

// The facts `registers` of a slice, as "path value" lines.
std::string facts_of_slice(const RegisterSlice& slice) {
  static Problems problems;
  static const ScreenWords kWords = load_screen_words(kRoot, project().fold, problems);
  EvidenceBuilder builder;
  add_register_facts(builder, slice, questions(),
                     {kWords, questions().agrees, questions().differs});
  const Evidence evidence = std::move(builder).finish();
  std::string lines;
  const std::function<void(NodeId)> tell = [&](NodeId node) {
    const NodeKind kind = evidence.kind(node);
    if (kind == NodeKind::list || kind == NodeKind::object) {
      if (kind == NodeKind::list && !evidence.complete(node))
        lines += evidence.path(node) + " incomplete: " + std::string(evidence.reason(node)) + "\n";
      for (const NodeId child : evidence.children(node)) tell(child);
    } else {
      lines += evidence.path(node) + " " +
               (kind == NodeKind::unknown   ? "unknown: " + std::string(evidence.reason(node))
                : kind == NodeKind::null    ? "none"
                : kind == NodeKind::boolean ? (evidence.boolean(node) ? "true" : "false")
                                            : evidence.text(node)) +
               "\n";
      CHECK(evidence.basis(node) == Basis::registered);
    }
  };
  tell(evidence.root());
  return lines;
}

bool has_line(const std::string& lines, const std::string& line) {
  return ("\n" + lines).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("slice: what was written is read as it was") {
  CHECK(read_slice(to_text(sample_slice())) == sample_slice());
  CHECK(read_slice(to_text({})) == RegisterSlice{});
}

TEST_CASE("slice: bytes of a publisher that are not UTF-8 are replaced once and then stay") {
  RegisterSlice slice = sample_slice();
  slice.answers[1].entries[0].name = "N\xD8RDEN\xFF";
  const std::string text = to_text(slice);
  CHECK(to_text(read_slice(text)) == text);
}

TEST_CASE("slice: values that no answer has are refused with a clear error, not taken for others") {
  const auto refused = [](const std::string& pointer, const nlohmann::json& value) {
    nlohmann::json json = nlohmann::json::parse(to_text(sample_slice()));
    json[nlohmann::json::json_pointer(pointer)] = value;
    try {
      read_slice(json.dump());
    } catch (const std::runtime_error& error) {
      return std::string(error.what()).find("the kept answers of the registers are damaged: ") == 0;
    }
    return false;
  };
  CHECK(refused("/answers/0/party", 2));
  CHECK(refused("/answers/0/party", -1));
  CHECK(refused("/answers/0/party", 1e300));
  CHECK(refused("/answers/0/result", 3));
  CHECK(refused("/answers/0/result", -1));
  CHECK(refused("/answers/0/result", "found"));
  CHECK(refused("/answers/1/entries/0/standing", 9));
  CHECK(refused("/answers/1/entries/0/name", nullptr));
  CHECK(refused("/answers/0/near/0/confirmed", 1));
  CHECK(refused("/parties/0/numbers", nlohmann::json::array({"fei"})));
  CHECK(refused("/more_parties", "yes"));
  CHECK(!refused("/answers/0/result", 0));
}

TEST_CASE("slice: damaged text is a clear error or a slice, never a crash") {
  const std::string text = to_text(sample_slice());
  for (std::uint32_t i = 0; i < mutation_count(2); ++i) {
    CAPTURE(i);
    try {
      const RegisterSlice slice = read_slice(mutated(text, i));
      for (const RegisterAnswer& answer : slice.answers) {
        CHECK(answer.party < slice.parties.size());
        CHECK(answer.result <= LookUp::Result::unknown);
      }
      facts_of_slice(slice);
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()).find("the kept answers of the registers are damaged") == 0);
    }
  }
}

TEST_CASE("holder: legal forms, accents, joined words and order do not part one holder") {
  const RegisterEntry entry{.name = "NORDEN BIO PREP TISSUE INC", .aliases = {"Boreal Storage"}};
  for (const char* name : {"Nordén BioPrep Tissue, LLC", "Tissue Nordén Bio Prep GmbH",
                           "Norden Bioprep Tissue", "Boreal Storage Ltd"}) {
    CAPTURE(name);
    CHECK(same(name, entry) == true);
  }
}

TEST_CASE("holder: each name of either is compared, and what is too long is left open") {
  CHECK(same("Alpha Ltd trading as Brightwater Tissue Services",
             {.name = "Brightwater Tissue Services LLC"}) == true);
  CHECK(same("Brightwater Tissue Services",
             {.name = "Alpha LLC dba Brightwater Tissue Services"}) == true);
  CHECK(same("Alpha Ltd trading as Vega Cells", {.name = "Brightwater Tissue Services LLC"}) ==
        false);
  std::string text;
  for (int i = 0; i < 30; ++i) text += "word ";
  CHECK(!same(text, {.name = "Brightwater Tissue Services LLC"}));
}

TEST_CASE("holder: another firm is another, and in between nobody knows") {
  const RegisterEntry entry{.name = "Brightwater Tissue Services, LLC"};
  CHECK(same("Harbour Infusion Center, Inc", entry) == false);
  CHECK(same("Harbour Tissue Services", entry) != true);
  CHECK(same("Brightwater Marlow", entry) == std::nullopt);
  for (const char* name : {"", "LLC", "24", "上海干细胞有限公司"}) {
    CAPTURE(name);
    CHECK(same(name, entry) == std::nullopt);
    CHECK(same("Harbour Infusion", {.name = name}) == std::nullopt);
  }
  CHECK(same("Harbour Infusion", {.name = "上海干细胞", .aliases = {"Harbour Infusion"}}) == true);
}

TEST_CASE("facts: found, not found and unknown are told apart, with the words of the entry") {
  RegisterSlice slice = sample_slice();
  const std::string lines = facts_of_slice(slice);
  CHECK(has_line(lines, "registers[0].found unknown: a near name"));
  CHECK(has_line(lines, "registers[0].entries incomplete: a near name"));
  CHECK(has_line(lines, "registers[0].near MERIDIAN"));
  CHECK(has_line(lines, "registers[0].by_number false"));
  CHECK(has_line(lines, "registers[1].found true"));
  CHECK(has_line(lines, "registers[1].by_number true"));
  CHECK(has_line(lines, "registers[1].issuer true"));
  CHECK(has_line(lines, "registers[1].asked 3009990001"));
  CHECK(has_line(lines, "registers[1].party none"));
  CHECK(has_line(lines, "registers[1].entries[0].current true"));
  CHECK(has_line(lines, "registers[1].entries[0].closed false"));
  CHECK(has_line(lines, "registers[1].entries[0].about issued 2026-09-22; program: EXAMPLE"));
  CHECK(has_line(lines,
                 "registers incomplete: more than 100 parties are named; the rest was not "
                 "looked up"));
  slice.answers[0].result = LookUp::Result::not_found;
  CHECK(has_line(facts_of_slice(slice), "registers[0].found false"));
  CHECK(facts_of_slice({}).empty());
}

TEST_CASE(
    "facts: an entry of a copy that is too old is neither current nor open, but stays closed") {
  RegisterSlice slice = sample_slice();
  slice.answers[1].stale = true;
  const std::string old = "unknown: the copy of the register is out of date";
  const std::string at = "registers[1].entries[0].";
  CHECK(has_line(facts_of_slice(slice), at + "current " + old));
  CHECK(has_line(facts_of_slice(slice), at + "closed " + old));
  slice.answers[1].entries[0].details = {{"close-out", "10/30/2026"}};
  CHECK(has_line(facts_of_slice(slice), at + "closed true"));
  slice.answers[1].stale = false;
  slice.answers[1].entries[0].standing = Standing::ended;
  CHECK(has_line(facts_of_slice(slice), at + "current false"));
  slice.answers[1].entries[0].standing = Standing::unknown;
  CHECK(has_line(facts_of_slice(slice), at + "current unknown: the register's word does not tell"));
}
