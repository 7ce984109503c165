#include "bundle/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace verilot {

namespace {

OutputFault cannot_create(const std::string& path) {
  return {"cannot create " + path + " (" + std::strerror(errno) +
              "); check the folder and its permissions",
          false};
}

}  // namespace

WholeFile::WholeFile(const std::string& path)
    : path_(path), part_(path + ".part-" + std::to_string(::getpid())) {
  const int made = ::open(part_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (made < 0) throw cannot_create(path_);
  ::close(made);
  there_ = true;
  stream_.open(part_, std::ios::in | std::ios::out | std::ios::binary);
}

WholeFile::~WholeFile() {
  if (there_) ::unlink(part_.c_str());
}

void WholeFile::commit() {
  stream_.close();
  const int file = ::open(part_.c_str(), O_RDONLY | O_CLOEXEC);
  const bool safe = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!stream_ || !safe)
    throw OutputFault("cannot write " + path_ + "; check the free space", true);
  if (std::rename(part_.c_str(), path_.c_str()) != 0) throw cannot_create(path_);
  there_ = false;
}

}  // namespace verilot
