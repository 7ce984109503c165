#include "registry/address.h"

#include "registry/download.h"

namespace verilot {

namespace {

std::string encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
        c == '_' || c == '.') {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 0xF];
    }
  }
  return out;
}

void replace(std::string& text, std::string_view word, std::string_view by) {
  if (const std::size_t at = text.find(word); at != std::string::npos)
    text.replace(at, word.size(), by);
}

}  // namespace

std::string mirrored(const std::string& mirror, const std::string& address) {
  if (mirror.empty() || address.starts_with(mirror)) return address;
  const std::string host = host_of(address);
  const std::size_t after = address.find("://") + 3 + host.size();
  const std::string path = address.substr(after).empty() ? "/" : address.substr(after);
  std::string out = mirror;
  if (mirror.find("{path}") == std::string::npos) {
    while (out.ends_with('/')) out.pop_back();
    return out + "/" + host + path;
  }
  replace(out, "{host}", host);
  replace(out, "{path}", path);
  return out;
}

std::string with_parameter(const std::string& address, const std::string& name,
                           const std::string& value) {
  const char before = address.find('?') == std::string::npos ? '?' : '&';
  return address + before + name + "=" + encoded(value);
}

std::string asked_address(const std::string& address, std::string_view number) {
  std::string out = address;
  replace(out, "{asked}", encoded(number));
  return out;
}

std::string next_of(const std::string& link) {
  const std::size_t rel = link.find("rel=\"next\"");
  if (rel == std::string::npos) return "";
  const std::size_t end = link.rfind('>', rel), begin = link.rfind('<', rel);
  return begin == std::string::npos || end == std::string::npos || end < begin
             ? ""
             : link.substr(begin + 1, end - begin - 1);
}

}  // namespace verilot
