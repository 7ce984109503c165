#!/usr/bin/env python3
"""check_bad_input.py VERILOT: what can go wrong with a store costs a clear line and nothing else.

On files of SQLite, and on the PostgreSQL database that VERILOT_TEST_POSTGRES names. Each case ends
with a run that goes well.
"""
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERILOT = sys.argv[1]
ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("VERILOT_TEST_POSTGRES")
NOBODY = 65534
MEGABYTE = 1 << 20


def verilot(*words, **how):
    return subprocess.run([VERILOT, *map(str, words)], capture_output=True, text=True, **how)


def run_words(stock, store, day="2026-11-22"):
    return ["audit", "run", stock, "--store", store, "--name", "stock", "--as-of", day,
            "--packs", ROOT, "--jurisdiction", "us-fda"]


def audit(stock, store, day="2026-11-22", **how):
    return verilot(*run_words(stock, store, day), "--no-progress", **how)


def expect(done, code, *words):
    """One line that says it, and the exit code."""
    line = done.stderr.strip()
    assert done.returncode == code, (code, done.returncode, line)
    assert line.count("\n") == 0 and line.startswith("verilot: "), line
    for word in words:
        assert word in line, (word, line)
    assert len(line) < 400, line
    print("   ", code, line)


def results(store):
    shown = verilot("audit", "show", "last", "--store", store, "-o", "json")
    assert shown.returncode == 0, shown.stderr
    return json.loads(shown.stdout)["results"]


def change(store, statement):
    database = sqlite3.connect(store)
    database.execute(statement)
    database.commit()
    database.close()


