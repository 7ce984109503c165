#include "trials/edits.h"

#include <doctest/doctest.h>

#include "packs/domain_values.h"

namespace verilot {
namespace {

std::vector<std::string> mutants(const std::string& text) {
  cel::FunctionRegistry functions = cel::standard_functions();
  add_domain_functions(functions, {});
  cel::Environment environment;
  environment.functions = &functions;
  for (const char* name : {"a", "b", "c", "n", "xs"})
    environment.variables[name] = {cel::Type::dyn(), {}};
  const cel::Compiled compiled = cel::compile(text, environment);
  REQUIRE(compiled.program);
  std::vector<std::string> texts;
  for (const Edit& edit : edits_of(*compiled.program)) texts.push_back(edited(text, edit));
  return texts;
}
using Texts = std::vector<std::string>;

TEST_CASE("edits: a relation becomes the one beside it and its opposite") {
  CHECK(mutants("n < b") == Texts{"n <= b", "n >= b"});
  CHECK(mutants("n <= b") == Texts{"n < b", "n > b"});
  CHECK(mutants("n > b") == Texts{"n >= b", "n <= b"});
  CHECK(mutants("n >= b") == Texts{"n > b", "n < b"});
  CHECK(mutants("n == b") == Texts{"n != b"});
  CHECK(mutants("n != b") == Texts{"n == b"});
}

TEST_CASE("edits: a comparison with null is turned, and left out") {
  CHECK(mutants("a != null") == Texts{"true", "a == null"});
  CHECK(mutants("null == a") == Texts{"false", "null != a"});
}

TEST_CASE("edits: each && and || by itself, and each part negated") {
  CHECK(mutants("a && (b || c)") == Texts{"!(a) && (b || c)", "a || (b || c)", "a && (!(b) || c)",
                                          "a && (b && c)", "a && (b || !(c))"});
}

TEST_CASE("edits: a negation is lost") { CHECK(mutants("!a") == Texts{"a"}); }

TEST_CASE("edits: exists, all and exists_one") {
  CHECK(mutants("xs.all(x, x == b)") ==
        Texts{"!(xs.all(x, x == b))", "xs.exists(x, x == b)", "xs.all(x, x != b)"});
  CHECK(mutants("xs.exists(x, x == b)")[1] == "xs.all(x, x == b)");
  CHECK(mutants("xs.exists_one(x, x == b)")[1] == "xs.exists(x, x == b)");
}

TEST_CASE("edits: a member of a list is left out, of one alone not") {
  CHECK(mutants("a in [\"x\", \"y\"]") ==
        Texts{"!(a in [\"x\", \"y\"])", "a in [\"y\"]", "a in [\"x\"]"});
  CHECK(mutants("a in [\"x\"]") == Texts{"!(a in [\"x\"])"});
}

TEST_CASE("edits: a limit one step off in the last printed place") {
  CHECK(mutants("n == 18") == Texts{"n != 18", "n == 17", "n == 19"});
  CHECK(mutants("n == quantity(\"0.50 EU/mL\")") == Texts{"n != quantity(\"0.50 EU/mL\")",
                                                          "n == quantity(\"0.49 EU/mL\")",
                                                          "n == quantity(\"0.51 EU/mL\")"});
  CHECK(mutants("n == date('2024-02-29')") ==
        Texts{"n != date('2024-02-29')", "n == date('2024-02-28')", "n == date('2024-03-01')"});
  CHECK(mutants("xs[1] == b") == Texts{"xs[1] != b"});
}

TEST_CASE("edits: what is printed steps, with its places and its units") {
  CHECK(stepped_amount("< 9 %", 1) == "< 10 %");
  CHECK(stepped_amount("10 mL", -1) == "9 mL");
  CHECK(stepped_amount("1.0e9 /mL", -1) == "0.9e9 /mL");
  CHECK(stepped_amount("1,999", 1) == "2000");
  CHECK(stepped_amount("0 %", -1) == std::nullopt);
  CHECK(stepped_amount("none", 1) == std::nullopt);
  CHECK(stepped_date("2023-12", 1) == "2024-01");
  CHECK(stepped_date("2023", -1) == "2022");
  CHECK(stepped_date("soon", -1) == std::nullopt);
}

TEST_CASE("edits: what is shown is one line, cut around the change") {
  const std::string text = "a == \"" + std::string(80, 'x') + "\"\n   && b";
  const Edit edit{{text.find("&&"), 2}, "||", {0, text.size()}};
  const ShownEdit both = shown(text, edit, 40);
  CHECK(both.original == "..." + std::string(28, 'x') + "\" && b");
  CHECK(both.mutated == "..." + std::string(28, 'x') + "\" || b");
}

}  // namespace
}  // namespace verilot
