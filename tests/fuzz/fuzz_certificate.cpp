// The first byte chooses the format: every one but PDF.
#include "fuzz/fuzz.h"
#include "ingest/certificate_reader.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  if (size == 0) return 0;
  const auto readers = certificate_readers();
  const CertificateReader& reader = readers[1 + data[0] % (readers.size() - 1)];
  const std::string name = "coa" + std::string(reader.extension);
  const CertificateFile file =
      reader.read({name, "", std::string(as_text(data + 1, size - 1))}, rulebook().tables);
  require_places(file.problems);
  return 0;
}
