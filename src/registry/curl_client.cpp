#include <curl/curl.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "registry/c_handle.h"
#include "registry/http.h"
#include "registry/inflater.h"

namespace verilot {

namespace {

// Text shrinks to a tenth, seldom to a fiftieth; what grows more was made to fill the disk.
constexpr std::uint64_t kMostGrowth = 200, kGrowthMatters = 16ULL << 20;
constexpr std::size_t kMostHeaderBytes = 65536;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

struct Transfer {
  CURL* curl;
  const HttpRequest& request;
  BodySink& sink;
  HttpResponse response;
  std::uint64_t bytes = 0, wire = 0;
  std::size_t header_bytes = 0;
  bool started = false;
  std::string coding;  // of the body, "" for none
  std::optional<Inflater> inflater;

  bool stop(HttpFault fault, std::string text) {
    response.fault = fault;
    response.text = std::move(text);
    return false;
  }
  void header(std::string_view line);
  bool body(std::string_view bytes);
  bool keep(std::string_view plain);
  bool start();
  void finish();
};

void Transfer::header(std::string_view line) {
  if (line.starts_with("HTTP/")) {  // a 100 Continue went before
    response = {};
    coding.clear();
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string name = lower(line.substr(0, colon));
  const std::string value = trimmed(line.substr(colon + 1));
  if (name == "content-type") response.content_type = value;
  if (name == "etag") response.etag = value;
  if (name == "last-modified") response.last_modified = value;
  if (name == "content-encoding" && lower(value) != "identity") coding = lower(value);
  if (name == "digest" || name == "repr-digest") response.digest = value;
  if (name == "content-range") response.content_range = value;
  if (name == "link") response.link += (response.link.empty() ? "" : ", ") + value;
}

bool Transfer::start() {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<int>(status);
  response.encoded = !coding.empty();
  started = true;
  if (coding == "gzip" || coding == "x-gzip")
    inflater.emplace(Inflater::Coding::gzip);
  else if (coding == "deflate")
    inflater.emplace(Inflater::Coding::deflate);
  else if (response.encoded)
    return stop(HttpFault::protocol, "is compressed as " + coding + ", which was not asked for");
  return sink.start(response) || stop(HttpFault::not_kept, "the file cannot be written");
}

bool Transfer::keep(std::string_view plain) {
  bytes += plain.size();
  if ((response.status == 206 ? request.offset : 0) + bytes > request.most_bytes)
    return stop(HttpFault::too_large, "is larger than " + std::to_string(request.most_bytes >> 20) +
                                          " MB, the limit of this register");
  if (bytes > kGrowthMatters && bytes / kMostGrowth > wire)
    return stop(HttpFault::bomb, "grows more than " + std::to_string(kMostGrowth) +
                                     " times when it is decompressed");
  return sink.write(plain) || stop(HttpFault::not_kept, "the file cannot be written");
}

bool Transfer::body(std::string_view part) {
  if (!started && !start()) return false;
  wire += part.size();
  if (!inflater) return keep(part);
  if (inflater->add(part, [this](std::string_view plain) { return keep(plain); })) return true;
  return !inflater->fault().empty() &&
         stop(HttpFault::protocol, "cannot be decompressed: " + inflater->fault());
}

// Servers and proxies that cut a compressed body give it a length that fits.
void Transfer::finish() {
  if (!started && !start()) return;
  if (inflater && !inflater->ended() && (wire > 0 || response.status == 200))
    stop(HttpFault::cut, "the compressed body has no end");
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* transfer) {
  Transfer& one = *static_cast<Transfer*>(transfer);
  one.header_bytes += size;
  if (one.header_bytes > kMostHeaderBytes) {
    one.stop(HttpFault::protocol, "sends more than 64 kB of headers");
    return 0;
  }
  one.header({data, size});
  return size;
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* transfer) {
  return static_cast<Transfer*>(transfer)->body({data, size}) ? size : 0;
}

HttpFault fault_of(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return HttpFault::none;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      return HttpFault::unreachable;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return HttpFault::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return HttpFault::timeout;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return HttpFault::cut;
    case CURLE_FILESIZE_EXCEEDED:
      return HttpFault::too_large;
    default:
      return HttpFault::unreadable;
  }
}

}  // namespace

struct CurlClient::Handle {
  CHandle<CURL, curl_easy_cleanup> curl;
};

CurlClient::CurlClient(std::string authorities)
    : authorities_(std::move(authorities)), handle_(std::make_unique<Handle>()) {
  // Counted by libcurl; safe to call for every client.
  curl_global_init(CURL_GLOBAL_DEFAULT);
  handle_->curl.reset(curl_easy_init());
}

CurlClient::~CurlClient() {
  handle_.reset();
  curl_global_cleanup();
}

HttpResponse CurlClient::get(const HttpRequest& request, BodySink& sink) {
  CURL* curl = handle_->curl.get();
  Transfer transfer{.curl = curl, .request = request, .sink = sink};
  if (curl == nullptr) {
    transfer.stop(HttpFault::protocol, "libcurl does not start");
    return transfer.response;
  }
  char words[CURL_ERROR_SIZE] = "";
  curl_easy_reset(curl);
  CHandle<curl_slist, curl_slist_free_all> headers;
  for (const std::string& header : request.headers)
    headers.reset(curl_slist_append(headers.release(), header.c_str()));
  // Not CURLOPT_ACCEPT_ENCODING: libcurl takes a gzip body without its end for a whole one.
  headers.reset(curl_slist_append(headers.release(), request.compressed
                                                         ? "Accept-Encoding: gzip, deflate"
                                                         : "Accept-Encoding: identity"));
  const char* schemes = request.plain_http ? "https,http" : "https";
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, schemes);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(request.most_seconds));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, std::min(30L, long(request.most_seconds)));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(request.slow_bytes));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.slow_seconds));
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  if (!authorities_.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, authorities_.c_str());
  if (!request.user.empty()) curl_easy_setopt(curl, CURLOPT_USERNAME, request.user.c_str());
  if (!request.user.empty()) curl_easy_setopt(curl, CURLOPT_PASSWORD, "");
  const std::string range = std::to_string(request.offset) + "-";
  if (request.offset > 0) curl_easy_setopt(curl, CURLOPT_RANGE, range.c_str());

  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK) transfer.finish();
  HttpResponse& response = transfer.response;
  long status = 0;
  curl_off_t wait = 0;
  char* redirect = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &redirect);
  response.status = static_cast<int>(status);
  if (wait > 0) response.retry_after = static_cast<int>(std::min<curl_off_t>(wait, 1 << 30));
  if (redirect != nullptr) response.redirect = redirect;
  if (code == CURLE_OK || response.fault != HttpFault::none) return response;
  response.fault = fault_of(code);
  response.text = words[0] != '\0' ? words : curl_easy_strerror(code);
  // A line of the head that is too long for libcurl is told as a lack of memory.
  if (code == CURLE_OUT_OF_MEMORY && !transfer.started)
    response.text = "its head has a line that is too long";
  if (response.text.find("HTTP/0.9") != std::string::npos)
    response.text = "it does not begin as an answer of HTTP does";
  // libcurl has one code for both.
  if (response.text.find("too slow") != std::string::npos) response.fault = HttpFault::slow;
  return response;
}

}  // namespace verilot
