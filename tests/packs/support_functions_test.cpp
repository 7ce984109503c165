#include "packs/support_functions.h"

#include <doctest/doctest.h>

#include "cel/program.h"

namespace verilot {
namespace {

struct NoVariables final : cel::Activation {
  std::optional<cel::Value> find(std::string_view) const override { return std::nullopt; }
};

TEST_CASE("rule language: documented() of anything but one field is an error of its own") {
  cel::FunctionRegistry functions = cel::standard_functions();
  add_support_functions(functions);
  cel::Environment environment;
  environment.functions = &functions;
  for (const char* text : {"documented()", "documented(1)", "documented(a.b, a.c)"}) {
    CAPTURE(text);
    CHECK_FALSE(cel::compile(text, environment).program.has_value());
    const cel::Compiled unchecked = cel::compile(text, environment, {.check = false});
    REQUIRE(unchecked.program.has_value());
    CHECK(cel::to_display(unchecked.program->evaluate(NoVariables{})).find("takes a field") !=
          std::string::npos);
  }
}

}  // namespace
}  // namespace verilot
