#include "registry/read_entries.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "registry/csv_rows.h"
#include "registry/sample_registers.h"

using namespace verilot;

namespace {

ReadEntries read(const std::string& source, const std::vector<std::string>& bodies) {
  const RegisterSource* known = project().sources.find(source);
  REQUIRE(known != nullptr);
  EntryReader reader(*known, project().sources);
  for (std::size_t i = 0; i < bodies.size(); ++i)
    reader.add(known->files[std::min(i, known->files.size() - 1)], bodies[i], "file");
  return reader.take();
}

using Texts = NamedTexts;

}  // namespace

TEST_CASE("csv rows: quotes, line ends and the last byte of OFAC files") {
  std::vector<std::string> row;
  CsvRows rows("a,\"b \"\"c\"\"\nd\",\r\n\r\nlast\r\n\x1A", ',');
  REQUIRE(rows.next(row));
  CHECK(row == std::vector<std::string>{"a", "b \"c\"\nd", ""});
  REQUIRE(rows.next(row));
  CHECK(row == std::vector<std::string>{"last"});
  CHECK(rows.line() == 4);
  CHECK_FALSE(rows.next(row));
}

TEST_CASE("csv rows: with tabs a quote is a letter") {
  std::vector<std::string> row;
  CsvRows rows("5\" tube\tb\n", '\t');
  REQUIRE(rows.next(row));
  CHECK(row == std::vector<std::string>{"5\" tube", "b"});
}

TEST_CASE("read entries: rows of one key are one entry, other names are aliases") {
  const ReadEntries hctp = read("us-fda-hctp-establishments", {fixture("hctp-establishments.csv")});
  REQUIRE(hctp.fault == "");
  REQUIRE(hctp.entries.size() == 2);
  CHECK(hctp.rows == 3);
  const RegisterEntry& first = hctp.entries[0];
  CHECK(first.name == "BRIGHTWATER TISSUE SERVICES, LLC");
  CHECK(first.identifiers == Texts{{"fei", "3009990001"}});
  CHECK(first.addresses == std::vector<std::string>{"12 Harbour Rd, Tampa, FL, 33602"});
  CHECK(first.standing == Standing::current);
  CHECK(first.dates == Texts{{"registration year", "2026"}});
  CHECK(first.details == Texts{{"product", "Amniotic Membrane"},
                               {"donors", "SA"},
                               {"product", "Umbilical Cord Tissue"}});
  CHECK(hctp.entries[1].standing == Standing::ended);

  const ReadEntries ofac = read("us-ofac-sdn", {fixture("sdn.csv"), fixture("alt.csv")});
  REQUIRE(ofac.fault == "");
  REQUIRE(ofac.entries.size() == 2);
  CHECK(ofac.entries[0].aliases == std::vector<std::string>{"MERIDIAN EXOSOME GENERAL TRADING"});
  CHECK(ofac.entries[1].name == "ARDENT \"BLUE\" SHIPPING CO., LTD.");
  CHECK(ofac.entries[1].details == Texts{{"program", "EXAMPLE"}, {"remarks", "a.k.a. 'ABS'."}});
}

TEST_CASE("read entries: the report date and names in parts of the UK list") {
  const ReadEntries list = read("uk-sanctions-list", {fixture("uk-sanctions.csv")});
  REQUIRE(list.fault == "");
  CHECK(list.source_date == "2026-11-20");
  REQUIRE(list.entries.size() == 1);
  CHECK(list.entries[0].name == "Petar Ivanov Vesna");
  CHECK(list.entries[0].aliases == std::vector<std::string>{"Петар Весна", "Petar Vesnić"});
  CHECK(list.entries[0].dates ==
        Texts{{"designated", "2026-02-01"}, {"last updated", "2026-02-01"}});
}

TEST_CASE("read entries: zeros in place of a number or a date are none") {
  const ReadEntries list = read("us-oig-leie", {fixture("leie.csv")});
  REQUIRE(list.entries.size() == 2);
  CHECK(list.entries[0].identifiers == Texts{{"npi", "1999999984"}});
  CHECK(list.entries[0].dates == Texts{{"excluded", "2021-05-20"}});
  CHECK(list.entries[1].name == "ALEX Q ROEMER");
  CHECK(list.entries[1].identifiers.empty());
  CHECK(list.unreadable_dates == 0);
}

