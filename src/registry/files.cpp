#include "registry/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace fs = std::filesystem;

namespace verilot {

namespace {

// Closes a descriptor once, and says whether that went well when asked.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_(open(path.c_str(), flags, 0644)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The name of a file is on the disk once its folder is.
void flush_folder_of(const std::string& path) {
  Descriptor folder(fs::path(path).parent_path().string(), O_RDONLY | O_DIRECTORY);
  if (folder.number() >= 0) fsync(folder.number());
}

void rename_flushed(const std::string& from, const std::string& path) {
  if (std::rename(from.c_str(), path.c_str()) != 0) {
    const int error = errno;
    unlink(from.c_str());
    throw WriteError(path, error, false);
  }
  flush_folder_of(path);
}

}  // namespace

WriteError::WriteError(const std::string& file, int error, bool created)
    : std::runtime_error((created ? "cannot write " : "cannot create ") + file + ": " +
                         std::strerror(error)),
      could_create(created) {}

void write_atomically(const std::string& path, std::string_view text) {
  const std::string beside = path + "." + std::to_string(getpid()) + ".new";
  Descriptor file(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
  if (file.number() < 0) throw WriteError(path, errno, false);
  if (!write_all(file.number(), text) || fsync(file.number()) != 0 || !file.close()) {
    const int error = errno;
    unlink(beside.c_str());
    throw WriteError(path, error, true);
  }
  rename_flushed(beside, path);
}

void move_into_place(const std::string& from, const std::string& path) {
  {
    Descriptor file(from, O_RDONLY | O_CLOEXEC);
    if (file.number() < 0 || fsync(file.number()) != 0) throw WriteError(path, errno, true);
    fchmod(file.number(), 0444);
  }
  rename_flushed(from, path);
}

void make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw WriteError(path, error.value(), false);
}

MappedFile::MappedFile(const std::string& path) {
  const Descriptor file(path, O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (file.number() < 0 || fstat(file.number(), &about) != 0 || !S_ISREG(about.st_mode)) return;
  is_there_ = true;
  size_ = static_cast<std::size_t>(about.st_size);
  if (size_ == 0) return;
  void* mapped = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.number(), 0);
  is_there_ = mapped != MAP_FAILED;
  if (is_there_)
    data_ = static_cast<const char*>(mapped);
  else
    size_ = 0;
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  if (this == &other) return *this;
  let_go();
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  is_there_ = std::exchange(other.is_there_, false);
  return *this;
}

void MappedFile::let_go() {
  if (data_ != nullptr) munmap(const_cast<char*>(data_), size_);
}

MappedFile::~MappedFile() { let_go(); }

FolderLock::FolderLock(const std::string& folder) {
  const std::string path = folder + "/lock";
  descriptor_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) throw WriteError(path, errno, false);
  held_ = flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace verilot
