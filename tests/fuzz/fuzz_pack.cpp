// One YAML file as every part of a pack that it may be.
#include "fuzz/fuzz.h"
#include "packs/pack_reader.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  LoadedYaml loaded = load_yaml(as_text(data, size), "a.yaml");
  Problems problems = loaded.problems;
  PackReader reader{problems, rulebook().tables.units};
  RulePack pack;
  reader.read_head(loaded.root, pack);
  reader.read_rules(loaded.root, {}, pack);
  reader.read_tree(loaded.root, pack);
  reader.read_lists(loaded.root, pack);
  reader.read_bases(loaded.root, pack);
  require_places(problems);
  return 0;
}
