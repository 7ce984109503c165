// A root of packs in a temporary folder: a small schema, shared rules and one pack, `test`.
#pragma once

#include "packs/pack_library.h"
#include "packs/schema_loader.h"
#include "support/samples.h"

namespace verilot {

inline constexpr const char* kSampleSchema = R"(version: '1'
root: dossier
no_value: [unknown, '?']
types:
  dossier:
    meaning: One product.
    fields:
      product: {type: article, meaning: The product}
      articles: {type: list(article), derived: examine, max_items: 20, meaning: All articles}
      supplier: {type: organisation, meaning: Who offers it}
      lots: {type: list(lot), meaning: Lots}
      authorisations: {type: list(text), meaning: Licences}
  article:
    meaning: One article.
    fields:
      name: {type: text, meaning: Name}
      kind: {type: choice(kind), meaning: Kind}
      sterile: {type: boolean, meaning: Sold as sterile}
      dose: {type: quantity, meaning: Dose}
  organisation:
    meaning: An organisation.
    fields:
      name: {type: text, meaning: Name}
      licence: {type: text, meaning: Licence}
  lot:
    meaning: One lot.
    fields:
      number: {type: text, meaning: Number}
      expiry: {type: expiry_date, meaning: Expiry}
      units: {type: integer, meaning: Units}
      tests: {type: list(test), meaning: Tests}
  test:
    meaning: One test.
    fields:
      analyte: {type: text, meaning: Analyte}
      judged: {type: text, meaning: Verdict}
enumerations:
  kind:
    meaning: Kinds.
    values:
      exosome: Vesicles
      prp: Plasma
      cap: A laser cap
)";

inline constexpr const char* kSampleLaw = R"(clauses:
  - {id: act.1, clause: Act 1, status: T, text: Each lot is tested.}
  - {id: act.2, clause: Act 2, status: P, in_force: {from: 2020-01-01}}
  - {id: act.3, clause: Act 3, status: T}
  - {id: act.position, clause: Statement, status: P, interpretation: {author: MHRA, date: 2023-06-08}}
  - {id: act.s, clause: Act S, status: S}
  - {id: act.u, clause: Act U, status: U}
)";

inline constexpr const char* kSampleHead =
    "id: test\nversion: '1'\ntitle: Test pack\ncountry: US\nlaw_as_found: 2026-11-22\n";

inline constexpr const char* kSampleTree = R"(start: device
leaves:
  - {id: test.device, title: A device, lawful: true, strictness: 10, citation: act.1, message: fine}
  - {id: test.drug, title: A drug without a licence, lawful: false, strictness: 90, citation: act.2, message: "No licence for {article.name}."}
  - {id: test.own, title: Own blood, lawful: open, strictness: 50, citation: act.3}
questions:
  - {id: device, text: 'Is it a device?', if: article.kind == "cap", yes: test.device, no: blood, ask: [The label]}
  - {id: blood, text: 'Is it blood?', if: article.kind == "prp", yes: test.own, no: test.drug}
)";

class SampleRoot {
 public:
  SampleRoot() {
    folder_.write("rules/dossier-schema.yaml", kSampleSchema);
    folder_.write("rules/pack.yaml", "id: rules\nversion: '1'\nlaw_as_found: 2026-11-22\n");
    folder_.write("rules/law/acts.yaml", kSampleLaw);
    folder_.write("jurisdictions/test/pack.yaml", kSampleHead);
    tables_.units.add("mL", {"mL", "volume", *Decimal::parse("1")});
    tables_.units.add("%", {"%", "ratio", *Decimal::parse("1")});
  }
  void write(const std::string& file, const std::string& text) const { folder_.write(file, text); }
  std::string name() const { return folder_.name(); }
  const Tables& tables() const { return tables_; }

  Schema schema() const {
    Problems problems;
    return load_schema(folder_.path() / "rules/dossier-schema.yaml", problems);
  }
  LoadedPacks load(const std::vector<std::string>& ids = {"test"}) const {
    return load_packs(folder_.name(), ids, schema(), tables_);
  }

 private:
  SampleFolder folder_;
  Tables tables_;
};

// A rule of the pack `test` with a clause of its own: `more` adds keys, indented by four.
inline std::string rule_text(const std::string& id, const std::string& require,
                             const std::string& more = "") {
  return "  - id: " + id + "\n    title: Title of " + id +
         "\n    citation: act.1\n    require: " + require + "\n" + more;
}

}  // namespace verilot
