// Text layers over scanned pages, held against what the page shows; and what pictures say of the
// programs that made them.
#include <algorithm>
#include <cctype>

#include "ingest/document_inspection.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kWholePage = 0.5;         // of the page: a picture that is the page
constexpr std::size_t kFewestWords = 5;    // of a text layer
constexpr int kMostPages = 3;              // read again, a file
constexpr std::size_t kHead = 256 * 1024;  // bytes of a picture that may name its program
constexpr double kEdge = 0.004;            // of the page's width: a word that touches the edge
constexpr std::size_t kCutWords = 2;
constexpr int kSurely = 50;  // percent, of reading a word that is cut

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

// Whether the words of the page are unseen, under or on a picture of the whole page.
bool is_text_layer(const PdfPageMarks& page) {
  double whole = 0;
  std::size_t picture = page.marks.size();
  for (std::size_t i = 0; i < page.marks.size(); ++i) {
    const PdfMark& mark = page.marks[i];
    if (mark.kind != PdfMark::Kind::picture || area(mark.box) < whole) continue;
    whole = area(mark.box);
    picture = i;
  }
  if (whole < kWholePage * area(page.shown)) return false;
  std::size_t words = 0, unseen = 0;
  for (std::size_t i = 0; i < page.marks.size(); ++i) {
    if (page.marks[i].kind != PdfMark::Kind::text) continue;
    ++words;
    unseen += !page.marks[i].visible || (i < picture && page.marks[picture].opaque);
  }
  return words >= kFewestWords && unseen * 10 > words * 8;
}

class TextLayer {
 public:
  TextLayer(Inspection& inspection, PdfPage picture)
      : inspection_(inspection), picture_(std::move(picture)) {}

  void compare() {
    for (const Certificate& certificate : inspection_.file.certificates)
      for_each_telling_value(certificate, [&](const Printed& value) {
        if (value.where.page == picture_.number) compare(value);
      });
    if (boxes_.empty()) return;
    inspection_.add_to_page("text_differs_from_picture", picture_.number, boxes_,
                            {{"words", said_}, {"shown", shown_}});
  }

 private:
  // What the picture shows where the value stands; "" where that is not sure.
  std::string shown_at(const Box& box) const {
    std::string text;
    for (const PdfWord& word : picture_.words) {
      if (share_within(word.box, box) < 0.5) continue;
      if (word.confidence < inspection_.limit("picture_reading_confidence")) return "";
      text += (text.empty() ? "" : " ") + word.text;
    }
    return text;
  }

  void compare(const Printed& value) {
    const std::string shown = shown_at(value.where.box);
    if (shown.empty()) return;
    const Lexicon& lexicon = inspection_.lexicon();
    const std::string said_role = lexicon.result_role(value.text);
    const std::string shown_role = lexicon.result_role(shown);
    const bool other_digits = has_digit(value.text) && has_digit(shown) &&
                              digits_of(value.text) != digits_of(shown) &&
                              digits_of(shown).find(digits_of(value.text)) == std::string::npos;
    const bool other_word = !said_role.empty() && !shown_role.empty() && said_role != shown_role;
    if (!other_digits && !other_word) return;
    boxes_.push_back(value.where.box);
    said_ += (said_.empty() ? "" : ", ") + value.text;
    shown_ += (shown_.empty() ? "" : ", ") + shown;
  }

  Inspection& inspection_;
  const PdfPage picture_;
  std::vector<Box> boxes_;
  std::string said_, shown_;
};

void compare_text_layers(Inspection& inspection) {
  if (!inspection.read_picture) return;
  int left = kMostPages;
  for (std::size_t i = 0; i < std::min(inspection.pages.size(), inspection.text.pages.size());
       ++i) {
    const PdfPage& page = inspection.text.pages[i];
    if (!page.readable || page.read_as_picture || !is_text_layer(inspection.pages[i]) ||
        left-- <= 0)
      continue;
    PdfPage picture = page;
    picture.words.clear();
    inspection.read_picture(picture);
    if (picture.readable) TextLayer(inspection, std::move(picture)).compare();
  }
}

