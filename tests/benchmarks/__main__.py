"""`make bench`: the solver beside a plain model, what-ifs beside plain runs, then the rota page's JSON.

Words given go to the solver's bench.
"""

from __future__ import annotations

import subprocess
import sys

for module, words in (("bench_solver", sys.argv[1:]), ("bench_what_if", []), ("bench_rota_page", [])):
    print(f"\n== {module} ==\n", flush=True)
    # Each in a process of its own, one after the other, so that neither warms or crowds the other.
    subprocess.run([sys.executable, "-m", f"tests.benchmarks.{module}", *words], check=True)
