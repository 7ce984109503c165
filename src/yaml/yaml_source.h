// yaml: a text with everything that reading it leaves out: comments, blank lines, how each value
// was written. For tools that write a file anew.
//
//   if (auto source = read_source(text)) print(source->root);
//
// Errors: nothing for a text that load_yaml() has problems with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

struct SourceEntry;

struct SourceNode {
  enum class Kind { scalar, map, list };

  Kind kind = Kind::scalar;
  bool flow = false;     // [...] or {...}
  bool plain = false;    // of a scalar: without quotes, and no block
  bool literal = false;  // of a scalar: |
  std::string raw;       // of a scalar, as it stands in the file
  std::string text;      // of a scalar, its value
  std::vector<SourceEntry> entries;
};

// A key with its value, or an element of a list.
struct SourceEntry {
  std::string key;      // its text; "" of an element
  std::string raw_key;  // as it stands in the file
  SourceNode value;
  std::vector<std::string> before;  // comments on lines of their own; "" is a blank line
  std::vector<std::string> beside;  // comments on the line that the entry begins or ends on
  std::vector<std::string> after;   // comments below it that nothing of its block follows
  std::size_t begin = 0, end = 0;   // in bytes
  int line = 0, column = 0;         // of the key or the dash
};

struct YamlSource {
  SourceNode root;
  std::vector<std::string> tail;  // comments below everything
};

std::optional<YamlSource> read_source(const std::string& text);

// Every comment, in alphabetical order.
std::vector<std::string> comments_of(const YamlSource&);

// Whether a comment stands somewhere within it.
bool holds_comment(const SourceNode&);

}  // namespace verilot
