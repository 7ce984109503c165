#include "report/letter.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace verilot;

namespace {

LetterWords spanish() {
  LetterWords words;
  words.language = "es";
  words.translates = true;
  words.frame = {{"title", "Solicitud"},
                 {"subject", "Sobre {product}"},
                 {"deadline", "Hasta {deadline}"},
                 {"english_only", "Solo en inglés"},
                 {"why", "Lo exige"},
                 {"lots", "Lotes"},
                 {"to", "Para"},
                 {"own_title", "Archivos propios"}};
  words.documents = {{"label", "Etiqueta"}};
  words.each = {{"each lot", "cada lote"}, {"(not stated)", "(no consta)"}};
  words.requests = {
      {"Label of lot {lot.number}, complete", "Etiqueta del lote {lot.number}, entera"},
      {"Volume of {product.name}", "Volumen de {product.name}"}};
  return words;
}

DossierResult sample() {
  DossierResult dossier;
  dossier.product = "A <b> & C";
  dossier.supplier = "North \"&\" Sons";
  dossier.needed = {
      {"label",
       "Label",
       "supplier",
       {"lots[0].expiry"},
       {},
       {"Label of lot A1, complete", "Some new request"},
       {"A1"},
       {"d/x"},
       {"Act 1"}},
      {"consent_form", "Consent form", "clinic", {}, {}, {"Consent form in use"}, {}, {"d/y"}, {}}};
  return dossier;
}

std::string letter(bool html) {
  std::ostringstream out;
  write_letter(sample(), spanish(), {"2026-11-22", "2026-12-15", html, 80}, out);
  return out.str();
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("letter: a request keeps its facts in translation") {
  CHECK(translated("Label of lot NV-7, complete", spanish()) == "Etiqueta del lote NV-7, entera");
  CHECK(translated("Volume of Exo 5", spanish()) == "Volumen de Exo 5");
  CHECK(translated("Volume of (not stated)", spanish()) == "Volumen de (no consta)");
}

TEST_CASE("letter: a lot that nobody named is each lot in both languages") {
  CHECK(translated("Label of each lot, complete", spanish()) == "Etiqueta de cada lote, entera");
}

TEST_CASE(
    "letter: a request without a translation has none, and stands under a heading that says so") {
  CHECK_FALSE(translated("Some new request", spanish()).has_value());
  const std::string text = letter(false);
  CHECK(text.find("Solo en inglés") < text.find("Some new request"));
  CHECK(holds(text, "Etiqueta del lote A1, entera"));
}

TEST_CASE("letter: names the lots, the clause and the deadline") {
  const std::string text = letter(false);
  CHECK(holds(text, "Lotes: A1"));
  CHECK(holds(text, "Lo exige: Act 1"));
  CHECK(holds(text, "Hasta 2026-12-15"));
}

TEST_CASE("letter: what the clinic holds itself is not asked of the supplier") {
  CHECK_FALSE(holds(letter(false), "Consent form in use"));
  std::ostringstream own;
  write_own_records(sample(), spanish(), {"2026-11-22", "", false, 80}, own);
  CHECK(holds(own.str(), "Consent form in use"));
  CHECK_FALSE(holds(own.str(), "Etiqueta"));
}

TEST_CASE("letter: HTML escapes what documents say and needs nothing from elsewhere") {
  const std::string page = letter(true);
  CHECK(holds(page, "Sobre A &lt;b&gt; &amp; C"));
  CHECK(holds(page, "North &quot;&amp;&quot; Sons"));
  CHECK_FALSE(holds(page, "<b>"));
  CHECK_FALSE(holds(page, "src="));
  CHECK_FALSE(holds(page, "http"));
  CHECK_FALSE(holds(page, "<script"));
  CHECK(holds(page, "<html lang=\"es\">"));
}
