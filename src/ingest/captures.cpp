#include "ingest/captures.h"

#include <algorithm>
#include <numeric>

#include "ingest/html_text.h"
#include "ingest/scalar_places.h"
#include "yaml/utf8.h"
#include "yaml/yaml.h"

namespace verilot {

namespace {

const std::vector<std::string>& keys_of_post() {
  static const std::vector<std::string> kKeys = {"text", "author", "handle",  "date",
                                                 "url",  "medium", "speaker", "comments"};
  return kKeys;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool ends_with(const std::string& name, std::string_view extension) {
  return lower(name).ends_with(extension);
}

bool is_page(const std::string& name, std::string_view bytes) {
  const std::string start = lower(bytes.substr(0, 512));
  return ends_with(name, ".html") || ends_with(name, ".htm") ||
         start.find("<!doctype html") != std::string::npos ||
         start.find("<html") != std::string::npos;
}

// The value of the enumeration that the word means, by itself or a synonym; "" and a problem.
std::string chosen(const std::string& word, const char* enumeration, const Schema& schema,
                   const SourceLocation& where, Problems& problems) {
  const Enumeration* known = schema.enumeration(enumeration);
  if (word.empty() || known == nullptr) return "";
  std::vector<std::string> words;
  for (const Choice& choice : known->choices) {
    if (choice.value == lower(word) || std::ranges::count(choice.synonyms, lower(word)) != 0)
      return choice.value;
    words.push_back(choice.value);
  }
  std::string all;
  for (const std::string& one : words) all += (all.empty() ? "" : ", ") + one;
  const std::string near = did_you_mean(word, words);
  problems.push_back(
      {ProblemLevel::error, where,
       "'" + word + "' is no " + enumeration + (near.empty() ? "; there are " + all : near)});
  return "";
}

class Reader {
 public:
  Reader(const std::string& name, std::string_view bytes, const Schema& schema)
      : name_(name), bytes_(bytes), schema_(schema) {}

  CapturedFile run() && {
    constexpr std::size_t kMost = 64u << 20;  // bytes, as for the documents of a dossier
    if (bytes_.starts_with("%PDF-")) {
      refuse("is a PDF; name a text, a web page or a capture, or a dossier that holds the PDF");
      return std::move(file_);
    }
    std::optional<std::string> text = checked_utf8(bytes_, kMost, name_, file_.problems);
    if (!text) return std::move(file_);
    file_.text = std::move(*text);
    bytes_ = file_.text;
    if (is_page(name_, bytes_)) {
      HtmlText page = html_words(bytes_);
      add({.text = std::move(page.words), .origin = std::move(page.origin)});
    } else if (ends_with(name_, ".json") || ends_with(name_, ".yaml") || ends_with(name_, ".yml")) {
      read_posts();
    } else {
      read_text();
    }
    return std::move(file_);
  }

 private:
  void refuse(std::string message) {
    file_.problems.push_back({ProblemLevel::error, in_file(name_), std::move(message)});
  }
  void add(Capture capture) { file_.captures.push_back(std::move(capture)); }

  void read_posts() {
    const LoadedYaml loaded =
        ends_with(name_, ".json") ? load_json(bytes_, name_) : load_yaml(bytes_, name_);
    file_.problems = loaded.problems;
    if (loaded.root.is_list()) {
      for (const YamlNode& post : loaded.root.items) read_post(post);
    } else if (loaded.root.is_map()) {
      read_post(loaded.root);
    } else if (!any_error(file_.problems)) {
      refuse("is no capture: expected a post with `text:`, or a list of posts");
    }
  }

  void read_post(const YamlNode& post) {
    refuse_unknown_keys(post, keys_of_post(), file_.problems);
    if (!post.is_map()) return;
    const YamlNode* text = post.find("text");
    if (text == nullptr || !text->is_scalar()) {
      file_.problems.push_back({ProblemLevel::error, text == nullptr ? post.where : text->where,
                                "a post has its words under `text`"});
    } else {
      Capture capture;
      capture.text = text->text;
      capture.origin = scalar_places(
          bytes_, offset_of(bytes_, text->where.line, text->where.column), text->text);
      for (const std::string& key : keys_of_post())
        if (const YamlNode* node = post.find(key); node != nullptr && node->is_scalar())
          set(capture, key, node->text, node->where);
      add(std::move(capture));
    }
    const YamlNode* comments = post.find("comments");
    if (comments == nullptr || comments->is_null()) return;
    if (!comments->is_list())
      file_.problems.push_back(
          {ProblemLevel::error, comments->where, "`comments` is a list of posts"});
    for (const YamlNode& comment : comments->items) read_post(comment);
  }

  void set(Capture& capture, const std::string& key, const std::string& value,
           const SourceLocation& where) {
    if (key == "author") capture.author = value;
    if (key == "handle") capture.handle = value;
    if (key == "date") capture.date = value;
    if (key == "url") capture.url = value;
    if (key == "medium") capture.medium = chosen(value, "medium", schema_, where, file_.problems);
    if (key == "speaker")
      capture.speaker = chosen(value, "speaker", schema_, where, file_.problems);
  }

  void read_text() {
    Capture capture;
    const std::size_t begin = read_header(capture);
    capture.text = std::string(bytes_.substr(begin));
    capture.origin.resize(capture.text.size());
    std::iota(capture.origin.begin(), capture.origin.end(), static_cast<std::uint32_t>(begin));
    add(std::move(capture));
  }

  // "Author: Glow Clinic" and more such lines, then a blank one; where the words begin. A text that
  // begins otherwise has no header.
  std::size_t read_header(Capture& capture) {
    std::size_t at = 0;
    Capture stated;
    for (int line = 1; at < bytes_.size(); ++line) {
      const std::size_t end = std::min(bytes_.find('\n', at), bytes_.size());
      std::string_view words = bytes_.substr(at, end - at);
      while (!words.empty() && (words.back() == '\r' || words.back() == ' '))
        words.remove_suffix(1);
      if (words.empty()) {
        if (line == 1) return 0;
        capture = std::move(stated);
        return std::min(end + 1, bytes_.size());
      }
      const std::size_t colon = words.find(':');
      const std::string key = lower(words.substr(0, colon));
      if (colon == std::string_view::npos || key == "text" || key == "comments" ||
          std::ranges::count(keys_of_post(), key) == 0)
        return 0;
      std::string_view value = words.substr(colon + 1);
      while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
      SourceLocation where = in_file(name_);
      where.line = line;
      where.column = static_cast<int>(words.size() - value.size()) + 1;
      set(stated, key, std::string(value), where);
      at = end + 1;
    }
    return 0;
  }

  const std::string& name_;
  std::string_view bytes_;
  const Schema& schema_;
  CapturedFile file_;
};

}  // namespace

CapturedFile read_captures(const std::string& name, std::string_view bytes, const Schema& schema) {
  return Reader(name, bytes, schema).run();
}

}  // namespace verilot
