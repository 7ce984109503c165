// A state folder with registers of a few firms, taken as an operator imports them.
//
//   KeptRegisters kept;
//   kept.establishments({"3009990001,Brightwater Tissue Services LLC,Registered"}, "2026-11-20");
//   auto desk = kept.desk("2026-11-22");
//
// Firms are made up; filling makes a copy long enough to count as complete.
#pragma once

#include <doctest/doctest.h>

#include <memory>

#include "registry/sample_registers.h"
#include "vetting/register_desk.h"

namespace verilot::testing {

constexpr const char* kEstablishments = "us-fda-hctp-establishments";
constexpr const char* kLetters = "us-fda-warning-letters";
constexpr const char* kExclusions = "us-oig-leie";
constexpr const char* kSanctions = "us-ofac-sdn";

class KeptRegisters {
 public:
  using Lines = std::vector<std::string>;

  // FEI, name, status
  void establishments(const Lines& lines, const std::string& date) {
    std::string text = "FEI,Establishment Name,Status,Registration Year\n";
    for (const std::string& line : lines) text += line + "," + date.substr(0, 4) + "\n";
    for (int i = 0; i < 100; ++i)
      text += std::to_string(3100000000 + i) + "," + filling(i) + ",Registered," +
              date.substr(0, 4) + "\n";
    take(kEstablishments, text, date);
  }
  // Name, FEI, close-out letter. Fewer than a hundred are an extract.
  void letters(const Lines& lines, const std::string& date, bool complete = true) {
    std::string text =
        "Posted Date,Letter Issue Date,Issuing Office,Subject,Company Name,FEI,Closeout Letter\n";
    for (const std::string& line : lines)
      text += "10/06/2026,09/22/2026,CBER,Unlicensed Biological Product," + line + "\n";
    for (int i = 0; complete && i < 100; ++i)
      text += "01/06/2026,01/02/2026,CDER,CGMP," + filling(i) + ",,\n";
    take(kLetters, text, date);
  }
  // Name, NPI
  void exclusions(const Lines& lines, const std::string& date) {
    std::string text = "LASTNAME,FIRSTNAME,MIDNAME,EXCLTYPE,EXCLDATE,BUSNAME,NPI\n";
    for (const std::string& line : lines) text += ",,,1128b8,20210520," + line + "\n";
    for (int i = 0; i < 100; ++i) text += ",,,1128b8,20210520," + filling(i) + ",\n";
    take(kExclusions, text, date);
  }
  // Names. Other names are in a file of their own, which belongs to a complete copy.
  void sanctions(const Lines& lines, const std::string& date) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i)
      text += std::to_string(90001 + i) + ",\"" + lines[i] + "\",,,,,,,,,,\n";
    for (int i = 0; i < 100; ++i)
      text += std::to_string(80001 + i) + ",\"" + filling(i) + "\",,,,,,,,,,\n";
    take(kSanctions, text, date, "sdn");
    take(kSanctions, "80001,501,\"aka\",\"ZORVEX ONE\",-0- \n", date, "alt");
  }
  void take(const std::string& id, const std::string& text, const std::string& date,
            const std::string& file = "") {
    timer_.passed += std::chrono::hours(1);
    SnapshotStore store(state_.path());
    UpdateOptions options;
    options.accept_fewer = true;
    options.environment = [](const std::string&) { return std::string(); };
    const UpdateOutcome outcome =
        Updater(store, project().sources, project().fold, timer_, options)
            .take(*project().sources.find(id), {state_.with("brought", text), file, date});
    CAPTURE(outcome.message);
    REQUIRE((outcome.result == UpdateOutcome::Result::updated ||
             outcome.result == UpdateOutcome::Result::unchanged));
  }
  // Numbers and answers of a register that is asked single questions; "" where it has no such
  // entry.
  void asked(const std::string& id,
             const std::vector<std::pair<std::string, std::string>>& numbers) {
    timer_.passed += std::chrono::hours(1);
    SnapshotStore store(state_.path());
    CannedClient client;
    UpdateOptions options;
    options.environment = [](const std::string&) { return std::string(); };
    for (const auto& [number, answer] : numbers) {
      options.ask.push_back(number);
      client.answers.push_back(
          json(answer.empty() ? R"({"errors": [{"title": "none"}]})" : answer));
      if (answer.empty()) client.answers.back().head.status = 404;
    }
    const DownloadPolicy policy;
    Downloader downloader(client, timer_, policy);
    const UpdateOutcome outcome = Updater(store, project().sources, project().fold, timer_, options)
                                      .update(*project().sources.find(id), downloader);
    CAPTURE(outcome.message);
    REQUIRE(outcome.result == UpdateOutcome::Result::updated);
  }

  std::shared_ptr<RegisterDesk> desk(const std::string& as_of = "2026-11-22",
                                     RegisterDesk::Ask ask = RegisterDesk::Ask::kept) const {
    auto desk = std::make_shared<RegisterDesk>(kRoot, state_.path(), *parse_date(as_of), ask);
    for (const Problem& problem : desk->problems()) FAIL_CHECK(to_string(problem));
    return desk;
  }
  void remove() const { fs::remove_all(state_.path() + "/registers"); }
  const std::string& path() const { return state_.path(); }

 private:
  // No two are near each other or near any name of a test.
  static std::string filling(int i) {
    return std::string("Q") + static_cast<char>('a' + i % 26) + static_cast<char>('a' + i / 26) +
           "zorvex" + static_cast<char>('a' + i % 7) + " LLC";
  }

  StateFolder state_;
  FakeTimer timer_;
};

}  // namespace verilot::testing
