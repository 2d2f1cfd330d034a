"""What should be known before a rota is asked for, as it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from functions.rota_generate.asking import words
from functions.rota_generate.asking.existing import Existing
from functions.rota_generate.asking.question import Question
from functions.rota_generate.asking.warnings import Around, notes, warnings
from functions.rota_generate.policy import Mode
from shared.domain.problem import Decide
from shared.errors import Reason
from shared.http import Out


class WarningOut(Out):
    """Something worth knowing; `asking.warnings.Warned` lists the codes."""

    code: str
    message: str


class RefusalOut(Out):
    """Something that keeps a run from starting, and the field it is about."""

    message: str
    code: str | None
    field: str | None

    @classmethod
    def all_of(cls, reasons: Iterable[Reason]) -> list[RefusalOut]:
        return [cls(message=each.message, code=each.code, field=each.field) for each in reasons]


class ExistingOut(Out):
    """Sessions on the rota where the run may change it, and whose. Kept: pinned by hand, of people written by hand, of
    leave that is listed; `off`: sessions people were taken off by hand. `free`: all others."""

    sessions: int
    people: int
    pinned: int
    off: int
    by_hand: int
    leave: int
    free: int
    words: list[str]

    @classmethod
    def of(cls, existing: Existing, mode: Mode) -> ExistingOut:
        counts = {name: getattr(existing, name) for name in cls.model_fields if name != "words"}
        return cls(**counts, words=words.existing_in_words(mode, existing))


class ChecksOut(Out):
    """What should be known before a run is started. Nothing is started. None where it is not clear yet what is asked.

    `mode` and `decide`: what they would be, where they were not said. `fixed_until`: the last day that only a person
    changes otherwise; `fixed_sessions`: how many sessions until then the run could change. `notes`: what is settled.
    `refusals`: what keeps the run from starting.
    """

    start: date | None = None
    weeks: int | None = None
    mode: Mode | None = None
    decide: list[Decide] | None = None
    words: str | None = None
    existing: ExistingOut | None = None
    fixed_until: date | None = None
    fixed_sessions: int = 0
    warnings: list[WarningOut] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    refusals: list[RefusalOut]

    @classmethod
    def of(cls, found: Question, around: Around) -> ChecksOut:
        scope, wanted, decide = found.scope, found.wanted, sorted(found.problem.decide)
        return cls(
            start=scope.horizon.start,
            weeks=scope.horizon.weeks,
            mode=found.mode,
            decide=decide,
            words=words.asked(found.mode, decide, around.called.those(wanted.people, wanted.groups), scope.since),
            existing=ExistingOut.of(found.existing, found.mode),
            fixed_until=found.fixed.until,
            fixed_sessions=found.fixed.sessions,
            warnings=[WarningOut(**each._asdict()) for each in warnings(found.practice, scope, around)],
            notes=notes(found.practice, scope),
            refusals=RefusalOut.all_of(found.refusals),
        )
