#!/usr/bin/env python3
"""check_registers.py VERILOT ROOT: `verilot registers` against servers on loopback with every fault.

The servers run in threads of this process and end with it. Exit 1 names each claim that failed.
"""
import gzip
import hashlib
import http.server
import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import zlib

VERILOT, ROOT = sys.argv[1], sys.argv[2]
FIXTURES = os.path.join(ROOT, "fixtures", "registers")
LEIE = open(os.path.join(FIXTURES, "leie.csv"), "rb").read()
SAMPLES = os.path.join(os.environ.get("VERILOT_SHARED", os.path.join(ROOT, "..", "shared")),
                       "registry-samples")
failures = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script = None   # called with the handler; set by each claim
    seen = []       # (path, headers)

    def do_GET(self):
        Handler.seen.append((self.path, dict(self.headers)))
        try:
            Handler.script(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, body=b"", status=200, kind="text/csv", length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        if length is not None and length != len(body):
            self.close_connection = True

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):  # a client that hangs up is what many claims are about
        pass


def serve(context=None):
    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def run(*words, before="", **environment):
    command = [VERILOT, "registers", *words]
    if before:
        command = ["sh", "-c", before + '; exec "$@"', "sh", *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120,
                          env={**os.environ, "VERILOT_PACKS": ROOT, **environment})
    return done.returncode, done.stdout, done.stderr


def claim(name, holds, *shown):
    if not holds:
        failures.append(name)
        print("FAILED:", name, *shown)
    else:
        print("ok:", name)


def in_turn(*steps):
    """Each request takes the next step; the last one stays."""
    left = list(steps)

    def script(handler):
        (left.pop(0) if len(left) > 1 else left[0])(handler)
    return script


class State:
    def __init__(self, mirror):
        self.folder = tempfile.TemporaryDirectory()
        self.path = self.folder.name
        self.mirror = mirror

    def update(self, script, *words, before="", source="us-oig-leie", **environment):
        Handler.script, Handler.seen = script, []
        code, out, err = run("update", "--only", source, "--mirror", self.mirror, "--retry-wait",
                             "0.05", "-o", "json", *words, before=before,
                             VERILOT_STATE_DIR=self.path, **environment)
        try:
            outcome = json.loads(out)["registers"][0]
        except (ValueError, IndexError):
            outcome = {"outcome": "", "message": out + err}
        return code, outcome, err

    def kept(self, source="us-oig-leie"):
        code, out, _ = run("status", "--only", source, "-o", "json", VERILOT_STATE_DIR=self.path)
        return json.loads(out)["registers"][0]

    def leftovers(self):
        incoming = os.path.join(self.path, "registers", "incoming")
        return os.listdir(incoming) if os.path.isdir(incoming) else []


def good(handler):
    handler.answer(LEIE, ETag='"v1"')


def not_modified(handler):
    if handler.headers.get("If-None-Match") == '"v1"':
        handler.send_response(304)
        handler.send_header("ETag", '"v1"')
        handler.end_headers()
    else:
        good(handler)


def check_answers(mirror):
    state = State(mirror)
    code, outcome, err = state.update(good)
    claim("200 is kept", code == 0 and outcome["outcome"] == "updated", outcome, err)
    claim("the mirror is asked by host and path",
          Handler.seen[0][0] == "/oig.hhs.gov/exclusions/downloadables/UPDATED.csv", Handler.seen)
    claim("the copy has the hash of the bytes",
          state.kept()["sha256"] == hashlib.sha256(LEIE).hexdigest(), state.kept())
    code, outcome, _ = state.update(not_modified)
    claim("304 confirms the copy", code == 0 and outcome["outcome"] == "unchanged", outcome)

    code, outcome, _ = state.update(in_turn(
        lambda h: h.answer(b"", 429, Retry_After="1"), good))
    claim("429 with Retry-After is waited for", code == 0 and len(Handler.seen) == 2, outcome)
    began = time.monotonic()
    state.update(in_turn(lambda h: h.answer(b"", 429, Retry_After="2"), good))
    claim("as long as it says", time.monotonic() - began >= 2.0)
    code, outcome, _ = state.update(lambda h: h.answer(b"", 429, Retry_After="9999"))
    claim("one that asks for too long is left alone",
          code == 3 and "too late for this run" in outcome["message"], outcome)
    code, outcome, _ = state.update(in_turn(
        lambda h: h.answer(b"", 503), lambda h: h.answer(b"", 500), good))
    claim("5xx and then 200 is kept", code == 0 and len(Handler.seen) == 3, outcome)


