#include <yaml.h>

#include <algorithm>
#include <memory>
#include <set>

#include "yaml/utf8.h"
#include "yaml/yaml.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxBytes = 4u << 20;
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxValues = 500'000;

std::string escaped_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

std::string_view view_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view()
                         : std::string_view(reinterpret_cast<const char*>(text));
}

// Thrown when going on would be pointless; carries the place.
struct Refused {
  Problem problem;
};

// libyaml counts characters; a place is a line and a column in bytes. Marks come in order, so the
// text is walked once.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  void move_to(std::size_t character) {
    if (character < characters_) *this = Cursor(text_);
    for (; characters_ < character && bytes_ < text_.size(); ++characters_) {
      if (text_[bytes_] == '\n') {
        ++line_;
        line_start_ = bytes_ + 1;
      }
      bytes_ += std::max<std::size_t>(utf8_length(text_.substr(bytes_)), 1);
    }
  }
  int line() const { return line_; }
  int column() const { return static_cast<int>(bytes_ - line_start_) + 1; }
  bool at_tab() const { return bytes_ < text_.size() && text_[bytes_] == '\t'; }

 private:
  std::string_view text_;
  std::size_t characters_ = 0, bytes_ = 0, line_start_ = 0;
  int line_ = 1;
};

// Builds the tree from the parser's events.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, std::string file, std::string_view left_out, LoadedYaml& out)
      : cursor_(text), file_(std::move(file)), left_out_(left_out), out_(out) {}

  void take(const yaml_event_t& event) {
    if (leaves_out(event)) return;
    cursor_.move_to(event.start_mark.index);
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        start_document();
        break;
      case YAML_ALIAS_EVENT:
        problem("aliases are not read; write the value out");
        put(YamlNode{});
        break;
      case YAML_SCALAR_EVENT:
        take_scalar(event);
        break;
      case YAML_SEQUENCE_START_EVENT:
        refuse_extras(event.data.sequence_start.anchor, event.data.sequence_start.tag);
        open(YamlNode::Kind::list);
        break;
      case YAML_MAPPING_START_EVENT:
        refuse_extras(event.data.mapping_start.anchor, event.data.mapping_start.tag);
        open(YamlNode::Kind::map);
        break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        stack_.pop_back();
        break;
      default:
        break;
    }
  }

  Problem syntax_error(const yaml_parser_t& parser) {
    cursor_.move_to(parser.problem_mark.index);
    std::string message = "this is not YAML; check quotes and indentation";
    if (parser.problem != nullptr)
      message =
          "this is not YAML: " + std::string(parser.problem) + "; check quotes and indentation";
    if (cursor_.at_tab()) message = "a tab indents this line; YAML is indented with spaces";
    cut();
    stack_.clear();
    return error(std::move(message));
  }

  // What is open now was not read to its end.
  void cut() {
    for (const Open& open : stack_) open.node->cut = true;
  }

 private:
  struct Open {
    YamlNode* node;
    bool want_key = true;
    std::string key;
    YamlNode::KeyPlace key_place;
    std::set<std::string> seen;
  };

  SourceLocation place() const {
    SourceLocation where;
    where.file = file_;
    where.line = cursor_.line();
    where.column = cursor_.column();
    if (!stack_.empty()) where.pointer = stack_.back().node->where.pointer;
    return where;
  }
  Problem error(std::string message) const {
    return {ProblemLevel::error, place(), std::move(message)};
  }
  void problem(std::string message) { out_.problems.push_back(error(std::move(message))); }
  void refuse_extras(const yaml_char_t* anchor, const yaml_char_t* tag) {
    if (anchor != nullptr) problem("anchors are not read; write the value where it is used");
    if (tag != nullptr) problem("tag '" + std::string(view_of(tag)) + "' is not read; remove it");
  }

  // Whether an event belongs to what is left out: a list or a map under that key.
  bool leaves_out(const yaml_event_t& event) {
    const bool opens =
        event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_MAPPING_START_EVENT;
    const bool closes =
        event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
    if (depth_left_out_ > 0) {
      depth_left_out_ += static_cast<std::size_t>(opens);
      depth_left_out_ -= static_cast<std::size_t>(closes);
      return true;
    }
    if (!opens || left_out_.empty() || stack_.empty()) return false;
    const Open& top = stack_.back();
    if (top.node->kind != YamlNode::Kind::map || top.want_key || top.key != left_out_) return false;
    cursor_.move_to(event.start_mark.index);
    YamlNode empty;
    empty.kind = YamlNode::Kind::list;
    attach(std::move(empty));
    depth_left_out_ = 1;
    return true;
  }

  void start_document() {
    if (started_)
      throw Refused{error("a second YAML document is not read; write one document a file")};
    started_ = true;
  }

  void take_scalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    refuse_extras(scalar.anchor, scalar.tag);
    YamlNode node;
    node.quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    const auto null_words = {"", "~", "null", "Null", "NULL"};
    const bool null = !node.quoted && std::find(null_words.begin(), null_words.end(), node.text) !=
                                          null_words.end();
    node.kind = null ? YamlNode::Kind::null : YamlNode::Kind::scalar;
    put(std::move(node));
  }

  // Takes a scalar as the key of the innermost map when one is due; false when it is a value.
  bool take_key(const YamlNode& node) {
    if (stack_.empty()) return false;
    Open& top = stack_.back();
    if (top.node->kind != YamlNode::Kind::map || !top.want_key) return false;
    top.key = node.kind == YamlNode::Kind::null ? "null" : node.text;
    top.key_place = {cursor_.line(), cursor_.column()};
    top.want_key = false;
    return true;
  }

  YamlNode* attach(YamlNode node) {
    node.where = place();
    if (++values_ > kMaxValues) throw Refused{error("more than 500,000 values; split the file")};
    if (stack_.empty()) {
      out_.root = std::move(node);
      return &out_.root;
    }
    Open& top = stack_.back();
    if (top.node->kind == YamlNode::Kind::list) {
      node.where.pointer += "/" + std::to_string(top.node->items.size());
    } else {
      name(top, node);
    }
    top.node->items.push_back(std::move(node));
    return &top.node->items.back();
  }
  void name(Open& map, YamlNode& member) {
    member.where.pointer += "/" + escaped_token(map.key);
    map.node->keys.push_back(map.key);
    map.node->key_places.push_back(map.key_place);
    if (!map.seen.insert(map.key).second)
      out_.problems.push_back({ProblemLevel::error, map.node->key_place(map.node->keys.size() - 1),
                               "key '" + map.key + "' is written twice; write it once"});
    map.want_key = true;
  }

  void put(YamlNode node) {
    if (!take_key(node)) attach(std::move(node));
  }

  void open(YamlNode::Kind kind) {
    if (stack_.size() >= kMaxDepth)
      throw Refused{error("nested deeper than 64 levels; flatten it")};
    if (!stack_.empty() && stack_.back().node->kind == YamlNode::Kind::map &&
        stack_.back().want_key)
      throw Refused{error("a key must be a plain word, not a list or a map")};
    YamlNode node;
    node.kind = kind;
    stack_.push_back({attach(std::move(node)), true, {}, {}, {}});
  }

  Cursor cursor_;
  std::string file_;
  std::string_view left_out_;
  std::size_t depth_left_out_ = 0;  // of the event at hand within what is left out
  LoadedYaml& out_;
  std::vector<Open> stack_;
  std::size_t values_ = 0;
  bool started_ = false;
};

