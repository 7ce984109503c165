// ingest: files of marketing texts: plain text, a web page, posts captured from a social network.
//
//   CapturedFile file = read_captures("post.yaml", bytes, schema);
//   for (const Capture& capture : file.captures) ...
//
// A capture of posts is YAML or JSON: one post or a list of them, each with `text` and, where they
// are known, author, handle, date, url, medium, speaker and `comments`, posts of others under it. A
// plain text may begin with such keys, a line each, and a blank line.
//
// Errors: each fault is a problem with its place; what could be read is there.
// Limits: those of yaml.h; 64 MB a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/problem.h"
#include "model/schema.h"

namespace verilot {

struct Capture {
  std::string text;
  std::vector<std::uint32_t> origin;  // of each byte of the text, in the file
  // "" where it is not stated.
  std::string author, handle, date, url;
  std::string medium, speaker;  // values of the enumerations of these names
};

struct CapturedFile {
  std::string text;  // of the whole file, which origins count in
  std::vector<Capture> captures;
  Problems problems;
};

CapturedFile read_captures(const std::string& name, std::string_view bytes, const Schema&);

}  // namespace verilot
