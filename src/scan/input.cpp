#include "scan/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace verilot {

namespace {

constexpr std::size_t kBuffer = 128 * 1024;
constexpr std::string_view kGzip = "\x1f\x8b";
constexpr int kGzipWindow = 15 + 16;  // inflateInit2: 32 KB, with the header of gzip

}  // namespace

Input::Input(const std::string& path)
    : file_(path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0)
    throw std::runtime_error("cannot open " + path + "; check the path and its permissions");
  buffer_.resize(kBuffer);
  stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
  // A pipe may give the two bytes that tell one after the other.
  while (stream_.avail_in < kGzip.size()) {
    const std::size_t got =
        read_raw(buffer_.data() + stream_.avail_in, buffer_.size() - stream_.avail_in);
    if (got == 0) break;
    stream_.avail_in += static_cast<uInt>(got);
  }
  packed_ = stream_.avail_in >= kGzip.size() && buffer_.starts_with(kGzip);
  if (packed_ && inflateInit2(&stream_, kGzipWindow) != Z_OK) throw std::bad_alloc();
  in_member_ = packed_;
}

Input::~Input() {
  if (packed_) inflateEnd(&stream_);
  close(file_);
}

std::size_t Input::read_raw(char* into, std::size_t size) {
  ssize_t got = 0;
  do got = ::read(file_, into, size);
  while (got < 0 && errno == EINTR);
  if (got < 0) fault_ = std::string("the input cannot be read: ") + std::strerror(errno);
  const std::size_t bytes = got > 0 ? static_cast<std::size_t>(got) : 0;
  raw_ += bytes;
  return bytes;
}

bool Input::refill() {
  if (stream_.avail_in > 0) return true;
  stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
  stream_.avail_in = static_cast<uInt>(read_raw(buffer_.data(), buffer_.size()));
  return stream_.avail_in > 0;
}

std::size_t Input::read(char* into, std::size_t size) {
  if (!fault_.empty()) return 0;
  if (packed_) return unpack(into, size);
  if (stream_.avail_in == 0) return read_raw(into, size);
  const std::size_t got = std::min<std::size_t>(size, stream_.avail_in);
  std::memcpy(into, stream_.next_in, got);
  stream_.next_in += got;
  stream_.avail_in -= static_cast<uInt>(got);
  return got;
}

std::size_t Input::unpack(char* into, std::size_t size) {
  stream_.next_out = reinterpret_cast<Bytef*>(into);
  stream_.avail_out = static_cast<uInt>(size);
  while (stream_.avail_out > 0 && fault_.empty()) {
    if (!in_member_ && !next_member()) break;
    if (!refill()) {
      if (fault_.empty()) damaged("it ends within a member");
      break;
    }
    const int code = inflate(&stream_, Z_NO_FLUSH);
    if (code == Z_STREAM_END) {
      in_member_ = false;
    } else if (code != Z_OK) {
      damaged(stream_.msg != nullptr ? stream_.msg : "no gzip");
    }
  }
  return size - stream_.avail_out;
}

// Zeros behind a member are padding; anything else must be another member.
bool Input::next_member() {
  while (refill() && *stream_.next_in == 0) {
    ++stream_.next_in;
    --stream_.avail_in;
  }
  if (stream_.avail_in == 0) return false;
  if (*stream_.next_in != static_cast<Bytef>(kGzip[0])) {
    damaged("what follows a member is none");
    return false;
  }
  inflateReset(&stream_);
  in_member_ = true;
  return true;
}

void Input::damaged(const std::string& how) {
  fault_ = "the compressed data is damaged near byte " + std::to_string(raw_ - stream_.avail_in) +
           ": " + how;
}

}  // namespace verilot
