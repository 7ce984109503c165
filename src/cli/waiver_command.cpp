#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "audits/audit_diff.h"
#include "audits/waiver_book.h"
#include "cli/command.h"
#include "cli/store_options.h"
#include "report/text.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot waiver request 'gel/lots[0]/us-fda.211.166-137' stock/gel --by 'Ana Ruiz' \\\n"
    "      --reason 'recall is under way' --until '2027-01-31 Europe/Madrid'\n"
    "  verilot waiver approve W1 --by 'Ben Cole'\n"
    "  verilot waiver list --expiring 30d";

std::string key_of(const Finding& finding) {
  return finding.subject.empty() ? finding.rule : finding.subject + "/" + finding.rule;
}

std::string finding_of(const Waiver& waiver) {
  return waiver.item + "/" + (waiver.subject.empty() ? "" : waiver.subject + "/") + waiver.rule;
}

Json waiver_json(const Waiver& waiver, WaiverState state) {
  Json history = Json::array();
  for (const WaiverEvent& event : waiver.history)
    history.push_back({{"event", to_string(event.kind)},
                       {"who", event.act.who},
                       {"at", event.act.at},
                       {"why", event.act.why}});
  return {{"id", waiver.id},
          {"state", to_string(state)},
          {"finding", finding_of(waiver)},
          {"item", waiver.item},
          {"rule", waiver.rule},
          {"subject", waiver.subject},
          {"outcome", to_string(waiver.outcome)},
          {"message", waiver.message},
          {"evidence", waiver.evidence},
          {"from", waiver.term.from ? Json(to_string(*waiver.term.from)) : Json(nullptr)},
          {"until", to_string(waiver.term.until)},
          {"history", history}};
}

std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

