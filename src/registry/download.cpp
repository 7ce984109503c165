#include "registry/download.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

#include "digest/digest.h"
#include "registry/files.h"

namespace verilot {

namespace {

using std::chrono::milliseconds;

bool may_pass(const HttpResponse& response) {
  switch (response.fault) {
    case HttpFault::none:
      return response.status == 408 || response.status == 429 ||
             (response.status >= 500 && response.status != 501 && response.status != 505);
    case HttpFault::unreachable:
    case HttpFault::timeout:
    case HttpFault::slow:
    case HttpFault::cut:
      return true;
    default:
      return false;
  }
}

bool is_redirect(const HttpResponse& response) {
  return response.fault == HttpFault::none && response.status >= 300 && response.status < 400 &&
         response.status != 304;
}

std::string in_words(const HttpResponse& response) {
  switch (response.fault) {
    case HttpFault::none:
      return "the server answers with status " + std::to_string(response.status);
    case HttpFault::unreachable:
      return "the server cannot be reached: " + response.text;
    case HttpFault::tls:
      return "the server's certificate is not accepted: " + response.text;
    case HttpFault::timeout:
      return "the time limit was reached: " + response.text;
    case HttpFault::slow:
      return "the answer is too slow: " + response.text;
    case HttpFault::cut:
      return "the answer broke off: " + response.text;
    case HttpFault::unreadable:
      return "the answer cannot be read: " + response.text;
    default:
      return "the answer " + response.text;
  }
}

std::string media_type(const std::string& content_type) {
  std::string type = content_type.substr(0, content_type.find(';'));
  std::erase_if(type, [](char c) { return c == ' ' || c == '\t'; });
  for (char& c : type) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return type;
}

std::string wrong_type(const DownloadRequest& request, const HttpResponse& response) {
  const std::string type = media_type(response.content_type);
  if (request.content_types.empty() || type.empty() ||
      std::ranges::find(request.content_types, type) != request.content_types.end())
    return "";
  std::string wanted;
  for (const std::string& one : request.content_types)
    wanted += (wanted.empty() ? "" : " or ") + one;
  return "the answer is of type " + type + ", expected " + wanted;
}

std::string base64_of(const std::string& hex) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : hex) {
    bits = bits << 4 | static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    held += 4;
    if (held < 6) continue;
    held -= 6;
    out += kLetters[bits >> held & 0x3F];
  }
  if (held > 0) out += kLetters[bits << (6 - held) & 0x3F];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

// Digest: sha-256=<base64>; Repr-Digest: sha-256=:<base64>:
bool digest_fits(const HttpResponse& response, const std::string& path) {
  const std::size_t at = response.digest.find("sha-256=");
  if (at == std::string::npos || response.encoded) return true;
  std::string stated = response.digest.substr(at + 8);
  if (stated.starts_with(":")) stated.erase(0, 1);
  return stated.starts_with(base64_of(sha256_of({MappedFile(path).text()})));
}

}  // namespace

// What has arrived so far, and by which validator more of the same can be asked for.
class Downloader::PartialFile final : public BodySink {
 public:
  PartialFile(std::string path, int none_status)
      : path_(std::move(path)), none_status_(none_status) {}
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() override { close(); }

