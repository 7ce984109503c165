#include "ingest/html_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "yaml/utf8.h"

namespace verilot {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool is_block(const std::string& tag) {
  constexpr std::string_view kBlocks[] = {
      "p",      "div",    "li",     "ul",       "ol",      "h1",         "h2",       "h3",
      "h4",     "h5",     "h6",     "tr",       "section", "article",    "header",   "footer",
      "main",   "nav",    "aside",  "table",    "thead",   "tbody",      "tfoot",    "caption",
      "dl",     "dt",     "dd",     "button",   "option",  "select",     "label",    "legend",
      "form",   "figure", "hr",     "fieldset", "summary", "figcaption", "details",  "title",
      "head",   "body",   "html",   "address",  "center",  "blockquote", "optgroup", "pre",
      "dialog", "menu",   "iframe", "textarea", "video",   "template",   "noscript",
  };
  return std::find(std::begin(kBlocks), std::end(kBlocks), tag) != std::end(kBlocks);
}

bool is_list(const std::string& tag) { return tag == "ul" || tag == "ol" || tag == "menu"; }

bool is_cell(const std::string& tag) { return tag == "td" || tag == "th"; }

// The name of the tag that starts at `html[at]` == '<', without '/'.
std::string tag_name(std::string_view html, std::size_t at) {
  std::size_t from = at + 1;
  if (from < html.size() && html[from] == '/') ++from;
  std::size_t to = from;
  while (to < html.size() && std::isalnum(static_cast<unsigned char>(html[to]))) ++to;
  return lower(html.substr(from, to - from));
}

// The character of "#8217" or "#x2019"; 0 when it is none, or a control character.
char32_t numbered(std::string_view name) {
  if (name.size() < 2 || name[0] != '#') return 0;
  const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
  const char* from = name.data() + (hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(from, name.data() + name.size(), code, hexadecimal ? 16 : 10);
  const bool whole = error == std::errc{} && end == name.data() + name.size();
  const bool character = code >= 0x20 && code <= 0x10FFFF && !(code >= 0x7F && code < 0xA0) &&
                         !(code >= 0xD800 && code <= 0xDFFF);
  return whole && character ? static_cast<char32_t>(code) : 0;
}

// The character a reference such as "&amp;" stands for; leaves `at` behind it, or on '&' when it
// is no reference.
void append_reference(std::string& out, std::string_view html, std::size_t& at) {
  constexpr std::pair<std::string_view, char32_t> kNames[] = {
      {"amp", U'&'},         {"lt", U'<'},          {"gt", U'>'},          {"quot", U'"'},
      {"apos", U'\''},       {"nbsp", U' '},        {"shy", U'\u00ad'},    {"rsquo", U'\u2019'},
      {"lsquo", U'\u2018'},  {"rdquo", U'\u201d'},  {"ldquo", U'\u201c'},  {"mdash", U'\u2014'},
      {"ndash", U'\u2013'},  {"hellip", U'\u2026'}, {"bull", U'\u2022'},   {"check", U'\u2713'},
      {"reg", U'\u00ae'},    {"trade", U'\u2122'},  {"copy", U'\u00a9'},   {"pound", U'\u00a3'},
      {"euro", U'\u20ac'},   {"aacute", U'\u00e1'}, {"eacute", U'\u00e9'}, {"iacute", U'\u00ed'},
      {"oacute", U'\u00f3'}, {"uacute", U'\u00fa'}, {"ntilde", U'\u00f1'}, {"iquest", U'\u00bf'},
      {"iexcl", U'\u00a1'},
  };
  // Looked for no further than the longest reference: a text of '&' alone must not cost its square.
  const std::size_t length = html.substr(at, 10).find(';');
  if (length != std::string_view::npos) {
    const std::size_t end = at + length;
    const std::string_view name = html.substr(at + 1, end - at - 1);
    const auto known = std::find_if(std::begin(kNames), std::end(kNames),
                                    [&](const auto& entry) { return entry.first == name; });
    char32_t code = known == std::end(kNames) ? 0 : known->second;
    if (known == std::end(kNames)) code = numbered(name);
    if (code != 0) {
      append_utf8(out, code);
      at = end + 1;
      return;
    }
  }
  out += '&';
  ++at;
}

// Where "</script", in any case, begins at or behind `at`; the end of the text where it does not.
std::size_t closing_tag(std::string_view html, std::size_t at, const std::string& tag) {
  for (at = html.find("</", at); at != std::string_view::npos; at = html.find("</", at + 2))
    if (lower(html.substr(at + 2, tag.size())) == tag) return at;
  return html.size();
}

// Where a tag, comment, script or style that starts at `at` ends.
std::size_t markup_end(std::string_view html, std::size_t at, const std::string& tag) {
  std::string_view closing = ">";
  if (html.substr(at, 4) == "<!--") closing = "-->";
  const bool raw = html.substr(at, 2) != "</" && (tag == "script" || tag == "style");
  if (raw) {
    at = closing_tag(html, at, tag);
    if (at == html.size()) return at;
  }
  const std::size_t end = html.find(closing, at);
  return end == std::string_view::npos ? html.size() : end + closing.size();
}

// "< 0.5" is text: a tag begins with a letter, '/', '!' or '?'.
bool starts_markup(std::string_view html, std::size_t at) {
  if (html[at] != '<' || at + 1 == html.size()) return false;
  const char next = html[at + 1];
  return std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/' || next == '!' ||
         next == '?';
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; }

bool is_white(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string resolved(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&')
      append_reference(out, text, at);
    else
      out += is_white(text[at]) ? ' ' : text[at], ++at;
  }
  return out;
}

// The value of an attribute within `<tag ...>`; "" for one without a value.
std::optional<std::string> attribute(std::string_view tag, std::string_view wanted) {
  std::size_t at = 1;
  while (at < tag.size() && !is_white(tag[at])) ++at;
  while (at < tag.size()) {
    while (at < tag.size() && !is_name(tag[at])) ++at;
    const std::size_t from = at;
    while (at < tag.size() && (is_name(tag[at]) || tag[at] == ':')) ++at;
    const std::string name = lower(tag.substr(from, at - from));
    while (at < tag.size() && is_white(tag[at])) ++at;
    std::string_view value;
    if (at < tag.size() && tag[at] == '=') {
      ++at;
      while (at < tag.size() && is_white(tag[at])) ++at;
      const bool quoted = at < tag.size() && (tag[at] == '"' || tag[at] == '\'');
      const std::string_view ends = !quoted ? " \t\r\n>" : tag[at] == '"' ? "\"" : "'";
      if (quoted) ++at;
      const std::size_t end = std::min(tag.find_first_of(ends, at), tag.size());
      value = tag.substr(at, end - at);
      at = end + 1;
    }
    if (!name.empty() && name == wanted) return resolved(value);
  }
  return std::nullopt;
}

bool is_hidden(std::string_view tag) {
  if (attribute(tag, "hidden")) return true;
  std::string style = lower(attribute(tag, "style").value_or(""));
  style.erase(std::remove(style.begin(), style.end(), ' '), style.end());
  return style.find("display:none") != std::string::npos ||
         style.find("visibility:hidden") != std::string::npos;
}

// What a tag itself says: the words in place of a picture, or those that a search shows of a page.
std::string words_of(std::string_view tag, const std::string& name) {
  if (name == "img" || name == "area") return attribute(tag, "alt").value_or("");
  if (name != "meta") return "";
  const std::string about =
      lower(attribute(tag, "name").value_or(attribute(tag, "property").value_or("")));
  constexpr std::string_view kShown[] = {"description", "og:title", "og:description",
                                         "twitter:title", "twitter:description"};
  if (std::find(std::begin(kShown), std::end(kShown), about) == std::end(kShown)) return "";
  return attribute(tag, "content").value_or("");
}

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html, bool within_hidden = false)
      : html_(html), within_hidden_(within_hidden) {}

