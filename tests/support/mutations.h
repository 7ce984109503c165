// Deterministic damage to a text: what a hostile or careless hand does to an input file.
//
//   for (std::uint32_t i = 0; i < mutation_count(0.4); ++i) read(mutated(original, i));
//
// The same original and number give the same text on every machine.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace verilot {

// Truncates, flips, inserts, deletes, nests, changes types, blows numbers up, breaks UTF-8, repeats
// and swaps lines and words: `number` chooses the kind and the places.
std::string mutated(std::string_view original, std::uint32_t number);

// This group's share of all mutations: VERILOT_MUTATIONS of the environment, else 1000.
std::uint32_t mutation_count(double share);

// A folder of its own under the system's temporary folder, removed with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string file_bytes(const std::filesystem::path&);
void write_bytes(const std::filesystem::path&, std::string_view);

// That something ends: far above any time a case needs, so that it says "hangs", not "is slow".
class Liveness {
 public:
  bool within_bound() const {
    return std::chrono::steady_clock::now() - start_ < std::chrono::seconds(30);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace verilot
