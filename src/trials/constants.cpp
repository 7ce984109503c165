#include "trials/constants.h"

#include <filesystem>
#include <set>

#include "packs/domain_values.h"
#include "trials/edits.h"

namespace verilot {

namespace {

using cel::Value;

std::optional<Value> stepped(const Value& value, int step, const UnitTable& units) {
  if (value.kind() == Value::Kind::integer) return Value::integer(value.as_integer() + step);
  if (const Date* date = as_date(value))
    if (const auto text = stepped_date(to_string(*date), step))
      return date_value(*parse_date(*text));
  if (const Quantity* quantity = as_quantity(value))
    if (const auto text = stepped_amount(quantity->printed, step))
      if (const auto other = parse_quantity(*text, units)) return quantity_value(*other);
  return std::nullopt;
}

Value without(const cel::List& list, std::size_t index) {
  std::vector<Value> rest;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (i != index) rest.push_back(list.at(i));
  return Value::list(std::move(rest));
}

const YamlNode* member(const YamlNode& root, std::string_view key) {
  return root.is_map() ? root.find(key) : nullptr;
}

}  // namespace

std::string folder_in_places(const RulePack& pack, const Rulebook& rulebook) {
  return std::filesystem::path(pack.folder).lexically_relative(rulebook.root).generic_string() +
         "/";
}

WrittenConstants::WrittenConstants(const RulePack& pack, const Rulebook& rulebook)
    : pack_(pack), rulebook_(rulebook) {
  const std::string folder = folder_in_places(pack, rulebook);
  const std::string head = folder + "pack.yaml";
  const LoadedYaml loaded = load_file(rulebook.root + "/" + head, head);
  if (const YamlNode* values = member(loaded.root, "values")) values_ = *values;
  std::set<std::string> files;
  for (const Rule& rule : pack.rules)
    if (!rule.parameters.empty()) files.insert(rule.where.file);
  for (const std::string& file : files) {
    const LoadedYaml rules = load_file(rulebook.root + "/" + file, file);
    const YamlNode* list = member(rules.root, "rules");
    if (list == nullptr || !list->is_list()) continue;
    for (const YamlNode& rule : list->items)
      if (const YamlNode* parameters = member(rule, "parameters"))
        parameters_.emplace(to_string(rule.where), *parameters);
  }
}

std::vector<ChangedConstant> WrittenConstants::changed_values() const {
  return changes(values_, pack_.values);
}

std::vector<ChangedConstant> WrittenConstants::changed_parameters(const Rule& rule) const {
  const auto found = parameters_.find(to_string(rule.where));
  if (found == parameters_.end()) return {};
  return changes(found->second, rule.parameters);
}

std::vector<ChangedConstant> WrittenConstants::changes(
    const YamlNode& map, const std::map<std::string, Value, std::less<>>& constants) const {
  std::vector<ChangedConstant> all;
  for (std::size_t i = 0; map.is_map() && i < map.keys.size(); ++i) {
    const std::string& name = map.keys[i];
    const auto found = constants.find(name);
    if (found == constants.end()) continue;
    const Value& value = found->second;
    const std::string head = name + ": ";
    for (const int step : {-1, 1})
      if (const auto other = stepped(value, step, rulebook_.tables.units))
        all.push_back({name, *other, map.items[i].where, head + cel::to_display(value),
                       head + cel::to_display(*other), std::nullopt});
    if (value.kind() != Value::Kind::list || !map.items[i].is_list()) continue;
    const cel::List& list = value.as_list();
    for (std::size_t k = 0; list.size() > 1 && k < list.size(); ++k)
      all.push_back({name, without(list, k), map.items[i].items[k].where,
                     head + cel::to_display(list.at(k)), head + "without it", list.at(k)});
  }
  return all;
}

}  // namespace verilot
