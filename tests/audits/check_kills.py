#!/usr/bin/env python3
"""check_kills.py VERILOT: audits killed at random moments end as one that was left alone; prune,
backup and restore that are killed have done all or nothing.

On a file of SQLite, and on the PostgreSQL database that VERILOT_TEST_POSTGRES names.
VERILOT_KILLS says how many kills on each, 8 without it.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERILOT = sys.argv[1]
ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("VERILOT_KILLS", "8"))


def audit(command, *words, store):
    return [VERILOT, "audit", command, *words, "--store", store]


def run_words(stock, name):
    return [str(stock), "--name", name, "--as-of", "2026-11-22", "--packs", str(ROOT),
            "--jurisdiction", "us-fda", "--no-progress", "-j", "2"]


def results(store, name):
    runs = json.loads(subprocess.check_output(audit("list", "-o", "json", store=store)))
    last = [run for run in runs if run["inventory"] == name and run["state"] == "complete"][-1]
    shown = subprocess.check_output(audit("show", str(last["run"]), "-o", "json", store=store))
    return json.loads(shown)["results"]


def check(store, folder, draw):
    stock = folder / "stock.ndjson"
    made = subprocess.check_output([sys.executable, str(ROOT / "bench/make_dossiers.py"), "1500"])
    stock.write_bytes(made)
    begun = time.monotonic()
    subprocess.run(audit("run", *run_words(stock, "alone"), store=store), capture_output=True)
    whole = time.monotonic() - begun
    expected = results(store, "alone")
    assert len(expected) == 1500, len(expected)
    for kill in range(KILLS):
        name = f"killed {kill}"
        for _ in range(draw.randint(1, 2)):
            process = subprocess.Popen(audit("run", *run_words(stock, name), store=store),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(draw.uniform(0, whole))
            process.kill()
            process.wait()
        done = subprocess.run(audit("run", *run_words(stock, name), store=store),
                              capture_output=True, text=True)
        assert done.returncode == 1, (done.returncode, done.stderr)
        assert results(store, name) == expected, f"{name} differs"
    print(f"{KILLS} kills: every audit ended as the one that was left alone")


def told(command, *words, store):
    done = subprocess.run(audit(command, *words, store=store), capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def duration(*words, store):
    begun = time.monotonic()
    done = told(*words, store=store)
    assert done[0] == 0, done
    return time.monotonic() - begun


def kill(draw, whole, *words, store):
    process = subprocess.Popen(audit(*words, store=store), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(draw.uniform(0, whole * 1.1))
    process.kill()
    process.wait()


def check_other_commands(store, folder, draw):
    """What a store holds is told by its list of runs and the results of the last."""
    stock = folder / "stock.ndjson"
    full, part = str(folder / "full.backup"), str(folder / "part.backup")
    for file in folder.glob("*.backup"):
        file.unlink()
    for day in ("2026-11-22", "2027-03-01", "2027-09-01"):
        words = run_words(stock, "three runs")
        words[words.index("2026-11-22")] = day
        assert told("run", *words, store=store)[0] == 1
    def held():
        return told("list", store=store)[1], results(store, "three runs")
    last = json.loads(told("list", "-o", "json", store=store)[1])[-1]["run"]
    three = held()
    times = {"backup": duration("backup", full, store=store),
             "prune": duration("prune", str(last), store=store)}
    pruned = held()
    assert pruned[1] == three[1] and pruned[0] != three[0]
    assert told("backup", part, store=store)[0] == 0
    times["restore"] = duration("restore", full, "--replace", store=store)
    assert held() == three
    for _ in range(KILLS):
        kill(draw, times["backup"], "backup", full, store=store)
        assert told("restore", "--check", full, store=store)[0] == 0
        kill(draw, times["prune"], "prune", str(last), store=store)
        assert held() in (three, pruned)
        assert told("prune", str(last), store=store)[0] == 0
        assert held() == pruned
        kill(draw, times["restore"], "restore", full, "--replace", store=store)
        assert held() in (three, pruned)
        assert told("restore", full, "--replace", store=store)[0] == 0
        assert held() == three
        assert told("replay", str(last), store=store)[0] == 0
        kill(draw, times["restore"], "restore", part, "--replace", store=store)
        assert held() in (three, pruned)
        assert told("restore", full, "--replace", store=store)[0] == 0
    print(f"{KILLS} kills each of backup, prune and restore (twice): all was done, or nothing")


def main():
    draw = random.Random(20261122)
    folder = Path(tempfile.mkdtemp())
    try:
        stores = [str(folder / "audits.db")]
        if "VERILOT_TEST_POSTGRES" in os.environ:
            stores.append(os.environ["VERILOT_TEST_POSTGRES"])
        for store in stores:
            check(store, folder, draw)
            check_other_commands(store, folder, draw)
    finally:
        shutil.rmtree(folder)


main()
