#include <doctest/doctest.h>

#include <fstream>

#include "notify/hmac.h"
#include "notify/notify.h"
#include "support/samples.h"

namespace verilot {
namespace {

Problems problems_of(const std::string& text) {
  const SampleFolder folder({{"notify.yaml", text}});
  Problems problems;
  load_notify_config(folder.name("notify.yaml"), problems);
  return problems;
}

AuditDigest sample() {
  AuditDigest digest;
  digest.run.id = 7;
  digest.run.inventory = "stock";
  digest.run.as_of = "2026-11-22";
  digest.items = 3;
  digest.now = {2, 5, 1, 4};
  digest.was = AuditCounts{1, 5, 0, 4};
  digest.causes = {{"law changed", 1}};
  digest.change_count = 1;
  digest.changes.push_back({"gel", "us-fda.x", "lots[0]", std::nullopt,
                            KeptOutcome{"us-fda.x", "lots[0]", Outcome::fail, Severity::high, false,
                                        "past <its> date\r\nBcc: all@example.org"},
                            Cause::law});
  digest.exit = {1, "fail", "2 failed"};
  return digest;
}

TEST_CASE("hmac: the vectors of RFC 4231") {
  CHECK(hmac_sha256(std::string(20, '\x0b'), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmac_sha256("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hmac_sha256(std::string(131, '\xaa'),
                    "Test Using Larger Than Block-Size Key - Hash Key "
                    "First") == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("notify: a fault of its file is named with its place and what would be right") {
  struct Case {
    const char *text, *message;
  };
  const std::string mail = "mail:\n  server: a\n  from: a@b.example\n  to: [c@d.example]\n";
  const Case cases[] = {
      {"mial: {}\n", "unknown key 'mial', did you mean 'mail'?"},
      {"when: always\n", "nobody is told"},
      {"webhook: { url: 'https://a.example/b', secret: hunter2 }\n",
       "'secret' is a secret and has no place here"},
      {"webhook: { url: 'ftp://a.example', secret: { env: A } }\n", "is no address of the web"},
      {"webhook: { url: 'https://u:p@a.example', secret: { env: A } }\n", "holds a password"},
      {"webhook: { url: 'https://a.example' }\n", "'secret' is missing"},
      {"mail: { server: a, from: b@c.example, to: [d] }\n", "'d' is no address"},
      {"mail: { server: a, from: b@c.example, to: [d@e.example], user: f }\n",
       "'user' and 'password' belong together"},
      {"mail: { server: a, from: b@c.example, to: [d@e.example], user: f, password: { env: G }, "
       "tls: none }\n",
       "a password is not sent without TLS"},
      {"mail: { server: a, from: b@c.example, to: [d@e.example], tls: starttl }\n",
       "did you mean 'starttls'?"},
      {"mail: { server: a, from: b@c.example, to: [d@e.example], port: 0 }\n",
       "'port' is a whole number from 1 to 65535"},
      {"webhook: { url: 'https://a.example/b', secret: { env: VERILOT_TEST_NO_KEY } }\n",
       "the environment variable VERILOT_TEST_NO_KEY holds no secret"},
      {"webhook: { url: 'https://a.example/b', secret: { file: /nowhere/key } }\n",
       "the file /nowhere/key holds no secret"},
      {"mail: { server: a, from: b@c.example, to: [d@e.example], certificate_authority: /no.pem "
       "}\n",
       "the file /no.pem cannot be read"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Problems problems = problems_of(c.text);
    REQUIRE(!problems.empty());
    std::string all;
    for (const Problem& problem : problems) {
      CHECK(problem.where.line > 0);
      all += problem.message + "\n";
    }
    CHECK(all.find(c.message) != std::string::npos);
    CHECK(all.find("hunter2") == std::string::npos);
  }
  CHECK(problems_of(mail).empty());
}

TEST_CASE("digest: text, HTML and JSON tell the same counts and causes, and escape foreign words") {
  const AuditDigest digest = sample();
  const std::string text = digest_text(digest), html = digest_html(digest),
                    json = digest_json(digest);
  CHECK(text.find("fail                2   was         1") != std::string::npos);
  CHECK(text.find("law changed: 1") != std::string::npos);
  CHECK(text.find("\nBcc") == std::string::npos);
  CHECK(html.find("<td align=\"right\">2</td><td align=\"right\">1</td>") != std::string::npos);
  CHECK(html.find("past &lt;its&gt; date") != std::string::npos);
  CHECK(json.find("\"counts\":{\"fail\":2,\"unverified\":5,\"waived\":1,\"advisory\":4}") !=
        std::string::npos);
  CHECK(json.find("\"causes\":{\"law changed\":1}") != std::string::npos);
}

TEST_CASE("notify: a refused connection is tried again as often as asked, with longer waits") {
  NotifyConfig config;
  config.webhook =
      WebhookTarget{"http://127.0.0.1:1/secret-path", {}, {"VERILOT_TEST_KEY", ""}, ""};
  config.attempts = 3;
  setenv("VERILOT_TEST_KEY", "k", 1);
  std::vector<long> waits;
  const auto deliveries = notify(
      config, sample(), [&](std::chrono::milliseconds wait) { waits.push_back(wait.count()); });
  REQUIRE(deliveries.size() == 1);
  CHECK(deliveries[0].attempts == 3);
  CHECK(deliveries[0].fault.find("webhook http://127.0.0.1:1: ") == 0);
  CHECK(deliveries[0].fault.find("secret-path") == std::string::npos);
  REQUIRE(waits.size() == 2);
  CHECK(waits[0] >= 2000);
  CHECK(waits[0] <= 2500);
  CHECK(waits[1] >= 4000);
}

TEST_CASE("notify: a secret that is not there is said by its place and tried once") {
  NotifyConfig config;
  config.webhook = WebhookTarget{"http://127.0.0.1:1/", {}, {"VERILOT_TEST_NO_KEY", ""}, ""};
  const auto deliveries = notify(config, sample(), [](std::chrono::milliseconds) {});
  CHECK(deliveries[0].attempts == 1);
  CHECK(deliveries[0].fault.find("the environment variable VERILOT_TEST_NO_KEY holds no secret") !=
        std::string::npos);
}

TEST_CASE("notify: with when: changes a run without any tells nobody") {
  NotifyConfig config;
  config.only_changes = true;
  config.webhook = WebhookTarget{"http://127.0.0.1:1/", {}, {"VERILOT_TEST_NO_KEY", ""}, ""};
  AuditDigest digest = sample();
  CHECK(notify(config, digest, [](std::chrono::milliseconds) {}).size() == 1);
  digest.change_count = 0;
  CHECK(notify(config, digest, [](std::chrono::milliseconds) {}).empty());
}

}  // namespace
}  // namespace verilot
