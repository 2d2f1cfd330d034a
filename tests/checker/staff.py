"""The people of a practice, as their file has them: the checker's own reading."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

GP_ROLES = {"partner", "salaried", "retained", "locum"}


@dataclass(frozen=True)
class Staff:
    """A row of the people's file: somebody in one working term."""

    code: str
    role: str  # without qualifiers, lower case
    site: str
    wte: Fraction
    weeks: tuple[str, ...]
    days: Fraction | None
    flags: frozenset[str]
    first: date = date.min
    last: date = date.max
    groups: frozenset[str] = frozenset()

    @property
    def by_hand(self) -> bool:
        return "by-hand" in self.flags

    @property
    def flexible(self) -> bool:
        return not self.by_hand and any("?" in week for week in self.weeks)

    @property
    def trainee(self) -> bool:
        return "trainee" in self.flags or self.in_training

    @property
    def in_training(self) -> bool:
        return re.fullmatch(r"(st|fy)\d|registrar", self.role) is not None

    @property
    def gp(self) -> bool:
        return self.role in GP_ROLES and not self.trainee

    @property
    def doctor(self) -> bool:
        return self.role in GP_ROLES or self.in_training


def plain_role(role: str) -> str:
    """'ST3 LTFT80' and 'Locum (regular)' without what follows the role."""
    return re.sub(r"\(.*?\)|\bLTFT\s*\d*%?|\bITP\b", "", role).strip().lower()


def read_staff(file: Path) -> list[Staff]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [
            Staff(
                code=row["code"].strip(),
                role=plain_role(row["role"]),
                site=row["site"].strip(),
                wte=Fraction(row["wte"].strip()),
                weeks=tuple(row[key].strip() for key in ("pattern", "pattern_b") if row[key].strip()),
                days=Fraction(row["flexible_days_per_week"].strip()) if row["flexible_days_per_week"].strip() else None,
                flags=frozenset(row["flags"].strip().split("|")) - {""},
                first=date.fromisoformat(row["starts"].strip()) if (row.get("starts") or "").strip() else date.min,
                last=date.fromisoformat(row["ends"].strip()) if (row.get("ends") or "").strip() else date.max,
                groups=frozenset((row.get("groups") or "").strip().split("|")) - {""},
            )
            for row in csv.DictReader(stream)
            if row["code"]
        ]
