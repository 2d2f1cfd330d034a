"""`rotacc`: everything this project can be asked to do, by name."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from infra.trouble import Trouble

# The command and the file in infra/commands that holds it. Only the one asked for is imported.
COMMANDS = {
    "generate": "generate",
    "demo": "demo",
    "web": "process",
    "worker": "process",
    "solver": "process",
    "scheduler": "process",
    "migrate": "migrate",
    "ensure-superuser": "ensure_superuser",
    "create-account": "create_account",
    "create-clinician": "create_clinician",
    "workers": "workers",
    "doctor": "doctor",
    "dbshell": "dbshell",
    "secret": "secret",
    "schema": "schema",
    "config": "config",
    "send-test-email": "send_test_email",
    "cleanup": "cleanup",
    "backup": "backup",
    "restore": "restore",
    "export": "export",
    "import": "import_export",
    "alive": "alive",
    "entrypoint": "entrypoint",
}


def command_modules(words: Sequence[str]) -> list[ModuleType]:
    """The module of the command asked for, or all of them when help is wanted."""
    wanted = [COMMANDS[words[0]]] if words and words[0] in COMMANDS else list(dict.fromkeys(COMMANDS.values()))
    return [importlib.import_module(f"infra.commands.{name}") for name in wanted]


def parser_for(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rotacc", description="The rota and leave system a general practice runs itself."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in command_modules(words):
        module.add_to(subparsers)
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words ask; the exit code. What somebody can mend is told in a sentence, never in a traceback."""
    words = sys.argv[1:] if words is None else words
    args = parser_for(words).parse_args(words)
    try:
        return int(args.run(args) or 0)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if _settings_are_wrong(error):
            print(error, file=sys.stderr)
        elif os.environ.get("ROTACC_TRACEBACK"):
            raise
        else:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            print("This should not happen. ROTACC_TRACEBACK=1 shows where it did.", file=sys.stderr)
    return 1


def _settings_are_wrong(error: Exception) -> bool:
    from shared.settings import SettingsError

    return isinstance(error, SettingsError)


if __name__ == "__main__":
    sys.exit(main())
