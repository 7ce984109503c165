// What a store kept of the registers, to the facts that are made of it.
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  static const RegisterDesk desk(VERILOT_SOURCE_DIR, "/nowhere", *parse_date("2026-11-22"));
  try {
    const RegisterSlice slice = read_slice(std::string(as_text(data, size)));
    if (to_text(read_slice(to_text(slice))) != to_text(slice)) std::abort();
    EvidenceBuilder builder;
    desk.add_facts(builder, slice);
  } catch (const std::runtime_error& error) {
    if (!std::string_view(error.what())
             .starts_with("the kept answers of the registers are damaged"))
      std::abort();
  }
  return 0;
}
