#include "ingest/captures.h"

#include <doctest/doctest.h>

#include "ingest/html_text.h"
#include "ingest/scalar_places.h"

using namespace verilot;

namespace {

Schema speakers() {
  Schema schema;
  schema.enumerations["speaker"] = {
      "speaker", "", {{"clinic", "", {"practice"}}, {"patient", "", {}}}};
  schema.enumerations["medium"] = {"medium", "", {{"social", "", {"instagram"}}}};
  return schema;
}

// The part of the file that the words of a capture come from.
std::string source_of(const CapturedFile& file, const std::string& words, std::size_t which = 0) {
  const Capture& capture = file.captures.at(which);
  const std::size_t at = capture.text.find(words);
  REQUIRE(at != std::string::npos);
  const std::size_t from = capture.origin.at(at);
  return file.text.substr(from, capture.origin.at(at + words.size() - 1) + 1 - from);
}

}  // namespace

TEST_CASE("captures: a post has its author, handle, date, medium and speaker, and its comments") {
  const CapturedFile file =
      read_captures("post.yaml",
                    "author: Glow\nhandle: '@glow'\ndate: 2026-05-02\n"
                    "medium: Instagram\nspeaker: practice\ntext: FDA approved\n"
                    "comments:\n  - speaker: patient\n    text: I love it\n",
                    speakers());
  CHECK(file.problems.empty());
  REQUIRE(file.captures.size() == 2);
  const Capture& post = file.captures[0];
  CHECK(post.author == "Glow");
  CHECK(post.handle == "@glow");
  CHECK(post.date == "2026-05-02");
  CHECK(post.medium == "social");
  CHECK(post.speaker == "clinic");
  CHECK(file.captures[1].speaker == "patient");
  CHECK(file.captures[1].author.empty());
}

TEST_CASE("captures: every byte of a post's words knows its place, however they are written") {
  const char* yaml[] = {
      "text: it is FDA approved now\n",          "text: \"it is \\u00e9 FDA approved now\"\n",
      "text: 'it''s FDA approved now'\n",        "text: |\n  first line\n  is FDA approved now\n",
      "text: >-\n  it\n  is FDA approved now\n", "text: \"it is\n  \\\"FDA approved\\\" now\"\n",
  };
  for (const char* text : yaml) {
    CAPTURE(std::string(text));
    const CapturedFile file = read_captures("post.yaml", text, speakers());
    CHECK(file.problems.empty());
    CHECK(source_of(file, "FDA approved") == "FDA approved");
  }
  const CapturedFile json = read_captures(
      "posts.json", R"([{"text": "a \ud83d\udc89 \n FDA approved"}, {"text": "Safe\/sound"}])",
      speakers());
  CHECK(json.problems.empty());
  CHECK(source_of(json, "FDA approved") == "FDA approved");
  CHECK(source_of(json, "sound", 1) == "sound");
}

TEST_CASE("captures: a text may begin with who said it, and its places stay those of the file") {
  const CapturedFile file =
      read_captures("a.txt", "Author: X\nSpeaker: clinic\n\nSterile vials.\n", speakers());
  CHECK(file.problems.empty());
  CHECK(file.captures.at(0).author == "X");
  CHECK(file.captures[0].speaker == "clinic");
  CHECK(file.captures[0].text == "Sterile vials.\n");
  CHECK(source_of(file, "Sterile") == "Sterile");
  const CapturedFile plain = read_captures("b.txt", "Note: sterile\nvials\n\nmore", speakers());
  CHECK(plain.captures.at(0).text == "Note: sterile\nvials\n\nmore");
}

TEST_CASE("captures: the words of a web page know their place in it, those of a tag their tag") {
  const std::string page = "<p>is <b>FDA&nbsp;approved</b></p><img alt='Guaranteed results'>";
  const HtmlText text = html_words(page);
  REQUIRE(text.origin.size() == text.words.size());
  CHECK(text.origin[text.words.find("FDA")] == page.find("FDA"));
  CHECK(text.origin[text.words.find("approved")] == page.find("approved"));
  CHECK(text.origin[text.words.find("Guaranteed")] == page.find("<img"));
}

TEST_CASE("captures: what is wrong with a capture is told with its place") {
  const auto faults = [](const char* name, const char* text) {
    std::string all;
    for (const Problem& problem : read_captures(name, text, speakers()).problems)
      all += to_string(problem) + "\n";
    return all;
  };
  CHECK(faults("p.yaml", "txt: FDA approved\n").find("p.yaml:1:1: error: unknown key 'txt'") == 0);
  CHECK(faults("p.yaml", "text: a\nspeaker: clinik\n")
            .find("p.yaml:2:10: error: 'clinik' is no "
                  "speaker, did you mean 'clinic'?") == 0);
  CHECK(faults("p.json", "{\"text\": [1]}").find("a post has its words under `text`") !=
        std::string::npos);
  CHECK(faults("p.json", "3").find("is no capture") != std::string::npos);
  CHECK(faults("p.txt", "%PDF-1.7").find("is a PDF") != std::string::npos);
}

TEST_CASE("captures: places that cannot be followed stay within the file") {
  const std::string source = "text: \"a\\";
  for (std::size_t start = 0; start <= source.size() + 2; ++start)
    for (const char* decoded : {"", "abc", "a \n b", "\xC3\xA9\xF0\x9F\x92\x89"})
      for (const std::uint32_t place : scalar_places(source, start, decoded))
        CHECK(place <= source.size());
}
