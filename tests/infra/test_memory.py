"""How a serving process looks after its memory."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

SETTLED = """
import gc
from infra import memory
before = gc.get_threshold()
memory.settle()
assert gc.get_freeze_count() > 1000, gc.get_freeze_count()
assert gc.get_threshold() > before, (before, gc.get_threshold())
assert gc.isenabled()
ring = []; ring.append(ring); del ring
assert gc.collect() >= 1  # what comes later is still looked through
"""

PASSWORDS = """
import re
from functions.auth.passwords import HASHER, THREADS
from infra import memory

def held():
    return int(re.search("VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024

memory.settle()
before = held()
list(THREADS.map(HASHER.hash, ["a password"] * 16))
after = held()
assert after - before < 30, f"{before:.0f} MB, and {after:.0f} MB after some passwords in four threads"
"""


def test_it_works() -> None:
    """What is there once everything is imported stays; what is made from then on is looked through, rarely."""
    done = subprocess.run([sys.executable, "-c", SETTLED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it")
def test_what_looking_at_passwords_takes_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", PASSWORDS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_web_server_does_so_in_each_of_its_processes() -> None:
    configuration = Path(ROOT, "infra", "gunicorn.conf.py").read_text()
    hook = configuration.partition("def post_worker_init(")[2]
    assert "memory.settle()" in hook
