// Random rules and random records for them: types mostly right, sometimes not.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "randomness.h"

namespace verilot::plan {

// Expressions over: a b (bool), i j (int), d (double), s t (text), when (time), m (object), xs
// (objects with name, kind, n, v, ok, date, tags, parts), ys (type, subject, n), nums, words.
class RuleGenerator {
 public:
  explicit RuleGenerator(Random& random) : random_(random) {}

  std::string condition(int depth);

 private:
  std::string pick(std::initializer_list<const char*> choices) { return one_of(random_, choices); }
  std::string constant_text() { return pick({"'x'", "'y'", "'SDS'", "''", "'gel'", "'x y'"}); }
  std::string number(int depth);
  std::string text(int depth);
  std::string time(int depth);
  std::string numbers(int depth);
  std::string texts(int depth);
  std::string objects(int depth);
  std::string loop(int depth);
  std::string text_test(int depth);
  std::string comparison(int depth);
  std::string membership(int depth);
  std::string on_object(int depth);
  std::string object_field(const char* kind);

  enum class Kind { row, number, text };
  struct Local {
    std::string name;
    Kind kind;
  };
  std::string local(Kind kind);
  std::string with_local(Kind kind, const std::string& before, int depth, const char* macro);
  std::string fresh() { return "v" + std::to_string(next_++); }

  Random& random_;
  std::vector<Local> locals_;
  int next_ = 0;
};

// One line of JSON for such rules. `long_lists` makes lists of more than 64 rows likely.
std::string random_record(Random& random, bool long_lists);

}  // namespace verilot::plan