class Bench:
    """A folder with an inventory and what an audit finds in it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp())
        os.chmod(self.folder, 0o755)
        self.stock = self.folder / "stock.ndjson"
        made = [sys.executable, str(ROOT / "bench/make_dossiers.py"), "2000"]
        self.stock.write_bytes(subprocess.check_output(made))
        self.good = str(self.folder / "good.db")
        assert audit(self.stock, self.good).returncode == 1
        self.expected = results(self.good)

    def copy(self, name):
        store = self.folder / name
        for file in (store, Path(f"{store}-wal"), Path(f"{store}-shm")):
            file.unlink(missing_ok=True)
        shutil.copy(self.good, store)
        return store

    def well(self, store, day="2026-11-22"):
        """The next run goes well, and its results are those of a run without any trouble."""
        done = audit(self.stock, store, day)
        assert done.returncode == 1, (done.returncode, done.stderr)
        if day == "2026-11-22":
            assert results(store) == self.expected

    def start(self, store, *words):
        """A run that is under way."""
        process = subprocess.Popen(
            [VERILOT, *map(str, run_words(self.stock, store)), "-j", "1", "--full",
             "--progress=jsonl", *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
            text=True)
        assert process.stderr.readline().startswith('{"seen"')
        return process

    @staticmethod
    def end(process):
        err = [line for line in process.stderr.read().splitlines() if not line.startswith("{")]
        return subprocess.CompletedProcess([], process.wait(), "", "\n".join(err))


def unreadable(bench):
    print("unreadable stores")
    text = bench.folder / "text.db"
    text.write_text("no database\n" * 1000)
    expect(audit(bench.stock, text), 74, str(text), "not a database")
    other = bench.folder / "other.db"
    change(other, "CREATE TABLE notes (text TEXT)")
    expect(audit(bench.stock, other), 74, str(other), "another program")
    expect(audit(bench.stock, bench.folder), 74, str(bench.folder))
    expect(audit(bench.stock, "/proc/no/such/place.db"), 74, "/proc/no/such")
    expect(audit(bench.stock, "postgresql://nobody@127.0.0.1:1/none"), 74, "127.0.0.1:1")
    closed = bench.copy("closed.db")
    os.chmod(closed, 0o400)
    if os.geteuid() == 0:
        expect(audit(bench.stock, closed, user=NOBODY), 74, str(closed), "rights")
    for command in (["audit", "list"], ["audit", "show"], ["waiver", "list"], ["report"]):
        expect(verilot(*command, "--store", text), 74, "not a database")


def damaged(bench):
    print("damaged stores")
    cut = bench.copy("cut.db")
    os.truncate(cut, cut.stat().st_size // 2)
    expect(audit(bench.stock, cut), 74, str(cut), "restore a backup")
    page = bench.copy("page.db")
    size = page.stat().st_size
    with open(page, "r+b") as file:
        for share in range(2, 90, 3):
            file.seek(size * share // 100 // 4096 * 4096)
            file.write(b"\x5a" * 4096)
    expect(audit(bench.stock, page), 74, str(page), "restore a backup")
    backup = bench.folder / "good.backup"
    assert verilot("audit", "backup", backup, "--store", bench.good).returncode == 0
    expect(verilot("audit", "backup", backup, "--store", page), 74, "damaged")
    # A damaged file makes way for the backup, which the failed one did not touch.
    for suffix in ("", "-wal", "-shm"):
        Path(f"{page}{suffix}").unlink(missing_ok=True)
    assert verilot("audit", "restore", backup, "--store", page).returncode == 0
    assert results(page) == bench.expected
    bench.well(page)


def schemas(bench):
    print("schemas")
    newer = bench.copy("newer.db")
    change(newer, "INSERT INTO schema_steps VALUES (99)")
    before = newer.read_bytes()
    for command in (["audit", "list"], ["audit", "prune", "1"], ["report"]):
        expect(verilot(*command, "--store", newer), 74, "later version", "schema 99")
    expect(audit(bench.stock, newer), 74, "later version")
    assert newer.read_bytes() == before


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MEGABYTE, 2 * MEGABYTE))


def full_disk(bench):
    print("a limit on the size of files")
    store = bench.folder / "limited.db"
    expect(audit(bench.stock, store, preexec_fn=limited), 74, str(store), "space")
    bench.well(store)
    backup = bench.folder / "limited.backup"
    assert verilot("audit", "backup", backup, "--store", store).returncode == 0
    before = backup.read_bytes()
    done = verilot("audit", "backup", backup, "--store", store, preexec_fn=limited)
    expect(done, 74, str(backup), "space")
    assert backup.read_bytes() == before and not Path(f"{backup}.part").exists()
    fresh = bench.folder / "restored.db"
    done = verilot("audit", "restore", backup, "--store", fresh, preexec_fn=limited)
    expect(done, 74, str(fresh), "space")
    assert verilot("audit", "restore", backup, "--store", fresh).returncode == 0
    assert results(fresh) == bench.expected


def fill_up(path):
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(file, b"x" * 4096):
            pass
    except OSError:
        pass
    os.close(file)


def full_mount(bench):
    """The same on a file system that is full, where one may be mounted."""
    disk = bench.folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk],
                      capture_output=True).returncode != 0:
        return print("a full disk: no file system can be mounted here, left out")
    print("a full disk")
    try:
        store = disk / "audits.db"
        expect(audit(bench.stock, store), 74, str(store), "space")
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        bench.well(store)
        backup = disk / "a.backup"
        fill_up(disk / "filler")
        expect(verilot("audit", "backup", backup, "--store", store), 74, "space")
        assert not backup.exists() and not Path(f"{backup}.part").exists()
        expect(audit(bench.stock, store, "2027-03-01"), 74, "space")
        (disk / "filler").unlink()
        bench.well(store)
    finally:
        subprocess.run(["umount", disk], check=True)


def gone(bench):
    print("a store that is removed while an audit runs")
    store = bench.copy("removed.db")
    process = bench.start(store)
    store.unlink()
    expect(bench.end(process), 74, str(store), "removed or replaced")
    for suffix in ("-wal", "-shm"):
        Path(f"{store}{suffix}").unlink(missing_ok=True)
    bench.well(store)


def busy(bench, store):
    print("two audits at once")
    process = bench.start(store)
    process.send_signal(signal.SIGSTOP)  # however fast it is, it holds the store
    done = audit(bench.stock, store)
    expect(done, 75, "is held by `verilot audit run`", f"process {process.pid}", " since 20")
    expect(verilot("audit", "prune", "1", "--store", store), 75, "is held by")
    backup = bench.folder / "busy.backup"
    assert verilot("audit", "backup", backup, "--store", store).returncode == 0
    done = verilot("audit", "restore", backup, "--replace", "--store", store)
    expect(done, 75, "is held by")
    assert verilot("audit", "list", "--store", store).returncode == 0
    process.kill()
    process.wait()
    process.stderr.close()
    bench.well(store)
    again = bench.folder / "again.db"
    assert verilot("audit", "restore", backup, "--store", again).returncode == 0
    bench.well(again)
    again.unlink()


def clock(bench, store):
    print("a clock that goes backwards")
    bench.well(store, "2027-06-01")
    done = audit(bench.stock, store, "2026-11-22")
    line = done.stderr.strip()
    assert done.returncode == 1 and "before that of the last run, 2027-06-01" in line, line
    print("    1", line)
    assert results(store) == bench.expected
    replayed = verilot("audit", "replay", "--store", store)
    assert replayed.returncode == 0, replayed.stdout


def broken_dossiers(bench, store):
    print("broken dossiers among good ones")
    stock = bench.folder / "folders"
    shutil.rmtree(stock, ignore_errors=True)
    for name in ("amnion-sheet", "exosome-vial-no-sterility-test", "name-only", "lot-past-expiry"):
        shutil.copytree(ROOT / "fixtures/clinic" / name, stock / name)
    words = ["audit", "run", stock, "--store", store, "--name", "folders", "--as-of", "2026-11-22",
             "--packs", ROOT, "--jurisdiction", "us-fda", "-o", "json"]
    good = json.loads(verilot(*words).stdout)
    assert good["items"] == 4 and good["incomplete"] == 0
    (stock / "name-only/dossier.yaml").write_text("product: [unclosed\n")
    (stock / "exosome-vial-no-sterility-test/dossier.yaml").write_bytes(b"\xff\xfe\x00")
    done = verilot(*words)
    assert done.returncode == 3, done.returncode
    told = json.loads(done.stdout)
    assert told["exit"]["name"] == "incomplete" and told["incomplete"] == 2, told["exit"]
    assert told["items"] == 4
    for name in ("name-only", "exosome-vial-no-sterility-test"):
        assert name in done.stderr, done.stderr
    print("    3", told["exit"]["why"])
    shutil.copy(ROOT / "fixtures/clinic/name-only/dossier.yaml", stock / "name-only")
    shutil.copy(ROOT / "fixtures/clinic/exosome-vial-no-sterility-test/dossier.yaml",
                stock / "exosome-vial-no-sterility-test")
    well = verilot(*words)
    assert json.loads(well.stdout)["fail"] == good["fail"], well.stdout


def sql(statement):
    return subprocess.run(["psql", SERVER, "-AtXc", statement], check=True, capture_output=True,
                          text=True).stdout.strip()


def server_gone(bench):
    print("a server that ends the connection, and one that goes down")
    process = bench.start(SERVER)
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND application_name LIKE 'audit run|%'")
    expect(bench.end(process), 74, "the same command goes on")
    bench.well(SERVER)
    data = Path(sql("SHOW data_directory"))
    process = bench.start(SERVER)
    postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGINT)
    expect(bench.end(process), 74, "the same command goes on")
    while (data / "postmaster.pid").exists():
        time.sleep(0.1)
    expect(audit(bench.stock, SERVER), 74, "check that the server runs")
    options = (data / "postmaster.opts").read_text().split()
    owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    log = open(data.parent / "restart.log", "wb")
    subprocess.Popen((owner if os.geteuid() == 0 else []) + [one.strip('"') for one in options],
                     stdout=log, stderr=log, cwd=data, start_new_session=True)
    for _ in range(100):
        if subprocess.run(["psql", SERVER, "-AtXc", "SELECT 1"], capture_output=True).returncode == 0:
            break
        time.sleep(0.1)
    bench.well(SERVER)


def newer_server():
    sql("INSERT INTO schema_steps VALUES (99)")
    expect(verilot("audit", "list", "--store", SERVER), 74, "later version", "schema 99")
    sql("DELETE FROM schema_steps WHERE step = 99")


def main():
    bench = Bench()
    try:
        unreadable(bench)
        damaged(bench)
        schemas(bench)
        full_disk(bench)
        full_mount(bench)
        gone(bench)
        for store in [bench.copy("each.db")] + ([SERVER] if SERVER else []):
            bench.well(store)
            busy(bench, store)
            clock(bench, store)
            broken_dossiers(bench, store)
        if SERVER:
            newer_server()
            server_gone(bench)
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)
    print("every fault was told in one line, and the next run went well")


main()
