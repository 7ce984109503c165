#include "conformance/judge.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <string>

namespace verilot::conformance {
namespace {

using nlohmann::json;

bool same_double(const json& a, const json& b) {
  const double x = std::strtod(a.get<std::string>().c_str(), nullptr);
  const double y = std::strtod(b.get<std::string>().c_str(), nullptr);
  if (std::isnan(x) || std::isnan(y)) return std::isnan(x) && std::isnan(y);
  return x == y && std::signbit(x) == std::signbit(y);
}

bool same_entries(const json& a, const json& b) {
  const auto has = [&b](const json& entry) {
    return std::any_of(b.begin(), b.end(), [&entry](const json& other) {
      return same_value(entry[0], other[0]) && same_value(entry[1], other[1]);
    });
  };
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), has);
}

using Paths = std::set<std::string>;

bool is_part_of_a_pattern(const std::string& path, const json& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&path](const json& pattern) {
    const auto text = pattern.get<std::string>();
    return text.starts_with(path) || path.starts_with(text);
  });
}

bool blames_rightly(const json& test, const json& answer) {
  if (!answer.contains("unknown")) return false;
  const auto wanted = test.at("expect").at("unknown").get<Paths>();
  const auto found = answer.at("unknown").get<Paths>();
  const std::string match = test.value("match", "exact");
  if (match == "exact") return found == wanted;
  if (found.empty()) return false;
  return std::all_of(found.begin(), found.end(), [&](const std::string& path) {
    return wanted.contains(path) ||
           (match == "below" && is_part_of_a_pattern(path, test.at("unknown")));
  });
}

}  // namespace

bool same_value(const json& a, const json& b) {
  if (a.at("t") != b.at("t")) return false;
  const auto type = a.at("t").get<std::string>();
  if (type == "null") return true;
  if (type == "duration" || type == "timestamp") return a == b;
  const json& x = a.at("v");
  const json& y = b.at("v");
  if (type == "double") return same_double(x, y);
  if (type == "map") return same_entries(x, y);
  if (type == "list") return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_value);
  return x == y;
}

bool is_right(const json& test, const json& answer) {
  const json& expect = test.at("expect");
  if (expect.contains("error")) return answer.contains("error");
  if (expect.contains("unknown")) return blames_rightly(test, answer);
  if (expect.contains("type") && answer.value("type", "") != expect.at("type")) return false;
  if (!expect.contains("value")) return true;
  return answer.contains("value") && same_value(expect.at("value"), answer.at("value"));
}

}  // namespace verilot::conformance
