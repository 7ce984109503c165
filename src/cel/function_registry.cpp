#include "cel/function_registry.h"

#include "cel/functions.h"

namespace verilot::cel {

void FunctionRegistry::add(Function function) {
  auto& overloads = functions_[{function.name, function.receiver_style}];
  // Never changes a vector that a program or another registry holds.
  auto extended = overloads ? std::make_shared<std::vector<Function>>(*overloads)
                            : std::make_shared<std::vector<Function>>();
  extended->push_back(std::move(function));
  overloads = std::move(extended);
}

std::shared_ptr<const std::vector<Function>> FunctionRegistry::shared_overloads(
    std::string_view name, bool receiver_style) const {
  const auto found = functions_.find({std::string(name), receiver_style});
  return found == functions_.end() ? nullptr : found->second;
}

std::span<const Function> FunctionRegistry::overloads(std::string_view name,
                                                      bool receiver_style) const {
  const auto found = functions_.find({std::string(name), receiver_style});
  if (found == functions_.end()) return {};
  return *found->second;
}

std::vector<std::string> FunctionRegistry::names() const {
  std::vector<std::string> names;
  for (const auto& [key, overloads] : functions_) {
    if (names.empty() || names.back() != key.first) names.push_back(key.first);
  }
  return names;
}

FunctionRegistry standard_functions() {
  FunctionRegistry registry;
  add_conversion_functions(registry);
  add_text_functions(registry);
  add_time_functions(registry);
  add_strings_extension(registry);
  add_math_extension(registry);
  add_lists_extension(registry);
  add_optional_functions(registry);
  add_encoders_extension(registry);
  return registry;
}

}  // namespace verilot::cel
