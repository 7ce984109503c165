#include "registry/update.h"

#include <algorithm>
#include <filesystem>

#include "registry/registers.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

constexpr std::uint64_t kFew = 100;  // entries; so few may halve from one day to the next

std::string extension_of(RegisterFormat format) {
  return format == RegisterFormat::json ? ".json" : format == RegisterFormat::tsv ? ".tsv" : ".csv";
}

std::string count_of(std::uint64_t entries) {
  return std::to_string(entries) + (entries == 1 ? " entry" : " entries");
}

std::string page_name(std::size_t page) {
  return page == 0 ? "" : "page-" + std::to_string(page + 1);
}

// Why the absence of an entry from the copy shows nothing; "" where it does.
std::string why_incomplete(const RegisterSource& source, const ReadEntries& read,
                           const Snapshot& copy) {
  if (source.asked) return "the register answers single questions";
  for (const RegisterFile& file : source.files)
    if (std::ranges::find(copy.parts, file.name, &SnapshotPart::file) == copy.parts.end())
      return "its file " + file.name + " is not there yet";
  if (read.unusable_rows > 0)
    return std::to_string(read.unusable_rows) + " of " + std::to_string(read.rows) +
           " rows could not be read, the first at " + std::to_string(read.first_unusable);
  if (read.total && read.rows < *read.total)
    return "it has " + std::to_string(read.rows) + " of the " + std::to_string(*read.total) +
           " rows that the register says it holds";
  if (read.entries.size() < std::size_t(source.least_entries))
    return "it has " + count_of(read.entries.size()) + ", and the whole register has " +
           std::to_string(source.least_entries) + " at least";
  return "";
}

// A server that cannot be reached or turns its caller away has no answer to another question.
bool refuses_all(const HttpResponse& response) {
  return response.fault != HttpFault::none || response.status == 401 || response.status == 403 ||
         response.status == 429 || response.status >= 500;
}

bool same_parts(const Snapshot& a, const Snapshot& b) {
  return std::ranges::equal(a.parts, b.parts, [](const SnapshotPart& x, const SnapshotPart& y) {
    return x.file == y.file && x.name == y.name && x.sha256 == y.sha256;
  });
}

std::string shrunk(const RegisterSource& source, const std::optional<Snapshot>& before,
                   std::uint64_t entries) {
  if (!before || !before->complete || before->entries < kFew) return "";
  if (static_cast<double>(entries) >= static_cast<double>(before->entries) * source.least_share)
    return "";
  return "has " + count_of(entries) + ", the copy of " + before->date + " has " +
         std::to_string(before->entries) +
         "; if the register has really shrunk, say --accept-fewer";
}

}  // namespace

std::string to_string(UpdateOutcome::Result result) {
  switch (result) {
    case UpdateOutcome::Result::updated:
      return "updated";
    case UpdateOutcome::Result::unchanged:
      return "unchanged";
    case UpdateOutcome::Result::failed:
      return "failed";
    case UpdateOutcome::Result::not_by_program:
      break;
  }
  return "not fetched";
}

std::string Updater::refusal_to_start(const RegisterSource& source,
                                      const std::optional<Snapshot>& before) const {
  const bool has_address = std::ranges::none_of(
      source.files, [](const RegisterFile& file) { return file.address.empty(); });
  if (!has_address && options_.mirror.empty())
    return "no program may fetch it; export it from " + source.page +
           " and run verilot registers import";
  if (source.key.required && options_.environment(source.key.environment).empty() &&
      options_.mirror.empty())
    return "needs a key of access in the environment variable " + source.key.environment;
  if (source.asked && options_.ask.empty() && (!before || before->parts.empty()))
    return "answers single questions; verilot registers update --only " + source.id +
           " --ask NUMBER";
  return "";
}

DownloadRequest Updater::request_of(const RegisterSource& source, const RegisterFile& file,
                                    const std::string& address) const {
  DownloadRequest request{
      .url = mirrored(options_.mirror, address),
      .headers = source.headers,
      .content_types = file.content_types,
      .most_bytes = source.most_bytes,
      .most_seconds = options_.most_seconds > 0 ? options_.most_seconds : source.most_seconds};
  request.none_status = file.none.status;
  request.pause = std::chrono::milliseconds(source.per_seconds * 1000 / source.requests);
  if (!options_.mirror.empty()) {
    request.only_host = host_of(request.url);
    request.plain_http = options_.mirror.starts_with("http://");
    return request;
  }
  const std::string key =
      source.key.environment.empty() ? "" : options_.environment(source.key.environment);
  if (key.empty()) return request;
  if (source.key.header.empty())
    request.user = key;
  else
    request.headers.push_back(source.key.header + ": " + key);
  return request;
}

