// What a person is asked to look at, as the file of corrections that they fill in.
#include <fmt/format.h>

#include <algorithm>

#include "digest/digest.h"
#include "ingest/certificate_paths.h"
#include "ingest/corrections.h"

namespace verilot {
namespace {

// In single quotes, on one line.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      out += ' ';
    } else {
      out += c;
      if (c == '\'') out += c;
    }
  }
  return out + "'";
}

std::string comment(const std::string& text) {
  std::string line = text;
  std::ranges::replace(line, '\n', ' ');
  std::ranges::replace(line, '\r', ' ');
  return "    # " + line + "\n";
}

std::string place(const SourceLocation& where) {
  std::string out;
  if (where.page > 0) out += fmt::format("    page: {}\n", where.page);
  if (where.box != Box{})
    out += fmt::format("    box: [{:.1f}, {:.1f}, {:.1f}, {:.1f}]\n", where.box.x0, where.box.y0,
                       where.box.x1, where.box.y1);
  if (where.line > 0) out += fmt::format("    line: {}\n", where.line);
  if (!where.pointer.empty()) out += "    pointer: " + quoted(where.pointer) + "\n";
  return out;
}

// `known` has the entries that are there already.
std::string entries_of(CertificateFile file, const std::string& known) {
  const auto is_known = [&](const std::string& path) {
    return known.find("  - at: " + path + "\n") != std::string::npos;
  };
  std::string out;
  for_each_value(file, [&](const CertificatePath& path, Printed& value) {
    if (value.doubt.empty() || is_known(to_string(path))) return;
    out += "  - at: " + to_string(path) + "\n" + comment(value.doubt) + place(value.where) +
           "    read: " + quoted(value.text) + "\n    value:\n    reason:\n";
  });
  for (std::size_t i = 0; i < file.certificates.size(); ++i) {
    const Certificate& certificate = file.certificates[i];
    const std::string path = fmt::format("certificates[{}]", i);
    if (certificate.incomplete.empty() || is_known(path)) continue;
    out += "  - at: " + path + "\n" + comment("not complete: " + certificate.incomplete) +
           "    complete:  # true, when every row it holds stands above or was read\n    reason:\n";
  }
  return out;
}

// The corrections that are there already, as they were written.
std::string entries_of(const DocumentFile& corrections) {
  const std::size_t list = corrections.bytes.find("\ncorrections:");
  const std::size_t from =
      list == std::string::npos ? list : corrections.bytes.find('\n', list + 1);
  if (from == std::string::npos) return "";
  std::string entries = corrections.bytes.substr(from + 1);
  if (!entries.empty() && entries.back() != '\n') entries += '\n';
  return entries.starts_with("  - ") ? entries : "";
}

}  // namespace

std::string review_form(const CertificateFile& file, const DocumentFile& document,
                        const std::optional<DocumentFile>& corrections) {
  std::string entries = corrections ? entries_of(*corrections) : "";
  entries += entries_of(file, entries);
  if (entries.empty()) return "# " + document.name + ": nothing doubtful was read\n";
  return "# What was not surely read of " + document.name +
         ". Look at each place, write its value and the reason,\n"
         "# sign, and save this as " +
         corrections_name(document.name) +
         ". An entry without a value stays open.\n"
         "document: " +
         quoted(document.name) + "\nsha256: " + sha256_of({document.bytes}) +
         "\nsigned_off: { by: , role: , date: }\ncorrections:\n" + entries;
}

}  // namespace verilot
