// registry: a new copy of a register, from its addresses or from a file that an operator brings.
//
//   Updater updater(store, sources, fold, {...});
//   UpdateOutcome outcome = updater.update(source);
//   UpdateOutcome taken = updater.take(source, {.path = "sdn.csv", .date = "2026-11-20"});
//
// A copy is taken only when it is whole and is this register: everything is read before anything
// is kept. Otherwise the old copy stays, and the outcome says why.
//
// Of a register that answers single questions, an answer is taken only when it is a record with the
// number that was asked or the register's own words that there is none; what is known of the other
// questions stays, with its age, and the outcome is `failed`.
//
// Fewer entries than the source says are the least are kept as an extract: what is in it counts,
// what is not in it shows nothing. Far fewer than last time are refused.
//
// Errors: WriteError for a full disk; faults of the register or the network are outcomes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "registry/address.h"
#include "registry/download.h"
#include "registry/name_fold.h"
#include "registry/read_entries.h"
#include "registry/snapshot_store.h"
#include "registry/source.h"

namespace verilot {

struct UpdateOptions {
  std::string mirror;            // see mirrored()
  std::vector<std::string> ask;  // of a register that answers single questions
  bool accept_fewer = false;
  int most_seconds = 0;  // of one file; 0: what the source says
  std::function<std::string(const std::string&)> environment;  // for keys of access
};

struct UpdateOutcome {
  enum class Result {
    updated,
    unchanged,
    failed,         // the old copy stays, or what was known of the questions named
    not_by_program  // no address, a missing key, nothing to ask: nothing was tried
  };
  std::string source;
  Result result = Result::failed;
  std::string message;
  std::uint64_t entries = 0;
  std::string sha256;
};

std::string to_string(UpdateOutcome::Result);

struct FileToTake {
  std::string path, file;  // which of the source's files it is; "" for the first
  std::string date;        // the day it was exported, ISO
};

class Updater {
 public:
  Updater(SnapshotStore& store, const RegisterSources& sources, const NameFold& fold, Timer& timer,
          UpdateOptions options)
      : store_(store),
        sources_(sources),
        fold_(fold),
        timer_(timer),
        options_(std::move(options)) {}

  UpdateOutcome update(const RegisterSource&, Downloader&);
  UpdateOutcome take(const RegisterSource&, const FileToTake&);

 private:
  // A part and where its bytes are: in incoming() when it is new.
  struct Fetched {
    SnapshotPart part;
    std::string path;
    bool fresh = false;
  };
  struct Fetching {
    const RegisterSource& source;
    Downloader& downloader;
    std::optional<Snapshot> before;
    std::vector<Fetched> parts;
    std::string fault;
    std::string unanswered;  // questions, and why
    bool refused = false;    // there is no use in asking more
  };

  std::string refusal_to_start(const RegisterSource&, const std::optional<Snapshot>&) const;
  void fetch_pages(Fetching&, const RegisterFile&);
  void fetch_answers(Fetching&, const RegisterFile&);
  std::vector<std::string> questions_of(const Fetching&, const RegisterFile&) const;
  std::string ask(Fetching&, const RegisterFile&, const std::string& question);
  std::string wrong_answer(const RegisterSource&, const RegisterFile&, Fetched&) const;
  bool fetch(Fetching&, const RegisterFile&, const SnapshotPart& wanted, std::string& link);
  DownloadRequest request_of(const RegisterSource&, const RegisterFile&,
                             const std::string& address) const;
  std::string next_address(const RegisterFile&, const Fetched&, const std::string& link) const;
  ReadEntries read(const RegisterSource&, std::vector<Fetched>&) const;
  UpdateOutcome accept(const RegisterSource&, const std::optional<Snapshot>& before,
                       std::vector<Fetched>, Snapshot);
  void discard(const std::vector<Fetched>&) const;

  SnapshotStore& store_;
  const RegisterSources& sources_;
  const NameFold& fold_;
  Timer& timer_;
  UpdateOptions options_;
};

}  // namespace verilot