TEST_CASE("read entries: pages are one register, and the total says whether all are there") {
  const ReadEntries all = read("us-openfda-drug-enforcement", {fixture("enforcement-page-1.json"),
                                                               fixture("enforcement-page-2.json")});
  REQUIRE(all.fault == "");
  CHECK(all.entries.size() == 3);
  CHECK(all.total == 3);
  CHECK(all.source_date == "2026-11-18");
  CHECK(all.entries[0].dates ==
        Texts{{"recall initiated", "2026-10-01"}, {"reported", "2026-10-07"}});
}

TEST_CASE("read entries: what is not the register is refused with its reason") {
  struct Case {
    const char *source, *body, *reason;
  };
  const Case cases[] = {
      {"us-oig-leie", "<!DOCTYPE html><html>", "is a page of HTML or XML, not this register"},
      {"us-oig-leie", "", "is empty"},
      {"us-oig-leie", "A,B\n1,2\n",
       "has no column 'LASTNAME'; the register's layout may have changed"},
      {"uk-sanctions-list", "Last Updated,Unique ID\n", "does not begin with 'Report Date:'"},
      {"us-openfda-ndc", "{\"meta\":", "is not sound JSON"},
      {"us-openfda-ndc", "{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"No matches found!\"}}",
       "the register answers with an error: No matches found!"},
      {"us-openfda-ndc", "{\"results\":[]}", "has nothing at /meta/last_updated"},
      {"us-npi", "{\"Errors\":[{\"description\":\"NPI must be 10 digits\"}]}",
       "the register answers with an error: NPI must be 10 digits"},
      {"us-ofac-sdn", "1,\"open", "line 1: a quote is not closed"},
      {"us-ofac-sdn", "1,A,x\n2,B,x\n", "2 of 2 rows do not fit the layout, the first at 1"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.reason);
    const ReadEntries read_entries = read(c.source, {c.body});
    CHECK_MESSAGE(read_entries.fault.find(c.reason) != std::string::npos, read_entries.fault);
    CHECK(read_entries.entries.empty());
  }
}

TEST_CASE("read entries: a row that is cut off among many is counted, not guessed") {
  std::string body;
  for (int i = 1; i <= 200; ++i)
    body += std::to_string(i) + ",FIRM " + std::to_string(i) + ",,,,,,,,,,\n";
  const ReadEntries list = read("us-ofac-sdn", {body + "201,FIRM"});
  CHECK(list.fault == "");
  CHECK(list.entries.size() == 200);
  CHECK(list.unusable_rows == 1);
  CHECK(list.first_unusable == 201);
}

TEST_CASE("read entries: Windows-1252 is read where the source says so, else refused") {
  const std::string row = "1,CL\xCDNICA \x80,,,,,,,,,,\n";
  const ReadEntries ofac = read("us-ofac-sdn", {row});
  REQUIRE(ofac.entries.size() == 1);
  CHECK(ofac.entries[0].name == "CLÍNICA €");
  CHECK(read("us-fda-warning-letters", {"Posted Date\xCD"}).fault == "file: is not UTF-8");
}

TEST_CASE("iso date: the forms that registers print, and none that does not exist") {
  const std::vector<std::string> forms = {"YYYY-MM-DD",  "YYYYMMDD", "MM/DD/YYYY",
                                          "DD-Mon-YYYY", "YYYY-MM",  "YYYY"};
  CHECK(iso_date("2026-03-08T17:27:20Z", forms) == "2026-03-08");
  CHECK(iso_date("20130219", forms) == "2013-02-19");
  CHECK(iso_date("04/02/2024", forms) == "2024-04-02");
  CHECK(iso_date("08-Oct-2026", forms) == "2026-10-08");
  CHECK(iso_date("2026-02", forms) == "2026-02");
  CHECK(iso_date("2026", forms) == "2026");
  CHECK(iso_date("20260231", forms) == "");
  CHECK(iso_date("soon", forms) == "");
  CHECK(iso_date("00000000", forms) == std::nullopt);
  CHECK(iso_date("", forms) == std::nullopt);
}

