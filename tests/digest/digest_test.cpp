#include "digest/digest.h"

#include <doctest/doctest.h>

#include <future>
#include <vector>

namespace verilot {
namespace {

// FIPS 180-2, appendix B.1.
const std::string kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST_CASE("digest: the digest of abc is that of the standard, in one part or in several") {
  CHECK(sha256_of({"abc"}) == kOfAbc);
  CHECK(sha256_of({"a", "", "bc"}) == kOfAbc);
  CHECK(sha256_of({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("digest: threads that begin and end at once agree") {
  for (int round = 0; round < 50; ++round) {
    std::vector<std::future<std::string>> all;
    for (int i = 0; i < 8; ++i)
      all.push_back(std::async(std::launch::async, [] { return sha256_of({"abc"}); }));
    for (std::future<std::string>& one : all) CHECK(one.get() == kOfAbc);
  }
}

}  // namespace
}  // namespace verilot
