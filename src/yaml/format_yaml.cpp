#include "yaml/format_yaml.h"

#include <algorithm>

#include "yaml/scalar_text.h"
#include "yaml/utf8.h"
#include "yaml/yaml.h"
#include "yaml/yaml_source.h"

namespace verilot {

namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kStep = 2;
constexpr std::size_t kMaxBytes = 4u << 20;

const YamlLayout kAnyLayout;

const YamlLayout& layout_of(const YamlLayout& of, const SourceEntry& entry,
                            const SourceNode& holder) {
  if (holder.kind == SourceNode::Kind::list) return of.items.empty() ? kAnyLayout : of.items[0];
  const auto known =
      std::ranges::find(of.keys, entry.key, &std::pair<std::string, YamlLayout>::first);
  return known == of.keys.end() ? kAnyLayout : known->second;
}

std::size_t rank(const YamlLayout& layout, const SourceEntry& entry) {
  const auto known =
      std::ranges::find(layout.keys, entry.key, &std::pair<std::string, YamlLayout>::first);
  return static_cast<std::size_t>(known - layout.keys.begin());
}

void put_in_order(SourceNode& node, const YamlLayout& layout) {
  for (SourceEntry& entry : node.entries) put_in_order(entry.value, layout_of(layout, entry, node));
  if (node.kind != SourceNode::Kind::map) return;
  std::ranges::stable_sort(node.entries, {},
                           [&](const SourceEntry& entry) { return rank(layout, entry); });
}

bool needs_block(const SourceNode& node, const YamlLayout& layout) {
  if (layout.block && !node.entries.empty()) return true;
  return std::ranges::any_of(node.entries, [&](const SourceEntry& entry) {
    return needs_block(entry.value, layout_of(layout, entry, node));
  });
}

class Printer {
 public:
  std::string print(const YamlSource& source, const YamlLayout& layout) {
    if (source.root.kind == SourceNode::Kind::scalar) {
      line(0, on_one_line(source.root));
    } else if (stays_flow(source.root, layout)) {
      line(0, in_brackets(source.root));
    } else {
      entries(source.root, 0, layout);
    }
    comments(source.tail, 0);
    return joined();
  }

 private:
  void line(std::size_t indent, const std::string& text) {
    lines_.push_back(text.empty() ? "" : std::string(indent, ' ') + text);
  }
  // Of several blank lines one, and none at the beginning.
  void comments(const std::vector<std::string>& some, std::size_t indent) {
    for (const std::string& one : some)
      if (!one.empty() || (!lines_.empty() && !lines_.back().empty())) line(indent, one);
  }

  std::string joined() {
    while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
    std::string text;
    for (const std::string& one : lines_) text += one + "\n";
    return text;
  }

  static bool stays_flow(const SourceNode& node, const YamlLayout& layout) {
    return (node.flow || node.entries.empty()) && !needs_block(node, layout) &&
           !holds_comment(node) && !spreads(node);
  }
  // A value within that is a text of several lines.
  static bool spreads(const SourceNode& node) {
    return std::ranges::any_of(node.entries, [](const SourceEntry& entry) {
      return entry.value.text.find('\n') != std::string::npos || spreads(entry.value);
    });
  }

  static std::string in_brackets(const SourceNode& node) {
    if (node.kind == SourceNode::Kind::scalar) return on_one_line(node);
    std::string inside;
    for (const SourceEntry& entry : node.entries) {
      const std::string value = in_brackets(entry.value);
      if (!inside.empty()) inside += ", ";
      if (node.kind == SourceNode::Kind::map)
        inside += entry.raw_key + (value.empty() ? ":" : ": ");
      inside += value;
    }
    if (node.kind == SourceNode::Kind::list) return "[" + inside + "]";
    return inside.empty() ? "{}" : "{ " + inside + " }";
  }

  void entries(const SourceNode& node, std::size_t indent, const YamlLayout& layout) {
    for (const SourceEntry& one : node.entries) {
      const YamlLayout& own = layout_of(layout, one, node);
      const bool in_map = node.kind == SourceNode::Kind::map;
      if (in_map) {
        comments(one.before, indent);
        value(one, indent, one.raw_key + ":", own);
      } else {
        item(one, indent, own);
      }
      comments(one.after, indent);
    }
  }

  // The lines of the element two deeper, the dash set before the first that is no comment.
  void item(const SourceEntry& one, std::size_t indent, const YamlLayout& layout) {
    comments(one.before, indent);
    const SourceNode& node = one.value;
    if (node.kind == SourceNode::Kind::scalar || stays_flow_here(node, indent + 1, layout))
      return value(one, indent, "-", layout);
    comments(one.beside, indent);
    const std::size_t first = lines_.size();
    entries(node, indent + kStep, layout);
    std::size_t at = first;
    while (lines_[at].empty() || lines_[at].find_first_not_of(' ') == lines_[at].find('#')) ++at;
    for (std::size_t i = first; i < at; ++i)
      if (!lines_[i].empty()) lines_[i].erase(0, kStep);
    lines_[at][indent] = '-';
  }

  static bool stays_flow_here(const SourceNode& node, std::size_t used, const YamlLayout& layout) {
    if (!stays_flow(node, layout)) return false;
    return used + 1 + width_of(in_brackets(node)) <= kWidth || is_list_of_scalars(node);
  }
  static bool is_list_of_scalars(const SourceNode& node) {
    return node.kind == SourceNode::Kind::list && !node.entries.empty() &&
           std::ranges::all_of(node.entries, [](const SourceEntry& entry) {
             return entry.value.kind == SourceNode::Kind::scalar &&
                    width_of(on_one_line(entry.value)) <= kWidth / 2;
           });
  }

