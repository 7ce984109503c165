#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "report/text.h"

namespace verilot {

namespace {

class VersionCommand final : public Command {
 public:
  std::string name() const override { return "version"; }
  std::string summary() const override { return "Version of the program"; }
  void add_options(CLI::App&) override {}
  ExitCode run(Environment& environment) override {
    environment.out << "verilot " << VERILOT_VERSION << "\n";
    return ExitCode::ok;
  }
};

class HelpCommand final : public Command {
 public:
  std::string name() const override { return "help"; }
  std::string summary() const override { return "Topics: exit-codes"; }
  void add_options(CLI::App& app) override {
    app.add_option("topic", topic_, "exit-codes, or topics for the list of topics")
        ->check(CLI::IsMember({"exit-codes", "topics"}));
  }
  ExitCode run(Environment& environment) override {
    if (topic_ == "topics") {
      environment.out << "exit-codes     what the exit code of a command says\n"
                         "COMMAND        verilot COMMAND --help\n";
      return ExitCode::ok;
    }
    for (const ExitEntry& entry : exit_codes())
      environment.out << wrapped(
          padded(std::to_string(static_cast<int>(entry.code)), 5) + padded(entry.name, 15),
          entry.meaning, environment.width);
    return ExitCode::ok;
  }

 private:
  std::string topic_ = "topics";
};

}  // namespace

std::unique_ptr<Command> make_version_command() { return std::make_unique<VersionCommand>(); }
std::unique_ptr<Command> make_help_command() { return std::make_unique<HelpCommand>(); }

}  // namespace verilot
