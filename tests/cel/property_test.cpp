#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "cel/evidence.h"

namespace verilot::cel {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

// --- random expressions, over variables of which some are unknown ---

class Generator {
 public:
  explicit Generator(Random& random) : random_(random) {}

  std::string boolean(int depth) {
    if (depth == 0) return pick({"true", "false", "a", "b", "m.p", "a", "m.gone"});
    switch (below(random_, 14)) {
      case 0:
        return "(" + boolean(depth - 1) + " && " + boolean(depth - 1) + ")";
      case 1:
        return "(" + boolean(depth - 1) + " || " + boolean(depth - 1) + ")";
      case 2:
        return "!" + boolean(depth - 1);
      case 3:
        return "(" + number(depth - 1) + pick({" < ", " <= ", " == ", " != "}) + number(depth - 1) +
               ")";
      case 4:
        return "(" + text(depth - 1) + " == " + text(depth - 1) + ")";
      case 5:
        return loop(depth, "exists");
      case 6:
        return loop(depth, "all");
      case 7:
        return loop(depth, "exists_one");
      case 8:
        return "(" + number(depth - 1) + " in " + list(depth - 1) + ")";
      case 9:
        return "(" + boolean(depth - 1) + " ? " + boolean(depth - 1) + " : " + boolean(depth - 1) +
               ")";
      case 10:
        return "(" + list(depth - 1) + " == " + list(depth - 1) + ")";
      case 11:
        return "(m.q != null)";
      case 12:
        return text(depth - 1) + ".contains(" + text(depth - 1) + ")";
      default:
        return "sets.contains(" + list(depth - 1) + ", " + list(depth - 1) + ")";
    }
  }

 private:
  std::string pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + below(random_, choices.size()));
  }

  std::string number(int depth) {
    if (depth == 0)
      return variable_ > 0 && below(random_, 2) == 0
                 ? "v1"
                 : pick({"0", "1", "2", "i", "j", "m.n", "l[1]"});
    switch (below(random_, 6)) {
      case 0:
        return "(" + number(depth - 1) + pick({" + ", " - ", " / ", " % "}) + number(depth - 1) +
               ")";
      case 1:
        return list(depth - 1) + "[" + number(depth - 1) + "]";
      case 2:
        return "size(" + list(depth - 1) + ")";
      case 3:
        return "(" + boolean(depth - 1) + " ? " + number(depth - 1) + " : " + number(depth - 1) +
               ")";
      case 4:
        return "cel.bind(w, " + number(depth - 1) + ", w + " + number(depth - 1) + ")";
      default:
        return number(0);
    }
  }

  std::string text(int depth) {
    if (depth == 0) return pick({"'x'", "''", "s", "m.s", "m.gone"});
    return "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
  }

  std::string list(int depth) {
    if (depth == 0) return pick({"l", "l", "m.l", "[1, 2]", "[]"});
    switch (below(random_, 6)) {
      case 0:
        return "[" + number(depth - 1) + ", " + number(depth - 1) + "]";
      case 1:
        return loop(depth, "filter");
      case 2:
        return "(" + list(depth - 1) + " + " + list(depth - 1) + ")";
      case 3: {
        ++variable_;
        std::string made = list(depth - 1) + ".map(v1, " + number(depth - 1) + ")";
        --variable_;
        return made;
      }
      case 4:
        return list(depth - 1) + ".reverse()";
      default:
        return list(0);
    }
  }

  std::string loop(int depth, const char* macro) {
    const std::string range = list(depth - 1);
    ++variable_;
    std::string made = range + "." + macro + "(v1, " + boolean(depth - 1) + ")";
    --variable_;
    return made;
  }

  Random& random_;
  int variable_ = 0;
};

Value random_value(Random& random) {
  switch (below(random, 9)) {
    case 0:
      return Value::boolean(true);
    case 1:
      return Value::boolean(false);
    case 2:
      return Value::stated_null();
    case 3:
      return Value::text(below(random, 2) == 0 ? "x" : "xx");
    case 4:
      return Value::real(1.5);
    case 5:
      return Value::list(std::vector<Value>{Value::integer(1), Value::integer(0)});
    default:
      return Value::integer(static_cast<std::int64_t>(below(random, 4)));
  }
}

Value sometimes_unknown(Random& random, const std::string& path, Value known) {
  return below(random, 3) == 0 ? not_stated(path) : std::move(known);
}

