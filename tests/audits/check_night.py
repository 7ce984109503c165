#!/usr/bin/env python3
"""One night and the next: registers, law, waivers, dates, certificates and what the morning is told.

    check_night.py VERILOT ROOT

Night one: registers are fetched, a waiver is approved, the stock is judged. Then, all before night
two: a register drops a firm, a law file changes, the waiver runs out, a lot expires, a certificate
is altered. `audit diff` has to name each cause, and mail and webhook have to arrive at an SMTP sink
and a web server with the same counts. Exit 0 when all holds.
"""
import datetime
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

VERILOT, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
sys.path.insert(0, f"{ROOT}/tests/notify")
from local_servers import Smtp, Web  # noqa: E402

FAILED = []
REGISTER = "us-fda-hctp-establishments"
HEAD = "FEI,Establishment Name,Address,City,State,Zip,Country,Status,Registration Year,Product,Donor Type\n"
FIRM = ('9999999951,"BRIGHTHOLM TISSUE SERVICES, INC.",14 Placeholder Avenue,Sampleton,GA,00000,US,'
        "Registered,2026,Amniotic Membrane,SA\n")
OTHERS = "".join(f"30099{i:05},EXAMPLE TISSUE BANK {i} INC,{i} Road,Reno,NV,89501,US,Registered,2026,"
                 "Amniotic Membrane,SA\n" for i in range(120))


def check(name, holds, more=""):
    print(("ok      " if holds else "FAILED  ") + name + ("" if holds else f": {more}"))
    if not holds:
        FAILED.append(name)


def rewrite(path, old, new):
    with open(path) as file:
        text = file.read()
    assert old in text, (path, old)
    with open(path, "w") as file:
        file.write(text.replace(old, new))


class Site:
    """A clinic group: its stock, its rules, a mirror of registers, receivers."""

    def __init__(self, folder):
        self.folder, self.clock = folder, 0
        for name in ("amnion-sheet", "laser-cap-cleared", "lot-past-expiry", "plant-vesicle-cosmetic",
                     "finasteride-topical-office-stock", "prp-by-doctor-us"):
            shutil.copytree(f"{ROOT}/fixtures/clinic/{name}", f"{folder}/stock/{name}")
        rewrite(f"{folder}/stock/lot-past-expiry/dossier.yaml", "expiry: 2026-09", "expiry: 2026-11")
        for part in ("rules", "jurisdictions"):
            shutil.copytree(f"{ROOT}/{part}", f"{folder}/packs/{part}")
        self.publish(HEAD + FIRM + OTHERS)
        handler = functools.partial(Quiet, directory=f"{folder}/mirror")
        self.mirror = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.mirror.serve_forever, daemon=True).start()
        self.sink, self.web = Smtp(), Web()
        with open(f"{folder}/notify.yaml", "w") as file:
            file.write(f"mail:\n  server: localhost\n  port: {self.sink.port}\n  tls: none\n"
                       "  from: Audit <audit@clinic.example>\n  to: [quality@clinic.example]\n"
                       f"webhook:\n  url: http://127.0.0.1:{self.web.port}/in\n"
                       "  secret: { env: VERILOT_TEST_KEY }\nfirst_wait: 0\n")

    def publish(self, register):
        os.makedirs(f"{self.folder}/mirror/import/{REGISTER}", exist_ok=True)
        with open(f"{self.folder}/mirror/import/{REGISTER}/establishments.csv", "w") as file:
            file.write(register)

    def run(self, *words, accept=(0,)):
        environment = dict(os.environ, SOURCE_DATE_EPOCH=str(self.clock), VERILOT_TEST_KEY="a-signing-key",
                           VERILOT_STATE_DIR=f"{self.folder}/state", VERILOT_PACKS=f"{self.folder}/packs",
                           VERILOT_STORE=f"{self.folder}/audits.db", no_proxy="127.0.0.1,localhost")
        ran = subprocess.run([VERILOT, *words], env=environment, capture_output=True, text=True,
                             timeout=300)
        if ran.returncode not in accept:
            check("verilot " + " ".join(words[:2]), False, f"exit {ran.returncode}\n{ran.stderr}{ran.stdout[:2000]}")
        return ran

    def update(self, day):
        self.clock = int(datetime.datetime.fromisoformat(day + "T02:00:00+00:00").timestamp())
        self.run("registers", "update", "--only", REGISTER, "--mirror",
                 f"http://127.0.0.1:{self.mirror.server_address[1]}")

    def night(self, day):
        ran = self.run("audit", "run", f"{self.folder}/stock", "--as-of", day, "--notify",
                       f"{self.folder}/notify.yaml", "--no-progress", "-o", "json", accept=(0, 1, 2))
        return json.loads(ran.stdout)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *unused):
        pass


