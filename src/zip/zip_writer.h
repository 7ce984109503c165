// zip: a ZIP archive written entry after entry; the same entries give the same bytes.
//
//   ZipWriter archive(file);        // a stream that can go back
//   archive.add("README.txt", text);
//   archive.close();
//
// Times are 1980-01-01, the first that the format has. An entry is packed unless that would make
// the archive unpack to more than a reader with limits believes.
//
// Errors: std::runtime_error where the stream takes no more. Not whole before close().
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace verilot {

// Of an archive as a whole: it unpacks to no more than that many times its size and a free part.
constexpr std::uint64_t kMostZipGrowth = 200;
constexpr std::uint64_t kFreeZipBytes = std::uint64_t{256} << 20;

class ZipWriter {
 public:
  explicit ZipWriter(std::ostream&);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // A name for which is_inside() is true, and that was not added before.
  void add(const std::string& name, std::string_view bytes);
  void close();

 private:
  struct Archive;
  std::ostream& out_;
  std::unique_ptr<Archive> archive_;
  std::uint64_t unpacked_ = 0;
};

}  // namespace verilot
