// JSON (RFC 8259) to the same tree as YAML, numbers kept as written.
#include <set>

#include "yaml/utf8.h"
#include "yaml/yaml.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxBytes = 64u << 20;
constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxValues = 500'000;

class JsonReader {
 public:
  JsonReader(std::string_view text, const std::string& file, int first_line, Problems& problems)
      : text_(text), file_(file), problems_(problems), line_(first_line) {}

  YamlNode read() {
    YamlNode root = value("", 0);
    skip_space();
    if (!failed_ && at_ < text_.size()) fail("text after the end of the value; write one value");
    return root;
  }

 private:
  SourceLocation here(std::string_view pointer) const {
    SourceLocation where;
    where.file = file_;
    where.line = line_;
    where.column = static_cast<int>(at_ - line_start_) + 1;
    where.pointer = pointer;
    return where;
  }
  void fail(std::string message) {
    if (!failed_) problems_.push_back({ProblemLevel::error, here(""), std::move(message)});
    failed_ = true;
  }
  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
      ++at_;
      if (c == '\n') {
        ++line_;
        line_start_ = at_;
      }
    }
  }
  char peek() {
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  YamlNode value(std::string pointer, int depth) {
    YamlNode node;
    const char c = peek();
    node.where = here(pointer);
    if (depth > kMaxDepth) {
      fail("nested deeper than 64 levels; flatten it");
    } else if (++values_ > kMaxValues) {
      fail("more than 500,000 values; split the file");
    } else if (c == '{') {
      object(node, pointer, depth);
    } else if (c == '[') {
      array(node, pointer, depth);
    } else if (c == '"') {
      node.kind = YamlNode::Kind::scalar;
      node.quoted = true;
      node.text = string();
    } else {
      word(node);
    }
    node.cut = failed_;
    return node;
  }

  void object(YamlNode& node, const std::string& pointer, int depth) {
    node.kind = YamlNode::Kind::map;
    ++at_;
    std::set<std::string> seen;
    if (take('}')) return;
    do {
      if (peek() != '"') return fail("expected a key in double quotes");
      const SourceLocation place = here(pointer);
      std::string key = string();
      if (!failed_ && !take(':')) fail("expected ':' after the key");
      if (failed_) return;
      if (!seen.insert(key).second)
        problems_.push_back(
            {ProblemLevel::error, place, "key '" + key + "' is written twice; write it once"});
      node.keys.push_back(key);
      node.key_places.push_back({place.line, place.column});
      node.items.push_back(value(pointer + "/" + token(key), depth + 1));
    } while (!failed_ && take(','));
    if (!failed_ && !take('}')) not_closed(node, "expected ',' or '}'");
  }

  void array(YamlNode& node, const std::string& pointer, int depth) {
    node.kind = YamlNode::Kind::list;
    ++at_;
    if (take(']')) return;
    do {
      node.items.push_back(value(pointer + "/" + std::to_string(node.items.size()), depth + 1));
    } while (!failed_ && take(','));
    if (!failed_ && !take(']')) not_closed(node, "expected ',' or ']'");
  }

  // The last value may go on where the text ends: 12 of 1234.
  void not_closed(YamlNode& node, const char* message) {
    fail(message);
    node.items.back().cut = true;
  }

  static std::string token(std::string_view key) {
    std::string escaped;
    for (const char c : key) escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return escaped;
  }

  // true, false, null or a number.
  void word(YamlNode& node) {
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           std::string_view(",]}: \t\r\n").find(text_[at_]) == std::string_view::npos)
      ++at_;
    node.text = std::string(text_.substr(start, at_ - start));
    node.kind = YamlNode::Kind::scalar;
    if (node.text == "null") {
      node.kind = YamlNode::Kind::null;
    } else if (node.text != "true" && node.text != "false" && !is_number(node.text)) {
      at_ = start;
      fail(node.text.empty() ? "a value is missing here"
                             : "expected a value; texts stand in double quotes");
    }
  }

  static bool is_number(std::string_view s) {
    std::size_t i = 0;
    const auto digits = [&] {
      const std::size_t start = i;
      while (i < s.size() && s[i] >= '0' && s[i] <= '9') ++i;
      return i - start;
    };
    if (i < s.size() && s[i] == '-') ++i;
    const bool zero = i < s.size() && s[i] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (i < s.size() && s[i] == '.') {
      ++i;
      if (digits() == 0) return false;
    }
    if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
      ++i;
      if (i < s.size() && (s[i] == '+' || s[i] == '-')) ++i;
      if (digits() == 0) return false;
    }
    return i == s.size();
  }

  std::string string() {
    std::string out;
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) {
        fail("a line break or control character inside a text; write \\n");
        return out;
      }
      ++at_;
      if (c == '\\') {
        escape(out);
        if (failed_) return out;
      } else {
        out += c;
      }
    }
    if (at_ >= text_.size()) {
      fail("the text is not closed; expected '\"'");
    } else {
      ++at_;
    }
    return out;
  }

  void escape(std::string& out) {
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    const std::size_t simple = kFrom.find(c);
    if (c != '\0' && simple != std::string_view::npos) {
      out += kTo[simple];
    } else if (c == 'u') {
      unicode(out);
    } else {
      fail("an escape that JSON does not have; write \\\\ for a backslash");
    }
  }

  void unicode(std::string& out) {
    char32_t code = hex4();
    if (code >= 0xD800 && code <= 0xDBFF && text_.substr(at_, 2) == "\\u") {
      at_ += 2;
      const char32_t low = hex4();
      const bool pair = low >= 0xDC00 && low <= 0xDFFF;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : char32_t{0xFFFD};
    }
    if (code >= 0xD800 && code <= 0xDFFF) fail("half a surrogate pair is no character");
    if (!failed_) append_utf8(out, code);
  }

  char32_t hex4() {
    char32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      const std::size_t digit = std::string_view("0123456789abcdefABCDEF").find(c);
      if (c == '\0' || digit == std::string_view::npos) {
        fail("\\u needs four hexadecimal digits");
        return 0;
      }
      code = code * 16 + static_cast<char32_t>(digit > 15 ? digit - 6 : digit);
      ++at_;
    }
    return code;
  }

  std::string_view text_;
  const std::string& file_;
  Problems& problems_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
  int line_;
  std::size_t line_start_ = 0;
  bool failed_ = false;
};

}  // namespace

LoadedYaml load_json(std::string_view text, const std::string& file, int first_line) {
  LoadedYaml loaded;
  loaded.root.where.file = file;
  const std::optional<std::string> clean = checked_utf8(text, kMaxBytes, file, loaded.problems);
  if (clean) loaded.root = JsonReader(*clean, file, first_line, loaded.problems).read();
  return loaded;
}

}  // namespace verilot
