#include "packs/overlaps.h"

#include <algorithm>
#include <set>

#include "packs/possible.h"

namespace verilot {

namespace {

using cel::Expr;
using cel::Value;

// The paths that an expression reads, "product.kind", without those of loops.
void note_paths(const Expr& node, std::string_view text, std::set<std::string>& paths) {
  if (node.kind == Expr::Kind::select) paths.insert(std::string(cel::text_of(text, node)));
  for (const cel::ExprPtr& part : node.args) note_paths(*part, text, paths);
}

bool share_a_path(const Expression& a, const Expression& b) {
  std::set<std::string> of_a, of_b;
  note_paths(a.program->root(), a.text, of_a);
  note_paths(b.program->root(), b.text, of_b);
  return std::ranges::any_of(of_a, [&](const std::string& path) { return of_b.count(path) != 0; });
}

bool ends_before(const Period& a, const Period& b) {
  return a.until && b.from && a.until->last < b.from->first;
}

// Nothing where one name has two values.
std::optional<Possible::Constants> constants_of(const RulePack& pack, const Rule& a,
                                                const Rule& b) {
  Possible::Constants constants(pack.values.begin(), pack.values.end());
  for (const Rule* rule : {&a, &b})
    for (const auto& [name, value] : rule->parameters) {
      const auto [place, fresh] = constants.try_emplace("parameters." + name, value);
      if (!fresh && !cel::equals(place->second, value).is_true()) return std::nullopt;
    }
  return constants;
}

YamlNode scalar(std::string text) {
  YamlNode node;
  node.kind = YamlNode::Kind::scalar;
  node.text = std::move(text);
  return node;
}

// A dossier from facts, each under its path.
class DossierMaker {
 public:
  DossierMaker(const Schema& schema, const Rule& rule) : schema_(schema), rule_(rule) {
    dossier_.kind = YamlNode::Kind::map;
  }

  void add(const Possible::Fact& fact) {
    std::vector<std::string> names = {""};
    for (const char c : fact.path) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      if (!letter && c != '.') return;  // no path of a fact
      if (c == '.') names.emplace_back();
      if (c != '.') names.back() += c;
    }
    const bool of_element = !rule_.element.empty() && names.front() == rule_.element;
    std::string type = of_element ? schema_.field(schema_.root, rule_.subject)->type : schema_.root;
    const Field* field = nullptr;
    for (std::size_t i = of_element ? 1 : 0; i < names.size(); ++i) {
      field = schema_.field(type, names[i]);
      if (field == nullptr) return;
      type = field->type;
    }
    if (field == nullptr) return;
    YamlNode* place = of_element ? &element() : &dossier_;
    for (std::size_t i = of_element ? 1 : 0; i < names.size(); ++i)
      place = &member(*place, names[i]);
    *place = value_of(fact, *field);
  }

  YamlNode take() && { return std::move(dossier_); }

 private:
  YamlNode& element() {
    YamlNode& list = member(dossier_, rule_.subject);
    list.kind = YamlNode::Kind::list;
    if (list.items.empty()) {
      list.items.emplace_back();
      list.items.back().kind = YamlNode::Kind::map;
    }
    return list.items.front();
  }

  static YamlNode& member(YamlNode& map, const std::string& key) {
    map.kind = YamlNode::Kind::map;
    const auto known = std::ranges::find(map.keys, key);
    if (known != map.keys.end())
      return map.items[static_cast<std::size_t>(known - map.keys.begin())];
    map.keys.push_back(key);
    map.key_places.emplace_back();
    map.items.emplace_back();
    return map.items.back();
  }

  YamlNode value_of(const Possible::Fact& fact, const Field& field) const {
    if (fact.value && fact.value->kind() == Value::Kind::null) return {};
    if (fact.value && fact.value->kind() == Value::Kind::text) return scalar(fact.value->as_text());
    if (fact.value) return scalar(cel::to_display(*fact.value));
    if (field.kind == FieldKind::boolean) return scalar("false");
    if (field.kind != FieldKind::choice) return scalar("something else");
    for (const Choice& choice : schema_.enumeration(field.type)->choices)
      if (std::ranges::none_of(fact.named, [&](const Value& named) {
            return named.kind() == Value::Kind::text && named.as_text() == choice.value;
          }))
        return scalar(choice.value);
    return {};
  }

  const Schema& schema_;
  const Rule& rule_;
  YamlNode dossier_;
};

class OverlapSearch {
 public:
  OverlapSearch(const RulePack& pack, const Schema& schema) : pack_(pack), schema_(schema) {}

  std::vector<Overlap> run() {
    for (std::size_t i = 0; i < pack_.rules.size(); ++i)
      for (std::size_t j = i + 1; j < pack_.rules.size(); ++j) look(pack_.rules[i], pack_.rules[j]);
    return std::move(overlaps_);
  }

 private:
  static bool may_meet(const Rule& a, const Rule& b) {
    return a.subject == b.subject && a.require.program && b.require.program &&
           !ends_before(a.in_force, b.in_force) && !ends_before(b.in_force, a.in_force) &&
           share_a_path(a.require, b.require);
  }
  static WantedTruth holds(const Expression& expression, bool truth) {
    return {&expression.program->root(), expression.text, truth};
  }

  void look(const Rule& a, const Rule& b) {
    if (!may_meet(a, b)) return;
    const auto constants = constants_of(pack_, a, b);
    if (!constants) return;
    const Possible possible(*constants);
    std::vector<WantedTruth> both;
    for (const Rule* rule : {&a, &b})
      if (rule->when.program) both.push_back(holds(rule->when, true));
    const auto can = [&](std::vector<WantedTruth> more) {
      more.insert(more.end(), both.begin(), both.end());
      return possible.together(more);
    };
    const WantedTruth a_passes = holds(a.require, true), b_passes = holds(b.require, true);
    if (can({a_passes, b_passes}) || !can({a_passes}) || !can({b_passes})) return;
    both.push_back(a_passes);
    both.push_back(holds(b.require, false));
    DossierMaker maker(schema_, a);
    if (const auto facts = possible.example(both))
      for (const Possible::Fact& fact : *facts) maker.add(fact);
    overlaps_.push_back({&a, &b, std::move(maker).take()});
  }

  const RulePack& pack_;
  const Schema& schema_;
  std::vector<Overlap> overlaps_;
};

}  // namespace

std::vector<Overlap> overlaps_of(const RulePack& pack, const Schema& schema) {
  return OverlapSearch(pack, schema).run();
}

}  // namespace verilot
