// store: bytes as text that every database keeps: compressed, in base 64.
#pragma once

#include <string>
#include <string_view>

namespace verilot {

std::string packed(std::string_view bytes);
// Throws StoreError for what packed() did not write, or for more than 256 MB.
std::string unpacked(const std::string& text);

}  // namespace verilot
