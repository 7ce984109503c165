// bundle: every outcome of a bundle judged again from what is in it, and nothing else.
//
//   const Verification found = verify_bundle("bundle.zip", options);
//   if (!found.faults.empty()) tell(found.faults);            // not the files that were put in
//   for (const OutcomeDifference& one : found.differences) tell(one);
//
// First the archive and the checksum of every file; only where all hold are the dossiers judged,
// each in its own folder of the system's temporary folder.
//
// Errors: what is wrong with the archive is a fault, what cannot be judged is unverified. Never
//         throws for what a bundle holds; std::runtime_error where no folder can be made.
// Limits: those of manifest.h; unpacked at most 200 times the archive and 256 MB.
#pragma once

#include "bundle/bench.h"

namespace verilot {

struct OutcomeDifference {
  std::string dossier, finding;  // "" where it is not an outcome that differs
  std::string stored, derived;
};

struct Unverified {
  std::string dossier, reason;
  std::size_t outcomes = 0;
};

struct Verification {
  std::string sha256;  // of the whole bundle
  std::optional<BundleManifest> manifest;
  std::vector<std::string> faults;  // a sentence each; most kMostTold of these three
  std::vector<OutcomeDifference> differences;
  std::vector<Unverified> unverified;
  std::size_t fault_count = 0, difference_count = 0, unverified_dossiers = 0;
  std::size_t files = 0;                              // with the checksum that the manifest has
  std::size_t dossiers = 0, rederived = 0, open = 0;  // outcomes, the same or not
  bool complete = true;                               // false: stopped
};
constexpr std::size_t kMostTold = 1'000;

struct VerifyOptions {
  unsigned threads = 1;
  ExitOf exit_of;
  // The programs for documents that this machine lacks: "pdftotext".
  std::vector<std::string> missing_programs;
  std::function<bool()> stop = [] { return false; };
  std::function<void(std::size_t dossiers)> progress = [](std::size_t) {};
};

Verification verify_bundle(const std::string& file, const VerifyOptions&);

}  // namespace verilot
