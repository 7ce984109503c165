#include "ingest/pdf_objects.h"

#include <algorithm>
#include <charconv>

#include "ingest/certificate_reader.h"
#include "ingest/pdf_filters.h"

namespace verilot {
namespace {

using Kind = PdfValue::Kind;

constexpr std::size_t kMaxObjects = 300'000;
constexpr std::size_t kMaxStream = std::size_t{16} << 20;
constexpr std::size_t kMaxStreams = std::size_t{96} << 20;
constexpr std::size_t kMaxRead = std::size_t{512} << 20;
constexpr int kMaxTreeDepth = 40;
constexpr int kMaxReferences = 8;  // one that leads to one that leads to one ...

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0'; }

// The object number in "12 0 obj", of which `obj` is where the word stands; -1 for other words.
int object_number(std::string_view bytes, std::size_t obj, std::size_t& start) {
  std::size_t at = obj;
  int number = -1;
  for (int field = 0; field < 2; ++field) {
    const std::size_t spaces = at;
    while (at > 0 && is_space(bytes[at - 1])) --at;
    if (at == spaces && field == 1) return -1;
    const std::size_t end = at;
    while (at > 0 && is_digit(bytes[at - 1]) && end - at < 10) --at;
    if (at == end) return -1;
    number = -1;
    std::from_chars(bytes.data() + at, bytes.data() + end, number);
  }
  start = at;
  return number;
}

void read_box(const PdfValue& value, double (&box)[4]) {
  if (!value.is(Kind::array) || value.items.size() != 4) return;
  double read[4];
  for (std::size_t i = 0; i < 4; ++i) {
    if (!value.items[i].is(Kind::number)) return;
    read[i] = value.items[i].number;
  }
  box[0] = std::min(read[0], read[2]);
  box[1] = std::min(read[1], read[3]);
  box[2] = std::max(read[0], read[2]);
  box[3] = std::max(read[1], read[3]);
}

}  // namespace

PdfFile::PdfFile(std::string_view bytes) : bytes_(bytes) {
  trailer_.kind = Kind::dictionary;
  scan();
  note_linearised();
}

// What stands between two objects: the ends of revisions and the trailers.
void PdfFile::scan_between(std::size_t from, std::size_t to) {
  const std::string_view gap = bytes_.substr(from, to - from);
  for (std::size_t at = gap.find("trailer"); at != std::string_view::npos;
       at = gap.find("trailer", at)) {
    PdfLexer lexer(bytes_, from + at + 7);
    if (const auto value = lexer.next()) take_trailer(*value);
    at = lexer.position() - from;
  }
  for (std::size_t at = gap.find("%%EOF"); at != std::string_view::npos;
       at = gap.find("%%EOF", at + 5))
    ends_.push_back(from + at + 5);
}

void PdfFile::take_trailer(const PdfValue& dictionary) {
  for (std::size_t i = 0; i < dictionary.keys.size(); ++i) {
    const auto known = std::ranges::find(trailer_.keys, dictionary.keys[i]);
    if (known == trailer_.keys.end()) {
      trailer_.keys.push_back(dictionary.keys[i]);
      trailer_.items.push_back(dictionary.items[i]);
    } else {
      trailer_.items[static_cast<std::size_t>(known - trailer_.keys.begin())] = dictionary.items[i];
    }
  }
}

// `at` stands after the dictionary, and is left after the stream.
std::string_view PdfFile::stream_data(const PdfValue& dictionary, std::size_t& at) const {
  std::size_t start = at + 6;  // the word "stream"
  if (start < bytes_.size() && bytes_[start] == '\r') ++start;
  if (start < bytes_.size() && bytes_[start] == '\n') ++start;
  start = std::min(start, bytes_.size());
  const PdfValue length = resolved(dictionary["Length"]);
  if (length.is(Kind::number) && length.number >= 0) {
    const auto size = static_cast<std::size_t>(length.number);
    if (size <= bytes_.size() - start) {
      PdfLexer after(bytes_, start + size);
      after.skip_space();
      if (bytes_.substr(after.position(), 9) == "endstream") {
        at = after.position() + 9;
        return bytes_.substr(start, size);
      }
    }
  }
  const std::size_t end = std::min(bytes_.find("endstream", start), bytes_.size());
  at = std::min(end + 9, bytes_.size());
  return bytes_.substr(start, end - start);
}

void PdfFile::scan() {
  std::size_t at = 0;
  while (at < bytes_.size()) {
    const std::size_t obj = bytes_.find("obj", at);
    if (obj == std::string_view::npos) break;
    std::size_t start = obj;
    const int number = object_number(bytes_, obj, start);
    if (number < 0 || start < at) {
      scan_between(at, obj + 3);
      at = obj + 3;
      continue;
    }
    scan_between(at, start);
    if (objects_.size() >= kMaxObjects) {
      whole_ = false;
      return;
    }
    PdfLexer lexer(bytes_, obj + 3);
    const std::optional<PdfValue> value = lexer.next();
    Place place{obj + 3, start, nullptr, {}};
    lexer.skip_space();
    at = lexer.position();
    if (value && value->is(Kind::dictionary) && bytes_.substr(at, 6) == "stream")
      place.data = stream_data(*value, at);
    objects_[number] = place;
    if (!value || place.data.data() == nullptr) continue;
    PdfValue stream = *value;
    stream.data = place.data;
    if (stream["Type"].text == "XRef") take_trailer(stream);
    if (stream["Type"].text == "ObjStm") take_object_stream(stream, start);
  }
  scan_between(std::min(at, bytes_.size()), bytes_.size());
}

void PdfFile::take_object_stream(const PdfValue& stream, std::size_t file) {
  auto text = decoded(stream);
  if (!text) return;
  const std::string& container = containers_.emplace_back(std::move(*text));
  const double first = resolved(stream["First"]).number;
  const double count = std::clamp(resolved(stream["N"]).number, 0.0, 100'000.0);
  PdfLexer lexer(container);
  for (int i = 0; i < static_cast<int>(count); ++i) {
    const auto number = lexer.next();
    const auto offset = lexer.next();
    if (!number || !offset || !number->is(Kind::number) || !offset->is(Kind::number)) return;
    const double at = first + offset->number;
    if (at < 0 || at >= static_cast<double>(container.size())) continue;
    if (objects_.size() >= kMaxObjects) {
      whole_ = false;
      return;
    }
    objects_[static_cast<int>(number->number)] = {
        static_cast<std::size_t>(at), file, &container, {}};
  }
}

// /L of the first object is the length of the linearised file: what stands behind was appended.
void PdfFile::note_linearised() {
  const std::size_t mark = bytes_.substr(0, 2048).find("/Linearized");
  if (mark == std::string_view::npos) return;
  const std::size_t open = bytes_.rfind("<<", mark);
  if (open == std::string_view::npos) return;
  PdfLexer lexer(bytes_, open);
  const auto dictionary = lexer.next();
  const double length = dictionary ? (*dictionary)["L"].number : 0;
  if (length <= 0) return;
  linearised_ = true;
  // Some writers add a line end to what /L counts.
  const std::size_t end = std::min(static_cast<std::size_t>(length), bytes_.size());
  std::erase_if(ends_, [&](std::size_t one) { return one + 8 < end; });
}

PdfValue PdfFile::object(int number) const {
  const auto found = objects_.find(number);
  if (found == objects_.end()) return {};
  if (read_bytes_ > kMaxRead) {
    whole_ = false;
    return {};
  }
  const Place& place = found->second;
  PdfLexer lexer(place.container != nullptr ? std::string_view(*place.container) : bytes_,
                 place.at);
  auto value = lexer.next();
  read_bytes_ += lexer.position() - place.at;
  if (!value) return {};
  if (value->is(Kind::number)) {  // "12 0 R" alone
    const auto generation = lexer.next();
    const auto word = lexer.next();
    if (generation && word && word->is(Kind::word) && word->text == "R")
      value->kind = Kind::reference;
  }
  value->data = place.data;
  return std::move(*value);
}

PdfValue PdfFile::resolved(const PdfValue& value) const {
  PdfValue result = value;
  for (int i = 0; i < kMaxReferences && result.is(Kind::reference); ++i)
    result = object(static_cast<int>(result.number));
  return result.is(Kind::reference) ? PdfValue{} : result;
}

PdfValue PdfFile::member(const PdfValue& dictionary, std::string_view key) const {
  return resolved(dictionary[key]);
}

std::optional<std::string> PdfFile::decoded(const PdfValue& stream) const {
  std::vector<PdfFilter> filters;
  const PdfValue names = member(stream, "Filter");
  const PdfValue parameters = member(stream, "DecodeParms");
  const std::size_t count = names.is(Kind::array) ? names.items.size() : names.is(Kind::name);
  for (std::size_t i = 0; i < count; ++i) {
    const PdfValue name = names.is(Kind::array) ? resolved(names.items[i]) : names;
    PdfValue parms = parameters;
    if (parameters.is(Kind::array))
      parms = i < parameters.items.size() ? resolved(parameters.items[i]) : PdfValue{};
    const auto number = [&](const char* key, int otherwise) {
      const PdfValue value = member(parms, key);
      return value.is(Kind::number) ? static_cast<int>(std::clamp(value.number, 0.0, 1e6))
                                    : otherwise;
    };
    filters.push_back({name.text, number("Predictor", 1), number("Colors", 1),
                       number("BitsPerComponent", 8), number("Columns", 1)});
  }
  const std::size_t room = kMaxStreams - std::min(kMaxStreams, decoded_bytes_);
  auto result = unfiltered(stream.data, filters, std::min(kMaxStream, room));
  if (result.cut) whole_ = false;
  if (!result.known) return std::nullopt;
  decoded_bytes_ += result.bytes.size();
  return std::move(result.bytes);
}

std::string PdfFile::page_content(const PdfValue& page) const {
  const PdfValue contents = member(page, "Contents");
  std::vector<PdfValue> parts = {contents};
  if (contents.is(Kind::array)) parts = contents.items;
  std::string all;
  for (const PdfValue& part : parts) {
    const auto text = decoded(resolved(part));
    if (text) all += *text + "\n";
    if (all.size() > kMaxStream) {
      whole_ = false;
      break;
    }
  }
  return all;
}

void PdfFile::collect_pages(const PdfValue& node, int number, PdfPageObject inherited, int depth,
                            std::vector<int>& seen, std::vector<PdfPageObject>& pages) const {
  if (depth > kMaxTreeDepth || pages.size() >= kMaxPages || !node.is(Kind::dictionary)) return;
  if (node["Resources"].kind != Kind::null) inherited.resources = member(node, "Resources");
  const PdfValue media = member(node, "MediaBox");
  read_box(media, inherited.media);
  if (media.is(Kind::array)) std::ranges::copy(inherited.media, inherited.crop);
  read_box(member(node, "CropBox"), inherited.crop);
  const PdfValue turned = member(node, "Rotate");
  if (turned.is(Kind::number))
    inherited.turned = ((static_cast<int>(turned.number) % 360) + 360) % 360;
  const PdfValue kids = member(node, "Kids");
  if (!kids.is(Kind::array)) {
    inherited.object = number;
    inherited.dictionary = node;
    pages.push_back(std::move(inherited));
    return;
  }
  for (const PdfValue& kid : kids.items) {
    if (!kid.is(Kind::reference)) continue;
    const int child = static_cast<int>(kid.number);
    if (std::ranges::find(seen, child) != seen.end() || seen.size() > 20'000) continue;
    seen.push_back(child);
    collect_pages(object(child), child, inherited, depth + 1, seen, pages);
  }
}

std::vector<PdfPageObject> PdfFile::pages() const {
  std::vector<PdfPageObject> pages;
  std::vector<int> seen;
  const PdfValue root = member(trailer_, "Root");
  collect_pages(member(root, "Pages"), 0, {}, 0, seen, pages);
  return pages;
}

std::vector<int> PdfFile::objects_after(std::size_t offset) const {
  std::vector<int> numbers;
  for (const auto& [number, place] : objects_)
    if (place.file >= offset) numbers.push_back(number);
  std::ranges::sort(numbers);
  return numbers;
}

}  // namespace verilot
