"""The script behind `make image`. Exit 0 also when this machine cannot build images: it says so, and nothing broke."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from infra.image import build, checks, machine
from infra.image.containers import Containers, WithoutRunning, beside_stores, can_run
from infra.image.machine import Impossible, Store, say
from infra.trouble import Trouble

# Only a registry, an engine or another machine could show these.
NEVER_CHECKED = (
    "the original base images (these stand on Debian's packages, and are larger)",
    "Docker's own engine and its compose (the files are read and validated by make check)",
    "postgres:15-alpine and redis:7-alpine (the stores are those of the tests, and so are the tools that back them up)",
)


def main() -> int:
    arguments = parse()
    began = time.monotonic()
    try:
        machine.make_ready(install=arguments.install or os.environ.get("CI") == "true")
    except Impossible as reason:
        say(f"NOT CHECKED: the image was neither built nor run: {reason}.")
        return 0
    try:
        with only_one(cache()) as store:
            if arguments.fresh:
                forget(store)
            build.build(store)
            say(f"Built in {time.monotonic() - began:.0f} s.")
            tell_sizes(store)
            done = look(store)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    say(f"{'All well' if done else 'Not all well'}, after {time.monotonic() - began:.0f} s.")
    return 0 if done else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make image", description="Build the real images and look at them running.")
    parser.add_argument("--install", action="store_true", help="install what is missing (also where CI=true)")
    parser.add_argument("--fresh", action="store_true", help="forget the bases and layers kept from the last time")
    return parser.parse_args()


def cache() -> Path:
    """Where bases and layers are kept between runs, outside of the tree."""
    return Path(os.environ.get("ROTACC_IMAGE_CACHE") or Path.home() / ".cache" / "rotacc-image")


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[Store]:
    """The store in this folder, nobody else's meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield Store(folder)


def forget(store: Store) -> None:
    store.buildah("rm", "--all")
    store.buildah("rmi", "--all", "--force")


def tell_sizes(store: Store) -> None:
    for target, (whole, base) in build.sizes(store).items():
        say(f"{target}: {(whole - base) / 1e6:.0f} MB on top of a base of {base / 1e6:.0f} MB")


def look(store: Store) -> bool:
    """Run every check that can be run, tell how each went, and what nobody looked at."""
    if reason := can_run(store):
        well = all(went_well(check, WithoutRunning(store)) for check in checks.OF_IMAGES)
        say(f"NOT CHECKED: no container can be run here ({reason}); what is above was tried by buildah, in the image.")
        return well
    with tempfile.TemporaryDirectory(prefix="rotacc-image-") as name, beside_stores(store, Path(name)) as containers:
        well = all(went_well(check, containers) for check in (*checks.OF_IMAGES, *checks.OF_THE_SYSTEM))
        if not well:
            tell_what_was_said(containers)
    for what in NEVER_CHECKED:
        say(f"not checked: {what}")
    return well


def went_well(check: Callable[..., None], containers: Containers | WithoutRunning) -> bool:
    try:
        check(containers)
    except Exception as error:  # whatever it is, it is told, and what was said meanwhile is worth more than a traceback
        say(f"WRONG  {checks.sentence(check)}: {error}")
        return False
    say(f"ok     {checks.sentence(check)}")
    return True


def tell_what_was_said(containers: Containers) -> None:
    for program in containers.started:
        say(f"--- the end of what {program} said:\n{containers.log(program)[-1500:]}")


if __name__ == "__main__":
    sys.exit(main())
