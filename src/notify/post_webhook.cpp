#include <curl/curl.h>

#include <chrono>
#include <memory>

#include "notify/delivery.h"
#include "notify/hmac.h"

namespace verilot {

namespace {

constexpr long kMostAnswer = 1L << 20;  // bytes of an answer, of which none is used

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

// A list of headers that goes with its owner.
class Headers {
 public:
  ~Headers() { curl_slist_free_all(list_); }
  Headers() = default;
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

std::size_t ignore(const char*, std::size_t size, std::size_t count, void* seen) {
  long& all = *static_cast<long*>(seen);
  all += static_cast<long>(size * count);
  return all > kMostAnswer ? 0 : size * count;
}

bool is_about_trust(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
         code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_CONNECT_ERROR;
}

std::string url_of(const WebhookTarget& target) {
  return target.url.empty() ? read_secret(target.secret_url) : target.url;
}

void sign(Headers& headers, const WebhookTarget& target, const Message& message) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string stamp =
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  headers.add("Content-Type: application/json");
  headers.add("X-Verilot-Event: audit.finished");
  headers.add("X-Verilot-Delivery: " + message.id);
  headers.add("X-Verilot-Timestamp: " + stamp);
  headers.add("X-Verilot-Signature: sha256=" +
              hmac_sha256(read_secret(target.secret), stamp + "." + message.json));
  headers.add("Expect:");
}

void refuse(CURLcode done, long status) {
  // What libcurl says in full may hold the address; the word for its number does not.
  if (done != CURLE_OK) throw DeliveryError(curl_easy_strerror(done), !is_about_trust(done));
  if (status / 100 == 2) return;
  const bool again = status >= 500 || status == 429 || status == 408;
  throw DeliveryError("the server answered " + std::to_string(status), again);
}

void post(const WebhookTarget& target, const Message& message, int timeout_seconds) {
  Headers headers;
  sign(headers, target, message);
  const Handle curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) throw DeliveryError("no connection can be made", true);
  long seen = 0, status = 0;
  CURL* const handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, url_of(target).c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(message.json.size()));
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, message.json.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "verilot");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(timeout_seconds));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ignore);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &seen);
  if (!target.authority.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, target.authority.c_str());
  const CURLcode done = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  refuse(done, status);
}

}  // namespace

void post_webhook(const WebhookTarget& target, const Message& message, int timeout_seconds) {
  const std::string to = shown_target(target) + ": ";
  try {
    post(target, message, timeout_seconds);
  } catch (const DeliveryError& error) {
    throw DeliveryError(to + error.what(), error.may_help);
  } catch (const std::runtime_error& error) {
    throw DeliveryError(to + error.what(), false);
  }
}

// The path and the query of an address may be what lets one in.
std::string shown_target(const WebhookTarget& target) {
  if (target.url.empty()) return "webhook of " + to_string(target.secret_url);
  const std::size_t host = target.url.find("//") + 2;
  return "webhook " + target.url.substr(0, target.url.find_first_of("/?#", host));
}

}  // namespace verilot
