// registry: what a public register is and how its files are read, as registers.yaml says.
//
//   RegisterSources known = load_register_sources("/usr/share/verilot", problems);
//   const RegisterSource* source = known.find("us-ofac-sdn");
//
// `sources:` stands in rules/registers.yaml and in jurisdictions/<pack>/registers.yaml
// (docs/registers.md has every key). Being listed never means approved: `means` and
// `does_not_mean` go with every answer.
//
// Units:  days, seconds and bytes as the names say.
// Errors: a source with a fault is left out; its faults are problems with their line.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/problem.h"
#include "yaml/yaml.h"

namespace verilot {

// Where a value of an entry stands in a row: column names ("FEI"), column numbers ("#2") or JSON
// Pointers with * for every element ("/products/*/brand_name").
struct FieldMap {
  // Of a single value the first that is not blank counts, of a list all do. Each is put together
  // from its parts.
  std::vector<std::vector<std::string>> alternatives;
  std::string constant;  // the same for all entries
  bool empty() const { return alternatives.empty() && constant.empty(); }
};

// Labels of details, and words that they may hold (standing.h).
using LabelledWords = std::vector<std::pair<std::string, std::vector<std::string>>>;

using NamedFields = std::vector<std::pair<std::string, FieldMap>>;

struct EntryMap {
  std::string each;  // JSON Pointer to the list of entries, "" where the document is one entry
  std::string kind;  // establishment, application, recall, letter, sanction, ...
  FieldMap key;      // rows of one key are one entry; without it each row is one
  FieldMap name, aliases, address, country, status;
  NamedFields identifiers, dates, details;
};

enum class RegisterFormat { csv, tsv, json };

// How the next page of a long answer is asked for.
struct Paging {
  bool link_header = false;  // Link: <...>; rel="next"
  std::string token;         // JSON Pointer to the token of the next page
  std::string parameter;     // the query parameter that takes it
};

// How a register says that it does not have the number asked; no other answer shows absence.
struct NoneAnswer {
  int status = 0;      // HTTP; 0 where it has no such answer
  std::string at, is;  // a JSON Pointer and the text there, "" for any
};

// One file of a source.
struct RegisterFile {
  std::string name;
  std::string address;  // "" where no program may fetch it; {asked} is what is asked for
  RegisterFormat format = RegisterFormat::csv;
  std::vector<std::string> content_types;
  bool header = true;         // the first line names the columns
  int columns = 0;            // of a file without header
  std::string begins_with;    // what else is not this file
  std::string blank;          // the word for no value
  bool windows_1252 = false;  // where the text is not UTF-8
  std::string source_date;    // JSON Pointer to the publisher's own date
  std::string total;          // JSON Pointer to the number of entries there are in all
  std::string error_at;       // JSON Pointer to the message of an answer that is an error
  std::vector<std::string> requires_fields;  // columns, or JSON Pointers of the document
  Paging paging;
  NoneAnswer none;  // of a register that answers single questions
  EntryMap entries;
};

// A key that its holder has in an environment variable; never printed.
struct AccessKey {
  std::string environment;
  std::string header;  // "" for the user name of basic authentication
  bool required = false;
};

struct RegisterSource {
  std::string id, pack, title, publisher, what, means, does_not_mean, licence, page;
  bool asked = false;      // answers single questions; absence of others proves nothing
  std::string asked_kind;  // the kind of identifier it is asked by
  int refresh_days = 1, stale_after_days = 7;
  bool stale_at_new_year = false;  // registrations that run by calendar year
  int least_entries = 1;           // fewer are an extract
  double least_share = 0;          // of the entries of the last copy, once that had a hundred
  std::vector<std::string> date_forms;
  std::vector<std::string> current, ended;  // words of `status` (standing.h)
  LabelledWords ended_by;                   // details that end an entry whatever its status
  LabelledWords against;                    // details of an entry that speaks against whom it names
  // Dates up to which an entry stands, and for how many months after them.
  std::vector<std::pair<std::string, int>> until;
  int requests = 60, per_seconds = 60;
  std::uint64_t most_bytes = 0;
  int most_seconds = 0, most_pages = 1;
  std::vector<std::string> headers;
  AccessKey key;
  std::vector<RegisterFile> files;  // one or more
  std::string fingerprint;          // SHA-256 of what decides how the files are read
  SourceLocation where;
};

// A kind of identifier as registers and dossiers write it.
struct IdentifierKind {
  std::string id, title, separators = " ";
  std::size_t digits = 0;         // a shorter number of digits is padded with zeros on the left
  std::vector<std::string> none;  // numbers that mean there is none
};

struct RegisterSources {
  std::vector<RegisterSource> all;  // by id
  std::map<std::string, IdentifierKind, std::less<>> kinds;

  const RegisterSource* find(std::string_view id) const;
  // Upper case, without separators, padded; "" for one that means none.
  std::string plain(std::string_view kind, std::string_view value) const;
};

// `root` holds rules/ and jurisdictions/.
RegisterSources load_register_sources(const std::string& root, Problems&);

// The sources of one file, as far as they are sound. For load_register_sources and tests.
void read_register_sources(const YamlNode& root, const std::string& pack, RegisterSources&,
                           Problems&);

}  // namespace verilot
