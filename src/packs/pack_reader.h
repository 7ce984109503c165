// packs: the YAML of one pack to its parts, without compiling expressions. One file per kind of
// content; load_packs.cpp puts them together.
#pragma once

#include "model/quantity.h"
#include "packs/pack.h"
#include "yaml/yaml.h"

namespace verilot {

struct PackReader {
  Problems& problems;
  const UnitTable& units;
  std::shared_ptr<const std::string> source = nullptr;                   // the file that is read
  std::map<std::string, SourceLocation, std::less<>> value_places = {};  // of the pack's own values
  std::vector<const Law*> laws = {};  // whose clauses may be cited: the pack's own and those below

  void read_head(const YamlNode& root, RulePack&);
  // `shared` holds the rules of rules/ that `use:` binds; empty while those are read themselves.
  void read_rules(const YamlNode& root, const std::vector<Rule>& shared, RulePack&);
  // Adds to the tree that the pack has taken over.
  void read_tree(const YamlNode& root, RulePack&);
  void read_law(const YamlNode& root, RulePack&);
  void read_examples(const YamlNode& root, RulePack&);
  void read_lists(const YamlNode& root, RulePack&);
  void read_bases(const YamlNode& root, RulePack&);

  // Pieces that several of them share.
  std::vector<Case> cases(const YamlNode& map);
  Case dossier_of(const YamlNode& item);
  // What `citation:` names, put together.
  Citation citation(const YamlNode& map, std::vector<CitedClause>&);
  Expression expression(const YamlNode& map, std::string_view key);
  Expression written(const std::string& text, const SourceLocation&) const;
  std::map<std::string, cel::Value, std::less<>> values(const YamlNode& map, std::string_view key);
  std::map<std::string, cel::Value, std::less<>> constants(const YamlNode& map);
  std::optional<Date> date(const YamlNode& map, std::string_view key);
  Period period(const YamlNode& map);
  std::optional<Severity> severity(const YamlNode& map);
  Messages messages(const YamlNode& map);
  // The scalars of these members, with their places; the elements of a list.
  void note_texts(const YamlNode& map, const std::vector<std::string>& keys,
                  std::vector<Expression>& texts) const;
  // The elements of a list member; a problem when it is there and is no list.
  const std::vector<YamlNode>& elements(const YamlNode& map, std::string_view key);
  void problem(const SourceLocation& where, std::string message);

 private:
  // A question or leaf of a pack that takes every branch that led to a node of the pack built on.
  struct InPlaceOf {
    std::string own, other;
    SourceLocation where;
  };

  void cite(const YamlNode&, Citation&, std::vector<CitedClause>&);
  Clause clause(const YamlNode&);
  Example example(const YamlNode&);
  void check_tree(PathwayTree&, const SourceLocation& start);
  void graft(const std::vector<InPlaceOf>&, const PathwayTree& taken_over, PathwayTree&);
  Rule rule(const YamlNode&, const std::vector<Rule>& shared);
  bool bind_shared(const YamlNode&, const std::vector<Rule>& shared, Rule&);
  void read_rule_keys(const YamlNode&, Rule&);
  RuleVersion version(const YamlNode&);
  Leaf leaf(const YamlNode&);
  void note_place(const YamlNode&, const std::string& own, std::vector<InPlaceOf>&);
  Question question(const YamlNode&);
};

}  // namespace verilot
