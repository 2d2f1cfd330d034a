"""What a rota's page marks on its sessions besides what is done in them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from shared.standing import Locum, Slot, Standing

Place = tuple[int, int, int]  # person, day, half (0 AM, 1 PM), by place in the page's lists


@dataclass(frozen=True, slots=True)
class Marks:
    """`part`: minutes of leave within a session. `edited`: otherwise than published. `synced`: the clinical system is
    known to have it."""

    pinned: frozenset[Slot] = frozenset()
    off: frozenset[Slot] = frozenset()
    locums: Mapping[Slot, Locum] = field(default_factory=lambda: MappingProxyType({}))
    part: Mapping[Slot, int] = field(default_factory=lambda: MappingProxyType({}))
    edited: frozenset[Slot] = frozenset()
    synced: frozenset[Slot] = frozenset()

    @classmethod
    def of(cls, standing: Standing, **more: Any) -> Marks:
        """What was decided by hand on a rota, and what else there is to mark."""
        return cls(standing.pinned, standing.off, standing.locums, **more)

    def seen(
        self,
        place: Callable[[Slot], Place | None],
        is_seen: Callable[[Slot], bool],
        *,
        everything: bool,
        code: str | None,
    ) -> dict[str, list[Any]]:
        """The marks fit for somebody: `is_seen` says of which sessions they see what is done in them.

        To colleagues a session is pinned or a locum's and no more: not who is covered, by which agency, for how much.
        """
        own_part = [slot for slot in self.part if everything or slot.code == code]
        locums = [(slot, locum if everything else Locum()) for slot, locum in self.locums.items() if is_seen(slot)]
        return {
            "pinned": _places(place, (slot for slot in self.pinned if is_seen(slot))),
            "off": _places(place, self.off if everything else ()),
            "locums": sorted(
                (*at, said.covers, said.cost_pence, said.agency) for slot, said in locums if (at := place(slot))
            ),
            "part": sorted((*at, self.part[slot]) for slot in own_part if (at := place(slot))),
            "edited": _places(place, self.edited),
            "synced": _places(place, self.synced if everything else ()),
        }


def _places(place: Callable[[Slot], Place | None], slots: Iterable[Slot]) -> list[Place]:
    return sorted(at for slot in slots if (at := place(slot)) is not None)


NO_MARKS = Marks()
