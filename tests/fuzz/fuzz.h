// What the fuzz targets share: the rules of the project, loaded once, and input as text.
//
//   cmake -B build-fuzz -DVERILOT_FUZZERS=ON -DCMAKE_CXX_COMPILER=clang++ &&
//   build-fuzz/tests/fuzz_yaml
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "audit/audit.h"

namespace verilot {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline const Rulebook& rulebook() {
  static const Rulebook loaded = load_rulebook(VERILOT_SOURCE_DIR);
  return loaded;
}

// Every problem says where it is and what is wrong.
inline void require_places(const Problems& problems) {
  for (const Problem& problem : problems)
    if (problem.where.file.empty() || problem.message.empty()) std::abort();
}

}  // namespace verilot

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
