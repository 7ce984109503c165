#include "packs/merged_case.h"

#include <algorithm>
#include <numeric>

namespace verilot {

namespace {

std::string scalar(const YamlNode& node) {
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '.' || c == '-' || c == '/' || c == ' ';
  };
  const bool plain = !node.quoted && !node.text.empty() && std::ranges::all_of(node.text, is_plain);
  if (plain) return node.text;
  const bool broken = node.text.find('\n') != std::string::npos;
  std::string text;
  for (const char c : node.text) {
    if (c == '\n') {
      text += "\\n";
    } else {
      const bool doubled = broken ? c == '"' || c == '\\' : c == '\'';
      text += doubled ? (broken ? "\\" : "'") + std::string(1, c) : std::string(1, c);
    }
  }
  return broken ? '"' + text + '"' : "'" + text + "'";
}

}  // namespace

YamlNode merged(const YamlNode& base, const YamlNode& given) {
  if (!base.is_map() || !given.is_map()) return given;
  YamlNode result = base;
  for (std::size_t i = 0; i < given.keys.size(); ++i) {
    const auto it = std::find(result.keys.begin(), result.keys.end(), given.keys[i]);
    if (it != result.keys.end()) {
      YamlNode& old = result.items[static_cast<std::size_t>(it - result.keys.begin())];
      old = merged(old, given.items[i]);
    } else {
      result.keys.push_back(given.keys[i]);
      result.key_places.push_back(given.key_places[i]);
      result.items.push_back(given.items[i]);
    }
  }
  return result;
}

YamlNode dossier_of(const Case& c, const RulePack& pack) {
  YamlNode dossier = c.given;
  const auto base = pack.bases.find(c.base);
  if (!c.base.empty() && base != pack.bases.end())
    dossier = c.given.is_null() ? base->second : merged(base->second, c.given);
  if (dossier.is_null()) dossier.kind = YamlNode::Kind::map;
  return dossier;
}

std::string as_yaml(const YamlNode& node, bool sorted) {
  if (node.is_null()) return "null";
  if (node.is_scalar()) return scalar(node);
  std::vector<std::size_t> order(node.items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (sorted && node.is_map())
    std::ranges::sort(order, {}, [&](std::size_t i) { return node.keys[i]; });
  std::string inside;
  for (const std::size_t i : order) {
    if (!inside.empty()) inside += ", ";
    if (node.is_map()) inside += node.keys[i] + ": ";
    inside += as_yaml(node.items[i], sorted);
  }
  return node.is_map() ? "{" + inside + "}" : "[" + inside + "]";
}

}  // namespace verilot