TEST_CASE("read entries: random bytes and cut files are refused or read, never a crash") {
  std::uint32_t state = 7;
  const auto next = [&] { return state = state * 1664525U + 1013904223U, state >> 16; };
  const char* names[] = {"sdn.csv",      "uk-sanctions.csv",         "hctp-establishments.csv",
                         "company.json", "device-registration.json", "enforcement-page-1.json"};
  const char* sources[] = {"us-ofac-sdn",
                           "uk-sanctions-list",
                           "us-fda-hctp-establishments",
                           "uk-companies-house",
                           "us-openfda-device-registration",
                           "us-openfda-drug-enforcement"};
  for (int round = 0; round < 600; ++round) {
    const std::size_t which = next() % 6;
    std::string body = fixture(names[which]);
    for (std::uint32_t edits = next() % 6; edits > 0; --edits)
      body[next() % body.size()] = static_cast<char>(next());
    if (next() % 3 == 0) body.resize(next() % body.size());
    const ReadEntries list = read(sources[which], {body});
    CHECK((list.fault.empty() || list.entries.empty()));
  }
}

TEST_CASE("read entries: the shared samples of registers are read") {
  const char* named = std::getenv("VERILOT_SHARED");
  const fs::path samples =
      fs::path(named == nullptr ? kRoot + "/../shared" : named) / "registry-samples";
  if (!fs::exists(samples)) return;
  struct Case {
    const char *source, *file;
    std::size_t entries;
    const char *kind, *plain;
  };
  const Case cases[] = {
      {"us-openfda-drugsfda", "openfda_drug_drugsfda.json", 1, "fda_application", "ANDA084321"},
      {"us-openfda-ndc", "openfda_drug_ndc.json", 1, "ndc", "68682-065-10"},
      {"us-openfda-drug-enforcement", "openfda_drug_enforcement.json", 1, "fda_event", "64372"},
      {"us-openfda-device-enforcement", "openfda_device_enforcement.json", 1, "fda_event", "62561"},
      {"us-openfda-510k", "openfda_device_510k.json", 1, "fda_510k", "K872032"},
      {"us-openfda-device-registration", "openfda_device_registrationlisting.json", 1, "fei",
       "3002808212"},
      {"us-fda-hctp-establishments", "fda_hctp_establishments.reconstructed.csv", 2, "fei",
       "3012345678"},
      {"us-fda-warning-letters", "fda_warning_letters.reconstructed.csv", 2, "", ""},
      {"us-fda-approved-cell-gene", "fda_approved_cell_gene_therapy.csv", 6, "", ""},
      {"us-fda-drugs-at-fda-files", "drugsatfda-2019/Applications.txt", 23267, "fda_application",
       "NDA000004"},
      {"us-fda-ndc-files", "ndc_product.txt", 3, "ndc", "0002-0800"},
      {"us-clinicaltrials", "clinicaltrials_studies.json", 1, "nct", "NCT04041310"},
      {"us-npi", "npi_registry.reconstructed.json", 1, "npi", "1234567893"},
      {"us-oig-leie", "oig_leie.reconstructed.csv", 2, "npi", "1234567893"},
      {"us-ofac-sdn", "ofac_sdn.csv", 3, "ofac", "36"},
      {"uk-sanctions-list", "uk_sanctions_list.csv", 1, "imo", "IMO9826902"},
      {"uk-cqc", "cqc_location.json", 1, "cqc", "1-545611283"},
      {"uk-cqc", "cqc_location_deregistered.json", 1, "cqc", "1-134558905"},
      {"uk-companies-house", "companies_house_company.json", 1, "uk_company", "02578066"},
      {"gleif-lei", "gleif_lei_record.json", 1, "lei", "HWUPKR0MPOU8FGXBT394"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.file);
    const ReadEntries list = read(c.source, {text_of(samples / c.file)});
    CHECK(list.fault == "");
    REQUIRE(list.entries.size() == c.entries);
    CHECK(list.unreadable_dates == 0);
    CHECK_FALSE(list.entries[0].name.empty());
    if (*c.kind == '\0') continue;
    const Texts& numbers = list.entries[0].identifiers;
    CHECK(std::ranges::count(numbers, std::pair<std::string, std::string>(c.kind, c.plain)) == 1);
  }
}

