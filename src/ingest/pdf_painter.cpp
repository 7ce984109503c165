#include "ingest/pdf_painter.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace verilot {
namespace {

using Kind = PdfValue::Kind;

constexpr std::size_t kMaxOperators = 2'000'000;
constexpr std::size_t kMaxMarks = 60'000;
constexpr std::size_t kMaxSaved = 200;
constexpr std::size_t kMaxPoints = 20'000;
constexpr int kMaxFormDepth = 8;
constexpr double kSlack = 0.3;       // points; writers round
constexpr double kCoveringLine = 4;  // points; a line as thick covers words

double number(const std::vector<PdfValue>& operands, std::size_t index) {
  return index < operands.size() && operands[index].is(Kind::number) ? operands[index].number : 0;
}

Box met(const Box& a, const Box& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

int channel(double share) { return static_cast<int>(std::lround(std::clamp(share, 0., 1.) * 255)); }

// One component is grey, three are red, green and blue, four are inks.
MarkColour colour_of(const std::vector<PdfValue>& operands) {
  MarkColour colour;
  std::vector<double> parts;
  for (const PdfValue& operand : operands)
    if (operand.is(Kind::number)) parts.push_back(operand.number);
  if (parts.size() == 1) {
    colour.rgb.fill(channel(parts[0]));
  } else if (parts.size() == 3) {
    for (std::size_t i = 0; i < 3; ++i) colour.rgb[i] = channel(parts[i]);
  } else if (parts.size() == 4) {
    for (std::size_t i = 0; i < 3; ++i) colour.rgb[i] = channel((1 - parts[i]) * (1 - parts[3]));
  } else {
    colour.known = false;
  }
  return colour;
}

// The colour that a shading from one colour to another begins with, where both are dark enough to
// tell them from paper; any other pattern is not known.
MarkColour colour_of_pattern(const PdfFile& pdf, const PdfValue& pattern) {
  constexpr int kPaper = 200;
  const PdfValue shading = pdf.member(pattern, "Shading");
  const PdfValue function = pdf.member(shading, "Function");
  const MarkColour first = colour_of(pdf.member(function, "C0").items);
  const MarkColour last = colour_of(pdf.member(function, "C1").items);
  const bool dark = first.known && last.known && *std::ranges::min_element(first.rgb) < kPaper &&
                    *std::ranges::min_element(last.rgb) < kPaper;
  return dark ? first : MarkColour{false, {}};
}

}  // namespace

PdfMatrix operator*(const PdfMatrix& m, const PdfMatrix& n) {
  return {m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d,       m.c * n.a + m.d * n.c,
          m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

PdfMatrix matrix_of(const PdfValue& numbers) {
  PdfMatrix matrix;
  if (numbers.items.size() != 6) return matrix;
  double* parts[] = {&matrix.a, &matrix.b, &matrix.c, &matrix.d, &matrix.e, &matrix.f};
  for (std::size_t i = 0; i < 6; ++i) *parts[i] = number(numbers.items, i);
  return matrix;
}

Box mapped(const PdfMatrix& m, double x0, double y0, double x1, double y1) {
  const double xs[] = {m.a * x0 + m.c * y0, m.a * x1 + m.c * y0, m.a * x0 + m.c * y1,
                       m.a * x1 + m.c * y1};
  const double ys[] = {m.b * x0 + m.d * y0, m.b * x1 + m.d * y0, m.b * x0 + m.d * y1,
                       m.b * x1 + m.d * y1};
  const auto bound = [](double value) {
    return std::isfinite(value) ? std::clamp(value, -1e6, 1e6) : 0;
  };
  return {bound(*std::ranges::min_element(xs) + m.e), bound(*std::ranges::min_element(ys) + m.f),
          bound(*std::ranges::max_element(xs) + m.e), bound(*std::ranges::max_element(ys) + m.f)};
}

bool has_area(const Box& box) { return box.x1 > box.x0 && box.y1 > box.y0; }

void PdfPainter::paint(std::string_view content, const PdfValue& resources, const PdfMatrix& base,
                       const Box& clip, PdfMark::Origin origin) {
  state_ = {};
  state_.matrix = base;
  state_.clip = clip;
  origin_ = origin;
  saved_.clear();
  path_.clear();
  marked_.clear();
  hidden_ = 0;
  run(content, resources, 0);
}

void PdfPainter::run(std::string_view content, const PdfValue& resources, int depth) {
  PdfLexer lexer(content);
  Operands operands;
  while (auto token = lexer.next()) {
    if (!token->is(Kind::word) || token->text == "true" || token->text == "false") {
      if (operands.size() < 100) operands.push_back(std::move(*token));
      continue;
    }
    if (++operators_ > kMaxOperators || page_.marks.size() > kMaxMarks) {
      page_.whole = false;
      return;
    }
    if (token->text == "ID") {
      lexer.skip_inline_picture();
      PdfMark mark;
      mark.kind = PdfMark::Kind::picture;
      mark.box = mapped(state_.matrix, 0, 0, 1, 1);
      mark.opaque = is_opaque();
      for (std::size_t i = 0; i + 1 < operands.size(); i += 2)
        if (operands[i].text == "IM" || operands[i].text == "ImageMask")
          mark.opaque = mark.opaque && operands[i + 1].text != "true";
      add(std::move(mark));
    } else {
      operate(token->text, operands, resources, depth);
    }
    operands.clear();
  }
}

void PdfPainter::operate(const std::string& op, const Operands& operands, const PdfValue& resources,
                         int depth) {
  if (operate_path(op, operands) || operate_text(op, operands, resources) ||
      operate_state(op, operands, resources) || operate_colour(op, operands, resources))
    return;
  if (op == "Do" && !operands.empty()) draw_object(operands[0].text, resources, depth);
  if (op == "BDC") begin_marked(operands, resources);
  if (op == "BMC") marked_.push_back(false);
  if (op == "EMC" && !marked_.empty()) {
    hidden_ -= marked_.back();
    marked_.pop_back();
  }
  if (op == "sh") {
    PdfMark mark;
    mark.kind = PdfMark::Kind::fill;
    mark.box = state_.clip;
    mark.colour.known = false;
    mark.exact = false;
    mark.opaque = is_opaque();
    add(std::move(mark));
  }
}

bool PdfPainter::operate_state(const std::string& op, const Operands& operands,
                               const PdfValue& resources) {
  if (op == "q") {
    if (saved_.size() < kMaxSaved) saved_.push_back(state_);
  } else if (op == "Q") {
    if (saved_.empty()) return true;
    state_ = std::move(saved_.back());
    saved_.pop_back();
  } else if (op == "cm") {
    PdfValue numbers;
    numbers.items = operands;
    state_.matrix = matrix_of(numbers) * state_.matrix;
  } else if (op == "w") {
    state_.line_width = number(operands, 0);
  } else if (op == "gs" && !operands.empty()) {
    const PdfValue states = pdf_.member(resources, "ExtGState");
    take_graphics_state(pdf_.member(states, operands[0].text));
  } else {
    return false;
  }
  return true;
}

void PdfPainter::take_graphics_state(const PdfValue& state) {
  const PdfValue opacity = pdf_.member(state, "ca");
  if (opacity.is(Kind::number)) state_.opacity = opacity.number;
  PdfValue mode = pdf_.member(state, "BM");
  if (mode.is(Kind::array) && !mode.items.empty()) mode = pdf_.resolved(mode.items.front());
  const PdfValue mask = pdf_.member(state, "SMask");
  if (mode.is(Kind::name)) state_.blended = mode.text != "Normal" && mode.text != "Compatible";
  if (mask.is(Kind::dictionary)) state_.blended = true;
  if (mask.is(Kind::name) && !mode.is(Kind::name)) state_.blended = false;
  const PdfValue width = pdf_.member(state, "LW");
  if (width.is(Kind::number)) state_.line_width = width.number;
}

bool PdfPainter::operate_colour(const std::string& op, const Operands& operands,
                                const PdfValue& resources) {
  if (op == "g" || op == "rg" || op == "k" || op == "sc" || op == "scn") {
    const bool by_name = !operands.empty() && operands.back().is(Kind::name);
    const bool named_ink =
        (op == "sc" || op == "scn") && !state_.fill.known && operands.size() == 1;
    if (by_name)
      state_.fill = colour_of_pattern(
          pdf_, pdf_.member(pdf_.member(resources, "Pattern"), operands.back().text));
    else if (named_ink)
      state_.fill = {false, {}};
    else
      state_.fill = colour_of(operands);
  } else if (op == "G" || op == "RG" || op == "K" || op == "SC" || op == "SCN") {
    state_.stroke = colour_of(operands);
  } else if (op == "cs" && !operands.empty()) {
    const PdfValue spaces = pdf_.member(resources, "ColorSpace");
    const PdfValue space = pdf_.member(spaces, operands[0].text);
    const std::string kind =
        space.items.empty() ? operands[0].text : pdf_.resolved(space.items.front()).text;
    // How inks by name and palettes look is not looked into.
    state_.fill.known = kind != "Separation" && kind != "DeviceN" && kind != "Indexed" &&
                        kind != "Pattern" && kind != "Lab";
    state_.fill.rgb = {};
  } else {
    return false;
  }
  return true;
}

bool PdfPainter::operate_path(const std::string& op, const Operands& operands) {
  const auto shown = [&](double x, double y) {
    const PdfMatrix& m = state_.matrix;
    return Point{m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f};
  };
  if (op == "re") {
    const double x = number(operands, 0), y = number(operands, 1);
    const double w = number(operands, 2), h = number(operands, 3);
    if (path_.size() < kMaxPoints)
      path_.push_back(
          {{shown(x, y), shown(x + w, y), shown(x + w, y + h), shown(x, y + h)}, false});
  } else if (op == "m") {
    if (path_.size() < kMaxPoints)
      path_.push_back({{shown(number(operands, 0), number(operands, 1))}, false});
  } else if (op == "l" || op == "c" || op == "v" || op == "y") {
    if (path_.empty()) path_.emplace_back();
    Subpath& path = path_.back();
    path.curved = path.curved || op != "l";
    for (std::size_t i = 0; i + 1 < operands.size() && path.points.size() < kMaxPoints; i += 2)
      path.points.push_back(shown(number(operands, i), number(operands, i + 1)));
  } else if (op == "W" || op == "W*") {
    clip_next_ = true;
  } else if (op == "f" || op == "F" || op == "f*") {
    paint_path(true, false);
  } else if (op == "B" || op == "b" || op == "B*" || op == "b*") {
    paint_path(true, true);
  } else if (op == "S" || op == "s") {
    paint_path(false, true);
  } else if (op == "n") {
    paint_path(false, false);
  } else {
    return op == "h";
  }
  return true;
}

void PdfPainter::paint_path(bool fill, bool stroke) {
  if (fill)
    for (const Subpath& one : path_) paint_subpath(one, path_.size() == 1);
  if (stroke) paint_lines();
  if (clip_next_) clip_to_path();
  clip_next_ = false;
  path_.clear();
}

namespace {

template <typename Points>
Box around(const Points& points) {
  Box box{1e6, 1e6, -1e6, -1e6};
  for (const auto& point : points) {
    box = {std::min(box.x0, point.x), std::min(box.y0, point.y), std::max(box.x1, point.x),
           std::max(box.y1, point.y)};
  }
  return box;
}

// Every point stands in a corner of the box.
template <typename Points>
bool is_rectangle(const Points& points, const Box& box) {
  if (points.size() < 4 || points.size() > 5) return false;
  return std::ranges::all_of(points, [&](const auto& point) {
    const bool across = std::abs(point.x - box.x0) < kSlack || std::abs(point.x - box.x1) < kSlack;
    return across && (std::abs(point.y - box.y0) < kSlack || std::abs(point.y - box.y1) < kSlack);
  });
}

bool holds(const Box& outer, const Box& inner) {
  return outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 &&
         outer.y1 >= inner.y1;
}

}  // namespace

// One area in another may be a hole: then neither is sure to cover what lies below.
void PdfPainter::paint_subpath(const Subpath& path, bool alone) {
  if (path.points.size() < 2) return;
  PdfMark mark;
  mark.kind = PdfMark::Kind::fill;
  const Box whole = around(path.points);
  mark.box = met(whole, state_.clip);
  mark.colour = state_.fill;
  mark.opaque = is_opaque();
  mark.exact = !path.curved && is_rectangle(path.points, whole);
  if (!alone && path_.size() <= 200) {
    for (const Subpath& other : path_) {
      if (&other == &path || other.points.empty()) continue;
      const Box box = around(other.points);
      if (holds(whole, box) || holds(box, whole)) mark.exact = false;
    }
  } else if (!alone) {
    mark.exact = false;
  }
  if (has_area(mark.box)) add(std::move(mark));
}

void PdfPainter::paint_lines() {
  const double scale =
      std::sqrt(std::abs(state_.matrix.a * state_.matrix.d - state_.matrix.b * state_.matrix.c));
  const double half = state_.line_width * scale / 2;
  if (half * 2 < kCoveringLine || !std::isfinite(half)) return;
  for (const Subpath& path : path_) {
    if (path.points.size() != 2 || path.curved) continue;
    Box box = around(path.points);
    const bool level = box.y1 - box.y0 < kSlack;
    if (!level && box.x1 - box.x0 >= kSlack) continue;
    PdfMark mark;
    mark.kind = PdfMark::Kind::fill;
    mark.box = level ? Box{box.x0, box.y0 - half, box.x1, box.y1 + half}
                     : Box{box.x0 - half, box.y0, box.x1 + half, box.y1};
    mark.box = met(mark.box, state_.clip);
    mark.colour = state_.stroke;
    mark.opaque = is_opaque();
    if (has_area(mark.box)) add(std::move(mark));
  }
}

void PdfPainter::clip_to_path() {
  Box all{1e6, 1e6, -1e6, -1e6};
  for (const Subpath& path : path_) {
    if (path.points.empty()) continue;
    const Box box = around(path.points);
    all = {std::min(all.x0, box.x0), std::min(all.y0, box.y0), std::max(all.x1, box.x1),
           std::max(all.y1, box.y1)};
  }
  state_.clip = met(state_.clip, all);
}

void PdfPainter::begin_marked(const Operands& operands, const PdfValue& resources) {
  bool off = false;
  if (operands.size() == 2 && operands[0].text == "OC" && operands[1].is(Kind::name)) {
    const PdfValue properties = pdf_.member(resources, "Properties");
    off = reader_.is_off(properties[operands[1].text]);
  }
  if (marked_.size() > 10'000) return;
  marked_.push_back(off);
  hidden_ += off;
}

void PdfPainter::draw_object(const std::string& name, const PdfValue& resources, int depth) {
  const PdfValue objects = pdf_.member(resources, "XObject");
  const PdfValue& reference = objects[name];
  const PdfValue object = pdf_.resolved(reference);
  if (!object.is(Kind::dictionary) || reader_.is_off(object["OC"])) return;
  const std::string kind = pdf_.member(object, "Subtype").text;
  if (kind == "Image") draw_picture(object);
  if (kind == "Form" && depth < kMaxFormDepth) draw_form(reference, object, resources, depth);
}

void PdfPainter::draw_picture(const PdfValue& picture) {
  PdfMark mark;
  mark.kind = PdfMark::Kind::picture;
  mark.box = met(mapped(state_.matrix, 0, 0, 1, 1), state_.clip);
  const bool masked = picture["SMask"].kind != Kind::null || picture["Mask"].kind != Kind::null ||
                      pdf_.member(picture, "ImageMask").text == "true";
  mark.opaque = is_opaque() && !masked;
  mark.digest = std::hash<std::string_view>{}(picture.data);
  if (has_area(mark.box)) add(std::move(mark));
}

void PdfPainter::draw_form(const PdfValue& reference, const PdfValue& form,
                           const PdfValue& resources, int depth) {
  const State outer = state_;
  const std::vector<State> saved = std::move(saved_);
  saved_.clear();
  state_.matrix = matrix_of(pdf_.member(form, "Matrix")) * state_.matrix;
  const PdfValue box = pdf_.member(form, "BBox");
  if (box.items.size() == 4)
    state_.clip = met(state_.clip, mapped(state_.matrix, number(box.items, 0), number(box.items, 1),
                                          number(box.items, 2), number(box.items, 3)));
  const PdfValue own = pdf_.member(form, "Resources");
  std::vector<Subpath> path;
  path_.swap(path);
  run(reader_.stream_of(reference, form), own.is(Kind::dictionary) ? own : resources, depth + 1);
  path_.swap(path);
  state_ = outer;
  saved_ = saved;
}

void PdfPainter::add(PdfMark mark) {
  if (hidden_ > 0) return;
  mark.origin = origin_;
  page_.marks.push_back(std::move(mark));
}

}  // namespace verilot
