"""`rotacc generate`: a rota from three files, with no server.

Exit code 0: no gaps. 3: a draft with named gaps. 2: the input has mistakes, all of which are listed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from functions.rota_generate.asking.problems import problem_of
from functions.rota_generate.policy import NEEDS_A_ROTA, Mode, Wanted, faults_of_the_scope, horizon_of
from infra.draft_file import read_draft
from infra.draft_views import FORMATS
from infra.practice_files import PARTS, file_of, files_at
from infra.trouble import Trouble
from infra.whole_file import Refused, check_writable, write_whole
from shared.domain.problem import Practice, Problem
from shared.domain.rota import Assignment
from shared.intake import Fault, examine, words
from shared.intake.faults import Report, printable, shown
from shared.standing import Standing

if TYPE_CHECKING:
    from shared.domain.outcome import Outcome

HELP = "Make a rota from a practice's three files"
COMPLETE, BAD_INPUT, HAS_GAPS = 0, 2, 3
DEFAULT_SECONDS = 20.0
MOST_SECONDS = 86_400
MOST_WEEKS = 104
MODES = tuple(mode.value for mode in Mode)
MOST_WORKERS = 64
LARGEST_SEED = 2**31 - 1
LONGEST_NUMBER = 12  # digits

T = TypeVar("T")


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    """What the command takes. Values are read by `_Words`, so that all mistakes come out in one report."""
    parser = subparsers.add_parser("generate", help=HELP, description=HELP + ".")
    parser.add_argument(
        "path", metavar="PATH", help="a stem such as practices/northgate (northgate.practice.json, .people.csv and "
        ".leave.csv are read), or a folder with one practice",
    )  # fmt: skip
    parser.add_argument("--start", metavar="MONDAY", help="first day, as 2027-01-04; else the practice's horizon")
    parser.add_argument("--weeks", metavar="N", help="how many weeks; else the practice's horizon")
    parser.add_argument("--published", metavar="FILE", help="the rota there is: a draft as --format json writes it")
    parser.add_argument("--mode", metavar="MODE", help=f"{', '.join(MODES)}; else stay-close to what is --published")
    parser.add_argument("--people", metavar="CODES", help="whose rota may change, as AO,BH; else everybody's")
    parser.add_argument("--since", metavar="DAY", help="the first day that may change, as 2027-01-06; else the start")
    parser.add_argument("--seconds", metavar="N", help=f"seconds to solve for ({DEFAULT_SECONDS:g})")
    parser.add_argument(
        "--effort", metavar="N", help="in place of --seconds: a limit that gives the same rota anywhere"
    )
    parser.add_argument("--seed", metavar="N", default="1", help="where chance starts (1)")
    parser.add_argument("--workers", metavar="N", default="2", help="threads to solve with (2); 1 is repeatable")
    parser.add_argument("--format", metavar="FORMAT", default="text", help=f"{', '.join(FORMATS)} (text)")
    parser.add_argument("--out", metavar="FILE", help="where to write the draft; else standard output")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class Asked:
    """The command's words as values. None: not given, or faulty and reported."""

    start: date | None
    weeks: int | None
    published: tuple[Assignment, ...]
    mode: Mode | None
    people: tuple[str, ...] | None
    since: date | None
    seconds: float | None
    effort: float | None
    seed: int
    workers: int
    format: str
    out: Path | None


def run(args: argparse.Namespace) -> int:
    """Reads, checks, solves, writes; the exit code."""
    asked, of_the_words = _read_words(args)
    practice, of_the_files = _read_practice(Path(args.path))
    faults = (*of_the_words, *of_the_files, *_out_faults(asked, Path(args.path)))
    if faults or practice is None:
        return _refuse(faults)
    problem, faults = _posed(practice, asked)
    if faults:
        return _refuse(faults)
    if refusals := problem.verify():
        return _refuse(tuple(Fault(practice.name, None, None, each, "") for each in refusals))
    outcome = _solve(problem, asked)
    _write(FORMATS[asked.format](problem, outcome), asked)
    _conclude(outcome, asked)
    return HAS_GAPS if outcome.gaps else COMPLETE


def _refuse(faults: tuple[Fault, ...]) -> int:
    count = "1 mistake" if len(faults) == 1 else f"{len(faults)} mistakes"
    print(f"No rota was made: {count} to mend first.", file=sys.stderr)
    for fault in faults:
        print(f"  {printable(str(fault))}", file=sys.stderr)
    return BAD_INPUT


# -- reading ---------------------------------------------------------------------------------------------------


