#include "registry/download.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "registry/sample_registers.h"

using namespace verilot;
using namespace std::chrono_literals;

namespace {

struct Run {
  StateFolder state;
  CannedClient client;
  FakeTimer timer;
  DownloadPolicy policy;
  DownloadRequest request{.url = "https://register.example/list",
                          .content_types = {"application/json"},
                          .most_bytes = 1 << 20,
                          .most_seconds = 600};

  Download get() {
    request.into = state.path() + "/list";
    Downloader downloader(client, timer, policy);
    return downloader.get(request);
  }
  std::string file() const { return text_of(state.path() + "/list"); }
  bool sent(std::size_t i, const std::string& header) const {
    const auto& headers = client.requests.at(i).headers;
    return std::ranges::find(headers, header) != headers.end();
  }
};

Canned cut(std::string body, std::string etag) {
  Canned one = json(std::move(body));
  one.head.etag = std::move(etag);
  one.then = HttpFault::cut;
  return one;
}

Canned rest(std::string body, const std::string& range, std::string etag = "\"v1\"") {
  Canned one = json(std::move(body));
  one.head.status = 206;
  one.head.etag = std::move(etag);
  one.head.content_range = range;
  return one;
}

Canned moved(const std::string& to) {
  Canned one = status(302);
  one.head.redirect = to;
  return one;
}

}  // namespace

TEST_CASE("download: an answer becomes the file") {
  Run run;
  run.client.answers = {json("{}")};
  CHECK(run.get().result == Download::Result::fresh);
  CHECK(run.file() == "{}");
}

TEST_CASE("download: what is at hand is asked for only when it changed") {
  Run run;
  run.request.etag = "\"v1\"";
  run.request.last_modified = "Sun, 22 Nov 2026 02:00:00 GMT";
  run.client.answers = {status(304)};
  CHECK(run.get().result == Download::Result::unchanged);
  CHECK(run.sent(0, "If-None-Match: \"v1\""));
  CHECK(run.sent(0, "If-Modified-Since: Sun, 22 Nov 2026 02:00:00 GMT"));
}

TEST_CASE("download: an answer that broke off goes on where it ended") {
  Run run;
  run.client.answers = {cut("[1,", "\"v1\""), rest("2]", "bytes 3-4/5")};
  const Download got = run.get();
  CHECK(got.result == Download::Result::fresh);
  CHECK(got.tries == 2);
  CHECK(run.file() == "[1,2]");
  CHECK(run.client.requests[1].offset == 3);
  CHECK_FALSE(run.client.requests[1].compressed);
  CHECK(run.sent(1, "If-Range: \"v1\""));
}

TEST_CASE("download: a file that changed meanwhile starts anew") {
  Run run;
  run.client.answers = {cut("[1,", "\"v1\""), json("[7,8,9]")};
  CHECK(run.get().result == Download::Result::fresh);
  CHECK(run.file() == "[7,8,9]");
}

TEST_CASE("download: a part of another file is not put behind what is there") {
  Run run;
  Canned part = rest("9]", "bytes 3-4/5", "");
  Canned begun = cut("[1,", "\"v1\"");
  SUBCASE("another tag") { part.head.etag = "\"v2\""; }
  SUBCASE("no tag") {}
  SUBCASE("the same tag of another day") {
    part.head.etag = "\"v1\"";
    begun.head.last_modified = "Sat, 21 Nov 2026 02:00:00 GMT";
    part.head.last_modified = "Sun, 22 Nov 2026 02:00:00 GMT";
  }
  SUBCASE("another day") {
    begun.head.etag.clear();
    begun.head.last_modified = "Sat, 21 Nov 2026 02:00:00 GMT";
    part.head.last_modified = "Sun, 22 Nov 2026 02:00:00 GMT";
  }
  SUBCASE("compressed") {
    part.head.etag = "\"v1\"";
    part.head.encoded = true;
  }
  run.client.answers = {begun, part, json("[7,8]")};
  CHECK(run.get().result == Download::Result::fresh);
  CHECK(run.client.requests[1].offset == 3);
  CHECK(run.client.requests[2].offset == 0);
  CHECK(run.file() == "[7,8]");
}

TEST_CASE("download: the day of the file joins its parts where it has no tag") {
  Run run;
  Canned begun = cut("[1,", ""), part = rest("2]", "bytes 3-4/5", "");
  begun.head.last_modified = part.head.last_modified = "Sat, 21 Nov 2026 02:00:00 GMT";
  run.client.answers = {begun, part};
  CHECK(run.get().result == Download::Result::fresh);
  CHECK(run.file() == "[1,2]");
}

TEST_CASE("download: without a strong validator, or compressed, nothing is put together") {
  Run run;
  SUBCASE("none") { run.client.answers = {cut("[1,", ""), json("[1,2]")}; }
  SUBCASE("weak") { run.client.answers = {cut("[1,", "W/\"v1\""), json("[1,2]")}; }
  SUBCASE("compressed") {
    Canned first = cut("[1,", "\"v1\"");
    first.head.encoded = true;
    run.client.answers = {first, json("[1,2]")};
  }
  CHECK(run.get().result == Download::Result::fresh);
  CHECK(run.client.requests[1].offset == 0);
  CHECK(run.file() == "[1,2]");
}

