// bundle: the archive of a bundle, its manifest, and whether both say the same.
//
//   OpenedBundle bundle("bundle.zip");
//   std::vector<std::string> faults = bundle.check();   // every file read once
//   std::string text = bundle.read("results/00001-gel.json");
//
// Errors: the constructor and read() throw BundleFault.
#pragma once

#include <functional>
#include <set>

#include "bundle/manifest.h"
#include "zip/zip_reader.h"

namespace verilot {

class OpenedBundle {
 public:
  explicit OpenedBundle(const std::string& file);

  const BundleManifest& manifest() const { return manifest_; }
  bool has(const std::string& path) const { return archive_.has(path); }
  std::string read(const std::string& path);

  // What the manifest has and the archive lacks, the other way round, and files with other bytes.
  // `tell` gets a sentence each.
  void check(const std::function<void(std::string)>& tell);
  std::size_t sound() const { return sound_; }  // files that check() found as they should be

  // The names below a folder, without the ending, in their order: "00001-gel".
  std::vector<std::string> stems(const std::string& folder, const std::string& ending) const;
  // The paths of all files below a folder.
  std::vector<std::string> below(const std::string& folder) const;

 private:
  ZipReader archive_;
  BundleManifest manifest_;
  std::size_t sound_ = 0;
};

}  // namespace verilot
