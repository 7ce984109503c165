#include "examine/printed.h"

#include <algorithm>
#include <utility>

namespace verilot {

namespace {

constexpr std::pair<std::string_view, std::string_view> kPlain[] = {
    {"\u2264", "<="}, {"\u2266", "<="}, {"\u2A7D", "<="}, {"\u2265", ">="}, {"\u2267", ">="},
    {"\u2A7E", ">="}, {"\u00D7", "x"},  {"\u2715", "x"},  {"\u00B1", "+-"}, {"\u2248", "~"},
    {"\u2010", "-"},  {"\u2011", "-"},  {"\u2012", "-"},  {"\u2013", "-"},  {"\u2014", "-"},
    {"\u2212", "-"},  {"\u00A0", " "},  {"\u2002", " "},  {"\u2003", " "},  {"\u2007", " "},
    {"\u2009", " "},  {"\u202F", " "},  {"\u2020", ""},   {"\u2021", ""},   {"\u200B", ""},
    {"\u2019", "'"},  {"\uFF1C", "<"},  {"\uFF1E", ">"},
};

constexpr std::pair<std::string_view, char> kSuperscripts[] = {
    {"\u2070", '0'}, {"\u00B9", '1'}, {"\u00B2", '2'}, {"\u00B3", '3'},
    {"\u2074", '4'}, {"\u2075", '5'}, {"\u2076", '6'}, {"\u2077", '7'},
    {"\u2078", '8'}, {"\u2079", '9'}, {"\u207B", '-'}, {"\u207A", '+'},
};

// Length in bytes of the superscript at `text`, 0 when there is none.
std::size_t superscript_at(std::string_view text, char& plain) {
  for (const auto& [glyph, digit] : kSuperscripts) {
    if (text.substr(0, glyph.size()) != glyph) continue;
    plain = digit;
    return glyph.size();
  }
  return 0;
}

bool ends_in_ten(std::string_view text) {
  return text.size() >= 2 && text.substr(text.size() - 2) == "10";
}

// Superscripts are an exponent after 10 only; in "cm²" they belong to the unit.
std::size_t take_exponent(std::string_view rest, std::string& out) {
  char digit = 0;
  std::size_t length = superscript_at(rest, digit);
  if (length == 0 || !ends_in_ten(out)) return 0;
  out += '^';
  std::size_t taken = 0;
  while (length != 0) {
    out += digit;
    taken += length;
    length = superscript_at(rest.substr(taken), digit);
  }
  return taken;
}

std::size_t take_plain(std::string_view rest, std::string& out) {
  for (const auto& [glyph, plain] : kPlain) {
    if (rest.substr(0, glyph.size()) != glyph) continue;
    out += plain;
    return glyph.size();
  }
  return 0;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string normal_cell(std::string_view printed) {
  std::string out;
  for (std::size_t i = 0; i < printed.size();) {
    if (is_space(printed[i])) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      ++i;
      continue;
    }
    std::size_t taken = take_exponent(printed.substr(i), out);
    if (taken == 0) taken = take_plain(printed.substr(i), out);
    if (taken == 0) {
      out += printed[i];
      taken = 1;
    }
    i += taken;
  }
  std::string_view text = trimmed(out);
  while (!text.empty() && text.back() == '*') text = trimmed(text.substr(0, text.size() - 1));
  // A dash after the value belongs to an empty next cell: "722.750mg -".
  if (text.size() > 2 && text.substr(text.size() - 2) == " -")
    text = text.substr(0, text.size() - 2);
  return std::string(trimmed(text));
}

std::string folded_cell(std::string_view printed) {
  std::string out = lower_ascii(normal_cell(printed));
  if (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

bool is_blank_cell(std::string_view folded) {
  constexpr std::string_view kBlank[] = {"",   "-", "--", "---", "n/a", "na", "not applicable",
                                         "n.a"};
  return std::find(std::begin(kBlank), std::end(kBlank), folded) != std::end(kBlank);
}

}  // namespace verilot
