#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdlib>

// No test sees the registers and audits of whoever runs it.
int main(int argc, char** argv) {
  setenv("VERILOT_STATE_DIR", VERILOT_EMPTY_STATE, 1);
  return doctest::Context(argc, argv).run();
}
