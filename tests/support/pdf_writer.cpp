#include "support/pdf_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numbers>

namespace verilot {
namespace {

constexpr int kCatalog = 1;
constexpr int kPageTree = 2;
constexpr int kFirstFont = 3;
constexpr std::array kFontNames = {"Helvetica",   "Helvetica-Bold", "Helvetica-Oblique",
                                   "Times-Roman", "Courier",        "Symbol"};

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

std::string reference(int object) { return std::to_string(object) + " 0 R"; }

char32_t next_code_point(std::string_view utf8, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(utf8[at++]);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  char32_t code = more == 0 ? lead : lead & (0x3Fu >> more);
  for (int i = 0; i < more && at < utf8.size(); ++i)
    code = code << 6 | (static_cast<unsigned char>(utf8[at++]) & 0x3Fu);
  return code;
}

// A character in one of the two encodings of the standard fonts.
struct Glyph {
  bool symbol = false;
  unsigned char code = '?';
};

struct Coded {
  char32_t character;
  unsigned char code;
};

// Windows-1252 where it differs from Latin-1, and the Symbol font: PDF 32000-1, annex D.
constexpr std::array<Coded, 14> kWindows = {{{0x20AC, 0x80},
                                             {0x2026, 0x85},
                                             {0x2020, 0x86},
                                             {0x2021, 0x87},
                                             {0x2030, 0x89},
                                             {0x2018, 0x91},
                                             {0x2019, 0x92},
                                             {0x201C, 0x93},
                                             {0x201D, 0x94},
                                             {0x2022, 0x95},
                                             {0x2013, 0x96},
                                             {0x2014, 0x97},
                                             {0x2122, 0x99},
                                             {0x0152, 0x8C}}};
constexpr std::array<Coded, 17> kSymbol = {{{0x03B1, 'a'},
                                            {0x03B2, 'b'},
                                            {0x03B3, 'g'},
                                            {0x03B4, 'd'},
                                            {0x03B5, 'e'},
                                            {0x03BA, 'k'},
                                            {0x03BB, 'l'},
                                            {0x03BC, 'm'},
                                            {0x03C9, 'w'},
                                            {0x0394, 'D'},
                                            {0x03A9, 'W'},
                                            {0x2264, 0xA3},
                                            {0x2265, 0xB3},
                                            {0x2260, 0xB9},
                                            {0x2248, 0xBB},
                                            {0x2212, 0x2D},
                                            {0x221E, 0xA5}}};

Glyph glyph_of(char32_t character) {
  if ((character >= 0x20 && character < 0x7F) || (character >= 0xA0 && character <= 0xFF))
    return {false, static_cast<unsigned char>(character)};
  const auto windows = std::ranges::find(kWindows, character, &Coded::character);
  if (windows != kWindows.end()) return {false, windows->code};
  const auto symbol = std::ranges::find(kSymbol, character, &Coded::character);
  return symbol == kSymbol.end() ? Glyph{} : Glyph{true, symbol->code};
}

std::string hexadecimal(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {kDigits[byte >> 4], kDigits[byte & 15]};
}

std::string set_font(bool symbol, const PdfTextStyle& style) {
  const PdfFont font = symbol ? PdfFont::symbol : style.font;
  return "/F" + std::to_string(static_cast<int>(font)) + " " + number(style.size) + " Tf ";
}

// The text as strings to show, with a change of font where a character needs the other one.
std::string shown(std::string_view utf8, const PdfTextStyle& style) {
  std::string operators = set_font(false, style) + "<";
  bool symbol = false;
  for (std::size_t at = 0; at < utf8.size();) {
    const Glyph glyph = glyph_of(next_code_point(utf8, at));
    if (glyph.symbol != symbol) {
      symbol = glyph.symbol;
      operators += "> Tj " + set_font(symbol, style) + "<";
    }
    operators += hexadecimal(glyph.code);
  }
  return operators + "> Tj";
}

std::string colour_operator(PdfColour c, const char* name) {
  return number(c.red) + " " + number(c.green) + " " + number(c.blue) + " " + name + " ";
}

std::string literal(const std::string& text) {
  std::string escaped = "(";
  for (const char c : text) {
    if (c == '(' || c == ')' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped + ")";
}

// FNV-1a, twice: sixteen bytes that differ where the files do.
std::string file_id(const std::string& bytes) {
  std::string id;
  for (std::uint64_t hash : {14695981039346656037u, 1099511628211u}) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    for (int i = 0; i < 8; ++i) id += hexadecimal(static_cast<unsigned char>(hash >> (8 * i)));
  }
  return id;
}

// Helvetica from space to "~", in thousandths of the size: Adobe's font metrics.
constexpr std::array<int, 95> kWidths = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

}  // namespace

PdfWriter::PdfWriter()
    : file_("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"),
      next_object_(kFirstFont + static_cast<int>(kFontNames.size())) {}

void PdfWriter::add_page(double width, double height, int rotation) {
  Page fresh;
  fresh.width = width;
  fresh.height = height;
  fresh.rotation = rotation;
  fresh.object = next_object_++;
  pages_.push_back(std::move(fresh));
  current_ = pages_.size() - 1;
}

void PdfWriter::select_page(std::size_t index) { current_ = index; }

void PdfWriter::clear_page() {
  page().contents.clear();
  page().drawing.clear();
  page().images.clear();
  page().changed = true;
}

void PdfWriter::draw(const std::string& operators) {
  page().drawing += "q " + operators + " Q\n";
  page().changed = true;
}

void PdfWriter::text(double x, double y, std::string_view utf8, const PdfTextStyle& style) {
  const double turn = style.angle * std::numbers::pi / 180;
  const std::string cosine = number(std::cos(turn));
  const std::string sine = number(std::sin(turn));
  draw("BT " + colour_operator(style.colour, "rg") + (style.hidden ? "3 Tr " : "") + cosine + " " +
       sine + " " + number(-std::sin(turn)) + " " + cosine + " " + number(x) + " " +
       number(page().height - y) + " Tm " + shown(utf8, style) + " ET");
}

void PdfWriter::line(double x0, double y0, double x1, double y1, double width) {
  draw(number(width) + " w " + number(x0) + " " + number(page().height - y0) + " m " + number(x1) +
       " " + number(page().height - y1) + " l S");
}

void PdfWriter::rectangle(double x, double y, double width, double height, PdfColour colour) {
  draw(colour_operator(colour, "rg") + number(x) + " " + number(page().height - y - height) + " " +
       number(width) + " " + number(height) + " re f");
}

void PdfWriter::image(double x, double y, double width, double height, const PdfImage& image) {
  const int object = next_object_++;
  write_stream(object,
               "/Type /XObject /Subtype /Image /Width " + std::to_string(image.width) +
                   " /Height " + std::to_string(image.height) +
                   " /BitsPerComponent 8 /ColorSpace " +
                   (image.samples_per_pixel == 3 ? "/DeviceRGB" : "/DeviceGray"),
               image.samples);
  const std::string name = "I" + std::to_string(object);
  page().images[name] = object;
  draw(number(width) + " 0 0 " + number(height) + " " + number(x) + " " +
       number(page().height - y - height) + " cm /" + name + " Do");
}

void PdfWriter::begin_update() { end_revision(); }

std::string PdfWriter::bytes() const {
  PdfWriter finished = *this;
  finished.end_revision();
  return finished.file_;
}

void PdfWriter::write_object(int number, const std::string& body) {
  offsets_[number] = file_.size();
  file_ += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
}

void PdfWriter::write_stream(int number, const std::string& dictionary, const std::string& data) {
  write_object(number, "<< " + dictionary + " /Length " + std::to_string(data.size()) +
                           " >>\nstream\n" + data + "\nendstream");
}

void PdfWriter::write_page(Page& page) {
  if (!page.drawing.empty()) {
    page.contents.push_back(next_object_++);
    write_stream(page.contents.back(), "", page.drawing);
    page.drawing.clear();
  }
  std::string contents;
  for (const int object : page.contents) contents += reference(object) + " ";
  std::string fonts;
  for (std::size_t i = 0; i < kFontNames.size(); ++i)
    fonts += "/F" + std::to_string(i) + " " + reference(kFirstFont + static_cast<int>(i)) + " ";
  std::string images;
  for (const auto& [name, object] : page.images)
    images += "/" + name + " " + reference(object) + " ";
  write_object(page.object, "<< /Type /Page /Parent " + reference(kPageTree) + " /MediaBox [0 0 " +
                                number(page.width) + " " + number(page.height) + "] /Rotate " +
                                std::to_string(page.rotation) + " /Contents [ " + contents +
                                "] /Resources << /Font << " + fonts + ">> /XObject << " + images +
                                ">> >> >>");
  page.changed = false;
}

void PdfWriter::write_page_tree() {
  if (previous_references_ == 0)
    write_object(kCatalog, "<< /Type /Catalog /Pages " + reference(kPageTree) + " >>");
  std::string kids;
  for (const Page& page : pages_) kids += reference(page.object) + " ";
  write_object(kPageTree, "<< /Type /Pages /Count " + std::to_string(pages_.size()) + " /Kids [ " +
                              kids + "] >>");
  written_pages_ = pages_.size();
}

void PdfWriter::write_fonts() {
  for (std::size_t i = 0; i < kFontNames.size(); ++i) {
    const std::string name = kFontNames[i];
    write_object(kFirstFont + static_cast<int>(i),
                 "<< /Type /Font /Subtype /Type1 /BaseFont /" + name +
                     (name == "Symbol" ? " >>" : " /Encoding /WinAnsiEncoding >>"));
  }
}

void PdfWriter::write_metadata() {
  if (metadata == written_metadata_) return;
  if (metadata_object_ == 0) metadata_object_ = next_object_++;
  std::string entries;
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) entries += std::string("/") + key + " " + literal(value) + " ";
  };
  add("Title", metadata.title);
  add("Author", metadata.author);
  add("Producer", metadata.producer);
  add("Creator", metadata.creator);
  add("CreationDate", metadata.created);
  add("ModDate", metadata.modified);
  write_object(metadata_object_, "<< " + entries + ">>");
  written_metadata_ = metadata;
}

