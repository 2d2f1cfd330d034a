"""What this process is doing just now, and how much it has done: for its heartbeat, and for `rotacc workers`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class Task:
    """One thing in hand. `what` may be said better once more is known; `failed`, where nothing is raised."""

    what: str
    failed: bool = False


class InHand:
    """Counts what is begun and ended. Used from one event loop; what is cancelled ends like anything else."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0
        self._tasks: dict[Task, None] = {}

    @property
    def doing(self) -> tuple[str, ...]:
        """What has begun and not ended, oldest first."""
        return tuple(task.what for task in self._tasks)

    @contextmanager
    def working_on(self, what: str) -> Iterator[Task]:
        """Something in hand for as long as the block lasts; one that raises has failed."""
        task = Task(what)
        self._tasks[task] = None
        try:
            yield task
        except BaseException:
            task.failed = True
            raise
        finally:
            del self._tasks[task]
            self.failed += task.failed
            self.done += not task.failed


IN_HAND = InHand()
