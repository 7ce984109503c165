#include "registry/inflater.h"

#include <zlib.h>

#include <array>

namespace verilot {

namespace {

constexpr std::size_t kBuffer = 65536;
// Window bits of zlib: 15, with 16 more for gzip; negative without any wrapper.
constexpr int kZlib = MAX_WBITS, kGzip = MAX_WBITS + 16, kBare = -MAX_WBITS;

}  // namespace

struct Inflater::Stream {
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { inflateEnd(&z); }

  z_stream z{};
  bool begun = false;
};

Inflater::Inflater(Coding coding) : coding_(coding), stream_(std::make_unique<Stream>()) {}
Inflater::~Inflater() = default;

bool Inflater::refuse(const char* why) {
  fault_ = why;
  return false;
}

// The wrapper of RFC 1950 begins with the method, 8, in the low four bits.
bool Inflater::begin(unsigned char first) {
  const int bits = coding_ == Coding::gzip ? kGzip : (first & 0x0F) == Z_DEFLATED ? kZlib : kBare;
  stream_->begun = inflateInit2(&stream_->z, bits) == Z_OK;
  return stream_->begun || refuse("there is no memory to decompress it");
}

bool Inflater::add(std::string_view bytes, const Keep& keep) {
  if (bytes.empty()) return true;
  std::array<char, kBuffer> plain;
  z_stream& stream = stream_->z;
  if (!stream_->begun && !begin(static_cast<unsigned char>(bytes.front()))) return false;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  do {
    if (ended_ && stream.avail_in > 0) {
      // A gzip body may have several members.
      if (coding_ != Coding::gzip || inflateReset(&stream) != Z_OK)
        return refuse("something follows the end of the compressed body");
      ended_ = false;
    }
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = kBuffer;
    const int result = inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
      return refuse(stream.msg != nullptr ? stream.msg : "it is not compressed as it says");
    if (!keep({plain.data(), kBuffer - stream.avail_out})) return false;
    ended_ = ended_ || result == Z_STREAM_END;
  } while (stream.avail_in > 0 || (!ended_ && stream.avail_out == 0));
  return true;
}

}  // namespace verilot
