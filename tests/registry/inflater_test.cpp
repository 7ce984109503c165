#include "registry/inflater.h"

#include <doctest/doctest.h>
#include <zlib.h>

using namespace verilot;

namespace {

// As zlib compresses: window bits of deflateInit2, and how the last block is flushed.
std::string compressed(const std::string& plain, int bits, int flush = Z_FINISH) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(plain.size() + 1024, '\0'), from = plain;
  stream.next_in = reinterpret_cast<Bytef*>(from.data());
  stream.avail_in = static_cast<uInt>(from.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, flush);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Inflated {
  std::string plain, fault;
  bool added = true, ended = false;
};

Inflated inflated(Inflater::Coding coding, const std::string& body, std::size_t piece) {
  Inflater inflater(coding);
  Inflated got;
  for (std::size_t at = 0; got.added && at < body.size(); at += piece)
    got.added = inflater.add(std::string_view(body).substr(at, piece), [&](std::string_view plain) {
      got.plain += plain;
      return true;
    });
  got.fault = inflater.fault();
  got.ended = inflater.ended();
  return got;
}

std::string rows() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919) + ",\"FIRM\"\n";
  return text;
}

constexpr int kZlib = MAX_WBITS, kGzip = MAX_WBITS + 16, kBare = -MAX_WBITS;

}  // namespace

TEST_CASE("inflater: a whole body comes out the same, in pieces of any size") {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, std::size_t{1} << 30}) {
    for (const int bits : {kZlib, kGzip, kBare}) {
      const Inflated got =
          inflated(bits == kGzip ? Inflater::Coding::gzip : Inflater::Coding::deflate,
                   compressed(rows(), bits), piece);
      CHECK(got.plain == rows());
      CHECK(got.ended);
    }
  }
}

TEST_CASE("inflater: a body that stops before its end or its checksum has not ended") {
  for (const int bits : {kZlib, kGzip, kBare}) {
    const auto coding = bits == kGzip ? Inflater::Coding::gzip : Inflater::Coding::deflate;
    CHECK_FALSE(inflated(coding, compressed(rows(), bits, Z_FULL_FLUSH), 999).ended);
    const std::string whole = compressed(rows(), bits);
    for (const std::size_t missing : {1, 4, 8, 9, 500})
      CHECK_FALSE(inflated(coding, whole.substr(0, whole.size() - missing), 999).ended);
  }
}

TEST_CASE("inflater: another checksum, another format or more behind the end is a fault") {
  std::string altered = compressed(rows(), kGzip);
  altered[altered.size() - 6] ^= 1;
  CHECK(inflated(Inflater::Coding::gzip, altered, 999).fault == "incorrect data check");
  CHECK_FALSE(inflated(Inflater::Coding::gzip, "1,plain text\n", 999).added);
  CHECK_FALSE(inflated(Inflater::Coding::deflate, compressed("a", kZlib) + "b", 999).added);
}

TEST_CASE("inflater: a gzip body of several members is one text") {
  const Inflated got =
      inflated(Inflater::Coding::gzip, compressed("one,", kGzip) + compressed("two", kGzip), 5);
  CHECK(got.plain == "one,two");
  CHECK(got.ended);
}
