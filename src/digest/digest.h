// digest: the SHA-256 of texts, in 64 hexadecimal digits.
//
//   sha256_of({"one", "two"}) == sha256_of({"onetwo"})
//
// Threads may call it: the library that computes it must not be set up and torn down by each.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace verilot {

std::string sha256_of(std::initializer_list<std::string_view> parts);

}  // namespace verilot