// Whether there is a part now, fetched or confirmed; `wanted` has its names and address.
bool Updater::fetch(Fetching& run, const RegisterFile& file, const SnapshotPart& wanted,
                    std::string& link) {
  DownloadRequest request = request_of(run.source, file, wanted.address);
  request.into = store_.incoming() + "/" + run.source.id + "-" + std::to_string(run.parts.size());
  const SnapshotPart* old = find_part(run.before, file.name, wanted.name);
  const bool at_hand = old != nullptr && !old->sha256.empty() && old->address == wanted.address &&
                       fs::exists(store_.object_path(old->sha256));
  if (at_hand) {
    request.etag = old->etag;
    request.last_modified = old->last_modified;
  }
  const Download got = run.downloader.get(request);
  SnapshotPart part = wanted;
  part.taken_at = stamp(timer_.now());
  part.date = part.taken_at.substr(0, 10);
  part.status = got.response.status;
  part.etag = got.response.etag;
  part.last_modified = got.response.last_modified;
  link = got.response.link;
  run.refused = refuses_all(got.response);
  if (got.result == Download::Result::fresh || got.result == Download::Result::not_there) {
    run.parts.push_back({part, request.into, true});
  } else if (got.result == Download::Result::unchanged && at_hand) {
    part.sha256 = old->sha256;
    part.none = old->none;
    part.bytes = old->bytes;
    if (part.etag.empty()) part.etag = old->etag;
    if (part.last_modified.empty()) part.last_modified = old->last_modified;
    run.parts.push_back({part, store_.object_path(old->sha256), false});
  } else {
    run.fault =
        request.url + ": " +
        (got.fault.empty() ? "the server says that nothing changed, but was not asked" : got.fault);
  }
  return run.fault.empty();
}

std::string Updater::next_address(const RegisterFile& file, const Fetched& page,
                                  const std::string& link) const {
  if (file.paging.link_header) return next_of(link);
  if (file.paging.token.empty()) return "";
  const std::string token = json_text_at(MappedFile(page.path).text(), file.paging.token);
  return token.empty() ? "" : with_parameter(file.address, file.paging.parameter, token);
}

void Updater::fetch_pages(Fetching& run, const RegisterFile& file) {
  std::string address = file.address;
  if (address.empty())  // only a mirror has it
    address = options_.mirror + (options_.mirror.ends_with('/') ? "" : "/") + "import/" +
              run.source.id + "/" + file.name + extension_of(file.format);
  for (std::size_t page = 0; !address.empty(); ++page) {
    if (page >= std::size_t(std::max(run.source.most_pages, 1))) {
      run.fault = file.name + " has more than " + std::to_string(run.source.most_pages) +
                  " pages, the limit of this register";
      return;
    }
    std::string link;
    const SnapshotPart wanted{.file = file.name, .name = page_name(page), .address = address};
    if (!fetch(run, file, wanted, link)) return;
    std::string next = next_address(file, run.parts.back(), link);
    // The head of an answer "not modified" need not name the next page.
    const SnapshotPart* old = find_part(run.before, file.name, page_name(page + 1));
    if (next.empty() && !run.parts.back().fresh && old != nullptr) next = old->address;
    if (!next.empty() && host_of(next) != host_of(address)) {
      run.fault = file.name + ": the next page is at another host, " + host_of(next);
      return;
    }
    address = next;
  }
}

// Sets the day of publication that each part states.
ReadEntries Updater::read(const RegisterSource& source, std::vector<Fetched>& parts) const {
  EntryReader reader(source, sources_);
  for (Fetched& one : parts) {
    if (one.path.empty() || one.part.none) continue;
    const auto file = std::ranges::find(source.files, one.part.file, &RegisterFile::name);
    const MappedFile body(one.path);
    reader.add(*file, body.text(), one.part.address);
    one.part.source_date = reader.source_date();
  }
  return reader.take();
}

void Updater::discard(const std::vector<Fetched>& parts) const {
  std::error_code ignored;
  for (const Fetched& one : parts)
    if (one.fresh) fs::remove(one.path, ignored);
}

UpdateOutcome Updater::accept(const RegisterSource& source, const std::optional<Snapshot>& before,
                              std::vector<Fetched> parts, Snapshot copy) {
  UpdateOutcome outcome{.source = source.id};
  const ReadEntries read = this->read(source, parts);
  outcome.message = read.fault;
  if (outcome.message.empty() && !options_.accept_fewer && !source.asked)
    outcome.message = shrunk(source, before, read.entries.size());
  if (!outcome.message.empty()) {
    discard(parts);
    return outcome;
  }
  for (Fetched& one : parts) {
    if (one.fresh) {
      one.part.bytes = fs::file_size(one.path);
      one.part.sha256 = store_.keep(one.path);
    }
    copy.parts.push_back(one.part);
  }
  copy.source = source.id;
  for (const SnapshotPart& part : copy.parts) copy.date = std::max(copy.date, part.date);
  copy.sha256 = hash_of_parts(copy.parts);
  copy.source_date = oldest_source_date(copy.parts);
  copy.entries = read.entries.size();
  copy.note = why_incomplete(source, read, copy);
  copy.complete = copy.note.empty();
  const bool same = before && same_parts(*before, copy);
  if (same && copy.how == "downloaded") copy.how = "confirmed";
  store_.add(copy);
  std::string fault;
  entries_of(store_, source, copy, sources_, fold_, fault);
  outcome.result = same ? UpdateOutcome::Result::unchanged : UpdateOutcome::Result::updated;
  outcome.entries = copy.entries;
  outcome.sha256 = copy.sha256;
  outcome.message =
      count_of(copy.entries) + (copy.note.empty() ? "" : "; an extract: " + copy.note);
  if (read.unreadable_dates > 0)
    outcome.message += "; " + std::to_string(read.unreadable_dates) + " dates could not be read";
  return outcome;
}

