// One line of NDJSON with the index of its structural characters (simdjson's first stage). The
// walk over the index is our own: it reads only what a plan needs, and still checks the grammar of
// everything it skips, so that a line is broken or not whatever the rules read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace verilot::plan {

inline constexpr std::size_t kMaxLine = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxDepth = 1'024;  // of objects and lists
// Bytes behind a line that must be readable; the first of them is no part of a JSON value.
inline constexpr std::size_t kPadding = 64;
inline constexpr std::uint32_t kBroken = UINT32_MAX;

class Record {
 public:
  Record();
  ~Record();

  // False where the line is no UTF-8 or a text in it does not end. The line is not copied.
  bool index(std::string_view line);

  std::string_view line() const { return {text_, size_}; }
  std::uint32_t count() const { return count_; }
  // The structural character at `i`; the newline or NUL behind the line where i is the count.
  char at(std::uint32_t i) const { return text_[places_[i]]; }
  const char* place(std::uint32_t i) const { return text_ + places_[i]; }
  bool has_escapes() const { return has_escapes_; }

  // The bytes between the quotes of the text that begins at `i`.
  std::string_view raw_text(std::uint32_t i) const {
    const char* begin = place(i) + 1;
    const char* end = place(i + 1) - 1;
    while (end > begin && *end != '"') --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  // The index behind the value at `i`, or kBroken where it is no JSON. `depth` is that of the
  // containers around it.
  std::uint32_t check(std::uint32_t i, std::size_t depth) const;
  // The same, at once for a text, which the index has seen to its end.
  std::uint32_t pass(std::uint32_t i, std::size_t depth) const {
    return at(i) == '"' && !has_escapes_ ? i + 1 : check(i, depth);
  }
  // The same for a value that was checked before.
  std::uint32_t skip(std::uint32_t i) const;
  bool check_scalar(std::uint32_t i) const;

 private:
  bool check_text(std::uint32_t i) const;

  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser_;
  const char* text_ = nullptr;
  const std::uint32_t* places_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::uint32_t count_ = 0;
  bool has_escapes_ = false;
};

// The text with its escapes replaced, appended to `out`; false where an escape is none.
bool unescape(std::string_view raw, std::string& out);

// Behind the JSON number at `text`, nullptr where there is none.
const char* number_end(const char* text);
// What may stand behind a number or a word.
bool ends_scalar(char c);

}  // namespace verilot::plan
