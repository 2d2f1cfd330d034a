"""The three files a practice is described by: bytes in, a practice or every mistake out. No file is opened here.

Read in this order: practice, settings, people, leave; then what they stand on: nodes and located (JSON), rows, tables
(CSV), words (single values), text, faults.
"""

from shared.intake.faults import BadInput, Fault, Files
from shared.intake.practice import examine, parts_of, practice_from_parts, read_practice, write_practice

__all__ = [
    "BadInput",
    "Fault",
    "Files",
    "examine",
    "parts_of",
    "practice_from_parts",
    "read_practice",
    "write_practice",
]
