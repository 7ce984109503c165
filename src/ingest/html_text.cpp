#include "ingest/html_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>

#include "yaml/utf8.h"

namespace verilot {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool ends_line(const std::string& tag) {
  constexpr std::array<std::string_view, 16> kBlocks = {"p",  "div", "br", "li",     "ul", "ol",
                                                        "h1", "h2",  "h3", "h4",     "h5", "h6",
                                                        "tr", "td",  "th", "section"};
  return std::find(kBlocks.begin(), kBlocks.end(), tag) != kBlocks.end();
}

// The name of the tag that starts at `html[at]` == '<', without '/'.
std::string tag_name(std::string_view html, std::size_t at) {
  std::size_t from = at + 1;
  if (from < html.size() && html[from] == '/') ++from;
  std::size_t to = from;
  while (to < html.size() && std::isalnum(static_cast<unsigned char>(html[to]))) ++to;
  return lower(html.substr(from, to - from));
}

void keep_lines(std::string& out, std::string_view dropped) {
  out.append(static_cast<std::size_t>(std::count(dropped.begin(), dropped.end(), '\n')), '\n');
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
  constexpr std::array<std::pair<std::string_view, char32_t>, 10> kNames = {{
      {"amp", U'&'},
      {"lt", U'<'},
      {"gt", U'>'},
      {"quot", U'"'},
      {"apos", U'\''},
      {"nbsp", U' '},
      {"rsquo", U'\u2019'},
      {"lsquo", U'\u2018'},
      {"mdash", U'\u2014'},
      {"reg", U'\u00ae'},
  }};
  // Looked for no further than the longest reference: a text of '&' alone must not cost its square.
  const std::size_t length = html.substr(at, 10).find(';');
  if (length != std::string_view::npos) {
    const std::size_t end = at + length;
    const std::string_view name = html.substr(at + 1, end - at - 1);
    const auto known = std::find_if(kNames.begin(), kNames.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    char32_t code = known == kNames.end() ? 0 : known->second;
    if (known == kNames.end()) code = numbered(name);
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
}  // namespace

std::string html_text(std::string_view html) {
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    if (starts_markup(html, at)) {
      const std::string tag = tag_name(html, at);
      const std::size_t end = markup_end(html, at, tag);
      const std::string_view dropped = html.substr(at, end - at);
      keep_lines(out, dropped);
      if (ends_line(tag) && dropped.find('\n') == std::string_view::npos) out += "\f";
      at = end;
    } else if (html[at] == '&') {
      append_reference(out, html, at);
    } else {
      out += html[at++];
    }
  }
  return out;
}

}  // namespace verilot