def check_faults(mirror):
    state = State(mirror)
    state.update(good)
    before = state.kept()["sha256"]

    def stays(name, script, *words, message="", code=3, **rest):
        done, outcome, err = state.update(script, *words, **rest)
        claim(name, done == code and message in outcome["message"] + err, done, outcome, err)
        claim(name + ": the old copy stays", state.kept()["sha256"] == before)
        claim(name + ": nothing is left behind", not state.leftovers(), state.leftovers())

    stays("5xx", lambda h: h.answer(b"", 502), "--retries", "2",
          message="status 502 (after 3 tries); the copy of")
    stays("a truncated answer", lambda h: h.answer(LEIE[:99], length=len(LEIE)), "--retries", "1",
          message="broke off")

    def loop(handler):
        handler.answer(b"", 302, Location="/oig.hhs.gov/again")
    stays("a redirect loop", loop, message="redirects more than 5 times")
    stays("a redirect out of the mirror",
          lambda h: h.answer(b"", 301, Location="https://other.example/x"),
          message="which is not allowed")
    stays("a page of HTML", lambda h: h.answer(b"<html></html>", kind="text/html"),
          message="is of type text/html")
    stays("a page of HTML called CSV", lambda h: h.answer(b"<!DOCTYPE html><html></html>"),
          message="is a page of HTML or XML")
    stays("another layout", lambda h: h.answer(b"A,B,C\n1,2,3\n"), message="has no column")

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("Content-Length", str(len(LEIE)))
        handler.end_headers()
        for byte in LEIE[:80]:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.1)
    stays("a slow drip", drip, "--time-limit", "2", "--retries", "0", message="time limit")
    stays("a drip below the least speed", drip, "--slow-limit", "2", "--retries", "0",
          message="too slow")

    bomb = gzip.compress(bytes(64 << 20))
    stays("a decompression bomb", lambda h: h.answer(bomb, Content_Encoding="gzip"),
          message="times when it is decompressed")

    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    flushed = packer.compress(LEIE) + packer.flush(zlib.Z_FULL_FLUSH)
    for name, coding, body in (
            ("a gzip body without its end", "gzip", flushed),
            ("a gzip body without its last byte", "gzip", gzip.compress(LEIE)[:-1]),
            ("a deflate body without its checksum", "deflate", zlib.compress(LEIE)[:-4])):
        stays(name, lambda h, b=body, c=coding: h.answer(b, Content_Encoding=c), "--retries", "0",
              message="broke off: the compressed body has no end")
    damaged = gzip.compress(LEIE)
    stays("a gzip body with another checksum",
          lambda h: h.answer(damaged[:-8] + bytes(8), Content_Encoding="gzip"),
          message="incorrect data check")
    stays("a coding that was not asked for", lambda h: h.answer(LEIE, Content_Encoding="br"),
          message="compressed as br")

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("Content-Length", str(1 << 40))
        handler.end_headers()
        for _ in range(600):
            handler.wfile.write(bytes(1 << 20))
    stays("an answer without end", endless, message="is larger than 512 MB")
    big = LEIE + LEIE.split(b"\n")[1] * 1 + b"\n" * 3_000_000
    stays("a disk that is full", lambda h: h.answer(big), before="ulimit -f 64",
          message="File too large", code=74)
    os.chmod(os.path.join(state.path, "registers", "incoming"), 0o500)
    if os.geteuid() != 0:
        stays("a folder without rights", lambda h: h.answer(LEIE + b"\n"), message="Permission",
              code=73)
    os.chmod(os.path.join(state.path, "registers", "incoming"), 0o700)