def told_alike(site, result):
    told = json.loads(site.web.taken()[-1][3])
    text = site.sink.mails[-1].get_body(("plain",)).get_content()
    counts = {line.split()[0]: int(line.split()[1]) for line in text.splitlines()
              if line.split() and line.split()[0] in told["counts"] and "->" not in line}
    check("mail and webhook tell the same counts", counts == told["counts"], (counts, told["counts"]))
    check("they are those of the run",
          (told["counts"]["fail"], told["counts"]["unverified"], told["changed"]) ==
          (result["fail"], result["unverified"], len(result["changes"])), told["counts"])
    check("mail and webhook tell the same causes",
          all(f"{cause}: {count}" in text for cause, count in told["causes"].items()), text)
    return told


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = Site(folder)
        site.update("2026-11-29")
        state = json.loads(site.run("registers", "status", "-o", "json", "--as-of", "2026-11-29").stdout)
        copies = state["registers"] if isinstance(state, dict) else state
        check("a register was fetched", any(c.get("register") == REGISTER and c.get("entries") == 121
                                            for c in copies), str(copies)[:300])
        first_look = site.night("2026-11-29")
        failed = json.loads(site.run("check", f"{folder}/stock/finasteride-topical-office-stock", "--as-of",
                                     "2026-11-29", "-o", "json", accept=(0, 1, 2)).stdout)
        finding = next(f["id"] for f in failed["dossiers"][0]["findings"]
                       if f["outcome"] == "fail" and f["severity"] in ("high", "critical"))
        site.run("waiver", "request", finding, f"{folder}/stock/finasteride-topical-office-stock", "--by",
                 "Ana Ruiz", "--reason", "stock is used up", "--until", "2026-11-30", "--as-of", "2026-11-29")
        site.run("waiver", "approve", "W1", "--by", "Ben Cole", "--as-of", "2026-11-29")
        first = site.night("2026-11-29")
        check("a waiver is told as the cause", [c["cause"] for c in first["changes"]] == ["waiver"],
              first["changes"])
        check("the first look had none of it", first_look["changes"] == [], first_look["changes"])

        site.publish(HEAD + OTHERS)  # the register drops a firm
        site.update("2026-12-01")
        rewrite(f"{folder}/packs/jurisdictions/us-fda/devices.yaml", "&& a.covers_hair == true &&",
                "&& a.covers_hair == false &&")  # a law file changes
        rewrite(f"{folder}/stock/plant-vesicle-cosmetic/certificate.csv", "4.5-6.0,5.2,,Pass",
                "4.5-6.0,8.9,,Pass")  # a certificate is altered
        second = site.night("2026-12-01")  # the waiver ran out, the lot of November expired
        diff = json.loads(site.run("audit", "diff", "-o", "json").stdout)
        changes = diff["changes"] if isinstance(diff, dict) else diff
        check("audit diff says what the run said", changes == second["changes"])
        by_item = {}
        for change in changes:
            by_item.setdefault(change["item"], set()).add(change["cause"])
        for item, cause in (("amnion-sheet", "register changed"), ("laser-cap-cleared", "law changed"),
                            ("finasteride-topical-office-stock", "waiver"), ("lot-past-expiry", "date passed"),
                            ("plant-vesicle-cosmetic", "data changed")):
            check(f"{item}: {cause}", by_item.get(item) == {cause}, by_item.get(item))
        check("what nothing happened to did not change", "prp-by-doctor-us" not in by_item, by_item)
        told = told_alike(site, second)
        check("five causes are told", len(told["causes"]) == 5, told["causes"])
        check("the night judged again gives the same",
              "0 differ" in site.run("audit", "replay").stdout)
        shutil.rmtree(f"{folder}/state/registers")
        check("also when the copies are gone", "0 differ" in site.run("audit", "replay").stdout)
    return 1 if FAILED else 0


sys.exit(main())
