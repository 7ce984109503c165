#include "ingest/lexicon.h"

#include <re2/re2.h>

#include <algorithm>

#include "ingest/lexicon_parts.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

// "10", "<0.5", "1.2 x 10^9", "3.20E-5", "±0.03", "0.04 / 0.24", "4.5 - 7.0", "1,000".
const char* const kNumber =
    "^\\s*(?:[<>≤≥=~≈±∼]+\\s*)?[-−+±]?[0-9][0-9.,']*"
    "(?:\\s*[x×*·]\\s*10\\s*\\^?\\s*[-−+]?[0-9]+|\\s*[eE][-+]?[0-9]+|\\^[0-9]+)?"
    "(?:\\s*(?:/|-|–|to|±)\\s*[<>]?[-−+]?[0-9][0-9.,]*(?:[eE][-+]?[0-9]+)?)?\\s*\\**$";

const re2::RE2& number_pattern() {
  static const re2::RE2 pattern(kNumber, [] {
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_case_sensitive(false);
    return options;
  }());
  return pattern;
}

re2::RE2::Options caseless() {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_case_sensitive(false);
  return options;
}

std::map<std::string, std::string, std::less<>> index_of(
    const std::map<std::string, std::vector<std::string>>& roles) {
  std::map<std::string, std::string, std::less<>> index;
  for (const auto& [role, words] : roles) {
    for (const std::string& word : words) {
      if (std::string key = folded(word); !key.empty()) index.emplace(std::move(key), role);
    }
  }
  return index;
}

// "x10^6/mL", "% of label": no unit of the table, and still what the numbers are counted in.
bool is_multiple(const std::string& bracket) {
  static const re2::RE2 kMultiple(
      "(?:[x×*·]\\s*)?10\\^?[0-9]{1,2}.{0,20}|[x×]\\s*10+|%.{0,12}|[^0-9]{0,10}%");
  return re2::RE2::FullMatch(bracket, kMultiple);
}

std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out += c;
  return out;
}

}  // namespace

Lexicon::Lexicon(const Tables& tables)
    : tables_(tables),
      labels_(index_of(tables.certificate.labels)),
      columns_(index_of(tables.certificate.columns)),
      results_(index_of(tables.certificate.results)) {
  for (const auto& [label, role] : labels_) tight_labels_.emplace(without_spaces(label), role);
  for (const Analyte& analyte : tables.analytes) {
    add_analyte_name(analyte.name, analyte.id);
    for (const std::string& synonym : analyte.synonyms) add_analyte_name(synonym, analyte.id);
  }
  for (const AmbiguousName& name : tables.ambiguous_analytes) ambiguous_.insert(folded(name.name));
  for (const std::string& name : ambiguous_) analytes_.erase(name);
  for (const std::string& title : tables.certificate.titles) titles_.push_back(folded(title));
  for (const std::string& word : tables.certificate.laboratory_words) {
    laboratory_words_.push_back(folded(word));
  }
  for (const std::string& word : tables.certificate.figure_words)
    figure_words_.push_back(folded(word));
  for (const std::string& word : tables.certificate.not_laboratory_words) {
    not_laboratory_words_.push_back(folded(word));
  }

  for (const std::string& form : tables.certificate.company_forms) company_forms_.insert(form);
  for (const std::string& word : tables.certificate.post_words) post_words_.insert(folded(word));
  for (const std::string& label : tables.certificate.sample_labels)
    sample_labels_.insert(folded(label));
  for (const std::string& word : tables.certificate.basis_words) basis_words_.insert(folded(word));
}

// Compiling costs more than all the rest, and dossiers without documents need no pattern.
const Lexicon::Patterns& Lexicon::patterns() const {
  std::call_once(compiled_, [this] {
    for (const Method& method : tables_.methods) {
      auto& compiled = patterns_.methods.emplace_back();
      for (const std::string& pattern : method.patterns)
        compiled.push_back(std::make_unique<re2::RE2>(pattern, caseless()));
    }
    for (const std::string& pattern : tables_.certificate.accreditation_patterns)
      patterns_.accreditations.push_back(std::make_unique<re2::RE2>(pattern, caseless()));
  });
  return patterns_;
}

Lexicon::~Lexicon() = default;

