// Owns a handle of a C library: CHandle<CURL, curl_easy_cleanup> frees it exactly once.
#pragma once

#include <memory>

namespace verilot {

template <auto close>
struct Closer {
  void operator()(auto* handle) const noexcept { close(handle); }
};

template <typename T, auto close>
using CHandle = std::unique_ptr<T, Closer<close>>;

}  // namespace verilot
