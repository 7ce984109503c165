#!/usr/bin/env python3
"""check_progress.py VERILOT: how far an audit is, on a terminal, without one, and for programs."""
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

VERILOT = sys.argv[1]
ROOT = Path(__file__).resolve().parents[2]


def words(stock, store, *more):
    return [VERILOT, "audit", "run", stock, "--store", store, "--as-of", "2026-11-22", "--packs",
            str(ROOT), "--jurisdiction", "us-fda", "--full", "-j", "1", *more]


def on_terminal(columns, command):
    """What the error stream shows on a terminal of so many columns; the results go to a pipe."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    out = process.stdout.read().decode()
    assert process.wait() == 1, out
    return shown.decode(), out


def check_bar(stock, store, columns):
    shown, out = on_terminal(columns, words(stock, store))
    assert "\n" not in shown, "the bar stays on its line"
    drawn = [line.removesuffix("\x1b[K") for line in shown.split("\r") if line]
    assert len(drawn) > 1 and drawn[-1] == "", drawn[-3:]  # how many is a matter of speed
    bars = drawn[:-1]
    assert max(map(len, bars)) < columns, max(bars, key=len)
    shares = [int(re.search(r"(\d+) %", bar).group(1)) for bar in bars]
    assert shares == sorted(shares) and shares[-1] <= 100, shares
    if columns >= 80:
        assert all(re.match(r"\[#*\.*\] ", bar) for bar in bars), bars
    judged = [int(found[1]) for bar in bars if (found := re.search(r"(\d+) judged", bar))]
    assert judged == sorted(judged) and (columns < 40 or len(judged) == len(bars)), bars
    assert "\x1b" not in out and "exit 1 (fail)" in out, out


def main():
    with tempfile.TemporaryDirectory() as folder:
        stock, store = folder + "/stock.ndjson", folder + "/audits.db"
        made = [sys.executable, str(ROOT / "bench/make_dossiers.py"), "1500"]
        Path(stock).write_bytes(subprocess.check_output(made))
        for columns in (200, 80, 40, 20):
            check_bar(stock, store, columns)
        for quiet in ("--quiet", "--no-progress", "--progress=none"):
            shown, _ = on_terminal(80, words(stock, store, quiet))
            assert shown == "", shown
        done = subprocess.run(words(stock, store, "--progress=jsonl"), capture_output=True,
                              text=True)
        steps = [json.loads(line) for line in done.stderr.splitlines()]
        assert steps[-1]["judged"] == 1500 and steps[-1]["share"] == 1, steps
        assert [step["share"] for step in steps] == sorted(step["share"] for step in steps)
        done = subprocess.run(words(stock, store), capture_output=True, text=True)
        assert "\r" not in done.stderr and "%" not in done.stderr, done.stderr
    print("a bar on a terminal of any width, lines without one, JSON for programs")


main()