void PdfWriter::write_cross_references() {
  const std::string id = file_id(file_);
  if (first_id_.empty()) first_id_ = id;
  const std::size_t start = file_.size();
  file_ += "xref\n0 1\n0000000000 65535 f \n";
  for (const auto& [object, offset] : offsets_) {
    std::array<char, 40> entry{};
    std::snprintf(entry.data(), entry.size(), "%d 1\n%010zu 00000 n \n", object, offset);
    file_ += entry.data();
  }
  file_ += "trailer\n<< /Size " + std::to_string(next_object_) + " /Root " + reference(kCatalog);
  if (metadata_object_ != 0) file_ += " /Info " + reference(metadata_object_);
  if (previous_references_ != 0) file_ += " /Prev " + std::to_string(previous_references_);
  file_ += " /ID [ <" + first_id_ + "> <" + id + "> ] >>\nstartxref\n" + std::to_string(start) +
           "\n%%EOF\n";
  previous_references_ = start;
  offsets_.clear();
}

void PdfWriter::end_revision() {
  if (previous_references_ == 0) write_fonts();
  for (Page& page : pages_) {
    if (page.changed) write_page(page);
  }
  if (previous_references_ == 0 || pages_.size() != written_pages_) write_page_tree();
  write_metadata();
  write_cross_references();
}

double pdf_text_width(std::string_view utf8, double size) {
  double thousandths = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t character = next_code_point(utf8, at);
    const bool ascii = character >= 0x20 && character < 0x7F;
    thousandths += ascii ? kWidths[character - 0x20] : 556;
  }
  return thousandths * size / 1000;
}

}  // namespace verilot
