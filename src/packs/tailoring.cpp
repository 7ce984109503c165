#include "packs/tailoring.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "digest/digest.h"
#include "model/quantity.h"
#include "packs/domain_values.h"
#include "packs/pack_reader.h"

namespace verilot {

namespace {

const std::vector<std::string> kGround = {"reason", "who", "date"};

void report(const SourceLocation& where, std::string message, Problems& problems) {
  problems.push_back({ProblemLevel::error, where, std::move(message)});
}

class TailoringReader {
 public:
  TailoringReader(Tailoring& tailoring, Problems& problems)
      : tailoring_(tailoring), problems_(problems) {}

  void read(const YamlNode& root) {
    refuse_unknown_keys(root, {"changes", "rules"}, problems_);
    for (const YamlNode& item : reader_.elements(root, "changes")) change(item);
    for (const YamlNode& item : reader_.elements(root, "rules")) rule(item);
    if (tailoring_.changes.empty() && tailoring_.added.empty() && problems_.empty())
      report(root.where, "a tailoring file needs `changes:` or `rules:`, a list", problems_);
  }

 private:
  void change(const YamlNode& node) {
    refuse_unknown_keys(node, {"rule", "parameters", "severity", "off", "reason", "who", "date"},
                        problems_);
    if (!node.is_map()) return;
    RuleChange change;
    change.by = ground(node);
    change.rule = text_member(node, "rule", problems_);
    change.severity = reader_.severity(node);
    if (change.rule.empty()) report(node.where, "a change needs `rule:`, an id", problems_);
    parameters(node, change);
    off(node, change);
    const bool twice = std::ranges::any_of(
        tailoring_.changes, [&](const RuleChange& other) { return other.rule == change.rule; });
    if (twice)
      report(node.where, "rule '" + change.rule + "' is changed twice; write one change",
             problems_);
    tailoring_.changes.push_back(std::move(change));
  }

  void parameters(const YamlNode& node, RuleChange& change) {
    const YamlNode* map = node.find("parameters");
    if (map == nullptr) return;
    if (!map->is_map())
      return report(map->where, "'parameters' must be a map of constants", problems_);
    change.parameters = *map;
  }

  void off(const YamlNode& node, RuleChange& change) {
    const YamlNode* word = node.find("off");
    const bool changes = change.severity || change.parameters.is_map();
    if (word != nullptr && (!is_boolean(*word, change.off) || !change.off))
      report(word->where, "'off' is true, or is left out", problems_);
    if (word != nullptr && changes)
      report(word->where, "a rule that is switched off has no other change", problems_);
    if (word == nullptr && !changes && node.find("severity") == nullptr)
      report(node.where, "a change needs `parameters:`, `severity:` or `off: true`", problems_);
  }

  void rule(const YamlNode& node) {
    if (!node.is_map()) return report(node.where, "a rule is a map with `id:`", problems_);
    AddedRule added;
    added.by = ground(node);
    added.pack = node.find("pack") == nullptr ? "rules" : text_member(node, "pack", problems_);
    added.rule = without_ground(node);
    const YamlNode* id = node.find("id");
    if (id != nullptr && !id->text.starts_with("local."))
      report(id->where, "the id of a rule that is added begins with 'local.'", problems_);
    tailoring_.added.push_back(std::move(added));
  }

  static YamlNode without_ground(const YamlNode& node) {
    YamlNode rule = node;
    rule.keys.clear();
    rule.key_places.clear();
    rule.items.clear();
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      if (node.keys[i] == "pack" || std::ranges::count(kGround, node.keys[i]) > 0) continue;
      rule.keys.push_back(node.keys[i]);
      rule.key_places.push_back(node.key_places[i]);
      rule.items.push_back(node.items[i]);
    }
    return rule;
  }

  TailoredBy ground(const YamlNode& node) {
    TailoredBy by{text_member(node, "reason", problems_), text_member(node, "who", problems_),
                  text_member(node, "date", problems_), node.where};
    const auto need = [&](const std::string& text, const std::string& what) {
      if (text.empty()) report(node.where, "every change needs " + what, problems_);
    };
    need(by.reason, "`reason:`, why it is made");
    need(by.who, "`who:`, who made it");
    need(by.date, "`date:`, the day it was made");
    if (!by.date.empty()) reader_.date(node, "date");  // reports what is none
    return by;
  }

  Tailoring& tailoring_;
  Problems& problems_;
  const UnitTable no_units_;
  PackReader reader_{problems_, no_units_};
};

// "true or false", "a date": what a constant is, in words.
std::string kind_of(const cel::Value& value) {
  using Kind = cel::Value::Kind;
  if (const Quantity* quantity = as_quantity(value))
    return quantity->unit.unit_class.empty() ? "a quantity"
                                             : "a quantity (" + quantity->unit.unit_class + ")";
  switch (value.kind()) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::text:
      return "a text";
    case Kind::list:
      return value.as_list().size() == 0 ? "a list"
                                         : "a list of: " + kind_of(value.as_list().at(0));
    default:
      return "a date";
  }
}

class Tailor {
 public:
  Tailor(const Tailoring& tailoring, PackReader& reader, RulePack& pack)
      : tailoring_(tailoring), reader_(reader), pack_(pack) {}

