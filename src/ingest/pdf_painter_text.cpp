// The text operators: ISO 32000-1:2008, 9.
#include <algorithm>
#include <cmath>

#include "ingest/pdf_painter.h"

namespace verilot {
namespace {

using Kind = PdfValue::Kind;

// In parts of the font size.
constexpr double kWordGap = 0.2;   // a gap as wide stands between words
constexpr double kJoinGap = 0.12;  // pieces nearer than this are one word
constexpr double kOverlap = 0.3;   // pieces that run into another further than this are two
constexpr double kAscent = 0.72;
constexpr double kDescent = -0.2;

double number(const std::vector<PdfValue>& operands, std::size_t index) {
  return index < operands.size() && operands[index].is(Kind::number) ? operands[index].number : 0;
}

bool never_shows(int mode) { return mode == 3 || mode == 7; }

bool meet(const Box& a, const Box& b) {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

}  // namespace

void PdfPainter::choose_font(const std::string& name, const PdfValue& resources) {
  const PdfValue fonts = pdf_.member(resources, "Font");
  const PdfValue& reference = fonts[name];
  state_.has_font = reference.kind != Kind::null;
  if (state_.has_font) state_.font = reader_.font_of(reference);
}

void PdfPainter::move_line(double x, double y) {
  line_matrix_ = PdfMatrix{1, 0, 0, 1, x, y} * line_matrix_;
  text_matrix_ = line_matrix_;
}

bool PdfPainter::operate_text(const std::string& op, const Operands& operands,
                              const PdfValue& resources) {
  if (op == "BT") {
    text_matrix_ = line_matrix_ = {};
  } else if (op == "Tf") {
    if (!operands.empty()) choose_font(operands[0].text, resources);
    state_.size = number(operands, 1);
  } else if (op == "Td" || op == "TD") {
    if (op == "TD") state_.leading = -number(operands, 1);
    move_line(number(operands, 0), number(operands, 1));
  } else if (op == "Tm") {
    PdfValue numbers;
    numbers.items = operands;
    text_matrix_ = line_matrix_ = matrix_of(numbers);
  } else if (op == "T*") {
    move_line(0, -state_.leading);
  } else if (op == "Tc") {
    state_.character_space = number(operands, 0);
  } else if (op == "Tw") {
    state_.word_space = number(operands, 0);
  } else if (op == "Tz") {
    state_.stretch = number(operands, 0) / 100;
  } else if (op == "TL") {
    state_.leading = number(operands, 0);
  } else if (op == "Ts") {
    state_.rise = number(operands, 0);
  } else if (op == "Tr") {
    state_.mode = static_cast<int>(number(operands, 0));
  } else if (op == "Tj" || op == "'") {
    if (op == "'") move_line(0, -state_.leading);
    if (!operands.empty()) show(operands.back().text);
    end_piece(false);
  } else if (op == "\"") {
    state_.word_space = number(operands, 0);
    state_.character_space = number(operands, 1);
    move_line(0, -state_.leading);
    if (operands.size() == 3) show(operands[2].text);
    end_piece(false);
  } else if (op == "TJ") {
    if (!operands.empty()) show_pieces(operands[0]);
    end_piece(false);
  } else {
    return op == "ET";
  }
  return true;
}

void PdfPainter::show_pieces(const PdfValue& array) {
  for (const PdfValue& item : array.items) {
    if (item.is(Kind::text)) show(item.text);
    if (!item.is(Kind::number)) continue;
    const double move = -item.number / 1000 * state_.size * state_.stretch;
    if (std::abs(move) > kWordGap * std::abs(state_.size)) end_piece(true);
    text_matrix_ = PdfMatrix{1, 0, 0, 1, move, 0} * text_matrix_;
    pen_ += move;
  }
}

void PdfPainter::show(const std::string& codes) {
  if (!state_.has_font) return;
  for (const PdfGlyph& glyph : reader_.fonts()[state_.font].glyphs(codes)) {
    const double advance = (glyph.width * state_.size + state_.character_space +
                            (glyph.space ? state_.word_space : 0)) *
                           state_.stretch;
    const bool blank = glyph.text == " " || glyph.text == "\xC2\xA0" || glyph.text.empty();
    if (blank) {
      end_piece(true);
    } else {
      if (piece_.empty()) {
        piece_matrix_ = text_matrix_;
        pen_ = 0;
      }
      piece_ += glyph.text;
    }
    pen_ += advance;
    text_matrix_ = PdfMatrix{1, 0, 0, 1, advance, 0} * text_matrix_;
  }
}

// What was shown since the last blank becomes a mark, or the rest of the mark before it.
void PdfPainter::end_piece(bool at_blank) {
  std::vector<PdfMark>& marks = page_.marks;
  const bool follows = !marks.empty() && marks.back().kind == PdfMark::Kind::text;
  if (piece_.empty()) {
    if (at_blank && follows) marks.back().ends_a_word = true;
    return;
  }
  const PdfMatrix whole = piece_matrix_ * state_.matrix;
  PdfMark mark;
  mark.text = std::move(piece_);
  piece_.clear();
  mark.box = mapped(whole, 0, kDescent * state_.size + state_.rise, pen_,
                    kAscent * state_.size + state_.rise);
  mark.size = std::abs(state_.size) * std::hypot(whole.c, whole.d);
  mark.baseline = whole.d * state_.rise + whole.f;
  mark.upright = std::abs(whole.b) < 0.01 * std::abs(whole.a) && whole.a > 0;
  mark.font = state_.font;
  mark.colour = state_.mode == 1 ? state_.stroke : state_.fill;
  mark.visible = !never_shows(state_.mode) && state_.opacity > 0.02 && meet(mark.box, state_.clip);
  mark.opaque = is_opaque();
  mark.ends_a_word = at_blank;
  if (follows && hidden_ == 0 && marks.back().origin == origin_) {
    PdfMark& before = marks.back();
    const double gap = mark.box.x0 - before.box.x1;
    const bool same = before.font == mark.font && before.visible == mark.visible &&
                      before.upright && mark.upright && before.colour.rgb == mark.colour.rgb &&
                      before.colour.known == mark.colour.known &&
                      std::abs(before.size - mark.size) < 0.05 * mark.size;
    if (same && !before.ends_a_word && std::abs(before.baseline - mark.baseline) < 0.3 &&
        gap < kJoinGap * mark.size && gap > -kOverlap * mark.size && before.text.size() < 200) {
      before.text += mark.text;
      before.box.x1 = std::max(before.box.x1, mark.box.x1);
      before.ends_a_word = at_blank;
      return;
    }
  }
  add(std::move(mark));
}

}  // namespace verilot
