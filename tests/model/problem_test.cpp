#include "model/problem.h"

#include <doctest/doctest.h>

#include "model/finding.h"

namespace verilot {
namespace {

SourceLocation place(const char* file, int line = 0, int column = 0, const char* pointer = "") {
  SourceLocation where = in_file(file);
  where.line = line;
  where.column = column;
  where.pointer = pointer;
  return where;
}

TEST_CASE("problem: the text says where, how bad, what, and the pointer") {
  CHECK(to_string(Problem{ProblemLevel::error, place("metals.yaml", 14, 7, "/rules/2/limt"),
                          "unknown key 'limt', did you mean 'limit'?"}) ==
        "metals.yaml:14:7: error: unknown key 'limt', did you mean 'limit'? (at /rules/2/limt)");
  CHECK(to_string(Problem{ProblemLevel::warning, place("coa.pdf"), "is not named"}) ==
        "coa.pdf: warning: is not named");
  CHECK(to_string(Problem{ProblemLevel::note, {}, "nothing more"}) == "note: nothing more");
  CHECK(to_string(Problem{ProblemLevel::error, place("a.yaml", 3), "x"}) == "a.yaml:3: error: x");
}

TEST_CASE("problem: a place on a page is page and box in whole points") {
  SourceLocation where = in_file("coa.pdf");
  where.page = 2;
  CHECK(to_string(where) == "coa.pdf p.2");
  where.box = {54.2, 209.6, 558.4, 401.5};
  CHECK(to_string(where) == "coa.pdf p.2 box 54,210-558,402");
}

TEST_CASE("any_error: warnings and notes leave a run complete") {
  CHECK_FALSE(any_error({}));
  CHECK_FALSE(any_error({{ProblemLevel::note, {}, ""}, {ProblemLevel::warning, {}, ""}}));
  CHECK(any_error({{ProblemLevel::note, {}, ""}, {ProblemLevel::error, {}, ""}}));
}

TEST_CASE("nearest: a slip is recognised, another word is not") {
  const std::vector<std::string> keys = {"limit", "method", "result", "expiry"};
  CHECK(did_you_mean("limt", keys) == ", did you mean 'limit'?");
  CHECK(did_you_mean("expirey", keys) == ", did you mean 'expiry'?");
  CHECK(did_you_mean("titel", {"title"}) == ", did you mean 'title'?");
  CHECK(did_you_mean("lost", {"lots", "product"}) == ", did you mean 'lots'?");
  CHECK(did_you_mean("colour", keys) == "");
  CHECK(did_you_mean("id", {"ok"}) == "");
  CHECK(did_you_mean("", keys) == "");
  CHECK(did_you_mean("limit", {}) == "");
  CHECK(nearest("reslt", keys) == "result");
  CHECK(nearest(std::string(70, 'a'), {std::string(70, 'a')}) == "");
}

TEST_CASE("words: outcomes, severities and verdicts are those of the interface") {
  CHECK(to_string(Outcome::not_applicable) == "not-applicable");
  CHECK(to_string(Outcome::unverified) == "unverified");
  CHECK(to_string(Severity::critical) == "critical");
  CHECK(to_string(Verdict::hold) == "HOLD");
  CHECK(to_string(Verdict::reject) == "REJECT");
  CHECK(to_string(Verdict::clear) == "CLEAR");
}

}  // namespace
}  // namespace verilot
