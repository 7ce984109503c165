// ingest: where each byte of a decoded YAML or JSON text stands in its file.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace verilot {

// `source` is the file, `start` where the scalar begins (at its quote or block sign). Escapes,
// folded lines and indentation are stepped over. What cannot be followed stays at the last place.
std::vector<std::uint32_t> scalar_places(std::string_view source, std::size_t start,
                                         std::string_view decoded);

// The offset of a line and column, both from 1, of a file.
std::size_t offset_of(std::string_view source, int line, int column);

}  // namespace verilot
