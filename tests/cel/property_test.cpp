#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cel/random_rules.h"

namespace verilot::cel {
namespace {

// --- random faults in texts ---

const char* const kSeeds[] = {
    "lot.tests.exists(t, t.name == 'Sterility' && t.result <= 0.5)",
    "has(lot.maker.name) ? lot.id.matches('^[a-z]+') : !(1 in [1, 2u, 3.5])",
    "timestamp('2024-02-29T12:00:00Z') - duration('1h30m') < as_of",
    "cel.bind(x, [1, 2].map(y, y * 2), x.all(z, z > 0) || '%s %d'.format(['a', 1]) == \"b\")",
    "{'a': 1, 'b': [true, null]}.transformMap(k, v, k + 'x').size() == math.greatest(1, 2, 3)",
    "lots[?0].maker.?name.orValue('x') == lot.?id.optMap(i, i + 'y').or(optional.none()).value()",
    "[?lots.first().id, ?{?'a': optional.of(1)}[?'a']].size() + base64.decode('aGk=').size() == 3",
    "lots.sortBy(l, l.price)[0].`content-type` == b'\\xff' + r'\\d' // end",
    "'\\u00e9'.charAt(0) + '''it's'''.replace('i', \"\"\"x\"\"\") in {0x1F: -5e3, .5: 7u,}"};

std::string mutated(Random& random, std::string text) {
  static const std::string kParts =
      "()[]{}.,:?!-+*/%<>=&|'\"`\\ \n\r\t0123456789abceinrtuxB_\xC3\xA9\xFF\x80";
  for (std::size_t i = 1 + below(random, 6); i > 0 && !text.empty(); --i) {
    const std::size_t at = below(random, text.size());
    switch (below(random, 5)) {
      case 0:
        text.erase(at, 1 + below(random, 4));
        break;
      case 1:
        text.insert(at, 1, kParts[below(random, kParts.size())]);
        break;
      case 2:
        text[at] = kParts[below(random, kParts.size())];
        break;
      case 3:
        text.insert(at, text.substr(below(random, text.size()), below(random, 20)));
        break;
      default:
        text.insert(at, kSeeds[below(random, std::size(kSeeds))]);
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("property: a known result does not change whatever an unknown turns out to be") {
  Random random(20260601);
  const FunctionRegistry functions = standard_functions();
  const Environment environment = open_environment(functions);
  std::size_t known = 0;
  const std::size_t cases = property_cases();
  for (std::size_t i = 0; i < cases; ++i) {
    Generator generator(random);
    const std::string text = generator.boolean(1 + static_cast<int>(below(random, 4)));
    const Compiled compiled = compile(text, environment, {.check = false});
    REQUIRE_MESSAGE(compiled.program.has_value(), text << ": " << compiled.issues[0].message);
    const Variables evidence = random_evidence(random);
    const Value before = compiled.program->evaluate(evidence);
    if (before.is_unknown()) continue;
    ++known;
    for (int k = 0; k < 3; ++k) {
      const Value after = compiled.program->evaluate(completed(random, evidence));
      const bool same = before.is_error() ? after.is_error() : equals(before, after).is_true();
      if (!same) {
        FAIL_CHECK(text << ": " << to_display(before) << " became " << to_display(after));
      }
    }
  }
  CHECK(known > cases / 10);
}

TEST_CASE("property: the operands of && and || may stand in any order") {
  Random random(11);
  const FunctionRegistry functions = standard_functions();
  const Environment environment = open_environment(functions);
  const std::size_t cases = property_cases();
  for (std::size_t i = 0; i < cases; ++i) {
    Generator generator(random);
    const std::string a = generator.boolean(static_cast<int>(below(random, 3)));
    const std::string b = generator.boolean(static_cast<int>(below(random, 3)));
    const std::string op = below(random, 2) == 0 ? " && " : " || ";
    const Variables evidence = random_evidence(random);
    const auto value = [&](const std::string& text) {
      const Compiled compiled = compile(text, environment, {.check = false});
      REQUIRE_MESSAGE(compiled.program.has_value(), text);
      return compiled.program->evaluate(evidence);
    };
    const Value forth = value(a + op + b);
    const Value back = value(b + op + a);
    const bool same = forth.is_error() ? back.is_error() : to_display(forth) == to_display(back);
    if (!same) FAIL_CHECK(a << op << b << ": " << to_display(forth) << ", " << to_display(back));
  }
}

TEST_CASE("property: an observer never changes a result") {
  Random random(7);
  const FunctionRegistry functions = standard_functions();
  const Environment environment = open_environment(functions);
  struct Silent final : Observer {
    void evaluated(const Expr&, const Value&) override {}
  } silent;
  for (int i = 0; i < 3'000; ++i) {
    Generator generator(random);
    const std::string text = generator.boolean(1 + static_cast<int>(below(random, 4)));
    const Compiled compiled = compile(text, environment, {.check = false});
    const Variables evidence = random_evidence(random);
    const Value plain = compiled.program->evaluate(evidence);
    const Value watched = compiled.program->evaluate(evidence, &silent);
    CHECK_MESSAGE(to_display(plain) == to_display(watched), text);
  }
}

TEST_CASE(
    "property: mutated texts compile or are issues within the text, and evaluate to something") {
  Random random(42);
  const FunctionRegistry functions = standard_functions();
  const Environment environment = lot_environment(functions);
  const Variables evidence = random_evidence(random);
  for (int i = 0; i < 5'000; ++i) {
    const std::string text = mutated(random, kSeeds[below(random, std::size(kSeeds))]);
    const Compiled compiled = compile(text, environment, {.check = below(random, 2) == 0});
    CHECK(compiled.program.has_value() == compiled.issues.empty());
    for (const Issue& issue : compiled.issues) {
      CHECK(issue.offset <= text.size());
      CHECK_FALSE(with_caret(text, issue).empty());
    }
    if (compiled.program) CHECK_FALSE(to_display(compiled.program->evaluate(evidence)).empty());
  }
}

}  // namespace verilot::cel