def check_compressed(mirror):
    whole = {"gzip": gzip.compress(LEIE), "x-gzip": gzip.compress(LEIE), "deflate": zlib.compress(LEIE)}
    for coding, body in whole.items():
        state = State(mirror)
        code, outcome, _ = state.update(lambda h, b=body, c=coding: h.answer(b, Content_Encoding=c))
        claim(f"a whole body compressed as {coding} is kept as its text", code == 0 and
              state.kept()["sha256"] == hashlib.sha256(LEIE).hexdigest(), outcome)
        claim("and was asked for", Handler.seen[0][1].get("Accept-Encoding") == "gzip, deflate")


def check_questions(mirror):
    state = State(mirror)
    record = json.dumps({"data": {"attributes": {"lei": "HWUPKR0MPOU8FGXBT394", "entity": {
        "legalName": {"name": "EXAMPLE LLC"}}, "registration": {"status": "ISSUED"}}}}).encode()

    def ask(number, body, kind="application/json", status=200):
        return state.update(lambda h: h.answer(body, status, kind), "--ask", number,
                            source="gleif-lei")
    code, outcome, _ = ask("HWUPKR0MPOU8FGXBT394", record)
    claim("a record of the number asked is kept", code == 0 and outcome["entries"] == 1, outcome)
    for name, body, kind, status in (("a page that is not found", b"nope", "text/html", 404),
                                     ("the same called JSON", b"nope", "application/json", 404)):
        code, outcome, _ = ask("HWUPKR0MPOU8FGXBT394", body, kind, status)
        claim(f"{name} shows no absence", code == 3 and state.kept("gleif-lei")["entries"] == 1 and
              "what was" not in outcome["message"], outcome)
    code, outcome, _ = ask("549300EXAMPLE0000X00", record)
    claim("a record of another number is not taken",
          code == 3 and "about HWUPKR0MPOU8FGXBT394, which was not asked" in outcome["message"], outcome)
    for wrong in ("abc/../x", "HWUPKR0MPOU8FGXBT39", ""):
        Handler.seen = []
        code, out, err = run("update", "--only", "gleif-lei", "--ask", wrong, "--mirror", mirror,
                             VERILOT_STATE_DIR=state.path)
        claim(f"'{wrong}' is no number to ask", code == 64 and not Handler.seen and
              "18 letters or digits and two check digits" in err, code, err)
    code, out, err = run("update", "--only", "us-oig-leie", "--ask", "1234567893", "--mirror", mirror,
                         VERILOT_STATE_DIR=state.path)
    claim("a register that is fetched whole is not asked", code == 64, code, err)


def check_words(mirror):
    state = State(mirror)
    code, outcome, _ = state.update(lambda h: h.answer(LEIE, X_Big="a" * 2_000_000), "--retries", "0")
    claim("a head too large is told as that", code == 3 and "memory" not in outcome["message"] and
          "the answer" in outcome["message"], outcome)

    def no_http(handler):
        handler.wfile.write(b"\0\1garbage\r\n\r\n")
        handler.close_connection = True
    code, outcome, _ = state.update(no_http, "--retries", "0")
    claim("what is not HTTP is told as that", code == 3 and
          "the answer cannot be read: it does not begin as an answer of HTTP does" in outcome["message"],
          outcome)
    Handler.script = lambda h: h.answer(b"", 404)
    code, out, _ = run("update", "--only", "us-oig-leie", "--mirror", mirror, "--retries", "0",
                       VERILOT_STATE_DIR=state.path)
    claim("an address is on a line of its own", code == 3 and
          f"    {mirror}/oig.hhs.gov/exclusions/downloadables/UPDATED.csv" in out.splitlines(), out)
    state.update(good)
    code, out, _ = run("update", "--only", "us-oig-leie", "--due", "--mirror", mirror,
                       VERILOT_STATE_DIR=state.path)
    claim("where nothing is due it is said", code == 0 and "nothing is due" in out, code, out)