namespace {

std::string establishments(const std::vector<std::string>& rows) {
  std::string text = "FEI,Establishment Name,Status,Registration Year\n";
  for (const std::string& row : rows) text += row + "\n";
  return text;
}

RegisterEntry only_entry(const std::string& source, const std::string& body) {
  const ReadEntries all = read(source, {body});
  CAPTURE(all.fault);
  REQUIRE(all.entries.size() == 1);
  return all.entries[0];
}

std::string documents(const std::string& row) {
  return "reference,kind,name,duns,address,country,status,issued_on,expires_on,inspected_on,"
         "authority,activities\n" +
         row + "\n";
}

std::string legal_entity(const std::string& entity, const std::string& registration) {
  return R"({"data": {"attributes": {"lei": "A", "entity": {"legalName": {"name": "B"}, "status": ")" +
         entity + R"("}, "registration": {"status": ")" + registration +
         R"(", "nextRenewalDate": "2026-03-08T17:27:20Z"}}}})";
}

}  // namespace

TEST_CASE("standing: rows of one number that differ leave it open, whatever their order") {
  const std::string stands = "1,A,Registered,2026", ended = "1,A,Inactive,2024";
  for (const auto& rows : {std::vector{stands, ended}, std::vector{ended, stands},
                           std::vector{stands, ended, stands}}) {
    const RegisterEntry entry = only_entry("us-fda-hctp-establishments", establishments(rows));
    CHECK(entry.standing == Standing::unknown);
    CHECK(entry.status == "Inactive / Registered");
  }
  const RegisterEntry same =
      only_entry("us-fda-hctp-establishments", establishments({stands, stands}));
  CHECK(same.standing == Standing::current);
  CHECK(same.status == "Registered");
}

TEST_CASE("standing: a registration of a year stands to the end of the next at most") {
  const auto until = [](const std::vector<std::string>& rows) {
    return only_entry("us-fda-hctp-establishments", establishments(rows)).until;
  };
  CHECK(until({"1,A,Registered,2021"}) == "2022-12-31");
  CHECK(until({"1,A,Registered,2021", "1,A,Registered,2026"}) == "2027-12-31");
  CHECK(until({"1,A,Registered,"}) == "");
  CHECK(
      only_entry("us-fda-hctp-establishments", establishments({"1,A,Registered,soon"})).standing ==
      Standing::unknown);
}

TEST_CASE(
    "standing: a statement of non-compliance speaks against its site, until it is taken back") {
  const auto standing = [](const std::string& kind, const std::string& status) {
    return only_entry("eu-eudragmdp",
                      documents("R/1," + kind + ",A,123456789,,ES," + status + ",,2027-01-31,,,"))
        .standing;
  };
  for (const char* kind :
       {"Statement of non-compliance with GMP", "GMP NON COMPLIANCE STATEMENT",
        "Non\u2011Compliance Report", "Noncompliance", "non-compliant site", "GMP NCR",
        "Statement of non-compliance (withdrawal of the certificate)"})
    for (const char* status : {"Valid", "", "Issued"})
      CHECK(standing(kind, status) == Standing::against);
  CHECK(standing("Statement of non-compliance", "Withdrawn") == Standing::unknown);
  CHECK(standing("Certificate of GMP compliance", "Valid") == Standing::current);
  CHECK(standing("GMP certificate", "Expired") == Standing::ended);
  CHECK(standing("Suspension of manufacturing authorisation", "Valid") == Standing::ended);
  CHECK(only_entry("eu-eudragmdp", documents("R/1,GMP certificate,A,,,ES,Valid,,2022-01-01,,,"))
            .until == "2022-01-01");
}

TEST_CASE("standing: an entity that is no more has no identifier that stands") {
  const RegisterEntry active = only_entry("gleif-lei", legal_entity("ACTIVE", "ISSUED"));
  CHECK(active.standing == Standing::current);
  CHECK(active.until == "2026-03-08");
  CHECK(only_entry("gleif-lei", legal_entity("INACTIVE", "ISSUED")).standing == Standing::ended);
  CHECK(only_entry("gleif-lei", legal_entity("ACTIVE", "LAPSED")).standing == Standing::ended);
}
