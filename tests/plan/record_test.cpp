#include "plan/record.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "plan/line_fault.h"
#include "plan/random_rules.h"
#include "plan/rules.h"
#include "plan/session.h"

namespace verilot::plan {
namespace {

struct Judge {
  explicit Judge(const std::string& rule) : plan({*compile_rule(rule).program}), session(plan) {}
  bool loads(const std::string& line) {
    padded = line + std::string(kPadding, '\n');
    return session.load(std::string_view(padded).substr(0, line.size()));
  }
  Tag state(const std::string& line) {
    REQUIRE_MESSAGE(loads(line), line);
    return session.state(0);
  }
  Plan plan;
  Session session;
  std::string padded;
};

std::string mutated(Random& random, std::string line) {
  static const std::string kBytes = "{}[]\",:0123.eE+-truefalsn\\u \x01\x80\xC3\xFF\t/x";
  for (std::size_t i = 1 + below(random, 3); i > 0 && !line.empty(); --i) {
    const std::size_t at = below(random, line.size());
    switch (below(random, 3)) {
      case 0:
        line.erase(at, 1 + below(random, 3));
        break;
      case 1:
        line.insert(at, 1, kBytes[below(random, kBytes.size())]);
        break;
      default:
        line[at] = kBytes[below(random, kBytes.size())];
    }
  }
  return line;
}

// Nothing where it stops at a number beyond double, which is infinite here.
std::optional<bool> other_parser_takes(const std::string& line) {
  try {
    return nlohmann::json::parse(line).is_object();
  } catch (const nlohmann::json::out_of_range&) {
    return std::nullopt;
  } catch (const nlohmann::json::parse_error&) {
    return false;
  }
}

}  // namespace

TEST_CASE("record: a line is broken or not whatever the rules read, as another parser finds") {
  Random random(5);
  Judge reads_much("m.l.all(x, x > 1) && xs.all(x, x.parts.all(p, p.w > 0))"), reads_little("a");
  std::size_t broken = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string line = mutated(random, random_record(random, false));
    const std::optional<bool> other = other_parser_takes(line);
    if (!other) continue;
    const bool valid = *other;
    broken += !valid;
    CHECK_MESSAGE(reads_much.loads(line) == valid, line);
    CHECK_MESSAGE(reads_little.loads(line) == valid, line);
    CHECK_MESSAGE(!find_fault(line) == valid, line);
  }
  CHECK(broken > 2'000);
}

TEST_CASE("record: the last of several equal keys wins, escaped or not") {
  Judge judge("a.b == 2 && !xs.exists(x, x == 1)");
  CHECK(judge.state(R"({"a":{"b":1},"xs":[1,1],"a":{"b":2},"xs":[3]})") == Tag::yes);
  CHECK(judge.state(R"({"a":{"b":2},"xs":[],"\u0061":{"c":2}})") == Tag::unknown);
  CHECK(judge.state(R"({"a":{"b":2,"\u0062":1},"xs":[]})") == Tag::no);
}

TEST_CASE("record: nesting to 1,024 is read, deeper is a broken line") {
  Judge judge("a == 1");
  const auto nested = [](std::size_t depth) {
    return "{\"b\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + ",\"a\":1}";
  };
  CHECK(judge.state(nested(kMaxDepth)) == Tag::yes);
  CHECK_FALSE(judge.loads(nested(kMaxDepth + 1)));
  CHECK(find_fault(nested(kMaxDepth + 1))->cause.find("1,024") != std::string::npos);
  CHECK_FALSE(judge.loads(nested(100'000)));
}

TEST_CASE("record: numbers keep their value: int where it fits, else double, compared exactly") {
  CHECK(Judge("a == 9007199254740993").state("{\"a\":9007199254740993}") == Tag::yes);
  CHECK(Judge("a == 9007199254740993").state("{\"a\":9007199254740992.0}") == Tag::no);
  CHECK(Judge("a + 1 == 8").state("{\"a\":7}") == Tag::yes);
  CHECK(Judge("a + 1 == 8").state("{\"a\":7.0}") == Tag::error);
  CHECK(Judge("a > 9223372036854775807").state("{\"a\":9223372036854775808}") == Tag::yes);
  CHECK(Judge("a > 1.0e308").state("{\"a\":1e400}") == Tag::yes);
  CHECK(Judge("a == 0").state("{\"a\":-0}") == Tag::yes);
}

TEST_CASE("plan: every time of the usual form is what the language says it is") {
  Random random(9);
  Judge judge(
      "timestamp(a) == timestamp(int(timestamp(b).getSeconds() >= 0 ? int(timestamp(b)) : 0))");
  const auto two = [&](std::size_t limit) {
    const std::size_t n = below(random, limit);
    return (n < 10 ? "0" : "") + std::to_string(n);
  };
  for (int i = 0; i < 2'000; ++i) {
    const std::string time = two(100) + two(100) + "-" + two(14) + "-" + two(33) + "T" + two(26) +
                             ":" + two(62) + ":" + two(62) + "Z";
    const std::string line = "{\"a\":\"" + time + "\",\"b\":\"" + time + "\"}";
    const Tag state = judge.state(line);
    const cel::Value wanted = judge.session.value(0);
    CHECK_MESSAGE((state == Tag::yes ? wanted.is_true() : wanted.is_error()), time);
  }
}

TEST_CASE("plan: an expression that reads a row and does not depend on it is left with that row") {
  Judge judge("xs.exists(v, ys.exists(w, [].exists(z, z == v.n && z == w.n)))");
  CHECK(judge.state("{\"xs\":[{\"n\":1},{\"n\":2}],\"ys\":{\"p\":1}}") == Tag::no);
  CHECK(judge.state("{\"xs\":[],\"ys\":{\"p\":1}}") == Tag::no);
  CHECK(judge.state("{\"xs\":[1],\"ys\":[2]}") == Tag::no);
}

TEST_CASE("plan: a field of another type is an error, an absent one unknown") {
  Judge judge("t.result <= 0.5");
  CHECK(judge.state("{\"t\":{\"result\":\"low\"}}") == Tag::error);
  CHECK(judge.state("{\"t\":{}}") == Tag::unknown);
  CHECK(judge.state("{\"t\":[1]}") == Tag::error);
  CHECK(judge.state("{}") == Tag::unknown);
}

TEST_CASE("plan: what exceeds the budget of an evaluation is an error, in bounded time") {
  std::string list = "[0";
  for (int i = 1; i < 400; ++i) list += "," + std::to_string(i);
  Judge judge("xs.all(a, xs.all(b, xs.all(c, xs.all(d, a + b + c + d >= 0))))");
  CHECK(judge.state("{\"xs\":" + list + "]}") == Tag::error);
  CHECK(judge.session.value(0).is_error());
}

}  // namespace verilot::plan
