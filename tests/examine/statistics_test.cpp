#include "examine/statistics.h"

#include <doctest/doctest.h>

using namespace verilot;

TEST_CASE("statistics: an even spread has no chi-square, one digit alone nine times its count") {
  CHECK(chi_square({5, 5, 5, 5, 5, 5, 5, 5, 5, 5}) == doctest::Approx(0));
  CHECK(chi_square({50, 0, 0, 0, 0, 0, 0, 0, 0, 0}) == doctest::Approx(450));
  CHECK(chi_square({}) == 0);
}

TEST_CASE("statistics: Fisher's exact test of a table of 3, 1, 1, 3") {
  // (choose(4,3) choose(4,1) + choose(4,4) choose(4,0)) / choose(8,4) = 17 / 70
  CHECK(fisher_more(3, 1, 1, 3) == doctest::Approx(17.0 / 70));
  CHECK(fisher_more(0, 4, 4, 0) == doctest::Approx(1));
  CHECK(fisher_more(24, 0, 0, 14) < 1e-9);
}

TEST_CASE("statistics: the coefficient of variation is of the sample") {
  CHECK(coefficient_of_variation({9, 11}) == doctest::Approx(0.141421));
  CHECK(coefficient_of_variation({10}) == 0);
  CHECK(coefficient_of_variation({-1, 1}) == 0);
}
