// Evaluates an expression that needs no variables.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

#include "cel/evidence.h"

namespace verilot::cel {

inline Compiled compile_plain(const std::string& text, bool check = true) {
  const FunctionRegistry functions = standard_functions();
  Environment environment;
  environment.functions = &functions;
  return compile(text, environment, {.check = check});
}

// The value as displayed; the first issue where it does not compile.
inline std::string shown(const std::string& text, bool check = true) {
  const Compiled compiled = compile_plain(text, check);
  if (!compiled.program) return "issue: " + compiled.issues.at(0).message;
  return to_display(compiled.program->evaluate(Variables()));
}

struct Example {
  const char* text;
  const char* value;
};

inline void check_examples(std::initializer_list<Example> examples) {
  for (const Example& example : examples) {
    const std::string text = example.text;
    CAPTURE(text);
    CHECK(shown(text) == std::string(example.value));
  }
}

inline void check_errors(std::initializer_list<const char*> texts) {
  for (const std::string text : texts) {
    CAPTURE(text);
    CHECK(shown(text, false).starts_with("error("));
  }
}

}  // namespace verilot::cel
