// How well certificates are read, as `bench/documents` measures it: the published ones, which are
// not part of the project (without them the test says so and passes), and the project's own.
#include <cstdlib>
#include <filesystem>

#include "certificate_score.h"
#include "ingest/child_process.h"
#include "ingest/picture_pdf.h"
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

// The pages of a certificate as a scanner would give them: JPEG pictures of 200 dots an inch.
std::string scanned(const std::string& pdf, int pages) {
  std::string out = "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n";
  std::string kids;
  for (int page = 1; page <= pages; ++page) {
    const std::string number = std::to_string(page);
    const ChildResult drawn =
        run_child({"pdftoppm", {"-jpeg", "-r", "200", "-f", number, "-l", number, "-"}, pdf},
                  {.wall_seconds = 60, .cpu_seconds = 30});
    std::string refused;
    const std::vector<PicturePage> pictures = jpeg_pages(drawn.output, refused);
    REQUIRE(pictures.size() == 1);
    const PicturePage& picture = pictures.front();
    const std::string width = std::to_string(picture.width * 72 / 200);
    const std::string height = std::to_string(picture.height * 72 / 200);
    const std::string id = std::to_string(10 * page);
    const std::string paint = "q " + width + " 0 0 " + height + " 0 0 cm /P Do Q";
    kids += id + " 0 R ";
    out += id + " 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 " + width + " " + height +
           "]/Contents " + id + "1 0 R/Resources<</XObject<</P " + id + "2 0 R>>>>>> endobj\n" +
           id + "1 0 obj <</Length " + std::to_string(paint.size()) + ">> stream\n" + paint +
           "\nendstream endobj\n" + id + "2 0 obj <</Type/XObject/Subtype/Image/Width " +
           std::to_string(picture.width) + "/Height " + std::to_string(picture.height) + " " +
           picture.pieces.front().entries + "/Length " +
           std::to_string(picture.pieces.front().data.size()) + ">> stream\n" +
           picture.pieces.front().data + "\nendstream endobj\n";
  }
  return out + "2 0 obj <</Type/Pages/Count " + std::to_string(pages) + "/Kids[" + kids +
         "]>> endobj\ntrailer <</Root 1 0 R>>\n";
}

TEST_CASE("published certificates: their scans are read at least this well") {
  if (!fs::is_directory(samples())) {
    MESSAGE("skipped: no certificates in " << samples().string());
    return;
  }
  constexpr int kMostPages = 2;  // of a file: for the time it takes
  bench::FileScore total;
  for (const fs::path& path : bench::truth_files(samples())) {
    const bench::TruthFile truth = bench::read_truth(path);
    const std::string pdf = testing::bytes_of((path.parent_path() / truth.name).string());
    if (truth.text_layer != "good") continue;
    const int pages =
        testing::read_certificates({truth.name, (path.parent_path() / truth.name).string(), pdf})
            .page_count;
    if (pages > kMostPages) continue;
    const bench::FileScore one =
        bench::score_file(testing::read_certificates({truth.name, "", scanned(pdf, pages)}), truth);
    const bench::Count row = one.fields.at("row");
    MESSAGE(one.name << ": " << row.right << " of " << row.truth << " rows, " << row.read
                     << " read");
    bench::add(total, one);
  }
  const bench::Count row = total.fields.at("row");
  MESSAGE(row.precision() << " " << row.recall() << ", " << total.wrong << " wrong of "
                          << total.known);
  CHECK(row.precision() >= 0.96);
  CHECK(row.recall() >= 0.855);
  CHECK(total.wrong * 100 <= total.known * 3);
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
