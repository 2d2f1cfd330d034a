"""`rotacc doctor`: what is wrong with this system, and what to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infra.doctor.finding import Finding

HELP = "Check every setting and everything this system stands on, and say what to do"
SIGNS = {"ok": "ok   ", "warn": "WARN ", "bad": "BAD  "}
COLOURS = {"ok": "\033[32m", "warn": "\033[33m", "bad": "\033[31m"}


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("doctor", help=HELP, description=HELP + ". Ends with 1 when something is bad.")
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from infra.doctor.visit import visit

    found = visit()
    return as_json(found) if args.json else as_text(found)


def as_json(found: Iterable[Finding]) -> int:
    import orjson

    findings = list(found)
    bad = any(finding.state == "bad" for finding in findings)
    print(orjson.dumps({"ok": not bad, "findings": findings}, option=orjson.OPT_INDENT_2).decode())
    return int(bad)


def as_text(found: Iterable[Finding]) -> int:
    """A line for each thing as it is found, because some looks take a while; then what it comes to."""
    count = {"ok": 0, "warn": 0, "bad": 0}
    for finding in found:
        count[finding.state] += 1
        print(f"{sign(finding.state)}{finding.part}: {finding.said}", flush=True)
        if finding.todo:
            print(f"       {finding.todo}", flush=True)
    print(f"\n{count['bad']} bad, {count['warn']} to look at, {count['ok']} well.")
    return int(count["bad"] > 0)


def sign(state: str) -> str:
    if not sys.stdout.isatty():
        return SIGNS[state]
    return f"{COLOURS[state]}{SIGNS[state]}\033[0m"
