// registry: a body that was compressed on the way, decompressed as it arrives, to its end.
//
//   Inflater inflater(Inflater::Coding::gzip);
//   while (more) if (!inflater.add(bytes, [&](std::string_view plain) { return keep(plain); }))
//   stop; if (!inflater.ended()) refuse("the body has no end");
//
// A length that fits does not show that a compressed body is whole: its own end does, with the
// checksum behind it.
//
// Errors: add() is false when the bytes are not of the coding, their checksum does not fit, or
//         `keep` said no; fault() is "" in the last case.
// Source: RFC 9110 8.4.1; RFC 1950, 1951, 1952. A deflate body without the wrapper of RFC 1950, as
//         some servers send it, is read too.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace verilot {

class Inflater {
 public:
  enum class Coding { gzip, deflate };
  using Keep = std::function<bool(std::string_view)>;

  explicit Inflater(Coding);
  ~Inflater();

  bool add(std::string_view bytes, const Keep&);
  bool ended() const { return ended_; }
  const std::string& fault() const { return fault_; }

 private:
  struct Stream;
  bool begin(unsigned char first);
  bool refuse(const char* why);

  Coding coding_;
  std::unique_ptr<Stream> stream_;
  bool ended_ = false;
  std::string fault_;
};

}  // namespace verilot
