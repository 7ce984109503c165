// yaml: strict YAML with positions. No duplicate keys, anchors, aliases, tags or tabs, one
// document, and no implicit types: a scalar is text, and the reader of a field decides what it is.
//
//   LoadedYaml loaded = load_yaml(text, "rules/lots.yaml");
//   if (const YamlNode* id = loaded.root.find("id")) use(id->text, id->where);
//
// JSON is YAML of another dress: load_json() gives the same tree, and refuses duplicate keys too.
//
// Units:  lines and columns count from 1.
// Errors: every problem is reported with file, line and column; the rest of the tree is there.
// Limits: 4 MB of YAML, 64 MB of JSON, nesting 64, 500,000 values; YAML stops at its first syntax
// error (reported).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace verilot {

struct YamlNode {
  enum class Kind { null, scalar, map, list };

  Kind kind = Kind::null;
  std::string text;      // of a scalar, as written; of a null "" where the value is left blank
  bool cut = false;      // reading ended at a fault in it or right behind it: there may be more
  bool quoted = false;   // a quoted scalar is text whatever it looks like
  SourceLocation where;  // file, line, column and JSON Pointer
  std::vector<std::string> keys;  // of a map, in order; keys[i] belongs to items[i]
  struct KeyPlace {
    int line = 0, column = 0;
  };
  std::vector<KeyPlace> key_places;  // see key_place()
  std::vector<YamlNode> items;       // of a map or a list

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_null() const { return kind == Kind::null; }  // ~, null or left blank
  bool is_blank() const { return is_null() && text.empty(); }
  // Where keys[i] stands.
  SourceLocation key_place(std::size_t i) const {
    SourceLocation place = where;
    place.line = key_places[i].line;
    place.column = key_places[i].column;
    return place;
  }
  // The value under a key of a map, or nullptr.
  const YamlNode* find(std::string_view key) const;
};

struct LoadedYaml {
  YamlNode root;
  Problems problems;
};

// What stands under a key that is left out is an empty list: a reader that needs no cases of rules
// saves the larger part of the tree.
LoadedYaml load_yaml(std::string_view text, const std::string& file,
                     std::string_view left_out = "");
// `first_line` is the line of the file that the text begins in.
LoadedYaml load_json(std::string_view text, const std::string& file, int first_line = 1);

// `.json` by load_json, anything else by load_yaml. A file that cannot be read is a problem.
LoadedYaml load_file(const std::string& path, const std::string& shown_as,
                     std::string_view left_out = "");

// Many files at once, on as many threads as the machine has; the results in the order given.
// Parsing YAML is most of what a start costs.
struct FileToLoad {
  std::string path;
  std::string shown_as;
};
std::vector<LoadedYaml> load_files(const std::vector<FileToLoad>&, std::string_view left_out = "");

// Whether a plain (unquoted) scalar says true or false; nothing else counts ("yes" is text).
bool is_boolean(const YamlNode&, bool& value);

// Reports every key of the map that is not in `known`, with "did you mean"; a list or a text where
// a map belongs is reported too.
void refuse_unknown_keys(const YamlNode& map, const std::vector<std::string>& known, Problems&);

// The text of a scalar member; "" and a problem when it is there and is not a scalar.
std::string text_member(const YamlNode& map, std::string_view key, Problems&);
// The scalars of a list member; a problem for anything else.
std::vector<std::string> text_list_member(const YamlNode& map, std::string_view key, Problems&);

}  // namespace verilot
