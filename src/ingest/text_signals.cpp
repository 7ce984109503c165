// Placeholders, watermarks, and what the name of the file says.
#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "ingest/document_inspection.h"
#include "ingest/page_layout.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kShortestId = 6;
constexpr std::size_t kLongestId = 24;  // longer ones are made by programs that store files
constexpr std::ptrdiff_t kDigitsOfId = 4;
constexpr std::size_t kRepeated = 3;

struct TextLine {
  std::string text;
  Box box;
};

// Words as pdftotext orders them, broken where the next stands lower or far off.
std::vector<TextLine> lines_of_page(const PdfPage& page) {
  std::vector<TextLine> lines;
  for (const PdfWord& word : page.words) {
    const double height = word.box.y1 - word.box.y0;
    const bool goes_on = !lines.empty() && shared_y(lines.back().box, word.box) > height / 2 &&
                         word.box.x0 >= lines.back().box.x0 &&
                         word.box.x0 - lines.back().box.x1 < 2 * height;
    if (!goes_on) {
      lines.push_back({word.text, word.box});
      continue;
    }
    lines.back().text += " " + word.text;
    lines.back().box = joined(lines.back().box, word.box);
  }
  return lines;
}

std::string any_of_patterns(const std::vector<std::string>& patterns) {
  std::string all;
  for (const std::string& pattern : patterns) all += (all.empty() ? "(?i)((?:" : ")|(?:") + pattern;
  return all + "))";
}

void find_placeholders(Inspection& inspection) {
  const re2::RE2 expression(any_of_patterns(inspection.words("placeholders")), re2::RE2::Quiet);
  if (!expression.ok()) return;
  for (const PdfPage& page : inspection.text.pages) {
    for (const TextLine& line : lines_of_page(page)) {
      std::string found;
      if (!re2::RE2::PartialMatch(line.text, expression, &found)) continue;
      inspection.add_to_page("placeholder_text", page.number, {line.box}, {{"words", found}});
      break;  // one a page says enough
    }
  }
}

double usual_size(const PdfPageMarks& page) {
  std::vector<double> sizes;
  for (const PdfMark& mark : page.marks)
    if (mark.kind == PdfMark::Kind::text) sizes.push_back(mark.size);
  if (sizes.empty()) return 0;
  std::ranges::nth_element(sizes, sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2));
  return sizes[sizes.size() / 2];
}

void find_watermarks(Inspection& inspection) {
  const std::vector<std::string>& words = inspection.words("watermarks");
  for (std::size_t i = 0; i < inspection.pages.size(); ++i) {
    const PdfPageMarks& page = inspection.pages[i];
    const double usual = usual_size(page);
    std::map<std::string, std::size_t> turned;
    for (const PdfMark& mark : page.marks) {
      if (mark.kind != PdfMark::Kind::text) continue;
      const std::string word = folded(mark.text);
      if (std::ranges::find(words, word) == words.end()) continue;
      const bool large = mark.size > inspection.limit("large_letters") * usual;
      if (large || !mark.upright) turned[mark.text] += large ? kRepeated : 1;
    }
    for (const auto& [word, weight] : turned) {
      if (weight < kRepeated) continue;
      inspection.add_to_page("watermark", static_cast<int>(i) + 1, {}, {{"words", word}});
      break;
    }
  }
}

// The longest part of the name that looks like a number of a sample; "" when there is none.
std::string id_in_name(const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  name = name.substr(0, name.find_last_of('.'));
  std::string longest, token;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const char c = i < name.size() ? name[i] : ' ';
    const bool part =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    if (part) {
      token += c;
      continue;
    }
    const auto digits = std::ranges::count_if(token, [](char d) { return d >= '0' && d <= '9'; });
    const auto small = std::ranges::count_if(token, [](char d) { return d >= 'a' && d <= 'z'; });
    if (small < 3 && digits >= kDigitsOfId && token.size() >= kShortestId &&
        token.size() <= kLongestId && token.size() > longest.size())
      longest = token;
    token.clear();
  }
  return longest;
}

void find_name_mismatch(Inspection& inspection) {
  const std::string id = id_in_name(inspection.document.name);
  if (id.empty()) return;
  std::string all;
  for (const PdfPage& page : inspection.text.pages) {
    if (!page.readable || page.read_as_picture) return;  // it may say the number for all we know
    for (const PdfWord& word : page.words) all += identity_of(word.text);
  }
  if (all.find(identity_of(id)) == std::string::npos)
    inspection.add_to_file("filename_mismatch", {{"words", id}});
}

}  // namespace

void find_text_signals(Inspection& inspection) {
  find_placeholders(inspection);
  find_watermarks(inspection);
  find_name_mismatch(inspection);
  const auto& pages = inspection.text.pages;
  const bool text = std::ranges::any_of(pages, [](const PdfPage& page) {
    return page.readable && (!page.read_as_picture || page.has_text);
  });
  if (!pages.empty() && !text) inspection.add_to_file("image_only", {});
  if (inspection.file.certificates.size() > 1)
    inspection.add_to_file("multi_cert_file",
                           {{"count", std::to_string(inspection.file.certificates.size())}});
}

}  // namespace verilot