  HtmlText run() {
    while (at_ < html_.size()) {
      const std::size_t from = at_;
      if (starts_markup(html_, at_))
        read_markup();
      else if (is_white(html_[at_]))
        put_white(html_[at_++]);
      else
        read_word();
      note_origin(from);
    }
    put_asides();
    note_origin(at_);
    return {std::move(out_), std::move(origin_)};
  }

 private:
  enum class Break { none, line, cell, block };
  struct Aside {
    std::string words;
    std::size_t at = 0;
  };

  // Whatever was written since came from there.
  void note_origin(std::size_t from) {
    origin_.resize(out_.size(), static_cast<std::uint32_t>(from));
  }

  void read_word() {
    put_break();
    if (html_[at_] == '&')
      append_reference(out_, html_, at_);
    else
      out_ += html_[at_++];
  }

  void put_white(char c) {
    if (c == '\n')
      out_ += preformatted_ ? "\n" : "\v\n";
    else if (c != '\r')
      out_ += ' ';
  }

  void put_break() {
    if (break_ == Break::line) out_ += '\r';
    if (break_ == Break::cell && !row_begins_) out_ += '\v';
    if (break_ == Break::block || (break_ == Break::cell && row_begins_)) {
      put_asides();
      if (!out_.empty() && out_.back() != '\f') out_ += '\f';
      if (lists_ > 0 || break_ == Break::cell) out_ += out_.empty() ? "\f\v" : "\v";
    }
    if (break_ == Break::cell) row_begins_ = false;
    break_ = Break::none;
  }

