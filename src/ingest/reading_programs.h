// ingest: the programs that documents are read with, as they are on this machine.
//
//   for (const ReadingProgram& one : reading_programs())
//     if (one.version.empty()) advise("apt-get install " + one.package);
#pragma once

#include <string>
#include <vector>

namespace verilot {

struct ReadingProgram {
  std::string name;
  std::string package;  // of Debian
  std::string version;  // the line it says of itself; "" where it is not there or does not run
};

std::vector<ReadingProgram> reading_programs();

}  // namespace verilot
