#include "cli/report_outputs.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
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

namespace {

// Throws UsageError for a format that is none, and where two go to one place.
std::vector<Wanted> all_wanted(const OutputOptions& chosen) {
  std::set<std::string> places;
  const std::vector<std::string> text = {"text"};
  std::vector<Wanted> all;
  for (const std::string& word : chosen.outputs.empty() ? text : chosen.outputs) {
    all.push_back(wanted(word));
    if (!places.insert(all.back().file).second)
      throw UsageError("-o '" + word + "': another report goes there already; name another file");
  }
  return all;
}

ExitCode cannot_create(const std::string& file, std::ostream& err) {
  err << "verilot: cannot create " << file << "; check the folder and its permissions\n";
  return ExitCode::cannot_create;
}

}  // namespace

ExitCode OutputOptions::find_obstacle(std::ostream& err) const {
  for (const Wanted& one : all_wanted(*this)) {
    if (one.file.empty()) continue;
    const std::filesystem::path folder = std::filesystem::absolute(one.file).parent_path();
    const bool there = access(one.file.c_str(), F_OK) == 0;
    const bool may =
        !std::filesystem::is_directory(one.file) &&
        (there ? access(one.file.c_str(), W_OK) == 0 : access(folder.c_str(), W_OK | X_OK) == 0);
    if (!may) return cannot_create(one.file, err);
  }
  return ExitCode::ok;
}

ReportOutputs::ReportOutputs(const OutputOptions& chosen, const ReportOptions& options,
                             Environment& environment)
    : environment_(environment) {
  for (const Wanted& one : all_wanted(chosen)) {
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
      failure_ = cannot_create(one.file, environment.err);
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
