// The checker, with the types of a dossier: a program, or issues with their places.
#include "fuzz/expressions.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  const std::string_view text = as_text(data, size);
  require_answer(text, cel::compile(text, rule_environment(), {}));
  return 0;
}
