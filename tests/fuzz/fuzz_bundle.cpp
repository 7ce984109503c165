// The bytes of an archive to what is in it, in both ways of reading; those of a bundle's own lists.
#include "bundle/manifest.h"
#include "fuzz/fuzz.h"
#include "zip/zip_reader.h"

namespace {

void read_all(const std::string& bytes, bool exact) {
  verilot::ZipLimits limits;
  limits.exact = exact;
  verilot::ZipReader archive(bytes, limits);
  if (archive.fault() != verilot::ZipFault::none) return;
  std::uint64_t all = 0;
  for (const verilot::ZipEntry& entry : archive.entries()) {
    if (exact && !verilot::is_inside(entry.name)) std::abort();
    archive.read(entry, [&](std::string_view piece) { all += piece.size(); });
  }
  if (exact && all > limits.all_bytes) std::abort();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(verilot::as_text(data, size));
  read_all(bytes, false);
  read_all(bytes, true);
  for (const auto read :
       {+[](const std::string& text) { verilot::read_manifest(text); },
        +[](const std::string& text) { verilot::read_bundled_dossier(text, "dossiers/1.json"); }}) {
    try {
      read(bytes);
    } catch (const verilot::BundleFault&) {
    }
  }
  return 0;
}
