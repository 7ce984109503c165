// A rule pack, loaded and checked: rules, the pathway tree, official lists, cases.
//
// Source: docs/pack-format.md.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/program.h"
#include "model/date.h"
#include "model/finding.h"
#include "yaml/yaml.h"

namespace verilot {

// A part of an expression that is a scalar of a file.
struct WrittenPart {
  std::size_t offset = 0, size = 0;  // in the text
  SourceLocation where;
  std::shared_ptr<const std::string> source;  // the file
};

// An expression with the place where it stands in its file.
struct Expression {
  std::string text;
  SourceLocation where;
  std::vector<WrittenPart> parts;       // see packs/text_places.h
  std::optional<cel::Program> program;  // there in every pack that loads, unless the text is empty
};

struct Period {
  std::optional<Date> from;   // first day
  std::optional<Date> until;  // last day
};

struct Messages {
  std::string pass, fail, unverified;
};

// An official text of law/<instrument>.yaml.
struct Clause {
  std::string id;      // "eu.1223.annex2.human-origin"
  std::string clause;  // the citation as printed: "Regulation (EC) 1223/2009 Annex II"
  std::string title;
  std::string status;  // T or P read, S secondary source, U unconfirmed
  std::string text;    // its words, where they were read and may be copied
  std::string source;
  std::string author, date;  // of a regulator's position; "" for law
  Period in_force;
  std::string no_rule;  // why no rule rests on it
  std::string sha256;   // as sealed in the file, see packs/law.h
  SourceLocation where;
  std::optional<SourceLocation> sealed_at;
};

using Law = std::map<std::string, Clause, std::less<>>;  // by id

// "eu.1223.annex2.human-origin@3f2a9c1b": a clause as a rule, version or leaf cites it.
struct CitedClause {
  std::string id;
  std::string mark;  // of the text that was reviewed; "" where none was
  std::string now;   // the mark of the text there is
  SourceLocation where;
};

// What a rule says during a period; the first version whose period holds `as_of` replaces what it
// gives of the rule.
struct RuleVersion {
  Period period;
  std::optional<Severity> severity;
  std::optional<Expression> when, require;
  std::optional<Messages> messages;
  std::optional<Citation> citation;
  std::vector<CitedClause> cited;
};

struct Case {
  std::string name;
  std::string base;
  YamlNode given;
  std::optional<Date> as_of;
  std::string subject;              // "lots[0]"; "" when the rule has one
  std::vector<std::string> expect;  // one outcome, or the leaves still possible
  SourceLocation where;
};

// A dossier with what several rules of the pack say of it.
struct Example {
  Case dossier;                      // its `expect` is empty
  std::string verdict;               // "REJECT"; "" where it is not stated
  std::vector<std::string> pathway;  // the leaves still possible for the product; empty: not stated
  std::vector<std::pair<std::string, std::string>> expect;  // rule and its gravest outcome
};

// What a tailoring file changes of a rule.
struct RuleTailoring {
  std::vector<std::string> changes;  // "severity set from high to medium"; empty: nothing
  std::string file, reason, who, date;
};

struct Rule {
  std::string id;
  std::string shared_id;  // of the shared rule it binds; "" for a rule of its own
  std::string title;
  std::string subject = "dossier";
  std::string element;                  // what one element is bound to, "lot"; "" when judged once
  std::vector<std::string> applies_to;  // leaves; empty is every pathway
  Severity severity = Severity::high;
  Citation citation;
  std::vector<CitedClause> cited;
  bool safety_ground = false;
  Period in_force;                    // empty: always
  std::vector<std::string> compares;  // facts; it says nothing where one is not stated
  Expression when, require;
  Messages messages;
  std::vector<std::string> ask;
  std::vector<Expression> texts;  // its own messages and requests, where they stand
  std::string absence_ok;         // why the rule may ask what is written, not what is so
  std::vector<RuleVersion> versions;
  std::vector<Case> cases;
  std::map<std::string, cel::Value, std::less<>> parameters;
  RuleTailoring tailored;
  SourceLocation where;

  // A rule that exists only through an unconfirmed clause decides nothing.
  bool advisory() const { return citation.status == "U" && !safety_ground; }
};

struct Leaf {
  enum class Route { none, lawful, open };
  std::string id;
  std::string title;
  Route route = Route::open;
  int strictness = 0;  // of two branches the higher one is the stricter
  Citation citation;
  std::vector<CitedClause> cited;
  std::string message;
  std::vector<Expression> texts;  // the message, where it stands
  SourceLocation where;
};

struct Question {
  std::string id;
  std::string text;
  Expression condition;
  std::string yes, no;  // a question or a leaf
  std::vector<std::string> ask;
  std::vector<Expression> texts;  // the requests, where they stand
  SourceLocation where;
};

struct PathwayTree {
  std::string start;  // "" when the pack has no tree
  std::map<std::string, Leaf, std::less<>> leaves;
  std::map<std::string, Question, std::less<>> questions;
  std::vector<Case> cases;
};

// A dated copy of a public list.
struct OfficialList {
  std::string id;
  std::string title;
  Date as_of;
  bool complete = false;
  std::string status, source;
  std::vector<std::string> entries;
  SourceLocation where;
};

// A rule that a tailoring file takes out of its pack.
struct RuleSwitchedOff {
  std::string id, shared_id;
};

struct RulePack {
  std::string id;
  std::string version;
  std::string title;
  std::string country;
  std::string builds_on;  // the pack whose tree, values, lists and law it takes over; or ""
  Date law_as_found;
  std::string folder;
  std::string hash;
  std::vector<Rule> rules;  // in file order
  std::vector<RuleSwitchedOff> switched_off;
  Law law;
  std::vector<Example> examples;
  PathwayTree tree;
  std::vector<OfficialList> lists;
  std::map<std::string, YamlNode, std::less<>> bases;
  std::map<std::string, cel::Value, std::less<>> values;   // with those of rules/pack.yaml
  std::shared_ptr<const cel::FunctionRegistry> functions;  // those its programs call
  std::shared_ptr<const cel::Environment> environment;     // their names, but for those of a rule
};

}  // namespace verilot
