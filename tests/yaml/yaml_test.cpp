#include "yaml/yaml.h"

#include <doctest/doctest.h>

#include "support/samples.h"

namespace verilot {
namespace {

std::string problems_of(std::string_view text) {
  return all_lines(load_yaml(text, "a.yaml").problems);
}

YamlNode tree_of(std::string_view text) {
  const LoadedYaml loaded = load_yaml(text, "a.yaml");
  CAPTURE(text);
  CHECK(all_lines(loaded.problems) == "");
  return loaded.root;
}

TEST_CASE("yaml: what is left out is an empty list, and all around it stays in its place") {
  const std::string text =
      "rules:\n  - id: a\n    cases:\n      - { name: x, cases: [1, {b: 2}] }\n    title: A\n"
      "  - { id: b, cases: none, title: cases }\ncases: { a: 1 }\n";
  const LoadedYaml loaded = load_yaml(text, "a.yaml", "cases");
  CHECK(all_lines(loaded.problems) == "");
  const YamlNode& first = loaded.root.find("rules")->items.at(0);
  REQUIRE(first.find("cases") != nullptr);
  CHECK(first.find("cases")->is_list());
  CHECK(first.find("cases")->items.empty());
  CHECK(to_string(first.find("title")->where) == "a.yaml:5:12");
  CHECK(loaded.root.find("rules")->items.at(1).find("cases")->text == "none");
  CHECK(loaded.root.find("cases")->items.empty());
}

TEST_CASE("yaml: every node has file, line, column and pointer") {
  const YamlNode root = tree_of("product:\n  name: Exo\nlots:\n  - number: A/1\n    b~c: 2\n");
  const YamlNode& number = *root.find("lots")->items[0].find("number");
  CHECK(to_string(number.where) == "a.yaml:4:13");
  CHECK(number.where.pointer == "/lots/0/number");
  CHECK(root.find("lots")->items[0].find("b~c")->where.pointer == "/lots/0/b~0c");
  CHECK(to_string(root.key_place(1)) == "a.yaml:3:1");
  CHECK(root.find("nothing") == nullptr);
}

TEST_CASE("yaml: columns count bytes from one, after a byte order mark and after CRLF too") {
  const YamlNode root = tree_of(
      "\xEF\xBB\xBF"
      "a: 1\r\n\"\u00b5\": x\r\n");
  CHECK(to_string(root.find("a")->where) == "a.yaml:1:4");
  CHECK(to_string(root.find("\u00b5")->where) == "a.yaml:2:7");
  CHECK(root.find("a")->text == "1");
}

TEST_CASE("yaml: a scalar is text, whatever it looks like") {
  const YamlNode root = tree_of("a: 0.50\nb: yes\nc: 2026-11-22\nd: '0017'\ne: 1e3\n");
  CHECK(root.find("a")->text == "0.50");
  CHECK(root.find("b")->text == "yes");
  CHECK(root.find("c")->text == "2026-11-22");
  CHECK(root.find("d")->text == "0017");
  CHECK(root.find("d")->quoted);
  CHECK_FALSE(root.find("a")->quoted);
}

TEST_CASE("yaml: blank, null and a quoted null are three things") {
  const YamlNode root = tree_of(
      "\u00b5: x\nblank:\nnullable: 1\ntilde: ~\nnull_word: null\nquoted: 'null'\nempty: "
      "''\nlast:\n");
  CHECK(root.find("blank")->is_blank());
  CHECK(root.find("last")->is_blank());
  for (const char* key : {"tilde", "null_word"}) {
    CAPTURE(key);
    CHECK(root.find(key)->is_null());
    CHECK_FALSE(root.find(key)->is_blank());
  }
  CHECK(root.find("quoted")->is_scalar());
  CHECK(root.find("empty")->is_scalar());
  const YamlNode flow = tree_of("{a: , b: null, c: ~}");
  CHECK(flow.find("a")->is_blank());
  CHECK_FALSE(flow.find("b")->is_blank());
  CHECK_FALSE(flow.find("c")->is_blank());
}

TEST_CASE("yaml: a blank before a key that begins with null is blank all the same") {
  const YamlNode root =
      tree_of("a:\nnull_sample: x\nb:\n  -\n  - ~\nc:\nnull : y\nd: null # none\n");
  CHECK(root.find("a")->is_blank());
  CHECK(root.find("c")->is_blank());
  CHECK_FALSE(root.find("d")->is_blank());
  CHECK(root.find("b")->items[0].is_blank());
  CHECK_FALSE(root.find("b")->items[1].is_blank());
}

TEST_CASE("yaml: true and false count, yes and quoted words do not") {
  const YamlNode root = tree_of("a: true\nb: 'true'\nc: yes\nd: False\ne: false\n");
  bool value = false;
  CHECK((is_boolean(*root.find("a"), value) && value));
  CHECK((is_boolean(*root.find("e"), value) && !value));
  for (const char* key : {"b", "c", "d"}) CHECK_FALSE(is_boolean(*root.find(key), value));
}

TEST_CASE("yaml: a duplicate key is refused where it stands, and both values stay") {
  const LoadedYaml loaded =
      load_yaml("lots:\n  - number: A\n    expiry: 2026\n    number: B\n", "a.yaml");
  CHECK(all_lines(loaded.problems) ==
        "a.yaml:4:5: error: key 'number' is written twice; write it once (at /lots/0)\n");
  CHECK(loaded.root.find("lots")->items[0].items.size() == 3);
}

TEST_CASE("yaml: anchors, aliases and tags are refused, and the rest is read") {
  CHECK(problems_of("a: &x 1\nb: *x\nc: 3\n") ==
        "a.yaml:1:4: error: anchors are not read; write the value where it is used\n"
        "a.yaml:2:4: error: aliases are not read; write the value out\n");
  CHECK(load_yaml("a: &x 1\nb: *x\nc: 3\n", "a.yaml").root.find("c")->text == "3");
  CHECK(problems_of("a: !!int 7\n") ==
        "a.yaml:1:4: error: tag 'tag:yaml.org,2002:int' is not read; remove it\n");
}

TEST_CASE("yaml: a billion laughs is refused at its first laugh") {
  CHECK(problems_of("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n")
            .starts_with("a.yaml:1:4: error: anchors are not read"));
}

TEST_CASE("yaml: a tab is no indentation, and one problem says so with its place") {
  const LoadedYaml loaded = load_yaml("a: 1\nb:\n\tc: 2\n", "a.yaml");
  CHECK(all_lines(loaded.problems) ==
        "a.yaml:3:1: error: a tab indents this line; YAML is indented with spaces\n");
  CHECK(loaded.root.find("a")->text == "1");
  CHECK(problems_of("a: |\n  x\n  \ty\n") == "");
}

TEST_CASE("yaml: a syntax error keeps what was read before it") {
  const LoadedYaml loaded = load_yaml("a: 1\nb: [1, 2\nc: 3\n", "a.yaml");
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].where.line >= 2);
  CHECK(loaded.problems[0].message.ends_with("; check quotes and indentation"));
  CHECK(loaded.root.find("a")->text == "1");
}

