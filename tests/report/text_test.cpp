#include "report/text.h"

#include <doctest/doctest.h>

using namespace verilot;

TEST_CASE("wrapped: no line is wider than asked") {
  const std::string text(300, 'x');
  const std::string lines =
      wrapped("      law: ", "21 CFR 610.12 " + text + " and more words behind it", 80);
  std::size_t start = 0;
  for (std::size_t end = lines.find('\n'); end != std::string::npos;
       end = lines.find('\n', start)) {
    CHECK(columns(lines.substr(start, end - start)) <= 80);
    start = end + 1;
  }
}

TEST_CASE("wrapped: continuation lines stand under the first word") {
  CHECK(wrapped("a: ", "one two three", 23) == "a: one two three\n");
  CHECK(wrapped("a: ", "one two three four five six", 23) ==
        "a: one two three four\n   five six\n");
}

TEST_CASE("printable: control characters and escape sequences of foreign text are gone") {
  CHECK(printable("a\x1b[31mred\x07\r\n") == "a [31mred   ");
  CHECK(printable("\xc2\x9b"
                  "31m") == " 31m");
  CHECK(printable("\xc3\xa9") == "\xc3\xa9");
}

TEST_CASE("cut: whole characters are kept and the cut is shown") {
  CHECK(cut("abcdef", 6) == "abcdef");
  CHECK(cut("abcdefg", 6) == "abc...");
  CHECK(cut("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 4) == "\xc3\xa9...");
}

TEST_CASE("counted: one is singular, none and many are plural") {
  CHECK(counted(0, "page") == "0 pages");
  CHECK(counted(1, "page") == "1 page");
  CHECK(counted(2, "page") == "2 pages");
}
