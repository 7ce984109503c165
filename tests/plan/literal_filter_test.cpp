#include "plan/literal_filter.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

using verilot::plan::LiteralFilter;

namespace {

const std::vector<std::string> kPatterns = {"(?i)\\bcures?\\b", "(?i)skin|stem cells?", "[0-9]+ ?%",
                                            "miracle", "(?i)señal (roja|VERDE)"};

}  // namespace

TEST_CASE("literal filter: a text that a pattern matches passes, wherever in the text it is") {
  const LiteralFilter filter(kPatterns);
  for (const std::string found : {"cure", "CURES", "sKin", "Stem Cell", "40 %", "7%", "miracle",
                                  "señal roja", "SEÑAL verde", "ſkin", "s\u212Ain"}) {
    bool matches = false;
    for (const std::string& pattern : kPatterns)
      matches = matches || RE2::PartialMatch(found, pattern);
    REQUIRE_MESSAGE(matches, found);
    for (std::size_t before = 0; before < 80; ++before) {
      for (const std::size_t after : {0, 1, 3, 40}) {
        const std::string text = std::string(before, ' ') + found + std::string(after, ' ');
        REQUIRE_MESSAGE(filter.may_match(text), found, " ", before, " ", after);
      }
    }
  }
}

TEST_CASE("literal filter: a text without any of the literals does not pass") {
  const LiteralFilter filter(kPatterns);
  for (const std::string text : {"", "c", "mirac", "stem", "A gentle serum for face and neck",
                                 "Processed in a registered facility under documented conditions"})
    CHECK_MESSAGE(!filter.may_match(text), text);
}

TEST_CASE("literal filter: every text passes where a pattern requires no literal") {
  CHECK(LiteralFilter({"cure", "[a-z]+"}).may_match("x"));
  CHECK(LiteralFilter({"a*"}).may_match(""));
  CHECK(LiteralFilter({"(?i)ñ"}).may_match("x"));
}

TEST_CASE("literal filter: a zero byte behind a short text is no part of it") {
  const LiteralFilter filter({"a%\\x00"});
  CHECK(filter.may_match(std::string("a%\0", 3)));
  CHECK(!filter.may_match("x"));
}
