// Random expressions, random evidence for them, and that evidence with every unknown made known.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

#include "cel/evidence.h"
#include "randomness.h"

namespace verilot::cel {

// How many random cases a property is tried with: 50,000, and with VERILOT_LONG=1 a million.
inline std::size_t property_cases() {
  const char* wanted = std::getenv("VERILOT_LONG");
  return wanted != nullptr && std::string(wanted) == "1" ? 1'000'000 : 50'000;
}

// --- random expressions, over variables of which some are unknown ---

class Generator {
 public:
  explicit Generator(Random& random) : random_(random) {}

  std::string boolean(int depth) {
    if (depth == 0) return pick({"true", "false", "a", "b", "m.p", "a", "m.gone"});
    switch (below(random_, 19)) {
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
      case 13:
        return indexed_loop(depth, pick({"exists", "all", "existsOne"}));
      case 14:
        return "(" + optional(depth - 1) + ".hasValue())";
      case 15:
        return "(" + optional(depth - 1) + " == " + optional(depth - 1) + ")";
      case 16:
        return pick({"sets.intersects(", "sets.equivalent("}) + list(depth - 1) + ", " +
               list(depth - 1) + ")";
      case 17:
        return "(" + number(depth - 1) + " in {1: true, 2: " + boolean(depth - 1) + "})";
      default:
        return "sets.contains(" + list(depth - 1) + ", " + list(depth - 1) + ")";
    }
  }

 private:
  std::string pick(std::initializer_list<const char*> choices) { return one_of(random_, choices); }

  std::string number(int depth) {
    if (depth == 0)
      return variable_ > 0 && below(random_, 2) == 0
                 ? "v1"
                 : pick({"0", "1", "2", "i", "j", "m.n", "l[1]"});
    switch (below(random_, 10)) {
      case 5:
        return optional(depth - 1) + ".orValue(" + number(depth - 1) + ")";
      case 6:
        return pick({"math.greatest(", "math.least("}) + number(depth - 1) + ", " +
               number(depth - 1) + ")";
      case 7:
        return "size(" + text(depth - 1) + ")";
      case 8:
        return text(depth - 1) + ".indexOf(" + text(depth - 1) + ")";
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
    if (below(random_, 4) == 0) return "'%d'.format([" + number(depth - 1) + "])";
    return "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
  }

  // Of lists that the expression or evidence has: what packs may write without a reason.
  std::string optional(int depth) {
    if (depth == 0) return pick({"l.first()", "m.l.last()", "optional.of(i)", "optional.none()"});
    switch (below(random_, 6)) {
      case 0:
        return list(depth - 1) + pick({".first()", ".last()"});
      case 1:
        return list(depth - 1) + "[?" + number(depth - 1) + "]";
      case 2:
        return optional(depth - 1) + ".or(" + optional(depth - 1) + ")";
      case 3: {
        ++variable_;
        std::string made = optional(depth - 1) + ".optMap(v1, " + number(depth - 1) + ")";
        --variable_;
        return made;
      }
      case 4:
        return pick({"optional.of(", "optional.ofNonZeroValue("}) + number(depth - 1) + ")";
      default:
        return "{1: " + number(depth - 1) + "}[?" + number(depth - 1) + "]";
    }
  }

  std::string list(int depth) {
    if (depth == 0) return pick({"l", "l", "m.l", "[1, 2]", "[]"});
    switch (below(random_, 10)) {
      case 6:
        return list(depth - 1) + pick({".distinct()", ".sort()"});
      case 7:
        return "[?" + optional(depth - 1) + ", " + number(depth - 1) + "]";
      case 8:
        return "[" + list(depth - 1) + ", " + list(depth - 1) + "].flatten()";
      case 9: {
        ++variable_;
        std::string made =
            list(depth - 1) + ".transformList(k1, v1, " + boolean(depth - 1) + ", k1)";
        --variable_;
        return made;
      }
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

  std::string indexed_loop(int depth, const std::string& macro) {
    const std::string range = list(depth - 1);
    ++variable_;
    std::string made =
        range + "." + macro + "(k1, v1, " + boolean(depth - 1) + " && k1 < " + number(0) + ")";
    --variable_;
    return made;
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

inline Value random_value(Random& random) {
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

inline Value sometimes_unknown(Random& random, const std::string& path, Value known) {
  return below(random, 3) == 0 ? not_stated(path) : std::move(known);
}

inline Value random_list(Random& random, const std::string& path) {
  std::vector<Value> elements;
  for (std::size_t i = 0; i < below(random, 4); ++i) {
    elements.push_back(
        sometimes_unknown(random, path + "[" + std::to_string(i) + "]",
                          Value::integer(static_cast<std::int64_t>(below(random, 3)))));
  }
  return evidence_list(path, std::move(elements), below(random, 2) == 0);
}

inline Variables random_evidence(Random& random) {
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

inline Value completed(Random& random, const Value& value);

inline std::vector<Value> completed_elements(Random& random, const List& list) {
  std::vector<Value> elements;
  for (std::size_t i = 0; i < list.size(); ++i) elements.push_back(completed(random, list.at(i)));
  if (list.rest() != nullptr) {
    for (std::size_t i = below(random, 3); i > 0; --i) elements.push_back(random_value(random));
  }
  return elements;
}

inline Value completed(Random& random, const Value& value) {
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

inline Variables completed(Random& random, const Variables& variables) {
  Variables out;
  for (const auto& [name, value] : variables.values) {
    out.values.emplace(name, completed(random, value));
  }
  return out;
}

inline Environment open_environment(const FunctionRegistry& functions) {
  Environment environment;
  environment.functions = &functions;
  for (const char* name : {"a", "b", "i", "j", "s", "l", "m"}) environment.variables[name] = {};
  return environment;
}

}  // namespace verilot::cel
