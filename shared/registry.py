"""Which rooms there are, and which of them this process serves. A room is a folder under functions/ with a manifest."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Function:
    """A room's manifest. `routes` are (path below the room, "module:Resource"), imported only when served.

    `name` is the public one, with hyphens; `owns` lists the tables only this room writes. `takes_in` is the
    "module:function" that takes this room's part in an import of the practice, in the import's own transaction.
    `forgets` is the module that forgets for it what is old (`shared.forgetting`).
    """

    name: str
    routes: tuple[tuple[str, str], ...] = ()
    tasks: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    announces: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    takes_in: str = ""
    forgets: str = ""

    def mounted(self) -> Iterator[tuple[str, str]]:
        """The routes as addresses: ("/api/v1/rota/versions", "module:Resource")."""
        for path, reference in self.routes:
            yield f"{PREFIX}/{self.name}{path}", reference


def folder_of(name: str) -> str:
    """The folder of a room: Python cannot import a hyphen."""
    return name.strip().replace("-", "_")


def known() -> tuple[str, ...]:
    """The public names of all rooms, without importing any of them."""
    functions = importlib.import_module("functions")
    return tuple(sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(functions.__path__) if m.ispkg))


class UnknownFunction(Exception):
    """FUNCTIONS names a room there is none of. The message lists the ones there are."""


def selected(spec: str) -> tuple[Function, ...]:
    """The rooms named by FUNCTIONS ("all", or names with commas), and only those are imported."""
    every = known()
    names = every if spec.strip() == "all" else tuple(folder_of(n).replace("_", "-") for n in spec.split(","))
    if unknown := [name for name in names if name not in every]:
        wrong = ", ".join(name or "an empty name" for name in unknown)
        raise UnknownFunction(f"FUNCTIONS names {wrong}, which is not here. Known: {', '.join(every)}, or all.")
    return tuple(manifest(name) for name in dict.fromkeys(names))


def manifest(name: str) -> Function:
    """The manifest of one room."""
    found = importlib.import_module(f"functions.{folder_of(name)}").FUNCTION
    if not isinstance(found, Function):
        raise TypeError(f"functions.{folder_of(name)}.FUNCTION is not a manifest")
    return found


def load(reference: str) -> Any:
    """The object behind "module:name"."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)


def load_module(name: str) -> Any:
    """A module by its name."""
    return importlib.import_module(name)
