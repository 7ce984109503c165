// The plan and the tree-walking evaluator must agree: over the plan's own view of a record, and
// over evidence that another parser read.
#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plan/random_rules.h"
#include "plan/reason_text.h"
#include "plan/rules.h"
#include "plan/session.h"

namespace verilot::plan {
namespace {

using nlohmann::json;

cel::Value evidence(const json& value, const std::string& path);

cel::Value not_stated(const std::string& path) {
  return cel::Value::unknown(cel::Missing{path, path, "not stated"});
}

class JsonMap final : public cel::Map {
 public:
  JsonMap(const json& object, std::string path) : object_(object), path_(std::move(path)) {}
  std::size_t size() const override { return object_.size(); }
  std::vector<cel::Value> keys() const override {
    std::vector<cel::Value> keys;
    for (const auto& [key, value] : object_.items()) keys.push_back(cel::Value::text(key));
    return keys;
  }
  std::optional<cel::Value> find(const cel::Value& key) const override {
    if (key.kind() != cel::Value::Kind::text || !object_.contains(key.as_text()))
      return std::nullopt;
    return evidence(object_[key.as_text()], path_ + "." + key.as_text());
  }
  cel::Value absent(const cel::Value& key) const override {
    return not_stated(
        path_ + "." +
        (key.kind() == cel::Value::Kind::text ? key.as_text() : cel::to_display(key)));
  }

 private:
  const json& object_;
  std::string path_;
};

class JsonList final : public cel::List {
 public:
  JsonList(const json& list, std::string path) : list_(list), path_(std::move(path)) {}
  std::size_t size() const override { return list_.size(); }
  cel::Value at(std::size_t index) const override {
    return evidence(list_[index], path_ + "[" + std::to_string(index) + "]");
  }
  cel::Value past_end(std::size_t index) const override {
    return not_stated(path_ + "[" + std::to_string(index) + "]");
  }

 private:
  const json& list_;
  std::string path_;
};

cel::Value evidence(const json& value, const std::string& path) {
  using cel::Value;
  switch (value.type()) {
    case json::value_t::object:
      return Value::map(cel::MapPtr(std::make_shared<const JsonMap>(value, path)));
    case json::value_t::array:
      return Value::list(cel::ListPtr(std::make_shared<const JsonList>(value, path)));
    case json::value_t::string:
      return Value::text(value.get<std::string>());
    case json::value_t::boolean:
      return Value::boolean(value.get<bool>());
    case json::value_t::number_unsigned:
      if (value.get<std::uint64_t>() > INT64_MAX) return Value::real(value.get<double>());
      return Value::integer(value.get<std::int64_t>());
    case json::value_t::number_integer:
      return Value::integer(value.get<std::int64_t>());
    case json::value_t::number_float:
      return Value::real(value.get<double>());
    default:
      return Value::null();
  }
}

class JsonActivation final : public cel::Activation {
 public:
  explicit JsonActivation(const json& record) : record_(record) {}
  std::optional<cel::Value> find(std::string_view name) const override {
    const auto found = record_.find(std::string(name));
    if (found == record_.end()) return not_stated(std::string(name));
    return evidence(*found, std::string(name));
  }

 private:
  const json& record_;
};

Tag state_of(const cel::Value& value) {
  if (value.is_unknown()) return Tag::unknown;
  if (value.is_true()) return Tag::yes;
  return value.is_false() ? Tag::no : Tag::error;
}

std::vector<cel::Program> random_programs(Random& random, std::size_t count) {
  std::vector<cel::Program> programs;
  while (programs.size() < count) {
    RuleGenerator generator(random);
    const std::string text = generator.condition(1 + static_cast<int>(below(random, 4)));
    const cel::Compiled compiled = compile_rule(text);
    if (compiled.program) programs.push_back(*compiled.program);
  }
  return programs;
}

struct Compared {
  std::size_t comparisons = 0;
  std::size_t explained = 0;
  std::size_t states[4] = {};
};

// What is said of a verdict is what the tree-walking evaluator says, byte by byte.
void compare_details(const Plan& plan, Session& session, std::size_t rule,
                     const cel::Value& whole) {
  std::string wanted, shown;
  append_reasons(wanted, session.reasons(rule));
  session.explain(rule, shown);
  CHECK_MESSAGE(shown == wanted, plan.program(rule).text());
  if (!whole.is_unknown()) return;
  wanted.clear();
  shown.clear();
  append_missing(wanted, whole.missing());
  session.missing(rule, shown);
  CHECK_MESSAGE(shown == wanted, plan.program(rule).text());
}

void compare(const Plan& plan, Session& session, const std::string& line, Compared& compared) {
  const std::string padded = line + std::string(kPadding, '\n');
  REQUIRE_MESSAGE(session.load(std::string_view(padded).substr(0, line.size())), line);
  const json record = json::parse(line);
  const JsonActivation activation(record);
  for (std::size_t rule = 0; rule < plan.rules(); ++rule) {
    const cel::Value wanted = plan.program(rule).evaluate(activation);
    const Tag state = session.state(rule);
    ++compared.comparisons;
    ++compared.states[static_cast<std::size_t>(state)];
    if (state != state_of(wanted)) {
      FAIL_CHECK(plan.program(rule).text(), " over ", line.substr(0, 600), " is ",
                 cel::to_display(wanted), ", not state ", static_cast<int>(state));
    }
    if (wanted.is_unknown() || (state == Tag::no && ++compared.explained % 4 == 0))
      compare_details(plan, session, rule, wanted);
    if (wanted.is_unknown()) {
      const cel::Value shown = session.value(rule);
      CHECK(shown.is_unknown());
      if (shown.is_unknown()) CHECK(shown.missing() == wanted.missing());
    }
  }
}

std::size_t wanted_comparisons() {
  return std::getenv("VERILOT_LONG") != nullptr ? 1'000'000 : 50'000;
}

}  // namespace

TEST_CASE("plan: every verdict is that of the tree-walking evaluator") {
  Random random(20261122);
  Compared compared;
  while (compared.comparisons < wanted_comparisons()) {
    const Plan plan(random_programs(random, 50));
    Session session(plan);
    for (int i = 0; i < 20; ++i) {
      compare(plan, session, random_record(random, below(random, 8) == 0), compared);
    }
  }
  for (const std::size_t state : compared.states) CHECK(state > compared.comparisons / 100);
}

}  // namespace verilot::plan
