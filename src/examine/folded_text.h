// Marketing text in the plain form that phrases are written in: lower-case ASCII, one space between
// words, no hyphens inside words, no accents, straight quotes, hashtags as their words. Every byte
// knows where it came from.
//
//   FoldedText f = fold("“FDA–Approved”", 0);   // f.text == "\"fda approved\""
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "examine/hashtags.h"

namespace verilot {

struct FoldedText {
  std::string text;
  std::vector<std::uint32_t> origin;  // offset of each byte in the text as captured
};

// `offset` is added to every origin. Without `hashtags` a tag stays as it is.
FoldedText fold(std::string_view captured, std::size_t offset, const Hashtags* hashtags = nullptr);

}  // namespace verilot
