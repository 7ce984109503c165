// cli: the reports that a command writes, one a `-o fmt[=FILE]`.
//
//   ReportOutputs outputs(words, options, environment);   // files are created beside their places
//   if (outputs.failure() != ExitCode::ok) return outputs.failure();
//   outputs.dossier(result);                              // as often as needed
//   return outputs.end(run);                              // and take them, whole
//
// Errors: UsageError for a format that is none, and where two go to one place. What cannot be
//         created or written is said on the error stream; so is a file that was read for the
//         report, which is left as it is.
#pragma once

#include <fstream>

#include "bundle/whole_file.h"
#include "cli/command.h"
#include "report/report.h"

namespace verilot {

// The options of a command for the above.
struct OutputOptions {
  std::vector<std::string> outputs;
  bool strict = false, no_pictures = false;

  void add(CLI::App&);
  // Whether anything but text is written, which needs every finding looked into.
  bool beyond_text() const;
  bool html() const;
  // What keeps a file from being created, told on the error stream; nothing is touched.
  ExitCode find_obstacle(std::ostream& err) const;
};

class ReportOutputs {
 public:
  // `options.pictures` is for HTML alone.
  ReportOutputs(const OutputOptions&, const ReportOptions&, Environment&);

  ExitCode failure() const { return failure_; }
  void dossier(const DossierResult&);
  ExitCode end(const Run&);

 private:
  struct Output {
    std::string file;  // "" is the standard output
    ReportOptions options;
    std::unique_ptr<WholeFile> whole;  // of a file
    std::ofstream stream;              // of a pipe or a device
    bool was_read = false;             // by what is reported
    std::unique_ptr<ReportWriter> writer;
  };
  std::ostream& open(Output&);
  // False where it could not be written, or must not.
  bool close(Output&);

  Environment& environment_;
  std::vector<std::unique_ptr<Output>> outputs_;
  ExitCode failure_ = ExitCode::ok;
};

}  // namespace verilot
