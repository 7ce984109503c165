#include "ingest/pdf_words.h"

#include <algorithm>
#include <cmath>
#include <pugixml.hpp>
#include <sstream>

#include "ingest/child_process.h"
#include "ingest/temporary_file.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr int kFewCharacters = 200;       // with a picture over half of the page: a scan
constexpr int kSparseCharacters = 1'500;  // below it a picture may hold what the page is about
constexpr int kSeconds = 8;               // a page takes pdftotext some hundredths of a second
constexpr double kStrangeShare = 0.2;     // of the characters: glyph codes without Unicode

void report(PdfText& text, const std::string& file, std::string message) {
  text.problems.push_back({ProblemLevel::error, place_in_pdf(file, 0, {}), std::move(message)});
}

// Coordinates of a hostile file may be anything; a page is at most some metres wide.
double coordinate(const pugi::xml_node& node, const char* name) {
  const double value = node.attribute(name).as_double();
  return std::isfinite(value) ? std::clamp(value, -100'000.0, 100'000.0) : 0;
}

PdfWord word_of(const pugi::xml_node& node) {
  Box box{coordinate(node, "xMin"), coordinate(node, "yMin"), coordinate(node, "xMax"),
          coordinate(node, "yMax")};
  if (box.x1 < box.x0) std::swap(box.x0, box.x1);
  if (box.y1 < box.y0) std::swap(box.y0, box.y1);
  return {node.text().get(), box};
}

// Collects <word> elements wherever they stand, without recursion.
struct WordCollector : pugi::xml_tree_walker {
  PdfPage* page = nullptr;
  bool too_many = false;
  bool for_each(pugi::xml_node& node) override {
    if (std::string_view(node.name()) != "word") return true;
    if (page->words.size() >= kMaxWordsPerPage) {
      too_many = true;
      return false;
    }
    PdfWord word = word_of(node);
    if (!word.text.empty()) page->words.push_back(std::move(word));
    return true;
  }
};

int character_count(const PdfPage& page) {
  std::size_t count = 0;
  for (const PdfWord& word : page.words) count += word.text.size();
  return static_cast<int>(std::min<std::size_t>(count, 1'000'000));
}

bool garbled(const PdfPage& page) {
  std::size_t strange = 0;
  std::size_t all = 0;
  for (const PdfWord& word : page.words) {
    const CharacterCount count = count_characters(word.text);
    strange += count.strange;
    all += count.all;
  }
  return all > 0 && static_cast<double>(strange) > kStrangeShare * static_cast<double>(all);
}

// Of a page that is shown turned, poppler gives the size as it is stored and the words as they are
// shown.
void settle_size(PdfPage& page) {
  double right = 0;
  double bottom = 0;
  for (const PdfWord& word : page.words) {
    right = std::max(right, word.box.x1);
    bottom = std::max(bottom, word.box.y1);
  }
  if (right > page.width + 1 && right <= page.height && bottom <= page.width)
    std::swap(page.width, page.height);
}

struct PageWalker : pugi::xml_tree_walker {
  PdfText* text = nullptr;
  std::string file;
  bool for_each(pugi::xml_node& node) override {
    if (std::string_view(node.name()) != "page") return true;
    if (text->pages.size() >= static_cast<std::size_t>(kMaxPages)) {
      report(*text, file,
             "more than " + std::to_string(kMaxPages) + " pages; the rest is not read");
      return false;
    }
    PdfPage page;
    page.number = static_cast<int>(text->pages.size()) + 1;
    page.width = coordinate(node, "width");
    page.height = coordinate(node, "height");
    WordCollector words;
    words.page = &page;
    node.traverse(words);
    settle_size(page);
    page.readable = !words.too_many && character_count(page) > 0 && !garbled(page);
    if (words.too_many) {
      report(*text, file,
             "page " + std::to_string(page.number) + " has more than " +
                 std::to_string(kMaxWordsPerPage) + " words; it is not read");
      page.words.clear();
    }
    text->pages.push_back(std::move(page));
    return true;
  }
};

std::string why_not(const ChildResult& run) {
  switch (run.ended) {
    case ChildEnd::not_found:
      return "pdftotext is not installed: apt-get install poppler-utils";
    case ChildEnd::not_started:
      return "pdftotext could not be started";
    case ChildEnd::timed_out:
      return "pdftotext took longer than 8 s and was stopped: a smaller copy is needed, or one "
             "printed "
             "to PDF anew";
    case ChildEnd::too_much_output:
      return "pdftotext gave more than 64 MB of text and was stopped: split the PDF";
    case ChildEnd::killed:
      return "pdftotext was stopped by its memory or time limit: a smaller copy is needed, or one "
             "printed to PDF anew";
    case ChildEnd::exited:
      break;
  }
  if (run.errors.find("the last page (0)") != std::string::npos) return "the PDF has no pages";
  if (run.errors.find("ncorrect password") != std::string::npos) {
    return "the PDF is encrypted: a copy without a password is needed";
  }
  if (run.errors.find("Copying of text") != std::string::npos ||
      run.errors.find("ermission") != std::string::npos || run.exit_code == 3) {
    return "the PDF does not permit its text to be read: an unprotected copy is needed";
  }
  return "the PDF is damaged or cut short: a whole copy is needed";
}

