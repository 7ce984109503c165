// For tests of readers: the project's own tables, and a certificate read from a file or a text.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "ingest/certificate_reader.h"
#include "ingest/load_tables.h"

namespace verilot::testing {

inline const Tables& tables() {
  static const Tables loaded = [] {
    Problems problems;
    Tables read = load_tables(VERILOT_SOURCE_DIR "/rules", problems);
    for (const Problem& problem : problems) FAIL_CHECK(to_string(problem));
    return read;
  }();
  return loaded;
}

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string fixture_path(const std::string& name) {
  return VERILOT_SOURCE_DIR "/fixtures/certificates/" + name;
}

inline CertificateFile read_certificates(const DocumentFile& file) {
  const CertificateReader* reader = find_certificate_reader(file);
  REQUIRE(reader != nullptr);
  return reader->read(file, tables());
}

inline CertificateFile read_fixture(const std::string& name) {
  return read_certificates({name, fixture_path(name), bytes_of(fixture_path(name))});
}

inline CertificateFile read_text(const std::string& name, const std::string& text) {
  return read_certificates({name, "", text});
}

inline const CertificateTest& test_named(const Certificate& certificate, const std::string& name) {
  for (const CertificateTest& test : certificate.tests) {
    if (test.analyte.text == name) return test;
  }
  FAIL("no test named " << name);
  return certificate.tests.front();
}

inline std::string text_of(const std::optional<Printed>& printed) {
  return printed ? printed->text : "(none)";
}

}  // namespace verilot::testing
