// make_records COUNT [ABSENT]: that many records, one a line; one key in ABSENT is left out.
#include <cstdio>
#include <cstdlib>

#include "records.h"

int main(int argc, char** argv) {
  if (argc < 2) return 64;
  const unsigned absent = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 60;
  for (std::uint64_t i = 0; i < std::strtoull(argv[1], nullptr, 10); ++i) {
    const std::string line = bench::record(i, absent) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
  }
}
