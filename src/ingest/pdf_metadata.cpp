#include "ingest/pdf_metadata.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

using Kind = PdfValue::Kind;

constexpr std::size_t kMaxText = 300;
constexpr std::size_t kMaxHistory = 50;

// UTF-16 with its mark, UTF-8 with its mark, else one byte a character.
std::string decoded_text(const std::string& bytes) {
  std::string text;
  const auto add = [&text](std::uint32_t code) {
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xC0 | code >> 6);
      text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      text += static_cast<char>(0xE0 | code >> 12);
      text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    }
  };
  const bool wide = bytes.starts_with("\xFE\xFF");
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    text = bytes.substr(3);
  } else if (wide) {
    for (std::size_t i = 2; i + 1 < bytes.size(); i += 2)
      add(static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << 8 |
          static_cast<unsigned char>(bytes[i + 1]));
  } else {
    for (const char c : bytes) add(static_cast<unsigned char>(c));
  }
  text = squeezed(without_control_characters(text));
  return text.size() > kMaxText ? without_control_characters(text.substr(0, kMaxText)) : text;
}

// "D:20260314101500Z" to "2026-03-14".
std::string iso_day(const std::string& printed) {
  const std::size_t start = printed.starts_with("D:") ? 2 : 0;
  const std::string digits = printed.substr(start, 8);
  const bool whole = digits.size() == 8 &&
                     std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  if (!whole) return "";
  return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

// The values of an element or attribute of XMP, by its name: <pdf:Producer>x</pdf:Producer> and
// pdf:Producer="x".
void values_of(std::string_view packet, std::string_view name, std::vector<std::string>& values) {
  for (std::size_t at = packet.find(name); at != std::string_view::npos;
       at = packet.find(name, at + name.size())) {
    if (values.size() >= kMaxHistory) return;
    std::size_t start = at + name.size();
    if (start >= packet.size()) return;
    char end = '<';
    if (packet[start] == '=' && start + 1 < packet.size()) {
      end = packet[start + 1];
      start += 2;
    } else if (packet[start] == '>') {
      ++start;
    } else {
      continue;
    }
    const std::size_t stop = packet.find(end, start);
    if (stop == std::string_view::npos || stop == start || stop - start > kMaxText) continue;
    values.push_back(squeezed(without_control_characters(packet.substr(start, stop - start))));
  }
}

std::string first_of(std::string_view packet, std::string_view name) {
  std::vector<std::string> values;
  values_of(packet, name, values);
  return values.empty() ? "" : values.front();
}

}  // namespace

std::vector<std::string> read_metadata(const PdfFile& pdf, DocumentMetadata& metadata) {
  const PdfValue information = pdf.member(pdf.trailer(), "Info");
  const auto text = [&](const char* key) {
    return decoded_text(pdf.member(information, key).text);
  };
  metadata.producer = text("Producer");
  metadata.creator = text("Creator");
  metadata.author = text("Author");
  metadata.created = iso_day(text("CreationDate"));
  metadata.modified = iso_day(text("ModDate"));
  std::vector<std::string> history;
  const PdfValue root = pdf.member(pdf.trailer(), "Root");
  const auto packet = pdf.decoded(pdf.member(root, "Metadata"));
  if (!packet) return history;
  for (const char* name :
       {"pdf:Producer", "xmp:CreatorTool", "xap:CreatorTool", "stEvt:softwareAgent"})
    values_of(*packet, name, history);
  const auto day = [&](const char* name) {
    const std::string printed = first_of(*packet, name).substr(0, 10);
    return printed.size() == 10 && printed[4] == '-' && printed[7] == '-' ? printed : "";
  };
  if (metadata.created.empty()) metadata.created = day("xmp:CreateDate");
  if (metadata.modified.empty()) metadata.modified = day("xmp:ModifyDate");
  return history;
}

std::string active_content(const PdfFile& pdf) {
  const PdfValue root = pdf.member(pdf.trailer(), "Root");
  const PdfValue names = pdf.member(root, "Names");
  const PdfValue action = pdf.member(root, "OpenAction");
  const std::string what = pdf.member(action, "S").text;
  const bool scripts = names["JavaScript"].kind != Kind::null || what == "JavaScript";
  const bool files = names["EmbeddedFiles"].kind != Kind::null;
  std::string text = scripts ? "scripts" : "";
  if (what == "Launch")
    text += text.empty() ? "a command to start a program" : " and a command to start a program";
  if (files) text += text.empty() ? "embedded files" : " and embedded files";
  return text;
}

}  // namespace verilot
