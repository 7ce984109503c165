// ingest: standards of certificates in JSON, and how their fields are reached.
//
// A standard is one file with a read function, and one line in the table of json_reader.cpp.
//
//   text_at(root, "Certificate/Product/Name")     // Printed, or nothing
//
// Errors: readers put problems into the file or its certificates and never throw.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ingest/lexicon.h"
#include "model/certificate.h"
#include "yaml/yaml.h"

namespace verilot {

struct JsonStandard {
  std::string_view name;                     // in the help text and CertificateFile::format
  bool (*recognises)(const YamlNode& root);  // by its keys
  void (*read)(const YamlNode& root, const Lexicon&, CertificateFile&);
};

// By keys and, in a list, numbers from 0; a key asked of a list is asked of its first element.
const YamlNode* value_at(const YamlNode&, std::string_view path);
// The text or number there; nothing for null, true, lists, objects and blank texts.
std::optional<Printed> text_at(const YamlNode&, std::string_view path);
// The elements of a list; a value that is no list is one element, nullptr none.
std::span<const YamlNode> elements(const YamlNode*);

// One line of a table that says where a standard keeps a field.
struct JsonField {
  const char* field;  // of certificate_fields.h, or a role of dates
  const char* path;
};
// Fills what the paths give and the certificate lacks. Dates lose their time of day; one that is no
// date is empty and a problem.
void fill_fields(Certificate&, const YamlNode&, std::span<const JsonField>);

// The day of a date with or without a time; an empty text and a problem where there is none.
Printed day_of(const Printed&, Problems&);

// Appends a test; false, and the certificate incomplete, when there are too many.
bool add_test(Certificate&, CertificateTest, const Lexicon&);
// A test that has no name or could not be read: the list is incomplete.
void lose_test(Certificate&, const SourceLocation&, std::string message);

}  // namespace verilot
