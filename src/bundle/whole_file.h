// bundle: a file that is there whole or not at all.
//
//   WholeFile file("bundle.zip");    // a file beside it is written
//   file.stream() << bytes;
//   file.commit();                   // and takes its name; without, it goes
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>

namespace verilot {

struct OutputFault : std::runtime_error {
  OutputFault(const std::string& what, bool is_there)
      : std::runtime_error(what), created(is_there) {}
  bool created;  // it could not be written; else it could not be created
};

class WholeFile {
 public:
  explicit WholeFile(const std::string& path);  // throws OutputFault
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;
  std::fstream& stream() { return stream_; }
  const std::string& written() const { return part_; }  // where it is until then
  void commit();                                        // throws OutputFault

 private:
  std::string path_, part_;
  std::fstream stream_;
  bool there_ = false;
};

}  // namespace verilot
