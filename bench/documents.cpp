// How well a folder of labelled certificates is read: precision and recall by field, by format and
// by kind of text layer, the slowest files, and what was not understood.
//
//   documents FOLDER [--rules DIR] [--only KIND] [--verbose]
//
// The folder holds certificates, each with NAME.truth.json beside it (bench/README.md). --only
// takes the files of one text layer ("good", "none") or one format ("xml").
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "certificate_score.h"
#include "ingest/certificate_reader.h"
#include "ingest/load_tables.h"

namespace {

using namespace verilot;
using bench::FileScore;

struct Options {
  std::string folder;
  std::string rules = VERILOT_SOURCE_DIR "/rules";
  std::string only;
  bool verbose = false;
};

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

FileScore measure(const bench::TruthFile& truth, const std::filesystem::path& folder,
                  const Tables& tables) {
  const std::string path = (folder / truth.name).string();
  const DocumentFile file{truth.name, path, bytes_of(path)};
  const auto start = std::chrono::steady_clock::now();
  const CertificateReader* reader = find_certificate_reader(file);
  const CertificateFile read = reader == nullptr ? CertificateFile{} : reader->read(file, tables);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  FileScore score = bench::score_file(read, truth);
  score.milliseconds = taken.count();
  return score;
}

void print_fields(const FileScore& score) {
  std::printf("  %-26s %8s %8s %8s %10s %8s\n", "", "printed", "known", "right", "precision",
              "recall");
  for (const auto& [field, counted] : score.fields) {
    std::printf("  %-26s %8d %8d %8d %10.3f %8.3f\n", field.c_str(), counted.truth, counted.read,
                counted.right, counted.precision(), counted.recall());
  }
  const double share = score.known == 0 ? 0 : 100.0 * score.wrong / score.known;
  std::printf("  wrong among the values given as known: %d of %d (%.2f %%); doubtful rows: %d\n",
              score.wrong, score.known, share, score.doubtful);
}

void print_list(const char* title, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::printf("    %s: %s\n", title, line.c_str());
}

void print_file(const FileScore& score, bool verbose) {
  FileScore copy = score;
  const bench::Count row = copy.fields["row"];
  const bench::Count whole = copy.fields["row, limit and status"];
  std::printf("  %-40s %-8s %4d rows, %4d known, %4d right, %4d with limit and status; %.0f ms\n",
              score.name.c_str(), score.text_layer.c_str(), row.truth, row.read, row.right,
              whole.right, score.milliseconds);
  if (!verbose) return;
  print_list("not read", score.missed);
  print_list("not printed", score.extra);
  print_list("differs", score.differing);
  print_list("doubtful", score.doubted);
}

using Key = std::string FileScore::*;

void print_groups(const char* title, const std::vector<FileScore>& scores, Key key) {
  std::map<std::string, FileScore> groups;
  std::map<std::string, int> files;
  for (const FileScore& score : scores) {
    bench::add(groups[score.*key], score);
    ++files[score.*key];
  }
  for (const auto& [name, total] : groups) {
    std::printf("\n%s %s, %d files\n", title, name.c_str(), files[name]);
    print_fields(total);
  }
}

void print_slowest(std::vector<FileScore> scores) {
  std::ranges::sort(scores, std::ranges::greater{}, &FileScore::milliseconds);
  std::printf("\nslowest\n");
  for (std::size_t i = 0; i < scores.size() && i < 5; ++i)
    std::printf("  %7.0f ms  %s\n", scores[i].milliseconds, scores[i].name.c_str());
}

void print_unknown(const std::vector<FileScore>& scores) {
  std::map<std::string, int> names;
  for (const FileScore& score : scores)
    for (const std::string& name : score.unknown_analytes) ++names[name];
  std::printf("\nanalytes in no table: %zu names\n", names.size());
  for (const auto& [name, count] : names) std::printf("  %4d  %s\n", count, name.c_str());
}

int run(const Options& options) {
  Problems problems;
  const Tables tables = load_tables(options.rules, problems);
  for (const Problem& problem : problems) std::fprintf(stderr, "%s\n", to_string(problem).c_str());
  if (any_error(problems)) return 1;
  std::vector<FileScore> scores;
  for (const auto& path : bench::truth_files(options.folder)) {
    const bench::TruthFile truth = bench::read_truth(path);
    if (!options.only.empty() && truth.text_layer != options.only && truth.format != options.only)
      continue;
    scores.push_back(measure(truth, options.folder, tables));
    print_file(scores.back(), options.verbose);
  }
  print_groups("text layer", scores, &FileScore::text_layer);
  print_groups("format", scores, &FileScore::format);
  print_slowest(scores);
  if (options.verbose) print_unknown(scores);
  return scores.empty() ? 1 : 0;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    const bool more = i + 1 < count;
    if (argument == "--verbose")
      options.verbose = true;
    else if (argument == "--only" && more)
      options.only = arguments[++i];
    else if (argument == "--rules" && more)
      options.rules = arguments[++i];
    else
      options.folder = argument;
  }
  if (options.folder.empty() || !std::filesystem::is_directory(options.folder)) {
    std::fprintf(stderr, "documents FOLDER [--rules DIR] [--only KIND] [--verbose]\n");
    return 2;
  }
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
