#include "waivers/waiver.h"

#include <doctest/doctest.h>

#include <functional>

namespace verilot {
namespace {

const Persons& persons() {
  static const Persons kPersons = [] {
    Problems problems;
    return Persons(load_name_fold(VERILOT_SOURCE_DIR, problems));
  }();
  return kPersons;
}

Date day(const char* text) { return *parse_date(text); }

DossierResult sample() {
  DossierResult result;
  result.id = "gel";
  result.verdicts = {{"us-fda", Verdict::reject}};
  result.documents = {{"coa.pdf", "aa"}};
  Finding finding;
  finding.id = "gel/lots[0]/us-fda.expiry";
  finding.pack = "us-fda";
  finding.rule = "us-fda.expiry";
  finding.subject = "lots[0]";
  finding.subject_name = "A1";
  finding.outcome = Outcome::fail;
  finding.evidence = {{"lots[0].expiry", "2026-09", "documented", false, "", in_file("coa.pdf")}};
  result.findings = {finding};
  return result;
}

Waiver approved(const WaiverTerm& term) {
  const DossierResult result = sample();
  Waiver waiver = request_waiver(result.findings[0], result, term, {"Ana Ruiz", "t", "recall"});
  waiver.id = "W1";
  approve(waiver, {"Ben Cole", "t", ""}, persons());
  return waiver;
}

std::string refusal(const std::function<void()>& step) {
  try {
    step();
  } catch (const WaiverRefused& refused) {
    return refused.what();
  }
  return "";
}

TEST_CASE("waiver: it lives from its first day through its last, in their zones") {
  struct Case {
    const char *from, *until, *as_of;
    WaiverState state;
  };
  const Case cases[] = {
      {"", "2026-11-30", "2020-01-01", WaiverState::live},
      {"", "2026-11-30", "2026-11-30", WaiverState::live},
      {"", "2026-11-30", "2026-12-01", WaiverState::expired},
      {"", "2026-11-30 America/New_York", "2026-12-01", WaiverState::live},
      {"", "2026-11-30 America/New_York", "2026-12-02", WaiverState::expired},
      {"", "2026-11-30 Asia/Tokyo", "2026-11-30", WaiverState::live},
      {"", "2026-11-30 Asia/Tokyo", "2026-12-01", WaiverState::expired},
      {"", "2026-11", "2026-11-30", WaiverState::live},
      {"2026-12-01", "2026-12-31", "2026-11-30", WaiverState::future},
      {"2026-12-01", "2026-12-31", "2026-12-01", WaiverState::live},
      {"2026-12-01 Asia/Tokyo", "2026-12-31", "2026-12-01", WaiverState::live},
      {"2026-12-01 America/New_York", "2026-12-31", "2026-12-01", WaiverState::future},
      {"2026-12-01 America/New_York", "2026-12-31", "2026-12-02", WaiverState::live},
      // The clocks of Madrid go back in the night to 25 October and forward to 29 March.
      {"", "2026-10-25 Europe/Madrid", "2026-10-25", WaiverState::live},
      {"", "2026-10-25 Europe/Madrid", "2026-10-26", WaiverState::expired},
  };
  for (const Case& c : cases) {
    CAPTURE(c.from);
    CAPTURE(c.until);
    CAPTURE(c.as_of);
    WaiverTerm term{std::nullopt, parse_waiver_day(c.until)};
    if (*c.from != '\0') term.from = parse_waiver_day(c.from);
    const Waiver waiver = approved(term);
    CHECK(waiver_state(waiver, waiver.evidence, day(c.as_of)) == c.state);
  }
}

TEST_CASE("waiver: other evidence voids it, and the order of the evidence does not count") {
  const Waiver waiver = approved({std::nullopt, parse_waiver_day("2026-12-31")});
  const auto state = [&](const DossierResult& result) {
    return waiver_state(waiver, evidence_hash(result.findings[0], result), day("2026-11-22"));
  };
  CHECK(state(sample()) == WaiverState::live);
  DossierResult other = sample();
  SUBCASE("a value") { other.findings[0].evidence[0].value = "2026-10"; }
  SUBCASE("a document") { other.documents[0].sha256 = "bb"; }
  SUBCASE("another lot in the place") { other.findings[0].subject_name = "A2"; }
  SUBCASE("what is open became a failure") { other.findings[0].outcome = Outcome::unverified; }
  SUBCASE("a list that was read further") {
    other.findings[0].searched = {{"lots", in_file("coa.pdf"), {"A1"}}};
  }
  CHECK(state(other) == WaiverState::voided);
  DossierResult turned = sample();
  turned.findings[0].evidence.push_back(turned.findings[0].evidence[0]);
  CHECK(state(turned) == WaiverState::live);
}

TEST_CASE("waiver: the person who asked can neither review nor approve, however the name is put") {
  const DossierResult result = sample();
  Waiver waiver =
      request_waiver(result.findings[0], result, {std::nullopt, parse_waiver_day("2026-12-31")},
                     {"Ana  Núñez", "t", "recall"});
  waiver.id = "W1";
  for (const char* name : {"Ana Núñez", "ana nunez", "NUÑEZ, Ana", " Ana-Nunez. "}) {
    CAPTURE(name);
    CHECK(refusal([&] {
            approve(waiver, {name, "t", ""}, persons());
          }) == "waiver W1 was requested by Ana Núñez: another person approves it");
    CHECK(refusal([&] { review(waiver, {name, "t", ""}, persons()); }) != "");
  }
  CHECK(waiver.history.size() == 1);
  CHECK(refusal([&] {
          approve(waiver, {" . ", "t", ""}, persons());
        }) == "a name is needed: --by \"First Last\"");
  approve(waiver, {"Ben Cole", "t", ""}, persons());
  CHECK(refusal([&] {
          approve(waiver, {"Carl Dunn", "t", ""}, persons());
        }) == "waiver W1 was approved by Ben Cole already");
  CHECK(refusal([&] {
          revoke(waiver, {"Carl Dunn", "t", ""});
        }) == "a reason is needed: --reason \"...\"");
  revoke(waiver, {"Ana Núñez", "t", "lot destroyed"});
  CHECK(waiver_state(waiver, waiver.evidence, day("2026-11-22")) == WaiverState::revoked);
  CHECK(refusal([&] {
          approve(waiver, {"Carl Dunn", "t", ""}, persons());
        }) == "waiver W1 was revoked by Ana Núñez; request a new one");
}

TEST_CASE("persons: spaces, order, accents and letters that look alike make no other person") {
  for (const char* name : {"AnaRuiz", "Ana R uiz", "RuizAna", "ruiz, ána", "Аna Ruiz", "Аnа Ruіz",
                           "Ana\u200b Ruiz", "Ａna Ｒuiz", "Ana\u00a0Ruiz", "Ана Руиз"}) {
    CAPTURE(name);
    CHECK(persons().compare("Ana Ruiz", name) == OnePerson::yes);
    CHECK(persons().compare(name, "Ana Ruiz") == OnePerson::yes);
  }
  CHECK(persons().compare("Ben Cole", "Вen Сole") == OnePerson::yes);
}

TEST_CASE("persons: initials and parts of a name may be the person that they fit") {
  for (const char* name : {"A. Ruiz", "A R", "Ruiz A.", "ARuiz", "AR", "Ana", "Ana M. Ruiz",
                           "Ana Ruiz Gomez", "A. M. Ruiz", "А. Ruiz", "."}) {
    CAPTURE(name);
    CHECK(persons().compare("Ana Ruiz", name) == OnePerson::maybe);
    CHECK(persons().compare(name, "Ana Ruiz") == OnePerson::maybe);
  }
  CHECK(persons().compare("A. Maria Ruiz", "Ana M. Ruiz") == OnePerson::maybe);
}

TEST_CASE("persons: other names are other persons, also of the same letters") {
  for (const char* name : {"Ben Cole", "Ana Cole", "Eva Ruiz", "B. Ruiz", "Ana Riuz", "Aruna Iz",
                           "Mia Lan", "王伟", "Анна Кол", "Ben"}) {
    CAPTURE(name);
    CHECK(persons().compare("Ana Ruiz", name) == OnePerson::no);
  }
  CHECK(persons().compare("Ana Lim", "Mia Lan") == OnePerson::no);
  CHECK(persons().compare("王伟", "王芳") == OnePerson::no);
  CHECK(persons().compare("王伟", "王 伟") == OnePerson::yes);
}

TEST_CASE("persons: names of hundreds of words are compared at once") {
  std::string many, more;
  for (int i = 0; i < 90; ++i) many += "a ", more += "aa ";
  CHECK(persons().compare(many, many + "a") != OnePerson::no);
  CHECK(persons().compare("aa a aa a aa b", "aa aa aa a a c") == OnePerson::no);
  CHECK(persons().compare(more, many) != OnePerson::yes);
}

TEST_CASE("waiver: a name that may be that of who asked is refused, and told to be written out") {
  const DossierResult result = sample();
  Waiver waiver =
      request_waiver(result.findings[0], result, {std::nullopt, parse_waiver_day("2026-12-31")},
                     {"Ana Ruiz", "t", "recall"});
  waiver.id = "W1";
  const std::string told = refusal([&] { approve(waiver, {"A. Ruiz", "t", ""}, persons()); });
  CHECK(told ==
        "waiver W1 was requested by Ana Ruiz, and A. Ruiz may be the same person: another one "
        "approves it; write full names, also of who requests");
  CHECK(refusal([&] { review(waiver, {"A. Ruiz", "t", ""}, persons()); }) != "");
  CHECK(waiver.history.size() == 1);
}

TEST_CASE("waiver: before approval it forgives nothing") {
  const DossierResult result = sample();
  Waiver waiver =
      request_waiver(result.findings[0], result, {std::nullopt, parse_waiver_day("2026-12-31")},
                     {"Ana", "t", "recall"});
  DossierResult judged = sample();
  apply_waivers(judged, {waiver}, day("2026-11-22"));
  CHECK(judged.findings[0].outcome == Outcome::fail);
  CHECK(!judged.next_change);
}

TEST_CASE("waiver: a waived finding leaves the verdict, and turns on the day after the last") {
  DossierResult result = sample();
  const Waiver waiver = approved({std::nullopt, parse_waiver_day("2026-12-31")});
  apply_waivers(result, {waiver}, day("2026-11-22"));
  CHECK(result.findings[0].outcome == Outcome::waived);
  CHECK(result.verdicts[0].verdict == Verdict::clear);
  CHECK(result.next_change == day("2027-01-01").first);
  CHECK(result.findings[0].message.starts_with("Waived until 2026-12-31 by Ben Cole (waiver W1"));
}

TEST_CASE("waiver: what is kept reads as the same waiver") {
  Waiver waiver =
      approved({parse_waiver_day("2026-12-01 Asia/Tokyo"), parse_waiver_day("2026-12-31")});
  const Waiver read = read_waiver(waiver_record(waiver));
  CHECK(waiver_record(read) == waiver_record(waiver));
  CHECK(read.history == waiver.history);
  CHECK(read.term.from == waiver.term.from);
  CHECK(refusal([] { read_waiver("{}"); }) == "the store: a waiver is damaged");
}

TEST_CASE("waiver: a day that is none, and a term that ends before it begins, are refused") {
  for (const char* text : {"", "soon", "2026-02-30", "2026-11-30T10:00", "2026-11-30 Madrid"}) {
    CAPTURE(text);
    CHECK(refusal([&] { parse_waiver_day(text); }) != "");
  }
  CHECK(refusal([] {
          approved({parse_waiver_day("2027-01-01"), parse_waiver_day("2026-12-31")});
        }) == "the waiver would end on 2026-12-31, before it begins on 2027-01-01");
}

}  // namespace
}  // namespace verilot
