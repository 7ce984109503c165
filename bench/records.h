// Records like dossiers, about 5 KB of JSON each: the same seed gives the same bytes.
#pragma once

#include <cstdint>
#include <string>

namespace bench {

// One record in `absent` keys is not there, one in ten times as many null. 0 states everything.
std::string record(std::uint64_t seed, unsigned absent);

}  // namespace bench
