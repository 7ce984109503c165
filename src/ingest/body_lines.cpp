#include "ingest/body_lines.h"

#include <re2/re2.h>

#include <algorithm>

#include "ingest/certificate_fields.h"
#include "ingest/split_phrases.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

// Sentences that stand below a table: notes, legends, decision rules.
bool is_prose(const Phrase& phrase, const TableHeader& header, const Lexicon& lexicon) {
  if (phrase.words.size() < 6) return false;
  std::size_t columns = 0;
  for (const HeaderCell& cell : header.cells) columns += shared_x(cell.box, phrase.box) > 0;
  const auto plain = std::ranges::count_if(phrase.words, [](const PdfWord& word) {
    return word.text.size() >= 2 && word.text.find_first_of("0123456789") == std::string::npos;
  });
  const bool wide = phrase.box.x1 - phrase.box.x0 > 0.6 * (header.box.x1 - header.box.x0);
  if (wide && phrase.text.find(" | ") != std::string::npos) return true;
  return (columns >= 2 || wide) && plain * 5 >= static_cast<long>(phrase.words.size()) * 3 &&
         !lexicon.is_value(phrase.text);
}

// A long name with a value beside it is a row.
bool has_prose(const Line& line, const TableHeader& header, const Lexicon& lexicon) {
  if (line.phrases.size() > 1 && lexicon.is_value(line.phrases.back().text)) return false;
  return std::ranges::any_of(
      line.phrases, [&](const Phrase& phrase) { return is_prose(phrase, header, lexicon); });
}

// "Prep. By: 1226", "Analysis Method : SOP": a label line ends the table when nothing stands in
// its value columns.
bool is_label_line(const Line& line, const TableHeader& header, const Lexicon& lexicon) {
  if (!header.names_analytes) return false;
  const std::string& text = line.phrases.front().text;
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon > 45) return false;
  if (!lexicon.label_role(text.substr(0, colon)).empty()) return true;
  return line.phrases.size() == 1 || colon + 1 < text.size();
}

// "Tested by | Reviewed by | Approved by", "Analyst | A. Example | 2026-01-27": signatures below a
// table.
bool is_signature_line(const Line& line, const Lexicon& lexicon) {
  if (line.phrases.size() > 1 && lexicon.label_role(line.phrases.front().text) == "signatory")
    return true;
  return std::ranges::all_of(line.phrases, [&](const Phrase& phrase) {
    const std::string role = lexicon.label_role(phrase.text.substr(0, phrase.text.find(':')));
    const std::string plain = folded(phrase.text);
    return role == "signatory" || is_date_role(role) || plain == "signature" ||
           (line.phrases.size() > 1 && plain.ends_with(" by") && phrase.words.size() <= 4);
  });
}

// "1/2", "Page 1 of 2" alone on its line.
bool is_page_number(const Line& line) {
  static const re2::RE2 kPattern("(?i)(?:page\\s*)?[0-9]{1,3}\\s*(?:/|of|von|de)\\s*[0-9]{1,3}");
  return line.phrases.size() == 1 && re2::RE2::FullMatch(line.phrases.front().text, kPattern);
}

bool is_formula(const Line& line) {
  const std::string& text = line.phrases.front().text;
  return text.starts_with("**") ||
         (line.phrases.size() == 1 && text.find(" = ") != std::string::npos);
}

double next_header_top(const std::vector<TableHeader>& headers, const TableHeader& header,
                       double page_height) {
  double bottom = page_height;
  for (const TableHeader& other : headers) {
    if (other.box.y0 > header.box.y1 && shared_x(other.box, header.box) > 0) {
      bottom = std::min(bottom, other.box.y0);
    }
  }
  return bottom;
}

bool in_other_header(const Phrase& phrase, const std::vector<TableHeader>& headers,
                     const TableHeader& own) {
  return std::ranges::any_of(headers, [&](const TableHeader& header) {
    return &header != &own && shared_x(header.box, phrase.box) > 0 &&
           shared_y(header.box, phrase.box) > 0 && !(header.box == own.box);
  });
}

// Names may begin left of a centred header, values right of one; but what stands outside while
// the column has its own words on that line is not of this table.
bool is_beside_table(const PageLayout& page, const Phrase& phrase, const TableHeader& header,
                     const Lexicon& lexicon) {
  const Box& names = header.cells.front().box;
  const bool left = header.names_analytes && phrase.box.x1 < names.x0;
  const bool right = phrase.box.x0 > header.box.x1;
  if (!left && !right) return false;
  if (left && phrase.box.x0 < header.left) return true;
  if (left && lexicon.is_value(phrase.text) && lexicon.analyte_id(phrase.text).empty()) return true;
  const Box& column = left ? names : header.cells.back().box;
  return std::ranges::any_of(page.lines, [&](const Line& line) {
    if (shared_y(line.box, phrase.box) <= 0) return false;
    return std::ranges::any_of(line.phrases, [&](const Phrase& other) {
      return &other != &phrase && shared_x(other.box, column) > 0 &&
             shared_y(other.box, phrase.box) > 0.3 * height_of(phrase.box);
    });
  });
}

// Totals stand apart from the rows above them.
constexpr double kTotalsGap = 60;  // points

bool is_wide_row(const Line& line, const Lexicon& lexicon) {
  return line.phrases.size() >= 3 && !lexicon.is_value(line.phrases.front().text) &&
         std::ranges::count_if(line.phrases, [&](const Phrase& phrase) {
           return lexicon.is_value(phrase.text);
         }) >= 2;
}

}  // namespace

std::vector<Line> body_lines(const PageLayout& page, const TableHeader& header,
                             const std::vector<TableHeader>& headers, const Lexicon& lexicon) {
  const double bottom = next_header_top(headers, header, page.height);
  std::vector<PdfWord> words;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      const double top = header.box.y1 - 0.3 * height_of(phrase.box);
      if (phrase.box.y0 < top || centre_y(phrase.box) > bottom) continue;
      if (phrase.box.x1 < header.left || phrase.box.x0 > header.right) continue;
      if (phrase.box.x0 > header.box.x1 && phrase.words.size() > 4) continue;
      if (is_beside_table(page, phrase, header, lexicon)) continue;
      if (in_other_header(phrase, headers, header)) continue;
      words.insert(words.end(), phrase.words.begin(), phrase.words.end());
    }
  }
  std::vector<Line> lines;
  double last = header.box.y1;
  double pitch = 0;
  for (Line& line : lines_of(std::move(words))) {
    cut_off_verdicts(line, lexicon);
    const double gap = line.box.y0 - last;
    if (gap > std::max(34.0, 2.2 * pitch) && !(gap < kTotalsGap && is_wide_row(line, lexicon)))
      break;
    if (has_prose(line, header, lexicon) || is_label_line(line, header, lexicon) ||
        is_formula(line))
      break;
    if (is_signature_line(line, lexicon)) break;
    if (is_page_number(line)) continue;
    if (!lines.empty()) pitch = std::max(pitch, gap);
    last = std::max(last, line.box.y1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace verilot
