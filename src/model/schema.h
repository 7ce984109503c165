// The shape of a dossier: which facts there are, their types and what they mean.
//
//   const Schema schema = ...;                       // rules/dossier-schema.yaml
//   const Field* f = schema.field("lot", "expiry");  // type date, last_day, "Expiry date ..."
//
// One table serves the readers (what fits, "did you mean"), the checker of rules (types of paths),
// `verilot schema dossier`, `verilot fields` and the documentation.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

enum class FieldKind {
  text,  // any non-blank text
  boolean,
  integer,
  number,       // a decimal, or a quantity without unit
  quantity,     // a decimal with a unit
  date,         // ISO date, partial allowed
  expiry_date,  // ISO date; a partial one means its last day
  choice,       // one of the values of an enumeration
  document,     // the file name of a document in the dossier's folder
  object,
  list,
};

struct Field {
  std::string name;
  FieldKind kind = FieldKind::text;
  std::string type;  // of object: type name; of choice: enumeration; of list: see element
  FieldKind element = FieldKind::text;  // of list
  std::string meaning;                  // one sentence for `verilot fields` and the documentation
  bool derived = false;   // filled by verilot from other facts; not a key of the dossier format
  std::string filled_by;  // for derived fields: which step fills it
  std::string names;      // of a text that names something: what, "species"; else ""
  // What a dossier may have at most, and rules can rely on: elements of a list, bytes of a text.
  std::size_t max_items = 0;
  std::size_t max_bytes = 0;
  bool always = false;  // there is one wherever its object is: "none" is no value
};

struct ObjectType {
  std::string name;
  std::string meaning;
  std::vector<Field> fields;  // in the order of the file
};

struct Choice {
  std::string value;
  std::string meaning;
  std::vector<std::string> synonyms;  // other spellings that readers accept: "exosomes"
};

struct Enumeration {
  std::string name;
  std::string meaning;
  std::vector<Choice> choices;
};

struct Schema {
  std::string version;
  std::size_t max_items = 1'000;   // of a list whose field does not say otherwise
  std::size_t max_bytes = 10'000;  // of such a text
  std::string root = "dossier";
  std::map<std::string, ObjectType, std::less<>> types;
  std::map<std::string, Enumeration, std::less<>> enumerations;
  std::vector<std::string> no_value;  // words that are never values: "unknown", "not stated", ...
  // Words of praise and kind: a text of a naming field that holds no other word names nothing.
  std::vector<std::string> names_nothing;
  // What documents call the thing that a dossier names: "homo sapiens" -> "human".
  std::map<std::string, std::vector<std::string>> same_names;

  const ObjectType* type(std::string_view name) const;
  const Field* field(std::string_view type, std::string_view name) const;
  const Enumeration* enumeration(std::string_view name) const;
};

}  // namespace verilot