std::string Lexicon::label_role(std::string_view label) const {
  if (label.size() > 80) return "";
  const std::string whole = folded(label);
  if (const std::string role = look_up(labels_, whole); !role.empty()) return role;
  // "RELEASE DAT E": set with spaces between its letters.
  const auto words = split_words(whole);
  const bool any_long =
      std::ranges::any_of(words, [](const std::string& word) { return word.size() >= 3; });
  if (words.size() >= 2 && any_long && std::ranges::any_of(words, [](const std::string& word) {
        return word.size() == 1 && word[0] >= 'a' && word[0] <= 'z';
      })) {
    if (std::string role = look_up(tight_labels_, without_spaces(whole)); !role.empty())
      return role;
  }
  // Bilingual: "Certificate ID / Zertifikatsnummer".
  if (const std::size_t slash = label.find(" /"); slash != std::string_view::npos) {
    const std::string first = look_up(labels_, folded(label.substr(0, slash)));
    if (!first.empty()) return first;
    return look_up(labels_, folded(label.substr(slash + 2)));
  }
  return "";
}

std::string Lexicon::lot_in(std::string_view header) const {
  const std::vector<std::string> words = split_words(header);
  if (words.size() < 2 || words.size() > 4) return "";
  std::string label;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) label += words[i] + " ";
  const std::string& lot = words.back();
  const bool identifies = lot.find_first_of("0123456789") != std::string::npos;
  return identifies && label_role(label) == "lot" ? lot : "";
}

bool Lexicon::is_unit(std::string_view text) const {
  if (text.empty() || text.size() > 40) return false;
  const auto unit = tables_.units.find(text);
  return unit && unit->unit_class != "number";
}

bool Lexicon::units_differ(std::string_view a, std::string_view b) const {
  const auto first = tables_.units.find(a);
  const auto second = tables_.units.find(b);
  return first && second &&
         (first->unit_class != second->unit_class || !(first->factor == second->factor));
}

Column Lexicon::column(std::string_view header) const {
  if (header.size() > 90) return {};
  if (is_unit(header)) return {"unit value", squeezed(header)};
  Column column;
  std::string name(header);
  while (const auto bracket = last_bracket(name)) {
    const std::string& inside = bracket->inside;
    const std::string_view part = std::string_view(inside).substr(0, inside.find('/'));
    if (is_unit(inside) || (inside.find('/') != std::string::npos && is_unit(part))) {
      column.unit = inside;
    } else if (column.unit.empty() && is_multiple(inside)) {
      column.unit = inside;
    }
    name = bracket->outside;
  }
  // "Result in 1 g" tells the amount that was tested.
  static const re2::RE2 kAmountTested("(?i)\\s+(?:in|per)\\s+[0-9.,]+\\s*(?:g|mL|kg|L)$");
  re2::RE2::Replace(&name, kAmountTested, "");
  std::vector<std::string> words = split_words(name);
  if (words.size() > 1 && is_unit(words.back())) {  // "RESULT %", "Result, EU/mL"
    if (column.unit.empty()) column.unit = words.back();
    words.pop_back();
    if (words.size() > 1 && folded(words.back()) == "in") words.pop_back();
    name.clear();
    for (const std::string& word : words) name += word + " ";
  }
  if (!column.unit.empty() && squeezed(name).empty()) return {"unit value", column.unit};
  column.role = look_up(columns_, folded(header));
  if (column.role.empty()) column.role = look_up(columns_, folded(name));
  // "N/A" is no "N." with something behind it.
  if (const std::size_t slash = name.find('/');
      column.role.empty() && slash != std::string::npos && slash > 1) {
    column.role = look_up(columns_, folded(name.substr(0, slash)));
    const std::string second = look_up(columns_, folded(name.substr(slash + 1)));
    // "Standard / method" lists methods.
    if (column.role.empty() || second == "method") column.role = second;
  }
  if (column.role.empty() && !lot_in(header).empty()) column.role = "lot_result";
  return column;
}

