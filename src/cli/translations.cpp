#include "cli/translations.h"

#include <algorithm>
#include <ostream>

#include "ingest/load_letter.h"

namespace verilot {

namespace {

std::vector<std::string> requests_of(const RulePack& pack) {
  std::vector<std::string> requests;
  const auto add = [&](const std::vector<std::string>& asks) {
    for (const std::string& ask : asks)
      if (std::find(requests.begin(), requests.end(), ask) == requests.end())
        requests.push_back(ask);
  };
  for (const auto& [id, question] : pack.tree.questions) add(question.ask);
  for (const Rule& rule : pack.rules) add(rule.ask);
  return requests;
}

}  // namespace

void print_untranslated(const RulePack& pack, const std::string& rules_folder, bool list,
                        std::ostream& out) {
  for (const std::string& language : letter_languages(rules_folder)) {
    Problems problems;
    const LetterWords words = load_letter(rules_folder, language, problems);
    if (!words.translates) continue;
    std::vector<std::string> missing = requests_of(pack);
    std::erase_if(missing, [&](const std::string& request) {
      return std::any_of(words.requests.begin(), words.requests.end(),
                         [&](const TranslatedRequest& t) { return t.original == request; });
    });
    if (missing.empty()) continue;
    out << "note: " << missing.size() << " requests of " << pack.id << " have no translation in "
        << "rules/letters/" << language << ".yaml" << (list ? ":" : "; --requests lists them")
        << "\n";
    for (const std::string& request : list ? missing : std::vector<std::string>{})
      out << "  - en: " << request << "\n";
  }
}

}  // namespace verilot
