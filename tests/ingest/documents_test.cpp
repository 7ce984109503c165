#include "ingest/documents.h"

#include <doctest/doctest.h>

#include "support/samples.h"

namespace verilot {
namespace {

TEST_CASE("documents: a file is opened once and listed with its hash") {
  const SampleFolder folder({{"b.txt", ""}, {"sub/a.txt", "abc"}});
  Documents documents(folder.name());
  Problems problems;
  const DocumentFile* first = documents.open("sub/a.txt", {}, problems);
  REQUIRE(first != nullptr);
  CHECK(documents.open("sub/a.txt", {}, problems) == first);
  CHECK(documents.open("b.txt", {}, problems) != nullptr);
  CHECK(all_lines(problems) == "");
  const std::vector<ReadDocument> opened = documents.opened();
  REQUIRE(opened.size() == 2);
  CHECK(opened[0].name == "b.txt");
  CHECK(opened[0].sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(opened[1].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(documents.was_opened("b.txt"));
  CHECK_FALSE(documents.was_opened("c.txt"));
}

TEST_CASE("documents: a missing file is a problem at the place that names it") {
  const SampleFolder folder;
  Documents documents(folder.name());
  Problems problems;
  SourceLocation where = in_file("dossier.yaml");
  where.line = 4;
  where.column = 11;
  CHECK(documents.open("coa.pdf", where, problems) == nullptr);
  CHECK(documents.open("", where, problems) == nullptr);
  CHECK(documents.open(std::string(5000, 'x'), where, problems) == nullptr);
  REQUIRE(problems.size() == 3);
  CHECK(to_string(problems[0]) ==
        "dossier.yaml:4:11: error: document 'coa.pdf' is not in the folder; add it or correct the "
        "name");
  CHECK(to_string(problems[1]) ==
        "dossier.yaml:4:11: error: '' is outside the dossier's folder; name a file inside it");
}

TEST_CASE("documents: a quotation is found across lines, spaces and case, with line and column") {
  const SampleFolder folder({{"a.txt", "First line.\nThe tissue  is\n  umbilical CORD.\n"}});
  Documents documents(folder.name());
  Problems problems;
  const DocumentFile* file = documents.open("a.txt", {}, problems);
  REQUIRE(file != nullptr);
  const std::pair<const char*, const char*> found[] = {
      {"First", "a.txt:1:1"}, {"tissue is Umbilical cord", "a.txt:2:5"}, {"CORD.", "a.txt:3:13"}};
  for (const auto& [words, place] : found) {
    CAPTURE(words);
    const std::optional<SourceLocation> where = documents.find_quote(*file, words, problems).where;
    REQUIRE(where);
    CHECK(to_string(*where) == place);
  }
  CHECK_FALSE(documents.find_quote(*file, "placenta", problems).where);
  CHECK_FALSE(documents.find_quote(*file, "  ", problems).where);
  CHECK_FALSE(documents.find_quote(*file, "", problems).where);
}

TEST_CASE("documents: a web page is its words, at the lines of its source") {
  const SampleFolder folder(
      {{"a.html", "<html>\n<script>var approved;</script>\n<p>Not\n<b>approved</b></p>\n"}});
  Documents documents(folder.name());
  Problems problems;
  const DocumentFile* file = documents.open("a.html", {}, problems);
  REQUIRE(file != nullptr);
  const std::optional<SourceLocation> where =
      documents.find_quote(*file, "not approved", problems).where;
  REQUIRE(where);
  CHECK(where->line == 3);
  CHECK_FALSE(documents.find_quote(*file, "var", problems).where);
}

TEST_CASE("documents: a text that is no text is a problem and has no words") {
  const SampleFolder folder({{"a.txt", std::string("a\0b", 3)}, {"empty.txt", ""}});
  Documents documents(folder.name());
  Problems problems;
  CHECK_FALSE(documents.text(*documents.open("a.txt", {}, problems), problems));
  CHECK_FALSE(documents.text(*documents.open("empty.txt", {}, problems), problems));
  CHECK(all_lines(problems) ==
        "a.txt: error: holds NUL bytes: it is not a text file; save it as UTF-8 text\n"
        "empty.txt: error: is empty; write what is known, or leave the file out\n");
}

TEST_CASE("documents: what keeps a quoted document from being read is told once") {
  const SampleFolder folder({{"a.pdf", "%PDF-1.4\nbroken"}});
  Documents documents(folder.name());
  Problems problems;
  const DocumentFile* file = documents.open("a.pdf", {}, problems);
  REQUIRE(file != nullptr);
  for (const char* words : {"Homo sapiens", "placenta"}) {
    const FoundQuote found = documents.find_quote(*file, words, problems);
    CHECK_FALSE(found.where);
    CHECK_FALSE(found.document_read);
  }
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].level == ProblemLevel::error);
  CHECK(problems[0].where.file == "a.pdf");
}

TEST_CASE("documents: those of a case are assumed, and show what is quoted") {
  Documents documents = Documents::assumed();
  Problems problems;
  const DocumentFile* file = documents.open("letter.txt", {}, problems);
  REQUIRE(file != nullptr);
  CHECK(documents.are_assumed());
  CHECK(to_string(*documents.find_quote(*file, "anything", problems).where) == "letter.txt");
  CHECK(problems.empty());
}

}  // namespace
}  // namespace verilot
