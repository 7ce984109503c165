#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  verilot::require_places(verilot::load_json(verilot::as_text(data, size), "a.json").problems);
  return 0;
}
