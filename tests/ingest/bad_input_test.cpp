// Files that no certificate is in, or not one that can be had: each one clear reason.
#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include <fstream>

#include "ingest/open_file.h"
#include "support/certificate_writers.h"
#include "support/certificates.h"
#include "support/mutations.h"
#include "support/samples.h"

namespace verilot {
namespace {

using testing::read_text;

TEST_CASE("open_file: directories, pipes, devices and what is not there are refused at once") {
  const SampleFolder folder({{"coa.csv", "Lot,A-1\n"}});
  REQUIRE(::mkfifo(folder.name("pipe").c_str(), 0600) == 0);
  const Liveness liveness;
  CHECK(open_file(folder.name("coa.csv")).bytes == "Lot,A-1\n");
  CHECK(open_file(folder.name()).refusal == "is a directory; name a file in it");
  const std::string device = "is a pipe or a device, and no file; copy what it gives into a file";
  CHECK(open_file(folder.name("pipe")).refusal == device);
  CHECK(open_file("/dev/zero").refusal == device);
  CHECK(open_file(folder.name("none")).refusal == "does not exist; correct the name");
  CHECK(liveness.within_bound());
}

TEST_CASE("open_file: a file of a gigabyte is refused by its size") {
  const SampleFolder folder;
  const std::string name = folder.name("large.pdf");
  { std::ofstream(name, std::ios::binary) << "%PDF-1.7"; }
  std::filesystem::resize_file(name, 1u << 30);
  CHECK(open_file(name).refusal == "is larger than 64 MB; split it");
  std::filesystem::resize_file(name, kMaxFileBytes);
  CHECK(open_file(name).refusal == "");
}

// A deflated part that unpacks to `size` zeros, as a workbook's list of sheets.
std::string bomb(std::size_t size) {
  std::string packed(::compressBound(size) + 64, '\0');
  z_stream stream = {};
  REQUIRE(::deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string zeros(size, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
  stream.avail_in = static_cast<uInt>(size);
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  ::deflateEnd(&stream);
  std::string file = write_zip({{"xl/workbook.xml", packed}});
  file[8] = 8;  // the method, in the local header and in the directory
  file[file.find("PK\x01\x02") + 10] = 8;
  return file;
}

TEST_CASE("bad input: each file has one clear reason") {
  struct Case {
    const char* name;
    std::string bytes;
    const char* message;
  };
  const std::string entities =
      "<!DOCTYPE c [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
      "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><certificate><lot>&c;</lot></certificate>";
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<certificate>";
  for (int i = 0; i < 100; ++i) deep += "</certificate>";
  const Case cases[] = {
      {"coa.pdf", "", "is empty; ask for the file again"},
      {"coa.xlsx", "", "is empty; ask for the file again"},
      {"coa.doc", "x", "is no format that certificates are read from"},
      {"coa.xlsx", bomb(8u << 20), "unpacks to more than 200 times its size: a ZIP bomb"},
      {"coa.xml", entities, "declares an entity, which is not expanded"},
      {"coa.xml", deep, "is nested deeper than 64 elements"},
      {"coa.xml", "<invoice/>", "expected <certificate>"},
      {"coa.json", "{\"lot\": \"A\", \"lot\": \"B\", \"tests\": []}", "key 'lot' is written twice"},
      {"coa.json", "{\"a\": " + std::string(70, '[') + std::string(70, ']') + "}", "nested"},
      {"coa.csv", "one,two\nthree,four\n", "no header row with a test column"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CAPTURE(c.message);
    const Liveness liveness;
    const CertificateFile file = read_certificate_file({c.name, "", c.bytes}, testing::tables());
    CHECK(liveness.within_bound());
    REQUIRE(!file.problems.empty());
    CAPTURE(file.problems[0].message);
    CHECK(file.problems[0].message.find(c.message) != std::string::npos);
    for (const Certificate& certificate : file.certificates) CHECK(certificate.incomplete != "");
  }
}

TEST_CASE("bad input: a file is told by its content, whatever its name") {
  const Certificate truth = sample_truth();
  for (const auto& [format, bytes] :
       {std::pair("json", write_json(truth)), std::pair("xml", write_xml(truth)),
        std::pair("xlsx", write_xlsx(truth)), std::pair("pdf", write_pdf(truth)),
        std::pair("FHIR", write_fhir(truth))}) {
    CAPTURE(format);
    for (const char* name : {"coa.csv", "coa.dat", "coa"}) {
      const CertificateFile file = read_text(name, bytes);
      CHECK(file.format == format);
      CHECK(file.certificates.size() == 1);
    }
  }
}

}  // namespace
}  // namespace verilot
