#include "ingest/temporary_file.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace verilot {

PathOnDisk::PathOnDisk(const DocumentFile& document) {
  std::error_code error;
  path_ = std::filesystem::absolute(document.path, error).string();
  if (!document.path.empty() && !error && std::filesystem::is_regular_file(path_, error)) return;
  std::string name = (std::filesystem::temp_directory_path() / "verilot-XXXXXX").string();
  const int fd = ::mkstemp(name.data());
  if (fd < 0) return;
  ::close(fd);
  path_ = name;
  temporary_ = true;
  std::ofstream(path_, std::ios::binary)
      .write(document.bytes.data(), static_cast<std::streamsize>(document.bytes.size()));
}

PathOnDisk::~PathOnDisk() {
  std::error_code ignored;
  if (temporary_) std::filesystem::remove(path_, ignored);
}

}  // namespace verilot
