#include "ingest/scalar_places.h"

#include <algorithm>

namespace verilot {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

class Follower {
 public:
  Follower(std::string_view source, std::size_t start, std::string_view decoded)
      : source_(source), at_(std::min(start, source.size())), decoded_(decoded) {}

  std::vector<std::uint32_t> run() {
    skip_opening();
    while (places_.size() < decoded_.size() && at_ < source_.size()) {
      const char wanted = decoded_[places_.size()];
      if (quote_ != '\'' && quote_ != 0 && source_[at_] == '\\')
        step_escape();
      else if (quote_ == '\'' && source_.substr(at_, 2) == "''")
        put(1), at_ += 2;
      else if (is_space(source_[at_]) || is_space(wanted))
        step_space(wanted);
      else
        put(1), ++at_;
    }
    places_.resize(decoded_.size(), static_cast<std::uint32_t>(at_));
    return std::move(places_);
  }

 private:
  void skip_opening() {
    if (at_ == source_.size()) return;
    const char first = source_[at_];
    if (first == '"' || first == '\'') {
      quote_ = first;
      ++at_;
    } else if (first == '|' || first == '>') {
      at_ = std::min(source_.find('\n', at_), source_.size() - 1) + 1;
    }
  }

  void put(std::size_t bytes) {
    for (; bytes > 0 && places_.size() < decoded_.size(); --bytes)
      places_.push_back(static_cast<std::uint32_t>(at_));
  }

  // White space of one kind stands for white space of another, or for none: a folded line, the
  // indentation of a block.
  void step_space(char wanted) {
    if (!is_space(source_[at_])) {  // the source has no more of it
      put(1);
      return;
    }
    if (is_space(wanted)) put(1);
    ++at_;
    const bool more = places_.size() < decoded_.size() && is_space(decoded_[places_.size()]);
    while (!more && at_ < source_.size() && is_space(source_[at_])) ++at_;
  }

  // "\u00e9" is two bytes of the decoded text, "\n" one, a pair of surrogates four.
  void step_escape() {
    const std::size_t from = at_;
    const char kind = from + 1 < source_.size() ? source_[from + 1] : ' ';
    if (kind == '\n' || kind == '\r') {  // a line that goes on
      ++at_;
      while (at_ < source_.size() && is_space(source_[at_])) ++at_;
      return;
    }
    const std::size_t length = kind == 'u' ? 6 : kind == 'x' ? 4 : kind == 'U' ? 10 : 2;
    std::size_t bytes = 1;
    while (places_.size() + bytes < decoded_.size() &&
           continues_character(decoded_[places_.size() + bytes]))
      ++bytes;
    put(bytes);
    at_ = std::min(from + (bytes == 4 && kind == 'u' ? 2 * length : length), source_.size());
  }

  std::string_view source_;
  std::size_t at_;
  std::string_view decoded_;
  char quote_ = 0;
  std::vector<std::uint32_t> places_;
};

}  // namespace

std::vector<std::uint32_t> scalar_places(std::string_view source, std::size_t start,
                                         std::string_view decoded) {
  return Follower(source, start, decoded).run();
}

std::size_t offset_of(std::string_view source, int line, int column) {
  std::size_t at = 0;
  for (; line > 1 && at < source.size(); --line)
    at = std::min(source.find('\n', at), source.size() - 1) + 1;
  return std::min(at + static_cast<std::size_t>(std::max(column, 1) - 1), source.size());
}

}  // namespace verilot
