#include "bundle/opened_bundle.h"

#include <algorithm>
#include <filesystem>

#include "digest/digest.h"
#include "zip/zip_writer.h"

namespace verilot {

namespace {

// Deflate itself cannot grow more than 1,032 times; the archive as a whole has the tighter limit.
constexpr std::uint64_t kMostGrowthOfFile = 1'100;
// A file of the manifest takes no more than that, so that a small archive has no huge one.
constexpr std::uint64_t kManifestBytesOfFile = 1'500;

ZipLimits limits_for(const std::string& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  ZipLimits limits;
  limits.entries = kMostBundleFiles;
  limits.entry_bytes = kMostFileBytes;
  limits.all_bytes = kFreeZipBytes + kMostZipGrowth * (error ? 0 : size);
  limits.growth = kMostGrowthOfFile;
  limits.exact = true;
  return limits;
}

std::string sentence(ZipFault fault) {
  switch (fault) {
    case ZipFault::unreadable:
      return "cannot be read; name a file that exists and may be read";
    case ZipFault::cut_off:
      return "is a ZIP archive that is cut off; fetch it again";
    case ZipFault::too_many:
      return "holds more than 4,000,000 files, which is no bundle";
    case ZipFault::encrypted:
      return "is protected by a password, which no bundle is";
    case ZipFault::method:
      return "is packed by a method that no bundle uses";
    case ZipFault::too_large:
      return "is larger than 256 MB unpacked, the most that a file of a bundle may be";
    case ZipFault::bomb:
      return "unpacks to more than 200 times the archive: a ZIP bomb, which is not read";
    case ZipFault::twice:
      return "is in the archive twice";
    case ZipFault::overlapping:
      return "lies over another file of the archive";
    case ZipFault::link:
      return "is a link or a device; a bundle holds files alone";
    case ZipFault::name:
      return "is a name that leads out of the folder or that not every system has";
    default:
      return "is damaged";
  }
}

std::string fault_of(const ZipReader& archive) {
  const bool whole = archive.fault_at().empty();
  if (whole && archive.fault() == ZipFault::damaged) return "is no ZIP archive, or a damaged one";
  return (whole ? "" : archive.fault_at() + " ") + sentence(archive.fault());
}

bool is_part(const std::string& path) {
  for (const char* folder : {"packs/rules/", "packs/jurisdictions/", "dossiers/", "inputs/",
                             "waivers/", "registers/", "results/", "pages/"})
    if (path.starts_with(folder)) return true;
  return path == "README.txt" || path == "tailoring.yaml";
}

}  // namespace

OpenedBundle::OpenedBundle(const std::string& file)
    : archive_(ZipReader::of_file(file, limits_for(file))) {
  if (archive_.fault() != ZipFault::none) throw BundleFault(fault_of(archive_));
  const ZipEntry* manifest = archive_.find(kManifestFile);
  if (manifest == nullptr)
    throw BundleFault("manifest.json is missing; it is no bundle of evidence");
  if (manifest->size > (archive_.entries().size() + 100) * kManifestBytesOfFile)
    throw BundleFault("manifest.json is longer than its files could make it");
  manifest_ = read_manifest(read(kManifestFile));
}

std::string OpenedBundle::read(const std::string& path) {
  std::optional<std::string> text = archive_.read(path);
  if (text) return std::move(*text);
  throw BundleFault(archive_.fault() == ZipFault::none ? path + " is missing" : fault_of(archive_));
}

void OpenedBundle::check(const std::function<void(std::string)>& tell) {
  std::set<std::string_view> named = {kManifestFile};
  for (const BundleFile& file : manifest_.files) {
    if (!named.insert(file.path).second) tell(file.path + " is named twice by manifest.json");
    const ZipEntry* entry = archive_.find(file.path);
    if (entry == nullptr || entry->is_folder()) {
      tell(file.path + " is missing");
      continue;
    }
    if (!is_part(file.path)) tell(file.path + " is no part of a bundle");
    Sha256 sum;
    std::uint64_t size = 0;
    const bool read = archive_.read(*entry, [&](std::string_view piece) {
      sum.add(piece);
      size += piece.size();
    });
    if (!read)
      tell(fault_of(archive_));
    else if (sum.hex() != file.sha256 || size != file.size)
      tell(file.path + " is not what manifest.json has the SHA-256 and size of");
    else
      ++sound_;
  }
  for (const ZipEntry& entry : archive_.entries())
    if (entry.is_folder() ? entry.packed != 0 : named.find(entry.name) == named.end())
      tell(entry.name + " is not named by manifest.json");
}

std::vector<std::string> OpenedBundle::below(const std::string& folder) const {
  std::vector<std::string> paths;
  for (const BundleFile& file : manifest_.files)
    if (file.path.starts_with(folder)) paths.push_back(file.path);
  std::ranges::sort(paths);
  return paths;
}

std::vector<std::string> OpenedBundle::stems(const std::string& folder,
                                             const std::string& ending) const {
  std::vector<std::string> stems;
  for (const std::string& path : below(folder)) {
    if (!path.ends_with(ending)) continue;
    const std::size_t length = path.size() - folder.size() - ending.size();
    stems.push_back(path.substr(folder.size(), length));
  }
  return stems;
}

}  // namespace verilot
