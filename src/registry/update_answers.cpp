// A register that answers single questions: each question is asked and judged by itself, and what
// is known of it stays where the answer is no good.
#include <algorithm>
#include <utility>

#include "registry/address.h"
#include "registry/update.h"

namespace verilot {

std::vector<std::string> Updater::questions_of(const Fetching& run,
                                               const RegisterFile& file) const {
  std::vector<std::string> questions;
  for (const SnapshotPart& part : run.before ? run.before->parts : std::vector<SnapshotPart>{})
    if (part.file == file.name) questions.push_back(part.name);
  for (const std::string& asked : options_.ask) {
    const std::string plain = sources_.plain(run.source.asked_kind, asked);
    if (!plain.empty() && std::ranges::find(questions, plain) == questions.end())
      questions.push_back(plain);
  }
  return questions;
}

// Why the bytes do not answer the question: they have to be a record that holds its number, or the
// register's own words that there is none.
std::string Updater::wrong_answer(const RegisterSource& source, const RegisterFile& file,
                                  Fetched& one) const {
  if (one.part.none) return "";  // confirmed
  const MappedFile body(one.path);
  const int status = one.part.status < 400 ? 200 : one.part.status;
  one.part.none = status == file.none.status && says_none(file.none, body.text());
  if (one.part.none) return "";
  if (status != 200)
    return "the server answers with status " + std::to_string(status) +
           ", but not in the register's words for a number that it does not have";
  EntryReader reader(source, sources_);
  reader.add(file, body.text(), one.part.address);
  const ReadEntries read = reader.take();
  if (!read.fault.empty()) return read.fault;
  std::string others;
  for (const RegisterEntry& entry : read.entries) {
    for (const auto& [kind, plain] : entry.identifiers) {
      if (kind != source.asked_kind) continue;
      if (plain == one.part.name) return "";
      others += (others.empty() ? "" : ", ") + plain;
    }
  }
  return others.empty() ? "the answer has no entry, and does not say that there is none"
                        : "the answer is about " + others + ", which was not asked";
}

std::string Updater::ask(Fetching& run, const RegisterFile& file, const std::string& question) {
  if (run.refused) return "not asked any more";
  const SnapshotPart wanted{
      .file = file.name, .name = question, .address = asked_address(file.address, question)};
  std::string link;
  if (!fetch(run, file, wanted, link)) return std::exchange(run.fault, "");
  std::string fault = wrong_answer(run.source, file, run.parts.back());
  if (!fault.empty()) {
    discard({run.parts.back()});
    run.parts.pop_back();
  }
  return fault;
}

void Updater::fetch_answers(Fetching& run, const RegisterFile& file) {
  std::size_t answered = 0;
  for (const std::string& question : questions_of(run, file)) {
    const std::string fault = ask(run, file, question);
    if (fault.empty()) {
      ++answered;
      continue;
    }
    run.unanswered += (run.unanswered.empty() ? "" : "; ") + question + ": " + fault;
    if (const SnapshotPart* old = find_part(run.before, file.name, question))
      run.parts.push_back(
          {*old, old->sha256.empty() ? "" : store_.object_path(old->sha256), false});
  }
  if (answered == 0) run.fault = run.unanswered;
}

}  // namespace verilot
