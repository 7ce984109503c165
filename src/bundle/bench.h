// bundle: the place where a dossier of a bundle is judged, when it is made and when it is verified.
//
//   Bench bench({"packs", own, {"us-fda"}, day, copies, exit_of});
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

// The user's own changes to rules: a file, and what the run called it.
struct OwnRules {
  std::string file, called;
};

struct BenchRules {
  std::string root;  // holds rules/ and jurisdictions/
  std::optional<OwnRules> tailoring;
  std::vector<std::string> jurisdictions;
  Date as_of;
  std::string copies;  // of registers, as RunRecord has them; "" where none was asked
  ExitOf exit_of;
};

class Bench {
 public:
  // Throws BundleFault for copies that are none.
  explicit Bench(const BenchRules&);

  // Threads may share it.
  Judged judge(const KeptInput&, const std::vector<Waiver>&, const std::string& path);

 private:
  std::string root_;
  std::vector<RegisterCopy> copies_;
  Rulebook rulebook_;
  Problems problems_;
  std::unique_ptr<Auditor> auditor_;
  DocumentTable documents_;
  std::vector<PackInfo> packs_;
  ExitOf exit_of_;
};

}  // namespace verilot
