// A marketing text through the recogniser of claims.
#include "examine/examine.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  EvidenceBuilder builder;
  const SourceLocation where = in_file("claims.txt");
  const NodeId claims = builder.add_list(builder.root(), "claims", where);
  const NodeId claim = builder.add_object(claims, "", where);
  builder.add_text(claim, "text", std::string(as_text(data, size)), where);
  Problems problems;
  examine(builder, {rulebook().tables, *rulebook().recognisers, problems});
  require_places(problems);
  return 0;
}
