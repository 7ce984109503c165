// notify: an audit's digest, told to everyone that notify.yaml names.
//
//   for (const Delivery& delivery : notify(config, digest)) tell(delivery);
//
// Mail and webhook are independent: one that fails keeps the other from nothing. An attempt that
// another one may better is repeated, after a wait that doubles each time, with up to a quarter
// more by chance.
#pragma once

#include <functional>

#include "notify/audit_digest.h"
#include "notify/notify_config.h"

namespace verilot {

struct Delivery {
  std::string to;  // "mail by smtp.clinic.example:587"
  int attempts = 0;
  std::string fault;  // "" when it was taken
};

using Wait = std::function<void(std::chrono::milliseconds)>;
std::vector<Delivery> notify(const NotifyConfig&, const AuditDigest&, const Wait& wait);

// What notify() would send, and where to.
std::string shown(const NotifyConfig&, const AuditDigest&);

}  // namespace verilot
