#include "examine/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace verilot {

double chi_square(const std::array<std::size_t, 10>& counts) {
  const double all =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
  if (all == 0) return 0;
  const double expected = all / 10;
  double sum = 0;
  for (const std::size_t count : counts) {
    const double off = static_cast<double>(count) - expected;
    sum += off * off / expected;
  }
  return sum;
}

double fisher_more(std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
  // Logarithms of factorials; std::lgamma writes to a global and is not for threads.
  std::vector<double> factorial(a + b + c + d + 1, 0.0);
  for (std::size_t n = 1; n < factorial.size(); ++n)
    factorial[n] = factorial[n - 1] + std::log(static_cast<double>(n));
  const auto log_choose = [&](std::size_t n, std::size_t k) {
    return factorial[n] - factorial[k] - factorial[n - k];
  };
  const std::size_t here = a + b, there = c + d, marked = a + c;
  double probability = 0;
  for (std::size_t k = a; k <= std::min(here, marked); ++k) {
    if (marked - k > there) continue;
    probability += std::exp(log_choose(here, k) + log_choose(there, marked - k) -
                            log_choose(here + there, marked));
  }
  return std::min(probability, 1.0);
}

double coefficient_of_variation(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  const double count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  if (mean == 0) return 0;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / (count - 1)) / std::abs(mean);
}

}  // namespace verilot
