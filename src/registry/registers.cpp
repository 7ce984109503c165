#include "registry/registers.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "digest/digest.h"
#include "registry/read_entries.h"

namespace verilot {

namespace {

std::string in_days(int count) { return std::to_string(count) + (count == 1 ? " day" : " days"); }

bool knows_kind(const RegisterSource& source, const std::string& kind) {
  return std::ranges::any_of(source.files, [&](const RegisterFile& file) {
    return std::ranges::any_of(file.entries.identifiers,
                               [&](const auto& field) { return field.first == kind; });
  });
}

void judge_age(const RegisterSource& source, const Date& as_of, CopyState& state) {
  const Date date = *parse_date(state.date);
  state.age_days = static_cast<int>((as_of.last - date.first).count());
  if (state.age_days < 0)
    state.why = "the copy is of " + state.date + ", after the day that is judged";
  else if (as_of.last < out_of_date_from(source, date))
    state.why.clear();
  else if (state.age_days > source.stale_after_days)
    state.why = "the copy is " + in_days(state.age_days) + " old; " +
                in_days(source.stale_after_days) + " are allowed";
  else
    state.why = "the copy is of " + state.date + ", and the register runs by calendar year";
  state.stale = !state.why.empty();
}

// Where the folder cannot be written to, they are read from the parts each time.
void keep_for_next_time(const std::string& folder, const std::string& path,
                        const std::string& packed) {
  try {
    make_folder(folder);
    write_atomically(path, packed);
  } catch (const WriteError&) {
  }
}

}  // namespace

std::string to_string(LookUp::Result result) {
  return result == LookUp::Result::found       ? "found"
         : result == LookUp::Result::not_found ? "not found"
                                               : "unknown";
}

std::chrono::sys_days out_of_date_from(const RegisterSource& source, const Date& copy) {
  using namespace std::chrono;
  const sys_days by_age = copy.first + days{source.stale_after_days + 1};
  if (!source.stale_at_new_year) return by_age;
  const year_month_day date(copy.first);
  return std::min(by_age, sys_days((date.year() + years{1}) / January / 1));
}

CopyState state_of(const RegisterSource& source, const std::optional<Snapshot>& copy,
                   const Date& as_of) {
  CopyState state{.source = source.id, .title = source.title};
  if (!copy) {
    state.stale = true;
    state.why = "there is no copy of this register; verilot registers update or import makes one";
    return state;
  }
  state.there = true;
  state.date = copy->date;
  state.source_date = copy->source_date;
  state.sha256 = copy->sha256;
  state.entries = copy->entries;
  state.complete = copy->complete;
  judge_age(source, as_of, state);
  if (state.why.empty()) state.why = copy->note;
  return state;
}

EntryFile entries_of(const SnapshotStore& store, const RegisterSource& source, const Snapshot& copy,
                     const RegisterSources& known, const NameFold& fold, std::string& fault) {
  const std::string name =
      sha256_of({copy.sha256, source.fingerprint, fold.fingerprint()}).substr(0, 32);
  const std::string path = store.entries_folder() + "/" + name;
  if (EntryFile file(path); file.sound()) return file;
  EntryReader reader(source, known);
  for (const SnapshotPart& part : copy.parts) {
    if (part.sha256.empty()) continue;
    const auto layout = std::ranges::find(source.files, part.file, &RegisterFile::name);
    const MappedFile body(store.object_path(part.sha256));
    if (layout == source.files.end() || sha256_of({body.text()}) != part.sha256) {
      fault = "the copy is damaged: " + store.object_path(part.sha256) +
              " is not there or not what was kept; update or import the register again";
      return {};
    }
    reader.add(*layout, body.text(), part.address);
  }
  ReadEntries read = reader.take();
  if (!read.fault.empty()) {
    fault = read.fault;
    return {};
  }
  std::string packed = pack_entries(read.entries, fold);
  keep_for_next_time(store.entries_folder(), path, packed);
  return EntryFile::of_bytes(std::move(packed));
}

Registers::Registers(const RegisterSources& sources, const NameFold& fold,
                     const SnapshotStore& store, const Date& as_of)
    : sources_(sources), fold_(fold) {
  for (const RegisterSource& source : sources.all) {
    const std::optional<Snapshot> copy = store.as_of(source.id, as_of);
    Held held{.source = &source, .state = state_of(source, copy, as_of)};
    std::string fault;
    if (copy) held.entries = entries_of(store, source, *copy, sources, fold, fault);
    if (!fault.empty()) {
      held.state.stale = held.state.damaged = true;
      held.state.why = fault;
    }
    for (const SnapshotPart& part : copy ? copy->parts : std::vector<SnapshotPart>{})
      (part.sha256.empty() ? held.absent : held.asked).push_back(part.name);
    held_.push_back(std::move(held));
  }
}

LookUp Registers::answer(const Held& held, const std::vector<std::uint32_t>& found) {
  LookUp answer{.copy = held.state};
  for (const std::uint32_t i : found) answer.entries.push_back(held.entries.entry(i));
  if (!found.empty())
    answer.result = LookUp::Result::found;
  else if (held.state.there && held.state.complete && !held.state.stale)
    answer.result = LookUp::Result::not_found;
  else
    answer.why = held.state.why;
  return answer;
}

// A register that is asked single questions shows absence only of what it was asked.
void Registers::settle_asked(const Held& held, const std::string& plain, LookUp& answer) {
  if (!held.source->asked || answer.result == LookUp::Result::found) return;
  const auto holds = [&](const std::vector<std::string>& list) {
    return std::ranges::find(list, plain) != list.end();
  };
  if (!held.state.stale && (holds(held.absent) || holds(held.asked))) {
    answer.result = LookUp::Result::not_found;
    answer.why.clear();
  } else if (!held.state.stale) {
    answer.why = "the register was not asked about " + plain +
                 "; verilot registers update --only " + held.source->id + " --ask " + plain;
  }
}

std::vector<LookUp> Registers::look_up(const std::string& kind, const std::string& value) const {
  std::vector<LookUp> answers;
  const std::string plain = sources_.plain(kind, value);
  for (const Held& held : held_) {
    if (!knows_kind(*held.source, kind)) continue;
    LookUp one = answer(held, held.entries.with_identifier(kind, plain));
    if (kind == held.source->asked_kind) settle_asked(held, plain, one);
    answers.push_back(std::move(one));
  }
  return answers;
}

std::vector<LookUp> Registers::with_name(const std::string& name) const {
  std::vector<LookUp> answers;
  const std::string folded = fold_.folded(name);
  for (const Held& held : held_)
    answers.push_back(answer(held, held.entries.with_name(folded, fold_)));
  return answers;
}

std::optional<CopyState> Registers::snapshot(const std::string& source) const {
  for (const Held& held : held_)
    if (held.source->id == source) return held.state;
  return std::nullopt;
}

std::vector<CopyState> Registers::snapshots() const {
  std::vector<CopyState> states;
  for (const Held& held : held_) states.push_back(held.state);
  return states;
}

void Registers::each(
    const std::function<void(Place, const CopyState&, const RegisterEntry&)>& use) const {
  for (std::uint32_t source = 0; source < held_.size(); ++source)
    for (std::uint32_t i = 0; i < held_[source].entries.size(); ++i)
      use({source, i}, held_[source].state, held_[source].entries.entry(i));
}

}  // namespace verilot
