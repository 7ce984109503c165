// ingest: the filters of PDF streams undone: Flate with its predictors, ASCII85, ASCIIHex.
//
// Errors: damaged data gives what could be decoded before the damage.
// Limits: `most` bytes; beyond, the rest is cut and said so.
// Source: ISO 32000-1:2008, 7.4.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

struct PdfFilter {
  std::string name;  // "FlateDecode", or its short form "Fl"
  int predictor = 1;
  int colors = 1;
  int bits = 8;
  int columns = 1;
};

struct Unfiltered {
  std::string bytes;
  bool known = true;  // false: a filter that is not undone here, such as those of pictures
  bool cut = false;
};

Unfiltered unfiltered(std::string_view data, const std::vector<PdfFilter>&, std::size_t most);

}  // namespace verilot
