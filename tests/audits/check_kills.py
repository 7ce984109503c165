#!/usr/bin/env python3
"""check_kills.py VERILOT: audits killed at random moments end as one that was left alone.

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


def main():
    draw = random.Random(20261122)
    folder = Path(tempfile.mkdtemp())
    try:
        check(str(folder / "audits.db"), folder, draw)
        if "VERILOT_TEST_POSTGRES" in os.environ:
            check(os.environ["VERILOT_TEST_POSTGRES"], folder, draw)
    finally:
        shutil.rmtree(folder)


main()
