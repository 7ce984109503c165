#include "report/places.h"

#include <algorithm>
#include <cmath>

namespace verilot {

namespace {

int rank(const NamedPlace& place) {
  if (place.where.page > 0) return place.searched ? 1 : 0;
  return place.searched ? 3 : 2;
}

bool is_file_of_facts(std::string_view path) {
  for (const std::string_view extension : {".yaml", ".yml", ".json", ".ndjson", ".jsonl", ".csv"})
    if (path.ends_with(extension)) return true;
  return false;
}

}  // namespace

std::vector<NamedPlace> places_of(const Finding& finding) {
  std::vector<NamedPlace> places;
  const auto add = [&](const std::string& what, const SourceLocation& where, bool searched) {
    if (where.file.empty()) return;
    const bool known = std::any_of(places.begin(), places.end(),
                                   [&](const NamedPlace& p) { return p.where == where; });
    if (!known) places.push_back({what, where, searched});
  };
  for (const ReadFact& fact : finding.evidence)
    if (!fact.unknown) add(fact.path, fact.where, false);
  for (const ReadFact& fact : finding.applies_because)
    if (!fact.unknown) add(fact.path, fact.where, false);
  for (const SearchedList& list : finding.searched) add(list.path, list.where, true);
  std::stable_sort(places.begin(), places.end(),
                   [](const NamedPlace& a, const NamedPlace& b) { return rank(a) < rank(b); });
  return places;
}

SourceLocation first_place(const Finding& finding) {
  const std::vector<NamedPlace> places = places_of(finding);
  return places.empty() ? SourceLocation{} : places.front().where;
}

std::string box_text(const Box& box) {
  if (box == Box{}) return "";
  const auto points = [](double value) { return std::to_string(std::lround(value)); };
  return points(box.x0) + "," + points(box.y0) + "-" + points(box.x1) + "," + points(box.y1);
}

std::string path_of(const DossierResult& dossier, const std::string& document) {
  if (document.starts_with('/') || document == dossier.path || dossier.path.empty())
    return document;
  if (!is_file_of_facts(dossier.path))
    return dossier.path + (dossier.path.ends_with('/') ? "" : "/") + document;
  const std::size_t slash = dossier.path.rfind('/');
  return slash == std::string::npos ? document : dossier.path.substr(0, slash + 1) + document;
}

}  // namespace verilot
