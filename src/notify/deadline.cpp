#include "notify/deadline.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace verilot {

namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 50ms;

unsigned long bytes_received(int socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
  return info.tcpi_bytes_received;
}

sigset_t broken_pipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

}  // namespace

Deadline::Deadline(std::chrono::seconds whole)
    : whole_(whole), end_(std::chrono::steady_clock::now() + whole) {
  // What is written to a connection that was shut would end the program.
  const sigset_t set = broken_pipe();
  pthread_sigmask(SIG_BLOCK, &set, &signals_);
}

Deadline::~Deadline() {
  if (watcher_.joinable()) {
    watcher_.request_stop();
    watcher_.join();
  }
  if (socket_ >= 0) close(socket_);
  const sigset_t set = broken_pipe();
  const timespec now{};
  while (sigtimedwait(&set, nullptr, &now) > 0) continue;
  pthread_sigmask(SIG_SETMASK, &signals_, nullptr);
}

void Deadline::watch(int descriptor) {
  socket_ = dup(descriptor);
  watcher_ = std::jthread([this](const std::stop_token& stop) { wait(stop); });
}

void Deadline::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (ended_ == End::none) {
    stopped_.wait_for(lock, stop, kLook, [] { return false; });
    if (stop.stop_requested()) return;
    if (left() == 0us) ended_ = End::late;
    if (bytes_received(socket_) > kMostBytes) ended_ = End::too_much;
  }
  shutdown(socket_, SHUT_RDWR);
}

std::chrono::microseconds Deadline::left() const {
  const auto left = end_ - std::chrono::steady_clock::now();
  return std::max(std::chrono::duration_cast<std::chrono::microseconds>(left), 0us);
}

std::string Deadline::fault() const {
  if (ended_ == End::too_much) return "the server sends more than 1 MiB";
  if (ended_ == End::none && left() > 0us) return "";
  return "no answer within " + std::to_string(whole_.count()) + " seconds";
}

}  // namespace verilot
