// ingest: the bytes of a file that somebody named, whatever stands under the name.
//
//   OpenedFile opened = open_file("coa.pdf");
//   if (!opened.refusal.empty()) report("coa.pdf " + opened.refusal);
//
// Only regular files are read: a pipe or a device is refused without waiting for it, a file above
// kMaxFileBytes before its first byte. What is opened is what was looked at.
#pragma once

#include <string>

namespace verilot {

struct OpenedFile {
  std::string bytes;
  std::string refusal;  // "is a directory; name a file in it"; "" when the bytes are there
};

OpenedFile open_file(const std::string& path);

}  // namespace verilot