Value random_list(Random& random, const std::string& path) {
  std::vector<Value> elements;
  for (std::size_t i = 0; i < below(random, 4); ++i) {
    elements.push_back(
        sometimes_unknown(random, path + "[" + std::to_string(i) + "]",
                          Value::integer(static_cast<std::int64_t>(below(random, 3)))));
  }
  return evidence_list(path, std::move(elements), below(random, 2) == 0);
}

Variables random_evidence(Random& random) {
  Variables out;
  const auto add = [&](const std::string& name, Value known) {
    out.values.emplace(name, sometimes_unknown(random, name, std::move(known)));
  };
  add("a", Value::boolean(below(random, 2) == 0));
  add("b", Value::boolean(below(random, 2) == 0));
  add("i", Value::integer(static_cast<std::int64_t>(below(random, 4))));
  add("j", Value::integer(static_cast<std::int64_t>(below(random, 4))));
  add("s", Value::text("x"));
  add("l", random_list(random, "l"));
  std::map<std::string, Value> fields;
  const auto field = [&](const std::string& name, Value known) {
    if (below(random, 4) == 0) return;
    fields.emplace(name, sometimes_unknown(random, "m." + name, std::move(known)));
  };
  field("p", Value::boolean(true));
  field("q", Value::stated_null());
  field("n", Value::integer(2));
  field("s", Value::text("x"));
  field("l", random_list(random, "m.l"));
  add("m", evidence_map("m", std::move(fields)));
  return out;
}

// --- evidence in which every unknown has become some value ---

Value completed(Random& random, const Value& value);

std::vector<Value> completed_elements(Random& random, const List& list) {
  std::vector<Value> elements;
  for (std::size_t i = 0; i < list.size(); ++i) elements.push_back(completed(random, list.at(i)));
  if (list.rest() != nullptr) {
    for (std::size_t i = below(random, 3); i > 0; --i) elements.push_back(random_value(random));
  }
  return elements;
}

Value completed(Random& random, const Value& value) {
  if (value.is_unknown()) return random_value(random);
  if (value.kind() == Value::Kind::list) {
    return evidence_list("l", completed_elements(random, value.as_list()));
  }
  if (value.kind() != Value::Kind::map) return value;
  std::map<std::string, Value> fields;
  for (const char* name : {"p", "q", "n", "s", "l", "gone"}) {
    const std::optional<Value> found = value.as_map().find(Value::text(name));
    fields.emplace(name, completed(random, found ? *found : not_stated(name)));
  }
  return evidence_map("m", std::move(fields));
}

Variables completed(Random& random, const Variables& variables) {
  Variables out;
  for (const auto& [name, value] : variables.values) {
    out.values.emplace(name, completed(random, value));
  }
  return out;
}

Environment open_environment(const FunctionRegistry& functions) {
  Environment environment;
  environment.functions = &functions;
  for (const char* name : {"a", "b", "i", "j", "s", "l", "m"}) environment.variables[name] = {};
  return environment;
}

// --- random faults in texts ---

const char* const kSeeds[] = {
    "lot.tests.exists(t, t.name == 'Sterility' && t.result <= 0.5)",
    "has(lot.maker.name) ? lot.id.matches('^[a-z]+') : !(1 in [1, 2u, 3.5])",
    "timestamp('2024-02-29T12:00:00Z') - duration('1h30m') < as_of",
    "cel.bind(x, [1, 2].map(y, y * 2), x.all(z, z > 0) || '%s %d'.format(['a', 1]) == \"b\")",
    "{'a': 1, 'b': [true, null]}.transformMap(k, v, k + 'x').size() == math.greatest(1, 2, 3)",
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
  for (int i = 0; i < 20'000; ++i) {
    Generator generator(random);
    const std::string text = generator.boolean(1 + static_cast<int>(below(random, 4)));
    const Compiled compiled = compile(text, environment, {.check = false});
    REQUIRE_MESSAGE(compiled.program.has_value(), text << ": " << compiled.issues[0].message);
    const Variables evidence = random_evidence(random);
    const Value before = compiled.program->evaluate(evidence);
    if (before.is_unknown()) continue;
    ++known;
    for (int k = 0; k < 6; ++k) {
      const Value after = compiled.program->evaluate(completed(random, evidence));
      const bool same = before.is_error() ? after.is_error() : equals(before, after).is_true();
      CHECK_MESSAGE(same, text << ": " << to_display(before) << " became " << to_display(after));
    }
  }
  CHECK(known > 2'000);
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
