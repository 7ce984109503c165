// The few tests of statistics that the checks of certificates need.
//
// Double precision is enough here: nothing that is judged against a legal limit comes from these.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace verilot {

// Chi-square of counts against an even spread; 0 where there is nothing.
double chi_square(const std::array<std::size_t, 10>& counts);

// The one-sided probability, by Fisher's exact test, of at least `a` marked among a + b, where
// c among c + d are marked elsewhere.
double fisher_more(std::size_t a, std::size_t b, std::size_t c, std::size_t d);

// Standard deviation over mean, of two values and more; 0 where the mean is 0.
double coefficient_of_variation(const std::vector<double>&);

}  // namespace verilot
