// packs: the dossier that a case states.
#pragma once

#include <string>

#include "packs/pack.h"

namespace verilot {

// `given` on top of `base`: maps by key, lists and values replace.
YamlNode merged(const YamlNode& base, const YamlNode& given);

// Of a case whose base is there, and of one without.
YamlNode dossier_of(const Case&, const RulePack&);

// On one line; with `sorted` the keys in alphabetical order, so that equal dossiers give one text.
std::string as_yaml(const YamlNode&, bool sorted = false);

}  // namespace verilot
