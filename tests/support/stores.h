// The stores that a test runs on: a file of its own, and the PostgreSQL database that
// VERILOT_TEST_POSTGRES names, emptied before.
#pragma once

#include <cstdlib>
#include <functional>
#include <string>

#include "store/store.h"
#include "support/samples.h"

namespace verilot::testing {

inline void on_each_store(const std::function<void(const std::string& where)>& test) {
  const SampleFolder folder;
  test(folder.name("audits.db"));
  const char* server = std::getenv("VERILOT_TEST_POSTGRES");
  if (server == nullptr) return;
  {
    Database database(server);
    for (const char* table : {"schema_steps", "runs", "contents", "states", "waivers", "trail"})
      database.run(std::string("DROP TABLE IF EXISTS ") + table);
  }
  test(server);
}

}  // namespace verilot::testing
