#include "ingest/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "ingest/certificate_reader.h"

namespace verilot {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

// The size that was told may grow while the file is read: one byte past the limit is read to see.
bool read_all(int descriptor, std::string& bytes) {
  constexpr std::size_t kPiece = 1u << 20;
  while (bytes.size() <= kMaxFileBytes) {
    const std::size_t before = bytes.size();
    bytes.resize(before + std::min(kPiece, kMaxFileBytes + 1 - before));
    const ssize_t count = ::read(descriptor, bytes.data() + before, bytes.size() - before);
    bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count == 0) return true;
    if (count < 0 && errno != EINTR) return false;
  }
  return true;
}

}  // namespace

OpenedFile open_file(const std::string& path) {
  // Without O_NONBLOCK the opening of a pipe waits for somebody to write into it.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.number() < 0)
    return {"", errno == ENOENT ? "does not exist; correct the name"
                                : "cannot be read; check its permissions"};
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return {"", "cannot be read; check its permissions"};
  if (S_ISDIR(status.st_mode)) return {"", "is a directory; name a file in it"};
  if (!S_ISREG(status.st_mode))
    return {"", "is a pipe or a device, and no file; copy what it gives into a file"};
  const std::string too_large = "is larger than 64 MB; split it";
  if (status.st_size > static_cast<off_t>(kMaxFileBytes)) return {"", too_large};
  OpenedFile opened;
  opened.bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
  if (!read_all(file.number(), opened.bytes)) return {"", "cannot be read; check its permissions"};
  if (opened.bytes.size() > kMaxFileBytes) return {"", too_large};
  return opened;
}

}  // namespace verilot
