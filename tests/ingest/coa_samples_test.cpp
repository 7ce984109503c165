// How well certificates are read, as `bench/documents` measures it: the published ones, which are
// not part of the project (without them the test says so and passes), and the project's own.
#include <cstdlib>
#include <filesystem>

#include "certificate_score.h"
#include "support/certificates.h"

namespace verilot {
namespace {

namespace fs = std::filesystem;

fs::path samples() {
  const char* shared = std::getenv("VERILOT_SHARED");
  return fs::path(shared != nullptr ? shared : VERILOT_SOURCE_DIR "/../shared") / "coa-samples";
}

CertificateFile read_beside(const fs::path& truth, const std::string& name) {
  const std::string path = (truth.parent_path() / name).string();
  return testing::read_certificates({name, path, testing::bytes_of(path)});
}

// The files of a folder whose text layer is of one kind, together.
bench::FileScore score_of(const fs::path& folder, const std::string& text_layer) {
  bench::FileScore total;
  for (const fs::path& path : bench::truth_files(folder)) {
    const bench::TruthFile truth = bench::read_truth(path);
    if (truth.text_layer != text_layer) continue;
    const bench::FileScore one = bench::score_file(read_beside(path, truth.name), truth);
    const bench::Count row = one.fields.at("row");
    MESSAGE(one.name << ": " << row.right << " of " << row.truth << " rows, " << row.read
                     << " read");
    bench::add(total, one);
  }
  return total;
}

TEST_CASE("published certificates: rows, lots and dates are read at least this well") {
  if (!fs::is_directory(samples())) {
    MESSAGE("skipped: no certificates in " << samples().string());
    return;
  }
  const bench::FileScore total = score_of(samples(), "good");
  const bench::Count row = total.fields.at("row");
  const bench::Count whole = total.fields.at("row, limit and status");
  CHECK(row.precision() >= 0.98);
  CHECK(row.recall() >= 0.975);
  CHECK(whole.precision() >= 0.98);
  CHECK(whole.recall() >= 0.975);
  CHECK(total.fields.at("lot").recall() >= 0.99);
  CHECK(total.fields.at("date").recall() >= 0.97);
  CHECK(total.wrong * 100 <= total.known);
}

TEST_CASE("the project's certificates: rows, lots and dates are read at least this well") {
  const bench::FileScore total = score_of(VERILOT_SOURCE_DIR "/fixtures/certificates", "good");
  const bench::Count whole = total.fields.at("row, limit and status");
  CHECK(whole.truth > 80);
  CHECK(whole.precision() >= 0.98);
  CHECK(whole.recall() >= 0.98);
  CHECK(total.fields.at("lot").recall() >= 0.99);
  CHECK(total.fields.at("date").recall() >= 0.94);
  CHECK(total.wrong * 100 <= total.known);
}

TEST_CASE("published certificates: pictures and garbled text are read or unread, never empty") {
  if (!fs::is_directory(samples())) {
    MESSAGE("skipped: no certificates in " << samples().string());
    return;
  }
  for (const fs::path& path : bench::truth_files(samples())) {
    const bench::TruthFile truth = bench::read_truth(path);
    if (truth.text_layer == "good") continue;
    CAPTURE(truth.name);
    const CertificateFile file = read_beside(path, truth.name);
    CHECK_FALSE(file.problems.empty());
    for (const Certificate& certificate : file.certificates) {
      CHECK((!certificate.tests.empty() || !certificate.incomplete.empty()));
    }
  }
}

}  // namespace
}  // namespace verilot