std::string Lexicon::result_role(std::string_view cell) const {
  if (cell.size() > 60) return "";
  if (std::string role = look_up(results_, folded(cell)); !role.empty()) return role;
  // "Absent in 25 g", "n.n. in 1 g", "Negative per 10 g": the amount that was tested follows.
  static const re2::RE2 kAmount(
      "(?i)^(.*[a-z.])\\s*(?:\\bin\\b|\\bper\\b|/)\\s*[0-9]*[.,]?[0-9]*\\s*(?:m?g|mL|kg|L)$");
  std::string word;
  if (!re2::RE2::FullMatch(re2::StringPiece(cell.data(), cell.size()), kAmount, &word)) return "";
  return look_up(results_, folded(word));
}

bool Lexicon::is_title(std::string_view line) const {
  const std::string text = " " + folded(line) + " ";
  return text.size() < 80 && std::ranges::any_of(titles_, [&](const std::string& title) {
           return text.find(" " + title + " ") != std::string::npos;
         });
}

std::string Lexicon::after_title(std::string_view line) const {
  if (line.size() > 120) return "";
  const auto words = split_words(line);
  std::string start;
  std::string rest;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    start += (start.empty() ? "" : " ") + words[i];
    if (std::ranges::find(titles_, folded(start)) == titles_.end()) continue;
    rest.clear();
    for (std::size_t j = i + 1; j < words.size(); ++j) rest += (rest.empty() ? "" : " ") + words[j];
  }
  return rest;
}

bool Lexicon::names_laboratory(std::string_view phrase) const {
  bool named = false;
  for (const std::string& word : split_words(folded(phrase))) {
    if (std::ranges::find(not_laboratory_words_, word) != not_laboratory_words_.end()) return false;
    named = named || std::ranges::find(laboratory_words_, word) != laboratory_words_.end();
  }
  return named;
}

bool Lexicon::has_company_form(std::string_view name) const {
  std::string plain;  // "S.p.A." is "SpA"
  for (const char c : name)
    if (c != '.') plain += c;
  const auto words = split_words(folded(plain));
  return std::any_of(words.begin() + (words.empty() ? 0 : 1), words.end(),
                     [&](const std::string& word) { return company_forms_.count(word) != 0; });
}

bool Lexicon::names_post(std::string_view phrase) const {
  if (phrase.size() > 80) return false;
  const auto words = split_words(folded(phrase));
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (post_words_.count(words[i]) != 0) return true;
    if (i + 1 < words.size() && post_words_.count(words[i] + " " + words[i + 1]) != 0) return true;
    // "Lab Director/Principal Scientist"
    const std::size_t slash = words[i].find('/');
    if (slash != std::string::npos && post_words_.count(words[i].substr(0, slash)) != 0)
      return true;
  }
  return false;
}

bool Lexicon::is_sample_label(std::string_view label) const {
  return label.size() < 60 && sample_labels_.count(folded(label)) != 0;
}

bool Lexicon::is_basis(std::string_view phrase) const {
  return phrase.size() < 40 && basis_words_.count(folded(phrase)) != 0;
}

bool Lexicon::names_figure(std::string_view phrase) const {
  return std::ranges::any_of(split_words(folded(phrase)), [&](const std::string& word) {
    return std::ranges::find(figure_words_, word) != figure_words_.end();
  });
}

bool Lexicon::claims_accreditation(std::string_view line) const {
  return std::ranges::any_of(patterns().accreditations, [&](const auto& pattern) {
    return re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *pattern);
  });
}

NamedMethod Lexicon::split_method(std::string_view cell) const {
  // "Sterility USP <71>": the chapter follows the name.
  for (const char* chapter : {" USP ", " USP<", " Ph. Eur. ", " Ph.Eur."}) {
    const std::size_t at = cell.find(chapter);
    if (at == std::string_view::npos || at == 0 || cell.find('(') < at) continue;
    if (!analyte_id(cell.substr(0, at)).empty()) {
      return {squeezed(cell.substr(0, at)), squeezed(cell.substr(at))};
    }
  }
  const auto bracket = last_bracket(cell);
  if (!bracket || bracket->outside.empty() || bracket->inside.size() > 60) {
    return {squeezed(cell), ""};
  }
  // A bracket that is part of the name stays: "Lead (Pb)", "Mode (nm)", "Content (per vial)".
  if (look_up(analytes_, folded(bracket->inside)) != "" && method_id(bracket->inside, "").empty()) {
    return {squeezed(cell), ""};
  }
  if (method_id(bracket->inside, "").empty()) return {squeezed(cell), ""};
  return {bracket->outside, bracket->inside};
}

