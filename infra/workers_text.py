"""What `rotacc workers` shows, in lines a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from infra.workers_seen import Seen, ages

STEPS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def written(seen: Seen, looks: Sequence[str]) -> str:
    """These parts, each under its heading."""
    return "\n".join(line for look in looks for line in (TITLES[look], *(_lines(seen, look) or ["  none"]), ""))[:-1]


def _lines(seen: Seen, look: str) -> list[str]:
    return [f"  {line}" for line in PARTS[look](seen)]


def _active(seen: Seen) -> Iterator[str]:
    for beat in seen.beats:
        yield f"{beat.name}: {', '.join(beat.doing) or 'nothing just now'}"
    for kind in seen.missing:
        yield f"{kind}: none is at work. Look at its log (docker compose logs {kind})."


def _registered(seen: Seen) -> Iterator[str]:
    for kind, tasks in seen.registered.items():
        yield f"{kind}: {', '.join(tasks)}"


def _stats(seen: Seen) -> Iterator[str]:
    for beat, seconds in ages(seen.beats, datetime.now(UTC)):
        memory = f"{beat.memory_bytes / 1e6:.0f} MB"
        yield f"{beat.name}: up {duration(seconds)}, {beat.done} done, {beat.failed} failed, {memory}"


def _queues(seen: Seen) -> Iterator[str]:
    for queue in seen.queues:
        waiting = queue.depth - queue.held
        oldest = f", the oldest for {duration(queue.oldest_seconds)}" if waiting else ""
        yield f"{queue.name}: {waiting} waiting{oldest}; {queue.held} in hand; {queue.dead_letters} laid aside"


def _dead(seen: Seen) -> Iterator[str]:
    for letter in seen.dead:
        given = " ".join(map(str, letter.given))
        yield f"{letter.sent_at:%d %b %H:%M} {letter.queue} {letter.task} {given}: {letter.reason}"


def duration(seconds: float) -> str:
    """For how long, in its largest unit."""
    for size, name in STEPS:
        if seconds >= size:
            return f"{seconds / size:.0f} {name}"
    return "0 s"


TITLES = {
    "active": "At work",
    "registered": "What they can be asked for",
    "stats": "Since they began",
    "queues": "Queues",
    "dead": "Laid aside after failing too often",
}
PARTS: dict[str, Callable[[Seen], Iterator[str]]] = {
    "active": _active,
    "registered": _registered,
    "stats": _stats,
    "queues": _queues,
    "dead": _dead,
}
