// registry: the addresses that a register is asked at.
#pragma once

#include <string>
#include <string_view>

namespace verilot {

// Where a mirror keeps what stands at `address`: the mirror's own address with {host} and {path}
// filled in, or followed by /host/path.
std::string mirrored(const std::string& mirror, const std::string& address);

std::string with_parameter(const std::string& address, const std::string& name,
                           const std::string& value);

// With the number in place of {asked}.
std::string asked_address(const std::string& address, std::string_view number);

// The next page of `Link: <https://api.fda.gov/...>; rel="next"`; "" where there is none.
std::string next_of(const std::string& link);

}  // namespace verilot
