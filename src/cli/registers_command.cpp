#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>

#include "cli/registers_output.h"
#include "cli/state_folder.h"
#include "digest/digest.h"
#include "examine/identifier_check.h"
#include "ingest/load_tables.h"
#include "vetting/register_slice.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

constexpr const char* kFooter =
    "Copies are kept under --state, VERILOT_STATE_DIR, $XDG_STATE_HOME/verilot or\n"
    "~/.local/state/verilot. Only `update` opens a connection. docs/registers.md has more.\n"
    "\nExamples:\n"
    "  verilot registers update --only us-ofac-sdn\n"
    "  verilot registers update --only uk-companies-house --ask 02578066\n"
    "  verilot registers status --require-fresh\n"
    "  verilot registers import letters.csv --source us-fda-warning-letters \\\n"
    "      --sha256 9f2c... --date 2026-11-20\n"
    "  verilot registers search 3012345678";

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

class RegistersCommand final : public Command {
 public:
  std::string name() const override { return "registers"; }
  std::string summary() const override { return "Keep and search copies of public registers"; }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    app.footer(kFooter);
    add_status(app);
    add_update(app);
    add_import(app);
    add_search(app);
  }

  ExitCode run(Environment& environment) override {
    Problems problems;
    const std::string root = packs_root(packs_);
    sources_ = load_register_sources(root, problems);
    fold_ = load_name_fold(root, problems);
    words_.emplace(load_screen_words(root, fold_, problems));
    print_problems(problems, environment.err);
    if (any_error(problems)) return ExitCode::pack_rejected;
    if (format_ != "text" && format_ != "json")
      throw UsageError("-o '" + format_ + "': expected text or json");
    try {
      const auto chosen =
          std::ranges::find_if(actions_, [](const auto& one) { return one.first->parsed(); });
      const ExitCode code = (this->*chosen->second)(environment);
      environment.out.flush();
      return environment.out ? code : ExitCode::cannot_write;
    } catch (const WriteError& failure) {
      environment.err << "verilot: " << failure.what() << "; what was there is unchanged\n";
      return failure.could_create ? ExitCode::cannot_write : ExitCode::cannot_create;
    }
  }

 private:
  using Action = ExitCode (RegistersCommand::*)(Environment&);

  CLI::App& add(CLI::App& app, const char* word, const char* help, Action action) {
    CLI::App& one = *app.add_subcommand(word, help);
    one.add_option("--state", state_, "Folder with the copies")->envname("VERILOT_STATE_DIR");
    one.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
    one.add_option("-o,--output", format_, "text or json");
    actions_.emplace_back(&one, action);
    return one;
  }
  void add_judging(CLI::App& one) {
    one.add_option("--as-of", as_of_, "Day that the age of copies is judged on")
        ->envname("VERILOT_AS_OF");
    one.add_flag("--require-fresh", require_fresh_, "Exit 4 when a copy is too old or not there");
  }
  void add_status(CLI::App& app) {
    CLI::App& one =
        add(app, "status", "The copies, their age and the last update", &RegistersCommand::status);
    add_judging(one);
    one.add_option("--only", only_, "Only these registers");
  }
  void add_update(CLI::App& app) {
    CLI::App& one = add(app, "update", "Fetch what has changed", &RegistersCommand::update);
    one.add_option("--only", only_, "Only these registers");
    one.add_option("--ask", options_.ask,
                   "Numbers to ask a register that answers single questions");
    one.add_option("--mirror", options_.mirror,
                   "Address to fetch from instead: URL/host/path, or {host} and {path} in it")
        ->envname("VERILOT_REGISTERS_MIRROR");
    one.add_option("--ca-file", authorities_, "Certificates that vouch for servers (PEM)");
    one.add_flag("--due", due_, "Only registers whose refresh interval has passed");
    one.add_flag("--accept-fewer", options_.accept_fewer, "Take a copy that has shrunk");
    one.add_option("--retries", policy_.retries, "Tries after the first")->check(CLI::Range(0, 20));
    one.add_option("--retry-wait", retry_wait_, "Seconds before the second try, then doubled")
        ->check(CLI::Range(0.0, 600.0));
    one.add_option("--longest-wait", longest_wait_, "Seconds that a server may ask to wait")
        ->check(CLI::Range(0, 86400));
    one.add_option("--slow-limit", policy_.slow_seconds, "Seconds that an answer may trickle")
        ->check(CLI::Range(1, 3600));
    one.add_option("--time-limit", options_.most_seconds, "Seconds for one file")
        ->check(CLI::Range(1, 86400));
    one.add_option("--seed", policy_.seed, "Of the chance in waiting times");
  }
  void add_import(CLI::App& app) {
    CLI::App& one = add(app, "import", "Take a file that was brought", &RegistersCommand::import);
    one.add_option("file", file_.path, "The file as the register publishes it")->required();
    one.add_option("--source", source_, "The register, as `registers status` names it")->required();
    one.add_option("--sha256", sha256_, "Checksum of the file, 64 hexadecimal digits")->required();
    one.add_option("--date", file_.date, "Day the file was exported, 2026-11-20")->required();
    one.add_option("--file", file_.file, "Which file of a register that has several");
    one.add_flag("--accept-fewer", options_.accept_fewer, "Take a copy that has shrunk");
  }
  void add_search(CLI::App& app) {
    CLI::App& one = add(app, "search", "Find a name or a number", &RegistersCommand::search);
    one.add_option("text", text_, "Name, or number: FEI, LEI, NPI, company number, ...")
        ->required();
    add_judging(one);
  }

  bool json() const { return format_ == "json"; }
  SnapshotStore store() const { return SnapshotStore(state_folder(state_)); }

  const RegisterSource& known(const std::string& id) const {
    if (const RegisterSource* source = sources_.find(id)) return *source;
    std::vector<std::string> ids;
    for (const RegisterSource& source : sources_.all) ids.push_back(source.id);
    throw UsageError("no register '" + id + "'" + did_you_mean(id, ids) +
                     "; verilot registers status lists them");
  }
  std::vector<const RegisterSource*> chosen() const {
    std::vector<const RegisterSource*> list;
    for (const std::string& id : only_) list.push_back(&known(id));
    if (only_.empty())
      for (const RegisterSource& source : sources_.all) list.push_back(&source);
    return list;
  }

  ExitCode status(Environment& environment) {
    const SnapshotStore store = this->store();
    const Date as_of = chosen_date(as_of_, environment);
    std::vector<RegisterStatus> all;
    bool stale = false;
    for (const RegisterSource* source : chosen()) {
      all.push_back({source, state_of(*source, store.as_of(source->id, as_of), as_of),
                     store.last_attempt(source->id)});
      stale = stale || all.back().copy.stale;
    }
    const ExitCode code = stale && require_fresh_ ? ExitCode::stale : ExitCode::ok;
    print_status(all, json(), code, environment);
    return code;
  }

  bool is_due(const SnapshotStore& store, const RegisterSource& source, const Date& today) const {
    const std::optional<Snapshot> copy = due_ ? store.latest(source.id) : std::nullopt;
    return !copy ||
           (today.last - parse_date(oldest_day(*copy))->first).count() >= source.refresh_days;
  }

  ExitCode exit_of(const std::vector<UpdateOutcome>& outcomes) const {
    const auto is = [](UpdateOutcome::Result result) {
      return [result](const UpdateOutcome& one) { return one.result == result; };
    };
    const bool failed = std::ranges::any_of(outcomes, is(UpdateOutcome::Result::failed));
    const auto idle = std::ranges::count_if(outcomes, is(UpdateOutcome::Result::not_by_program));
    const bool nothing = idle > 0 && (!only_.empty() || std::size_t(idle) == outcomes.size());
    return failed || nothing ? ExitCode::incomplete : ExitCode::ok;
  }

  ExitCode update(Environment& environment) {
    if (!options_.ask.empty() && only_.size() != 1)
      throw UsageError("--ask goes with one --only, the register that is asked");
    if (!options_.mirror.empty() && !options_.mirror.starts_with("http://") &&
        !options_.mirror.starts_with("https://"))
      throw UsageError("--mirror '" + options_.mirror + "': an address begins with https://");
    const std::vector<const RegisterSource*> wanted = chosen();
    if (!options_.ask.empty()) require_form(*wanted.front());
    SnapshotStore store = this->store();
    make_folder(store.folder());
    const FolderLock lock(store.folder());
    if (!lock.held()) return busy(environment);
    without_signals();
    if (retry_wait_ >= 0)
      policy_.first_wait = std::chrono::milliseconds(static_cast<std::int64_t>(retry_wait_ * 1000));
    policy_.longest_wait = std::chrono::seconds(longest_wait_);
    options_.environment = from_environment;
    SystemTimer timer;
    if (!authorities_.empty()) require_path(authorities_, "name a file of certificates");
    CurlClient client(authorities_);
    Downloader downloader(client, timer, policy_);
    Updater updater(store, sources_, fold_, timer, options_);
    std::vector<UpdateOutcome> outcomes;
    try {
      for (const RegisterSource* source : wanted)
        if (is_due(store, *source, environment.today))
          outcomes.push_back(updater.update(*source, downloader));
    } catch (const WriteError&) {
      print_updates(outcomes, json(), ExitCode::cannot_write, environment);
      throw;
    }
    const ExitCode code = exit_of(outcomes);
    print_updates(outcomes, json(), code, environment);
    return code;
  }

  // What is no such number is never asked: it would stay among the questions of every update.
  void require_form(const RegisterSource& source) const {
    if (!source.asked)
      throw UsageError("the register " + source.id + " is fetched whole; leave --ask out");
    Problems problems;
    const Tables tables = load_tables(fs::path(packs_root(packs_)) / "rules", problems);
    const auto& schemes = tables.identifiers.schemes;
    const auto scheme = std::ranges::find(schemes, source.asked_kind, &IdentifierScheme::id);
    if (scheme == schemes.end()) return;
    Recognisers recognisers;
    for (const std::string& asked : options_.ask) {
      const std::string plain = plain_identifier(asked, *scheme, recognisers);
      if (check_identifier(plain, *scheme, recognisers).well_formed == false)
        throw UsageError("--ask '" + asked + "': the register " + source.id + " is asked by " +
                         scheme->name + ": " + scheme->form);
    }
  }

  // A full disk or a lost connection is an error to be told, not the end of the process.
  static void without_signals() {
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
  }

  static ExitCode busy(Environment& environment) {
    environment.err << "verilot: another run is changing the registers; try again later\n";
    return ExitCode::busy;
  }

  ExitCode import(Environment& environment) {
    const RegisterSource& source = known(source_);
    const std::optional<Date> date = parse_date(file_.date);
    if (!date || !date->exact())
      throw UsageError("--date '" + file_.date + "' is not a day that exists; write 2026-11-22");
    if (date->first > environment.today.last)
      throw UsageError("--date " + file_.date + " has not come yet");
    if (sha256_.size() != 64 ||
        lower(sha256_).find_first_not_of("0123456789abcdef") != std::string::npos)
      throw UsageError("--sha256 is 64 hexadecimal digits; sha256sum prints them");
    if (!file_.file.empty() &&
        std::ranges::find(source.files, file_.file, &RegisterFile::name) == source.files.end())
      throw UsageError("the register " + source.id + " has no file '" + file_.file + "'");
    require_path(file_.path, "name the file that was exported");
    const MappedFile bytes(file_.path);
    if (!bytes.is_there()) throw NoInputError(file_.path + " cannot be read; name a file");
    if (const std::string found = sha256_of({bytes.text()}); found != lower(sha256_)) {
      environment.err << "verilot: " << file_.path << " has the SHA-256 " << found
                      << ", declared is " << lower(sha256_) << "; nothing was taken\n";
      return ExitCode::evidence_rejected;
    }
    SnapshotStore store = this->store();
    make_folder(store.folder());
    const FolderLock lock(store.folder());
    if (!lock.held()) return busy(environment);
    without_signals();
    SystemTimer timer;
    const UpdateOutcome outcome =
        Updater(store, sources_, fold_, timer, options_).take(source, file_);
    const ExitCode code = exit_of({outcome});
    print_updates({outcome}, json(), code, environment);
    return code;
  }

  void sort_in(const LookUp& answer, const std::string& by, SearchResult& result) const {
    if (answer.result != LookUp::Result::found) return;
    for (RegisterFound& one : result.found) {
      if (one.source->id != answer.copy.source) continue;
      for (const RegisterEntry& entry : answer.entries)
        if (std::ranges::find(one.answer.entries, entry) == one.answer.entries.end())
          one.answer.entries.push_back(entry);
      return;
    }
    result.found.push_back({sources_.find(answer.copy.source), answer, by});
  }

  // The number asked by may be what a register was asked; its answer then settles the absence.
  // Neither a near name nor a text that cannot be compared shows absence.
  void settle(const std::vector<LookUp>& by_name, const std::vector<LookUp>& by_number,
              SearchResult& result) const {
    const bool number = is_number(result.text), name_compares = compares(result.text);
    for (LookUp name : by_name) {
      const auto same = [&](const auto& one) { return one.copy.source == name.copy.source; };
      const auto is_found = [&](const RegisterFound& one) {
        return one.source->id == name.copy.source;
      };
      const auto is_near = [&](const NearName& one) { return one.copy.source == name.copy.source; };
      if (std::ranges::any_of(result.found, is_found) ||
          std::ranges::any_of(result.near.hits, is_near))
        continue;
      const bool no_name = name_compares && name.result == LookUp::Result::not_found;
      const bool no_number = number && std::ranges::any_of(by_number, [&](const LookUp& one) {
                               return same(one) && one.result == LookUp::Result::not_found;
                             });
      if (no_name || no_number) {
        result.without.push_back(name.copy);
        continue;
      }
      if (name.result == LookUp::Result::not_found)
        name.why = "the text has no word that can be compared";
      result.unknown.push_back(std::move(name));
    }
  }

  bool compares(const std::string& text) const { return has_letters(words_->take_apart(text)); }

  // "3012345678", "K123456", "0555-1234 56"; not "Clinic 24".
  static bool is_number(const std::string& text) {
    std::istringstream parts(text);
    std::string part;
    bool any = false;
    while (parts >> part) {
      if (part.find_first_of("0123456789") == part.npos) return false;
      any = true;
    }
    return any;
  }

  // A score is the chance of being the same; what was found by its name or number has no need of
  // one.
  void find_near(const Registers& registers, SearchResult& result) const {
    const bool by_number = std::ranges::any_of(
        result.found, [](const RegisterFound& one) { return one.by != "name"; });
    if (by_number || words_->take_apart(result.text).words.empty()) return;
    result.near = RegisterScreen(registers, *words_).screen({.name = result.text});
    std::erase_if(result.near.hits, [&](const NearName& near) {
      return std::ranges::any_of(result.found, [&](const RegisterFound& one) {
        return one.source->id == near.copy.source &&
               std::ranges::find(one.answer.entries, near.entry) != one.answer.entries.end();
      });
    });
  }

  ExitCode search(Environment& environment) {
    if (text_.find_first_not_of(" \t\r\n") == text_.npos)
      throw UsageError("name a firm, a person or a number to search for");
    const SnapshotStore store = this->store();
    SearchResult result{.text = text_, .as_of = chosen_date(as_of_, environment)};
    const Registers registers(sources_, fold_, store, result.as_of);
    std::vector<LookUp> by_number;
    for (const auto& [kind, about] : sources_.kinds) {
      for (LookUp& answer : registers.look_up(kind, text_)) {
        sort_in(answer, about.title, result);
        by_number.push_back(std::move(answer));
      }
    }
    const std::vector<LookUp> by_name = registers.with_name(text_);
    for (const LookUp& answer : by_name) sort_in(answer, "name", result);
    find_near(registers, result);
    settle(by_name, by_number, result);
    const auto copies = registers.snapshots();
    const bool any = std::ranges::any_of(copies, &CopyState::there);
    const bool stale = std::ranges::any_of(copies, &CopyState::stale);
    const bool nothing = result.found.empty() && !is_number(text_) && !compares(text_);
    const ExitCode code = !any || nothing           ? ExitCode::incomplete
                          : stale && require_fresh_ ? ExitCode::stale
                                                    : ExitCode::ok;
    print_search(result, json(), code, environment);
    return code;
  }

  RegisterSources sources_;
  NameFold fold_;
  std::optional<ScreenWords> words_;
  std::vector<std::pair<CLI::App*, Action>> actions_;
  std::string state_, packs_, format_ = "text", as_of_, source_, sha256_, text_, authorities_;
  std::vector<std::string> only_;
  bool require_fresh_ = false, due_ = false;
  double retry_wait_ = -1;
  int longest_wait_ = 120;
  UpdateOptions options_;
  DownloadPolicy policy_;
  FileToTake file_;
};

}  // namespace

std::unique_ptr<Command> make_registers_command() { return std::make_unique<RegistersCommand>(); }

}  // namespace verilot