  bool start(const HttpResponse& head) override {
    const bool goes_on = head.status == 206 && is_rest(head);
    if (head.status == 206 && !goes_on) size_ = 0;  // another part than asked for
    const bool whole = head.status == 200 || (none_status_ != 0 && head.status == none_status_);
    if (!whole && !goes_on) return discards_ = true;
    discards_ = false;
    if (!goes_on) size_ = 0;
    file_ =
        open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (goes_on ? O_APPEND : O_TRUNC), 0644);
    if (file_ < 0) return keep_error(false);
    if (goes_on) return true;
    // A weak tag does not say that the bytes are the same; a compressed body has other bytes.
    etag_ = head.etag.starts_with("W/") ? "" : head.etag;
    last_modified_ = head.last_modified;
    // Nor is the rest of one answer that of another.
    validator_ = head.encoded || head.status != 200 ? "" : !etag_.empty() ? etag_ : last_modified_;
    return true;
  }

  bool write(std::string_view bytes) override {
    while (!discards_ && !bytes.empty()) {
      const ssize_t written = ::write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return keep_error(true);
      bytes.remove_prefix(static_cast<std::size_t>(written));
      size_ += static_cast<std::uint64_t>(written);
    }
    return true;
  }

  void close() {
    if (file_ >= 0) ::close(std::exchange(file_, -1));
  }
  void forget() {
    close();
    size_ = 0;
    unlink(path_.c_str());
  }
  void throw_error() {
    const int error = error_;
    forget();
    throw WriteError(path_, error, could_create_);
  }
  bool holds_answer() const { return !discards_; }
  std::uint64_t resumes_at() const { return validator_.empty() ? 0 : size_; }
  const std::string& validator() const { return validator_; }

 private:
  // Servers pass over If-Range and send a part of what is there now: the part has to carry the
  // validator that it was asked for by.
  bool is_rest(const HttpResponse& head) const {
    const bool dates_fit = last_modified_.empty() || head.last_modified == last_modified_ ||
                           (!etag_.empty() && head.last_modified.empty());
    return size_ > 0 && !head.encoded && (etag_.empty() || head.etag == etag_) && dates_fit &&
           head.content_range.starts_with("bytes " + std::to_string(size_) + "-");
  }
  bool keep_error(bool could_create) {
    error_ = errno;
    could_create_ = could_create;
    return false;
  }

  std::string path_, validator_, etag_, last_modified_;
  int none_status_ = 0, file_ = -1, error_ = 0;
  bool discards_ = false, could_create_ = false;
  std::uint64_t size_ = 0;
};