UpdateOutcome Updater::update(const RegisterSource& source, Downloader& downloader) {
  const std::optional<Snapshot> before = store_.latest(source.id);
  if (const std::string why = refusal_to_start(source, before); !why.empty())
    return {source.id, UpdateOutcome::Result::not_by_program, why};
  make_folder(store_.incoming());
  Fetching run{.source = source, .downloader = downloader, .before = before};
  const std::string now = stamp(timer_.now());
  UpdateOutcome outcome{.source = source.id};
  bool tell_unanswered = false;
  try {
    for (const RegisterFile& file : source.files) {
      if (!run.fault.empty()) break;
      if (source.asked)
        fetch_answers(run, file);
      else
        fetch_pages(run, file);
    }
    if (!run.fault.empty()) {
      discard(run.parts);
      outcome.message = run.fault;
    } else {
      const Snapshot copy{.date = now.substr(0, 10), .taken_at = now, .how = "downloaded"};
      outcome = accept(source, before, run.parts, copy);
    }
    tell_unanswered = outcome.result != UpdateOutcome::Result::failed && !run.unanswered.empty();
  } catch (const WriteError&) {
    discard(run.parts);
    throw;
  }
  if (tell_unanswered) {
    outcome.result = UpdateOutcome::Result::failed;
    outcome.message += "; not answered: " + run.unanswered + "; what was known of it stays";
  } else if (outcome.result == UpdateOutcome::Result::failed)
    outcome.message += before ? "; the copy of " + before->date + " stays"
                              : "; there is no copy of this register yet";
  else if (before && before->date > now.substr(0, 10))
    outcome.message += "; the clock stands before the last copy, of " + before->date;
  store_.note(source.id, {now, to_string(outcome.result), outcome.message});
  return outcome;
}

UpdateOutcome Updater::take(const RegisterSource& source, const FileToTake& wanted) {
  const std::optional<Snapshot> before = store_.latest(source.id);
  const RegisterFile& layout =
      wanted.file.empty() ? source.files.front()
                          : *std::ranges::find(source.files, wanted.file, &RegisterFile::name);
  make_folder(store_.incoming());
  const std::string now = stamp(timer_.now());
  Fetched taken{.part = {.file = layout.name,
                         .address = fs::path(wanted.path).filename().string(),
                         .taken_at = now,
                         .date = wanted.date},
                .path = store_.incoming() + "/" + source.id + "-import",
                .fresh = true};
  write_atomically(taken.path, MappedFile(wanted.path).text());
  if (source.asked) {
    std::vector<Fetched> alone = {taken};
    const ReadEntries read = this->read(source, alone);
    for (const RegisterEntry& entry : read.entries)
      for (const auto& [kind, plain] : entry.identifiers)
        if (kind == source.asked_kind && taken.part.name.empty()) taken.part.name = plain;
    if (taken.part.name.empty()) {
      discard(alone);
      return {source.id, UpdateOutcome::Result::failed,
              read.fault.empty() ? taken.part.address +
                                       " has no entry with a number that the "
                                       "register is asked by"
                                 : read.fault};
    }
  }
  std::vector<Fetched> parts;
  for (const SnapshotPart& part : before ? before->parts : std::vector<SnapshotPart>{}) {
    const bool replaced =
        part.file == layout.name && (!source.asked || part.name == taken.part.name);
    if (!replaced)
      parts.push_back({part, part.sha256.empty() ? "" : store_.object_path(part.sha256), false});
  }
  // The source's first file comes first: its names are the names, those of the others aliases.
  const auto place =
      layout.name == source.files.front().name && !source.asked ? parts.begin() : parts.end();
  parts.insert(place, std::move(taken));
  UpdateOutcome outcome = accept(source, before, std::move(parts),
                                 {.date = wanted.date, .taken_at = now, .how = "imported"});
  if (outcome.result == UpdateOutcome::Result::failed && before)
    outcome.message += "; the copy of " + before->date + " stays";
  store_.note(source.id, {now, to_string(outcome.result), outcome.message});
  return outcome;
}

}  // namespace verilot
