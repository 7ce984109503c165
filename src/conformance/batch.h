// conformance: tests of the CEL conformance format in, answers out.
//
//   BatchResult result = answer_lines(std::cin, std::cout, std::cerr);
//
// Bindings are plain CEL: an absent key is an error there, and only what a pattern of `unknown`
// names is unknown.
// Errors: a line that is no test gets a line {"problem": ..., "line": n} in its place; the next
//         lines are answered all the same.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <nlohmann/json.hpp>

namespace verilot::conformance {

struct BatchResult {
  std::size_t answered = 0;
  std::size_t broken = 0;  // lines that are no test
};

// One answer for each line that is not blank, in order.
BatchResult answer_lines(std::istream& in, std::ostream& out, std::ostream& err);

// {"value": V, "type": T}, {"type": T}, {"error": "..."} or {"unknown": ["path", ...]}. Throws
// std::runtime_error saying what is wrong with a test that is none.
nlohmann::json answer(const nlohmann::json& test);

}  // namespace verilot::conformance
