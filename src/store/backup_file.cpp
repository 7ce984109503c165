#include "store/backup_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace verilot {

namespace {

constexpr unsigned kBuffer = 1 << 18;
constexpr std::size_t kMostBytes = std::size_t{400} << 20;  // of a line
constexpr std::string_view kSum = "{\"sha256\":\"";

std::string sum_line(Poco::SHA2Engine& sum) {
  return std::string(kSum) + Poco::DigestEngine::digestToHex(sum.digest()) + "\"}";
}

void add(Poco::SHA2Engine& sum, std::string_view text) {
  sum.update(text.data(), static_cast<unsigned>(text.size()));
}

}  // namespace

BackupWriter::BackupWriter(const std::string& file)
    : file_(file), part_(file + ".part"), sum_(Poco::SHA2Engine::SHA_256) {
  if (std::filesystem::is_directory(file))
    throw CannotCreate(file + " is a folder; name a file for the backup");
  descriptor_ = open(part_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0)
    throw CannotCreate("the backup " + part_ + " cannot be created: " + std::strerror(errno));
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    close(descriptor_);
    throw StoreBusy("the backup " + file + " is written by another program; try again");
  }
  if (ftruncate(descriptor_, 0) == 0) stream_ = gzdopen(dup(descriptor_), "wb1");
  if (stream_ == nullptr) refuse(errno);
  gzbuffer(stream_, kBuffer);
}

BackupWriter::~BackupWriter() {
  if (stream_ != nullptr) gzclose(stream_);
  if (!part_.empty()) unlink(part_.c_str());
  if (descriptor_ >= 0) close(descriptor_);
}

void BackupWriter::refuse(int error) const {
  throw StoreError("the backup " + file_ + " cannot be written: " + std::strerror(error) +
                   "; nothing is left of it, free some space and try again");
}

void BackupWriter::write(std::string_view text) {
  errno = 0;
  const auto size = static_cast<unsigned>(text.size());
  if (size != 0 && gzwrite(stream_, text.data(), size) == 0) refuse(errno == 0 ? EIO : errno);
}

void BackupWriter::line(std::string_view text) {
  if (text.size() > kMostBytes)
    throw StoreError("the backup " + file_ + ": a row of the store has more than 400 MB");
  for (const std::string_view piece : {text, std::string_view("\n")}) {
    write(piece);
    add(sum_, piece);
  }
}

void BackupWriter::finish() {
  write(sum_line(sum_) + "\n");
  errno = 0;
  const int closed = gzclose(std::exchange(stream_, nullptr));
  if (closed != Z_OK || fsync(descriptor_) != 0) refuse(errno == 0 ? EIO : errno);
  if (rename(part_.c_str(), file_.c_str()) != 0) refuse(errno);
  part_.clear();
  const std::string folder = std::filesystem::absolute(file_).parent_path().string();
  const int above = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (above < 0) return;
  fsync(above);
  close(above);
}

BackupReader::BackupReader(const std::string& file) : file_(file), sum_(Poco::SHA2Engine::SHA_256) {
  errno = 0;
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0) stream_ = gzdopen(descriptor, "rb");
  if (stream_ == nullptr)
    throw StoreError("the backup " + file + " cannot be opened: " + std::strerror(errno));
  gzbuffer(stream_, kBuffer);
}

BackupReader::~BackupReader() { gzclose(stream_); }

BackupDamaged BackupReader::damaged(const std::string& why) const {
  return BackupDamaged("the backup " + file_ + " is damaged (" + why +
                       "): nothing was restored; use another copy");
}

bool BackupReader::fill() {
  held_.erase(0, std::exchange(at_, 0));
  if (held_.size() > kMostBytes) throw damaged("a line does not end");
  const std::size_t before = held_.size();
  held_.resize(before + kBuffer);
  const int read = gzread(stream_, held_.data() + before, kBuffer);
  if (read < 0) throw damaged("its compressed data is broken");
  held_.resize(before + static_cast<std::size_t>(read));
  return read > 0;
}

bool BackupReader::next(std::string& line) {
  std::size_t from = at_;
  std::size_t end = held_.find('\n', from);
  while (end == std::string::npos) {
    from = held_.size() - at_;  // what was looked through, once the given lines are dropped
    if (!fill()) throw damaged("its end is missing");
    end = held_.find('\n', from);
  }
  line.assign(held_, at_, end - at_);
  at_ = end + 1;
  if (line.starts_with(kSum)) {
    if (line != sum_line(sum_)) throw damaged("its checksum does not agree");
    return false;
  }
  add(sum_, line);
  add(sum_, "\n");
  return true;
}

}  // namespace verilot
