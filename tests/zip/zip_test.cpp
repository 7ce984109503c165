#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "zip/zip_directory.h"
#include "zip/zip_reader.h"
#include "zip/zip_writer.h"

namespace verilot {
namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

std::string archive_of(const Parts& parts) {
  std::stringstream out;
  ZipWriter archive(out);
  for (const auto& [name, bytes] : parts) archive.add(name, bytes);
  archive.close();
  return out.str();
}

constexpr ZipLimits kExact{.entries = 100, .growth = 2'000, .exact = true};

std::string put(std::string bytes, std::size_t at, const std::string& other) {
  return bytes.replace(at, other.size(), other);
}

ZipFault exact_fault(const std::string& bytes) { return ZipReader(bytes, kExact).fault(); }

TEST_CASE("zip: what is written is read again, whole or in pieces, from memory or a file") {
  std::string noise;
  for (std::uint32_t i = 0, x = 1; i < 300'000; ++i)
    noise += static_cast<char>((x = x * 69069 + 5) >> 24);
  const Parts parts = {{"a/b.txt", "hello"}, {"empty", ""}, {"noise", noise}};
  const std::string bytes = archive_of(parts);
  const std::string path =
      (std::filesystem::temp_directory_path() / ("zip-test-" + std::to_string(getpid()))).string();
  std::ofstream(path, std::ios::binary) << bytes;
  ZipReader memory(bytes, kExact), file = ZipReader::of_file(path, kExact);
  std::filesystem::remove(path);
  for (ZipReader* archive : {&memory, &file}) {
    REQUIRE(archive->fault() == ZipFault::none);
    CHECK(archive->entries().size() == 3);
    for (const auto& [name, text] : parts) CHECK(archive->read(name) == text);
    CHECK_FALSE(archive->read("other").has_value());
    CHECK(archive->fault() == ZipFault::none);
  }
}

TEST_CASE("zip: the same entries give the same bytes, with no time of the clock in them") {
  const std::string bytes = archive_of({{"a", "hello"}, {"b", "world"}});
  CHECK(bytes == archive_of({{"a", "hello"}, {"b", "world"}}));
  CHECK(zip_number(bytes, 10, 2) == 0);
  CHECK(zip_number(bytes, 12, 2) == ((1 << 5) | 1));
}

TEST_CASE("zip: entries that are encrypted, packed strangely or changed are told apart") {
  const std::string bytes = archive_of({{"a.xml", "<a/>"}});
  const auto fault = [](const std::string& changed) {
    ZipReader archive(changed, {});
    CHECK_FALSE(archive.read("a.xml").has_value());
    return archive.fault();
  };
  const std::size_t central = bytes.find("PK\x01\x02");
  CHECK(fault(put(bytes, central + 8, "\x01")) == ZipFault::encrypted);
  CHECK(fault(put(bytes, central + 10, "\x0C")) == ZipFault::method);
  CHECK(fault(put(bytes, central + 16, "\x01\x02")) == ZipFault::damaged);
  CHECK(fault(put(bytes, 35, "\xFF")) == ZipFault::damaged);
}

TEST_CASE("zip: an archive that is cut off anywhere is no archive") {
  const std::string bytes = archive_of({{"a", "hello"}, {"b", "world"}});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    const ZipFault fault = exact_fault(bytes.substr(0, size));
    CHECK(fault == (size < 4 ? ZipFault::damaged : ZipFault::cut_off));
  }
  CHECK(exact_fault(bytes + "x") == ZipFault::damaged);
}

TEST_CASE(
    "zip: exact: a name twice, over the same bytes, a link or a name that leaves is refused") {
  const std::string bytes = archive_of({{"aa", "hello"}, {"bb", "world"}});
  std::string twice = bytes;
  for (std::size_t at = twice.find("bb"); at != std::string::npos; at = twice.find("bb"))
    twice.replace(at, 2, "aa");
  CHECK(exact_fault(twice) == ZipFault::twice);
  const std::size_t first = bytes.find("PK\x01\x02"), second = bytes.find("PK\x01\x02", first + 4);
  CHECK(exact_fault(put(bytes, second + 42, std::string(4, '\0'))) == ZipFault::overlapping);
  CHECK(exact_fault(put(put(bytes, first + 5, "\x03"), first + 40, std::string("\xFF\xA1", 2))) ==
        ZipFault::link);
  std::string out = bytes;
  for (std::size_t at = out.find("bb"); at != std::string::npos; at = out.find("bb"))
    out.replace(at, 2, "..");
  ZipReader leaving(out, kExact);
  CHECK(leaving.fault() == ZipFault::name);
  CHECK(leaving.fault_at() == "..");
}

TEST_CASE("zip: exact: a local header that names another file is damage") {
  const std::string bytes = archive_of({{"aa", "hello"}});
  const std::string changed = put(bytes, 30, "ab");
  ZipReader archive(changed, kExact);
  CHECK_FALSE(archive.read("aa").has_value());
  CHECK(archive.fault() == ZipFault::damaged);
}

TEST_CASE("zip: limits on count, size, sum and growth hold, whatever an entry claims") {
  const std::string bytes = archive_of({{"a", std::string(3 << 20, '0')}, {"b", "x"}});
  ZipLimits few = kExact, small = kExact, all = kExact;
  few.entries = 1;
  small.entry_bytes = 1 << 20;
  all.all_bytes = 2 << 20;
  CHECK(ZipReader(bytes, few).fault() == ZipFault::too_many);
  CHECK(ZipReader(bytes, small).fault() == ZipFault::too_large);
  CHECK(ZipReader(bytes, all).fault() == ZipFault::bomb);
  ZipReader bomb(bytes, {});
  CHECK_FALSE(bomb.read("a").has_value());
  CHECK(bomb.fault() == ZipFault::bomb);
  CHECK(bomb.fault_at() == "a");
  // It claims to be one byte long.
  const std::string liar = put(bytes, bytes.find("PK\x01\x02") + 24, std::string("\x01\0\0\0", 4));
  ZipReader lying(liar, {.entries = 9, .growth = 2'000, .exact = true});
  CHECK_FALSE(lying.read("a").has_value());
  CHECK(lying.fault() == ZipFault::damaged);
}

TEST_CASE("zip: more entries than 16 bits count are written and read") {
  std::stringstream out;
  ZipWriter writer(out);
  for (int i = 0; i < 66'000; ++i) writer.add(std::to_string(i), "");
  writer.close();
  const std::string bytes = out.str();
  ZipReader archive(bytes, {.entries = 70'000, .exact = true});
  CHECK(archive.fault() == ZipFault::none);
  CHECK(archive.entries().size() == 66'000);
  CHECK(archive.has("65999"));
}

TEST_CASE("zip: numbers of 64 bits are read from the extra field, in their order") {
  std::string bytes = archive_of({{"aa", "hello"}});
  const std::size_t central = bytes.find("PK\x01\x02");
  const std::string packed = bytes.substr(central + 20, 4), header = bytes.substr(central + 42, 4);
  const std::string zero(4, '\0');
  const std::string extra = std::string("\x01\0\x18\0", 4) + std::string("\x05\0\0\0", 4) + zero +
                            packed + zero + header + zero;
  bytes.replace(central + 20, 8, std::string(8, '\xFF'));
  bytes.replace(central + 42, 4, std::string(4, '\xFF'));
  bytes[central + 30] = static_cast<char>(extra.size());
  bytes.insert(central + 48, extra);
  ZipReader archive(bytes, kExact);
  CHECK(archive.fault() == ZipFault::none);
  CHECK(archive.read("aa") == "hello");
  const std::string cut = put(bytes, central + 50, std::string("\x08\0", 2));
  CHECK(exact_fault(cut) == ZipFault::damaged);
}

TEST_CASE("zip: a name stays inside its folder or is refused") {
  for (const char* name : {"a", "a/b.txt", "packs/rules/x.yaml", "a/", "...", "a b/\xC3\xA9"})
    CHECK(is_inside(name));
  for (const char* name : {"", "/a", "..", "a/../b", "./a", "a//b", "a\\b", "C:a", "a\nb", "a/.."})
    CHECK_FALSE(is_inside(name));
  CHECK_FALSE(is_inside(std::string(2'000, 'a')));
  CHECK_FALSE(is_inside(std::string("a\0b", 3)));
}

TEST_CASE("zip: what is no file, or no archive, is told") {
  CHECK(ZipReader::of_file("/", kExact).fault() == ZipFault::unreadable);
  CHECK(ZipReader::of_file("/no/such/file", kExact).fault() == ZipFault::unreadable);
  CHECK(exact_fault("") == ZipFault::damaged);
  CHECK(exact_fault("%PDF-1.4") == ZipFault::damaged);
}

}  // namespace
}  // namespace verilot
