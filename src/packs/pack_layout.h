// packs: the order of keys in each file of a pack, as docs/pack-format.md lists them.
#pragma once

#include <string>

#include "yaml/format_yaml.h"

namespace verilot {

// Of the file with this name, "pathways.yaml"; `is_law` of one in law/.
const YamlLayout& layout_of_file(const std::string& name, bool is_law);

// Of a tailoring file.
const YamlLayout& layout_of_tailoring();

}  // namespace verilot
