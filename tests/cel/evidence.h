// Evidence for tests: an absent key is unknown, and a list may be incomplete.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/program.h"

namespace verilot::cel {

inline Value not_stated(const std::string& path) {
  return Value::unknown(Missing{path, path, "not stated"});
}

class EvidenceMap final : public Map {
 public:
  EvidenceMap(std::string path, std::map<std::string, Value> fields)
      : path_(std::move(path)), fields_(std::move(fields)) {}
  std::size_t size() const override { return fields_.size(); }
  std::vector<Value> keys() const override {
    std::vector<Value> keys;
    for (const auto& [name, value] : fields_) keys.push_back(Value::text(name));
    return keys;
  }
  std::optional<Value> find(const Value& key) const override {
    const auto found =
        key.kind() == Value::Kind::text ? fields_.find(key.as_text()) : fields_.end();
    return found == fields_.end() ? std::nullopt : std::optional(found->second);
  }
  Value absent(const Value& key) const override {
    return not_stated(path_ + "." + (key.kind() == Value::Kind::text ? key.as_text() : "?"));
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::map<std::string, Value> fields_;
};

class EvidenceList final : public List {
 public:
  EvidenceList(std::string path, std::vector<Value> elements, bool complete = true)
      : path_(std::move(path)), elements_(std::move(elements)) {
    if (!complete) rest_ = MissingSet{{path_ + "[*]", path_ + "[*]", "page 2 was not read"}};
  }
  std::size_t size() const override { return elements_.size(); }
  Value at(std::size_t index) const override { return elements_[index]; }
  const MissingSet* rest() const override { return rest_ ? &*rest_ : nullptr; }
  Value past_end(std::size_t index) const override {
    if (rest_) return Value::unknown(*rest_);
    return not_stated(path_ + "[" + std::to_string(index) + "]");
  }
  const std::vector<Value>& elements() const { return elements_; }

 private:
  std::string path_;
  std::vector<Value> elements_;
  std::optional<MissingSet> rest_;
};

inline Value evidence_map(std::string path, std::map<std::string, Value> fields) {
  return Value::map(
      MapPtr(std::make_shared<const EvidenceMap>(std::move(path), std::move(fields))));
}

inline Value evidence_list(std::string path, std::vector<Value> elements, bool complete = true) {
  return Value::list(ListPtr(
      std::make_shared<const EvidenceList>(std::move(path), std::move(elements), complete)));
}

class Variables final : public Activation {
 public:
  std::map<std::string, Value, std::less<>> values;
  std::optional<Value> find(std::string_view name) const override {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  }
};

// A measured number that is known up to some uncertainty: an order of two that overlap is unknown.
class Interval final : public Opaque {
 public:
  Interval(double low, double high) : low_(low), high_(high) {}
  std::string_view type_name() const override { return "interval"; }
  Value equals(const Opaque& other) const override {
    const auto& that = static_cast<const Interval&>(other);
    if (low_ == high_ && that.low_ == low_ && that.high_ == high_) return Value::boolean(true);
    if (high_ < that.low_ || that.high_ < low_) return Value::boolean(false);
    return not_stated("measurement");
  }
  Value less(const Opaque& other) const override {
    const auto& that = static_cast<const Interval&>(other);
    if (high_ < that.low_) return Value::boolean(true);
    if (low_ >= that.high_) return Value::boolean(false);
    return not_stated("measurement");
  }
  Value less_or_equal(const Opaque& other) const override {
    const auto& that = static_cast<const Interval&>(other);
    if (high_ <= that.low_) return Value::boolean(true);
    if (low_ > that.high_) return Value::boolean(false);
    return not_stated("measurement");
  }
  std::string to_string() const override {
    return std::to_string(low_) + ".." + std::to_string(high_);
  }

 private:
  double low_;
  double high_;
};

inline Value interval(double low, double high) {
  return Value::opaque(std::make_shared<const Interval>(low, high));
}

// An environment of a few variables with the fields that rules about lots read.
inline Environment lot_environment(const FunctionRegistry& functions) {
  using Kind = Type::Kind;
  Environment environment;
  environment.functions = &functions;
  environment.objects["lot"] = {
      {"id", {Type::of(Kind::text), {}}},
      {"origin", {Type::of(Kind::text), {"autologous", "allogeneic"}}},
      {"routes", {Type::list(Type::of(Kind::text)), {"topical", "injection"}}},
      {"count", {Type::of(Kind::integer), {}}},
      {"price", {Type::of(Kind::real), {}}},
      {"expiry", {Type::of(Kind::timestamp), {}}},
      {"dose", {Type::opaque("interval"), {}}},
      {"tests", {Type::list(Type::object("test")), {}}},
      {"maker", {Type::object("maker"), {}}}};
  environment.objects["test"] = {{"name", {Type::of(Kind::text), {}}},
                                 {"result", {Type::of(Kind::real), {}}}};
  environment.objects["maker"] = {{"name", {Type::of(Kind::text), {}}},
                                  {"country", {Type::of(Kind::text), {}}}};
  environment.variables["lot"] = {Type::object("lot"), {}};
  environment.variables["lots"] = {Type::list(Type::object("lot")), {}};
  environment.variables["as_of"] = {Type::of(Kind::timestamp), {}};
  return environment;
}

}  // namespace verilot::cel
