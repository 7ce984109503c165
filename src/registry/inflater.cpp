#include "registry/inflater.h"

#include <array>

namespace verilot {

namespace {

constexpr std::size_t kBuffer = 65536;
// Window bits of zlib: 15, with 16 more for gzip; negative without any wrapper.
constexpr int kZlib = MAX_WBITS, kGzip = MAX_WBITS + 16, kBare = -MAX_WBITS;

}  // namespace

Inflater::Inflater(Coding coding) : coding_(coding) {}

Inflater::~Inflater() {
  if (begun_) inflateEnd(&stream_);
}

bool Inflater::refuse(const char* why) {
  fault_ = why;
  return false;
}

// The wrapper of RFC 1950 begins with the method, 8, in the low four bits.
bool Inflater::begin(unsigned char first) {
  const int bits = coding_ == Coding::gzip ? kGzip : (first & 0x0F) == Z_DEFLATED ? kZlib : kBare;
  begun_ = inflateInit2(&stream_, bits) == Z_OK;
  return begun_ || refuse("there is no memory to decompress it");
}

bool Inflater::add(std::string_view bytes, const Keep& keep) {
  std::array<char, kBuffer> plain;
  if (!bytes.empty() && !begun_ && !begin(static_cast<unsigned char>(bytes.front()))) return false;
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream_.avail_in = static_cast<uInt>(bytes.size());
  do {
    if (ended_ && stream_.avail_in > 0) {
      // A gzip body may have several members.
      if (coding_ != Coding::gzip || inflateReset(&stream_) != Z_OK)
        return refuse("something follows the end of the compressed body");
      ended_ = false;
    }
    stream_.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream_.avail_out = kBuffer;
    const int result = begun_ && !ended_ ? inflate(&stream_, Z_NO_FLUSH) : Z_BUF_ERROR;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
      return refuse(stream_.msg != nullptr ? stream_.msg : "it is not compressed as it says");
    if (!keep({plain.data(), kBuffer - stream_.avail_out})) return false;
    ended_ = ended_ || result == Z_STREAM_END;
  } while (stream_.avail_in > 0 || (!ended_ && stream_.avail_out == 0));
  return true;
}

}  // namespace verilot
