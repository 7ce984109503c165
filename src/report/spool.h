// report: the later part of a page, kept on disk until its beginning is known.
//
//   Spool spool;
//   spool.take(part);       // empties it
//   spool.copy_to(out);     // all of it; `out` goes bad where the disk did not keep it
#pragma once

#include <cstdio>
#include <iosfwd>
#include <memory>
#include <sstream>

namespace verilot {

class Spool {
 public:
  Spool() : file_(std::tmpfile()) {}

  void take(std::ostringstream& part);
  void copy_to(std::ostream& out);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  bool whole_ = true;
};

}  // namespace verilot