class WaiverCommand final : public Command {
 public:
  std::string name() const override { return "waiver"; }
  std::string summary() const override { return "Accept a finding for a time, by two persons"; }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    app.footer(kExamples);
    request_ = app.add_subcommand("request", "Ask that a finding be accepted until a day");
    request_->add_option("finding", finding_, "DOSSIER/SUBJECT/RULE as check and audit print it")
        ->required();
    request_->add_option("path", path_,
                         "The dossier (default: the folder the finding's first part names, else\n"
                         "the dossier as the last audit read it)");
    request_->add_option("--until", until_, "Its last day: 2027-01-31, '2027-01-31 Europe/Madrid'")
        ->required();
    request_->add_option("--from", from_, "Its first day (default: any)");
    judge_.add(*request_);
    review_ = app.add_subcommand("review", "What is asked for; with --by it is put on record");
    approve_ = app.add_subcommand("approve", "Accept, as another person than the one who asked");
    revoke_ = app.add_subcommand("revoke", "Take it back");
    show_ = app.add_subcommand("show", "One waiver with its history");
    list_ = app.add_subcommand("list", "The waivers of the store and how they stand");
    list_->add_option("--expiring", expiring_, "Live ones that end within so many days: 30d");
    for (CLI::App* one : {review_, approve_, revoke_, show_})
      one->add_option("id", id_, "W1, as request and list print it")->required();
    for (CLI::App* one : {review_, approve_})
      one->add_option("--packs", judge_.packs,
                      "The folder with rules/, by which names are compared")
          ->envname("VERILOT_PACKS");
    for (CLI::App* one : {review_, show_, list_, approve_, revoke_})
      one->add_option("--as-of", judge_.as_of, "How they stand on this date (default: today)")
          ->envname("VERILOT_AS_OF");
    for (CLI::App* one : {request_, review_, approve_, revoke_}) {
      one->add_option("--by", by_, "Who does it: the name of a person")->required(one != review_);
      one->add_option("--reason", reason_, "Why")->required(one == request_ || one == revoke_);
    }
    for (CLI::App* one : {request_, review_, approve_, revoke_, show_, list_}) {
      store_.add(*one);
      one->add_option("-o,--output", output_, "text or json")
          ->check(CLI::IsMember({"text", "json"}));
    }
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open();
    try {
      if (*list_) return list(*store, environment);
      Waiver waiver = *request_ ? request(*store, environment) : chosen(*store);
      const bool only_looks = *show_ || (*review_ && review_->count("--by") == 0);
      if (*approve_) approve(waiver, act(), persons());
      if (*revoke_) revoke(waiver, act());
      if (*review_ && !only_looks) review(waiver, act(), persons());
      if (!only_looks) save_waiver(*store, waiver);
      tell(*store, waiver, environment);
      return ExitCode::ok;
    } catch (const WaiverRefused& refused) {
      throw UsageError(refused.what());
    }
  }

 private:
  Persons persons() const {
    Problems problems;
    Persons persons(load_name_fold(packs_root(judge_.packs), problems));
    if (any_error(problems)) throw std::runtime_error(to_string(problems.front()));
    return persons;
  }

  WaiverAct act() const { return {by_, utc_now(), reason_}; }

  Waiver chosen(Store& store) const {
    if (auto waiver = find_waiver(store, id_)) return *waiver;
    throw UsageError("no waiver '" + id_ + "'; `verilot waiver list` names them");
  }

  Waiver request(Store& store, Environment& environment) const {
    const WaiverDay until = parse_waiver_day(until_);
    WaiverTerm term{std::nullopt, until};
    if (!from_.empty()) term.from = parse_waiver_day(from_);
    const Date as_of = chosen_date(judge_.as_of, environment);
    const DossierResult result = judged(store, as_of, environment);
    const Waiver waiver = request_waiver(named(result), result, term, act());
    if (as_of.first >= day_after(waiver))
      environment.err << "note: the waiver ends on " << to_string(until) << ", which is over as of "
                      << to_string(as_of) << "\n";
    return waiver;
  }

  DossierResult judged(Store& store, const Date& as_of, Environment& environment) const {
    const std::string first = path_.empty() ? finding_.substr(0, finding_.find('/')) : path_;
    std::error_code error;
    if (path_.empty() && !std::filesystem::exists(first, error)) return audited(store, as_of);
    require_path(first, "name the dossier: verilot waiver request FINDING PATH");
    const Rulebook rulebook = judge_.rulebook(environment);
    Run run = audit({{first}, judge_.jurisdictions, as_of}, rulebook);
    print_problems(run.problems, environment.err);
    if (run.dossiers.empty()) throw UsageError(first + " is no dossier");
    return std::move(run.dossiers.front());
  }

  // As the last audit that knows the dossier, by its id or by the name of its item, read it.
  DossierResult audited(Store& store, const Date& as_of) const {
    std::vector<RunRecord> runs = store.runs();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
      if (run->state != "complete") continue;
      for (std::size_t slash = finding_.rfind('/'); slash != std::string::npos && slash > 0;
           slash = finding_.rfind('/', slash - 1)) {
        const std::string item = finding_.substr(0, slash);
        auto state = store.state(*run, item);
        if (!state) state = store.state_of_dossier(*run, item);
        if (!state) continue;
        state->waivers.clear();
        return judge_again(store, *run, *state, as_of);
      }
    }
    throw UsageError("no dossier of '" + finding_ +
                     "' here or in the store; name its path: verilot waiver request FINDING PATH");
  }

  const Finding& named(const DossierResult& result) const {
    std::vector<const Finding*> of_rule;
    std::vector<std::string> ids;
    for (const Finding& finding : result.findings) {
      const std::string key = key_of(finding);
      if (finding_ == key || finding_ == finding.id || finding_.ends_with("/" + key))
        return finding;
      ids.push_back(finding.id);
    }
    for (const Finding& finding : result.findings)
      if (finding_ == result.id + "/" + finding.rule) of_rule.push_back(&finding);
    if (of_rule.size() == 1) return *of_rule.front();
    if (of_rule.size() > 1)
      throw UsageError("'" + finding_ + "' is a finding of several subjects: name one, as in " +
                       of_rule.front()->id);
    throw UsageError("no finding '" + finding_ + "' of " + result.id + did_you_mean(finding_, ids));
  }

  void tell(Store& store, const Waiver& waiver, Environment& environment) const {
    const WaiverState state = audited_state(store, waiver, chosen_date(judge_.as_of, environment));
    std::ostream& out = environment.out;
    if (output_ == "json") {
      out << dumped(waiver_json(waiver, state));
      return;
    }
    out << fmt::format("{}  {}  {}\n", waiver.id, to_string(state), printable(finding_of(waiver)));
    const std::string from = waiver.term.from ? "from " + to_string(*waiver.term.from) + " " : "";
    out << "  " << from << "until " << to_string(waiver.term.until) << "\n";
    out << wrapped(
        "  found: ", std::string(to_string(waiver.outcome)) + ", " + printable(waiver.message),
        environment.width);
    for (const WaiverEvent& event : waiver.history)
      out << wrapped(fmt::format("  {} {} by {}", event.act.at, to_string(event.kind),
                                 printable(event.act.who)),
                     event.act.why.empty() ? "" : ": " + printable(event.act.why),
                     environment.width);
    out << "  evidence " << waiver.evidence << "\n";
  }

  ExitCode list(Store& store, Environment& environment) const {
    const Date as_of = chosen_date(judge_.as_of, environment);
    const auto limit = as_of.first + std::chrono::days(days_ahead());
    Json all = Json::array();
    for (const Waiver& waiver : all_waivers(store)) {
      const WaiverState state = audited_state(store, waiver, as_of);
      if (!expiring_.empty() && (state != WaiverState::live || day_after(waiver) > limit)) continue;
      all.push_back(waiver_json(waiver, state));
      if (output_ == "json") continue;
      const WaiverEvent* approved = last_event(waiver, WaiverEvent::Kind::approved);
      environment.out << fmt::format(
          "{:<5} {:<9}  until {:<10}  {}  requested by {}{}\n", waiver.id, to_string(state),
          to_string(waiver.term.until), printable(finding_of(waiver)),
          printable(waiver.history.front().act.who),
          approved == nullptr ? "" : ", approved by " + printable(approved->act.who));
    }
    if (output_ == "json") environment.out << dumped(all);
    if (output_ != "json" && all.empty()) environment.out << "no waivers\n";
    return ExitCode::ok;
  }

  int days_ahead() const {
    if (expiring_.empty()) return 0;
    const std::string digits = expiring_.substr(0, expiring_.find('d'));
    const bool number = !digits.empty() && digits.size() <= 4 &&
                        digits.find_first_not_of("0123456789") == std::string::npos;
    if (!number || (expiring_ != digits && expiring_ != digits + "d"))
      throw UsageError("--expiring '" + expiring_ + "': write a number of days, as in 30d");
    return std::stoi(digits);
  }

  CLI::App *request_ = nullptr, *review_ = nullptr, *approve_ = nullptr, *revoke_ = nullptr,
           *show_ = nullptr, *list_ = nullptr;
  std::string finding_, path_, id_, by_, reason_, until_, from_, expiring_, output_ = "text";
  JudgeOptions judge_;
  StoreOption store_;
};

}  // namespace

std::unique_ptr<Command> make_waiver_command() { return std::make_unique<WaiverCommand>(); }

}  // namespace verilot
