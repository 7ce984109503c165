#include "ingest/page_image.h"

#include <doctest/doctest.h>

#include "ingest/open_file.h"

using namespace verilot;

namespace {

DocumentFile certificate() {
  const std::string path = std::string(VERILOT_SOURCE_DIR) +
                           "/fixtures/clinic/exosome-vial-no-sterility-test/certificate.pdf";
  return {"certificate.pdf", path, open_file(path).bytes};
}

}  // namespace

TEST_CASE("page image: a page is a JPEG picture with its size in points") {
  const PageImage image = page_image(certificate(), 1);
  CHECK(image.jpeg.starts_with("\xff\xd8\xff"));
  CHECK(image.width == doctest::Approx(612).epsilon(0.01));
  CHECK(image.height == doctest::Approx(792).epsilon(0.01));
}

TEST_CASE("page image: a page that is not there and a file without pages have none") {
  CHECK(page_image(certificate(), 99).jpeg.empty());
  CHECK(page_image(certificate(), 0).jpeg.empty());
  CHECK(page_image({"a.txt", "", "words alone"}, 1).jpeg.empty());
  CHECK(page_image({"a.pdf", "", "%PDF-1.7 and nothing else"}, 1).jpeg.empty());
}
