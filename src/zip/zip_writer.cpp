#include "zip/zip_writer.h"

#include <Poco/DateTime.h>
#include <Poco/Exception.h>
#include <Poco/MemoryStream.h>
#include <Poco/Path.h>
#include <Poco/Zip/Compress.h>
#include <Poco/Zip/ZipArchive.h>

#include <ostream>
#include <stdexcept>

namespace verilot {

using Poco::Zip::ZipCommon;

struct ZipWriter::Archive {
  explicit Archive(std::ostream& out) : compress(out, true) {}
  Poco::Zip::Compress compress;
};

ZipWriter::ZipWriter(std::ostream& out) : out_(out), archive_(std::make_unique<Archive>(out)) {}
ZipWriter::~ZipWriter() = default;

void ZipWriter::add(const std::string& name, std::string_view bytes) {
  unpacked_ += bytes.size();
  // Half of what is believed, as the rest of the archive may be packed as well as this.
  const auto written = static_cast<std::uint64_t>(out_.tellp());
  const bool believed = unpacked_ < kFreeZipBytes / 2 + kMostZipGrowth / 2 * written;
  try {
    Poco::MemoryInputStream in(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    archive_->compress.addFile(
        in, Poco::DateTime(1980, 1, 1), Poco::Path(name, Poco::Path::PATH_UNIX),
        believed ? ZipCommon::CM_DEFLATE : ZipCommon::CM_STORE, ZipCommon::CL_NORMAL);
  } catch (const Poco::Exception& fault) {
    throw std::runtime_error("the archive cannot be written: " + fault.displayText());
  }
  if (!out_) throw std::runtime_error("the archive cannot be written");
}

void ZipWriter::close() {
  try {
    archive_->compress.close();
  } catch (const Poco::Exception& fault) {
    throw std::runtime_error("the archive cannot be written: " + fault.displayText());
  }
  out_.flush();
  if (!out_) throw std::runtime_error("the archive cannot be written");
}

}  // namespace verilot
