#include "store/migrations.h"

#include <array>

namespace verilot {

std::span<const std::string_view> migrations() {
  static constexpr std::array<std::string_view, 1> kSteps = {R"sql(
CREATE TABLE runs (
  id BIGINT PRIMARY KEY, inventory TEXT NOT NULL, as_of TEXT NOT NULL, state TEXT NOT NULL,
  basis TEXT NOT NULL, about TEXT NOT NULL, software TEXT NOT NULL, started TEXT NOT NULL,
  finished TEXT NOT NULL, summary TEXT NOT NULL, registers TEXT NOT NULL);
CREATE TABLE contents (digest TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE states (
  inventory TEXT NOT NULL, item TEXT NOT NULL, since BIGINT NOT NULL, until BIGINT,
  stamp TEXT NOT NULL, input TEXT NOT NULL, packs TEXT NOT NULL, result TEXT NOT NULL,
  next_change TEXT NOT NULL, dossier TEXT NOT NULL, waivers TEXT NOT NULL,
  registers TEXT NOT NULL, line TEXT NOT NULL, critical_fail BIGINT NOT NULL,
  high_fail BIGINT NOT NULL,
  medium_fail BIGINT NOT NULL, low_fail BIGINT NOT NULL, critical_open BIGINT NOT NULL,
  high_open BIGINT NOT NULL, medium_open BIGINT NOT NULL, low_open BIGINT NOT NULL,
  advisory BIGINT NOT NULL, waived BIGINT NOT NULL, errors BIGINT NOT NULL, problems BIGINT NOT NULL, PRIMARY KEY (inventory, item, since));
CREATE INDEX states_since ON states (inventory, since);
CREATE INDEX states_until ON states (inventory, until) WHERE until IS NOT NULL;
CREATE TABLE waivers (
  id TEXT PRIMARY KEY, item TEXT NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL,
  evidence TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE trail (
  number BIGINT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
  body TEXT NOT NULL, digest TEXT NOT NULL)
)sql"};
  return kSteps;
}

}  // namespace verilot