def check_resume(mirror):
    state = State(mirror)
    rows = LEIE + LEIE.split(b"\n", 1)[1] * 20000

    def cut_then_rest(handler):
        wanted = handler.headers.get("Range")
        if not wanted:
            handler.answer(rows[:1_000_000], length=len(rows), ETag='"v1"', Accept_Ranges="bytes")
            return
        begin = int(wanted[6:-1])
        end = min(begin + 1_000_000, len(rows))
        handler.answer(rows[begin:end], 206, length=len(rows) - begin, ETag='"v1"',
                       Content_Range=f"bytes {begin}-{len(rows) - 1}/{len(rows)}")
    code, outcome, _ = state.update(cut_then_rest)
    claim("an answer that breaks off is resumed to the last byte",
          code == 0 and state.kept()["sha256"] == hashlib.sha256(rows).hexdigest(), outcome)
    claim("each part is asked for from where the last one ended",
          [h.get("Range") for _, h in Handler.seen][:3] ==
          [None, "bytes=1000000-", "bytes=2000000-"], Handler.seen)
    claim("and only if it is the same file", Handler.seen[1][1].get("If-Range") == '"v1"')

    # The file changes after each half of it.
    def replaced(handler):
        if handler.headers.get("Range"):
            begin = int(handler.headers["Range"][6:-1])
            handler.answer(rows[begin:].lower(), 206, ETag='"v2"',
                           Content_Range=f"bytes {begin}-{len(rows) - 1}/{len(rows)}")
        else:
            handler.answer(rows[:1_000_000], length=len(rows), ETag='"v1"')
    before = state.kept()["sha256"]
    code, outcome, _ = state.update(replaced)
    claim("a part of the next version is not joined to the last one", code == 3 and
          state.kept()["sha256"] == before, outcome)


def check_tls():
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = os.path.join(folder, "key"), os.path.join(folder, "certificate")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
                        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        port = serve(context)
        state = State(f"https://127.0.0.1:{port}")
        code, outcome, _ = state.update(good)
        claim("a certificate that nobody vouches for is refused",
              code == 3 and "certificate is not accepted" in outcome["message"], outcome)
        claim("and is not tried again", "tries" not in outcome["message"], outcome)
        code, outcome, _ = state.update(good, "--ca-file", certificate)
        claim("with an authority of one's own it is accepted", code == 0, outcome)


def check_import():
    with tempfile.TemporaryDirectory() as state:
        path = os.path.join(FIXTURES, "hctp-establishments.csv")
        digest = hashlib.sha256(open(path, "rb").read()).hexdigest()
        words = ["--source", "us-fda-hctp-establishments", "--date", "2026-11-20", "--state", state]
        code, _, err = run("import", path, *words, "--sha256", "0" * 64)
        claim("another checksum is rejected", code == 11 and digest in err, code, err)
        code, out, _ = run("import", path + ".none", *words, "--sha256", digest)
        claim("a file that is not there is no input", code == 66, code)
        code, out, _ = run("import", os.path.join(FIXTURES, "sdn.csv"), *words, "--sha256",
                           hashlib.sha256(open(os.path.join(FIXTURES, "sdn.csv"), "rb").read())
                           .hexdigest())
        claim("a file of another register is refused", code == 3 and "has no column" in
              " ".join(out.split()), out)
        code, out, _ = run("import", path, *words, "--sha256", digest)
        claim("a file with its checksum is taken", code == 0, out)
        code, out, _ = run("search", "NORDEN cells inc.", "--state", state, "--as-of", "2026-11-22",
                           "-o", "json")
        found = json.loads(out)["found"]
        claim("and is searched by a name in other letters",
              code == 0 and found and found[0]["entries"][0]["standing"] == "ended", out[:400])
        claim("the answer names the copy", found and found[0]["copy"]["sha256"] == digest)
        claim("and what it does not mean", found and "never approval" in found[0]["does_not_mean"])
        code, out, _ = run("search", "3009990001", "--state", state, "--as-of", "2026-12-24",
                           "--require-fresh")
        claim("a stale copy is exit 4 where freshness is required", code == 4 and "STALE" in out,
              code, out[:300])
        code, _, _ = run("status", "--state", state, "--require-fresh", "--only",
                         "us-fda-hctp-establishments", "--as-of", "2026-11-22")
        claim("a fresh one is not", code == 0, code)
        code, _, err = run("search", "x", "--state", os.path.join(state, "none"))
        claim("without any copy nothing was searched", code == 3, code)
        code, _, err = run("update", "--only", "us-ofac-sdm", "--state", state)
        claim("a register that there is not is a wrong word",
              code == 64 and "did you mean 'us-ofac-sdn'" in err, code, err)


