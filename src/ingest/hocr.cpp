#include "ingest/hocr.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <pugixml.hpp>
#include <sstream>

#include "ingest/certificate_reader.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

double bounded(double value) {
  return std::isfinite(value) ? std::clamp(value, -1'000'000.0, 1'000'000.0) : 0;
}

// "bbox 36 92 580 122; x_wconf 96": the numbers after one of its names.
std::vector<double> property(std::string_view title, std::string_view name) {
  std::vector<double> numbers;
  std::size_t at = title.find(name);
  while (at != std::string_view::npos && at != 0 && title[at - 1] != ' ' && title[at - 1] != ';')
    at = title.find(name, at + 1);
  if (at == std::string_view::npos) return numbers;
  title.remove_prefix(at + name.size());
  std::istringstream words(std::string(title.substr(0, title.find(';'))));
  for (double number = 0; numbers.size() < 4 && words >> number;)
    numbers.push_back(bounded(number));
  return numbers;
}

Box box_of(const std::vector<double>& numbers) {
  if (numbers.size() != 4) return {};
  return {std::min(numbers[0], numbers[2]), std::min(numbers[1], numbers[3]),
          std::max(numbers[0], numbers[2]), std::max(numbers[1], numbers[3])};
}

double first_of(const std::vector<double>& numbers) { return numbers.empty() ? 0 : numbers[0]; }

// A line of text: its baseline slopes by `slope` and stands `offset` above the foot of its box.
struct TextLine {
  Box box;
  double slope = 0, offset = 0, size = 0, descent = 0;
  double bottom_at(double x) const { return box.y1 + offset + slope * (x - box.x0) + descent; }
};

TextLine line_of(std::string_view title) {
  const std::vector<double> baseline = property(title, "baseline");
  TextLine line{box_of(property(title, "bbox"))};
  line.slope = baseline.size() == 2 ? baseline[0] : 0;
  line.offset = baseline.size() == 2 ? baseline[1] : 0;
  line.size = first_of(property(title, "x_size"));
  line.descent = first_of(property(title, "x_descenders"));
  return line;
}

struct Walker : pugi::xml_tree_walker {
  std::vector<HocrWord> words;
  TextLine line;
  void add_word(std::string_view title) {
    HocrWord word{"", box_of(property(title, "bbox")), first_of(property(title, "x_wconf")), 0, 0,
                  {}};
    word.line_bottom = line.bottom_at((word.box.x0 + word.box.x1) / 2);
    word.line_top = word.line_bottom - line.size;
    words.push_back(std::move(word));
  }
  bool for_each(pugi::xml_node& node) override {
    const std::string_view kind = node.attribute("class").value();
    const std::string_view title = node.attribute("title").value();
    if (title.find("x_size") != std::string_view::npos) {
      line = line_of(title);
    } else if (kind == "ocrx_word") {
      if (words.size() >= static_cast<std::size_t>(kMaxWordsPerPage)) return false;
      add_word(title);
    } else if (kind == "ocrx_cinfo" && !words.empty()) {
      words.back().signs.push_back({node.text().get(), box_of(property(title, "x_bboxes")),
                                    first_of(property(title, "x_conf"))});
    } else if (node.type() == pugi::node_pcdata && !words.empty()) {
      words.back().text += node.value();
    }
    return true;
  }
};

}  // namespace

std::vector<HocrWord> parse_hocr(std::string_view bytes) {
  const std::string clean = without_control_characters(bytes);
  pugi::xml_document document;
  document.load_buffer(clean.data(), clean.size(), pugi::parse_default, pugi::encoding_utf8);
  Walker walker;
  document.traverse(walker);
  for (HocrWord& word : walker.words) {
    word.text = squeezed(word.text);
    std::erase(word.text, ' ');
  }
  std::erase_if(walker.words, [](const HocrWord& word) { return word.text.empty(); });
  return std::move(walker.words);
}

}  // namespace verilot
