// bundle: the place where a dossier of a bundle is judged, when it is made and when it is verified.
//
//   const Bench bench("packs", own, {"us-fda"}, day);
//   const Judged judged = bench.judge(input, waivers, "stock/gel");
//   write(judged.text);
//
// The text of a result depends on nothing but the rules, the input, its waivers and the day: not on
// what was judged before, and not on the machine.
#pragma once

#include <functional>

#include "audits/kept_input.h"
#include "bundle/manifest.h"
#include "waivers/waiver.h"

namespace verilot {

// Of a run with one dossier: see exit_code.h.
using ExitOf = std::function<Exit(const Run&)>;

struct Judged {
  DossierResult result;
  std::string text;  // as `check -o json` prints it
};

class Bench {
 public:
  // `root` holds rules/ and jurisdictions/; `tailoring` is a file, called as the run named it.
  struct Own {
    std::string file, called;
  };
  Bench(const std::string& root, const std::optional<Own>& tailoring,
        const std::vector<std::string>& jurisdictions, const Date& as_of, ExitOf);

  // Threads may share it.
  Judged judge(const KeptInput&, const std::vector<Waiver>&, const std::string& path);

 private:
  std::string root_;
  Rulebook rulebook_;
  Problems problems_;
  std::unique_ptr<Auditor> auditor_;
  DocumentTable documents_;
  std::vector<PackInfo> packs_;
  ExitOf exit_of_;
};

}  // namespace verilot
