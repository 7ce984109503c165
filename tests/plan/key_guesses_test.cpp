#include <doctest/doctest.h>

#include "plan/projection.h"

namespace verilot::plan {
namespace {

// What one projection reads from record after record, the fields a, b and a long one.
class Reader {
 public:
  Reader() : names_{"a", "bb", "fifteen_letters", "a_key_of_sixteen", "a_key_longer_than_that"} {
    for (const std::string& name : names_)
      columns_.push_back(fields_.at(fields_.member(Fields::kRecord, name)).column);
    fields_.finish();
    projection_.emplace(fields_);
  }

  // The values in the order of the names, '-' for an absent one.
  std::string read(const std::string& line) {
    padded_ = line + std::string(kPadding, '\n');
    if (!projection_->load(std::string_view(padded_).substr(0, line.size()))) return "broken";
    std::string out;
    for (const std::uint32_t column : columns_) {
      const Cell& cell = projection_->cells(0)[column];
      out += cell.tag == Tag::integer ? std::to_string(cell.integer) : "-";
    }
    return out;
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::uint32_t> columns_;
  Fields fields_;
  std::optional<Projection> projection_;
  std::string padded_;
};

}  // namespace

TEST_CASE("key guesses: a record is read the same whatever order of keys came before it") {
  const std::pair<std::string, std::string> records[] = {
      {R"({"a":1,"bb":2,"fifteen_letters":3,"a_key_of_sixteen":4,"a_key_longer_than_that":5})",
       "12345"},
      {R"({"a_key_longer_than_that":5,"fifteen_letters":3,"a_key_of_sixteen":4,"bb":2,"a":1})",
       "12345"},
      {R"({"a":1,"other":9,"bb":2})", "12---"},
      {R"({"a":1,"bb":2})", "12---"},
      {R"({"a":1,"fifteen_letters":3})", "1-3--"},
      {R"({"other":9,"a":1,"a":7})", "7----"},
      {R"({"a":1,"b":9,"bb":2,"bbb":9,"ab":9})", "12---"},
      {R"({"\u0061":1,"b\u0062":2,"a\"":9})", "12---"},
      {R"({"a":1,"fifteen_letter":9,"fifteen_letterss":9})", "1----"},
      {R"({"a":1,"a_key_of_sixteen_":9,"a_key_longer_than_thaT":9})", "1----"},
      {R"({})", "-----"},
  };
  Reader reader;
  for (const auto& [first, of_first] : records) {
    for (const auto& [second, of_second] : records) {
      CHECK_MESSAGE(reader.read(first) == of_first, first);
      CHECK_MESSAGE(reader.read(second) == of_second, second, " behind ", first);
    }
  }
}

TEST_CASE("key guesses: any number of keys that no rule reads is read past") {
  Reader reader;
  for (int record = 0; record < 3; ++record) {
    std::string line = "{\"a\":1";
    for (int i = 0; i < 500; ++i) line += ",\"key" + std::to_string(i * (record + 1)) + "\":9";
    CHECK(reader.read(line + ",\"bb\":2}") == "12---");
  }
}

TEST_CASE("key guesses: a key that fits but has no value behind it is broken") {
  Reader reader;
  CHECK(reader.read(R"({"a":1,"bb":2})") == "12---");
  CHECK(reader.read(R"({"a":1,"bb"})") == "broken");
  CHECK(reader.read(R"({"a":1,"bb":})") == "broken");
  CHECK(reader.read(R"({"a":1,"bb":2})") == "12---");
}

}  // namespace verilot::plan