def check_lock(mirror):
    state = State(mirror)
    asked, go_on = threading.Event(), threading.Event()

    def wait(handler):
        asked.set()
        go_on.wait(20)
        good(handler)
    first = threading.Thread(target=state.update, args=(wait,))
    first.start()
    asked.wait(20)
    code, _, err = run("update", "--only", "us-oig-leie", "--mirror", mirror,
                       VERILOT_STATE_DIR=state.path)
    go_on.set()
    first.join()
    claim("two runs at once: the second is busy", code == 75, code, err)


def check_killed(mirror):
    state = State(mirror)
    state.update(good)
    before = state.kept()["sha256"]
    asked = threading.Event()
    rows = LEIE + LEIE.split(b"\n", 1)[1] * 20000

    def stop_half_way(handler):
        handler.answer(rows[:1_000_000], length=len(rows))
        handler.wfile.flush()
        asked.set()
        time.sleep(5)
    Handler.script = stop_half_way
    child = subprocess.Popen([VERILOT, "registers", "update", "--only", "us-oig-leie", "--mirror",
                              mirror], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             env={**os.environ, "VERILOT_PACKS": ROOT,
                                  "VERILOT_STATE_DIR": state.path})
    asked.wait(20)
    child.kill()
    child.wait()
    claim("killed half way: the old copy stays", state.kept()["sha256"] == before)
    code, outcome, _ = state.update(lambda h: h.answer(rows))
    claim("and the next run is not held up", code == 0 and
          state.kept()["sha256"] == hashlib.sha256(rows).hexdigest(), outcome)
    claim("nor anything left behind", not state.leftovers(), state.leftovers())


def check_samples(mirror):
    if not os.path.isdir(SAMPLES):
        return
    answers = {"drugsfda.json": "openfda_drug_drugsfda.json", "ndc.json": "openfda_drug_ndc.json",
               "/drug/enforcement.json": "openfda_drug_enforcement.json",
               "/device/enforcement.json": "openfda_device_enforcement.json",
               "510k.json": "openfda_device_510k.json",
               "registrationlisting.json": "openfda_device_registrationlisting.json",
               "UPDATED.csv": "oig_leie.reconstructed.csv", "sdn.csv": "ofac_sdn.csv",
               "alt.csv": "ofac_alt.csv", "uk-sanctions-list": "uk_sanctions_list.csv",
               "warning-letters": "fda_warning_letters.reconstructed.csv",
               "hctp": "fda_hctp_establishments.reconstructed.csv",
               "approved-cell-gene": "fda_approved_cell_gene_therapy.csv",
               "ndc-files": "ndc_product.txt", "drugs-at-fda": "drugsatfda-2019/Applications.txt"}

    def sample(handler):
        path = handler.path.split("?")[0]
        name = next((file for part, file in answers.items() if part in path), None)
        if name is None:
            return handler.answer(b"", 404)
        body = open(os.path.join(SAMPLES, name), "rb").read()
        kind = ("application/json" if name.endswith("json") else
                "text/tab-separated-values" if name.endswith("txt") else "text/csv")
        handler.answer(body, kind=kind)
    state = State(mirror)
    Handler.script = sample
    code, out, err = run("update", "--mirror", mirror, "--retries", "0", "-o", "json",
                         VERILOT_STATE_DIR=state.path)
    outcomes = {one["register"]: one for one in json.loads(out)["registers"]}
    updated = [one for one in outcomes.values() if one["outcome"] == "updated"]
    claim("the published samples are taken from a mirror", len(updated) == 14,
          [(one["register"], one["message"]) for one in outcomes.values()
           if one["outcome"] != "updated"])


def main():
    mirror = f"http://127.0.0.1:{serve()}"
    check_answers(mirror)
    check_compressed(mirror)
    check_questions(mirror)
    check_words(mirror)
    check_resume(mirror)
    check_faults(mirror)
    check_tls()
    check_import()
    check_lock(mirror)
    check_killed(mirror)
    check_samples(mirror)
    print(f"{len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