std::string what_it_is_instead(std::string_view bytes) {
  if (bytes.empty()) return "the file is empty";
  if (bytes.starts_with("PK\3\4")) {
    return "this is an Office document or another ZIP archive, not a PDF; export it as PDF or CSV";
  }
  if (bytes.starts_with('<')) return "this is a web page or XML, not a PDF; ask for the PDF itself";
  const auto unprintable = [](char c) {
    return c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t';
  };
  if (bytes.find(' ') != std::string_view::npos && std::ranges::none_of(bytes, unprintable))
    return "this is text, not a PDF; a table in text is read under a name that ends in .csv";
  return "this is not a PDF; a certificate is read from PDF, pictures, XML, CSV or JSON";
}

// The pictures of each page, by `pdfimages -list` (pixels and resolution).
bool find_pictures(const std::string& path, PdfText& text) {
  const ChildResult run = run_child({"pdfimages", {"-list", path}}, {.wall_seconds = 1});
  if (run.ended != ChildEnd::exited || run.exit_code != 0) return false;
  std::istringstream lines(run.output);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    int page = 0, number = 0;
    std::string kind, colour, encoding, interpolated, object, generation;
    double width = 0, height = 0, components = 0, bits = 0, x_ppi = 0, y_ppi = 0;
    if (!(fields >> page >> number >> kind >> width >> height >> colour >> components >> bits >>
          encoding >> interpolated >> object >> generation >> x_ppi >> y_ppi)) {
      continue;
    }
    if (page < 1 || page > static_cast<int>(text.pages.size()) || x_ppi <= 0 || y_ppi <= 0)
      continue;
    std::vector<PdfPicture>& pictures = text.pages[static_cast<std::size_t>(page - 1)].pictures;
    if (kind == "smask" || kind == "mask") {  // follows the picture it makes transparent
      if (!pictures.empty()) pictures.back().transparent = true;
    } else {
      pictures.push_back({width / x_ppi * 72, height / y_ppi * 72, false, std::min(x_ppi, y_ppi)});
    }
  }
  return true;
}

double largest_share(const PdfPage& page) {
  double largest = 0;
  if (page.width <= 0 || page.height <= 0) return 0;
  for (const PdfPicture& picture : page.pictures)
    largest = std::max(largest, picture.width * picture.height / (page.width * page.height));
  return largest;
}

void find_scans(const std::string& path, const std::string& name, PdfText& text) {
  if (text.pages.empty()) return;
  if (!find_pictures(path, text)) {
    text.problems.push_back(
        {ProblemLevel::warning, place_in_pdf(name, 0, {}),
         "its pictures could not be listed (pdfimages of poppler-utils): whether one of them is a "
         "table is not known"});
  }
  for (PdfPage& page : text.pages) {
    const int characters = character_count(page);
    if (!page.readable || characters >= kSparseCharacters) continue;
    page.picture_share = largest_share(page);
    if (characters < kFewCharacters && page.picture_share > 0.5) page.readable = false;
  }
}

}  // namespace

Box PagePlacement::on_page(const Box& box) const {
  const double xs[] = {xx * box.x0 + xy * box.y0 + x0, xx * box.x1 + xy * box.y0 + x0,
                       xx * box.x0 + xy * box.y1 + x0, xx * box.x1 + xy * box.y1 + x0};
  const double ys[] = {yx * box.x0 + yy * box.y0 + y0, yx * box.x1 + yy * box.y0 + y0,
                       yx * box.x0 + yy * box.y1 + y0, yx * box.x1 + yy * box.y1 + y0};
  return {*std::ranges::min_element(xs), *std::ranges::min_element(ys),
          *std::ranges::max_element(xs), *std::ranges::max_element(ys)};
}

SourceLocation place_in_pdf(const std::string& file, int page, const Box& box) {
  SourceLocation where;
  where.file = file;
  where.page = page;
  where.box = box;
  return where;
}

PdfText parse_bbox_layout(std::string_view xhtml, const std::string& file_name) {
  PdfText text;
  const std::string clean = without_control_characters(xhtml);
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer(clean.data(), clean.size(),
                           pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!parsed)
    report(text, file_name, std::string("pdftotext's answer breaks off: ") + parsed.description());
  PageWalker walker;
  walker.text = &text;
  walker.file = file_name;
  document.traverse(walker);
  return text;
}

PdfText read_pdf_words(const DocumentFile& file) {
  PdfText text;
  if (file.bytes.substr(0, 1024).find("%PDF-") == std::string::npos) {
    report(text, file.name, what_it_is_instead(file.bytes));
    return text;
  }
  const PathOnDisk on_disk(file);
  const std::string& path = on_disk.path();
  const ChildResult run =
      run_child({"pdftotext", {"-bbox-layout", "-l", std::to_string(kMaxPages + 1), path, "-"}},
                {.wall_seconds = kSeconds});
  if (run.ended != ChildEnd::exited || run.exit_code != 0) {
    report(text, file.name, why_not(run));
    return text;
  }
  text = parse_bbox_layout(run.output, file.name);
  find_scans(path, file.name, text);
  if (text.pages.empty() && text.problems.empty()) report(text, file.name, "the PDF has no pages");
  return text;
}

}  // namespace verilot
