#include "model/limit_words.h"

#include <doctest/doctest.h>

namespace verilot {
namespace {

const LimitWords kWords = {{"at_most", {"nmt", "not more than", "max", "max."}},
                           {"at_least", {"min", "not less than"}},
                           {"below", {"less than"}}};

TEST_CASE("limit_prefix: the longest word that the text begins with, whatever its case") {
  CHECK(limit_prefix("NMT 0.5", kWords).role == "at_most");
  CHECK(limit_prefix("Not more than: 10", kWords).length == 15);
  CHECK(limit_prefix("max.0.5", kWords).role == "at_most");
  CHECK(limit_prefix("less than 10", kWords).role == "below");
}

TEST_CASE("limit_prefix: part of a longer word is no word of limits") {
  CHECK(limit_prefix("minutes 5", kWords).role.empty());
  CHECK(limit_prefix("5 max", kWords).role.empty());
  CHECK(limit_prefix("", kWords).role.empty());
}

TEST_CASE("limit_suffix: a word behind the number") {
  CHECK(limit_suffix("0.5 EU/mL max.", kWords).role == "at_most");
  CHECK(limit_suffix("0.5 max", kWords).length == 4);
  CHECK(limit_suffix("climax", kWords).role.empty());
  CHECK(limit_suffix("max", kWords).role.empty());
}

}  // namespace
}  // namespace verilot
