// cli: help that fits the terminal.
//
//   app.formatter(std::make_shared<HelpLines>(environment.width));   // before subcommands are
//   added
//
// CLI11 breaks no line. Here a long one goes on below the text it belongs to: an option's words
// below its words, what an example does below the example. Words are never cut.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace verilot {

// Every line of `help` broken to `width` columns; `column` is where the words of options begin.
std::string fitted(const std::string& help, std::size_t column, std::size_t width);

class HelpLines final : public CLI::Formatter {
 public:
  explicit HelpLines(std::size_t width) : width_(width) {}
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    return fitted(CLI::Formatter::make_help(app, std::move(name), mode), column_width_, width_);
  }

 private:
  std::size_t width_;
};

}  // namespace verilot
