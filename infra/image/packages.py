"""How the build reaches packages: as this machine does. Read from its configuration, mounted for the time of the build.

Nothing of it is written into the repository or into an image.
"""

from __future__ import annotations

import configparser
import os
import re
import subprocess
from pathlib import Path

from infra.bootstrap import node_environment

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
PIP_FILES = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")
# What of pip's own configuration says where packages are, and not how to talk.
PIP_KEYS = (
    "index-url",
    "extra-index-url",
    "find-links",
    "no-index",
    "trusted-host",
    "proxy",
    "timeout",
    "default-timeout",
)


def mounts(folder: Path) -> list[str]:
    """The --volume options of a build; files of our own making lie in the folder."""
    pip = pip_settings()
    (folder / "pip.conf").write_text(pip_file(pip))
    (folder / "npmrc").write_text(npm_file())
    pairs = [
        (certificates(), CERTIFICATES),
        (folder / "pip.conf", Path("/etc/pip.conf")),
        (folder / "npmrc", Path("/usr/local/etc/npmrc")),
        *((place, place) for place in local_places(pip)),
    ]
    return [word for source, target in pairs for word in ("--volume", f"{source}:{target}:ro")]


def certificates() -> Path:
    """Whom this machine trusts."""
    named = (os.environ.get(name, "") for name in ("PIP_CERT", "SSL_CERT_FILE"))
    return next((Path(name).resolve() for name in named if name and Path(name).is_file()), CERTIFICATES)


def pip_settings() -> dict[str, str]:
    """pip's configuration files, later ones winning, then its environment."""
    parser = configparser.RawConfigParser()
    files = [os.environ["PIP_CONFIG_FILE"]] if os.environ.get("PIP_CONFIG_FILE") else PIP_FILES
    parser.read([Path(file).expanduser() for file in files])
    found = {
        key: value for section in ("global", "install") if section in parser for key, value in parser[section].items()
    }
    for name, value in os.environ.items():
        if name.startswith("PIP_"):
            found[name.removeprefix("PIP_").lower().replace("_", "-")] = value
    return {key: " ".join(value.split()) for key, value in found.items() if key in PIP_KEYS}


def pip_file(settings: dict[str, str]) -> str:
    lines = [f"{key} = {value}" for key, value in (settings | {"cert": str(CERTIFICATES)}).items()]
    return "\n".join(["[global]", *lines, ""])


def local_places(pip: dict[str, str]) -> list[Path]:
    """Folders of packages on this machine that pip is told of."""
    words = " ".join(pip.get(key, "") for key in ("index-url", "extra-index-url", "find-links")).split()
    # An index of files names its packages beside itself: the folder above holds both.
    indexes = {Path(word.removeprefix("file://")).parent for word in words if word.startswith("file:///")}
    places = indexes | {Path(word) for word in words if word.startswith("/")}
    tops = [place for place in places if not any(other in place.parents for other in places)]
    return sorted(place for place in tops if place.exists())


def npm_file() -> str:
    """npm's global and personal configuration in one, trusting whom the build trusts."""
    lines: list[str] = []
    for kind in ("globalconfig", "userconfig"):
        asked = subprocess.run(
            ["npm", "config", "get", kind], env=node_environment(), capture_output=True, text=True, check=False
        )
        file = Path(asked.stdout.strip() or "/nonexistent")
        lines += file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    kept = [line for line in lines if not re.match(r"\s*(cafile|prefix|nodedir|cache)\s*=", line)]
    return "\n".join([*kept, f"cafile={CERTIFICATES}", ""])