class _Words:
    """Reads the command's words; a faulty one is reported, and reading goes on."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = vars(args)
        self.faults: list[Fault] = []

    def read(self, name: str, how: Callable[[str], T]) -> T | None:
        """The value of --name; None when it was not given or is faulty."""
        given = self._args[name]
        if given is None:
            return None
        try:
            return how(given)
        except words.Wrong as wrong:
            self.fault(name, wrong.message, wrong.instead)
            return None

    def fault(self, name: str, message: str, instead: str) -> None:
        report = Report(f"--{name}")
        report.add(message, instead)
        self.faults += report.faults


def _read_words(args: argparse.Namespace) -> tuple[Asked, list[Fault]]:
    told = _Words(args)
    asked = Asked(
        start=told.read("start", lambda text: words.monday(words.day(text))),
        weeks=told.read("weeks", _whole(1, MOST_WEEKS)),
        published=told.read("published", read_draft) or (),
        mode=told.read("mode", lambda text: Mode(words.one_of(text, MODES))),
        people=told.read("people", lambda text: tuple(code.strip() for code in text.split(",") if code.strip())),
        since=told.read("since", words.day),
        seconds=told.read("seconds", _limit),
        effort=told.read("effort", _limit),
        seed=told.read("seed", _whole(0, LARGEST_SEED)) or 0,
        workers=told.read("workers", _whole(1, MOST_WORKERS)) or 1,
        format=told.read("format", lambda text: words.one_of(text, FORMATS)) or "text",
        out=told.read("out", _out),
    )
    if args.seconds is not None and args.effort is not None:
        told.fault("effort", "Both --seconds and --effort limit the solving.", "Give one of the two.")
    return asked, told.faults


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and low <= int(text) <= high):
            raise words.Wrong(f"{shown(text)} is not a whole number from {low} to {high}.", "Write one.")
        return int(text)

    return read


def _limit(text: str) -> float:
    found = float(words.number(text, low=0, high=MOST_SECONDS))
    if not found:
        raise words.Wrong("Nothing can be solved in no time.", "Write a number above 0.")
    return found


def _out(text: str) -> Path:
    if not text:
        raise words.Wrong("There is no file's name.", "Write one, or give no --out for standard output.")
    return Path(text)


def _read_practice(path: Path) -> tuple[Practice | None, tuple[Fault, ...]]:
    files, faults = files_at(path)
    if files is None:
        return None, faults
    practice, others = examine(files)
    return practice, (*faults, *others)


def _out_faults(asked: Asked, path: Path) -> tuple[Fault, ...]:
    """Whether --out could be written, found out before anybody waits for a rota."""
    if asked.out is None:
        if sys.stdout is None:
            return (Fault("--out", None, None, "There is no standard output to write to.", "Give a file's name."),)
        return ()
    report = Report("--out")
    try:
        check_writable(asked.out)
        if any(_same_file(asked.out, file_of(path, part)) for part in PARTS):
            raise Refused(f"{shown(asked.out)} is one of the files that are read.", "Give another name.")
    except Refused as refused:
        report.add(refused.message, refused.instead)
    return tuple(report.faults)


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _posed(practice: Practice, asked: Asked) -> tuple[Problem, tuple[Fault, ...]]:
    """The question, and what keeps it from being asked of this practice."""
    wanted = Wanted(asked.start, asked.weeks, mode=asked.mode, people=asked.people, since=asked.since)
    horizon = horizon_of(wanted, practice)
    assert horizon is not None  # noqa: S101 - the intake lets no practice without a horizon pass
    reasons = faults_of_the_scope(wanted, practice, horizon)
    faults = [Fault(f"--{reason.field}", None, None, reason.message, "") for reason in reasons]
    if not any(line.session.date in horizon for line in asked.published) and asked.mode in NEEDS_A_ROTA:
        instead = "Give --published, with the rota of these weeks."
        faults.append(Fault("--mode", None, None, f"There is no rota to {asked.mode}.", instead))
    return problem_of(practice, horizon, wanted, Standing(asked.published), carried={}), tuple(faults)


# -- solving and writing ---------------------------------------------------------------------------------------


def _solve(problem: Problem, asked: Asked) -> Outcome:
    try:
        from functions.rota_generate.solver.search import solve
    except ModuleNotFoundError as error:
        todo = "Use the container of the solver, or install rotacc with its extra 'solver'."
        raise Trouble(f"The solver is not installed here ({error}). {todo}") from error
    from infra.solve_progress import Stop, progress_on

    seconds = None if asked.effort is not None else asked.seconds or DEFAULT_SECONDS
    with Stop() as stop, progress_on(sys.stderr, f"{problem.practice.name}, {problem.horizon.weeks} weeks") as progress:
        return solve(
            problem,
            seed=asked.seed,
            seconds=seconds,
            effort=asked.effort,
            workers=asked.workers,
            on_progress=progress.on_progress,
            should_stop=stop.asked,
        )


def _write(draft: bytes, asked: Asked) -> None:
    if asked.out is not None:
        write_whole(asked.out, draft)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(draft)
    sys.stdout.buffer.flush()


def _conclude(outcome: Outcome, asked: Asked) -> None:
    """One line on standard error: how good the draft is and where it went."""
    gaps = "no gaps" if not outcome.gaps else "1 gap" if len(outcome.gaps) == 1 else f"{len(outcome.gaps)} gaps"
    proof = "proved best" if outcome.proved else f"at most {outcome.gap_percent:.2f} % from the best possible"
    stopped = "stopped early, " if outcome.stopped else ""
    where = f"; written to {printable(str(asked.out))}" if asked.out else ""
    print(f"{stopped}{gaps}, {proof}, {outcome.seconds:.1f} s{where}".capitalize(), file=sys.stderr)
