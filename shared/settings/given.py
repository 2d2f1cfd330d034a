"""What the environment gives, before anything is made of it: by our names, by older names, or in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# What a .env written for RotaCC's Django calls the same thing.
OLDER_NAMES = {
    "CELERY_BROKER_URL": "TASK_BROKER_URL",
    "CELERY_RESULT_BACKEND": "TASK_RESULT_URL",
    "DJANGO_SUPERUSER_USERNAME": "SUPERUSER_USERNAME",
    "DJANGO_SUPERUSER_EMAIL": "SUPERUSER_EMAIL",
    "DJANGO_SUPERUSER_PASSWORD": "SUPERUSER_PASSWORD",
    "DJANGO_LOG_LEVEL": "LOG_LEVEL",
}
ENGINE = "DB_ENGINE"
LARGEST_SECRET = 65_536


@dataclass(frozen=True, slots=True)
class Source:
    """One variable that gives a setting's value, or names the file that holds it."""

    variable: str
    value: str


@dataclass(frozen=True, slots=True)
class Given:
    """`values` by our names, of what is not read from the environment by its own name anyway; `older` names that were
    heard; `reasons` why some of it cannot be used, by our names; `variables` that gave each setting."""

    values: Mapping[str, str]
    older: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


def take(environment: Mapping[str, str], settings: tuple[str, ...], secrets: frozenset[str]) -> Given:
    """Everything given in this environment for these settings; only secrets may come from files."""
    values: dict[str, str] = {}
    reasons: list[tuple[str, str]] = []
    for setting in settings:
        try:
            sources = list(_sources(environment, setting, from_files=setting in secrets))
        except ValueError as error:
            reasons.append((setting, str(error)))
            continue
        if len({source.value for source in sources}) > 1:
            both = " and ".join(source.variable for source in sources)
            reasons.append((setting, f"{both}: they differ and mean the same; keep one of them"))
        elif sources:
            values[setting] = sources[0].value
    older = tuple(name for name in OLDER_NAMES if environment.get(name) or environment.get(f"{name}_FILE"))
    if engine := environment.get(ENGINE):
        older += (ENGINE,)
        if "postgresql" not in engine.lower():
            reasons.append((ENGINE, f"{ENGINE}: must name postgresql, the only database there is; or leave it out"))
    return Given(values, older, tuple(reasons))


def _sources(environment: Mapping[str, str], setting: str, *, from_files: bool) -> Iterator[Source]:
    """Every variable that gives this setting. Raises ValueError with what is wrong with a file."""
    for name in (setting, *(old for old, new in OLDER_NAMES.items() if new == setting)):
        plain = _bare(environment.get(name, ""))
        file = _bare(environment.get(f"{name}_FILE", "")) if from_files else ""
        if plain and file:
            raise ValueError(f"{name} and {name}_FILE: both are given; keep one of them")
        if plain:
            yield Source(name, plain)
        if file:
            yield Source(f"{name}_FILE", _read(f"{name}_FILE", Path(file)))


def _bare(value: str) -> str:
    """Without the sign nobody sees that a file with Windows' line ends leaves behind every value."""
    return value.rstrip("\r\n")


def _read(variable: str, file: Path) -> str:
    """The secret in a file: one line, whose end does not belong to it."""
    # Named only when it is a path for certain: somebody may have put the secret itself here.
    named = f"{variable}: {file}" if file.is_absolute() else f"{variable}: the file it names"
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_SECRET + 1)
        text = content.decode().rstrip("\r\n")
    except OSError as error:
        raise ValueError(f"{named} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError(f"{named} does not hold text") from None
    if not text.strip() or len(content) > LARGEST_SECRET or not text.isprintable():
        raise ValueError(f"{named} must hold one line of text, the secret")
    return text