  void value(const SourceEntry& one, std::size_t indent, const std::string& lead,
             const YamlLayout& layout) {
    const SourceNode& node = one.value;
    std::vector<std::string> beside = one.beside;
    const std::string last = beside.empty() ? "" : "  " + beside.back();
    if (!beside.empty()) beside.pop_back();
    comments(beside, indent);
    if (node.kind == SourceNode::Kind::scalar) return scalar(node, indent, lead, last);
    if (!stays_flow_here(node, indent + width_of(lead), layout)) {
      line(indent, lead + last);
      return entries(node, indent + kStep, layout);
    }
    const std::string flow = lead + " " + in_brackets(node);
    if (indent + width_of(flow) <= kWidth) return line(indent, flow + last);
    filled_list(node, indent, lead, last);
  }

  // [a, b,
  //   c]
  void filled_list(const SourceNode& node, std::size_t indent, const std::string& lead,
                   const std::string& last) {
    std::string words = lead + " [";
    std::size_t at = indent;
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
      const bool ends = i + 1 == node.entries.size();
      const std::string word = on_one_line(node.entries[i].value) + (ends ? "]" : ",");
      const bool fresh = i == 0;
      if (!fresh && at + width_of(words) + 1 + width_of(word) > kWidth) {
        line(at, words);
        words = word;
        at = indent + kStep;
      } else {
        words += (fresh ? "" : " ") + word;
      }
    }
    line(at, words + last);
  }

  void scalar(const SourceNode& node, std::size_t indent, const std::string& lead,
              const std::string& last) {
    if (node.text.find('\n') != std::string::npos && can_be_literal(node.text) &&
        node.raw.find('\n') != std::string::npos)
      return literal(node.text, indent, lead, last);
    std::string one = on_one_line(node);
    const auto fits = [&] { return indent + width_of(lead) + 1 + width_of(one) <= kWidth; };
    const bool folds = can_fold(node.text);
    if (!fits() && folds) one = shortest(node.text);
    if (fits() || !folds) return line(indent, lead + (one.empty() ? "" : " ") + one + last);
    line(indent, lead + " >-" + last);
    const std::size_t most = std::max(kWidth - std::min(kWidth, indent + kStep), kWidth / 2);
    for (const std::string& part : folded(node.text, most)) line(indent + kStep, part);
  }

  void literal(std::string text, std::size_t indent, const std::string& lead,
               const std::string& last) {
    const bool ends = text.back() == '\n';
    if (ends) text.pop_back();
    line(indent, lead + (ends ? " |" : " |-") + last);
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      line(indent + kStep, text.substr(at, end - at));
      at = end + 1;
    }
  }

  std::vector<std::string> lines_;
};

// The first place where two trees differ, but for the order of keys and the quotes around words.
std::optional<SourceLocation> difference(const YamlNode& a, const YamlNode& b) {
  const bool words = a.text.find(' ') != std::string::npos;
  if (a.kind != b.kind || a.text != b.text || (a.quoted != b.quoted && !words) ||
      a.items.size() != b.items.size())
    return a.where;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    const YamlNode* other = a.is_map() ? b.find(a.keys[i]) : &b.items[i];
    if (other == nullptr) return a.key_place(i);
    if (auto place = difference(a.items[i], *other)) return place;
  }
  return std::nullopt;
}

void refuse(const SourceLocation& where, std::string message, Problems& problems) {
  problems.push_back({ProblemLevel::error, where, std::move(message)});
}

bool is_same(const LoadedYaml& loaded, const YamlSource& source, const std::string& result,
             const std::string& file, Problems& problems) {
  const LoadedYaml again = load_yaml(result, file);
  const auto place = difference(loaded.root, again.root);
  if (!again.problems.empty() || place)
    refuse(place.value_or(loaded.root.where),
           "this cannot be written in another form without a change of its value; simplify it",
           problems);
  const std::optional<YamlSource> printed = read_source(result);
  const bool kept = printed && comments_of(*printed) == comments_of(source);
  if (!kept)
    refuse(loaded.root.where, "a comment would be lost; put it on a line of its own", problems);
  return again.problems.empty() && !place && kept;
}

std::string with_plain_line_ends(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') plain += text[i];
  return plain;
}

}  // namespace

std::optional<std::string> format_yaml(const std::string& text, const std::string& file,
                                       const YamlLayout& layout, Problems& problems) {
  const LoadedYaml loaded = load_yaml(text, file);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (!loaded.problems.empty()) return std::nullopt;
  Problems none;
  const auto clean = checked_utf8(with_plain_line_ends(text), kMaxBytes, file, none);
  std::optional<YamlSource> source = clean ? read_source(*clean) : std::nullopt;
  if (!source) return std::nullopt;
  std::vector<std::string> head;
  if (!source->root.entries.empty()) std::swap(head, source->root.entries.front().before);
  put_in_order(source->root, layout);
  if (!source->root.entries.empty()) {
    auto& before = source->root.entries.front().before;
    before.insert(before.begin(), head.begin(), head.end());
  }
  const std::string result = Printer().print(*source, layout);
  if (!is_same(loaded, *source, result, file, problems)) return std::nullopt;
  return result;
}

}  // namespace verilot
