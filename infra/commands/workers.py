"""`rotacc workers`: who works for later, on what, and what waits."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infra.workers_seen import Seen

HELP = "Show workers, solvers and schedulers: what they do, what they know, what waits for them"
LOOKS = ("all", "active", "registered", "stats", "queues", "dead")


def add_to(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser("workers", help=HELP, description=HELP + ". Ends with 1 when one kind is missing.")
    parser.add_argument("look", nargs="?", choices=LOOKS, default="all", help="one part of it: what is being done "
                        "(active), what can be (registered), since when and how much (stats), what waits (queues), "
                        "what was laid aside after failing too often (dead)")  # fmt: skip
    parser.add_argument("--again", action="store_true", help="with dead: put what was laid aside back in its queue")
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from redis.exceptions import RedisError

    from infra import workers_seen
    from infra.trouble import Trouble
    from shared.settings import load

    settings = load()
    try:
        if args.again:
            print(f"Put back: {workers_seen.put_back(settings)}.")
            return 0
        seen = workers_seen.look(settings)
    except (RedisError, OSError) as error:
        raise Trouble(f"redis does not answer: {error}") from error
    print(as_json(seen, args.look) if args.json else as_text(seen, args.look))
    return 1 if seen.missing else 0


def as_json(seen: Seen, look: str) -> str:
    import orjson

    said = seen.parts()
    return orjson.dumps(said if look == "all" else said[look], option=orjson.OPT_INDENT_2).decode()


def as_text(seen: Seen, look: str) -> str:
    from infra import workers_text

    return workers_text.written(seen, LOOKS[1:] if look == "all" else (look,))
