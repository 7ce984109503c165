// notify: who is told of an audit, and how: notify.yaml.
//
//   Problems problems;
//   const NotifyConfig config = load_notify_config("notify.yaml", problems);
//   if (!any_error(problems)) notify(config, digest, ...);
//
// A secret stands in an environment variable or in a file of its own, never in notify.yaml; it is
// read when it is used, and is in no message of this program. That it is there is looked at here.
//
// Errors: every fault of the file is a problem with its place; nothing is sent then.
// Source: docs/nightly.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"

namespace verilot {

// Where a secret is: one of both, or neither where there is none.
struct SecretPlace {
  std::string environment, file;
  bool is_none() const { return environment.empty() && file.empty(); }
};

// The first line of what is there. Throws std::runtime_error that names the place, not the secret.
std::string read_secret(const SecretPlace&);
std::string to_string(const SecretPlace&);  // "the environment variable X", "the file Y"

enum class MailSecurity { starttls, tls, none };

struct MailTarget {
  std::string server;
  int port = 587;
  MailSecurity security = MailSecurity::starttls;
  std::string authority;  // file of certificates that are trusted; "" for those of the system
  std::string user;       // "" signs in as nobody
  SecretPlace password;
  std::string from;
  std::vector<std::string> to;
};

struct WebhookTarget {
  std::string url;  // "" where it is a secret itself
  SecretPlace secret_url;
  SecretPlace secret;  // the key that requests are signed with
  std::string authority;
};

struct NotifyConfig {
  std::optional<MailTarget> mail;
  std::optional<WebhookTarget> webhook;
  bool only_changes = false;  // nothing is sent of a run without changes
  int attempts = 5;
  int first_wait_seconds = 2;  // before the second attempt; doubled before each further one
  int timeout_seconds = 30;    // of one attempt
};

NotifyConfig load_notify_config(const std::string& path, Problems&);

}  // namespace verilot