std::chrono::sys_seconds SystemTimer::now() const {
  const char* set = std::getenv("SOURCE_DATE_EPOCH");
  std::int64_t seconds = 0;
  if (set != nullptr &&
      std::from_chars(set, set + std::strlen(set), seconds).ptr == set + std::strlen(set))
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemTimer::steady() const {
  return std::chrono::steady_clock::now();
}

void SystemTimer::wait(milliseconds time) { std::this_thread::sleep_for(time); }

std::string host_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

std::string stamp(std::chrono::sys_seconds moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss time(moment - day);
  const auto two = [](auto count) {
    const std::string digits = std::to_string(count);
    return digits.size() < 2 ? "0" + digits : digits;
  };
  const std::chrono::year_month_day date(day);
  return std::to_string(int(date.year())) + "-" + two(unsigned(date.month())) + "-" +
         two(unsigned(date.day())) + "T" + two(time.hours().count()) + ":" +
         two(time.minutes().count()) + ":" + two(time.seconds().count()) + "Z";
}

void Downloader::keep_pace(const std::string& host, milliseconds pause) {
  Moment& next = next_request_[host];
  const Moment now = timer_.steady();
  if (next > now) timer_.wait(std::chrono::ceil<milliseconds>(next - now));
  next = std::max(next, now) + pause;
}

HttpRequest Downloader::request_of(const DownloadRequest& wanted, const PartialFile& partial,
                                   Moment deadline) const {
  HttpRequest request{.url = wanted.url,
                      .headers = wanted.headers,
                      .user = wanted.user,
                      .offset = partial.resumes_at(),
                      .plain_http = wanted.plain_http,
                      .most_bytes = wanted.most_bytes,
                      .slow_seconds = policy_.slow_seconds};
  const auto left = std::chrono::ceil<std::chrono::seconds>(deadline - timer_.steady());
  request.most_seconds = static_cast<int>(std::max<std::int64_t>(left.count(), 1));
  if (request.offset > 0) {
    // Of a compressed answer other bytes would come.
    request.compressed = false;
    request.headers.push_back("If-Range: " + partial.validator());
  } else {
    if (!wanted.etag.empty()) request.headers.push_back("If-None-Match: " + wanted.etag);
    if (!wanted.last_modified.empty())
      request.headers.push_back("If-Modified-Since: " + wanted.last_modified);
  }
  return request;
}

HttpResponse Downloader::follow(const DownloadRequest& wanted, PartialFile& partial,
                                Moment deadline) {
  HttpRequest request = request_of(wanted, partial, deadline);
  HttpResponse response;
  for (int hops = 0; hops <= policy_.most_redirects; ++hops) {
    keep_pace(host_of(request.url), wanted.pause);
    response = client_.get(request, partial);
    partial.close();
    if (!is_redirect(response)) return response;
    const std::string to = response.redirect;
    response.fault = HttpFault::protocol;
    response.text = "redirects to no address";
    if (to.empty()) return response;
    response.text = "redirects to " + to + ", which is not allowed";
    if (!to.starts_with("https://") && !(wanted.plain_http && to.starts_with("http://")))
      return response;
    if (!wanted.only_host.empty() && host_of(to) != wanted.only_host) return response;
    // What identifies the caller is for the host that it was made for.
    if (host_of(to) != host_of(request.url)) request.user.clear();
    if (host_of(to) != host_of(wanted.url)) request.headers.clear();
    request.url = to;
  }
  response.text = "redirects more than " + std::to_string(policy_.most_redirects) + " times";
  return response;
}

HttpResponse Downloader::one_try(const DownloadRequest& wanted, PartialFile& partial,
                                 Moment deadline) {
  HttpResponse response = follow(wanted, partial, deadline);
  if (response.fault == HttpFault::not_kept) partial.throw_error();
  // What is at hand is not the beginning of what is there now.
  if (response.fault == HttpFault::none &&
      (response.status == 416 || (response.status == 206 && !partial.holds_answer()))) {
    partial.forget();
    response.fault = HttpFault::cut;
    response.text = "what follows is not of the file that had begun";
  }
  return response;
}

milliseconds Downloader::wait_before(int next_try, int retry_after) {
  if (retry_after >= 0) return std::chrono::seconds(retry_after);
  const milliseconds whole = std::min(
      policy_.longest_wait, milliseconds(policy_.first_wait.count() << std::min(next_try - 1, 16)));
  // Callers that were refused together must not come back together.
  std::uniform_real_distribution<double> share(0.5, 1.0);
  return milliseconds(
      static_cast<std::int64_t>(static_cast<double>(whole.count()) * share(random_)));
}

Download Downloader::get(const DownloadRequest& wanted) {
  const Moment deadline = timer_.steady() + std::chrono::seconds(wanted.most_seconds);
  PartialFile partial(wanted.into, wanted.none_status);
  Download got;
  for (;;) {
    ++got.tries;
    got.response = one_try(wanted, partial, deadline);
    if (!may_pass(got.response) || got.tries > policy_.retries) break;
    const milliseconds wait = wait_before(got.tries, got.response.retry_after);
    if (wait > policy_.longest_wait || timer_.steady() + wait >= deadline) {
      got.fault = in_words(got.response) + "; the next try would be in " +
                  std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()) +
                  " s, too late for this run";
      break;
    }
    timer_.wait(wait);
  }
  const HttpResponse& last = got.response;
  const bool answered = last.fault == HttpFault::none;
  if (answered && last.status == 304) {
    got.result = Download::Result::unchanged;
  } else if (answered && last.status != 200 && last.status == wanted.none_status) {
    got.fault = wrong_type(wanted, last);
    if (got.fault.empty() && last.content_type.empty()) got.fault = "the answer has no type";
    if (got.fault.empty())
      got.result = Download::Result::not_there;
    else
      got.fault = in_words(last) + "; " + got.fault;
  } else if (!answered || (last.status != 200 && last.status != 206)) {
    if (got.fault.empty()) got.fault = in_words(last);
  } else {
    got.fault = wrong_type(wanted, last);
    if (got.fault.empty() && !digest_fits(last, wanted.into))
      got.fault = "the answer does not have the digest that its header states";
    if (got.fault.empty()) got.result = Download::Result::fresh;
  }
  if (got.tries > 1 && !got.fault.empty())
    got.fault += " (after " + std::to_string(got.tries) + " tries)";
  if (got.result != Download::Result::fresh && got.result != Download::Result::not_there)
    partial.forget();
  return got;
}

}  // namespace verilot