TEST_CASE("download: a part that was not asked for is not put behind what is there") {
  Run run;
  run.client.answers = {cut("[1,", "\"v1\""), rest("9]", "bytes 1-2/3"), json("[1,2]")};
  CHECK(run.get().result == Download::Result::fresh);
  CHECK(run.file() == "[1,2]");
}

TEST_CASE("download: a server that asks to wait is waited for") {
  Run run;
  run.client.answers = {status(429, 7), status(503, 11), json("{}")};
  CHECK(run.get().result == Download::Result::fresh);
  CHECK(run.timer.waits == std::vector<std::chrono::milliseconds>{7s, 11s});
}

TEST_CASE("download: one that asks for too long is left alone") {
  Run run;
  run.client.answers = {status(429, 3600)};
  const Download got = run.get();
  CHECK(
      got.fault ==
      "the server answers with status 429; the next try would be in 3600 s, too late for this run");
  CHECK(got.tries == 1);
  CHECK(run.timer.waits.empty());
}

TEST_CASE("download: waits double, with chance that a seed fixes") {
  const auto waits = [](std::uint64_t seed) {
    Run run;
    run.policy.seed = seed;
    run.client.answers = {status(500)};
    CHECK(run.get().fault == "the server answers with status 500 (after 5 tries)");
    return run.timer.waits;
  };
  const auto first = waits(1);
  REQUIRE(first.size() == 4);
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(first[i] >= 500ms * (1 << i));
    CHECK(first[i] <= 1000ms * (1 << i));
  }
  CHECK(waits(1) == first);
  CHECK(waits(2) != first);
}

TEST_CASE("download: what waiting does not mend is not tried again") {
  Run run;
  Canned one = json("");
  SUBCASE("status") { one = status(403); }
  SUBCASE("certificate") { one.then = HttpFault::tls; }
  SUBCASE("size") { one.then = HttpFault::too_large; }
  SUBCASE("bomb") { one.then = HttpFault::bomb; }
  run.client.answers = {one};
  const Download got = run.get();
  CHECK(got.result == Download::Result::failed);
  CHECK(got.tries == 1);
  CHECK_FALSE(fs::exists(run.state.path() + "/list"));
}

TEST_CASE("download: another type than the register's is refused, parameters apart") {
  Run run;
  run.client.answers = {
      {.head = {.status = 200, .content_type = "text/html; charset=utf-8"}, .body = "<html>"}};
  CHECK(run.get().fault == "the answer is of type text/html, expected application/json");
  run.client.answers = {
      {.head = {.status = 200, .content_type = "Application/JSON; charset=utf-8"}, .body = "{}"}};
  CHECK(run.get().result == Download::Result::fresh);
}

TEST_CASE("download: redirects end after five, and never leave TLS or the mirror") {
  Run run;
  SUBCASE("a loop") {
    run.client.answers = {moved("https://register.example/list")};
    CHECK(run.get().fault == "the answer redirects more than 5 times");
    CHECK(run.client.requests.size() == 6);
  }
  SUBCASE("to http") {
    run.client.answers = {moved("http://register.example/list")};
    CHECK(run.get().fault ==
          "the answer redirects to http://register.example/list, which is not allowed");
  }
  SUBCASE("out of the mirror") {
    run.request.only_host = "register.example";
    run.client.answers = {moved("https://other.example/list")};
    CHECK(run.get().fault ==
          "the answer redirects to https://other.example/list, which is not allowed");
  }
  SUBCASE("to another host, without the key") {
    run.request.user = "secret";
    run.request.headers = {"Key: secret"};
    run.client.answers = {moved("https://other.example/list"), json("{}")};
    CHECK(run.get().result == Download::Result::fresh);
    CHECK(run.client.requests[0].user == "secret");
    CHECK(run.client.requests[1].user == "");
    CHECK(run.client.requests[1].headers.empty());
  }
}

TEST_CASE("download: a digest that the header states must fit") {
  Run run;
  Canned one = json("{}");
  // SHA-256 of "{}" in Base64.
  one.head.digest = "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:";
  run.client.answers = {one};
  CHECK(run.get().result == Download::Result::fresh);
  one.body = "{ }";
  run.client.answers = {one};
  CHECK(run.get().fault == "the answer does not have the digest that its header states");
}

TEST_CASE("download: requests to one host keep the pace that it allows") {
  Run run;
  run.request.pause = 250ms;
  run.request.into = run.state.path() + "/list";
  run.client.answers = {json("{}")};
  Downloader downloader(run.client, run.timer, run.policy);
  for (int i = 0; i < 3; ++i) downloader.get(run.request);
  CHECK(run.timer.waits == std::vector<std::chrono::milliseconds>{250ms, 250ms});
  run.request.url = "https://another.example/list";
  downloader.get(run.request);
  CHECK(run.timer.waits.size() == 2);
}

TEST_CASE("download: the time limit holds over all tries") {
  Run run;
  run.request.most_seconds = 3;
  run.client.answers = {status(503, 2)};
  const Download got = run.get();
  CHECK(got.tries == 2);
  CHECK(got.fault.find("too late for this run") != std::string::npos);
}

TEST_CASE("stamp and host: as manifests and limits use them") {
  using namespace std::chrono;
  CHECK(stamp(sys_days{2026y / 3 / 4} + 5h + 6min + 7s) == "2026-03-04T05:06:07Z");
  CHECK(host_of("https://api.fda.gov/drug?x=/") == "api.fda.gov");
  CHECK(host_of("http://127.0.0.1:80") == "127.0.0.1:80");
}
