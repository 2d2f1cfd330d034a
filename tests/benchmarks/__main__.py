"""`make bench`: the solver beside a plain model, questions beside plain runs, then the pages and what they ask for, the
memory of everything, and two hundred people at work.

Words given go to the solver's bench.
"""

from __future__ import annotations

import subprocess
import sys

MODULES = ("bench_what_if", "bench_repair", "bench_why", "bench_rota_page", "bench_edits", "bench_grid", "bench_memory")

LOAD = ("bench_load", ["--seconds", "60"])

for module, words in (("bench_solver", sys.argv[1:]), *((module, []) for module in MODULES), LOAD):
    print(f"\n== {module} ==\n", flush=True)
    # Each in a process of its own, one after the other, so that neither warms or crowds the other.
    subprocess.run([sys.executable, "-m", f"tests.benchmarks.{module}", *words], check=True)
