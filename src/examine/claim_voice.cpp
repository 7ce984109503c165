#include "examine/claim_voice.h"

namespace verilot {

namespace {

constexpr std::size_t kLanguageSample = 1'000;  // bytes; more of a text tells no more of it

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

std::unique_ptr<RE2> any_of(const std::vector<std::string>& patterns, const std::string& name,
                            Problems& problems) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  std::string all;
  for (const std::string& pattern : patterns) all += (all.empty() ? "" : "|") + pattern;
  auto compiled = std::make_unique<RE2>(all, options);
  if (compiled->ok()) return compiled;
  problems.push_back(
      {ProblemLevel::error, in_file("rules/claims"),
       "the words of '" + name + "' are no valid RE2 pattern: " + compiled->error()});
  return nullptr;
}

int count(const RE2& words, std::string_view text) {
  int found = 0;
  re2::StringPiece rest = piece(text);
  while (RE2::FindAndConsume(&rest, words)) ++found;
  return found;
}

}  // namespace

ClaimVoice::ClaimVoice(const ClaimTable& table, Problems& problems) {
  const auto compile = [&](const auto& roles, Patterns& to) {
    for (const auto& [name, patterns] : roles)
      if (auto compiled = any_of(patterns, name, problems))
        to.emplace_back(name, std::move(compiled));
  };
  compile(table.speakers, speakers_);
  compile(table.function_words, languages_);
}

std::string ClaimVoice::speaker(std::string_view sentence) const {
  for (const auto& [name, words] : speakers_)
    if (RE2::PartialMatch(piece(sentence), *words)) return name;
  return "";
}

std::string ClaimVoice::language(std::string_view text) const {
  std::string best;
  int most = 0;
  for (const auto& [name, words] : languages_) {
    const int found = count(*words, text.substr(0, kLanguageSample));
    if (found <= most) continue;
    most = found;
    best = name;
  }
  return best;
}

}  // namespace verilot
