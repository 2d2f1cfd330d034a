"""How a serving process looks after its memory: rarely, and not what stays anyway.

Python now and then looks through everything it holds for rings of things nobody needs. With a practice and its rotas in
memory that takes a tenth of a second and more, in the middle of somebody's request.
"""

from __future__ import annotations

import gc

# Things made, times a look at the youngest, times a look at the older ones: fifty times rarer than by default.
MADE, YOUNG, OLD = 10_000, 20, 25


def settle() -> None:
    """Call it once everything is imported: what is there now stays, and is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE, YOUNG, OLD)
