// ingest: the operators of content streams carried out, as far as pdf_marks.h needs them.
#pragma once

#include "ingest/pdf_marks.h"

namespace verilot {

struct PdfMatrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

// First `m`, then `n`.
PdfMatrix operator*(const PdfMatrix& m, const PdfMatrix& n);
PdfMatrix matrix_of(const PdfValue& numbers);
// The box around the rectangle after the matrix.
Box mapped(const PdfMatrix&, double x0, double y0, double x1, double y1);
bool has_area(const Box&);

class PdfPainter {
 public:
  PdfPainter(PdfMarkReader& reader, const PdfFile& pdf, PdfPageMarks& page)
      : reader_(reader), pdf_(pdf), page_(page) {}

  void paint(std::string_view content, const PdfValue& resources, const PdfMatrix& base,
             const Box& clip, PdfMark::Origin origin);

 private:
  struct State {
    PdfMatrix matrix;
    Box clip;
    MarkColour fill;
    MarkColour stroke;
    double opacity = 1;
    bool blended = false;
    double line_width = 1;
    std::size_t font = 0;
    bool has_font = false;
    double size = 0, character_space = 0, word_space = 0, stretch = 1, leading = 0, rise = 0;
    int mode = 0;
  };
  struct Point {
    double x = 0, y = 0;
  };
  struct Subpath {
    std::vector<Point> points;  // as shown
    bool curved = false;
  };
  using Operands = std::vector<PdfValue>;

  void run(std::string_view content, const PdfValue& resources, int depth);
  void operate(const std::string& op, const Operands&, const PdfValue& resources, int depth);
  bool operate_state(const std::string& op, const Operands&, const PdfValue& resources);
  bool operate_colour(const std::string& op, const Operands&, const PdfValue& resources);
  bool operate_path(const std::string& op, const Operands&);
  bool operate_text(const std::string& op, const Operands&, const PdfValue& resources);
  void take_graphics_state(const PdfValue& state);
  void choose_font(const std::string& name, const PdfValue& resources);
  void paint_path(bool fill, bool stroke);
  void paint_subpath(const Subpath&, bool alone);
  void paint_lines();
  void clip_to_path();
  void show(const std::string& codes);
  void show_pieces(const PdfValue& array);
  void end_piece(bool at_blank);
  void move_line(double x, double y);
  void draw_object(const std::string& name, const PdfValue& resources, int depth);
  void draw_form(const PdfValue& reference, const PdfValue& form, const PdfValue& resources,
                 int depth);
  void draw_picture(const PdfValue& picture);
  void begin_marked(const Operands&, const PdfValue& resources);
  void add(PdfMark);
  bool is_opaque() const { return state_.opacity > 0.95 && !state_.blended; }

  PdfMarkReader& reader_;
  const PdfFile& pdf_;
  PdfPageMarks& page_;
  PdfMark::Origin origin_ = PdfMark::Origin::page;
  State state_;
  std::vector<State> saved_;
  std::vector<Subpath> path_;
  Point current_;  // of the path, before the matrix
  bool clip_next_ = false;
  PdfMatrix text_matrix_, line_matrix_;
  // The piece of text that is being shown, in text space before the text matrix.
  std::string piece_;
  double piece_start_ = 0, pen_ = 0;
  PdfMatrix piece_matrix_;
  std::vector<bool> marked_;  // open sequences: whether each is a layer that is off
  int hidden_ = 0;            // open sequences of layers that are off
  std::size_t operators_ = 0;
};

}  // namespace verilot
