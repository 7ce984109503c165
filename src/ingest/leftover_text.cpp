#include "ingest/leftover_text.h"

#include <algorithm>

#include "ingest/ink_areas.h"
#include "ingest/page_layout.h"
#include "ingest/page_picture.h"

namespace verilot {
namespace {

constexpr int kLeastHeight = 12;  // pixels: of a digit of 4 points
constexpr int kMostHeight = 110;  // of a heading of 24 points
constexpr int kMargin = 24;       // around a piece
constexpr std::size_t kMostParts = 4'000;

void white_out(GreyImage& page, const Box& box) {
  const int x0 = std::clamp(static_cast<int>(box.x0) - 2, 0, page.width);
  const int x1 = std::clamp(static_cast<int>(box.x1) + 3, x0, page.width);
  const int y1 = std::clamp(static_cast<int>(box.y1) + 3, 0, page.height);
  for (int y = std::clamp(static_cast<int>(box.y0) - 2, 0, y1); y < y1; ++y)
    std::fill(page.row(y) + x0, page.row(y) + x1, std::uint8_t{255});
}

// Letters and their dots; not specks, bars and logos.
std::vector<Box> parts_of_text(const GreyImage& page) {
  constexpr int kSpeck = 6;
  std::vector<Box> parts;
  const InkAreas found(page, std::min(ink_level(page), 190));
  for (const InkArea& area : found.areas) {
    if (area.ink < kSpeck || area.height() > kMostHeight || area.width() > 3 * kMostHeight)
      continue;
    const bool solid = area.ink > 0.85 * area.width() * area.height();
    if (solid && area.width() > 2 * kLeastHeight && area.height() > kLeastHeight) continue;
    parts.push_back({static_cast<double>(area.left), static_cast<double>(area.top),
                     static_cast<double>(area.right), static_cast<double>(area.bottom)});
  }
  return parts;
}

bool stand_together(const Box& a, const Box& b) {
  const double higher = std::max(height_of(a), height_of(b));
  const double lower = std::min(height_of(a), height_of(b));
  if (-shared_x(a, b) > 0.7 * higher) return false;
  return shared_y(a, b) > 0.4 * lower || (lower < 0.4 * higher && shared_y(a, b) > -0.1 * higher);
}

// Parts side by side become lines.
std::vector<Box> lines_of_parts(std::vector<Box> parts) {
  std::ranges::sort(parts, {}, &Box::x0);
  std::vector<Box> lines;
  for (const Box& part : parts) {
    Box* nearest = nullptr;
    for (Box& line : lines) {
      // The last letter tells more of the line than its whole height.
      if (stand_together(line, part) && (nearest == nullptr || line.x1 > nearest->x1))
        nearest = &line;
    }
    if (nearest != nullptr)
      *nearest = joined(*nearest, part);
    else
      lines.push_back(part);
  }
  std::erase_if(lines, [](const Box& line) {
    return height_of(line) < kLeastHeight || height_of(line) > kMostHeight;
  });
  return lines;
}

void paste(const GreyImage& from, const LeftoverPiece& piece, GreyImage& into) {
  const int left = static_cast<int>(piece.box.x0);
  const int top = static_cast<int>(piece.box.y0);
  const int width = static_cast<int>(piece.box.x1) - left;
  const int height = static_cast<int>(piece.box.y1) - top;
  for (int y = 0; y < height; ++y)
    std::copy_n(from.row(top + y) + left, width, into.row(piece.top + kMargin + y) + kMargin);
}

}  // namespace

GreyImage without_words(const GreyImage& page, const std::vector<HocrWord>& words) {
  GreyImage left = without_rulings(page);
  for (const HocrWord& word : words) white_out(left, word.box);
  return left;
}

Leftover leftover_text(const GreyImage& page, const std::vector<HocrWord>& words) {
  const GreyImage left = without_words(page, words);
  const std::vector<Box> parts = parts_of_text(left);
  if (parts.size() > kMostParts) return {};
  std::vector<Box> lines = lines_of_parts(parts);
  if (lines.empty() || lines.size() > kMaxLeftovers) return {};
  // Lines of one height under one another are read best.
  std::ranges::stable_sort(lines, {}, [](const Box& line) { return height_of(line); });
  Leftover rest;
  int width = 0;
  int top = kMargin;
  for (const Box& line : lines) {
    const LeftoverPiece piece{line, top, static_cast<int>(height_of(line)) + 2 * kMargin};
    rest.pieces.push_back(piece);
    top += piece.height;
    width = std::max(width, static_cast<int>(line.x1 - line.x0) + 2 * kMargin);
  }
  if (static_cast<std::size_t>(width) * static_cast<std::size_t>(top + kMargin) > kMaxPixels)
    return {};
  rest.lines = blank_image(width, top + kMargin);
  for (const LeftoverPiece& piece : rest.pieces) paste(left, piece, rest.lines);
  return rest;
}

bool put_back(HocrWord& word, const Leftover& rest) {
  const double middle = centre_y(word.box);
  const auto piece = std::ranges::find_if(rest.pieces, [&](const LeftoverPiece& candidate) {
    return middle >= candidate.top && middle < candidate.top + candidate.height;
  });
  if (piece == rest.pieces.end()) return false;
  const double right = piece->box.x0 - kMargin;
  const double down = piece->box.y0 - piece->top - kMargin;
  const auto move = [&](Box& box) {
    box = {box.x0 + right, box.y0 + down, box.x1 + right, box.y1 + down};
  };
  move(word.box);
  for (HocrSign& sign : word.signs) move(sign.box);
  word.line_top += down;
  word.line_bottom += down;
  return true;
}

}  // namespace verilot
