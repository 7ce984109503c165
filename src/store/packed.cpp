#include "store/packed.h"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>
#include <zlib.h>

#include <iterator>
#include <limits>
#include <sstream>

#include "store/database.h"

namespace verilot {

namespace {

constexpr std::size_t kMost = std::size_t{256} << 20;

StoreError damaged() { return StoreError("the store: a content is damaged"); }

}  // namespace

// The length stands before the compressed bytes, so that unpacking knows its limit.
std::string packed(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string small(size, '\0');
  compress2(reinterpret_cast<Bytef*>(small.data()), &size,
            reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()), 1);
  small.resize(size);
  std::ostringstream text;
  text << bytes.size() << ':';
  Poco::Base64Encoder encoder(text);
  encoder.rdbuf()->setLineLength(0);
  encoder << small;
  encoder.close();
  return text.str();
}

std::string unpacked(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon > 10) throw damaged();
  std::size_t length = 0;
  for (const char c : text.substr(0, colon)) {
    if (c < '0' || c > '9') throw damaged();
    length = length * 10 + static_cast<std::size_t>(c - '0');
  }
  if (length > kMost) throw damaged();
  std::string small;
  try {
    std::istringstream encoded(text.substr(colon + 1));
    Poco::Base64Decoder decoder(encoded);
    small.assign(std::istreambuf_iterator<char>(decoder), {});
  } catch (const Poco::Exception&) {
    throw damaged();
  }
  std::string bytes(length, '\0');
  uLongf size = static_cast<uLongf>(length);
  const int done =
      uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size,
                 reinterpret_cast<const Bytef*>(small.data()), static_cast<uLong>(small.size()));
  if (done != Z_OK || size != length) throw damaged();
  return bytes;
}

}  // namespace verilot
