// digest: the SHA-256 of texts, in 64 hexadecimal digits.
//
//   sha256_of({"one", "two"}) == sha256_of({"onetwo"})
//
//   Sha256 sum;                   // of what is not in memory at once
//   sum.add("one");
//   sum.add("two");
//   sum.hex();                    // once
//
// Threads may call it: the library that computes it must not be set up and torn down by each.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace verilot {

std::string sha256_of(std::initializer_list<std::string_view> parts);
std::string sha256_of_file(const std::string& path);  // of what can be read of it

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::string_view part);
  std::string hex();

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace verilot
