#include "store/store_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <thread>

namespace verilot {

namespace {

// The first half of the key of the advisory lock; the second is the schema's name.
constexpr const char* kServerKey = "1986359666, hashtext(current_schema())";

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

// "audit run|2026-11-22T22:00:00Z|4711|clinic-1": PostgreSQL keeps 63 bytes of it.
std::string holder_of(const std::string& what) {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  std::array<char, 32> since{};
  std::strftime(since.data(), since.size(), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  return what + "|" + since.data() + "|" + std::to_string(getpid()) + "|" + host_name();
}

StoreBusy busy(const std::string& store, const std::string& holder) {
  std::array<std::string, 4> parts;
  std::size_t from = 0;
  for (std::size_t i = 0; i < parts.size() && from <= holder.size(); ++i) {
    const std::size_t end =
        i + 1 == parts.size() ? holder.size() : std::min(holder.find('|', from), holder.size());
    parts[i] = holder.substr(from, end - from);
    from = end + 1;
  }
  const auto& [what, since, process, host] = parts;
  const std::string who = host.empty() ? "another program"
                                       : "`verilot " + what + "`, process " + process + " on " +
                                             host + ", since " + since;
  return StoreBusy("the store " + store + " is held by " + who + "; try again when that has ended");
}

std::string text_at(int descriptor) {
  std::array<char, 512> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  return size <= 0 ? "" : std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace

StoreLock::StoreLock(Database& database, const std::string& what) : database_(database) {
  if (database.is_file()) {
    lock_file(holder_of(what));
  } else {
    lock_server(holder_of(what));
  }
}

void StoreLock::lock_file(const std::string& holder) {
  std::error_code error;
  const std::string file =
      std::filesystem::weakly_canonical(database_.file(), error).string() + ".lock";
  descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0664);
  // Another user's file can be locked all the same.
  if (descriptor_ < 0) descriptor_ = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0)
    throw StoreError("the store " + database_.name() + ": " + file +
                     " cannot be opened: " + std::strerror(errno));
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const std::string held = text_at(descriptor_);
    close(descriptor_);
    throw busy(database_.name(), held);
  }
  // Without the name of its holder it is a lock still.
  if (ftruncate(descriptor_, 0) != 0 || pwrite(descriptor_, holder.data(), holder.size(), 0) < 0)
    return;
}

// The server may take a moment to see that a process that had the lock is no more.
void StoreLock::lock_server(const std::string& holder) {
  using namespace std::chrono_literals;
  constexpr int kTries = 20;
  const std::string take =
      "SELECT CAST(pg_try_advisory_lock(" + std::string(kServerKey) + ") AS text)";
  for (int i = 0; i < kTries; ++i) {
    if (i > 0) std::this_thread::sleep_for(100ms);
    if (database_.rows(take, {}, 1)[0][0] != "true") continue;
    database_.rows("SELECT set_config('application_name', $1, false)", {holder}, 1);
    // A holder whose machine went down is noticed after two minutes, one that is killed at once.
    database_.rows(
        "SELECT set_config(name, CASE name WHEN 'client_connection_check_interval' THEN '1s'"
        " WHEN 'tcp_keepalives_idle' THEN '60' ELSE '20' END, false) FROM pg_settings WHERE name IN"
        " ('client_connection_check_interval', 'tcp_keepalives_idle', 'tcp_keepalives_interval')",
        {}, 1);
    return;
  }
  const Rows held = database_.rows(
      "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE"
      " l.locktype = 'advisory' AND l.granted AND l.classid = 1986359666 AND l.database ="
      " (SELECT oid FROM pg_database WHERE datname = current_database())",
      {}, 1);
  throw busy(database_.name(), held.empty() ? "" : held[0][0]);
}

StoreLock::~StoreLock() {
  if (descriptor_ >= 0) {
    if (ftruncate(descriptor_, 0) != 0) errno = 0;  // the next holder writes its own name
    close(descriptor_);
    return;
  }
  try {
    database_.rows("SELECT set_config('application_name', '', false)", {}, 1);
    database_.rows("SELECT CAST(pg_advisory_unlock(" + std::string(kServerKey) + ") AS text)", {},
                   1);
  } catch (const std::exception&) {
    // The connection is gone, and the lock with it.
  }
}

}  // namespace verilot
