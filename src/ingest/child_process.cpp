#include "ingest/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <thread>

namespace verilot {
namespace {

constexpr std::size_t kErrorBytes = std::size_t{64} << 10;
constexpr const char* kDefaultPath = "/usr/local/bin:/usr/bin:/bin";

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void reset(int fd) {
    close();
    fd_ = fd;
  }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read.reset(ends[0]);
    write.reset(ends[1]);
    return true;
  }
};

// What the child reads as its input: a file that exists in memory alone, or nothing.
bool open_input(std::string_view bytes, Descriptor& input) {
  if (bytes.empty()) {
    input.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return input.get() >= 0;
  }
  input.reset(::memfd_create("verilot-input", MFD_CLOEXEC));
  while (!bytes.empty()) {
    const ssize_t written = ::write(input.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::lseek(input.get(), 0, SEEK_SET) == 0;
}

std::optional<std::string> find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  const std::string folders = path != nullptr && *path != '\0' ? path : kDefaultPath;
  for (std::size_t start = 0; start <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', start), folders.size());
    const std::string folder = folders.substr(start, end - start);
    const std::string candidate = folder + "/" + name;
    // A relative folder in PATH would run what lies in the current one.
    if (!folder.empty() && folder.front() == '/' && ::access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
    start = end + 1;
  }
  return std::nullopt;
}

void limit(int resource, std::size_t value) {
  const rlimit bound{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &bound);
}

// What the child is started with; built before fork(), because only system calls are safe after.
struct Launch {
  std::string program;
  std::vector<std::string> texts;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  std::vector<std::string> settings;
  std::string path;
  std::string locale = "LC_ALL=C.UTF-8";

  Launch(std::string found, const ChildCommand& command) : program(std::move(found)) {
    texts = command.arguments;
    texts.insert(texts.begin(), command.program);
    for (std::string& text : texts) arguments.push_back(text.data());
    arguments.push_back(nullptr);
    const char* searched = std::getenv("PATH");
    path = std::string("PATH=") + (searched != nullptr ? searched : kDefaultPath);
    settings = command.environment;
    environment = {path.data(), locale.data()};
    for (std::string& setting : settings) environment.push_back(setting.data());
    environment.push_back(nullptr);
  }
};

[[noreturn]] void become(const Launch& launch, const ChildLimits& limits, int input, int output,
                         int errors) {
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::close_range(3, ~0U, 0);
  limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_CPU, static_cast<std::size_t>(limits.cpu_seconds));
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  ::execve(launch.program.c_str(), launch.arguments.data(), launch.environment.data());
  ::_exit(127);
}

// Reads what is there; false at the end of the stream. Text beyond `most` is cut.
bool read_some(const Descriptor& from, std::string& into, std::size_t most, bool& cut) {
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return false;
  const std::size_t room = most - std::min(most, into.size());
  if (static_cast<std::size_t>(got) > room) cut = true;
  into.append(buffer.data(), std::min(room, static_cast<std::size_t>(got)));
  return true;
}

using Clock = std::chrono::steady_clock;

// Reads both streams until they end, the time is over or the output is too large.
ChildEnd collect(Pipe& output, Pipe& errors, Clock::time_point deadline, const ChildLimits& limits,
                 ChildResult& result) {
  bool too_much = false;
  bool ignored = false;
  while (output.read.get() >= 0 || errors.read.get() >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return ChildEnd::timed_out;
    pollfd waiting[] = {{output.read.get(), POLLIN, 0}, {errors.read.get(), POLLIN, 0}};
    if (::poll(waiting, 2, static_cast<int>(left)) < 0 && errno != EINTR) break;
    if (waiting[0].revents != 0 &&
        !read_some(output.read, result.output, limits.output_bytes, too_much)) {
      output.read.close();
    }
    if (waiting[1].revents != 0 && !read_some(errors.read, result.errors, kErrorBytes, ignored)) {
      errors.read.close();
    }
    if (too_much) return ChildEnd::too_much_output;
  }
  return ChildEnd::exited;
}

// The child's status once it has ended; nothing at the deadline. A child may close its streams and
// linger.
std::optional<int> wait_for(pid_t child, Clock::time_point deadline) {
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) return 0;
    if (Clock::now() >= deadline) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

ChildResult run_child(const ChildCommand& command, const ChildLimits& limits) {
  ChildResult result;
  const auto program = find_program(command.program);
  if (!program) {
    result.ended = ChildEnd::not_found;
    return result;
  }
  Launch launch(*program, command);
  Descriptor input;
  Pipe output;
  Pipe errors;
  if (!open_input(command.input, input) || !output.open() || !errors.open()) return result;
  const pid_t child = ::fork();
  if (child < 0) return result;
  if (child == 0) become(launch, limits, input.get(), output.write.get(), errors.write.get());
  input.close();
  output.write.close();
  errors.write.close();

  const auto deadline = Clock::now() + std::chrono::seconds(limits.wall_seconds);
  result.ended = collect(output, errors, deadline, limits, result);
  std::optional<int> status;
  if (result.ended == ChildEnd::exited) status = wait_for(child, deadline);
  if (!status) {
    if (result.ended == ChildEnd::exited) result.ended = ChildEnd::timed_out;
    ::kill(child, SIGKILL);
    int ignored = 0;
    while (::waitpid(child, &ignored, 0) < 0 && errno == EINTR) {
    }
  } else {
    if (WIFSIGNALED(*status)) result.ended = ChildEnd::killed;
    result.exit_code = WIFEXITED(*status) ? WEXITSTATUS(*status) : 128;
  }
  return result;
}

}  // namespace verilot
