// scan: the bytes of a file or of the standard input, unpacked where they are gzip.
//
// Errors: what cannot be read to its end has a fault(); the bytes before it were given.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace verilot {

class Input {
 public:
  // "-" is the standard input. Throws std::runtime_error where it cannot be opened.
  explicit Input(const std::string& path);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // At most `size` bytes; 0 at the end, or at a fault.
  std::size_t read(char* into, std::size_t size);
  // Why the input ended too early: "" or "the compressed data is damaged: ...".
  const std::string& fault() const { return fault_; }
  std::uint64_t bytes_read() const { return raw_; }

 private:
  std::size_t read_raw(char* into, std::size_t size);
  bool refill();
  std::size_t unpack(char* into, std::size_t size);
  bool next_member();
  void damaged(const std::string& how);

  int file_ = -1;
  std::string buffer_;  // what was read of the file and not yet given
  z_stream stream_{};
  bool packed_ = false;
  bool in_member_ = false;
  std::uint64_t raw_ = 0;  // bytes of the file that were read
  std::string fault_;
};

}  // namespace verilot
