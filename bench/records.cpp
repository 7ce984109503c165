#include "records.h"

#include <initializer_list>
#include <string_view>

namespace bench {
namespace {

class Random {  // splitmix64
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

 private:
  std::uint64_t state_;
};

class Writer {
 public:
  Writer(std::uint64_t seed, unsigned absent) : random_(seed), absent_(absent) {}

  std::string record();

 private:
  using Choices = std::initializer_list<std::string_view>;

  // The key, with what is before it; false where the member is left out or null.
  bool key(std::string_view name, bool may_miss = true) {
    if (may_miss && absent_ > 0 && random_.below(absent_) == 0) return false;
    if (out_.back() != '{' && out_.back() != '[') out_ += ',';
    out_.append("\"").append(name).append("\":");
    if (!may_miss || absent_ == 0 || random_.below(absent_ * 10) != 0) return true;
    out_ += "null";
    return false;
  }
  void put(std::string_view name, std::string_view value, bool may_miss = true) {
    if (key(name, may_miss)) out_.append("\"").append(value).append("\"");
  }
  void put_raw(std::string_view name, const std::string& value) {
    if (key(name)) out_ += value;
  }
  // One of the choices; the first in nine of ten records.
  std::string mostly(Choices choices) {
    return std::string(random_.below(12) > 0 ? *choices.begin() : any(choices));
  }
  std::string_view any(Choices choices) {
    return *(choices.begin() + random_.below(choices.size()));
  }
  std::string number(std::size_t low, std::size_t high) {
    return std::to_string(low + random_.below(high - low + 1));
  }
  std::string boolean(unsigned rarely_false) {
    return random_.below(rarely_false) == 0 ? "false" : "true";
  }
  std::string date(int first_year, int last_year) {
    const auto two = [](std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    const auto year = static_cast<std::size_t>(first_year) +
                      random_.below(static_cast<std::size_t>(last_year - first_year + 1));
    return std::to_string(year) + "-" + two(1 + random_.below(12)) + "-" +
           two(1 + random_.below(28)) + "T" + two(random_.below(24)) + ":00:00Z";
  }
  void open(std::string_view name, char bracket) {
    key(name, false);
    out_ += bracket;
  }
  void open_element() {
    if (out_.back() != '[') out_ += ',';
    out_ += '{';
  }

  void product();
  void supplier();
  void certificates();
  void test(std::string_view name);
  void lots();
  void documents();
  void claims();
  void authorisations();
  void history();

  Random random_;
  unsigned absent_;
  std::string out_;
  std::size_t lots_ = 0;
};

std::string lot_number(std::size_t i) { return "EXO-24" + std::to_string(100 + i); }

void Writer::product() {
  open("product", '{');
  put("name", "Wharton's jelly exosome suspension");
  put("kind", mostly({"exosome", "prp", "cosmetic", "device", "food"}));
  put("route", mostly({"topical", "injection", "oral"}));
  put("origin", mostly({"allogeneic", "autologous", "synthetic", "unknown"}));
  put("pathway", mostly({"361", "351", "cosmetic"}));
  put_raw("pooled", random_.below(12) == 0 ? "true" : "false");
  put_raw("price_cents", number(20000, 260000));
  put_raw("shelf_life_days", number(90, 760));
  if (key("sponsor"))
    out_ += random_.below(3) == 0 ? "{\"country\":\"ES\"}" : "{\"country\":\"US\"}";
  open("processing_steps", '[');
  out_ += "\"centrifugation\",\"filtration\",\"washing\"";
  if (random_.below(8) == 0) out_ += ",\"freeze_drying\"";
  out_ += ']';
  open("storage", '{');
  put_raw("min_c", "-" + number(20, 36));
  put_raw("max_c", number(2, 4));
  put("note", "keep upright and protect from light");
  out_ += '}';
  open("label", '{');
  out_ += "\"languages\":[\"en\"" + std::string(random_.below(12) > 0 ? ",\"es\"" : "") + "]";
  out_ += ",\"warnings\":[\"for professional use\",\"single use\"]";
  put("text", "Store frozen. For use by licensed practitioners only. Discard what is left.");
  out_ += "}}";
}

void Writer::supplier() {
  open("supplier", '{');
  put("name", "Helix Bioprep LLC");
  put("country", mostly({"US", "GB", "ES", "CN", "AE"}));
  put("address", "1200 Harbour Road, Suite 210, San Diego, CA 92101");
  open("registration", '{');
  put("status", mostly({"in_force", "inactive", "expired"}));
  put("number", "300" + number(1000000, 9999999));
  put("expires", mostly({date(2027, 2029), date(2026, 2026)}));
  out_ += '}';
  open("quality_agreement", '{');
  put_raw("signed", boolean(10));
  put("date", mostly({date(2022, 2025), date(2026, 2027)}));
  out_ += '}';
  open("sanctions", '{');
  put_raw("match", random_.below(40) == 0 ? "true" : "false");
  put("checked_at", mostly({"2026-10-01T00:00:00Z", date(2026, 2026)}));
  if (out_.back() != '{') out_ += ',';
  out_ += "\"lists\":[\"OFAC\",\"EU\",\"UK\",\"UN\"]}}";
}

void Writer::test(std::string_view name) {
  const bool ph = name == "ph";
  open_element();
  out_.append("\"name\":\"").append(name).append("\"");
  put("method", name == "mycoplasma" ? mostly({"PCR", "in house"})
                                     : mostly({"USP 71", "USP 63", "in house"}));
  put("unit", name == "endotoxin" ? mostly({"EU/mL", "EU/mg"}) : any({"1/mL", "%", "CFU"}));
  if (ph) {
    put_raw("value", random_.below(20) == 0 ? "8.1" : "7." + number(0, 7));
  } else if (name == "particle count") {
    put_raw("value", number(1, 9) + "." + number(0, 99) + "e9");
  } else {
    put_raw("value", "0." + number(10, random_.below(20) == 0 ? 60 : 49));
  }
  put_raw("limit", ph ? "7.8" : name == "particle count" ? "1e12" : "0.5");
  put("outcome", random_.below(60) > 0 ? "pass" : any({"fail", "not applicable"}));
  out_ += '}';
}

void Writer::certificates() {
  open("certificates", '[');
  for (std::size_t i = 0; i < lots_; ++i) {
    open_element();
    out_ += "\"number\":\"COA-2026-" + number(100, 999) + (random_.below(20) == 0 ? "b\"" : "\"");
    put("lot", random_.below(15) == 0 ? "EXO-1" : lot_number(i));
    put("issued", date(2026, 2026).replace(5, 2, mostly({"09", "02", "12"})));
    open("lab", '{');
    put("name", "Northern Analytical Laboratories");
    put_raw("accredited", boolean(15));
    out_ += '}';
    open("tests", '[');
    for (const std::string_view name :
         {"sterility", "endotoxin", "mycoplasma", "ph", "particle count", "identity"})
      test(name);
    out_ += "]}";
  }
  out_ += ']';
}

void Writer::lots() {
  open("lots", '[');
  for (std::size_t i = 0; i < lots_; ++i) {
    open_element();
    out_ += "\"number\":\"" + lot_number(i) + "\"";
    put("made", date(2026, 2026).replace(5, 2, "0" + number(1, 6)));
    put("expiry", mostly({date(2027, 2027), date(2026, 2028)}));
    put_raw("quantity", number(10, 900));
    put_raw("released", boolean(8));
    out_ += '}';
  }
  out_ += ']';
}

void Writer::documents() {
  open("documents", '[');
  for (std::size_t i = 0; i < lots_ + 2; ++i) {
    open_element();
    out_ += i < lots_    ? "\"type\":\"SDS\""
            : i == lots_ ? "\"type\":\"donor_eligibility\""
                         : "\"type\":\"leaflet\"";
    put("subject", i < lots_ ? lot_number(i) : "all lots");
    put("language", any({"en", "es"}));
    put_raw("signed", boolean(6));
    put_raw("pages", number(1, 40));
    put("date", date(2023, 2025));
    out_ += '}';
  }
  out_ += ']';
}

void Writer::claims() {
  open("claims", '[');
  for (int i = 0; i < 6; ++i) {
    open_element();
    const bool modest = random_.below(12) > 0;
    put("text",
        modest
            ? any({"Supports the natural look of healthy skin when used with a daily routine.",
                   "Rich in growth factors and cytokines from donated tissue, ready for "
                   "professional "
                   "use.",
                   "Our customers report softer skin within weeks of the first application.",
                   "Processed in a registered facility under controlled and documented conditions.",
                   "A gentle serum for face and neck, suited to every skin type and season.",
                   "Shipped frozen on dry ice with a temperature logger in each and every box.",
                   "Each vial holds a measured number of vesicles, stated on the certificate."})
            : any({"Clinically proven to reduce fine lines by 40 % in only four weeks!",
                   "The miracle in a vial: guaranteed results with no side effects."}));
    put("where", any({"website", "label", "leaflet"}));
    put("language", "en");
    out_ += '}';
  }
  out_ += ']';
}

void Writer::authorisations() {
  open("authorisations", '[');
  for (int i = 0; i < 2; ++i) {
    open_element();
    put("type", i == 0 ? "establishment" : "import");
    put("number", number(100000, 999999));
    put("status", mostly({"in_force", "lapsed"}));
    put("holder", random_.below(12) == 0 ? "Another company" : "Helix Bioprep LLC");
    put("expires", mostly({date(2027, 2029), date(2026, 2026)}));
    out_ += '}';
  }
  out_ += ']';
}

// What no rule reads.
void Writer::history() {
  open("history", '[');
  for (int i = 0; i < 5; ++i) {
    open_element();
    put("at", date(2024, 2026));
    put("by", any({"m.otero", "j.fuentes", "import"}));
    put("what", any({"document added", "certificate read again", "supplier data refreshed"}));
    put_raw("size", number(1000, 99999));
    out_ += '}';
  }
  out_ += ']';
}

std::string Writer::record() {
  lots_ = 2 + random_.below(2);
  out_ = "{\"id\":\"D-" + number(10000, 99999) + "\"";
  product();
  supplier();
  certificates();
  lots();
  documents();
  claims();
  authorisations();
  history();
  return out_ + "}";
}

}  // namespace

std::string record(std::uint64_t seed, unsigned absent) { return Writer(seed, absent).record(); }

}  // namespace bench
