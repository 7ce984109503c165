// ingest: the objects of a PDF as they stand in its bytes, for questions that pdftotext does not
// answer: what was added in which revision, what was painted over what.
//
//   const PdfFile pdf(bytes);
//   for (const PdfPageObject& page : pdf.pages()) use(pdf.page_content(page.dictionary));
//
// Objects are found by going through the file from its start; of several with one number the last
// stands, as for a reader of the newest revision. Cross-reference tables are not used. `bytes` must
// outlive this.
//
// Errors: none are thrown. What is damaged or cannot be decoded is null or nothing.
// Limits: depth of values 40, 500,000 values in one, 300,000 objects, 16 MB a decoded stream, 96 MB
// all streams, pages as
//         kMaxPages; whole() is false once one of them was hit.
// Source: ISO 32000-1:2008, 7.3 (objects), 7.5 (file structure).
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace verilot {

struct PdfValue {
  enum class Kind { null, number, name, text, array, dictionary, reference, word };
  Kind kind = Kind::null;
  double number = 0;              // of a reference its object number; true is the word "true"
  std::string text;               // a name without its slash, the bytes of a text, a word
  std::vector<PdfValue> items;    // of an array; of a dictionary the values
  std::vector<std::string> keys;  // of a dictionary
  std::string_view data;          // of a stream, as it stands in the file

  bool is(Kind wanted) const { return kind == wanted; }
  // The member of a dictionary; null when there is none.
  const PdfValue& operator[](std::string_view key) const;
};

// Reads values and the words between them, in files and in content streams.
class PdfLexer {
 public:
  explicit PdfLexer(std::string_view bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {}
  // The next value or word; nothing at the end.
  std::optional<PdfValue> next(int depth = 0);
  void skip_space();
  std::size_t position() const { return at_; }
  void move_to(std::size_t at) { at_ = at; }
  // The bytes of an inline picture after its word ID are stepped over.
  void skip_inline_picture();

 private:
  PdfValue text();
  PdfValue hexadecimal();
  PdfValue container(bool dictionary, int depth);
  std::string word();

  std::string_view bytes_;
  std::size_t at_;
  std::size_t contained_ = 0;  // values in the container that is being read
};

struct PdfPageObject {
  int object = 0;  // its number
  PdfValue dictionary;
  PdfValue resources;
  // From the bottom left corner, as the file says it.
  double media[4] = {0, 0, 612, 792};
  double crop[4] = {0, 0, 612, 792};
  int turned = 0;  // degrees clockwise: 0, 90, 180, 270
};

class PdfFile {
 public:
  explicit PdfFile(std::string_view bytes);

  const PdfValue& trailer() const { return trailer_; }
  PdfValue object(int number) const;
  // The value itself, or what a reference leads to.
  PdfValue resolved(const PdfValue&) const;
  PdfValue member(const PdfValue& dictionary, std::string_view key) const;

  // The bytes of a stream without its filters; nothing for filters of pictures and unknown ones.
  std::optional<std::string> decoded(const PdfValue& stream) const;
  std::string page_content(const PdfValue& page) const;
  std::vector<PdfPageObject> pages() const;

  // Where each revision ends, in file order; the parts of a linearised file are one.
  const std::vector<std::size_t>& revision_ends() const { return ends_; }
  bool encrypted() const { return !trailer_["Encrypt"].is(PdfValue::Kind::null); }
  bool linearised() const { return linearised_; }
  bool whole() const { return whole_; }
  std::size_t object_count() const { return objects_.size(); }
  // Numbers of the objects that stand at or after the offset.
  std::vector<int> objects_after(std::size_t offset) const;

 private:
  struct Place {
    std::size_t at = 0;    // of the value
    std::size_t file = 0;  // of the object, or of the stream that holds it
    const std::string* container = nullptr;
    std::string_view data;
  };
  void scan();
  void scan_between(std::size_t from, std::size_t to);
  void note_linearised();
  void take_trailer(const PdfValue&);
  void take_object_stream(const PdfValue&, std::size_t file);
  std::string_view stream_data(const PdfValue& dictionary, std::size_t& at) const;
  void collect_pages(const PdfValue& node, int number, PdfPageObject inherited, int depth,
                     std::vector<int>& seen, std::vector<PdfPageObject>& pages) const;

  std::string_view bytes_;
  std::unordered_map<int, Place> objects_;
  std::deque<std::string> containers_;
  PdfValue trailer_;
  std::vector<std::size_t> ends_;
  bool linearised_ = false;
  mutable bool whole_ = true;
  mutable std::size_t decoded_bytes_ = 0;
  mutable std::size_t read_bytes_ = 0;  // by object(), however often
};

}  // namespace verilot
