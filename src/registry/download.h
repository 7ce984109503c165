// registry: one file of a register from its address to a file on disk, or the reason why not.
//
//   Downloader downloader(client, timer, {.retries = 4, .seed = 7});
//   Download got = downloader.get({.url = address, .into = path, .etag = last.etag, ...});
//
// Asks only for what changed (If-None-Match, If-Modified-Since), goes on where an answer broke off
// (Range with If-Range), waits as long as the server asks (Retry-After) or longer from try to try
// with some chance in it, keeps the pace that a host allows, follows at most five redirects, never
// to an address without TLS.
//
// Units:  seconds, bytes.
// Errors: none thrown but WriteError; `fault` is "" for `fresh` and `unchanged`.
// Source: RFC 9110; RFC 9530 and RFC 3230 for digests.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "registry/http.h"

namespace verilot {

// The clock and the waiting of downloads; a test puts its own in.
class Timer {
 public:
  virtual ~Timer() = default;
  virtual std::chrono::sys_seconds now() const = 0;  // UTC, for stamps
  virtual std::chrono::steady_clock::time_point steady() const = 0;
  virtual void wait(std::chrono::milliseconds) = 0;
};

class SystemTimer final : public Timer {
 public:
  // SOURCE_DATE_EPOCH where it is set, as for anything that has to come out the same again.
  std::chrono::sys_seconds now() const override;
  std::chrono::steady_clock::time_point steady() const override;
  void wait(std::chrono::milliseconds) override;
};

struct DownloadPolicy {
  int retries = 4;                                  // after the first try
  std::chrono::milliseconds first_wait{1000};       // doubles from try to try
  std::chrono::milliseconds longest_wait{120'000};  // a server that asks for more is not waited for
  int most_redirects = 5;
  int slow_seconds = 30;
  std::uint64_t seed = 0;
};

struct DownloadRequest {
  std::string url;
  std::string into;                 // the path of the file; what stands there is replaced
  std::string etag, last_modified;  // of the copy at hand
  std::vector<std::string> headers, content_types;
  std::string user;       // of basic authentication
  std::string only_host;  // redirects to another are refused; "" allows all
  bool plain_http = false;
  int none_status = 0;  // of an answer to be kept too, the register's word for "no such number"
  std::uint64_t most_bytes = 0;
  int most_seconds = 0;
  std::chrono::milliseconds pause{0};  // between requests to the host
};

struct Download {
  enum class Result { fresh, unchanged, not_there, failed };  // not_there: of none_status, kept
  Result result = Result::failed;
  std::string fault;
  HttpResponse response;
  int tries = 0;
};

class Downloader {
 public:
  Downloader(HttpClient& client, Timer& timer, DownloadPolicy policy)
      : client_(client), timer_(timer), policy_(policy), random_(policy.seed) {}

  Download get(const DownloadRequest&);

 private:
  using Moment = std::chrono::steady_clock::time_point;

  class PartialFile;
  HttpResponse one_try(const DownloadRequest&, PartialFile&, Moment deadline);
  HttpResponse follow(const DownloadRequest&, PartialFile&, Moment deadline);
  HttpRequest request_of(const DownloadRequest&, const PartialFile&, Moment deadline) const;
  void keep_pace(const std::string& host, std::chrono::milliseconds pause);
  std::chrono::milliseconds wait_before(int next_try, int retry_after);

  HttpClient& client_;
  Timer& timer_;
  DownloadPolicy policy_;
  std::mt19937_64 random_;
  std::map<std::string, Moment> next_request_;  // by host
};

// "api.fda.gov" of "https://api.fda.gov/drug/ndc.json", with the port where one is written.
std::string host_of(const std::string& url);

// "2026-11-22T20:18:39Z".
std::string stamp(std::chrono::sys_seconds);

}  // namespace verilot
