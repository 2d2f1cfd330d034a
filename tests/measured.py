"""Figures that tests take of what they prove; `make chaos` prints them beside the fault.

A figure is never asserted on: a behaviour that must hold is, and how quickly it came about is only told.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

Record = Callable[[str, object], None]  # pytest's own `record_property`


@contextmanager
def timed(record: Record, sentence: str) -> Iterator[None]:
    """Record how many seconds the block took, in place of the sentence's braces: "went on after {} s"."""
    began = time.monotonic()
    yield
    record(sentence, time.monotonic() - began)


def told(figures: Iterable[tuple[str, object]]) -> str:
    """Figures in words, each sentence once: over several cases of a test, from the least to the most."""
    by_sentence: dict[str, list[float]] = {}
    for sentence, value in figures:
        by_sentence.setdefault(sentence, []).append(float(str(value)))
    return "; ".join(sentence.format(_span(values)) for sentence, values in by_sentence.items())


def _span(values: list[float]) -> str:
    least, most = _short(min(values)), _short(max(values))
    return least if least == most else f"{least} to {most}"


def _short(value: float) -> str:
    """Counts as they are; seconds to a tenth, below one to a hundredth."""
    return str(round(value)) if value.is_integer() or value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"
