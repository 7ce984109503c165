// ingest: a document as a file on disk, for a child that reads one.
//
//   const PathOnDisk file(document);
//   run_child({"pdftoppm", {file.path()}}, {});
//
// A document that exists in memory alone is written out, and removed at the end.
#pragma once

#include <string>

#include "ingest/certificate_reader.h"

namespace verilot {

class PathOnDisk {
 public:
  explicit PathOnDisk(const DocumentFile&);
  ~PathOnDisk();
  PathOnDisk(const PathOnDisk&) = delete;
  PathOnDisk& operator=(const PathOnDisk&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool temporary_ = false;
};

}  // namespace verilot
