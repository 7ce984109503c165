#include "ingest/doubts.h"

#include <algorithm>
#include <string>

#include "ingest/certificate_fields.h"
#include "ingest/page_layout.h"
#include "ingest/printed_dates.h"
#include "ingest/text_fold.h"
#include "ingest/ticked_options.h"

namespace verilot {
namespace {

void doubt(std::optional<Printed>& printed, const char* why) {
  if (printed && printed->doubt.empty()) printed->doubt = why;
}

// "22.0 20.8", "51.20 mg 83.22%": numbers with nothing but units between them.
bool holds_several_values(const std::string& text, const Lexicon& lexicon) {
  if (lexicon.is_value(text) || iso_date(text, DateOrder::month_first)) return false;
  std::size_t numbers = 0;
  for (const std::string& word : split_words(text)) {
    if (lexicon.is_number(word) || (lexicon.is_value(word) && lexicon.result_role(word).empty()))
      ++numbers;
    else if (!lexicon.is_unit(word) && word != "<" && word != ">" && word != "≤" && word != "≥")
      return false;
  }
  return numbers >= 2;
}

bool is_unit_alone(std::string text, const Lexicon& lexicon) {
  if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
  return lexicon.is_unit(text) && lexicon.result_role(text).empty();
}

bool names_method(const std::string& text, const Lexicon& lexicon) {
  return !lexicon.is_value(text) && !lexicon.method_id(text, "").empty() &&
         text.find_first_of("<>≤≥") == std::string::npos;
}

// "1/vial" of "Particles (1/vial)"; "" without one.
std::string closing_bracket(const std::string& name) {
  const std::size_t open = name.rfind('(');
  if (open == std::string::npos || !name.ends_with(')')) return "";
  return name.substr(open + 1, name.size() - open - 2);
}

// "Moisture <= 13"
bool holds_limit(const std::string& name) {
  for (const char* sign : {" <= ", " >= ", " ≤ ", " ≥ ", " < ", " > "}) {
    const std::size_t at = name.find(sign);
    if (at != std::string::npos &&
        name.find_first_of("0123456789", at) == at + std::string_view(sign).size())
      return true;
  }
  return false;
}

}  // namespace

void doubt_cells(CertificateTest& test, const Lexicon& lexicon) {
  // "Particles (1/vial) | 3.1E+10": no unit of the table, and yet what is counted in.
  if (test.result && !test.unit && lexicon.is_number(test.result->text)) {
    const std::string inside = closing_bracket(test.analyte.text);
    // "pH (5 %)" was measured at that concentration.
    const bool condition =
        inside.find('%') != std::string::npos && inside.front() >= '0' && inside.front() <= '9';
    if (inside.find_first_of("/%") != std::string::npos && !condition && test.analyte_id != "ph")
      test.unit = Printed{inside, test.analyte.where, "may be the unit of the result"};
  }
  if (test.result && holds_several_values(test.result->text, lexicon))
    doubt(test.result, "more than one value stands in the cell");
  if (test.result && holds_option_box(test.result->text))
    doubt(test.result, "none of the options is ticked, or more than one");
  if (test.printed_status && holds_option_box(test.printed_status->text))
    doubt(test.printed_status, "none of the options is ticked, or more than one");
  if (test.result && is_unit_alone(test.result->text, lexicon))
    doubt(test.result, "a unit stands where the result should");
  if (test.result && split_words(test.result->text).size() <= 2 &&
      names_method(test.result->text, lexicon))
    doubt(test.result, "a method seems to stand where the result should");
  if (test.result && lexicon.bare_limit(test.result->text) != test.result->text &&
      !test.result->text.starts_with('('))
    doubt(test.result, "a limit seems to stand where the result should");
  if (test.limit && holds_several_values(test.limit->text, lexicon))
    doubt(test.limit, "more than one value stands in the cell");
  if (test.limit && !test.method && names_method(test.limit->text, lexicon))
    doubt(test.limit, "a method seems to stand where the limit should");
  if (holds_limit(test.analyte.text) && test.analyte.doubt.empty())
    test.analyte.doubt = "a value stands within the name";
}

void doubt_beside(CertificateTest& test, const std::vector<Printed>& strays, bool limits_read,
                  const Lexicon& lexicon) {
  const char* const kWhy = "stands in the row under no heading that was understood";
  const auto take = [&](std::optional<Printed>& field, const Printed& stray) {
    if (!field) field = Printed{stray.text, stray.where, kWhy};
  };
  for (const Printed& stray : strays) {
    const bool value = lexicon.is_value(stray.text);
    const bool limit = lexicon.is_limit(stray.text);
    const bool counts = test.result && lexicon.is_number(test.result->text);
    if (is_unit_alone(stray.text, lexicon)) {
      if (counts) take(test.unit, stray);
    } else if (!test.result && value) {
      take(test.result, stray);
    } else if (!limits_read && (limit || lexicon.is_number(stray.text))) {
      take(test.limit, stray);
    }
  }
}

std::vector<Box> overprinted(const PdfPage& page) {
  constexpr std::size_t kMost = 10;
  constexpr double kShare = 0.5;
  std::vector<const PdfWord*> words;
  for (const PdfWord& word : page.words) words.push_back(&word);
  std::ranges::sort(words, {}, [](const PdfWord* word) { return word->box.y0; });
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Box& a = words[i]->box;
    for (std::size_t j = i + 1; j < words.size() && words[j]->box.y0 < a.y1; ++j) {
      const Box& b = words[j]->box;
      const double shared = std::max(0.0, shared_x(a, b)) * std::max(0.0, shared_y(a, b));
      const double smaller = std::min((a.x1 - a.x0) * height_of(a), (b.x1 - b.x0) * height_of(b));
      const bool digits = words[i]->text.find_first_of("0123456789") != std::string::npos ||
                          words[j]->text.find_first_of("0123456789") != std::string::npos;
      if (!digits || words[i]->text == words[j]->text || shared <= kShare * smaller) continue;
      // A raised small number is an exponent or a footnote.
      if (height_of(a) < 0.8 * height_of(b) || height_of(b) < 0.8 * height_of(a)) continue;
      boxes.push_back(joined(a, b));
      if (boxes.size() > kMost) return {};
    }
  }
  return boxes;
}

void doubt_overprinted(Certificate& certificate, int page, const std::vector<Box>& boxes) {
  const auto over = [&](const SourceLocation& where) {
    return where.page == page && std::ranges::any_of(boxes, [&](const Box& box) {
             return shared_x(where.box, box) > 0 && shared_y(where.box, box) > 0.3 * height_of(box);
           });
  };
  const char* const kWhy = "stands over other text";
  for (const std::string& name : certificate_field_names()) {
    std::optional<Printed>* field = field_of(certificate, name);
    if (field != nullptr && *field && over((*field)->where)) doubt(*field, kWhy);
  }
  for (auto& [role, date] : certificate.dates)
    if (date.doubt.empty() && over(date.where)) date.doubt = kWhy;
  for (CertificateTest& test : certificate.tests) {
    for (const std::string& name : test_field_names()) {
      std::optional<Printed>* field = field_of(test, name);
      if (field != nullptr && *field && over((*field)->where)) doubt(*field, kWhy);
    }
  }
}

}  // namespace verilot
