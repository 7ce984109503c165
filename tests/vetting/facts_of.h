// Examined facts written as JSON, for tests of what is made of them.
#pragma once

#include <nlohmann/json.hpp>

#include "model/evidence.h"

namespace verilot::testing {

inline void add_fact(EvidenceBuilder& builder, NodeId parent, const std::string& key,
                     const nlohmann::ordered_json& fact) {
  const SourceLocation where = in_file("dossier.json");
  if (fact.is_object()) {
    const NodeId node = builder.add_object(parent, key, where);
    for (const auto& [name, member] : fact.items()) add_fact(builder, node, name, member);
  } else if (fact.is_array()) {
    const NodeId node = builder.add_list(parent, key, where);
    for (const auto& element : fact) add_fact(builder, node, "", element);
  } else if (fact.is_boolean()) {
    builder.add_boolean(parent, key, fact.get<bool>(), where);
  } else if (fact.is_string()) {
    builder.add_text(parent, key, fact.get<std::string>(), where);
  } else {
    builder.add_unknown(parent, key, "not stated", where);
  }
}

inline Evidence facts_of(const std::string& text) {
  EvidenceBuilder builder;
  const auto facts = nlohmann::ordered_json::parse(text);
  for (const auto& [key, fact] : facts.items()) add_fact(builder, builder.root(), key, fact);
  return std::move(builder).finish();
}

}  // namespace verilot::testing
