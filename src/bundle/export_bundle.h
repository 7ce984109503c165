// bundle: a run of the store as one file that others can verify.
//
//   const ExportedBundle made = export_bundle(store, run, options, "bundle.zip");
//
// Every dossier is judged again from what the store kept and must come out as the run found it: a
// bundle that could not be verified is not written. The file is there whole or not at all; the same
// run and options give the same bytes. In memory are a few dossiers and the list of files.
//
// Errors: NotKept where the store lacks what was judged; BundleFault where something comes out
//         otherwise, or is too large; OutputFault for the file. Stopped by `stop`: no file.
#pragma once

#include "bundle/bench.h"
#include "bundle/whole_file.h"
#include "report/report.h"
#include "store/store.h"

namespace verilot {

struct ExportOptions {
  bool inputs = true;
  // How a dossier's pages are drawn; none: no pages. Called in several threads.
  std::function<PagePictures(const KeptInput&)> pictures = {};
  unsigned threads = 1;
  std::string software;  // this program's version
  ExitOf exit_of;
  std::function<bool()> stop = [] { return false; };
  std::function<void(std::size_t dossiers)> progress = [](std::size_t) {};
};

struct ExportedBundle {
  bool complete = false;  // false: stopped
  BundleManifest manifest;
  std::uint64_t bytes = 0;
  std::string sha256;
  std::size_t not_read = 0;  // dossiers left out: the run could not read them in full
};

ExportedBundle export_bundle(Store&, const RunRecord&, const ExportOptions&,
                             const std::string& file);

}  // namespace verilot