std::string Lexicon::method_id(std::string_view printed, const std::string& analyte_id) const {
  std::string first;
  if (printed.size() > 400) return first;
  const auto& methods = patterns().methods;
  for (std::size_t i = 0; i < methods.size(); ++i) {
    const Method& method = tables_.methods[i];
    const bool matches = std::ranges::any_of(methods[i], [&](const auto& pattern) {
      return re2::RE2::PartialMatch(re2::StringPiece(printed.data(), printed.size()), *pattern);
    });
    if (!matches) continue;
    if (std::ranges::find(method.measures, analyte_id) != method.measures.end()) return method.id;
    if (first.empty()) first = method.id;
  }
  return first;
}

std::string Lexicon::method_pattern(std::string_view printed, const std::string& method_id) const {
  const auto& methods = patterns().methods;
  for (std::size_t i = 0; i < methods.size(); ++i) {
    if (tables_.methods[i].id != method_id) continue;
    for (const auto& pattern : methods[i]) {
      if (re2::RE2::PartialMatch(re2::StringPiece(printed.data(), printed.size()), *pattern))
        return pattern->pattern();
    }
  }
  return "";
}

std::string_view Lexicon::without_limit_word(std::string_view cell) const {
  const LimitWord word = limit_prefix(cell, tables_.certificate.limits);
  const bool bounds = word.role == "at_most" || word.role == "at_least" || word.role == "below" ||
                      word.role == "above" || word.role == "approximate";
  return bounds ? cell.substr(word.length) : cell;
}

std::string Lexicon::bare_limit(std::string_view printed) const {
  std::string text = squeezed(printed);
  if (text.size() > 2 && text.front() == '(' && text.find(')') == text.size() - 1)
    text = squeezed(std::string_view(text).substr(1, text.size() - 2));
  for (std::size_t space = text.find(' '); space != std::string::npos && space < 30;
       space = text.find(' ', space + 1)) {
    const std::string label = text.substr(0, space);
    const std::string rest = squeezed(std::string_view(text).substr(space));
    if (look_up(columns_, folded(label)) != "limit" || rest.empty()) continue;
    const bool sign = std::string_view("<>=0123456789").find(rest.front()) != std::string::npos ||
                      rest.starts_with("≤") || rest.starts_with("≥") || rest.starts_with("±") ||
                      !limit_prefix(rest, tables_.certificate.limits).role.empty();
    if (sign || label.ends_with(':')) return rest;
  }
  return text;
}

bool Lexicon::is_limit(std::string_view printed) const {
  const std::string text = bare_limit(printed);
  // "accept: Positive"
  if (text != squeezed(printed) && !text.empty()) return true;
  static const re2::RE2 kForm(
      "^(?:≤|≥|<=|>=).*|^[0-9][0-9.,]*\\s*\\S{0,8}\\s*(?:-|–|—|to)\\s*[0-9].*|"
      "(?i)^absent (?:in|/).*");
  const LimitWords& limits = tables_.certificate.limits;
  const std::string_view first = limit_prefix(text, limits).role;
  const std::string_view last = limit_suffix(text, limits).role;
  if (first == "at_most" || first == "at_least" || first == "between" || first == "report")
    return true;
  return last == "at_most" || last == "at_least" ||
         re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), kForm);
}

bool Lexicon::is_number(std::string_view cell) const {
  cell = without_limit_word(cell);
  return cell.size() < 80 &&
         re2::RE2::FullMatch(re2::StringPiece(cell.data(), cell.size()), number_pattern());
}

bool Lexicon::is_value(std::string_view cell) const {
  if (is_number(cell) || !result_role(cell).empty()) return true;
  const auto last_space = cell.find_last_of(' ');
  if (last_space != std::string_view::npos && is_unit(cell.substr(last_space + 1)) &&
      is_number(cell.substr(0, last_space))) {
    return true;
  }
  const std::size_t unit_at = cell.find_last_of("0123456789.");
  return unit_at != std::string_view::npos && unit_at + 1 < cell.size() &&
         is_unit(cell.substr(unit_at + 1)) && is_number(cell.substr(0, unit_at + 1));
}

}  // namespace verilot
