"""Both targets of the Dockerfile, built with buildah."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from infra.bootstrap import ROOT
from infra.image import base, packages
from infra.image.machine import Store, say

DOCKERFILE = "infra/docker/Dockerfile"
TARGETS = ("web", "solver")


def name_of(target: str) -> str:
    return f"localhost/rotacc-{target}:latest"


def build(store: Store) -> None:
    """Build what has changed since the last time, layer by layer."""
    base.make(store)
    with tempfile.TemporaryDirectory(prefix="rotacc-image-") as folder:
        mounts = packages.mounts(Path(folder))
        for target in TARGETS:
            say(f"Building {target} ...")
            store.buildah(
                *("bud", "--isolation", "chroot", "--pull=never", "--network", "host", "--layers", *mounts),
                *(
                    "--format",
                    "docker",
                    "--target",
                    target,
                    "-f",
                    str(ROOT / DOCKERFILE),
                    "-t",
                    name_of(target),
                    str(ROOT),
                ),
            )


def sizes(store: Store) -> dict[str, tuple[int, int]]:
    """For each image its size in bytes, and how much of it is the base's."""
    found = {image: _size(store, image) for image in (base.PYTHON, *map(name_of, TARGETS))}
    return {target: (found[name_of(target)], found[base.PYTHON]) for target in TARGETS}


def _size(store: Store, image: str) -> int:
    inspected = json.loads(store.podman("image", "inspect", image).stdout)
    return int(inspected[0]["Size"])
