// Writes small PDF files for tests: pages of text, lines, boxes and pictures, with metadata and
// incremental updates.
//
//   PdfWriter pdf;
//   pdf.metadata = {.producer = "LabWriter 4", .created = "D:20260314101500Z"};
//   pdf.add_page();
//   pdf.text(50, 80, "Endotoxin", {.font = PdfFont::bold});
//   pdf.text(300, 80, "≤ 0.5 EU/mL");
//   pdf.begin_update();                          // what follows is a later revision of the file
//   pdf.rectangle(298, 70, 80, 12, kPdfWhite);   // covers the limit,
//   pdf.text(300, 80, "≤ 5 EU/mL");              // and prints another one over it
//   std::string file = pdf.bytes();
//
// Units:  points from the top left corner of the page; `y` of a text is its baseline.
// Shapes: texts are UTF-8. The fonts are the standard ones, so a text holds the characters of
//         Windows-1252, Greek letters and ≤ ≥ ≠ ≈ −; any other is printed as "?".
// The same calls give the same bytes.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

enum class PdfFont { regular, bold, italic, serif, mono, symbol };

// Parts of red, green and blue, each from 0 to 1.
struct PdfColour {
  double red = 0;
  double green = 0;
  double blue = 0;
};
constexpr PdfColour kPdfBlack{0, 0, 0};
constexpr PdfColour kPdfWhite{1, 1, 1};

struct PdfTextStyle {
  PdfFont font = PdfFont::regular;
  double size = 9;
  PdfColour colour = kPdfBlack;
  bool hidden = false;  // in the text layer, without ink
  double angle = 0;     // degrees, counter-clockwise around its start
};

// Rows from the top, 8 bits a sample: 1 sample a pixel is grey, 3 are red, green and blue.
struct PdfImage {
  int width = 0;
  int height = 0;
  int samples_per_pixel = 1;
  std::string samples;
};

// Left out of the file where empty. Dates as PDF writes them: "D:20260314101500Z".
struct PdfMetadata {
  std::string title = {};
  std::string author = {};
  std::string producer = {};
  std::string creator = {};
  std::string created = {};
  std::string modified = {};
  friend bool operator==(const PdfMetadata&, const PdfMetadata&) = default;
};

class PdfWriter {
 public:
  PdfWriter();

  // Begins a page and draws on it from then on. `rotation` turns the page clockwise as a whole.
  void add_page(double width = 612, double height = 792, int rotation = 0);
  void select_page(std::size_t index);  // from 0
  void clear_page();                    // the page shows nothing of what was drawn before

  void text(double x, double y, std::string_view utf8, const PdfTextStyle& style = {});
  void line(double x0, double y0, double x1, double y1, double width = 0.5);
  void rectangle(double x, double y, double width, double height, PdfColour colour = kPdfBlack);
  void image(double x, double y, double width, double height, const PdfImage&);

  // Ends the revision: what is drawn and set from here on is appended to the file as an update.
  void begin_update();

  // The file as it is now.
  std::string bytes() const;

  PdfMetadata metadata;  // of the revision that is being written

 private:
  struct Page {
    double width = 0;
    double height = 0;
    int rotation = 0;
    int object = 0;
    std::vector<int> contents;          // objects of earlier revisions
    std::map<std::string, int> images;  // name to object
    std::string drawing;                // of this revision
    bool changed = true;
  };
  Page& page() { return pages_.at(current_); }
  void draw(const std::string& operators);
  void write_object(int number, const std::string& body);
  void write_stream(int number, const std::string& dictionary, const std::string& data);
  void write_page(Page&);
  void write_page_tree();
  void write_fonts();
  void write_metadata();
  void write_cross_references();
  void end_revision();

  std::string file_;
  std::vector<Page> pages_;
  std::size_t current_ = 0;
  int next_object_;
  std::map<int, std::size_t> offsets_;  // of the objects of this revision
  std::size_t previous_references_ = 0;
  std::size_t written_pages_ = 0;
  PdfMetadata written_metadata_;
  int metadata_object_ = 0;
  std::string first_id_;
};

// The width in points that the regular font gives the text; other fonts differ a little.
double pdf_text_width(std::string_view utf8, double size);

}  // namespace verilot
