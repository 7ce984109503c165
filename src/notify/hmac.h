// notify: HMAC-SHA-256, in hexadecimal.
//
// Source: RFC 2104; its test vectors are those of RFC 4231.
#pragma once

#include <string>
#include <string_view>

namespace verilot {

std::string hmac_sha256(std::string_view key, std::string_view message);

}  // namespace verilot
