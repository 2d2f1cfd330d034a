"""The three files a practice is described by: bytes in, a practice or every mistake out. No file is opened here.

Read in this order: practice, settings (with rota_rules, leave_rules, kept), people, leave; then what they stand on:
nodes and located (JSON), rows, tables (CSV), words (single values), text, faults.
"""

from shared.intake.faults import BadInput, Fault, Files
from shared.intake.kept import kept_of, weights_of
from shared.intake.practice import examine, parts_of, practice_from_parts, read_practice, write_practice

__all__ = [
    "BadInput",
    "Fault",
    "Files",
    "examine",
    "kept_of",
    "parts_of",
    "practice_from_parts",
    "read_practice",
    "weights_of",
    "write_practice",
]
