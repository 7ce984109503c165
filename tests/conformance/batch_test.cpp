#include "conformance/batch.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "conformance/encoding.h"
#include "conformance/judge.h"

namespace verilot::conformance {
namespace {

using nlohmann::json;

struct Answered {
  BatchResult result;
  std::vector<json> lines;
  std::string err;
};

Answered answered(const std::string& text) {
  std::istringstream in(text);
  std::ostringstream out, err;
  Answered made;
  made.result = answer_lines(in, out, err);
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) made.lines.push_back(json::parse(line));
  made.err = err.str();
  return made;
}

json one(const std::string& text) { return answered(text).lines.at(0); }

std::string problem_of(const std::string& text) {
  const json line = one(text);
  return line.contains("problem") ? line.at("problem").get<std::string>() : "answered";
}

}  // namespace

TEST_CASE("batch: one answer a test, in order") {
  const Answered made = answered(
      "{\"expr\": \"1 + 1\"}\n"
      "{\"expr\": \"x\", \"bindings\": {\"x\": {\"t\": \"double\", \"v\": \"2.0\"}}}\n"
      "{\"expr\": \"1 / 0\"}\n"
      "{\"expr\": \"r.a\", \"unknown\": [\"r.a\"], \"bindings\": {\"r\": {\"t\": \"map\", \"v\": "
      "[]}}}\n");
  REQUIRE(made.lines.size() == 4);
  CHECK(made.lines[0] == json::parse(R"({"value": {"t": "int", "v": "2"}, "type": "int"})"));
  CHECK(made.lines[1] == json::parse(R"({"value": {"t": "double", "v": "2.0"}, "type": "dyn"})"));
  CHECK(made.lines[2].at("error") == "division by zero");
  CHECK(made.lines[3] == json::parse(R"({"unknown": ["r.a"]})"));
  CHECK(made.result.answered == 4);
  CHECK(made.result.broken == 0);
}

TEST_CASE("batch: a broken line is a problem with its number in its place, and the next goes on") {
  const Answered made = answered("{\"expr\": \"1\"}\n\nnot json\n[1]\n{\"expr\": \"2\"}\n");
  REQUIRE(made.lines.size() == 4);
  CHECK(made.lines[0].contains("value"));
  CHECK(made.lines[1].at("line") == 3);
  CHECK(made.lines[2].at("line") == 4);
  CHECK(made.lines[2].at("problem") == "a test is a JSON object with \"expr\"");
  CHECK(made.lines[3].at("value").at("v") == "2");
  CHECK(made.err.find("line 3: error: ") == 0);
  CHECK(made.result.answered == 2);
  CHECK(made.result.broken == 2);
}

