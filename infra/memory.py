"""How a serving process looks after its memory: rarely, and not what stays anyway.

Python now and then looks through everything it holds for rings of things nobody needs. With a practice and its rotas in
memory that takes a tenth of a second and more, in the middle of somebody's request.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc

# Things made, times a look at the youngest, times a look at the older ones: fifty times rarer than by default.
MADE, YOUNG, OLD = 10_000, 20, 25
# glibc's name for "as much as this is asked of the system, and given back", and how much.
M_MMAP_THRESHOLD, LARGE_BYTES = -3, 1_000_000


def settle() -> None:
    """Call it once everything is imported: what is there now stays, and is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE, YOUNG, OLD)
    give_back_what_is_large()


def give_back_what_is_large() -> None:
    """Keep nothing of the 19 MB that looking at a password takes.

    Left alone, glibc learns from the first of them to keep such a piece ready, one for each thread that ever looked at
    a password: 80 MB a process. Other libraries of C have nothing of the kind.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
