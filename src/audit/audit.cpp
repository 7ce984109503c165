#include "audit/audit.h"

#include <algorithm>
#include <future>
#include <map>
#include <set>

#include "audit/settling.h"
#include "audit/tailored.h"
#include "examine/examine.h"
#include "ingest/load_claims.h"
#include "ingest/load_documents.h"
#include "ingest/load_tables.h"
#include "packs/schema_loader.h"

namespace verilot {

namespace {

void append(Problems& to, const Problems& from) { to.insert(to.end(), from.begin(), from.end()); }

std::vector<std::string> texts_at(const Evidence& evidence, const std::string& path) {
  std::vector<std::string> texts;
  const NodeId node = evidence.find(path);
  if (node == kNoNode) return texts;
  if (evidence.kind(node) == NodeKind::text) return {evidence.text(node)};
  if (evidence.kind(node) != NodeKind::list) return texts;
  for (const NodeId child : evidence.children(node))
    if (evidence.kind(child) == NodeKind::text) texts.push_back(evidence.text(child));
  return texts;
}

struct ChosenPacks {
  std::vector<std::string> packs;
  std::string because;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// With the packs that these build on, each right before the first that does.
std::vector<std::string> with_those_below(const std::vector<std::string>& ids,
                                          const Rulebook& rulebook) {
  std::vector<std::string> all;
  const auto add = [&](const auto& self, const std::string& id) -> void {
    const auto pack = std::ranges::find(rulebook.packs, id, &PackName::id);
    if (std::ranges::find(all, id) != all.end() || pack == rulebook.packs.end()) return;
    const std::size_t place = all.size();
    all.push_back(id);
    if (pack->builds_on.empty()) return;
    self(self, pack->builds_on);
    std::ranges::rotate(all.begin() + static_cast<long>(place),
                        all.begin() + static_cast<long>(place) + 1, all.end());
  };
  for (const std::string& id : ids) add(add, id);
  return all;
}

std::vector<std::string> packs_of_countries(const std::vector<std::string>& countries,
                                            const Rulebook& rulebook) {
  std::vector<std::string> ids;
  for (const PackName& pack : rulebook.packs)
    if (std::find(countries.begin(), countries.end(), pack.country) != countries.end())
      ids.push_back(pack.id);
  return with_those_below(ids, rulebook);
}

// The dossier's markets, else the practice's country, else all.
ChosenPacks choose(const std::vector<std::string>& asked, const Evidence& evidence,
                   const Rulebook& rulebook) {
  if (!asked.empty()) {
    ChosenPacks choice{asked, "as asked"};
    std::erase(choice.packs, "rules");  // which are always judged
    return choice;
  }
  const std::vector<std::string> markets = texts_at(evidence, "markets");
  ChosenPacks choice{packs_of_countries(markets, rulebook), "markets " + joined(markets)};
  if (!choice.packs.empty()) return choice;
  const std::vector<std::string> country = texts_at(evidence, "practice.country");
  choice = {packs_of_countries(country, rulebook), "the practice is in " + joined(country)};
  if (!choice.packs.empty()) return choice;
  for (const PackName& pack : rulebook.packs) choice.packs.push_back(pack.id);
  choice.because = "no market or practice with a pack is stated, so all packs";
  return choice;
}

// Several readers may meet the same fault of a document.
Problems each_once(const Problems& problems) {
  Problems distinct;
  std::set<std::string> seen;
  for (const Problem& problem : problems)
    if (seen.insert(to_string(problem)).second) distinct.push_back(problem);
  return distinct;
}

std::string lower_trimmed(const std::string& word) {
  std::string result;
  for (const char c : word) result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  result.erase(0, result.find_first_not_of(' '));
  result.erase(result.find_last_not_of(' ') + 1);
  return result;
}

bool is_called(const PackName& pack, const std::string& word) {
  const std::string wanted = lower_trimmed(word);
  return wanted == lower_trimmed(pack.id) || wanted == lower_trimmed(pack.country) ||
         std::any_of(pack.called.begin(), pack.called.end(),
                     [&](const std::string& name) { return wanted == lower_trimmed(name); });
}

std::string first_text(const Evidence& evidence, const std::string& path) {
  const std::vector<std::string> texts = texts_at(evidence, path);
  return texts.empty() ? "" : texts.front();
}

std::size_t count_facts(const Evidence& evidence, NodeId node) {
  const NodeKind kind = evidence.kind(node);
  if (kind == NodeKind::unknown) return 0;
  if (kind != NodeKind::list && kind != NodeKind::object) return 1;
  std::size_t count = 0;
  for (const NodeId child : evidence.children(node))
    if (evidence.parent(child) == node) count += count_facts(evidence, child);
  return count;
}

// What settling takes besides the judgement.
struct Settle {
  const WantedFindings& wanted;
  DocumentIndex& documents;
};

void settle(const Settle& by, const RulePack& pack, const Evidence& evidence, const Date& as_of,
            Judgement& judgement, DossierResult& result) {
  using Depth = Settler::Depth;
  Settler settler(pack, evidence, by.documents.schema(), as_of, judgement.pathways);
  // The search has a limit for all findings: the gravest come first.
  std::vector<Finding*> open;
  for (Finding& finding : judgement.findings)
    if (finding.outcome == Outcome::unverified) open.push_back(&finding);
  std::stable_sort(open.begin(), open.end(), [](const Finding* a, const Finding* b) {
    return std::pair(a->advisory, b->severity) < std::pair(b->advisory, a->severity);
  });
  for (Finding* finding : open)
    finding->settle =
        settler.settle(*finding, by.wanted(*finding) ? Depth::smallest : Depth::facts);
  add_documents(judgement.findings, by.documents);
  if (!judgement.findings.empty())
    result.markets.push_back(market_need(pack, evidence, as_of, judgement, by.documents));
}

// How findings are made: the parts of packs are asked for where they are not whole.
struct Making {
  Detail detail = Detail::whole;
  SharedParts* parts = nullptr;
  const Settle* settle = nullptr;
};

DossierResult judged(const ExaminedDossier& dossier, const PackLibrary::Packs& packs,
                     const Date& as_of, const Making& making) {
  const Settle* by = making.settle;
  DossierResult result;
  result.id = dossier.id;
  result.product = first_text(dossier.evidence, "product.name");
  result.supplier = first_text(dossier.evidence, "supplier.name");
  result.documents = dossier.documents;
  result.registers = dossier.registers;
  result.problems = dossier.problems;
  result.fact_count = count_facts(dossier.evidence, dossier.evidence.root());
  std::set<NodeId> known;
  std::set<std::string> unknown;
  DossierMemory memory(as_of);
  EvaluateOptions options{as_of, dossier.id, making.detail};
  if (making.detail != Detail::whole) options.memory = &memory;
  std::size_t rules = 0;
  for (const auto& pack : packs) rules += pack->rules.size() + 1;
  result.findings.reserve(rules);
  for (const auto& pack : packs) {
    if (options.memory != nullptr) options.parts = making.parts->of(*pack);
    Judgement judgement = evaluate(*pack, dossier.evidence, options);
    if (by != nullptr) settle(*by, *pack, dossier.evidence, as_of, judgement, result);
    result.packs.push_back(pack->id);
    if (judgement.next_change &&
        (!result.next_change || *judgement.next_change < *result.next_change))
      result.next_change = judgement.next_change;
    if (!judgement.findings.empty()) result.verdicts.push_back({pack->id, judgement.verdict});
    known.insert(judgement.known.begin(), judgement.known.end());
    unknown.insert(judgement.unknown.begin(), judgement.unknown.end());
    note_tailoring(*pack, judgement.findings);
    std::move(judgement.findings.begin(), judgement.findings.end(),
              std::back_inserter(result.findings));
  }
  for (const NodeId fact : known) unknown.erase(dossier.evidence.path(fact));
  result.completeness = {known.size(), known.size() + unknown.size()};
  if (making.detail != Detail::outcomes) result.requests = requests_of(result.findings);
  if (by != nullptr) result.needed = needed_documents(result, by->documents);
  return result;
}

// Asks the registers, unless the dossier comes with what they said.
void look_up(ReadDossier& read, const RegisterDesk* desk) {
  if (desk == nullptr) return;
  const RegisterSlice slice =
      read.registers.empty() ? desk->answer(read.builder.view()) : read_slice(read.registers);
  if (read.registers.empty()) read.registers = to_text(slice);
  desk->add_facts(read.builder, slice);
}

void note_choice(const ChosenPacks& choice, DossierResult& result) {
  result.packs_because = choice.because;
  for (const std::string& id : choice.packs)
    if (std::ranges::find(result.packs, id) == result.packs.end()) result.refused.push_back(id);
}

}  // namespace

Rulebook load_rulebook(const std::string& root) {
  Rulebook rulebook;
  rulebook.root = root;
  Problems of_tables, of_claims;
  ClaimTable claims;
  auto tables =
      std::async(std::launch::async, [&] { return load_tables(root + "/rules", of_tables); });
  rulebook.schema = load_schema(root + "/rules/dossier-schema.yaml", rulebook.problems);
  load_claims(root + "/rules/claims", claims, of_claims);
  rulebook.tables = tables.get();
  rulebook.tables.claims = std::move(claims);
  append(rulebook.problems, of_tables);
  append(rulebook.problems, of_claims);
  rulebook.packs = list_packs(root, rulebook.problems);
  return rulebook;
}

ExaminedDossier examine_dossier(ReadDossier read, const Rulebook& rulebook) {
  examine(read.builder, {rulebook.tables, *rulebook.recognisers, read.problems});
  look_up(read, rulebook.registers.get());
  return {std::move(read.builder).finish(), read.id,       read.found, read.documents,
          each_once(read.problems),         read.registers};
}

std::vector<std::string> chosen_packs(const std::vector<std::string>& words,
                                      const Rulebook& rulebook, Problems& problems) {
  std::vector<std::string> ids, known;
  for (const std::string& word : words) {
    const std::size_t before = ids.size();
    for (const PackName& pack : rulebook.packs)
      if (is_called(pack, word) && std::find(ids.begin(), ids.end(), pack.id) == ids.end())
        ids.push_back(pack.id);
    if (lower_trimmed(word) == "rules") ids.push_back("rules");
    if (ids.size() != before) continue;
    for (const PackName& pack : rulebook.packs) known.push_back(pack.id);
    problems.push_back(
        {ProblemLevel::error, {}, "no pack or country '" + word + "'" + did_you_mean(word, known)});
  }
  const bool shared = std::ranges::find(ids, "rules") != ids.end();
  ids = with_those_below(ids, rulebook);
  if (shared) ids.push_back("rules");
  return ids;
}

Auditor::Auditor(const Rulebook& rulebook, const std::vector<std::string>& jurisdictions,
                 Date as_of)
    : rulebook_(rulebook),
      library_(rulebook.root, rulebook.schema, rulebook.tables, rulebook.tailoring.get()),
      as_of_(as_of) {
  asked_ = chosen_packs(jurisdictions, rulebook, problems_);
}

DossierResult Auditor::judge(ReadDossier read, Detail detail) {
  const ExaminedDossier dossier = examine_dossier(std::move(read), rulebook_);
  const ChosenPacks choice = choose(asked_, dossier.evidence, rulebook_);
  DossierResult result =
      judged(dossier, library_.take(choice.packs), as_of_, {detail, &parts_, nullptr});
  note_choice(choice, result);
  return result;
}

DossierResult Auditor::judge(ReadDossier read, const WantedFindings& wanted,
                             const DocumentTable& documents) {
  const ExaminedDossier dossier = examine_dossier(std::move(read), rulebook_);
  const ChosenPacks choice = choose(asked_, dossier.evidence, rulebook_);
  DocumentIndex index(documents, rulebook_.schema);
  const Settle by{wanted, index};
  DossierResult result = judged(dossier, library_.take(choice.packs), as_of_, {.settle = &by});
  note_choice(choice, result);
  return result;
}

Problems Auditor::pack_problems() const {
  Problems problems = rulebook_.problems;
  append(problems, library_.problems());
  return problems;
}

std::vector<PackInfo> Auditor::packs() const {
  std::vector<PackInfo> packs;
  for (const auto& pack : library_.used())
    packs.push_back({pack->id, pack->version, pack->title, pack->hash,
                     to_string(pack->law_as_found), pack->rules.size()});
  return packs;
}

std::string Auditor::hash_of(const std::string& pack) {
  const auto& packs =
      library_.take(pack == "rules" ? std::vector<std::string>{} : std::vector<std::string>{pack});
  const auto found = std::ranges::find(packs, pack, [](const auto& one) { return one->id; });
  return found == packs.end() ? "" : (*found)->hash;
}

Run audit(const AuditRequest& request, const Rulebook& rulebook, const TakeResult& take) {
  Run run;
  run.as_of = request.as_of;
  run.tailoring = rulebook.tailored;
  if (rulebook.registers)
    for (const CopyState& copy : rulebook.registers->copies())
      run.registers.push_back(
          {copy.source, copy.title, copy.date, copy.sha256, copy.complete, copy.stale});
  Auditor auditor(rulebook, request.jurisdictions, request.as_of);
  run.problems = auditor.problems();
  DocumentTable documents;
  if (request.settle) documents = load_documents(rulebook.root + "/rules", run.pack_problems);
  for (const std::string& path : request.paths) {
    ReadDossier read = read_dossier(path, rulebook.schema, rulebook.tables);
    if (!read.found) {
      for (Problem problem : each_once(read.problems)) {
        if (problem.where.file != path) problem.where.file = path + "/" + problem.where.file;
        run.problems.push_back(std::move(problem));
      }
      continue;
    }
    run.dossiers.push_back(request.settle
                               ? auditor.judge(std::move(read), request.settle, documents)
                               : auditor.judge(std::move(read)));
    run.dossiers.back().path = path;
    if (take) take(run.dossiers.back());
  }
  append(run.pack_problems, auditor.pack_problems());
  run.packs = auditor.packs();
  return run;
}

}  // namespace verilot