TEST_CASE("batch: a test that is none says what would be right") {
  const auto bound = [](const std::string& value) {
    return problem_of(R"({"expr": "x", "bindings": {"x": )" + value + "}}");
  };
  CHECK(problem_of("{}") == "\"expr\" is missing");
  CHECK(problem_of(R"({"expr": 1})") == "\"expr\" is a string");
  CHECK(problem_of(R"({"expr": "1", "disable_check": "yes"})") ==
        "\"disable_check\" is true or false");
  CHECK(bound("1") == "a value is an object with \"t\" and \"v\"");
  CHECK(bound(R"({"t": "int", "v": "1x"})") == "\"1x\" is no int");
  CHECK(bound(R"({"t": "int", "v": 1})") == "int is a JSON string");
  CHECK(bound(R"({"t": "int"})") == "a value needs \"v\"");
  CHECK(bound(R"({"t": "whole", "v": "1"})") == "there is no type \"whole\"");
  CHECK(bound(R"({"t": "bytes", "v": "abc"})") == "bytes are pairs of hex digits");
  CHECK(bound(R"({"t": "map", "v": [["a"]]})") == "an entry of a map is [key, value]");
  CHECK(bound(R"({"t": "timestamp", "s": "253402300800", "n": 0})").find("years 1 to 9999") !=
        std::string::npos);
  CHECK(problem_of(R"({"expr": "x", "type_env": [{"name": "x", "type": "list(int"}]})")
            .find("\"list(int\" is no type") == 0);
}

TEST_CASE("batch: an absent key of a binding is an error, not unknown") {
  const json line = one(R"({"expr": "r.b", "bindings": {"r": {"t": "map", "v": []}}})");
  CHECK(line.contains("error"));
}

TEST_CASE("batch: container, macros and check are as the test says") {
  const std::string bound =
      R"("bindings": {"a.b.x": {"t": "int", "v": "1"}, "x": {"t": "int", "v": "2"}}})";
  CHECK(one(R"({"expr": "x", "container": "a.b", )" + bound)["value"]["v"] == "1");
  CHECK(one(R"({"expr": ".x", "container": "a.b", )" + bound)["value"]["v"] == "2");
  CHECK(one(R"x({"expr": "[1].all(e, e > 0)", "disable_macros": true})x").contains("error"));
  CHECK(one(R"({"expr": "1 == 1.0"})").contains("error"));
  CHECK(one(R"({"expr": "1 == 1.0", "disable_check": true})") ==
        json::parse(R"({"value": {"t": "bool", "v": true}})"));
  CHECK(one(R"({"expr": "[1][5]", "check_only": true})") == json::parse(R"({"type": "int"})"));
}

TEST_CASE("batch: declared functions check and have no code") {
  const json overload = {
      {"params", {"list(T1)"}}, {"result", "T1"}, {"member", true}, {"type_params", {"T1"}}};
  const json declaration = {{"name", "f"}, {"overloads", json::array({overload})}};
  json test = {{"expr", "['a'].f()"}, {"type_env", json::array({declaration})}};
  CHECK(one(test.dump()).contains("error"));
  test["check_only"] = true;
  CHECK(one(test.dump()) == json::parse(R"({"type": "string"})"));
}

TEST_CASE("batch: a value survives being decoded and encoded") {
  for (const char* text :
       {R"({"t": "null"})", R"({"t": "bool", "v": true})",
        R"({"t": "int", "v": "-9223372036854775808"})",
        R"({"t": "uint", "v": "18446744073709551615"})", R"({"t": "double", "v": "-0.0"})",
        R"({"t": "double", "v": "NaN"})", R"({"t": "double", "v": "-Infinity"})",
        R"({"t": "double", "v": "1e+30"})", R"({"t": "string", "v": "\u00e9\u0000\ud83d\udc31"})",
        R"({"t": "bytes", "v": "00ff"})", R"({"t": "type", "v": "list"})",
        R"({"t": "list", "v": [{"t": "int", "v": "1"}, {"t": "null"}]})",
        R"({"t": "map", "v": [[{"t": "bool", "v": false}, {"t": "list", "v": []}]]})",
        R"({"t": "timestamp", "s": "-62135596800", "n": 5})",
        R"({"t": "duration", "s": "-1", "n": -500000000})"}) {
    const json value = json::parse(text);
    CAPTURE(text);
    CHECK(same_value(encode_value(decode_value(value)), value));
  }
}

TEST_CASE("batch: a value that grows without bound is an error, not an answer of gigabytes") {
  std::string expr = "[1]";
  for (int i = 0; i < 30; ++i) {
    std::string wrapped = "cel.bind(x, ";
    wrapped += expr;
    wrapped += ", [x, x])";
    expr = std::move(wrapped);
  }
  CHECK(one(json{{"expr", expr}}.dump()).contains("error"));
}

TEST_CASE("judge: a wrong answer is not right") {
  const json test = json::parse(R"({"expect": {"value": {"t": "double", "v": "0.0"}}})");
  CHECK(is_right(test, json::parse(R"({"value": {"t": "double", "v": "0.0"}})")));
  CHECK_FALSE(is_right(test, json::parse(R"({"value": {"t": "double", "v": "-0.0"}})")));
  CHECK_FALSE(is_right(test, json::parse(R"({"value": {"t": "int", "v": "0"}})")));
  CHECK_FALSE(is_right(test, json::parse(R"({"error": "x"})")));
  const json fault = json::parse(R"({"expect": {"error": []}})");
  CHECK(is_right(fault, json::parse(R"({"error": "x"})")));
  CHECK_FALSE(is_right(fault, json::parse(R"({"problem": "x", "line": 1})")));
  const json open = json::parse(R"({"expect": {"unknown": ["a"]}, "unknown": ["a"]})");
  CHECK(is_right(open, json::parse(R"({"unknown": ["a"]})")));
  CHECK_FALSE(is_right(open, json::parse(R"({"unknown": ["a", "b"]})")));
  CHECK_FALSE(is_right(open, json::parse(R"({"value": {"t": "null"}})")));
}

}  // namespace verilot::conformance