TEST_CASE("yaml: a key is a word, and a file is one document") {
  CHECK(problems_of("[a, b]: 1\n") ==
        "a.yaml:1:1: error: a key must be a plain word, not a list or a map\n");
  CHECK(problems_of("a: 1\n---\nb: 2\n") ==
        "a.yaml:2:1: error: a second YAML document is not read; write one document a file\n");
  CHECK(problems_of("---\na: 1\n") == "");
}

TEST_CASE("yaml: nesting ends at 64 levels") {
  CHECK(problems_of(std::string(64, '[') + "1" + std::string(64, ']')) == "");
  CHECK(problems_of(std::string(65, '[') + "1" + std::string(65, ']'))
            .ends_with(": error: nested deeper than 64 levels; flatten it (at " + [] {
              std::string pointer;
              for (int i = 0; i < 63; ++i) pointer += "/0";
              return pointer;
            }() + ")\n"));
  CHECK(problems_of(std::string(100'000, '[')) != "");
  std::string indented;
  for (int i = 0; i < 2000; ++i) indented += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(problems_of(indented) != "");
}

TEST_CASE("yaml: an empty text is said to be empty") {
  for (const char* text : {"", " \n\t\n", "\xEF\xBB\xBF"})
    CHECK(problems_of(text) ==
          "a.yaml: error: is empty; write what is known, or leave the file out\n");
}

TEST_CASE("yaml: bytes that are not UTF-8 are reported at their place and the rest is read") {
  const LoadedYaml loaded = load_yaml("a: 1\nb: caf\xE9!\nc: 3\n", "a.yaml");
  CHECK(all_lines(loaded.problems) ==
        "a.yaml:2:7: error: is not UTF-8 here; save the file as UTF-8\n");
  CHECK(loaded.root.find("b")->text == "caf\uFFFD!");
  CHECK(loaded.root.find("c")->text == "3");
  for (const char* bad : {"a: \xC0\xAF", "a: \xED\xA0\x80", "a: \xF5\x80\x80\x80", "a: \xE2\x82",
                          "a: \x80", "a: \xF0\x80\x80\x80"}) {
    CAPTURE(bad);
    CHECK(problems_of(bad) == "a.yaml:1:4: error: is not UTF-8 here; save the file as UTF-8\n");
  }
}

TEST_CASE("yaml: UTF-16 and NUL bytes are no text") {
  CHECK(problems_of(std::string_view("\xFF\xFE"
                                     "a\0:\0",
                                     6)) ==
        "a.yaml:1:1: error: is UTF-16; save the file as UTF-8\n");
  CHECK(problems_of("\xFE\xFF") == "a.yaml:1:1: error: is UTF-16; save the file as UTF-8\n");
  CHECK(problems_of(std::string_view("a: 1\0", 5)) ==
        "a.yaml: error: holds NUL bytes: it is not a text file; save it as UTF-8 text\n");
}

TEST_CASE("yaml: 4 MB are the limit") {
  CHECK(problems_of("a: " + std::string((4u << 20) - 3, 'x')) == "");
  CHECK(problems_of("a: " + std::string(4u << 20, 'x')) ==
        "a.yaml: error: is larger than 4 MB; split it\n");
}

TEST_CASE("unknown keys: each is reported with what was meant") {
  const LoadedYaml loaded = load_yaml("limt: 1\nmethod: 2\ncolour: 3\n", "a.yaml");
  Problems problems;
  refuse_unknown_keys(loaded.root, {"limit", "method"}, problems);
  CHECK(all_lines(problems) ==
        "a.yaml:1:1: error: unknown key 'limt', did you mean 'limit'?\na.yaml:3:1: error: unknown "
        "key 'colour'; expected limit, method\n");
}

TEST_CASE("unknown keys: where keys belong, anything else is a problem") {
  const LoadedYaml loaded = load_yaml("in_force: 2023-06-08\nlist: [1]\nblank:\n", "a.yaml");
  Problems problems;
  for (const YamlNode& item : loaded.root.items) refuse_unknown_keys(item, {"from"}, problems);
  CHECK(all_lines(problems) ==
        "a.yaml:1:11: error: expected keys and values: from (at /in_force)\n"
        "a.yaml:2:7: error: expected keys and values: from (at /list)\n");
}

TEST_CASE("members: a text where a list belongs and a list where a text belongs are problems") {
  const LoadedYaml loaded = load_yaml("a: [1, {b: 2}]\nc: x\nd: null\n", "a.yaml");
  Problems problems;
  CHECK(text_member(loaded.root, "c", problems) == "x");
  CHECK(text_member(loaded.root, "d", problems) == "");
  CHECK(text_member(loaded.root, "missing", problems) == "");
  CHECK(problems.empty());
  CHECK(text_member(loaded.root, "a", problems) == "");
  CHECK(text_list_member(loaded.root, "a", problems) == std::vector<std::string>{"1"});
  CHECK(text_list_member(loaded.root, "c", problems).empty());
  CHECK(all_lines(problems) ==
        "a.yaml:1:4: error: 'a' must be one text (at /a)\n"
        "a.yaml:1:8: error: must be a text (at /a/1)\n"
        "a.yaml:2:4: error: 'c' must be a list of texts (at /c)\n");
}

TEST_CASE("load_file: a file that cannot be read is one problem under the name it is shown by") {
  const SampleFolder folder({{"a.json", "{\"a\": 1}"}, {"a.yaml", "a: 1\n"}});
  CHECK(all_lines(load_file(folder.name("missing.yaml"), "missing.yaml").problems) ==
        "missing.yaml: error: cannot be read; check that it is a file and its permissions\n");
  CHECK(all_lines(load_file(folder.name(), "folder").problems) ==
        "folder: error: cannot be read; check that it is a file and its permissions\n");
  CHECK(load_file(folder.name("a.json"), "a.json").root.find("a")->text == "1");
  CHECK(load_file(folder.name("a.yaml"), "a.yaml").root.find("a")->text == "1");
}

TEST_CASE("load_file: an empty file is said to be empty, not unreadable") {
  const SampleFolder folder({{"a.yaml", ""}});
  CHECK(all_lines(load_file(folder.name("a.yaml"), "a.yaml").problems) ==
        "a.yaml: error: is empty; write what is known, or leave the file out\n");
}

}  // namespace
}  // namespace verilot
