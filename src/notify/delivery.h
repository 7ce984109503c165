// notify: one attempt to deliver, by mail or webhook. It is over after its timeout, whatever the
// server does; only looking up the server's name takes as long as the machine's resolver does.
//
// Errors: DeliveryError says what went wrong without any secret, and whether another attempt may
//         do better: not for a refused address, a wrong password, a certificate that is not
//         trusted.
#pragma once

#include <stdexcept>
#include <string>

#include "notify/notify_config.h"

namespace verilot {

struct DeliveryError : std::runtime_error {
  DeliveryError(const std::string& what, bool again) : std::runtime_error(what), may_help(again) {}
  bool may_help;  // another attempt
};

struct Message {
  std::string id;  // the same for each attempt, so that a receiver tells a repetition
  std::string subject, text, html, json;
};

// SMTP (RFC 5321), text and HTML as multipart/alternative.
void send_mail(const MailTarget&, const Message&, int timeout_seconds);

// POST of the JSON. Headers: X-Verilot-Delivery (the id), X-Verilot-Timestamp (seconds since 1970)
// and X-Verilot-Signature: sha256= and the HMAC of "<timestamp>.<body>" under the secret.
void post_webhook(const WebhookTarget&, const Message&, int timeout_seconds);

// Where it goes, without what is secret in it: "https://hooks.clinic.example".
std::string shown_target(const MailTarget&);
std::string shown_target(const WebhookTarget&);

}  // namespace verilot
