#include "audits/table_columns.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

// The number of a place, or nothing.
std::optional<std::size_t> place_in(std::string_view digits) {
  const bool number = !digits.empty() && digits.size() <= 4 &&
                      digits.find_first_not_of("0123456789") == std::string_view::npos;
  const std::size_t place = number ? std::stoul(std::string(digits)) : 0;
  if (!number || place > TableColumns::kMostPlace) return std::nullopt;
  return place;
}

}  // namespace

TableColumns::TableColumns(std::vector<std::string> heads) : heads_(std::move(heads)) {
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    const std::string& head = heads_[i];
    std::string fault;
    const auto steps = steps_of(head, fault);
    const auto here = heads_.begin() + static_cast<std::ptrdiff_t>(i);
    if (!head.empty() && std::find(heads_.begin(), here, head) != here)
      fault = "comes twice; name each once";
    if (!fault.empty() && fault_.empty()) fault_ = "the column '" + head + "' " + fault;
    steps_.push_back(steps.value_or(Steps{}));
  }
}

std::optional<TableColumns::Steps> TableColumns::steps_of(const std::string& head,
                                                          std::string& fault) {
  Steps steps;
  std::string_view rest = head;
  while (!rest.empty()) {
    if (rest.front() == '[' && !steps.empty()) {
      const std::size_t close = rest.find(']');
      const auto place = place_in(rest.substr(1, std::min(close, rest.size()) - 1));
      if (close == std::string_view::npos || !place) {
        fault = "names no place in a list: places count from 0 to " + std::to_string(kMostPlace) +
                ", as in lots[0].number";
        return std::nullopt;
      }
      steps.push_back({"", place});
      rest.remove_prefix(close + 1);
      if (rest.empty() || rest.front() == '[') continue;
    }
    if (!steps.empty() && rest.front() == '.') rest.remove_prefix(1);
    const std::string_view key = rest.substr(0, rest.find_first_of(".["));
    rest.remove_prefix(key.size());
    if (key.empty() || key.find(']') != std::string_view::npos || rest == ".") {
      fault = "is no path of a fact: write it as product.name or lots[0].number";
      return std::nullopt;
    }
    steps.push_back({std::string(key), std::nullopt});
  }
  return steps;
}

bool TableColumns::put(std::size_t column, const std::string& value, Json& dossier) const {
  Json* at = &dossier;
  for (const Step& step : steps_[column]) {
    if (!step.place) {
      if (!at->is_null() && !at->is_object()) return false;
      at = &(*at)[step.key];
      continue;
    }
    if (at->is_null()) *at = Json::array();
    if (!at->is_array()) return false;
    while (at->size() <= *step.place) at->push_back(Json::object());
    at = &(*at)[*step.place];
  }
  if (!at->is_null() && !(at->is_object() && at->empty())) return false;
  *at = value;
  return true;
}

}  // namespace verilot
