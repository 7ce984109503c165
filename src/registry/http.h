// registry: one HTTP request, and what came of it. What to do about it stands in download.h.
//
//   CurlClient client;
//   HttpResponse response = client.get({.url = "https://..."}, sink);
//
// Redirects are not followed here; certificates are always checked. A body that is compressed on
// the way is decompressed as it arrives, within the limits. Proxies are those of http_proxy,
// https_proxy and no_proxy.
//
// Units:  bytes after decompression, seconds.
// Errors: none thrown; `fault` says what went wrong, `text` says it in words.
// Source: RFC 9110 (status, Retry-After, validators, ranges).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

struct HttpRequest {
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::string user;                  // of basic authentication, never printed
  std::uint64_t offset = 0;          // the first byte wanted
  bool compressed = true;            // whether the server may compress
  bool plain_http = false;           // whether http:// is allowed
  std::uint64_t most_bytes = 0;
  int most_seconds = 0, slow_seconds = 30;
  int slow_bytes = 256;  // fewer a second, for slow_seconds, is too slow
};

enum class HttpFault {
  none,
  unreachable,  // name, connection
  tls,          // the certificate or the handshake
  timeout,
  slow,
  cut,         // the answer ended before its end
  too_large,   // more than most_bytes
  bomb,        // a small body that grows without reason when decompressed
  not_kept,    // the sink refused
  unreadable,  // not an answer of HTTP, or one that libcurl gives up
  protocol,    // anything else; `text` goes on after "the answer"
};

struct HttpResponse {
  HttpFault fault = HttpFault::none;
  std::string text;  // of a fault
  int status = 0;
  std::string content_type, etag, last_modified, redirect, link, digest, content_range;
  bool encoded = false;  // the body was compressed on the way
  int retry_after = -1;  // seconds; -1 where the server does not say
};

// Takes the body. start() is called once, before the first byte, with the head of the response.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual bool start(const HttpResponse& head) = 0;
  virtual bool write(std::string_view bytes) = 0;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  virtual HttpResponse get(const HttpRequest&, BodySink&) = 0;
};

class CurlClient final : public HttpClient {
 public:
  // `authorities` is a file of certificates that vouch for servers, in place of the system's.
  explicit CurlClient(std::string authorities = "");
  ~CurlClient() override;
  HttpResponse get(const HttpRequest&, BodySink&) override;

 private:
  struct Handle;
  std::string authorities_;
  std::unique_ptr<Handle> handle_;  // keeps the connection between requests
};

}  // namespace verilot
