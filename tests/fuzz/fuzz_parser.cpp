// The parser: a tree, or issues with their places.
#include "fuzz/expressions.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  const std::string_view text = as_text(data, size);
  require_answer(text,
                 cel::compile(text, rule_environment(), {.check = false, .macros = size % 2 == 0}));
  return 0;
}
