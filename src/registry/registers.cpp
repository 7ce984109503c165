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

int year_of(std::chrono::sys_days day) { return int(std::chrono::year_month_day(day).year()); }

// "its file sdn", "the answer about 02578066"; "the copy" where all parts are of one day.
std::string name_of(const RegisterSource& source, const SnapshotPart& part, bool of_one_day) {
  if (source.asked) return "the answer about " + part.name;
  return of_one_day ? "the copy" : "its file " + part.file;
}

// The oldest part decides, by the older of its day and the day of publication that is stated; what
// was learnt after the day that is judged shows nothing of that day.
void judge_age(const RegisterSource& source, const std::vector<SnapshotPart>& parts,
               const Date& as_of, CopyState& state) {
  const auto by_day = std::ranges::minmax_element(parts, {}, &SnapshotPart::date);
  const SnapshotPart &oldest = *by_day.min, &newest = *by_day.max;
  state.date = oldest.date;
  state.source_date = oldest_source_date(parts);
  const std::chrono::sys_days day = parse_date(oldest.date)->first;
  const auto published = parse_date(state.source_date);
  const bool older = published && published->first < day;
  const std::chrono::sys_days since = older ? published->first : day;
  const std::string name = name_of(source, oldest, oldest.date == newest.date);
  state.since = to_string(Date{since, since});
  state.age_days = static_cast<int>((as_of.last - since).count());
  const std::string age = in_days(state.age_days);
  if (parse_date(newest.date)->first > as_of.last)
    state.why = "the copy is of " + newest.date + ", after the day that is judged";
  else if (state.age_days > source.stale_after_days)
    state.why = (older ? "the copy states that it was published on " + state.source_date + ", " +
                             age + " ago; "
                       : name + " is " + age + " old; ") +
                in_days(source.stale_after_days) + " are allowed";
  else if (source.stale_at_new_year && year_of(since) != year_of(as_of.last))
    state.why = name + " is of " + (older ? state.source_date : oldest.date) +
                ", and the register runs by calendar year";
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

std::chrono::sys_days out_of_date_from(const RegisterSource& source, const Date& since) {
  using namespace std::chrono;
  const sys_days by_age = since.first + days{source.stale_after_days + 1};
  if (!source.stale_at_new_year) return by_age;
  const year_month_day date(since.first);
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
  state.sha256 = copy->sha256;
  state.entries = copy->entries;
  state.complete = copy->complete;
  if (source.asked) {
    for (const SnapshotPart& part : copy->parts) {
      CopyState one;
      judge_age(source, {part}, as_of, one);
      if (one.stale) state.stale_answers.push_back(part.name);
    }
  }
  judge_age(source, copy->parts, as_of, state);
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
    if (part.sha256.empty() || part.none) continue;
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
    : sources_(sources), fold_(fold), as_of_(as_of) {
  for (const RegisterSource& source : sources.all) {
    const std::optional<Snapshot> copy = store.as_of(source.id, as_of);
    Held held{.source = &source, .state = state_of(source, copy, as_of)};
    std::string fault;
    if (copy) held.entries = entries_of(store, source, *copy, sources, fold, fault);
    if (!fault.empty()) {
      held.state.stale = held.state.damaged = true;
      held.state.why = fault;
    }
    if (copy) held.parts = copy->parts;
    held_.push_back(std::move(held));
  }
}

// Of those of the questions that were answered; of the whole copy where none of them was.
CopyState Registers::state_of_answers(const Held& held,
                                      const std::vector<std::string>& asked) const {
  std::vector<SnapshotPart> parts;
  for (const SnapshotPart& part : held.parts)
    if (std::ranges::find(asked, part.name) != asked.end()) parts.push_back(part);
  if (!held.source->asked || held.state.damaged || parts.empty()) return held.state;
  CopyState state = held.state;
  state.stale = false;
  state.why.clear();
  judge_age(*held.source, parts, as_of_, state);
  return state;
}

CopyState Registers::state_of_entries(const Held& held,
                                      const std::vector<RegisterEntry>& entries) const {
  std::vector<std::string> asked;
  for (const RegisterEntry& entry : entries)
    for (const auto& [kind, plain] : entry.identifiers)
      if (kind == held.source->asked_kind) asked.push_back(plain);
  return state_of_answers(held, asked);
}

LookUp Registers::answer(const Held& held, const std::vector<std::uint32_t>& found) const {
  LookUp answer;
  for (const std::uint32_t i : found) answer.entries.push_back(held.entries.entry(i));
  answer.copy = state_of_entries(held, answer.entries);
  if (!found.empty())
    answer.result = LookUp::Result::found;
  else if (held.state.there && held.state.complete && !held.state.stale)
    answer.result = LookUp::Result::not_found;
  else
    answer.why = held.state.why;
  return answer;
}

// A register that is asked single questions shows absence only of what it was asked.
void Registers::settle_asked(const Held& held, const std::string& plain, LookUp& answer) const {
  if (!held.source->asked || answer.result == LookUp::Result::found || !held.state.there ||
      held.state.damaged)
    return;
  const auto part = std::ranges::find(held.parts, plain, &SnapshotPart::name);
  if (part == held.parts.end()) {
    answer.why = "the register was not asked about " + plain +
                 "; verilot registers update --only " + held.source->id + " --ask " + plain;
    return;
  }
  answer.copy = state_of_answers(held, {plain});
  answer.why = answer.copy.why;
  if (answer.copy.stale) return;
  if (part->none)
    answer.result = LookUp::Result::not_found;
  else
    answer.why = "what is kept about " + plain +
                 " is neither its record nor the register's word that there is none; verilot "
                 "registers update --only " +
                 held.source->id;
}

CopyState Registers::copy_at(Place place) const {
  const Held& held = held_[place.source];
  return held.source->asked ? state_of_entries(held, {held.entries.entry(place.entry)})
                            : held.state;
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
