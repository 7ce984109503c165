#include "ingest/page_parts.h"

#include <algorithm>
#include <optional>

#include "ingest/certificate_labels.h"
#include "ingest/column_table.h"
#include "ingest/label_phrases.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

PageLayout between(const PageLayout& page, double top, double bottom) {
  PageLayout part = page;
  std::erase_if(part.lines, [&](const Line& line) {
    return centre_y(line.box) < top || centre_y(line.box) >= bottom;
  });
  return part;
}

// "Sample 2: Bacteriostatic water 20 mL, lot BW-A18"
bool says_lot(const Phrase& phrase, const Lexicon& lexicon) {
  constexpr std::size_t kMostWords = 14;
  if (phrase.words.size() > kMostWords) return false;
  for (std::size_t i = 0; i + 1 < phrase.words.size(); ++i)
    if (lexicon.label_role(phrase.words[i].text) == "lot" &&
        !value_in_sentence("lot", phrase, i + 1).empty())
      return true;
  return false;
}

bool labels_lot(const Line& line, const Lexicon& lexicon) {
  return std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
    return lexicon.label_role(phrase.text.substr(0, phrase.text.find(':'))) == "lot" ||
           says_lot(phrase, lexicon);
  });
}

// Where the certificate above ends, when a table stands between its top and the label of a lot.
std::optional<double> cut_above(const PageLayout& page, const std::vector<ColumnTable>& tables,
                                double top, const Box& label, const Lexicon& lexicon) {
  std::optional<double> cut;
  for (const ColumnTable& table : tables) {
    if (table.box.y0 > top && table.box.y1 < label.y0 && (!cut || table.box.y1 > *cut))
      cut = table.box.y1;
  }
  const bool table_below = std::ranges::any_of(
      tables, [&](const ColumnTable& table) { return table.box.y0 > label.y1; });
  if (!cut || !table_below) return std::nullopt;
  for (const Line& line : page.lines) {
    if (line.box.y0 < *cut || line.box.y0 >= label.y0) continue;
    for (const Phrase& phrase : line.phrases) {
      if (lexicon.is_title(phrase.text)) return line.box.y0;
    }
  }
  return cut;
}

std::string lot_of(const PageLayout& part, const Lexicon& lexicon, const std::string& file) {
  const Labels labels = find_labels(part, lexicon, file);
  const auto lot = labels.find("lot");
  return lot == labels.end() ? "" : identity_of(lot->second.text);
}

}  // namespace

std::vector<PageLayout> parts_of(const PageLayout& page, const Lexicon& lexicon,
                                 const std::string& file) {
  std::vector<Box> labels;
  for (const Line& line : page.lines) {
    if (labels_lot(line, lexicon)) labels.push_back(line.box);
  }
  if (labels.size() < 2) return {page};
  const std::vector<ColumnTable> tables = find_tables(page, lexicon);
  std::vector<PageLayout> parts;
  double top = 0;
  for (std::size_t i = 1; i < labels.size(); ++i) {
    const auto cut = cut_above(page, tables, top, labels[i], lexicon);
    if (!cut) continue;
    const double end = i + 1 < labels.size() ? labels[i + 1].y0 : page.height + 1;
    const PageLayout above = between(page, top, *cut);
    const std::string lot = lot_of(above, lexicon, file);
    const std::string next = lot_of(between(page, *cut, end), lexicon, file);
    if (lot.empty() || next.empty() || lot == next) continue;
    parts.push_back(above);
    top = *cut;
  }
  parts.push_back(between(page, top, page.height + 1'000'000));
  if (parts.size() == 1) return {page};
  return parts;
}

}  // namespace verilot
