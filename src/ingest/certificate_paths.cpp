#include "ingest/certificate_paths.h"

#include <algorithm>
#include <charconv>

#include "ingest/certificate_fields.h"

namespace verilot {
namespace {

bool take(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

// "[12]"
std::optional<std::size_t> take_index(std::string_view& text) {
  if (!take(text, "[")) return std::nullopt;
  std::size_t index = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), index);
  if (read.ec != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  if (!take(text, "]")) return std::nullopt;
  return index;
}

bool is_test_field(std::string_view name) {
  CertificateTest test;
  return name == "analyte" || name == "started" || name == "completed" ||
         field_of(test, name) != nullptr;
}

std::optional<Printed>* member_of(CertificateTest& test, std::string_view name) {
  if (name == "started") return &test.started;
  if (name == "completed") return &test.completed;
  return field_of(test, name);
}

Printed* value_of(std::optional<Printed>* member) {
  return member != nullptr && *member ? &**member : nullptr;
}

}  // namespace

std::optional<CertificatePath> parse_certificate_path(std::string_view text) {
  CertificatePath path;
  if (!take(text, "certificates")) return std::nullopt;
  const auto certificate = take_index(text);
  if (!certificate) return std::nullopt;
  path.certificate = *certificate;
  if (text.empty()) return path;
  if (!take(text, ".")) return std::nullopt;
  if (take(text, "tests")) {
    path.tests = text.empty();
    if (path.tests) return path;
    path.test = take_index(text);
    if (!path.test || !take(text, ".") || !is_test_field(text)) return std::nullopt;
  } else if (take(text, "dates.")) {
    path.date = true;
    if (!is_date_role(text)) return std::nullopt;
  } else if (Certificate certificate_model; field_of(certificate_model, text) == nullptr) {
    return std::nullopt;
  }
  path.field = text;
  return path;
}

std::string to_string(const CertificatePath& path) {
  std::string text = "certificates[" + std::to_string(path.certificate) + "]";
  if (path.tests) return text + ".tests";
  if (path.test) text += ".tests[" + std::to_string(*path.test) + "]";
  if (path.date) text += ".dates";
  return path.field.empty() ? text : text + "." + path.field;
}

Printed* find_value(CertificateFile& file, const CertificatePath& path) {
  if (path.certificate >= file.certificates.size()) return nullptr;
  Certificate& certificate = file.certificates[path.certificate];
  if (path.date) {
    const auto found = certificate.dates.find(path.field);
    return found == certificate.dates.end() ? nullptr : &found->second;
  }
  if (!path.test) return value_of(field_of(certificate, path.field));
  if (*path.test >= certificate.tests.size()) return nullptr;
  CertificateTest& test = certificate.tests[*path.test];
  return path.field == "analyte" ? &test.analyte : value_of(member_of(test, path.field));
}

bool put_value(CertificateFile& file, const CertificatePath& path, Printed value) {
  if (path.certificate >= file.certificates.size()) return false;
  Certificate& certificate = file.certificates[path.certificate];
  if (path.date) {
    certificate.dates[path.field] = std::move(value);
    return true;
  }
  if (!path.test) {
    std::optional<Printed>* member = field_of(certificate, path.field);
    if (member != nullptr) *member = std::move(value);
    return member != nullptr;
  }
  if (*path.test >= certificate.tests.size()) return false;
  CertificateTest& test = certificate.tests[*path.test];
  if (path.field == "analyte") {
    test.analyte = std::move(value);
  } else {
    *member_of(test, path.field) = std::move(value);
  }
  return true;
}

void for_each_value(CertificateFile& file,
                    const std::function<void(const CertificatePath&, Printed&)>& visit) {
  std::vector<std::string> test_fields = test_field_names();
  std::erase(test_fields, "status");  // another name of printed_status
  test_fields.insert(test_fields.begin(), "analyte");
  test_fields.insert(test_fields.end(), {"started", "completed"});
  const auto visit_at = [&](const CertificatePath& path) {
    if (Printed* value = find_value(file, path)) visit(path, *value);
  };
  for (std::size_t c = 0; c < file.certificates.size(); ++c) {
    for (const std::string& name : certificate_field_names()) visit_at({c, {}, false, name, false});
    for (auto& [role, date] : file.certificates[c].dates) visit({c, {}, false, role, true}, date);
    for (std::size_t t = 0; t < file.certificates[c].tests.size(); ++t) {
      for (const std::string& name : test_fields) visit_at({c, t, false, name, false});
    }
  }
}

}  // namespace verilot
