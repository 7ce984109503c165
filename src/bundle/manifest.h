// bundle: what an evidence bundle says of itself, and how its files are called.
//
//   README.txt                        what this is, for a reader
//   packs/rules/..., packs/jurisdictions/...   as the run was judged by
//   tailoring.yaml                    the user's own changes to rules, where there were any
//   dossiers/00001-gel.json           what the dossier was read from
//   inputs/<sha256>.pdf               its files, each once
//   waivers/00001-gel.ndjson          those that stood when it was judged
//   registers/copies.json             the copies of registers that the run looked into
//   registers/00001-gel.json          what they said of the dossier's parties
//   results/00001-gel.json            as `check -o json` prints it
//   pages/00001-gel/1-coa.pdf-page-2.svg   the pages that findings rest on, with their places
//   manifest.json                     the size and SHA-256 of all of these
//
// Errors: BundleFault where a text is none of these; what is wrong and in which file.
// Limits: the depth and the length of JSON that is read.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace verilot {

inline constexpr const char* kBundleFormat = "verilot-evidence-1";
inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kCopiesFile = "registers/copies.json";
inline constexpr std::uint64_t kMostFileBytes = std::uint64_t{256} << 20;  // of a bundle's files
inline constexpr std::uint64_t kMostInputBytes = std::uint64_t{1} << 30;   // of one dossier
inline constexpr std::size_t kMostBundleFiles = 4'000'000;

struct BundleFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct BundleFile {
  std::string path, sha256;
  std::uint64_t size = 0;
  friend bool operator==(const BundleFile&, const BundleFile&) = default;
};

struct BundleCounts {
  std::size_t dossiers = 0, outcomes = 0, inputs = 0, waivers = 0, pages = 0;
  friend bool operator==(const BundleCounts&, const BundleCounts&) = default;
};

struct BundledTailoring {
  std::string file, sha256;  // as the run named it
};

struct BundleManifest {
  std::string software;  // that wrote the bundle
  long run = 0;
  std::string inventory, as_of, started, finished, judged_by;  // of the run
  std::vector<std::string> jurisdictions;
  std::string rules;  // digest of all files of packs/
  std::optional<BundledTailoring> tailoring;
  bool inputs = true, pages = true;  // put in, or left out by choice
  BundleCounts counts;
  std::vector<BundleFile> files;  // by their paths; not the manifest itself
};

std::string manifest_text(const BundleManifest&);
BundleManifest read_manifest(const std::string& text);

// What one dossier was judged from.
struct BundledInput {
  std::string name, sha256;  // "" names the line of a file that the dossier is
  std::uint64_t size = 0;
};
struct BundledDossier {
  std::string item, dossier, path;  // of the inventory; its id; where it was
  std::string line_of;              // as in KeptInput
  int line = 0;
  std::vector<BundledInput> inputs;
};

std::string dossier_text(const BundledDossier&);
// `file` is named in a fault.
BundledDossier read_bundled_dossier(const std::string& text, const std::string& file);

// "00001-gel" for the first item, "gel"; the second is 2.
std::string stem_of(std::size_t number, const std::string& item);
// A name in letters that every system has.
std::string plain_name(const std::string& name);
// "inputs/<sha256>.pdf"
std::string input_path(const BundledInput&);

std::string readme_text(const BundleManifest&);

// JSON of a limited depth; BundleFault names the file.
nlohmann::json parse_bundled(const std::string& text, const std::string& file);

}  // namespace verilot
