#include "yaml/source_comments.h"

#include <algorithm>
#include <optional>

namespace verilot {

namespace {

struct Comment {
  std::string text;  // from its # on, without blanks at its end
  std::size_t begin = 0;
  int column = 0;
  bool own_line = false;
};

// An entry with the one that holds it; in the order of the text, an outer one before its first.
struct Flat {
  SourceEntry* entry = nullptr;
  std::optional<std::size_t> holder;
};

void flatten(SourceNode& node, std::optional<std::size_t> holder, std::vector<Flat>& all) {
  for (SourceEntry& entry : node.entries) {
    all.push_back({&entry, holder});
    flatten(entry.value, all.size() - 1, all);
  }
}

class Attacher {
 public:
  Attacher(const std::string& text, const std::vector<ScalarSpan>& scalars, YamlSource& source)
      : text_(text), scalars_(scalars), source_(source) {
    flatten(source.root, std::nullopt, all_);
  }

  void run() {
    for (const Comment& comment : comments()) {
      if (comment.own_line) {
        above(comment);
      } else {
        beside(comment);
      }
    }
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const bool first_in_holder = i > 0 && all_[i].entry->begin == all_[i - 1].entry->begin;
      SourceEntry& entry = *all_[i].entry;
      const bool own_line = text_.find_first_not_of(" -", line_begin(entry.begin)) == entry.begin;
      if (!first_in_holder && own_line && after_blank(entry.begin)) entry.before.emplace_back();
    }
  }

 private:
  std::vector<Comment> comments() const {
    std::vector<Comment> found;
    std::size_t at = 0;
    for (const ScalarSpan& scalar : scalars_) {
      between(at, scalar.begin, found);
      const std::size_t line_end = std::min(text_.find('\n', scalar.begin), text_.size());
      if (scalar.block) between(scalar.begin, std::min(line_end, scalar.end), found);
      at = scalar.end;
    }
    between(at, text_.size(), found);
    return found;
  }

  // What stands between scalars is indicators, blanks and comments.
  void between(std::size_t from, std::size_t to, std::vector<Comment>& found) const {
    for (std::size_t at = text_.find('#', from); at < to; at = text_.find('#', at)) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      Comment comment{text_.substr(at, end - at), at, 0, false};
      comment.text.erase(comment.text.find_last_not_of(" \r") + 1);
      const std::size_t line = line_begin(at);
      comment.column = static_cast<int>(at - line) + 1;
      comment.own_line = text_.find_first_not_of(' ', line) == at;
      found.push_back(std::move(comment));
      at = end;
    }
  }

  std::size_t line_begin(std::size_t offset) const {
    const std::size_t before = offset == 0 ? std::string::npos : text_.rfind('\n', offset - 1);
    return before == std::string::npos ? 0 : before + 1;
  }
  bool after_blank(std::size_t offset) const {
    const std::size_t begin = line_begin(offset);
    if (begin == 0) return false;
    const std::size_t above = line_begin(begin - 1);
    return text_.find_first_not_of(" \r", above) >= begin - 1;
  }

  // To what ends last before it on its line, of several the outermost; else to what begins there.
  void beside(const Comment& comment) {
    SourceEntry* ended = nullptr;
    SourceEntry* begun = nullptr;
    const std::size_t line = line_begin(comment.begin);
    for (const Flat& flat : all_) {
      SourceEntry& entry = *flat.entry;
      if (entry.begin > comment.begin) break;
      if (entry.begin >= line) begun = &entry;
      const bool block_of_entries = !entry.value.entries.empty() && !entry.value.flow;
      if (block_of_entries || entry.end > comment.begin || entry.end <= line) continue;
      if (ended == nullptr || entry.end > ended->end) ended = &entry;
    }
    SourceEntry* const owner = ended != nullptr ? ended : begun;
    if (owner == nullptr) return above(comment);
    owner->beside.push_back(comment.text);
  }

  void above(const Comment& comment) {
    const auto next = std::ranges::find_if(
        all_, [&](const Flat& flat) { return flat.entry->begin > comment.begin; });
    if (SourceEntry* flow = flow_around(comment, next)) return below(*flow, comment);
    SourceEntry* const owner = block_above(comment, next);
    if (owner != nullptr) return put(owner->after, comment);
    if (next == all_.end()) return put(source_.tail, comment);
    put(next->entry->before, comment);
  }

  // The last of the brackets that the comment ends.
  SourceEntry* flow_around(const Comment& comment, std::vector<Flat>::iterator next) {
    SourceEntry* innermost = nullptr;
    for (const Flat& flat : all_) {
      const SourceEntry& entry = *flat.entry;
      const bool around =
          entry.value.flow && entry.begin < comment.begin && comment.begin < entry.end;
      const bool next_within = next != all_.end() && next->entry->begin < entry.end;
      if (around && !next_within) innermost = flat.entry;
    }
    return innermost;
  }
  static void below(SourceEntry& flow, const Comment& comment) {
    if (flow.value.entries.empty()) return flow.before.push_back(comment.text);
    flow.value.entries.back().after.push_back(comment.text);
  }

  // The entry whose block the comment closes: indented like it, and deeper than what follows.
  SourceEntry* block_above(const Comment& comment, std::vector<Flat>::iterator next) {
    const int floor = next == all_.end() ? 1 : next->entry->column;
    if (next == all_.begin() || comment.column <= floor) return nullptr;
    for (std::optional<std::size_t> i = static_cast<std::size_t>(next - all_.begin()) - 1; i;
         i = all_[*i].holder) {
      const bool in_flow = all_[*i].holder && all_[*all_[*i].holder].entry->value.flow;
      if (in_flow) continue;
      if (all_[*i].entry->column <= comment.column)
        return all_[*i].entry->column > floor ? all_[*i].entry : nullptr;
    }
    return nullptr;
  }

  void put(std::vector<std::string>& lines, const Comment& comment) const {
    if (after_blank(comment.begin)) lines.emplace_back();
    lines.push_back(comment.text);
  }

  const std::string& text_;
  const std::vector<ScalarSpan>& scalars_;
  YamlSource& source_;
  std::vector<Flat> all_;
};

}  // namespace

void attach_comments(const std::string& text, const std::vector<ScalarSpan>& scalars,
                     YamlSource& source) {
  Attacher(text, scalars, source).run();
}

}  // namespace verilot
