"""How a serving process looks after its memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


def test_it_works() -> None:
    """What is there once everything is imported stays; what is made from then on is looked through, rarely."""
    done = subprocess.run([sys.executable, "-c", SETTLED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_web_server_does_so_in_each_of_its_processes() -> None:
    configuration = Path(ROOT, "infra", "gunicorn.conf.py").read_text()
    hook = configuration.partition("def post_worker_init(")[2]
    assert "memory.settle()" in hook