  void run(const std::vector<Rule>& shared) {
    reader_.source = tailoring_.bytes;
    for (const RuleChange& change : tailoring_.changes) {
      const auto rule = std::ranges::find(pack_.rules, change.rule, &Rule::id);
      if (rule == pack_.rules.end()) continue;
      if (!change.off) {
        apply(change, *rule);
      } else {
        switch_off(rule);
      }
    }
    for (const AddedRule& added : tailoring_.added)
      if (added.pack == pack_.id) add(added, shared);
  }

 private:
  RuleTailoring by(const TailoredBy& by) const {
    return {{}, tailoring_.file, by.reason, by.who, by.date};
  }

  void apply(const RuleChange& change, Rule& rule) {
    rule.tailored = by(change.by);
    if (change.severity) {
      rule.tailored.changes.push_back("severity set from " + severities(rule) + " to " +
                                      std::string(to_string(*change.severity)));
      rule.severity = *change.severity;
      for (RuleVersion& version : rule.versions) version.severity.reset();
    }
    const std::size_t before = reader_.problems.size();
    const auto values = reader_.constants(change.parameters);
    if (reader_.problems.size() != before) return;
    for (std::size_t i = 0; i < change.parameters.keys.size(); ++i)
      parameter(change.parameters, i, values.at(change.parameters.keys[i]), rule);
  }

  // What examples expect of it falls away with it.
  void switch_off(std::vector<Rule>::iterator rule) {
    const std::string id = rule->id;
    pack_.switched_off.push_back({id, rule->shared_id});
    pack_.rules.erase(rule);
    for (Example& example : pack_.examples)
      std::erase_if(example.expect, [&](const auto& expected) { return expected.first == id; });
  }

  // Of the rule and of its versions: "high", "high or medium".
  static std::string severities(const Rule& rule) {
    std::string words(to_string(rule.severity));
    std::set<Severity> seen = {rule.severity};
    for (const RuleVersion& version : rule.versions)
      if (version.severity && seen.insert(*version.severity).second)
        words += " or " + std::string(to_string(*version.severity));
    return words;
  }

  void parameter(const YamlNode& map, std::size_t index, const cel::Value& value, Rule& rule) {
    const std::string& name = map.keys[index];
    const auto old = rule.parameters.find(name);
    if (old == rule.parameters.end()) {
      std::vector<std::string> names;
      for (const auto& [known, constant] : rule.parameters) names.push_back(known);
      return reader_.problem(map.key_place(index), "rule '" + rule.id + "' has no parameter '" +
                                                       name + "'" + did_you_mean(name, names));
    }
    const std::string wanted = kind_of(old->second), found = kind_of(value);
    const bool some_list = wanted.starts_with("a list") && found == "a list";
    if (wanted != found && !some_list)
      return reader_.problem(
          map.items[index].where,
          "parameter '" + name + "' of rule '" + rule.id + "' is " + wanted + "; this is " + found);
    rule.tailored.changes.push_back("parameter " + name + " set from " +
                                    cel::to_display(old->second) + " to " + cel::to_display(value));
    old->second = value;
  }

  void add(const AddedRule& added, const std::vector<Rule>& shared) {
    YamlNode list;
    list.kind = YamlNode::Kind::list;
    list.items = {added.rule};
    YamlNode root;
    root.kind = YamlNode::Kind::map;
    root.where = added.by.where;
    root.keys = {"rules"};
    root.key_places = {{}};
    root.items = {std::move(list)};
    reader_.read_rules(root, shared, pack_);
    pack_.rules.back().tailored = by(added.by);
    pack_.rules.back().tailored.changes = {"added"};
  }

  const Tailoring& tailoring_;
  PackReader& reader_;
  RulePack& pack_;
};

}  // namespace

Tailoring read_tailoring(const std::string& path, Problems& problems, const std::string& called) {
  Tailoring tailoring;
  tailoring.file = called.empty() ? path : called;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  tailoring.bytes = std::make_shared<const std::string>(bytes.str());
  tailoring.hash = sha256_of({*tailoring.bytes});
  const LoadedYaml loaded = load_file(path, tailoring.file);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (!any_error(loaded.problems)) TailoringReader(tailoring, problems).read(loaded.root);
  return tailoring;
}

void tailor(const Tailoring& tailoring, const std::vector<Rule>& shared, PackReader& reader,
            RulePack& pack) {
  Tailor(tailoring, reader, pack).run(shared);
}

void refuse_unknown_rules(const Tailoring& tailoring, const std::vector<RulePack>& packs,
                          Problems& problems) {
  std::vector<std::string> rules, ids;
  for (const RulePack& pack : packs) {
    ids.push_back(pack.id);
    for (const Rule& rule : pack.rules) rules.push_back(rule.id);
  }
  for (const RuleChange& change : tailoring.changes)
    if (!change.rule.empty() && std::ranges::count(rules, change.rule) == 0)
      report(change.by.where,
             "no pack has a rule '" + change.rule + "'" + did_you_mean(change.rule, rules),
             problems);
  for (const AddedRule& added : tailoring.added)
    if (std::ranges::count(ids, added.pack) == 0)
      report(added.by.where, "no pack '" + added.pack + "'" + did_you_mean(added.pack, ids),
             problems);
}

}  // namespace verilot
