#include <doctest/doctest.h>

#include "support/samples.h"
#include "yaml/utf8.h"
#include "yaml/yaml.h"

namespace verilot {
namespace {

std::string problems_of(std::string_view text) {
  return all_lines(load_json(text, "a.json").problems);
}

YamlNode tree_of(std::string_view text) {
  const LoadedYaml loaded = load_json(text, "a.json");
  CAPTURE(text);
  CHECK(all_lines(loaded.problems) == "");
  return loaded.root;
}

TEST_CASE("json: the tree is that of YAML, with places") {
  const YamlNode root =
      tree_of("{\n  \"lots\": [ {\"a/b\": \"x\"}, [], {} ],\n  \"n\": null, \"t\": true\n}");
  const YamlNode& text = *root.find("lots")->items[0].find("a/b");
  CHECK(text.text == "x");
  CHECK(text.quoted);
  CHECK(to_string(text.where) == "a.json:2:21");
  CHECK(text.where.pointer == "/lots/0/a~1b");
  CHECK(root.find("n")->is_null());
  CHECK_FALSE(root.find("n")->is_blank());
  bool value = false;
  CHECK((is_boolean(*root.find("t"), value) && value));
  CHECK(root.find("lots")->items[1].is_list());
  CHECK(root.find("lots")->items[2].is_map());
}

TEST_CASE("json: numbers are kept as written") {
  const YamlNode root = tree_of(R"({"a": 0.50, "b": 1E+9, "c": -0, "d": 12345678901234567890123})");
  CHECK(root.find("a")->text == "0.50");
  CHECK(root.find("b")->text == "1E+9");
  CHECK(root.find("c")->text == "-0");
  CHECK(root.find("d")->text == "12345678901234567890123");
  CHECK_FALSE(root.find("a")->quoted);
}

TEST_CASE("json: what is no number of JSON is refused at its place") {
  for (const char* bad :
       {"01", "1.", ".5", "+1", "1e", "0x1", "NaN", "Infinity", "--1", "True", "nul", "'x'"}) {
    CAPTURE(bad);
    CHECK(problems_of("{\"a\": " + std::string(bad) + "}") ==
          "a.json:1:7: error: expected a value; texts stand in double quotes\n");
  }
  CHECK(problems_of("{\"a\": }") == "a.json:1:7: error: a value is missing here\n");
  CHECK(problems_of("[1,]") == "a.json:1:4: error: a value is missing here\n");
}

TEST_CASE("json: every escape is read") {
  CHECK(tree_of(R"(["\"\\\/\b\f\n\r\t\u00b5\u20AC\uD83D\uDE00"])").items[0].text ==
        "\"\\/\b\f\n\r\t\u00b5\u20ac\U0001F600");
  CHECK(problems_of(R"(["\x"])") ==
        "a.json:1:5: error: an escape that JSON does not have; write \\\\ for a backslash\n");
  CHECK(problems_of(R"(["\u12G4"])") == "a.json:1:7: error: \\u needs four hexadecimal digits\n");
  CHECK(problems_of(R"(["\uDE00"])") ==
        "a.json:1:9: error: half a surrogate pair is no character\n");
  CHECK(problems_of("[\"a\nb\"]") ==
        "a.json:1:4: error: a line break or control character inside a text; write \\n\n");
  CHECK(problems_of("[\"a") == "a.json:1:4: error: the text is not closed; expected '\"'\n");
}

TEST_CASE("json: a duplicate key is refused, and both values stay") {
  const LoadedYaml loaded = load_json(R"({"a": 1, "b": {"c": 1, "c": 2}})", "a.json");
  CHECK(all_lines(loaded.problems) ==
        "a.json:1:24: error: key 'c' is written twice; write it once (at /b)\n");
  CHECK(loaded.root.find("b")->items.size() == 2);
  CHECK(problems_of(R"({"\u0061": 1, "a": 2})") ==
        "a.json:1:15: error: key 'a' is written twice; write it once\n");
}

TEST_CASE("json: faults of form are one problem with a place") {
  CHECK(problems_of("{\"a\": 1 \"b\": 2}") == "a.json:1:9: error: expected ',' or '}'\n");
  CHECK(problems_of("{a: 1}") == "a.json:1:2: error: expected a key in double quotes\n");
  CHECK(problems_of("{\"a\" 1}") == "a.json:1:6: error: expected ':' after the key\n");
  CHECK(problems_of("[1 2]") == "a.json:1:4: error: expected ',' or ']'\n");
  CHECK(problems_of("{} {}") ==
        "a.json:1:4: error: text after the end of the value; write one value\n");
  CHECK(problems_of("") == "a.json: error: is empty; write what is known, or leave the file out\n");
  CHECK(problems_of("{\"a\": [1, 2") == "a.json:1:12: error: expected ',' or ']'\n");
}

TEST_CASE("json: what was read before a fault is there") {
  const LoadedYaml loaded = load_json("{\"a\": \"x\", \"b\": [1, oops]}", "a.json");
  CHECK(loaded.root.find("a")->text == "x");
  CHECK(loaded.root.find("b")->items.size() == 2);
}

TEST_CASE("json: nesting ends at 64 levels") {
  CHECK(problems_of(std::string(64, '[') + std::string(64, ']')) == "");
  const std::string deep(70, '[');
  CHECK(problems_of(deep) == "a.json:1:66: error: nested deeper than 64 levels; flatten it\n");
  CHECK(problems_of(std::string(1'000'000, '[')) ==
        "a.json:1:66: error: nested deeper than 64 levels; flatten it\n");
}

TEST_CASE("json: bytes that are not UTF-8 are replaced and reported") {
  const LoadedYaml loaded = load_json("{\"a\": \"caf\xE9\"}", "a.json");
  CHECK(all_lines(loaded.problems) ==
        "a.json:1:11: error: is not UTF-8 here; save the file as UTF-8\n");
  CHECK(loaded.root.find("a")->text == "caf\uFFFD");
}

TEST_CASE("utf8: a sequence is measured only when it is whole and shortest") {
  const std::pair<std::string_view, std::size_t> cases[] = {
      {"a", 1},    {"\u00b5", 2}, {"\u20ac", 3},   {"\U0001F600", 4},   {"", 0},
      {"\x80", 0}, {"\xC3", 0},   {"\xC0\x80", 0}, {"\xED\xA0\x80", 0}, {"\xF4\x90\x80\x80", 0}};
  for (const auto& [text, length] : cases) CHECK(utf8_length(text) == length);
}

}  // namespace
}  // namespace verilot
