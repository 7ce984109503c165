#include "cli/report_outputs.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <set>

namespace verilot {

namespace {

struct Wanted {
  const Reporter* reporter = nullptr;
  std::string file;
};

Wanted wanted(const std::string& word) {
  const std::size_t equals = word.find('=');
  Wanted one{find_reporter(word.substr(0, equals)), ""};
  if (equals != std::string::npos) one.file = word.substr(equals + 1);
  if (one.reporter == nullptr || (equals != std::string::npos && one.file.empty()))
    throw UsageError("-o '" + word + "': expected one of " + report_formats() +
                     ", with =FILE to write a file");
  return one;
}

}  // namespace

void OutputOptions::add(CLI::App& app) {
  app.add_option("-o,--output", outputs, report_formats() + "; =FILE to write a file; repeatable")
      ->allow_extra_args(false);
  app.add_flag("--strict", strict, "junit: what is open is an error; sarif: a warning");
  app.add_flag("--no-pictures", no_pictures, "html: without the pages behind findings");
}

bool OutputOptions::beyond_text() const {
  return std::any_of(outputs.begin(), outputs.end(),
                     [](const std::string& o) { return !o.starts_with("text"); });
}

bool OutputOptions::html() const {
  return std::any_of(outputs.begin(), outputs.end(),
                     [](const std::string& o) { return o.starts_with("html"); });
}

ReportOutputs::ReportOutputs(const OutputOptions& chosen, const ReportOptions& options,
                             Environment& environment)
    : environment_(environment) {
  std::set<std::string> places;
  const std::vector<std::string> text = {"text"};
  std::vector<Wanted> all;
  for (const std::string& word : chosen.outputs.empty() ? text : chosen.outputs) {
    all.push_back(wanted(word));
    if (!places.insert(all.back().file).second)
      throw UsageError("-o '" + word + "': another report goes there already; name another file");
  }
  for (const Wanted& one : all) {
    auto output = std::make_unique<Output>();
    output->file = one.file;
    output->options = options;
    output->options.strict = chosen.strict;
    if (one.reporter->format != "html" || chosen.no_pictures) output->options.pictures = {};
    if (!one.file.empty()) {
      output->options.colour = false;
      output->stream.open(one.file, std::ios::binary);
    }
    if (!one.file.empty() && !output->stream) {
      environment.err << "verilot: cannot create " << one.file
                      << "; check the folder and its permissions\n";
      failure_ = ExitCode::cannot_create;
      continue;
    }
    std::ostream& out = one.file.empty() ? environment.out : output->stream;
    output->writer = one.reporter->start(output->options, out);
    outputs_.push_back(std::move(output));
  }
}

void ReportOutputs::dossier(const DossierResult& dossier) {
  for (const auto& output : outputs_) output->writer->dossier(dossier);
}

ExitCode ReportOutputs::end(const Run& run) {
  for (const auto& output : outputs_) {
    output->writer->end(run);
    bool written = true;
    if (output->file.empty()) {
      environment_.out.flush();
      written = bool(environment_.out);
    } else {
      output->stream.close();
      written = bool(output->stream);
    }
    if (written) continue;
    environment_.err << "verilot: cannot write "
                     << (output->file.empty() ? "the standard output" : output->file)
                     << "; check the free space\n";
    failure_ = ExitCode::cannot_write;
  }
  return failure_;
}

}  // namespace verilot
