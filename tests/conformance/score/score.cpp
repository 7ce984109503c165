// Compares answers with what the tests expect: conformance_score TESTS.jsonl < answers.jsonl.
// Prints every wrong answer and a count; exits 1 where there is one.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "conformance/judge.h"

namespace {

using nlohmann::json;

// What this engine does not do on purpose; docs/rule-language.md has the reasons.
constexpr const char* kExceptions[] = {
    // Expects an int to be rounded to double before it is compared; here no operand is rounded.
    "comparisons/lt_literal/not_lt_dyn_int_big_lossy_double",
};
constexpr const char* kLeftOut[] = {"network", "block"};

bool is_left_out(const json& test) {
  const json needs = test.value("needs", json::array());
  return std::any_of(std::begin(kLeftOut), std::end(kLeftOut), [&needs](const char* feature) {
    return std::find(needs.begin(), needs.end(), json(feature)) != needs.end();
  });
}

bool is_exception(const std::string& name) {
  return std::find(std::begin(kExceptions), std::end(kExceptions), name) != std::end(kExceptions);
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t right = 0, wrong = 0, left_out = 0;
  for (int i = 1; i < argc; ++i) {
    std::ifstream tests(argv[i]);
    for (std::string line, given; std::getline(tests, line);) {
      const json test = json::parse(line);
      if (!std::getline(std::cin, given)) given = R"({"problem": "no answer"})";
      if (is_left_out(test)) {
        ++left_out;
        continue;
      }
      const std::string name =
          test.value("file", "") + "/" + test.value("section", "") + "/" + test.value("name", "");
      const bool passes = verilot::conformance::is_right(test, json::parse(given));
      const bool expected = passes != is_exception(name);
      ++(expected ? right : wrong);
      if (!expected) {
        std::cout << name << "  " << test.at("expr") << "\n  want " << test.at("expect")
                  << "\n  got  " << given << "\n";
      }
    }
  }
  std::cout << right << " as they should be, " << wrong << " not, " << left_out << " left out\n";
  return wrong == 0 && right + left_out > 0 ? 0 : 1;
}