// The letters at the head of a picture, where programs leave their names.
std::string letters_of(std::string_view bytes) {
  std::string text;
  for (const char c : bytes.substr(0, kHead)) {
    if (c >= ' ' && c < 127)
      text += c;
    else if (!text.empty() && text.back() != '\n')
      text += '\n';
  }
  return text;
}

void find_program_of(Inspection& inspection, std::string_view picture) {
  const std::string letters = letters_of(picture);
  // A name by itself says little: photographs carry colour profiles of editors. What wrote the
  // picture stands behind these words.
  for (const char* role : {"Software", "CreatorTool", "softwareAgent"}) {
    for (std::size_t at = letters.find(role); at != std::string::npos;
         at = letters.find(role, at + 1)) {
      const std::string behind = letters.substr(at, 120);
      if (const auto tool = inspection.match("editors", behind))
        return inspection.add_to_file("metadata_edited", {{"tool", *tool}});
    }
  }
}

// Of pages that are pictures alone.
void find_programs_of_pages(Inspection& inspection) {
  if (inspection.pdf == nullptr) return;
  const std::vector<PdfPageObject> pages = inspection.pdf->pages();
  for (std::size_t i = 0; i < std::min(pages.size(), inspection.pages.size()); ++i) {
    const auto& marks = inspection.pages[i].marks;
    const bool text = std::ranges::any_of(marks, [](const PdfMark& mark) {
      return mark.kind == PdfMark::Kind::text && mark.visible;
    });
    if (text) continue;
    const PdfValue objects = inspection.pdf->member(pages[i].resources, "XObject");
    for (const PdfValue& reference : objects.items) {
      const PdfValue object = inspection.pdf->resolved(reference);
      if (object.data.starts_with("\xFF\xD8\xFF")) find_program_of(inspection, object.data);
    }
  }
}

std::ptrdiff_t letters_in(std::string_view text) {
  return std::ranges::count_if(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string format_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG")) return "PNG";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "JPEG";
  if (bytes.starts_with("II*") || bytes.starts_with(std::string_view("MM\0*", 4))) return "TIFF";
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return "PDF";
  return "";
}

std::string format_of_extension(const std::string& extension) {
  if (extension == "pdf") return "PDF";
  if (extension == "png") return "PNG";
  if (extension == "jpg" || extension == "jpeg") return "JPEG";
  if (extension == "tif" || extension == "tiff") return "TIFF";
  return "";
}

}  // namespace

void find_name_signals(Inspection& inspection) {
  const std::string& name = inspection.document.name;
  const std::size_t dot = name.find_last_of("./");
  if (dot == std::string::npos || name[dot] != '.') return;
  std::string extension = name.substr(dot + 1);
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string format = format_of(inspection.document.bytes);
  if (!format.empty() && format != format_of_extension(extension))
    inspection.add_to_file("wrong_extension", {{"extension", "." + extension}, {"format", format}});
}

void find_picture_signals(Inspection& inspection) {
  compare_text_layers(inspection);
  find_programs_of_pages(inspection);
  if (inspection.pdf == nullptr) find_program_of(inspection, inspection.document.bytes);
}

// Words at the very edge of a page that is a picture go on beyond it.
void find_cut_words(Inspection& inspection) {
  for (const PdfPage& page : inspection.text.pages) {
    if (!page.read_as_picture || page.has_text || page.width <= 0) continue;
    std::vector<Box> boxes;
    std::string words;
    for (const PdfWord& word : page.words) {
      const Box box = page.placement.on_page(word.box);
      const bool cut = box.x1 > page.width * (1 - kEdge) || box.x0 < page.width * kEdge;
      if (!cut || letters_in(word.text) < 2 || word.confidence < kSurely) continue;
      boxes.push_back(box);
      words += (words.empty() ? "" : " ") + word.text;
    }
    if (boxes.size() >= kCutWords)
      inspection.add_to_page("cropped", page.number, boxes, {{"words", words}});
  }
}

}  // namespace verilot
