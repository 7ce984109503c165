#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cel/ast.h"
#include "cel/evidence.h"

namespace verilot::cel {
namespace {

class Recorder final : public Observer {
 public:
  explicit Recorder(std::string text) : text_(std::move(text)) {}
  std::vector<std::string> events;

  void enter_element(const Expr& loop, const List&, std::size_t index) override {
    events.push_back("enter " + loop.name + " " + std::to_string(index));
  }
  void leave_element(const Expr& loop) override { events.push_back("leave " + loop.name); }
  void evaluated(const Expr& node, const Value& value) override {
    if (node.kind == Expr::Kind::literal) return;
    events.push_back(std::string(text_of(text_, node)) + " = " + to_display(value));
  }
  void read(const Map& container, const Value& key, const Value& value) override {
    const auto* map = dynamic_cast<const EvidenceMap*>(&container);
    REQUIRE(map != nullptr);
    events.push_back("read " + map->path() + " " + key.as_text() + " = " + to_display(value));
  }
  void read(const List& list) override {
    REQUIRE(dynamic_cast<const EvidenceList*>(&list) != nullptr);
    events.push_back("list of " + std::to_string(list.size()));
  }

 private:
  std::string text_;
};

Program program(const std::string& text) {
  const FunctionRegistry functions = standard_functions();
  Environment environment;
  environment.functions = &functions;
  environment.variables["a"] = {};
  environment.variables["xs"] = {};
  return *compile(text, environment).program;
}

Variables variables() {
  Variables out;
  out.values.emplace("a", evidence_map("a", {{"b", Value::integer(1)}}));
  out.values.emplace("xs", evidence_list("xs", {Value::integer(1), Value::integer(2)}));
  return out;
}

std::vector<std::string> events_of(const std::string& text) {
  Recorder recorder(text);
  program(text).evaluate(variables(), &recorder);
  return recorder.events;
}

}  // namespace

TEST_CASE("observer: both sides of a decided operator are seen") {
  CHECK(events_of("true || a.b == 2") ==
        std::vector<std::string>{"a = " + to_display(*variables().find("a")), "read a b = 1",
                                 "a.b = 1", "a.b == 2 = false", "true || a.b == 2 = true"});
}

TEST_CASE("observer: every element of a decided loop is seen between enter and leave") {
  CHECK(events_of("xs.exists(x, x == 1)") ==
        std::vector<std::string>{"xs = [1, 2]", "list of 2", "enter exists 0", "x = 1",
                                 "x == 1 = true", "leave exists", "enter exists 1", "x = 2",
                                 "x == 1 = false", "leave exists", "xs.exists(x, x == 1) = true"});
}

TEST_CASE("observer: an absent key is read too") {
  const std::vector<std::string> events = events_of("a.c");
  CHECK(events[1] == "read a c = unknown(a.c)");
}

TEST_CASE("observer: containers that the expression made are not reported") {
  CHECK(events_of("{'k': 1}.k") ==
        std::vector<std::string>{"{'k': 1} = {\"k\": 1}", "{'k': 1}.k = 1"});
}

TEST_CASE("observer: watching does not change the value, even where it costs more than allowed") {
  const std::string text =
      "true || lists.range(90000).all(x, lists.range(90000).all(y, lists.range(9).all(z, true)))";
  Recorder recorder(text);
  CHECK(program(text).evaluate(variables()).is_true());
  CHECK(program(text).evaluate(variables(), &recorder).is_true());
}

}  // namespace verilot::cel
