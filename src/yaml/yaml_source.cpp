#include "yaml/yaml_source.h"

#include <yaml.h>

#include <algorithm>
#include <memory>

#include "yaml/source_comments.h"
#include "yaml/utf8.h"

namespace verilot {

namespace {

struct Event {
  yaml_event_type_t type = YAML_NO_EVENT;
  std::size_t begin = 0, end = 0;  // in characters first, then in bytes
  bool flow = false, plain = false, literal = false, block = false;
  std::string text;
};

Event copy_of(const yaml_event_t& event) {
  Event copy;
  copy.type = event.type;
  copy.begin = event.start_mark.index;
  copy.end = event.end_mark.index;
  if (event.type == YAML_SCALAR_EVENT) {
    const auto& scalar = event.data.scalar;
    copy.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    copy.plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
    copy.literal = scalar.style == YAML_LITERAL_SCALAR_STYLE;
    copy.block = copy.literal || scalar.style == YAML_FOLDED_SCALAR_STYLE;
  }
  copy.flow = (event.type == YAML_SEQUENCE_START_EVENT &&
               event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE) ||
              (event.type == YAML_MAPPING_START_EVENT &&
               event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
  return copy;
}

// Empty at a syntax error.
std::vector<Event> events_of(const std::string& text) {
  std::vector<Event> events;
  yaml_parser_t parser;
  if (yaml_parser_initialize(&parser) == 0) throw std::bad_alloc();
  const std::unique_ptr<yaml_parser_t, decltype(&yaml_parser_delete)> owner(&parser,
                                                                            yaml_parser_delete);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                               text.size());
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  for (bool ended = false; !ended;) {
    yaml_event_t event;
    if (yaml_parser_parse(&parser, &event) == 0) return {};
    const std::unique_ptr<yaml_event_t, decltype(&yaml_event_delete)> owned(&event,
                                                                            yaml_event_delete);
    ended = event.type == YAML_STREAM_END_EVENT;
    events.push_back(copy_of(event));
  }
  return events;
}

// Marks count characters; what follows counts bytes.
void to_bytes(const std::string& text, std::vector<Event>& events) {
  std::vector<std::size_t> bytes;
  for (std::size_t at = 0; at < text.size();) {
    bytes.push_back(at);
    at += std::max<std::size_t>(utf8_length(std::string_view(text).substr(at)), 1);
  }
  const auto byte = [&](std::size_t character) {
    return character < bytes.size() ? bytes[character] : text.size();
  };
  for (Event& event : events) {
    event.begin = byte(event.begin);
    event.end = byte(event.end);
  }
}

class SourceReader {
 public:
  SourceReader(const std::string& text, std::vector<Event> events)
      : text_(text), events_(std::move(events)) {
    for (std::size_t at = 0; at < text.size(); ++at)
      if (text[at] == '\n') line_ends_.push_back(at);
  }

  YamlSource read() {
    YamlSource source;
    const auto starts = [](const Event& event) {
      return event.type == YAML_SCALAR_EVENT || event.type == YAML_SEQUENCE_START_EVENT ||
             event.type == YAML_MAPPING_START_EVENT;
    };
    while (next_ < events_.size() && !starts(events_[next_])) ++next_;
    std::size_t end = 0;
    if (next_ < events_.size()) source.root = node(end);
    attach_comments(text_, scalars_, source);
    return source;
  }

 private:
  int line_of(std::size_t offset) const {
    return static_cast<int>(std::ranges::lower_bound(line_ends_, offset) - line_ends_.begin()) + 1;
  }
  int column_of(std::size_t offset) const {
    const std::size_t before = offset == 0 ? std::string::npos : text_.rfind('\n', offset - 1);
    return static_cast<int>(before == std::string::npos ? offset : offset - before - 1) + 1;
  }

  // `end` is behind its last character.
  SourceNode node(std::size_t& end) {
    const Event& event = events_[next_++];
    SourceNode result;
    if (event.type == YAML_SCALAR_EVENT) return scalar(event, end);
    result.flow = event.flow;
    result.kind =
        event.type == YAML_MAPPING_START_EVENT ? SourceNode::Kind::map : SourceNode::Kind::list;
    const int dash = column_of(event.begin);
    while (events_[next_].type != YAML_SEQUENCE_END_EVENT &&
           events_[next_].type != YAML_MAPPING_END_EVENT) {
      result.entries.push_back(entry(result.kind, dash));
      end = result.entries.back().end;
    }
    if (result.flow || result.entries.empty()) end = events_[next_].end;
    ++next_;
    return result;
  }

  SourceNode scalar(const Event& event, std::size_t& end) {
    SourceNode result;
    result.text = event.text;
    result.plain = event.plain;
    result.literal = event.literal;
    result.raw = text_.substr(event.begin, event.end - event.begin);
    if (event.end > event.begin) scalars_.push_back({event.begin, event.end, event.block});
    end = event.end;
    return result;
  }

  SourceEntry entry(SourceNode::Kind kind, int dash) {
    SourceEntry result;
    result.begin = events_[next_].begin;
    result.line = line_of(result.begin);
    result.column = kind == SourceNode::Kind::list ? dash : column_of(result.begin);
    if (kind == SourceNode::Kind::map) {
      const SourceNode key = node(result.end);
      result.key = key.text;
      result.raw_key = key.raw;
    }
    result.value = node(result.end);
    return result;
  }

  const std::string& text_;
  std::vector<Event> events_;
  std::vector<std::size_t> line_ends_;
  std::vector<ScalarSpan> scalars_;
  std::size_t next_ = 0;
};

void collect(const SourceNode& node, std::vector<std::string>& comments) {
  const auto take = [&](const std::vector<std::string>& some) {
    for (const std::string& one : some)
      if (!one.empty()) comments.push_back(one);
  };
  for (const SourceEntry& entry : node.entries) {
    take(entry.before);
    take(entry.beside);
    take(entry.after);
    collect(entry.value, comments);
  }
}

}  // namespace

std::optional<YamlSource> read_source(const std::string& text) {
  std::vector<Event> events = events_of(text);
  if (events.empty()) return std::nullopt;
  to_bytes(text, events);
  return SourceReader(text, std::move(events)).read();
}

std::vector<std::string> comments_of(const YamlSource& source) {
  std::vector<std::string> comments;
  collect(source.root, comments);
  for (const std::string& one : source.tail)
    if (!one.empty()) comments.push_back(one);
  std::ranges::sort(comments);
  return comments;
}

bool holds_comment(const SourceNode& node) {
  std::vector<std::string> comments;
  collect(node, comments);
  return !comments.empty();
}

}  // namespace verilot
