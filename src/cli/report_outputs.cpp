#include "cli/report_outputs.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

namespace verilot {

namespace fs = std::filesystem;

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

// Whether the file is the dossier or one of its documents.
bool is_read_by(const DossierResult& dossier, const std::string& file) {
  std::error_code none;
  if (file.empty() || !fs::exists(file, none)) return false;
  const fs::path path = dossier.path;
  const bool folder = fs::is_directory(path, none);
  const fs::path place = folder ? path : path.parent_path();
  std::vector<fs::path> read = {path};
  if (folder) read = {path / "dossier.yaml", path / "dossier.json"};
  for (const ReadDocument& document : dossier.documents) read.push_back(place / document.name);
  return std::ranges::any_of(read,
                             [&](const fs::path& one) { return fs::equivalent(one, file, none); });
}

// A pipe, or what stands for one.
bool is_device(const std::string& file) {
  std::error_code none;
  const fs::file_status status = fs::status(file, none);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

ExitCode cannot_create(const std::string& file, std::ostream& err) {
  err << "verilot: cannot create " << file << "; check the folder and its permissions\n";
  return ExitCode::cannot_create;
}

}  // namespace

ExitCode OutputOptions::find_obstacle(std::ostream& err) const {
  for (const Wanted& one : all_wanted(*this)) {
    if (one.file.empty()) continue;
    std::error_code none;
    const fs::path folder = fs::absolute(one.file).parent_path();
    const bool may = !fs::is_directory(one.file, none) &&
                     (is_device(one.file) ? access(one.file.c_str(), W_OK) == 0
                                          : access(folder.c_str(), W_OK | X_OK) == 0);
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
    if (!one.file.empty()) output->options.colour = false;
    try {
      output->writer = one.reporter->start(output->options, open(*output));
    } catch (const OutputFault& fault) {
      failure_ = cannot_create(one.file, environment.err);
      continue;
    }
    outputs_.push_back(std::move(output));
  }
}

std::ostream& ReportOutputs::open(Output& output) {
  if (output.file.empty()) return environment_.out;
  if (!is_device(output.file)) {
    // Where it is a link, what it leads to is written.
    std::error_code error;
    const fs::path target = fs::weakly_canonical(output.file, error);
    if (error || fs::is_directory(target, error)) throw OutputFault("", false);
    output.whole = std::make_unique<WholeFile>(target.string());
    return output.whole->stream();
  }
  output.stream.open(output.file, std::ios::binary);
  if (!output.stream) throw OutputFault("", false);
  return output.stream;
}

void ReportOutputs::dossier(const DossierResult& dossier) {
  for (const auto& output : outputs_) {
    output->was_read = output->was_read || is_read_by(dossier, output->file);
    output->writer->dossier(dossier);
  }
}

ExitCode ReportOutputs::end(const Run& run) {
  for (const auto& output : outputs_) {
    output->writer->end(run);
    if (output->was_read) {
      environment_.err << "verilot: " << output->file
                       << " was read for this report and is left as it is; name another file\n";
      failure_ = ExitCode::usage;
    } else if (!close(*output)) {
      environment_.err << "verilot: cannot write "
                       << (output->file.empty() ? "the standard output" : output->file)
                       << "; check the free space\n";
      failure_ = ExitCode::cannot_write;
    }
  }
  return failure_;
}

bool ReportOutputs::close(Output& output) try {
  if (output.whole) {
    output.whole->commit();
    return true;
  }
  if (!output.file.empty()) {
    output.stream.close();
    return bool(output.stream);
  }
  environment_.out.flush();
  return bool(environment_.out);
} catch (const OutputFault&) {
  return false;
}

}  // namespace verilot
