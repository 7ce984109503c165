// Evidence from YAML for the tests of rules, as ingest reads it but without a schema: dates and
// amounts are known by their form, `?` is unknown, `{complete: false, items: [...]}` is a list that
// was not read to its end, `{value: ..., basis: ...}` a fact with its basis.
#pragma once

#include <algorithm>

#include "model/evidence.h"
#include "yaml/yaml.h"

namespace verilot {

inline void add_sample(EvidenceBuilder& builder, NodeId parent, const std::string& key,
                       const YamlNode& node);

inline void add_scalar_sample(EvidenceBuilder& builder, NodeId parent, const std::string& key,
                              const YamlNode& node) {
  const std::string& text = node.text;
  const bool digits = !node.quoted && std::all_of(text.begin(), text.end(),
                                                  [](char c) { return c >= '0' && c <= '9'; });
  bool flag = false;
  UnitTable units;
  units.add("mL", {"mL", "volume", *Decimal::parse("1")});
  const std::optional<Quantity> amount = parse_quantity(text, units);
  if (text == "?") {
    builder.add_unknown(parent, key, "not stated", node.where);
  } else if (is_boolean(node, flag)) {
    builder.add_boolean(parent, key, flag, node.where);
  } else if (text.find('-') != std::string::npos && parse_date(text)) {
    builder.add_date(parent, key, key == "expiry" ? last_day(*parse_date(text)) : *parse_date(text),
                     text, node.where);
  } else if (digits) {
    builder.add_integer(parent, key, std::stoll(text), node.where);
  } else if (amount && !amount->unit_printed.empty()) {
    builder.add_quantity(parent, key, *amount, node.where);
  } else {
    builder.add_text(parent, key, text, node.where);
  }
}

inline void add_list_sample(EvidenceBuilder& builder, NodeId parent, const std::string& key,
                            const YamlNode& items, bool complete) {
  const NodeId list = builder.add_list(parent, key, items.where);
  for (const YamlNode& item : items.items) add_sample(builder, list, "", item);
  if (!complete) builder.set_incomplete(list, "page 2 of coa.pdf was not read");
}

inline void add_sample(EvidenceBuilder& builder, NodeId parent, const std::string& key,
                       const YamlNode& node) {
  if (node.is_null()) {
    builder.add_null(parent, key, node.where);
  } else if (node.is_scalar()) {
    add_scalar_sample(builder, parent, key, node);
  } else if (node.is_list()) {
    add_list_sample(builder, parent, key, node, true);
  } else if (const YamlNode* items = node.find("items")) {
    add_list_sample(builder, parent, key, *items, false);
  } else if (const YamlNode* value = node.find("value")) {
    builder.use_basis(parse_basis(node.find("basis")->text).value());
    add_sample(builder, parent, key, *value);
    builder.use_basis(Basis::stated);
  } else {
    const NodeId object = builder.add_object(parent, key, node.where);
    for (std::size_t i = 0; i < node.keys.size(); ++i)
      add_sample(builder, object, node.keys[i], node.items[i]);
  }
}

// The dossier with `articles` beside it, made of its product.
inline Evidence evidence_of(const std::string& yaml) {
  EvidenceBuilder builder;
  const YamlNode root = load_yaml(yaml, "dossier.yaml").root;
  for (std::size_t i = 0; i < root.keys.size(); ++i)
    add_sample(builder, builder.root(), root.keys[i], root.items[i]);
  const NodeId product = builder.view().member(builder.root(), "product");
  if (product != kNoNode && builder.view().kind(product) == NodeKind::object)
    builder.add_link(builder.add_list(builder.root(), "articles", builder.view().where(product)),
                     "", product);
  return std::move(builder).finish();
}

}  // namespace verilot