// libyaml's parser over one text, with its memory.
class Parser {
 public:
  explicit Parser(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { yaml_parser_delete(&parser_); }

  // Gives every event to the builder; false at a syntax error, which parser() then tells.
  bool run(TreeBuilder& builder) {
    for (bool ended = false; !ended;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) return false;
      const std::unique_ptr<yaml_event_t, decltype(&yaml_event_delete)> owned(&event,
                                                                              yaml_event_delete);
      ended = event.type == YAML_STREAM_END_EVENT;
      builder.take(event);
    }
    return true;
  }
  const yaml_parser_t& parser() const { return parser_; }

 private:
  yaml_parser_t parser_;
};

}  // namespace

LoadedYaml load_yaml(std::string_view text, const std::string& file, std::string_view left_out) {
  LoadedYaml loaded;
  loaded.root.where.file = file;
  const std::optional<std::string> clean = checked_utf8(text, kMaxBytes, file, loaded.problems);
  if (!clean) return loaded;
  TreeBuilder builder(*clean, file, left_out, loaded);
  try {
    Parser parser(*clean);
    if (!parser.run(builder)) loaded.problems.push_back(builder.syntax_error(parser.parser()));
  } catch (const Refused& refused) {
    builder.cut();
    loaded.problems.push_back(refused.problem);
  }
  return loaded;
}

}  // namespace verilot
