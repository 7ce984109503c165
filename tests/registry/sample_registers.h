// A state folder of its own for each test, the project's registers, and answers from memory.
#pragma once

#include <unistd.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>

#include "registry/registers.h"
#include "registry/update.h"

namespace verilot {

namespace fs = std::filesystem;

inline const std::string kRoot = VERILOT_SOURCE_DIR;

inline std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string fixture(const std::string& name) {
  return text_of(kRoot + "/fixtures/registers/" + name);
}

struct Project {
  Problems problems;
  RegisterSources sources = load_register_sources(kRoot, problems);
  NameFold fold = load_name_fold(kRoot, problems);
};

inline const Project& project() {
  static const Project kProject;
  return kProject;
}

class StateFolder {
 public:
  StateFolder() {
    static int count = 0;
    path_ = (fs::temp_directory_path() /
             ("verilot-registry-test-" + std::to_string(getpid()) + "-" + std::to_string(++count)))
                .string();
    fs::create_directories(path_);
  }
  ~StateFolder() { fs::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string with(const std::string& name, const std::string& text) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << text;
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

// Time that passes only when somebody waits.
class FakeTimer final : public Timer {
 public:
  std::chrono::sys_seconds now() const override {
    return start + std::chrono::floor<std::chrono::seconds>(passed);
  }
  std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point(passed);
  }
  void wait(std::chrono::milliseconds time) override {
    waits.push_back(time);
    passed += time;
  }

  std::chrono::sys_seconds start =
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours(2);
  std::chrono::milliseconds passed{0};
  std::vector<std::chrono::milliseconds> waits;
};

struct Canned {
  HttpResponse head{.status = 200, .content_type = "application/json"};
  std::string body = {};
  HttpFault then = HttpFault::none;  // after the body
};

// Answers in the order they were put in; the last one stays.
class CannedClient final : public HttpClient {
 public:
  HttpResponse get(const HttpRequest& request, BodySink& sink) override {
    requests.push_back(request);
    if (answers.empty()) return {.fault = HttpFault::unreachable, .text = "nothing is there"};
    Canned one = answers.front();
    if (answers.size() > 1) answers.pop_front();
    sink.start(one.head);
    sink.write(one.body);
    one.head.fault = one.then;
    if (one.then != HttpFault::none) one.head.text = "as told";
    return one.head;
  }

  std::deque<Canned> answers;
  std::vector<HttpRequest> requests;
};

inline Canned json(std::string body) { return {.body = std::move(body)}; }
inline Canned csv(std::string body) {
  return {.head = {.status = 200, .content_type = "text/csv"}, .body = std::move(body)};
}
inline Canned status(int code, int retry_after = -1) {
  return {.head = {.status = code, .content_type = "text/plain", .retry_after = retry_after}};
}

}  // namespace verilot
