// Wall time and peak memory of whole commands, side by side in one run.
//
//   cold_check VERILOT ROOT
//
// Each command is started afresh kRuns times, in turns with the others, so that a busy moment of
// the machine hits all of them; the median of the times and the largest of the memories is printed,
// and the ratio to the first command, which only starts the program.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int kRuns = 41;

struct Measured {
  std::string name;
  std::vector<std::string> words;
  std::vector<double> milliseconds;
  long peak_kilobytes = 0;
};

void run_once(Measured& command) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (std::string& word : command.words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  command.milliseconds.push_back(taken.count());
  command.peak_kilobytes = std::max(command.peak_kilobytes, usage.ru_maxrss);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  return "unknown processor";
}

// The sample group of three dossiers, over and over.
std::string group_of(const std::string& root, int dossiers) {
  std::ifstream in(root + "/fixtures/group/dossiers.ndjson");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  const std::string path =
      std::filesystem::temp_directory_path() / ("verilot-bench-" + std::to_string(dossiers));
  std::ofstream out(path);
  for (int i = 0; i < dossiers; ++i)
    out << lines[static_cast<std::size_t>(i) % lines.size()] << "\n";
  return path;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  const std::string verilot = argv[1], root = argv[2], clinic = root + "/fixtures/clinic/";
  const auto check = [&](const std::string& dossier) {
    return std::vector<std::string>{verilot,          "check",          clinic + dossier,
                                    "--jurisdiction", "us-fda,uk-mhra", "--as-of",
                                    "2026-11-22",     "--packs",        root};
  };
  const auto scan = [&](int dossiers) {
    return std::vector<std::string>{verilot,      "scan",    group_of(root, dossiers),
                                    "-j",         "1",       "--as-of",
                                    "2026-11-22", "--packs", root};
  };
  std::vector<Measured> commands = {
      {"start of the program", {verilot, "version"}, {}, 0},
      {"one JSON dossier, both packs", check("minoxidil-5-percent"), {}, 0},
      {"one dossier with a PDF certificate, both packs",
       check("exosome-vial-no-sterility-test"),
       {},
       0},
      {"scan of 3 dossiers, one thread", scan(3), {}, 0},
      {"scan of 300 dossiers, one thread", scan(300), {}, 0},
  };
  for (int i = 0; i < kRuns; ++i)
    for (Measured& command : commands) run_once(command);
  std::printf("%s, %u threads; median of %d runs\n", processor().c_str(),
              std::thread::hardware_concurrency(), kRuns);
  const double base = median(commands.front().milliseconds);
  for (const Measured& command : commands) {
    const double time = median(command.milliseconds);
    std::printf("%-48s %7.1f ms  %5.1f x  %6.1f MB\n", command.name.c_str(), time, time / base,
                static_cast<double>(command.peak_kilobytes) / 1024);
  }
}