  void put_asides() {
    const std::size_t from = at_;
    for (const Aside& aside : asides_) {
      note_origin(from);
      out_ += lists_ > 0 ? "\f\v" : "\f";
      out_ += aside.words;
      note_origin(aside.at);
    }
    if (!asides_.empty()) out_ += '\f';
    asides_.clear();
  }

  void read_markup() {
    const std::string tag = tag_name(html_, at_);
    const std::size_t begin = at_;
    const std::size_t end = markup_end(html_, at_, tag);
    const std::string_view dropped = html_.substr(at_, end - at_);
    const bool closing = dropped.substr(0, 2) == "</";
    for (const char c : dropped)
      if (c == '\n') put_white(c);
    at_ = end;
    if (!closing) set_aside(words_of(dropped, tag), begin);
    if (tag == "pre") preformatted_ = !closing;
    if (is_block(tag) || is_cell(tag) || tag == "br")
      note_break(tag, closing);
    else if (!closing && !within_hidden_ && is_hidden(dropped))
      set_aside(hidden_words(tag), begin);
  }

  void note_break(const std::string& tag, bool closing) {
    if (is_list(tag)) lists_ = std::max(lists_ + (closing ? -1 : 1), 0);
    if (tag == "tr") row_begins_ = !closing;
    if (is_cell(tag) && !closing)
      break_ = Break::cell;
    else if (tag == "br")
      break_ = break_ == Break::none ? Break::line : break_ == Break::line ? Break::block : break_;
    else if (tag == "tr" || (!is_cell(tag) && break_ != Break::cell))
      break_ = Break::block;
  }

  void set_aside(std::string words, std::size_t at) {
    if (words.find_first_not_of(' ') != std::string::npos)
      asides_.push_back({std::move(words), at});
  }

  // The words of a hidden part of a line; leaves `at_` behind them.
  std::string hidden_words(const std::string& tag) {
    constexpr std::size_t kLongest = 2'000;  // bytes; bounds the time for a tag that nothing closes
    const std::string_view near = html_.substr(at_, kLongest);
    const std::size_t length = closing_tag(near, 0, tag);
    if (length == near.size()) return "";
    for (const char c : near.substr(0, length))
      if (c == '\n') put_white(c);
    at_ += length;
    std::string words = HtmlReader(near.substr(0, length), true).run().words;
    std::replace_if(words.begin(), words.end(), is_white, ' ');
    return words;
  }

  std::string_view html_;
  bool within_hidden_;
  std::string out_;
  std::vector<std::uint32_t> origin_;
  std::vector<Aside> asides_;  // put where the block that they stand in ends
  std::size_t at_ = 0;
  Break break_ = Break::none;
  int lists_ = 0;            // open lists: every block within is an item
  bool row_begins_ = false;  // of a table
  bool preformatted_ = false;
};

}  // namespace

HtmlText html_words(std::string_view html) { return HtmlReader(html).run(); }

std::string html_text(std::string_view html) { return html_words(html).words; }

}  // namespace verilot
