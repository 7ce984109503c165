#include "examine/check_digits.h"

#include <algorithm>
#include <string>

namespace verilot {

namespace {

constexpr std::string_view kCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

int value_of(char c) { return static_cast<int>(kCharacters.find(c)); }

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Weights 3 and 1 in turn, 3 at the digit before the check digit.
bool gs1(std::string_view body, std::string_view check) {
  int sum = 0;
  for (std::size_t i = 0; i < body.size(); ++i)
    sum += value_of(body[body.size() - 1 - i]) * (i % 2 == 0 ? 3 : 1);
  return (10 - sum % 10) % 10 == value_of(check[0]);
}

// From the right every second digit counts twice, its own digits added.
bool luhn(std::string_view body, std::string_view check) {
  int sum = value_of(check[0]);
  for (std::size_t i = 0; i < body.size(); ++i) {
    const int twice = value_of(body[body.size() - 1 - i]) * (i % 2 == 0 ? 2 : 1);
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 == 0;
}

// Letters as two digits; the whole number leaves 1.
bool mod97(std::string_view body, std::string_view check) {
  int rest = 0;
  for (const char c : std::string(body) + std::string(check)) {
    const int value = value_of(c);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest == 1;
}

bool mod37_2(std::string_view body, std::string_view check) {
  int sum = 0;
  for (const char c : body) sum = (sum + value_of(c)) * 2 % 37;
  return (38 - sum) % 37 == value_of(check[0]);
}

bool mod36_sum(std::string_view body, std::string_view check) {
  int sum = 0;
  for (const char c : body) sum += value_of(c);
  return sum % 36 == value_of(check[0]);
}

}  // namespace

bool check_digits_right(CheckAlgorithm algorithm, std::string_view body, std::string_view check) {
  const auto known = [](char c) { return kCharacters.find(c) != std::string_view::npos; };
  const bool one = check.size() == 1;
  if (check.empty() || !std::ranges::all_of(body, known) || !std::ranges::all_of(check, known))
    return false;
  switch (algorithm) {
    case CheckAlgorithm::gs1:
      return one && is_digits(body) && gs1(body, check);
    case CheckAlgorithm::luhn:
      return one && is_digits(body) && luhn(body, check);
    case CheckAlgorithm::mod97:
      return mod97(body, check);
    case CheckAlgorithm::mod37_2:
      return one && mod37_2(body, check);
    case CheckAlgorithm::mod36_sum:
      return one && mod36_sum(body, check);
    case CheckAlgorithm::none:
      break;
  }
  return false;
}

}  // namespace verilot
