#include "notify/notify.h"

#include <algorithm>
#include <random>

#include "digest/digest.h"
#include "notify/delivery.h"

namespace verilot {

namespace {

constexpr std::chrono::milliseconds kLongestWait = std::chrono::minutes(10);

Message message_of(const AuditDigest& digest) {
  const std::string json = digest_json(digest);
  return {"audit-" + std::to_string(digest.run.id) + "-" + sha256_of({json}).substr(0, 16),
          subject_of(digest), digest_text(digest), digest_html(digest), json};
}

std::chrono::milliseconds with_chance(std::chrono::milliseconds wait) {
  std::random_device device;
  return wait + std::chrono::milliseconds(
                    std::uniform_int_distribution<long>(0, wait.count() / 4)(device));
}

Delivery delivered(const std::string& to, const NotifyConfig& config, const Wait& wait,
                   const std::function<void()>& attempt) {
  Delivery delivery{to, 0, ""};
  std::chrono::milliseconds pause = std::chrono::seconds(config.first_wait_seconds);
  while (delivery.attempts < config.attempts) {
    if (delivery.attempts++ > 0) wait(with_chance(std::min(pause, kLongestWait)));
    if (delivery.attempts > 2) pause *= 2;
    try {
      attempt();
      delivery.fault.clear();
      return delivery;
    } catch (const DeliveryError& error) {
      delivery.fault = error.what();
      if (!error.may_help) return delivery;
    }
  }
  return delivery;
}

bool is_wanted(const NotifyConfig& config, const AuditDigest& digest) {
  return !config.only_changes || digest.change_count != 0 || digest.broken != 0 || !digest.was;
}

}  // namespace

std::vector<Delivery> notify(const NotifyConfig& config, const AuditDigest& digest,
                             const Wait& wait) {
  std::vector<Delivery> deliveries;
  if (!is_wanted(config, digest)) return deliveries;
  const Message message = message_of(digest);
  if (config.mail)
    deliveries.push_back(delivered(shown_target(*config.mail), config, wait, [&] {
      send_mail(*config.mail, message, config.timeout_seconds);
    }));
  if (config.webhook)
    deliveries.push_back(delivered(shown_target(*config.webhook), config, wait, [&] {
      post_webhook(*config.webhook, message, config.timeout_seconds);
    }));
  return deliveries;
}

std::string shown(const NotifyConfig& config, const AuditDigest& digest) {
  if (!is_wanted(config, digest)) return "nothing would be sent: nothing changed\n";
  const Message message = message_of(digest);
  std::string text;
  if (config.mail) {
    text += "would be sent as " + shown_target(*config.mail) + "\nFrom: " + config.mail->from;
    for (const std::string& to : config.mail->to) text += "\nTo: " + to;
    text += "\nSubject: " + message.subject + "\n\n" + message.text + "\n" + message.html + "\n";
  }
  if (config.webhook)
    text += "would be posted to " + shown_target(*config.webhook) + "\n" + message.json + "\n";
  return text;
}

}  // namespace verilot
