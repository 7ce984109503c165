#!/usr/bin/env python3
"""Mail and webhook of `verilot audit run --notify` against receivers on loopback.

    receivers.py VERILOT ROOT

Starts an SMTP sink (plain, STARTTLS, implicit TLS, with sign-in) and an HTTP(S) server in this
process, runs audits, and compares what arrived with what the run says. Exit 0 when all holds.
"""
import hashlib
import hmac
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time

from local_servers import PASSWORD, Smtp, Web

VERILOT, ROOT = sys.argv[1:3]
SECRET = "a-signing-key"
FAILED = []


def check(name, holds, more=""):
    print(("ok      " if holds else "FAILED  ") + name + ("" if holds else f": {more}"))
    if not holds:
        FAILED.append(name)


def certificate(folder, name):
    key, crt = f"{folder}/{name}.key", f"{folder}/{name}.crt"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                    f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out",
                    crt], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    return context, crt


class Night:
    def __init__(self, folder):
        self.folder, self.day = folder, 0
        os.makedirs(f"{folder}/stock")
        shutil.copytree(f"{ROOT}/fixtures/clinic/lot-past-expiry", f"{folder}/stock/gel")
        self.environment = dict(os.environ, VERILOT_TEST_KEY=SECRET, VERILOT_TEST_MAIL=PASSWORD,
                                no_proxy="127.0.0.1,localhost")

    def command(self, text, *more):
        with open(f"{self.folder}/notify.yaml", "w") as file:
            file.write(text)
        return [VERILOT, "audit", "run", f"{self.folder}/stock", "--packs", ROOT, "--jurisdiction",
                "us-fda", "--as-of", "2026-11-22", "--store", f"{self.folder}/audits.db", "-o", "json",
                "--notify", f"{self.folder}/notify.yaml", "--health", f"{self.folder}/health.json", *more]

    def run(self, text, *more):
        return subprocess.run(self.command(text, *more), env=self.environment, capture_output=True,
                              text=True, timeout=120)

    def start(self, text):
        return subprocess.Popen(self.command(text), env=self.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def health(self):
        with open(f"{self.folder}/health.json") as file:
            return json.load(file)


def mail(port, more):
    return (f"mail:\n  server: localhost\n  port: {port}\n  from: Audit <audit@clinic.example>\n"
            f"  to: [quality@clinic.example, second@clinic.example]\n{more}")


def webhook(url, more=""):
    return f"webhook:\n  url: {url}\n  secret: {{ env: VERILOT_TEST_KEY }}\n{more}"


HASTE = "first_wait: 0\ntimeout: 2\nattempts: 3\n"


def silent(ran):
    return SECRET not in ran.stdout + ran.stderr and PASSWORD not in ran.stdout + ran.stderr


def same_counts(night, sink, web):
    """A second night with a change: both tell what the run says."""
    with open(f"{night.folder}/stock/gel/dossier.yaml") as file:
        text = file.read()
    with open(f"{night.folder}/stock/gel/dossier.yaml", "w") as file:
        file.write(text.replace("expiry: 2026-09", "expiry: 2027-09"))
    ran = night.run(mail(sink.port, "  tls: none\n") +
                    webhook(f"http://127.0.0.1:{web.port}/in?token=t0ken") + HASTE)
    result = json.loads(ran.stdout)
    check("mail and webhook are taken", len(sink.mails) == 1 and len(web.taken()) == 1, ran.stderr)
    status, path, headers, body = web.taken()[0]
    told = json.loads(body)
    stamp = headers["X-Verilot-Timestamp"]
    expected = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    check("the signature is that of stamp and body",
          headers["X-Verilot-Signature"] == "sha256=" + expected, headers["X-Verilot-Signature"])
    check("the webhook has the run's counts",
          (told["counts"]["fail"], told["counts"]["unverified"], told["changed"]) ==
          (result["fail"], result["unverified"], len(result["changes"])), told)
    check("something changed", len(result["changes"]) > 0, result)
    message = sink.mails[0]
    check("the mail is text and HTML", message.get_content_type() == "multipart/alternative" and
          [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"],
          message.get_content_type())
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    counts = {line.split()[0]: int(line.split()[1]) for line in text.splitlines()
              if line.split() and line.split()[0] in ("fail", "unverified", "waived", "advisory") and
              "->" not in line}
    check("the mail has the webhook's counts", counts == told["counts"], counts)
    check("the mail has the webhook's causes",
          all(f"{cause}: {count}" in text and f"{cause}: {count}" in html
              for cause, count in told["causes"].items()), text)
    check("the subject names them", f"{told['counts']['fail']} failed" in message["Subject"],
          message["Subject"])
    check("no secret is printed", silent(ran) and "t0ken" not in ran.stderr, ran.stderr)
    check("the health file says it", night.health()["told"] is True and
          night.health()["fail"] == told["counts"]["fail"], night.health())


def faults(night, sink, web):
    before = len(web.taken()), len(sink.mails)
    sink.faults, web.faults = ["451"], [503, 500]
    ran = night.run(mail(sink.port, "  tls: none\n") + webhook(f"http://127.0.0.1:{web.port}/") + HASTE)
    check("a server that is ill for a while is told later",
          (len(web.taken()), len(sink.mails)) == (before[0] + 1, before[1] + 1) and
          "(3 attempts)" in ran.stderr and "(2 attempts)" in ran.stderr, ran.stderr)
    check("attempts carry the same id",
          len({post[2]["X-Verilot-Delivery"] for post in web.posts[-3:]}) == 1)
    sink.faults, web.faults = ["slow", "slow", "slow"], ["slow"]
    ran = night.run(mail(sink.port, "  tls: none\n") + webhook(f"http://127.0.0.1:{web.port}/") + HASTE)
    check("a slow server costs the attempts and the time that are set",
          ran.returncode == 74 and "no answer within 2 seconds (3 attempts)" in ran.stderr and
          "told: webhook" in ran.stderr, ran.stderr)
    time.sleep(5)
    sink.faults, web.faults = ["550"], [403]
    ran = night.run(mail(sink.port, "  tls: none\n") + webhook(f"http://127.0.0.1:{web.port}/") + HASTE)
    check("what is refused for good is not tried again",
          ran.returncode == 74 and ran.stderr.count("(1 attempt)") == 2, ran.stderr)
    check("the audit stands all the same", json.loads(ran.stdout)["state"] == "complete" and
          night.health()["told"] is False)
    ran = night.run(mail(1, "  tls: none\n") + webhook("http://127.0.0.1:1/x") + HASTE)
    check("nobody there is tried as often as is set",
          ran.returncode == 74 and ran.stderr.count("(3 attempts)") == 2, ran.stderr)


def endless(night, sink):
    """A server that keeps talking: an attempt ends all the same, and holds nothing up."""
    once = mail(sink.port, "  tls: none\n") + "first_wait: 0\ntimeout: 2\nattempts: 1\n"
    for fault, word in (("more", "no answer within 2 seconds"), ("bytes", "no answer within 2 seconds"),
                        ("flood", "sends more than 1 MiB")):
        sink.faults = [fault]
        begun = time.time()
        ran = night.run(once)
        check(f"an attempt ends by its timeout: {fault}", ran.returncode == 74 and word in ran.stderr and
              time.time() - begun < 10, (time.time() - begun, ran.stderr))
    sink.faults = ["escape"]
    ran = night.run(once)
    check("what a server says is printed as plain text", "[31mred" in ran.stderr and
          "\x1b" not in ran.stderr, repr(ran.stderr))
    os.remove(f"{night.folder}/health.json")
    sink.faults = ["more"]
    slow = night.start(once.replace("timeout: 2", "timeout: 20"))
    for _ in range(150):
        if os.path.exists(f"{night.folder}/health.json"):
            break
        time.sleep(.1)
    check("the health file is there before anybody is told", night.health()["state"] == "complete" and
          night.health()["told"] is False)
    time.sleep(.5)
    other = night.run("when: changes\n" + mail(sink.port, "  tls: none\n"), "--dry-run")
    check("another audit may begin meanwhile", slow.poll() is None and other.returncode in (0, 1, 2),
          (slow.poll(), other.returncode, other.stderr))
    slow.kill()
    slow.communicate()


def secured(night, folder):
    right, authority = certificate(folder, "localhost")
    wrong, other = certificate(folder, "elsewhere.example")
    login = "  user: audit\n  password: { env: VERILOT_TEST_MAIL }\n"
    for name, implicit in (("starttls", False), ("implicit", True)):
        sink = Smtp(right, implicit)
        ran = night.run(mail(sink.port, f"  tls: {name}\n  certificate_authority: {authority}\n" + login) + HASTE)
        check(f"mail by {name} with sign-in", len(sink.mails) == 1 and
              sink.signed_in[-1] == (b"audit", PASSWORD.encode()), ran.stderr)
        ran = night.run(mail(sink.port, f"  tls: {name}\n" + login) + HASTE)
        check(f"mail by {name}: nothing to a server that is not trusted",
              len(sink.mails) == 1 and len(sink.signed_in) == 1 and ran.returncode == 74 and
              "(1 attempt)" in ran.stderr, ran.stderr)
        sink = Smtp(wrong, implicit)
        ran = night.run(mail(sink.port, f"  tls: {name}\n  certificate_authority: {other}\n" + login) + HASTE)
        check(f"mail by {name}: nothing to a server of another name",
              not sink.mails and not sink.signed_in and ran.returncode == 74, ran.stderr)
    bare = Smtp()
    ran = night.run(mail(bare.port, login) + HASTE)
    check("without STARTTLS no password and no mail", not bare.mails and not bare.signed_in and
          "offers no STARTTLS" in ran.stderr, ran.stderr)
    web = Web(right)
    url = f"https://localhost:{web.port}/"
    ran = night.run(webhook(url, f"  certificate_authority: {authority}\n") + HASTE)
    check("webhook by TLS", len(web.taken()) == 1, ran.stderr)
    ran = night.run(webhook(url) + HASTE)
    check("webhook: nothing to a server that is not trusted", len(web.taken()) == 1 and
          ran.returncode == 74 and "(1 attempt)" in ran.stderr, ran.stderr)
    check("no secret is printed where it fails", silent(ran), ran.stderr)


def dry(night, sink, web):
    before = sink.connections, len(web.posts)
    ran = night.run(mail(sink.port, "  tls: none\n") + webhook(f"http://127.0.0.1:{web.port}/"), "--dry-run")
    check("a dry run prints and opens no connection",
          (sink.connections, len(web.posts)) == before and "would be sent as mail" in ran.stdout and
          "would be posted to webhook" in ran.stdout and silent(ran), ran.stdout)
    stored = f"{night.folder}/audits.db"
    was = os.stat(stored).st_mtime_ns
    ran = night.run(webhook("https://hooks.clinic.example/in").replace("VERILOT_TEST_KEY", "VERILOT_NO_KEY"))
    check("a secret that is not there stops before the audit", ran.returncode == 78 and
          "the environment variable VERILOT_NO_KEY holds no secret" in ran.stderr and
          os.stat(stored).st_mtime_ns == was, (ran.returncode, ran.stderr))
    ran = night.run("mial: {}\n")
    check("a faulty file stops before the audit", ran.returncode == 78 and
          "did you mean 'mail'?" in ran.stderr, ran.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        sink, web = Smtp(), Web()
        night = Night(folder)
        night.run("when: changes\n" + webhook(f"http://127.0.0.1:{web.port}/") + HASTE)
        sink.mails.clear()
        web.posts.clear()
        same_counts(night, sink, web)
        faults(night, sink, web)
        endless(night, Smtp())
        secured(night, folder)
        dry(night, Smtp(), Web())
    return 1 if FAILED else 0


sys.exit(main())
